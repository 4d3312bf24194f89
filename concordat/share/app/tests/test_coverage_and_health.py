"""Coverage, health and departures as pages: from the register to words, the workbook saying what the page says."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from concordat.register.agreement import Signature
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.share.app import records
from concordat.share.app.tests.agreed import AS_OF, KEY, NEXT, editor
from concordat.share.coverage import coverage
from concordat.web.tests.fixtures import signed_in


def page(by: Person, address: str) -> str:
    response = signed_in(by).get(address)
    assert response.status_code == 200, response.getvalue().decode()[-2000:]
    return str(response.getvalue().decode())


def workbook(by: Person, query: str = "") -> list[tuple[str, ...]]:
    response = signed_in(by).get(f"/share/coverage/coverage.xlsx{query}")
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    return [tuple(each or "" for each in row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_workbook_has_every_route_and_every_gap(office: Person) -> None:
    cells = coverage(records.shared(office), AS_OF).cells
    rows = workbook(office)
    assert len(rows) == sum(max(len(each.routes), 1) for each in cells)
    assert ("planning and commissioning", "waiting_list", "RZ1", "allowed", "QZ3", KEY, "") in rows


@pytest.mark.parametrize("query", ["?member=RZ1", "?purpose=individual+care", "?cover=no+agreement", "?table=nothing"])
def test_a_filter_holds_on_the_page_and_in_the_workbook(office: Person, query: str) -> None:
    name, _, value = query.removeprefix("?").partition("=")
    place = {"purpose": 0, "table": 1, "member": 2, "cover": 3}[name]
    rows = workbook(office, query)
    assert all(each[place] == value.replace("+", " ") for each in rows)
    assert f"coverage.xlsx{query}" in page(office, f"/share/coverage/{query}")


def test_purposes_without_any_agreement_are_named(office: Person) -> None:
    told = page(office, "/share/coverage/")
    assert "Purposes that no agreement allows yet" in told and "Invoice validation" in told


def test_an_unsigned_party_is_told_with_what_next_and_where(office: Person) -> None:
    assert "has not signed it" not in page(office, "/share/health/")
    Entry.objects.filter(noun=Signature.__name__, values__organisation="RZ1", key__startswith=KEY).delete()
    told = page(office, "/share/health/")
    assert "has not signed it" in told
    assert "have the Caldicott Guardian of RZ1 sign this version" in told.replace("Have", "have")
    assert f'href="/share/agreement/{KEY.replace(" ", "%20").replace("/", "~1")}/"' in told


def test_a_draft_is_in_the_health_of_its_keeper_alone(drafted: Person) -> None:
    told = page(drafted, "/share/health/")
    assert NEXT in told and "private draft" in told.lower() and "not yet put forward" not in told.lower()
    assert NEXT not in page(editor("RZ1"), "/share/health/")
    for address in ("/share/coverage/", "/share/departure/?leaver=RZ1"):
        assert NEXT not in page(drafted, address), "what rests on all does not count a draft"


def test_a_departure_says_what_stops_and_what_must_be_done(office: Person) -> None:
    told = page(office, "/share/departure/?leaver=RZ1")
    assert "What would be lost" in told and "What would have to be done" in told
    assert "return or delete" in told.replace("Return", "return")
    before = Entry.objects.count()
    assert "It is party to" in told and Entry.objects.count() == before


def test_who_is_party_to_nothing_cannot_leave(office: Person) -> None:
    response = signed_in(office).get("/share/departure/?leaver=XXX")
    assert response.status_code == 422 and "Choose one of the list" in response.getvalue().decode()
