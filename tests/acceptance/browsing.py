"""Three Rivers in a browser: the record as the programme office loads it, people from their offices, pages as read."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from concordat.register.app import actions
from concordat.register.app.models import Entry
from concordat.register.app.permission import Part, Person
from concordat.register.intake import Intake
from concordat.register.person import Office, OfficeRole
from concordat.register.record import Record
from concordat.web import seats
from concordat.web.tests.fixtures import signed_in
from tests.acceptance.conftest import AS_OF

HERE = "three-rivers"


def loaded(record: Record) -> Client:
    """The browser of the programme office, at RZ1, with the record loaded: once a test, for what is loaded stays."""
    assert not Entry.objects.exists(), "a row that a second record leaves out would still be there"
    office = _seat("programme-office", "Programme office", "RZ1", Part.OFFICE)
    rows = len(record)
    actions.import_record(by=office, as_of=AS_OF, intake=Intake(record=record, rows_in=rows, stored=rows))
    return signed_in(office)


def holder(record: Record, organisation: str, role: OfficeRole) -> Client:
    """The browser of whoever holds an office by the register."""
    held = record.get(Office, f"{organisation} / {role.value}", AS_OF)
    assert held, f"nobody is {role.value} of {organisation}"
    return signed_in(_seat(f"{organisation} {role.value}", held.name, organisation, Part.VIEWER, role.value))


def editor(organisation: str) -> Client:
    """The browser of an editor there, who holds no office."""
    return signed_in(_seat(f"editor {organisation}", f"Editor of {organisation}", organisation, Part.EDITOR))


def read(client: Client, address: str) -> Told:
    """A page as read. It must be there."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return Told(response.content.decode())


def sent(client: Client, address: str, status: int = 302, **fields: str) -> Told:
    """What comes of a form that is filled in and sent; the answer must be as given."""
    response = client.post(address, {name.replace("__", "-"): value for name, value in fields.items()})
    told = Told(response.content.decode())
    assert response.status_code == status, f"{address}: {response.status_code}: {told.text}"
    return told


def _seat(user: str, name: str, organisation: str, part: Part, office: str = "") -> Person:
    user = user.casefold().replace(" ", "-")
    return seats.give(user=user, name=name, organisation=organisation, collaborative=HERE, part=part, office=office)


class Told(HTMLParser):
    """What a page says: its text, and its tables as rows by heading."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._words: list[str] = []
        self._tables: list[list[list[str]]] = []
        self._silent = 0
        self._cell = False
        self.feed(page)

    @property
    def text(self) -> str:
        """All of it, on one line."""
        return " ".join(" ".join(self._words).split())

    def rows(self, first: str) -> list[dict[str, str]]:
        """The rows of the first table whose first heading is as given."""
        return self.tables(first)[0]

    def tables(self, first: str) -> list[list[dict[str, str]]]:
        """Every table whose first heading is as given."""
        found = [each for each in self._tables if each and each[0] and each[0][0] == first]
        return [[dict(zip(table[0], row, strict=False)) for row in table[1:]] for table in found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self._silent += tag in ("script", "style")
        if tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in ("td", "th") and self._tables and self._tables[-1]:
            self._tables[-1][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self._words.append(data)
        if self._cell:
            self._tables[-1][-1][-1] = " ".join(f"{self._tables[-1][-1][-1]} {data}".split())
