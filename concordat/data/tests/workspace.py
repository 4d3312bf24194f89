"""A small workspace: trusts' rows in a lake, an agreement on the rows of two of them, and the lists it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.data.lake import Lake
from concordat.data.opt_out import PermittedList, Wishes
from concordat.data.part import part_of
from concordat.data.permit import Desk, Permit
from concordat.data.question import Question
from concordat.data.store import states
from concordat.data.tests import good_record as made
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Form, Operator, RowCondition, Transform

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OWNERS, OUTSIDER = ("RZ1", "RZ2"), "RX9"
SECRET = b"a secret of thirty-two bytes or so"
ITEMS = {
    "patient.patient_id": Transform.KEEP,
    "patient.nhs_number": Transform.PSEUDONYM,
    "patient.birth_date": Transform.AGE_BAND,
    "patient.postcode": Transform.AREA,
    "patient.gender": Transform.KEEP,
    "encounter.encounter_id": Transform.KEEP,
    "encounter.patient_id": Transform.KEEP,
    "encounter.organisation": Transform.KEEP,
    "encounter.started_at": Transform.MONTH,
    "encounter.treatment_function_code": Transform.KEEP,
}
DROPPED = {"patient.family_name": Transform.DROP, "encounter.site_code": Transform.KEEP}
"""In the schedule as left out, and not asked for."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A patient of a member, with the days they were seen on."""

    member: str
    number: str
    name: str = "CANARY-NAME"
    born: date = date(1950, 6, 1)
    postcode: str = "ZZ99 3AA"
    seen: tuple[date, ...] = (date(2026, 3, 4),)
    code: str = "110"
    id: str = ""
    ethnic: str = "A"

    @property
    def patient_id(self) -> str:
        return self.id or f"CANARY-ID-{self.member}-{self.number}"


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """All that the door needs."""

    home: Path
    lake: Lake
    desk: Desk
    lists: tuple[Wishes, ...]
    question: Question = field(repr=False)

    @property
    def permit(self) -> Permit:
        """The decision on its question."""
        verdict = self.desk.decide(self.question)
        assert isinstance(verdict, Permit), [str(each) for each in verdict.failing]
        return verdict


def desk(
    form: Form = Form.PSEUDONYMISED,
    items: dict[str, Transform] = ITEMS,
    limits: Sequence[tuple[str, Operator, tuple[str, ...]]] = (),
) -> tuple[Desk, Question]:
    """A record in which the two owners share these items under limits, and a question for all of them."""
    cast = replace(made._cast(made.Choices(b"")), owners=OWNERS, form=form)
    rows: list[Noun] = [
        *made._organisations(cast),
        *made._assurance(cast, [made.MAIN]),
        *made._agreement(cast, made.MAIN),
        *(each for each in made._schedule(cast, made.MAIN) if not isinstance(each, (DataItem, RowCondition))),
    ]
    for flow in [each for each in rows if isinstance(each, Flow)]:
        about: dict[str, Any] = {"flow": flow.key, "organisation": cast.asker}
        for name, transform in {**items, **DROPPED}.items():
            table, _, item = name.partition(".")
            rows.append(DataItem(table=table, item=item, transform=transform, justification="Needed", **about))
        for name, operator, values in limits:
            table, _, item = name.partition(".")
            rows.append(RowCondition(table=table, item=item, operator=operator, values=values, **about))
    question = replace(made._question(cast), columns=tuple(items), whose=OWNERS, form=form, lists=None)
    return Desk(Record.of(rows), DAY), question


def workspace(folder: Path, people: Sequence[Person], permitted: Sequence[str], **about: Any) -> Workspace:
    """A workspace of these people, of whom those with these numbers have not opted out."""
    lake = Lake(folder)
    for member in sorted({each.member for each in people}):
        own = [each for each in people if each.member == member]
        lake.commit([_patients(folder, member, own), _encounters(folder, member, own)], by="a.khan", at=AT)
    numbers = frozenset((*permitted, *(each.number for each in people if each.number)))
    lists = tuple(
        PermittedList(controller=owner, as_at=DAY, checked=numbers, permitted=frozenset(permitted)) for owner in OWNERS
    )
    judge, question = desk(**about)
    return Workspace(home=folder, lake=lake, desk=judge, lists=lists, question=replace(question, lists=states(lists)))


def _patients(folder: Path, member: str, people: Sequence[Person]) -> Any:
    rows = [
        {
            "patient_id": each.patient_id, "nhs_number": each.number or None, "family_name": each.name,
            "birth_date": each.born, "postcode": each.postcode, "gender": "2", "ethnic_category": each.ethnic,
            "_member": member, "_batch": "b",
        }
        for each in people
    ]  # fmt: skip
    return _part(folder, "patient", member, rows)


def _encounters(folder: Path, member: str, people: Sequence[Person]) -> Any:
    rows = [
        {
            "encounter_id": f"{each.patient_id}/{place}", "patient_id": each.patient_id, "site_code": "CANARY-SITE",
            "started_at": datetime(day.year, day.month, day.day), "treatment_function_code": each.code,
            "_member": member, "_batch": "b",
        }
        for each in people
        for place, day in enumerate(each.seen)
    ]  # fmt: skip
    return _part(folder, "encounter", member, rows)


def _part(folder: Path, table: str, member: str, rows: list[dict[str, Any]]) -> Any:
    path = folder / f"{table}-{member}.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    part = part_of(path, table=table, organisation=member, batch="b")
    return part
