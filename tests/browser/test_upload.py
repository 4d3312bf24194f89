"""The job of an upload: every error at once and at its cell, a workbook to mend, and rows that keep their history."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.planted import MENDED, Cell, fill, marks, type_in


def test_from_a_workbook_with_errors_to_rows_with_their_history(visit: Visit, site: str, workbooks: Path) -> None:
    page = visit(None)
    sign_in(page)
    page.get_by_role("link", name="Registers", exact=True).click()
    wrong = fill(download(page, "Download the empty workbook", workbooks / "empty.xlsx"))
    upload(page, wrong)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{len(MENDED)} things are wrong with it")
    assert cells_named(page) == set(MENDED)
    expect(page.get_by_role("button", name="Store all of it")).to_have_count(0)

    marked = download(page, "Download empty.xlsx with each of these at its cell", workbooks / "marked.xlsx")
    assert marks(marked) == set(MENDED)
    upload(page, type_in(marked, MENDED))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready to be stored")
    page.get_by_role("button", name="Store all of it").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Rows added: 7. Rows changed: 0.")

    page.goto("/register/sites/?q=Tern")
    page.get_by_role("link", name="RZ178").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tern House")
    expect(page.get_by_text("Version 1")).to_be_visible()

    upload(page, type_in(marked, {("Sites", 3, "Name"): "Tern House and Annexe"}))
    expect(page.get_by_text("Name: Tern House becomes Tern House and Annexe")).to_be_visible()
    page.get_by_role("button", name="Store all of it").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Rows added: 0. Rows changed: 1.")
    page.goto("/register/sites/RZ178/")
    expect(page.get_by_text("Version 2")).to_be_visible()
    expect(page.get_by_text("Name: Tern House became Tern House and Annexe")).to_be_visible()


def test_who_may_only_look_is_not_offered_to_change(visit: Visit) -> None:
    page = visit("data protection officer")
    page.goto("/register/sites/")
    expect(page.get_by_role("button", name="Add a row")).to_have_count(0)
    expect(page.get_by_role("table", name="Sites")).to_be_visible()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="programme director").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def upload(page: Page, workbook: Path) -> None:
    page.goto("/register/upload/")
    page.get_by_label("Workbook or CSV files").set_input_files(workbook)
    page.get_by_role("button", name="Look at it").click()


def download(page: Page, link: str, to: Path) -> Path:
    with page.expect_download() as found:
        page.get_by_role("link", name=link).click()
    found.value.save_as(to)
    return to


def cells_named(page: Page) -> set[Cell]:
    """What the table of everything that is wrong names: sheet, row and column."""
    rows = page.get_by_role("table", name="Everything that is wrong").locator("tbody tr").all()
    texts = [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in rows]
    assert all(what and following for *_, what, following in texts), "each says what is wrong, and what next"
    return {(sheet, int(row), column) for sheet, row, column, *_ in texts}
