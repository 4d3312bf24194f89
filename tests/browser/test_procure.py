"""The job of buying in time: which gate was missed and what is still possible, what fits, and what was forgotten."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit

PORTAL = "One patient portal for five organisations"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_menu_to_the_missed_gate_and_what_is_still_possible(visit: Visit, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.goto("/")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Procure").click()
    row = page.get_by_role("region", name="Purchases", exact=True).get_by_role("row").filter(has_text=PORTAL)
    expect(row).to_contain_text("missed")
    row.get_by_role("link", name=PORTAL).click()
    gates = page.get_by_role("table", name="The gates, one by one")
    expect(gates.get_by_role("row", name=re.compile("^Legal instructed"))).to_contain_text("Missed")
    expect(page.get_by_role("heading", name="What is still possible")).to_be_visible()
    expect(page.get_by_role("region", name="The gates as a picture").locator("svg")).to_be_visible()


def test_the_plan_can_be_taken_away(visit: Visit) -> None:
    page = visit()
    page.goto("/procure/gates/PROC-01/")
    for name, begins in (("as a Word document", b"PK"), ("as a calendar", b"BEGIN:VCALENDAR")):
        with page.expect_download() as found:
            page.get_by_role("link", name=name).click()
        assert found.value.path().read_bytes().startswith(begins)


def test_which_framework_fits_and_what_was_forgotten(visit: Visit) -> None:
    page = visit()
    page.goto("/procure/gates/PROC-01/")
    page.get_by_role("link", name="Which framework fits").click()
    expect(page.get_by_text("it meets everything that must be met")).to_be_visible()
    expect(page.get_by_role("table", name="What must be met, by lot")).to_contain_text("Not met")
    page.get_by_role("link", name="What is required, by head and clause").click()
    forgotten = page.get_by_role("row", name=re.compile("^Termination or transfer on organisational change"))
    expect(forgotten).to_contain_text("Forgotten")


def test_of_anothers_legal_advice_only_that_it_was_taken_is_told(visit: Visit) -> None:
    page = visit()
    page.goto("/procure/")
    page.get_by_role("navigation", name="Procure").get_by_role("link", name="Legal advice").click()
    expect(page.get_by_role("row").filter(has_text="LA-01")).to_contain_text("Advice was taken")
    assert "basic criteria" not in page.content()


@pytest.mark.parametrize(
    "path",
    [
        "/procure/",
        "/procure/gates/PROC-01/",
        "/procure/gates/RZ1-EPMA-20/",
        "/procure/fit/PROC-01/",
        "/procure/fit/PROC-03/",
        "/procure/requirements/PROC-01/",
        "/procure/advice/",
    ],
)
def test_a_narrow_screen_scrolls_tables_and_not_the_page(visit: Visit, path: str) -> None:
    page = visit(width=375)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)
