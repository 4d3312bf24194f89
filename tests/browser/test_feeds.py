"""The job of a feed: its health read, an extract sent and watched, its mapping mended, tried and signed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.suppose import wait_until_done
from tests.browser.test_agreement import sign_in_as

LEAD, OTHER = "Nkechi Brandreth", "Priyanka Aldous"
SENT = Path(__file__).parents[2] / "examples/three_rivers/extracts/RZ4/2026-10/ATTENDS_202610.csv"
FEED = "/share/feeds/RZ4/encounter/"


def attendances(folder: Path, number: int) -> Path:
    """The attendances of another month, in which a column has a new name."""
    text = SENT.read_text("cp1252").replace("Specialty", "Spec Code", 1)
    path = folder / f"ATTENDS_2026{number}.csv"
    path.write_text(text + "\n" * number, "cp1252")
    return path


def send(page: Page, file: Path) -> None:
    page.goto("/share/feeds/")
    page.get_by_role("button", name="Send an extract").click()
    page.get_by_label("Which system it comes from").select_option("RZ4-PAS")
    page.get_by_label("Which month or day").fill("2026-11")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Received and kept unchanged")
    wait_until_done(page)
    page.get_by_role("button", name="See what came of it").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_an_extract_to_a_mapping_that_fits_it(visit: Visit, workbooks: Path, scripts: bool) -> None:
    page = sign_in_as(visit(None, scripts=scripts), LEAD)
    send(page, attendances(workbooks, 11 if scripts else 12))
    expect(page.get_by_role("heading", level=1)).to_have_text("Encounters of Sarnmouth and Coast Hospitals NHS Trust")
    expect(page.get_by_role("table", name="Batches received")).to_contain_text("2026-11")
    if scripts:
        expect(page.get_by_text("has no column Specialty")).to_be_visible()
        assert not violations(page)
    page.get_by_role("link", name="See and change the mapping").click()
    column = page.get_by_role("group", name="Treatment function code")
    column.get_by_label("Columns of the source").fill("Spec Code\nSpecialty")
    page.get_by_role("button", name="Save as a proposed version").click()
    wait_until_done(page)
    page.get_by_role("button", name="See what came of it").click()
    expect(page.get_by_role("table", name="Rows")).to_contain_text("Rows in the shared table")
    if scripts:
        expect(page.get_by_role("table", name="Fields that would stand otherwise")).to_contain_text("equivalent")
        assert not violations(page)
        page.get_by_role("button", name="Sign it and put it to use").click()
        wait_until_done(page)
        page.goto(FEED)
        expect(page.get_by_text(re.compile(rf"Version \d+, signed by {LEAD}"))).to_be_visible()
        expect(page.get_by_text("has no column Specialty")).to_have_count(0)


def test_a_mapping_in_error_leads_to_each_column(visit: Visit) -> None:
    page = sign_in_as(visit(None), LEAD)
    page.goto("/share/feeds/RZ4/patient/mapping/")
    page.get_by_role("group", name="Postcode").get_by_label("Columns of the source").fill("")
    page.get_by_role("button", name="Save as a proposed version").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#what-postcode")).to_be_focused()
    assert not violations(page)
    page.get_by_role("link", name="Change it as a text").click()
    assert not violations(page)
    page.get_by_label("The mapping", exact=True).fill("member: RZ4\n")
    page.get_by_role("button", name="Save as a proposed version").click()
    page.get_by_role("alert").wait_for()
    assert not violations(page)


def test_another_member_sees_the_health_and_the_gaps_and_no_more(visit: Visit) -> None:
    page = sign_in_as(visit(None), OTHER)
    page.goto(FEED)
    expect(page.get_by_role("link", name="See and change the mapping")).to_have_count(0)
    page.goto("/share/fields/?table=patient")
    page.get_by_role("link", name=re.compile("ethnic category of RZ4")).click()
    expect(page.get_by_text("only as 5 groups").first).to_be_visible()
    expect(page.locator("#RZ4")).to_be_in_viewport()
    assert not violations(page)
