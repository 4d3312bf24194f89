"""By keyboard alone: past the menu, along a form in its order, to what is wrong, and always seen where one is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

_LOOK = """
(element) => {
  const style = getComputedStyle(element)
  return [style.outline, style.boxShadow, style.backgroundColor, style.borderBottomColor, style.borderColor].join()
}
"""
_FIELD = "document.activeElement.closest('main form:not([role])') && (document.activeElement.name || 'button')"


def test_the_first_stop_leads_past_the_menu(visit: Visit) -> None:
    page = visit()
    page.goto("/register/systems/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words")).to_be_focused()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(visit: Visit) -> None:
    page = visit()
    page.goto("/register/add/suppliers/")
    page.get_by_role("group", name="Valid to").get_by_label("Day").fill("31")
    page.get_by_role("button", name="Save").press("Enter")
    summary = page.locator(".nhsuk-error-summary")
    expect(summary).to_be_focused()
    for field in ("#supplier", "#valid_to-day"):
        summary.locator(f'a[href="{field}"]').press("Enter")
        expect(page.locator(field)).to_be_focused()
        assert page.locator(".nhsuk-form-group--error").locator(field).count(), "its field is marked as wrong"


def test_tab_goes_along_a_form_in_the_order_it_is_read_and_leaves_it(visit: Visit) -> None:
    page = visit()
    page.goto("/register/add/systems/")
    read = page.locator("main form").locator("input:visible, select, textarea, button").all()
    expected = list(dict.fromkeys(each.get_attribute("name") or "button" for each in read))
    page.get_by_label("System", exact=True).focus()
    stops = [page.evaluate(_FIELD)]
    while stops[-1]:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FIELD))
        assert len(stops) <= len(expected) + 1, f"it does not leave: {stops}"
    assert stops[:-1] == expected


def test_one_always_sees_where_one_is(visit: Visit) -> None:
    page = visit()
    for path in ("/", "/converge/", "/register/contracts/"):
        page.goto(path)
        for _ in range(24):
            before = _unfocused(page)
            page.keyboard.press("Tab")
            stop = page.evaluate_handle("document.activeElement").as_element()
            assert stop
            if stop.evaluate("each => each === document.body"):
                break  # past the last stop
            place = stop.evaluate("each => [...document.querySelectorAll('*')].indexOf(each)")
            assert stop.evaluate(_LOOK) != before[place], f"nothing shows the focus on {path}: {stop.inner_text()!r}"


def test_filtering_brings_the_list_and_leaves_the_focus(visit: Visit) -> None:
    page = visit()
    page.goto("/register/systems/")
    page.get_by_label("Words").press_sequentially("RZ1-PAS")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(" of ")
    expect(page.get_by_label("Words")).to_be_focused()
    assert "q=RZ1-PAS" in page.url, "the address is one that can be sent to somebody"


def _unfocused(page: Page) -> list[str]:
    """How every element looks, before the next takes the focus."""
    looks: list[str] = page.evaluate(f"[...document.querySelectorAll('*')].map({_LOOK})")
    return looks
