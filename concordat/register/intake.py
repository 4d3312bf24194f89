"""A workbook of any noun becomes values and Findings: a sheet a noun, every error at once, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from concordat.core.finding import Finding, Severity, folded
from concordat.core.refusal import Refusal
from concordat.core.rows import COMMAND_LINE, CellProblem, Limits, Row, Table, normalise, read_tables
from concordat.register.cell import parse, shown
from concordat.register.links import dangling
from concordat.register.noun import Column, Misbuilt, Noun, columns, nouns
from concordat.register.record import Place, Record

ASIDE = ("read me", "readme", "notes", "findings", "lists")
"""Sheets that hold no register: explanation, and the list this project itself adds to a returned workbook."""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What came of reading: `rows_in` = `stored` + the rows that `findings` name; `notes` are about stored rows."""

    record: Record
    rows_in: int
    stored: int
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The intake for JSON: counts and advice, no rows."""
        return {
            "rows_in": self.rows_in,
            "stored": self.stored,
            "findings": [each.as_dict() for each in self.findings],
            "notes": [each.as_dict() for each in self.notes],
        }


@dataclass(frozen=True, kw_only=True)
class Change:
    """What storing a row would do; `differences` are (heading, before, after) as people read them."""

    state: str
    noun: Noun
    before: Noun | None = None
    differences: tuple[tuple[str, str, str], ...] = ()


class NotWhole(Refusal):
    """Files of which some rows cannot be read; `findings` are all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        told = folded(findings)
        count = "1 thing" if len(told) == 1 else f"{len(told)} things"
        super().__init__(f"{count} must be mended first", remedy="\n".join(map(str, told)))


def whole_record(path: Path | str, limits: Limits = COMMAND_LINE) -> Record:
    """The record in a workbook or folder of which every row can be read. Raises NotWhole."""
    intake = read_record(path, limits)
    if intake.findings:
        raise NotWhole(intake.findings)
    return intake.record


def read_record(path: Path | str, limits: Limits = COMMAND_LINE) -> Intake:
    """The record in a workbook, a CSV file, or a folder of either."""
    return intake_tables(read_tables(path, limits=limits))


def intake_tables(tables: Iterable[Table], beside: Record | None = None) -> Intake:
    """Values and Findings of these tables; a row with any error is not stored, nor is one that rests on it.

    Rows may also rest on those of a record they will stand `beside`.
    """
    findings: list[Finding] = []
    places: dict[Noun, Place] = {}
    rows_in = 0
    for table in tables:
        if table.sheet.startswith("_") or normalise(table.sheet) in ASIDE:
            continue
        findings += table.findings
        rows_in += len(table.rows)
        noun = _noun_of(table)
        if noun is None:
            findings += _unknown_sheet(table)
            continue
        written = _written(noun, table)
        findings += _unread(noun, table)
        for row in table.rows:
            built = _build(noun, row, written)
            if isinstance(built, Noun):
                twin = places.get(built)
                findings += [_twin(row, twin)] if twin else []
                places.setdefault(built, Place(row.file, row.sheet, row.number))
            else:
                findings += built
    return _settle(places, rows_in, findings, beside)


def compare(intake: Intake, existing: Record) -> tuple[Change, ...]:
    """What storing the intake would change in an existing record: new, changed and same rows."""
    return tuple(_change(each, replaced(each, existing)) for each in intake.record)


def replaced(row: Noun, existing: Record) -> Noun | None:
    """The row that this one would stand in place of: that of the same first day, else one true on any of its days."""
    versions = existing.versions(type(row), row.key)
    same_day = (each for each in versions if each.valid_from == row.valid_from)
    return next(same_day, None) or next((each for each in versions if each.valid.overlaps(row.valid)), None)


def _change(row: Noun, before: Noun | None) -> Change:
    if before is None:
        return Change(state="new", noun=row)
    pairs = [(each, getattr(before, each.name), getattr(row, each.name)) for each in columns(type(row))]
    differences = tuple((each.heading, shown(each, old), shown(each, new)) for each, old, new in pairs if old != new)
    return Change(state="changed" if differences else "same", noun=row, before=before, differences=differences)


def _noun_of(table: Table) -> type[Noun] | None:
    names = {normalise(name): noun for noun in nouns() for name in (noun.SHEET, noun.__name__)}
    return names.get(normalise(table.sheet))


def _unknown_sheet(table: Table) -> list[Finding]:
    known = ", ".join(noun.SHEET for noun in nouns())
    what, next = f"No register is called {table.sheet!r}", f"rename the sheet to one of: {known}; or delete it"
    rows: Sequence[int | None] = [row.number for row in table.rows] or [None]
    return [Finding(what, next, table.file, table.sheet, number) for number in rows]


