"""Without JavaScript: signing in, adding a row, uploading and waiting for a plan all work, errors included."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.planted import MENDED, write_wrong
from tests.browser.suppose import suppose, wait_until_done
from tests.browser.test_upload import cells_named, download, sign_in, upload

KEY = "GB-COH-99000955"


def test_signing_in_and_adding_a_row_with_errors_at_first(visit: Visit) -> None:
    page = visit(None, scripts=False)
    sign_in(page)
    page.goto("/register/suppliers/")
    page.get_by_role("button", name="Add a row").click()
    page.get_by_role("group", name="Valid to").get_by_label("Day").fill("31")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title("Error: Add to suppliers – Concordat")
    errors = page.locator(".nhsuk-error-summary a").all()
    assert len(errors) == 3, "the key, the name and the day without its month, all at once"
    for each in errors:
        assert page.locator(each.get_attribute("href") or "").count() == 1, "each leads to its field"
    expect(page.get_by_role("group", name="Valid to").get_by_label("Day")).to_have_value("31")
    _fill_in(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("is added")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eider Clinical Limited")


def test_uploading_with_errors_and_taking_them_away(visit: Visit, workbooks: Path) -> None:
    page = visit(scripts=False)
    upload(page, write_wrong(workbooks / "plain.xlsx"))
    assert cells_named(page) == set(MENDED)
    marked = download(page, "Download plain.xlsx with each of these at its cell", workbooks / "plain-marked.xlsx")
    assert marked.stat().st_size


def test_filtering_a_register(visit: Visit) -> None:
    page = visit(scripts=False)
    page.goto("/register/systems/")
    page.get_by_label("Words").fill("RZ1-PAS")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("status")).to_contain_text(" of ")
    expect(page.get_by_role("link", name="RZ1-PAS")).to_be_visible()


def test_waiting_for_a_what_if(visit: Visit) -> None:
    page = visit(scripts=False)
    suppose(page, months=3)
    expect(page.get_by_role("progressbar")).to_be_visible()
    wait_until_done(page)
    page.get_by_role("button", name="See what came of it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would change")
    page.get_by_role("link", name="Plan", exact=True).first.click()
    page.get_by_text("The roadmap as a table").first.click()
    expect(page.get_by_role("table", name="The roadmap as a table")).to_be_visible()


def _fill_in(page: Page) -> None:
    page.get_by_label("Supplier", exact=True).fill(KEY)
    page.get_by_label("Name", exact=True).fill("Eider Clinical Limited")
    page.get_by_role("group", name="Valid to").get_by_label("Day").fill("")
