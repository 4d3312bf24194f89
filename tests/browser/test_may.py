"""The job of an answer: ask whether somebody may see something, read why, send the address, and open it for care."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit

CARE = "organisation=RZ1&role=clinician&whose=099&columns=allergy.substance&purpose=individual+care&form=identifiable"


def ask(page: Page) -> None:
    """Ask for what the waiting-list agreement gives to its board, and for one column that it does not."""
    page.get_by_label("Who asks").select_option(value="QZ3")
    page.get_by_label("As what (optional)").fill("analyst")
    trained = page.get_by_role("group", name="Last data security training (optional)")
    for part, number in (("Day", "11"), ("Month", "5"), ("Year", "2026")):
        trained.get_by_label(part).fill(number)
    page.get_by_role("checkbox", name=re.compile(r"\(RZ1\)")).check()
    for table, column in (("waiting_list", "referred_on"), ("patient", "name")):
        page.locator("summary", has_text=re.compile(rf"^\s*{table}\s*$")).click()
        page.get_by_role("group", name=table, exact=True).get_by_role("checkbox", name=column, exact=True).check()
    page.get_by_label("What for").select_option(label="Planning and commissioning")
    page.get_by_role("radio", name="Pseudonymised").check()
    page.get_by_role("button", name="Ask").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_menu_to_an_answer_that_can_be_sent(visit: Visit, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="May they see it?").click()
    page.get_by_role("navigation", name="Share").get_by_role("link", name="May …?").click()
    ask(page)
    answer = page.get_by_role("region", name="Answer")
    expect(answer).to_contain_text(
        re.compile(r"Yes, until \d+ \w+ \d{4}, under TR-DSA-01 version \d: 1 of the 2 columns")
    )
    expect(page.get_by_role("table", name="Columns asked for").get_by_role("row", name="patient.name")).to_contain_text(
        "Not given"
    )
    said = answer.inner_text()
    other = visit("Caldicott Guardian", scripts=scripts)
    other.goto(page.url)
    assert other.get_by_role("region", name="Answer").inner_text() == said, "all are given the same answer"

    page.get_by_role("link", name=re.compile("^IG-")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The rules of the decision")


def test_the_answer_can_be_taken_away_as_json(visit: Visit) -> None:
    page = visit()
    page.goto(f"/share/may/?{CARE}")
    with page.expect_download() as found:
        page.get_by_role("link", name="This answer as JSON").click()
    assert b'"REVIEW"' in found.value.path().read_bytes()


def test_axe_finds_nothing_on_an_answer_nor_on_a_question_in_error(visit: Visit) -> None:
    page = visit(width=375)
    page.goto("/share/may/")
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("alert").wait_for()
    assert not violations(page)
    page.get_by_role("alert").get_by_role("link", name="Choose whose data it is about").click()
    ask(page)
    page.get_by_role("region", name="Answer").wait_for()
    assert not violations(page)


def test_what_is_for_care_is_opened_with_a_reason_and_kept(visit: Visit) -> None:
    page = visit()
    page.goto(f"/share/may/?{CARE}")
    page.get_by_role("button", name="Open it for this person’s care").click()
    page.get_by_role("button", name="Record it and open").click()
    page.get_by_role("alert").wait_for()
    assert not violations(page)
    page.get_by_label("Why is it needed now?").fill("Found unconscious, and nobody knows of allergies")
    page.get_by_role("button", name="Record it and open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Opening \d+"))
    expect(page.get_by_text("nobody knows of allergies")).to_be_visible()
    assert not violations(page)
