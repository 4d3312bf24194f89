"""The job of deciding: see what waits, follow its route, put it on agendas, and take the days away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit

PORTAL = re.compile("Share Openlatch for Patient portal")


@pytest.mark.parametrize(
    ("scripts", "proposal"), [(True, "Share Requestry"), (False, "Share Redchair")], ids=["with scripts", "without"]
)
def test_from_the_menu_to_the_agendas_of_a_route(visit: Visit, scripts: bool, proposal: str) -> None:
    page = visit(scripts=scripts)
    page.goto("/")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Govern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits to be decided")
    page.get_by_role("link", name=re.compile(proposal)).click()
    expect(page.get_by_text("The earliest lawful day is")).to_be_visible()
    table = page.get_by_role("table", name="The route, step by step")
    expect(table.get_by_text("Not yet").first).to_be_visible()
    page.get_by_role("button", name="Put it on these agendas").click()
    expect(page.get_by_role("alert").or_(page.get_by_role("region", name="Success"))).to_contain_text("It is put on")
    expect(table.get_by_text("Not yet")).to_have_count(0)
    expect(page.get_by_role("button", name="Put it on these agendas")).to_have_count(0)


def test_the_first_of_the_roadmap_goes_through_several_schemes_to_the_joint_committee(visit: Visit) -> None:
    page = visit()
    page.goto("/govern/")
    page.get_by_role("link", name=PORTAL).click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\d{4}, when Three Rivers joint committee meets"))
    table = page.get_by_role("table", name="The route, step by step")
    last = table.get_by_role("row").last
    for code in ("RZ1", "RZ4", "RZ8", "Z3R4V", "QZ3"):
        expect(last).to_contain_text(code)
    expect(page.get_by_role("region", name="The route as a picture").locator("svg")).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("link", name="as a calendar with alarms").click()
    assert found.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_meetings_are_narrowed_to_an_organisation_and_taken_away(visit: Visit) -> None:
    page = visit(scripts=False)
    page.goto("/govern/meetings/")
    page.get_by_label("Organisation").select_option(value="RZ4")
    page.get_by_role("button", name="Filter").click()
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Ambrel Valley")).to_have_count(0)
    expect(rows.filter(has_text="Three Rivers joint committee").first).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("link", name="as a calendar").click()
    assert b"Last day for papers" in found.value.path().read_bytes()


def test_the_roadmap_shows_back_where_its_proposal_stands(visit: Visit) -> None:
    page = visit()
    page.goto("/converge/")
    row = page.get_by_role("region", name="What is shared").get_by_role("row").filter(has_text="Patient portal")
    expect(row).to_contain_text("On agendas")


@pytest.mark.parametrize("path", ["/govern/", "/govern/route/converge-phr/", "/govern/meetings/"])
def test_a_narrow_screen_scrolls_tables_and_not_the_page(visit: Visit, path: str) -> None:
    page = visit(width=375)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)
