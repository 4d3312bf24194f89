"""The steps of the demo once Django runs: load the workbooks, seat the people, prepare each verb, ask for each page."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from concordat.capability import Capability, capabilities
from concordat.core.refusal import Refusal
from concordat.register.app import actions, ledger
from concordat.register.app.models import Seat
from concordat.register.app.permission import Part, Person
from concordat.register.intake import Intake, read_record
from concordat.register.noun import Noun, nouns
from concordat.register.organisation import Collaborative, Membership, Organisation, Role
from concordat.register.person import Office, OfficeRole
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.succession import superseded
from concordat.web import seats
from concordat.web.scope import counts, entries, whole_record_for_computation

Tell = Callable[[str], None]

PARTS = {
    OfficeRole.PROGRAMME_DIRECTOR: Part.OFFICE,
    OfficeRole.CONTRACT_MANAGER: Part.EDITOR,
    OfficeRole.DIGITAL_LEAD: Part.EDITOR,
    OfficeRole.FINANCE_LEAD: Part.EDITOR,
    OfficeRole.COMPANY_SECRETARY: Part.EDITOR,
    OfficeRole.LEGAL_LEAD: Part.EDITOR,
    OfficeRole.SERVICE_MANAGER: Part.EDITOR,
}
"""What the holder of an office may do in the demo; of any other, look."""


class NothingToShow(Refusal):
    """Workbooks of which there is no collaborative to show."""


def prepare(*, folder: Path, as_of: date, tell: Tell) -> dict[str, Any]:
    """Load the workbooks, seat the people and prepare every verb; what came of it, for JSON."""
    intake = _read(folder)
    tell(f"Loading {intake.rows_in:,} rows from {folder.name}")
    by = _people(intake.record, as_of)
    if not _given(intake.record) <= set(whole_record_for_computation(by.collaborative)):  # else it is loaded already
        _load(intake, by, as_of)
    summary: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "rows_in": intake.rows_in,
        "registers": {noun.SHEET: rows for noun, rows in counts(by).items() if rows},
        "notes": len(intake.notes),
        "superseded": len(superseded(intake.record, as_of)),
        "people": Seat.objects.count(),
        "verbs": {},
    }
    for each in capabilities():
        summary["verbs"][each.verb] = _prepared(each, by, as_of, tell)
    summary["ledger"] = {"lines": ledger.next_number() - 1, "problems": [str(each) for each in ledger.verify()]}
    return summary


def check_pages() -> dict[str, int]:
    """The HTTP status of every page a reader can reach from the menus, by address: the worse of two members'."""
    statuses: dict[str, int] = {}
    seated = {each.organisation: each for each in Seat.objects.select_related("user").order_by("-pk")}
    for seat in sorted(seated.values(), key=lambda each: each.pk)[:2]:
        client = Client(SERVER_NAME="localhost")
        client.force_login(seat.user)
        for path in _paths(seat.person()):
            status = client.get(path, follow=True).status_code
            statuses[path] = max(status, statuses.get(path, 0))
    return statuses


def _given(record: Record) -> set[Noun]:
    """The rows that only people change; a proposal is also written over by the verb that put it forward."""
    return {each for each in record if not isinstance(each, Proposal)}


def _load(intake: Intake, by: Person, as_of: date) -> None:
    """Store the example. A home that holds another edition of it, some of it signed, is not overwritten."""
    try:
        actions.import_record(by=by, as_of=as_of, intake=intake)
    except actions.NothingToStore as refusal:
        if not counts(by)[Organisation]:
            raise
        remedy = "Delete that folder and begin anew, or give another: --home FOLDER"
        raise NothingToShow("The demo's home holds another edition of the example", remedy=remedy) from refusal


def _read(folder: Path) -> Intake:
    if not folder.exists():
        raise NothingToShow("The workbooks are not there", where=str(folder), remedy="Give their folder: --folder PATH")
    intake = read_record(folder)
    if not intake.record.all(Collaborative):
        raise NothingToShow("No collaborative is in them", where=str(folder), remedy="Add one to sheet Collaboratives")
    return intake


def _people(record: Record, as_of: date) -> Person:
    """Give everybody who holds an office a seat; the first is the programme director, who loads the rest."""
    key = record.all(Collaborative)[0].key
    offices = sorted(record.all(Office, as_of), key=lambda each: each.role is not OfficeRole.PROGRAMME_DIRECTOR)
    if not offices or offices[0].role is not OfficeRole.PROGRAMME_DIRECTOR:
        director = OfficeRole.PROGRAMME_DIRECTOR
        offices.insert(0, Office(organisation=_host(record, key), role=director, name="Programme director"))
    people = [_seated(each, key) for each in offices]
    return people[0]


def _seated(office: Office, collaborative: str) -> Person:
    return seats.give(
        user=f"{office.organisation}-{office.role.value}".casefold().replace(" ", "-"),
        name=office.name,
        organisation=office.organisation,
        collaborative=collaborative,
        part=PARTS.get(office.role, Part.VIEWER),
        office=office.role.value,
    )


def _host(record: Record, collaborative: str) -> str:
    members = [each for each in record.all(Membership) if each.collaborative == collaborative]
    hosts = [each.organisation for each in members if each.role is Role.HOST]
    found = hosts or [each.organisation for each in members]
    if not found:
        remedy = "Add its members to sheet Memberships"
        raise NothingToShow("The collaborative has no members", where=collaborative, remedy=remedy)
    return found[0]


def _prepared(capability: Capability, by: Person, as_of: date, tell: Tell) -> Any:
    """What a verb's `app/demo.py` makes of the loaded record; None where it has none."""
    name = f"{capability.package}.app.demo"
    if not capability.app or not importlib.util.find_spec(name):
        return None
    tell(f"Preparing {capability.verb}")
    return importlib.import_module(name).prepare(by=by, as_of=as_of)


def _paths(by: Person) -> Iterator[str]:
    yield from ("/", reverse("due"), reverse("manual"), reverse("about_access"), reverse("registers"))
    yield from (reverse("upload"), reverse("template"), reverse("export_all", kwargs={"form": "xlsx"}))
    yield from (f"/{each.verb}/" for each in capabilities())
    for noun in nouns():
        yield reverse("sheet", kwargs={"noun": noun})
        first = entries(by, noun).order_by("pk").first()
        if first:
            yield reverse("row", kwargs={"noun": noun, "key": first.key})