@dataclass(frozen=True)
class _Written:
    """A column as one sheet writes it, blank where the sheet has none; cells often repeat, so each is parsed once."""

    column: Column
    heading: str
    parsed: dict[tuple[type, Any], Any] = field(default_factory=dict)

    def value(self, row: Row) -> Any:
        """The value in this row's cell; raises CellProblem."""
        cell = row.cells.get(self.heading) if self.heading else None
        if cell is None:
            return None
        at = (type(cell), cell)
        if at not in self.parsed:
            self.parsed[at] = parse(self.column, cell)
        return self.parsed[at]


def _written(noun: type[Noun], table: Table) -> tuple[_Written, ...]:
    headings = {normalise(heading): heading for heading in reversed(table.headings)}
    return tuple(_Written(column, headings.get(normalise(column.heading), "")) for column in columns(noun))


def _unread(noun: type[Noun], table: Table) -> list[Finding]:
    """A note for each heading that no column of the noun has, since a misspelt one would be lost without a word."""
    known = {normalise(each.heading) for each in columns(noun)}
    unread = [heading for heading in table.headings if heading and normalise(heading) not in known]
    what, next = "This column is not read", f"rename it to one of: {', '.join(each.heading for each in columns(noun))}"
    return [
        Finding(what, next, table.file, table.sheet, table.heading_row or None, heading, severity=Severity.NOTE)
        for heading in unread
    ]


def _build(noun: type[Noun], row: Row, written: tuple[_Written, ...]) -> Noun | list[Finding]:
    """The noun a row describes, or everything that is wrong with it."""
    values: dict[str, Any] = {}
    wrong: list[Finding] = []
    for each in written:
        try:
            value = each.value(row)
        except CellProblem as problem:
            wrong.append(row.finding(each.heading, problem.what, problem.next))
            continue
        if value is not None:
            values[each.column.name] = value
        elif each.column.required:
            wrong.append(_empty(row, each.column, each.heading))
    return wrong or _built(noun, row, values)


def _built(noun: type[Noun], row: Row, values: dict[str, Any]) -> Noun | list[Finding]:
    try:
        return noun(**values)
    except Misbuilt as misbuilt:
        heading = {each.name: each.heading for each in columns(noun)}
        return [row.finding(heading.get(name, ""), what, next) for name, what, next in misbuilt.problems]


def _empty(row: Row, column: Column, heading: str) -> Finding:
    if not heading:
        return row.finding(column.heading, f"There is no column {column.heading}", f"add it: {column.note}")
    return row.finding(heading, f"{column.heading} is empty", f"fill it in: {column.note}")


def _twin(row: Row, first: Place) -> Finding:
    return row.finding("", f"This row is the same as row {first.row} of {first.sheet}", "delete one of the two")


def _settle(places: dict[Noun, Place], rows_in: int, findings: list[Finding], beside: Record | None) -> Intake:
    """Leave out rows with the same key on the same day, then rows that rest on nothing, until nothing changes."""
    record = Record.of(places, places)
    findings += _clashes(record)
    refused = {(each.file, each.sheet, each.row) for each in findings if each.severity is Severity.ERROR}
    while True:
        kept = [each for each in record if _at(record, each) not in refused]
        record = Record.of(kept, places)
        loose = dangling(record, beside)
        if not loose:
            break
        findings += [_because_refused(each) for each in loose]
        refused |= {(each.file, each.sheet, each.row) for each in loose}
    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    notes = tuple(each for each in findings if each.severity is not Severity.ERROR)
    return Intake(record=record, rows_in=rows_in, stored=len(record), findings=errors, notes=notes)


def _because_refused(finding: Finding) -> Finding:
    return replace(finding, next=f"{finding.next}; if it is there, mend the finding on its own row first")


def _at(record: Record, row: Noun) -> tuple[str, str, int | None]:
    place = record.place(row)
    return place.file, place.sheet, place.row


def _clashes(record: Record) -> list[Finding]:
    """Later rows that say something else under a key an earlier row has on the same day."""
    first: dict[tuple[type[Noun], str], list[Noun]] = {}
    found = []
    for row in record:
        for twin in first.setdefault((type(row), row.key), []):
            if twin.valid.overlaps(row.valid):
                what = f"{row.key} is also on row {record.place(twin).row} of {record.place(twin).file}"
                next = "keep one of the two, or give them periods that do not overlap in Valid from and Valid to"
                found.append(record.finding(row, _key_column(row), what, next, severity=Severity.ERROR))
                break
        first[(type(row), row.key)].append(row)
    return found


def _key_column(row: Noun) -> str:
    return next(each.name for each in columns(type(row)) if each.key)
