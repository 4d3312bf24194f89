"""The job of an evaluator: from a permit to an answer with its audit line, with scripts and without, at both widths."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit

ASKED = (
    "organisation=QZ3&role=evaluator&whose=RZ1&whose=RZ8&columns=observation.organisation"
    "&columns=observation.capability&columns=observation.status&purpose=service+evaluation&form=pseudonymised"
    "&trained_on-day=11&trained_on-month=5&trained_on-year=2026"
)
COUNTED = "SELECT organisation, capability, count(*) AS tests FROM observation GROUP BY organisation, capability"


def signed_in(visit: Visit, *, scripts: bool = True) -> Page:
    """The finance lead of the integrated care board, who may ask for it."""
    page = visit(None, scripts=scripts)
    page.goto("/")
    page.get_by_role("button", name="Caspian Delacroix-Webb").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_a_permit_to_an_answer_and_its_line_on_the_log(visit: Visit, scripts: bool) -> None:
    page = signed_in(visit, scripts=scripts)
    page.goto(f"/share/may/?{ASKED}")
    page.get_by_role("button", name="Ask for the data").click()
    page.get_by_label("Your question, in SQL").fill("SELECT family_name FROM patient")
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Your question, in SQL").fill(COUNTED)
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Answer \d+"))
    expect(page.get_by_role("region", name="The answer")).to_contain_text("pathology")
    page.get_by_role("link", name=re.compile(r"^\d+ of the log$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The log")
    expect(page.get_by_role("region", name="Lines of the log")).to_contain_text("Answered")


def test_axe_finds_nothing_from_the_question_to_the_log(visit: Visit) -> None:
    page = signed_in(visit)
    page.goto(f"/share/ask/?{ASKED}")
    found = violations(page)
    page.get_by_role("button", name="Ask it").click()
    page.get_by_role("alert").wait_for()
    found += violations(page)
    page.get_by_label("Your question, in SQL").fill(COUNTED)
    page.get_by_role("button", name="Ask it").click()
    page.get_by_role("region", name="The answer").wait_for()
    found += violations(page)
    for path in ("/share/answers/", "/share/log/", "/share/repeats/", "/share/linkage/", "/share/linkage/pairs/"):
        page.goto(path)
        found += violations(page)
    page.goto("/share/repeats/")
    page.get_by_label("90 days").check()
    page.get_by_role("button", name="Count them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not given")
    assert not (found + violations(page)), "\n".join(found)


def test_the_sql_can_be_written_and_sent_by_keyboard_alone(visit: Visit) -> None:
    page = signed_in(visit)
    page.goto(f"/share/ask/?{ASKED}")
    page.get_by_label("Your question, in SQL").focus()
    page.keyboard.type(COUNTED)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Answer \d+"))
