"""The job of an agreement: drafted, seen by nobody else, released, signed by the offices of two trusts, in force."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit

REFERENCE, TITLE = "BROWSER-1", "Beds across two trusts"
KEEPER, OTHER = "Wilhelmina Strake", "Dr Rafe Quillinan"
GUARDIAN = "Dr Anwen Castellane"


def test_from_a_draft_to_an_agreement_in_force(visit: Visit) -> None:
    keeper, guardian, other = (sign_in_as(visit(None), name) for name in (KEEPER, GUARDIAN, OTHER))
    draft(keeper)
    add_parties(keeper)
    other.goto("/share/")
    expect(other.get_by_text(TITLE)).to_have_count(0)

    keeper.get_by_role("link", name="Release it for signing").click()
    expect(keeper.get_by_role("heading", name="Who signs it")).to_be_visible()
    assert not violations(keeper)
    keeper.get_by_role("button", name="Release it").click()
    expect(keeper.get_by_role("alert", name="Success")).to_contain_text("is released")
    expect(keeper.get_by_text("Awaiting the signatures of").first).to_be_visible()

    sign(other)
    other.goto("/share/")
    expect(row(other)).to_contain_text("Awaiting the signatures of Ambrel Valley")
    sign(guardian)
    guardian.goto("/share/")
    expect(row(guardian)).to_contain_text("In force until")
    assert not violations(guardian)

    keeper.goto(guardian.url)
    keeper.get_by_role("link", name=f"{REFERENCE} / 1").click()
    assert not violations(keeper)
    keeper.get_by_role("link", name="First and last day").click()
    expect(keeper.get_by_text("its terms are closed")).to_be_visible()
    keeper.get_by_role("link", name="Back to the task list").click()
    keeper.get_by_role("link", name="Timeline").click()
    expect(keeper.get_by_text("Signed for").first).to_be_visible()
    assert not violations(keeper)


def test_who_does_not_hold_the_office_is_told_who_does(visit: Visit) -> None:
    page = visit("data protection officer")
    page.goto("/share/agreement/TR-DSA-02 ~1 1/sign/")
    expect(page.get_by_role("button", name="Sign it")).to_have_count(0)
    expect(page.get_by_text("Who may:").or_(page.get_by_text("does not sign")).first).to_be_visible()
    assert not violations(page)


def test_a_further_version_is_shown_as_what_it_changes(visit: Visit) -> None:
    page = visit()
    page.goto("/share/agreement/TR-DSA-01 ~1 2/changes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What version 2 changes")
    expect(page.get_by_role("table", name="What is different")).to_contain_text("Changed")
    assert not violations(page)


def test_without_javascript_a_task_says_what_is_wrong(visit: Visit) -> None:
    page = visit(None, scripts=False)
    sign_in_as(page, KEEPER)
    page.goto("/share/agreement/")
    page.get_by_role("button", name="Save the draft").click()
    expect(page).to_have_title(re.compile("^Error: "))
    errors = page.locator(".nhsuk-error-summary a").all()
    assert len(errors) == 4, "all that a draft cannot be without, at once"
    for each in errors:
        assert page.locator(each.get_attribute("href") or "").count() == 1, "each leads to its field"


def sign_in_as(page: Page, name: str) -> Page:
    page.goto("/")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def draft(page: Page) -> None:
    """Draft the agreement, and say when it is reviewed."""
    page.goto("/share/")
    page.get_by_role("button", name="Draft an agreement").click()
    page.get_by_label("Agreement", exact=True).fill(REFERENCE)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Kind").select_option("information sharing protocol")
    fill_day(page, "Starts on", 1, 4, 2026)
    fill_day(page, "Ends on", 31, 3, 2029)
    assert not violations(page)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{REFERENCE} version 1: {TITLE}")
    assert not violations(page)
    page.get_by_role("link", name="When it is reviewed").click()
    fill_day(page, "Review on", 31, 3, 2028)
    page.get_by_role("button", name="Save").click()


def add_parties(page: Page) -> None:
    page.get_by_role("link", name="Parties, and who signs for them").click()
    for code in ("RZ1", "RZ4"):
        page.get_by_role("button", name="Add").click()
        page.get_by_label("Party", exact=True).select_option(code)
        page.get_by_role("radio", name="Controller", exact=True).check()
        assert not violations(page)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert", name="Success")).to_contain_text("is added")
    assert not violations(page)
    page.get_by_role("link", name="Back to the task list").click()


def sign(page: Page) -> None:
    page.goto("/share/")
    page.get_by_role("link", name=f"{REFERENCE} / 1").click()
    page.get_by_role("link", name=re.compile("^Signature of")).first.click()
    expect(page.get_by_role("heading", name="What you are asked to agree")).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Sign it").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("You have signed")


def row(page: Page) -> Locator:
    return page.get_by_role("row").filter(has_text=REFERENCE)


def fill_day(page: Page, name: str, day: int, month: int, year: int) -> None:
    group = page.get_by_role("group", name=name)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label).fill(str(value))
