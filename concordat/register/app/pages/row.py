"""One row: what it says, what it rests on, what rests on it, and every version it has had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.urls import reverse

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.register.app.models import Entry
from concordat.register.app.pages.cells import Cell, Part, address, cells, named_in
from concordat.register.app.pages.sheet import CRUMBS
from concordat.register.app.permission import Act, Person, may
from concordat.register.cell import shown
from concordat.register.links import resting_on
from concordat.register.noun import Noun, columns
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.web.page import Crumb, Page
from concordat.web.scope import hidden, history, labels, mentioning, row_of, seen

_MOST_RESTING = 100


class NoSuchRow(Refusal):
    """A row that is not there for this person."""

    status = 404


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One current row of the key: its entry, its cells, and why the reader may not change it, if so."""

    entry: Entry
    cells: tuple[Cell, ...]
    period: str
    may_not: Reason | None


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version: who recorded it when, and what it changed, as (heading, before, after)."""

    number: int
    by: str
    at: datetime
    line: int
    changes: tuple[tuple[str, str, str], ...]
    private: bool
    period: str


@dataclass(frozen=True, kw_only=True)
class RowPage(Page):
    """`standing`: the row, once for each of its periods; `resting`: rows that name it; `versions`: its history."""

    template: ClassVar[str] = "register/row.jinja"

    noun: type[Noun]
    key: str
    owner: Part
    standing: tuple[Standing, ...]
    resting: tuple[tuple[str, Part], ...]
    more_resting: int
    versions: tuple[Version, ...]


def row_page(*, by: Person, noun: type[Noun], key: str) -> RowPage:
    """Everything about one row. Raises NoSuchRow, the same whether it is hidden or nowhere."""
    versions = list(history(by, noun, key))
    current = [each for each in versions if each.superseded_at is None]
    if not current:
        raise NoSuchRow(f"There is no {key} in {noun.SHEET}", remedy="Look for it in the register's list")
    rows = [seen(each, by) for each in current]
    named = named_in(rows, by, columns(noun))
    resting = resting_of(by, rows[0])
    return RowPage(
        title=rows[0].label,
        crumbs=(*CRUMBS, Crumb(text=noun.SHEET, href=reverse("sheet", kwargs={"noun": noun}))),
        noun=noun,
        key=key,
        owner=_owner(by, rows[0]),
        standing=tuple(
            Standing(
                entry=entry,
                cells=tuple(each for each in cells(row, by, columns(noun), named) if each.parts or each.hidden),
                period=_period(row) if len(rows) > 1 else "",
                may_not=may(by, Act.UPDATE, entry.owner),
            )
            for entry, row in zip(current, rows, strict=True)
        ),
        resting=resting[:_MOST_RESTING],
        more_resting=max(0, len(resting) - _MOST_RESTING),
        versions=tuple(_versions(by, versions, several=len(rows) > 1)),
    )


def resting_of(by: Person, row: Noun) -> tuple[tuple[str, Part], ...]:
    """The rows that name this one, as (in what, row)."""
    record = Record.of((*(row_of(each) for each in mentioning(by, row)), row))
    found = [(each.origin, each.column) for each in resting_on(record, row)]
    lines = [
        (f"{type(origin).SHEET}, {column.heading}", Part(text=origin.label, href=address(type(origin), origin.key)))
        for origin, column in found
    ]
    return tuple(sorted(lines, key=lambda each: (each[0], each[1].text)))


def _owner(by: Person, row: Noun) -> Part:
    if not row.owner:
        return Part(text="all members together")
    name = labels(by, [(Organisation, row.owner)]).get((Organisation, row.owner))
    return Part(text=name or row.owner, href=address(Organisation, row.owner) if name else "")


def _period(row: Noun) -> str:
    if not row.valid_from:
        return f"Until {long_date(row.valid.last_day)}" if row.valid.last_day else "Always"
    text = str(row.valid)
    return text[:1].upper() + text[1:]


def _versions(by: Person, versions: Sequence[Entry], *, several: bool) -> Iterator[Version]:
    """The versions, the newest first, each with what differs from the one it replaced."""
    for place, each in enumerate(versions):
        replaced = next((older for older in versions[place + 1 :] if older.superseded_at == each.recorded_at), None)
        row = row_of(each)
        yield Version(
            number=each.version,
            by=each.recorded_by,
            at=each.recorded_at,
            line=each.line,
            changes=_changes(by, row_of(replaced), row) if replaced else (),
            private=each.private,
            period=_period(row) if several else "",
        )


def _changes(by: Person, before: Noun, after: Noun) -> tuple[tuple[str, str, str], ...]:
    """What changed between two versions, confidential columns left out unless both are the reader's own."""
    unseen = hidden(before, by) | hidden(after, by)
    pairs = [(each, getattr(before, each.name), getattr(after, each.name)) for each in columns(type(after))]
    return tuple(
        (each.heading, shown(each, old) or "blank", shown(each, new) or "blank")
        for each, old, new in pairs
        if old != new and each.name not in unseen
    )
