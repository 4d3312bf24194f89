"""The Organisation Data Service's "etr" file becomes organisations: NHS trusts, open and closed.

The layout is 27 columns without a heading row; it is described at
https://digital.nhs.uk/services/organisation-data-service/data-search-and-export/csv-downloads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from concordat.core import ods
from concordat.core.bounds import COMMAND_LINE, Limits, given_bytes
from concordat.core.cells import CellProblem, as_date, tidy
from concordat.core.delimited import read_records
from concordat.core.finding import Finding, Severity
from concordat.core.period import ONE_DAY, long_date
from concordat.core.refusal import Refusal
from concordat.core.table import normalise
from concordat.register.intake import Intake
from concordat.register.kind_by_name import kind_by_name
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Place, Record

WIDTH = 27
NEEDED = 12  # up to the closing date; what follows is not used


class NotEtr(Refusal):
    """A file that is not in the etr layout, whole."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column that is used: where it stands without headings, and what headings it goes by."""

    place: int
    heading: str
    also: tuple[str, ...] = ()


FIELDS = {
    "code": Field(place=0, heading="Organisation code", also=("code", "ods code", "org code")),
    "name": Field(place=1, heading="Name", also=("organisation name",)),
    "grouping": Field(place=2, heading="National grouping", also=("national grouping code",)),
    "icb": Field(place=3, heading="High level health geography", also=("icb", "icb code", "health geography")),
    "opened": Field(place=10, heading="Open date", also=("opened", "opendate", "legal start date")),
    "closed": Field(place=11, heading="Close date", also=("closed", "closedate", "legal end date")),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row that is not blank, with its number as a spreadsheet shows it."""

    number: int
    cells: Sequence[str]
    where: dict[str, int]
    width: tuple[int, int]

    def cell(self, name: str) -> str:
        """The cell of a named field; blank where the file has no such column."""
        place = self.where.get(name)
        return tidy(self.cells[place]) if place is not None and place < len(self.cells) else ""


def read(path: Path | str, limits: Limits = COMMAND_LINE) -> Intake:
    """The organisations in an etr file, with every row that could not be one; raises Refusal for the whole file."""
    path = Path(path)
    return intake_bytes(given_bytes(path, limits), path.name, limits)


def intake_bytes(data: bytes, file: str, limits: Limits = COMMAND_LINE) -> Intake:
    """The same from the bytes of a file; `file` is what findings call it."""
    sheet = Path(file).stem
    records, notes = _records(data, file, sheet, limits)
    lines = _lines(records, file)
    limits.check("rows", len(lines), where=file)
    places: dict[Noun, Place] = {}
    first_row: dict[str, int] = {}
    findings: list[Finding] = []
    for line in lines:
        built = _organisation(line, first_row)
        if isinstance(built, Organisation):
            places[built] = Place(file, sheet, line.number)
            first_row[built.code] = line.number
            notes += [_placed(each, file, sheet, line.number) for each in _row_notes(line, built)]
        else:
            findings += [_placed(each, file, sheet, line.number) for each in built]
    record = Record.of(places, places)
    notes += [_placed(each, file, sheet, None) for each in _file_notes(record)]
    return Intake(record=record, rows_in=len(lines), stored=len(record), findings=tuple(findings), notes=tuple(notes))


def _placed(finding: Finding, file: str, sheet: str, row: int | None) -> Finding:
    return Finding(finding.what, finding.next, file, sheet, row, finding.column, finding.rule, finding.severity)


def _records(data: bytes, file: str, sheet: str, limits: Limits) -> tuple[tuple[list[str], ...], list[Finding]]:
    if data.startswith(b"PK") or data.lstrip()[:1] in (b"<", b"{"):
        remedy = "Give the etr.csv that the Organisation Data Service publishes, unzipped and not saved as a workbook"
        raise NotEtr("This is not a CSV file", where=file, remedy=remedy)
    read = read_records(data, file, sheet, limits)
    for each in read.findings:
        if each.severity is not Severity.NOTE:  # an unclosed quotation mark swallows rows, which nobody can count then
            raise NotEtr(each.what, where=each.place, remedy=each.next)
    return read.records, list(read.findings)


def _lines(records: Sequence[list[str]], file: str) -> list[Line]:
    """Every row that is not blank; a heading row, where there is one, says where the columns are."""
    where = {name: field.place for name, field in FIELDS.items()}
    width = (NEEDED, WIDTH)
    lines: list[Line] = []
    for number, cells in enumerate(records, 1):
        if not any(tidy(cell) for cell in cells):
            continue
        if number == 1 and _is_heading(cells):
            where = _where(cells, file)
            width = (max(where.values()) + 1, len(cells))
            continue
        lines.append(Line(number=number, cells=cells, where=where, width=width))
    return lines


def _is_heading(cells: Sequence[str]) -> bool:
    plain = [normalise(cell) for cell in cells]
    return "code" in plain[0] or not {FIELDS["code"].heading.casefold(), *FIELDS["code"].also}.isdisjoint(plain)


def _where(headings: Sequence[str], file: str) -> dict[str, int]:
    plain = {normalise(heading): place for place, heading in enumerate(headings)}
    found = {
        name: plain[known]
        for name, field in FIELDS.items()
        for known in (*field.also, field.heading.casefold())
        if known in plain
    }
    lost = [FIELDS[name].heading for name in ("code", "name") if name not in found]
    if lost:
        what = f"There is no column {' or '.join(lost)}"
        raise NotEtr(what, where=f"{file}, row 1", remedy="Name it in the first row")
    return found


def _organisation(line: Line, first_row: dict[str, int]) -> Organisation | list[Finding]:
    """The organisation a row describes, or everything that is wrong with it."""
    least, most = line.width
    if not least <= len(line.cells) <= most:
        return [_wrong_width(line)]
    wrong: list[Finding] = []
    code = _code(line, first_row, wrong)
    opened, closed = (_day(line, name, wrong) for name in ("opened", "closed"))
    if not line.cell("name"):
        wrong.append(_about("name", "The name is empty", "look the code up in the ODS register, and fill the name in"))
    if opened and closed and closed < opened:
        wrong.append(_about("closed", "It closed before it opened", f"check both dates for {code} in the ODS register"))
    if wrong:
        return wrong
    return Organisation(
        code=code,
        name=line.cell("name"),
        kind=kind_by_name(line.cell("name")),
        icb=_icb(line),
        valid_from=opened,
        valid_to=closed and closed + ONE_DAY,  # ODS gives the last day; a valid period ends before its end
    )


def _about(name: str, what: str, next: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(what, next, column=FIELDS[name].heading, severity=severity)


def _wrong_width(line: Line) -> Finding:
    count, (least, most) = len(line.cells), line.width
    what = f"This row has {count} column{'s' if count > 1 else ''}, and {least} to {most} are expected"
    short, long = "check that this is the etr file, whole", "put quotation marks around a cell that holds a comma"
    return Finding(what, short if count < least else long)


def _code(line: Line, first_row: dict[str, int], wrong: list[Finding]) -> str:
    try:
        code = ods.parse(line.cell("code"))
    except ods.NotAnOdsCode as refusal:
        wrong.append(_about("code", refusal.what, refusal.remedy))
        return ""
    if code in first_row:
        what = f"{code} is also on row {first_row[code]}, which was kept"
        wrong.append(_about("code", what, "delete the row that is out of date"))
    return code


def _day(line: Line, name: str, wrong: list[Finding]) -> date | None:
    text = line.cell(name)
    try:
        return as_date(text) if text else None
    except CellProblem as problem:
        wrong.append(_about(name, problem.what, f"{problem.next}, or as ODS does: 20270331"))
        return None


def _icb(line: Line) -> str:
    """The ICB's code, kept though this file has no ICBs; blank outside England, whose regions are Y and two figures."""
    grouping = line.cell("grouping")
    return line.cell("icb").upper() if not grouping or grouping.upper().startswith("Y") else ""


def _row_notes(line: Line, built: Organisation) -> Iterator[Finding]:
    if built.kind is OrganisationKind.OTHER:
        what = f"The name {built.name} does not say what kind of organisation it is, so it is 'other'"
        yield _about("name", what, "give its Kind", Severity.WARNING)
    if built.valid_to:
        what = f"It closed on {long_date(built.valid_to - ONE_DAY)}, and this file does not say who took over"
        next = "find its successor in the ODS file succ.csv, and write the code in Successor"
        yield _about("closed", what, next, Severity.NOTE)
    if line.cell("icb") and not built.icb:
        what = f"{line.cell('icb')} is not the code of an ICB in England, and was left out"
        yield _about("icb", what, "nothing, if it is a body outside England", Severity.NOTE)
    if doubt := ods.note(built.code):
        yield _about("code", doubt, "", Severity.NOTE)


def _file_notes(record: Record) -> Iterator[Finding]:
    """What was lost or assumed in every row."""
    rows = record.all(Organisation)
    if not rows:
        return
    kinds = ", ".join(f"{count} {kind.value}" for kind, count in sorted(Counter(row.kind for row in rows).items()))
    yield Finding(f"Kinds were read from names: {kinds}", "check those you rely on", severity=Severity.NOTE)
    yield Finding("Addresses, telephone numbers and regions were not kept", "", severity=Severity.NOTE)
    if icbs := sorted({row.icb for row in rows if row.icb} - {row.code for row in rows}):
        what = f"{len(icbs)} ICB{'s are' if len(icbs) > 1 else ' is'} named but not in this file: {', '.join(icbs)}"
        next = "add them to Organisations; ODS lists them in eccg.csv, ONS in its ICB names and codes"
        yield _about("icb", what, next, Severity.WARNING)
