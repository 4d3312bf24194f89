"""The dialect of a delimited file, found or declared: its delimiter, its headings, and the names of its columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from concordat.core.bounds import Unreadable
from concordat.core.finding import Finding, Severity
from concordat.data.formats.headings import headings
from concordat.data.formats.lines import Text
from concordat.data.formats.source import SourceSpec

_DELIMITERS = ",\t|;"
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel obeys this first line and does not show it
_HEADING_ROWS = 20
_COLUMNS = 5_000
_LOOKED_AT = 1_100  # lines; a heading row is declared to be at most the 1,000th


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How the records of a file are written, the names of its columns, and the first line after its headings."""

    delimiter: str
    quote: str
    escape: str
    short_rows: bool
    written: tuple[str, ...]
    names: tuple[str, ...]
    first: int
    notes: tuple[Finding, ...]

    def reader(self, given: Iterator[str]) -> Iterator[list[str]]:
        """Records from lines, anything out of order being an error."""
        return _records(given, self.delimiter, self.quote, self.escape)


def dialect_of(text: Text, spec: SourceSpec) -> Dialect:
    """What is declared of a file, and for the rest what its beginning shows. Raises Unreadable."""
    head = text.head()
    said = _SEP_LINE.match(head)
    start = 1 if said else 0
    physical = head.split("\n")[start : start + _LOOKED_AT]
    delimiter = spec.delimiter or (said[1] if said else _delimiter(physical, spec))
    number, after, written = _headings(physical, start, delimiter, spec, text.path.name)
    if len(written) > _COLUMNS:
        remedy = "Declare the delimiter and the heading row"
        raise Unreadable(f"The headings are more than {_COLUMNS:,}", where=text.path.name, remedy=remedy)
    named = headings(written, spec.columns, file=text.path.name, row=number)
    notes = named.notes
    if spec.heading_row is None and any(line.strip() for line in physical[: max(number - 1 - start, 0)]):
        what = f"The headings were taken from row {number}, and what is above them was not read"
        note = Finding(what, "Nothing, if that is a title", text.path.name, row=number, severity=Severity.NOTE)
        notes = (note, *notes)
    return Dialect(
        delimiter=delimiter,
        quote=spec.quote,
        escape=spec.escape,
        short_rows=spec.short_rows,
        written=tuple(written),
        names=named.names,
        first=after,
        notes=notes,
    )


def _records(given: Iterator[str], delimiter: str, quote: str, escape: str) -> Iterator[list[str]]:
    return csv.reader(given, delimiter=delimiter, quotechar=quote, escapechar=escape or None, strict=True)


def _delimiter(physical: Sequence[str], spec: SourceSpec) -> str:
    """The one that cuts most of the first lines into most cells of one number; a comma if none does."""
    sample = "\n".join(physical[:60])

    def evenness(delimiter: str) -> int:
        reader = _records(io.StringIO(sample, newline="\n"), delimiter, spec.quote, spec.escape)
        widths: Counter[int] = Counter()
        while True:
            try:
                widths[len(next(reader))] += 1
            except csv.Error:
                continue
            except StopIteration:
                break
        return max((count * (width - 1) for width, count in widths.items() if width > 1), default=0)

    return max(_DELIMITERS, key=evenness)


def _headings(
    physical: Sequence[str], start: int, delimiter: str, spec: SourceSpec, name: str
) -> tuple[int, int, list[str]]:
    """The line of the headings, the line after them, and the headings: the first row with two, or else with any."""
    if spec.heading_row == 0:
        return 0, start + 1, list(spec.headings)
    begin = (spec.heading_row - 1 - start) if spec.heading_row else 0
    found: tuple[int, int, list[str]] | None = None
    reader = _records(iter([line + "\n" for line in physical[max(begin, 0) :]]), delimiter, spec.quote, spec.escape)
    last = begin
    for record in islice(_sound(reader), 1 if spec.heading_row else _HEADING_ROWS):
        number, last = last, begin + reader.line_num  # type: ignore[attr-defined]
        filled = sum(bool(each.strip()) for each in record)
        if filled and (filled > 1 or found is None):
            found = (start + number + 1, start + last + 1, record)
        if filled > 1:
            break
    if found is None:
        raise Unreadable("No headings were found", where=name, remedy="Say which row they are in (heading_row)")
    return found


def _sound(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Records, a faulty one as blank."""
    while True:
        try:
            yield next(reader)
        except csv.Error:
            yield []
        except StopIteration:
            return
