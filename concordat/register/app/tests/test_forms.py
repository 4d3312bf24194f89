"""Forms: derived from the columns, they give back every row of the example, and say all that is wrong at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from concordat.register.app.forms import form_of, read
from concordat.register.app.models import Entry
from concordat.register.app.permission import Part, Person
from concordat.register.app.store import Writing, write
from concordat.register.intake import read_record
from concordat.register.meeting import Decision
from concordat.register.noun import Noun, columns, nouns
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from concordat.web.field import Field
from concordat.web.tests.fixtures import entry_of, signed_in

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "three_rivers"
pytestmark = pytest.mark.django_db


def posted(fields: tuple[Field, ...]) -> dict[str, str]:
    """What a browser sends when a form is sent as it stands."""
    sent: dict[str, str] = {}
    for each in fields:
        if each.widget == "date":
            sent |= dict(zip((f"{each.name}-{part}" for part in ("day", "month", "year")), each.parts, strict=True))
        else:
            sent[each.name] = each.value
    return sent


def asker(part: Part = Part.OFFICE) -> Person:
    return Person(user="x", name="X", organisation="RZ1", collaborative="none", part=part)


@pytest.fixture(scope="module")
def example() -> Record:
    return read_record(EXAMPLE).record


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.SHEET)
def test_a_form_sent_as_it_stands_changes_nothing(example: Record, noun: type[Noun]) -> None:
    for row in example.all(noun):
        by = Person(user="x", name="X", organisation=row.owner, collaborative="none", part=Part.OFFICE)
        again = read(by, noun, posted(form_of(by, noun, row=row).fields), row=row)
        assert again == row, again


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.SHEET)
def test_an_empty_form_names_every_field_that_is_needed(noun: type[Noun]) -> None:
    problems = read(asker(), noun, {})
    assert isinstance(problems, tuple)
    assert {name for name, _, _ in problems} >= {each.name for each in columns(noun) if each.required}
    form = form_of(asker(), noun, posted={}, errors=problems)
    assert len(form.problems) == len({name for name, _, _ in problems})
    assert all(each.text and each.href.startswith("#") for each in form.problems)


WRONG: dict[str, dict[str, str]] = {
    "no such day": {"starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2027"},
    "half a date": {"starts_on-day": "31"},
    "a date in words": {"starts_on-day": "x", "starts_on-month": "y", "starts_on-year": "zzzz"},
    "two figures for a year": {"starts_on-day": "1", "starts_on-month": "1", "starts_on-year": "27"},
    "Arabic digits": {"starts_on-day": "١", "starts_on-month": "1", "starts_on-year": "2027"},
    "not money": {"annual_licence": "lots"},
    "parts of a penny": {"annual_licence": "1.005"},
    "not a choice": {"regime": "the law of the sea"},
    "not a number of months": {"notice": "six"},
    "a nul": {"title": "a\0b"},
    "months in words": {"extension_options": "two years"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_beside_its_field(office: Person, wrong: dict[str, str]) -> None:
    response = signed_in(office).post("/register/add/contracts/", wrong)
    html = response.content.decode()
    name = next(iter(wrong)).partition("-")[0]
    assert response.status_code == 422
    assert "<title>Error: " in html and "There is a problem" in html
    assert re.search(rf'href="#{name}(-day)?"', html) and f'id="{name}-error"' in html
    assert "contract" in html and "Contract is empty" in html, "the other errors are there too"


def test_every_error_leads_to_something_on_the_page(office: Person) -> None:
    html = signed_in(office).post("/register/add/contracts/", {}).content.decode()
    summary = html[html.index("nhsuk-error-summary") : html.index("<h1")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 7
    assert not [each for each in targets if f'id="{each}"' not in html]


def row_to_add(**changes: str) -> dict[str, str]:
    given = {
        "contract": "C9", "title": "New", "customer": "RZA", "supplier": "S1", "regime": "PA 2023",
        "starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026",
        "ends_on-day": "31", "ends_on-month": "3", "ends_on-year": "2030",
        "annual_licence": "£1,234.50", "extension_options": "24+12",
    }  # fmt: skip
    return given | changes


def test_adding_changing_and_retiring_a_row_by_its_pages(office: Person, editor_a: Person) -> None:
    client = signed_in(editor_a)
    added = client.post("/register/add/contracts/", row_to_add(), follow=True).content.decode()
    assert "New is added" in added and "£1,234.50" in added and "1 April 2026" in added
    again = client.post("/register/add/contracts/", row_to_add())
    assert again.status_code == 422 and "C9 is there already" in again.content.decode()
    first = entry_of("C9")
    page = client.get(f"/register/contracts/C9/{first.pk}/update/").content.decode()
    assert 'value="1234.50"' in page and 'name="contract"' not in page, "the key stays as it is"
    changed = client.post(f"/register/contracts/C9/{first.pk}/update/", row_to_add(title="Newer"), follow=True)
    assert "Title: New became Newer" in changed.content.decode()
    stale = client.post(f"/register/contracts/C9/{first.pk}/update/", row_to_add(title="Stale"))
    assert stale.status_code == 404 and "Somebody may have changed it" in stale.content.decode()
    now = entry_of("C9")
    day = {"valid_to-day": "1", "valid_to-month": "1", "valid_to-year": "2027"}
    wrong = client.post(f"/register/contracts/C9/{now.pk}/retire/", {})
    assert wrong.status_code == 422 and "give the first day" in wrong.content.decode()
    retired = client.post(f"/register/contracts/C9/{now.pk}/retire/", day, follow=True).content.decode()
    assert "Newer is retired" in retired and "1 January 2027" in retired
    assert Entry.objects.filter(key="C9").count() == 3


def test_a_draft_is_kept_from_others_until_it_is_released(editor_a: Person, editor_b: Person) -> None:
    client, other = signed_in(editor_a), signed_in(editor_b)
    client.post("/register/add/contracts/", row_to_add(private="yes"))
    assert "Private draft" in client.get("/register/contracts/").content.decode()
    assert other.get("/register/contracts/C9/").status_code == 404
    client.post(f"/register/contracts/C9/{entry_of('C9').pk}/release/")
    seen = other.get("/register/contracts/C9/")
    assert seen.status_code == 200 and "Seen by its owner only" in seen.content.decode()
    assert "1,234.50" not in seen.content.decode()


def test_a_confidential_field_is_not_in_anothers_form(office: Person) -> None:
    entry = entry_of("RZB-PAS")
    html = signed_in(office).get(f"/register/contracts/RZB-PAS/{entry.pk}/update/").content.decode()
    assert 'name="title"' in html and 'name="annual_licence"' not in html
    assert "stays as it is" in html


@pytest.mark.parametrize("key", ["a/b", "..", ".", "~1", "a b?c#d", "é £ %2F", "add", "upload", "x" * 400])
def test_any_key_has_a_page(office: Person, key: str) -> None:
    client = signed_in(office)
    answer: Any = client.post("/register/add/contracts/", row_to_add(contract=key))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = client.get(answer["Location"])
    assert page.status_code == 200 and "£1,234.50" in page.content.decode()


def test_what_is_typed_is_shown_as_text(office: Person) -> None:
    evil = "<script>alert(1)</script>"
    client: Client = signed_in(office)
    client.post("/register/add/contracts/", row_to_add(title=evil))
    for path in ("/register/contracts/", "/register/contracts/C9/", "/", "/due/"):
        assert evil not in client.get(path).content.decode()
    shown = client.post("/register/add/contracts/", row_to_add(title=evil)).content.decode()
    assert evil not in shown and "&lt;script&gt;" in shown


def test_an_organisation_that_was_renamed_is_offered_once_by_its_last_name(office: Person) -> None:
    first = Organisation(code="RZQ", name="Zeta Hospital", kind=OrganisationKind.ACUTE, valid_to=date(2025, 4, 1))
    then = replace(first, name="Alpha Hospitals", valid_from=date(2025, 4, 1), valid_to=None)
    write([Writing(row=then), Writing(row=first)], by=office)
    offered = next(each for each in form_of(office, Decision).fields if each.name == "owner").options
    assert [label for key, label in offered if key == "RZQ"] == ["Alpha Hospitals (RZQ)"]
    names = [label for key, label in offered if key]
    assert names == sorted(names)
