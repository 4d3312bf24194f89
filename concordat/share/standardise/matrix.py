"""Member by field: how much of it comes, and whether it can be compared with the others', or at which level it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from concordat.data.model import ColumnModel, Model
from concordat.data.rollup import GROUP
from concordat.share.mapping.feed import Feed, FeedColumn
from concordat.share.standardise.found import ColumnFound, Found, last_of_each
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.said import in_words


class Comparable(StrEnum):
    """How a member's field stands beside the others', the best first."""

    EQUIVALENT = "equivalent"
    LOSSY = "lossy"
    COARSER = "coarser"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A member's field. `coverage`: the part of rows with a value that is kept, None while no batch came; `declared`:
    its feed says how it stands, else it was found in the data; `level`: the coarser level it speaks at."""

    member: str
    table: str
    column: str
    comparable: Comparable
    declared: bool
    coverage: float | None = None
    rows: int = 0
    level: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field over all members. `comparable`: whether all of them can be compared as they are; `common`: else the level
    at which those who send it can, if there is one; `finding`: that as a sentence."""

    table: str
    column: str
    cells: tuple[Cell, ...]
    comparable: bool
    common: str
    finding: str

    @property
    def senders(self) -> tuple[str, ...]:
        """The members that send it."""
        return tuple(each.member for each in self.cells if each.comparable is not Comparable.ABSENT)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def matrix(found: Iterable[Found], feeds: Sequence[Feed], *, model: Model) -> tuple[Field, ...]:
    """Every field of the tables that any member feeds, over all members that have a feed of any table."""
    last = last_of_each(found)
    members = tuple(sorted({each.member for each in feeds}))
    fed = {each.table for each in feeds}
    return tuple(
        _field(table.name, column, [_best(member, table.name, column, feeds, last) for member in members])
        for table in model.tables
        if table.name in fed
        for column in table.columns
    )


def coverage_warning(field: Field) -> str:
    """What a figure that uses the field should say of it, or nothing: "This covers 2 of 3 members: RZ4 sends none."."""
    absent = [each.member for each in field.cells if each.comparable is Comparable.ABSENT]
    if not absent:
        return ""
    verb = "sends" if len(absent) == 1 else "send"
    name = in_words(field.column)
    return f"This covers {len(field.senders)} of {len(field.cells)} members: {_listed(absent)} {verb} no {name}."


def _best(
    member: str, table: str, column: ColumnModel, feeds: Sequence[Feed], last: dict[tuple[str, str], Found]
) -> Cell:
    """The cell of a member that may have several feeds of a table: the best of theirs, or absent."""
    own = [each for each in feeds if (each.member, each.table) == (member, table)]
    cells = [_cell(each, column, last.get((each.member, each.name))) for each in own]
    if not cells:
        why = f"no feed of {table}"
        return Cell(
            member=member, table=table, column=column.name, comparable=Comparable.ABSENT, declared=False, why=why
        )
    return min(cells, key=lambda each: (list(Comparable).index(each.comparable), -(each.coverage or 0)))


def _cell(feed: Feed, column: ColumnModel, found: Found | None) -> Cell:
    said = feed.column(column.name)
    counts = found.column(column.name) if found else None
    stands, declared, why = _stands(column, said, found, counts)
    rows = found.rows if found else 0
    return Cell(
        member=feed.member,
        table=feed.table,
        column=column.name,
        comparable=stands,
        declared=declared,
        coverage=(counts.kept / rows if counts else 0.0) if found and rows else None,
        rows=rows,
        level=said.level if said else "",
        why=why,
    )


def _stands(
    column: ColumnModel, said: FeedColumn | None, found: Found | None, counts: ColumnFound | None
) -> tuple[Comparable, bool, str]:
    """How a field stands, whether that is declared, and why."""
    if said is None:
        return Comparable.ABSENT, False, "not mapped"
    if said.absent:
        return Comparable.ABSENT, True, said.absent
    if found and column.name in found.missing:
        return Comparable.ABSENT, False, f"the last file has no column {', '.join(found.missing[column.name])}"
    if found and found.rows and counts and not counts.kept:
        return Comparable.ABSENT, False, "no value of it can be used"
    if said.level:
        return Comparable.COARSER, True, said.level
    if said.codes and said.codes.lossy:
        return Comparable.LOSSY, True, f"{said.codes.name} loses something of {len(said.codes.lossy)} codes"
    for kind, stands in ((GapKind.COARSER, Comparable.COARSER), (GapKind.UNMAPPED_CODE, Comparable.LOSSY)):
        if counts and counts.faults.get(kind):
            return stands, False, f"{counts.faults[kind]:,} of {counts.given:,} values"
    return Comparable.EQUIVALENT, False, ""


def _field(table: str, column: ColumnModel, cells: list[Cell]) -> Field:
    sending = [each for each in cells if each.comparable is not Comparable.ABSENT]
    alike = len(sending) == len(cells) and all(each.comparable is Comparable.EQUIVALENT for each in cells)
    common = _common(column, sending)
    return Field(
        table=table,
        column=column.name,
        cells=tuple(cells),
        comparable=alike,
        common=common,
        finding=" ".join(_said(column, cells, sending, common)),
    )


def _common(column: ColumnModel, sending: list[Cell]) -> str:
    """The finest level at which all who send a field can be compared: the coarsest of theirs; "" is as it is."""
    levels = ["", *(column.value_set.levels if column.value_set else ())]
    return max((each.level for each in sending), key=levels.index, default="")


def _said(column: ColumnModel, cells: list[Cell], sending: list[Cell], common: str) -> Iterator[str]:
    name = in_words(column.name)
    if not sending:
        yield f"No member sends {name}."
        return
    if len(sending) < len(cells):
        yield f"{len(sending)} of {len(cells)} members send {name}."
    if common:
        coarse = [each.member for each in sending if each.level]
        alike = f"all who send it can be compared at that level, by {column.name}{GROUP}"
        yield f"{_listed(coarse)} {_verb(coarse)} it as {common}: {alike}."
    if lossy := [each.member for each in sending if each.comparable is Comparable.LOSSY]:
        yield f"Something is lost where the codes of {_listed(lossy)} are mapped."
    if partly := [each.member for each in sending if each.comparable is Comparable.COARSER and not each.level]:
        yield f"{_listed(partly)} {_verb(partly)} some of it more coarsely."


def _verb(members: list[str]) -> str:
    return "sends" if len(members) == 1 else "send"


def _listed(members: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(members[:-1]), members[-1]]))
