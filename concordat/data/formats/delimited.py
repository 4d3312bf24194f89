"""Reads delimited text, CSV and its cousins: each bad line is told by its number, and costs no line but itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from concordat.data.formats import lines
from concordat.data.formats.dialect import Dialect, dialect_of
from concordat.data.formats.lines import Block, Fault, Text, text_of
from concordat.data.formats.relation import Relation, Writer
from concordat.data.formats.source import SourceSpec

FORMATS = ("csv", "tsv", "txt")
OPTIONS = ("encoding", "delimiter", "quote", "escape", "short_rows", "heading_row", "headings", "columns")
REASONS = {
    **lines.REASONS,
    "too_many": "The row has more values than there are headings",
    "too_few": "The row has fewer values than there are headings",
    "open_quote": "A quotation mark is opened and never closed",
    "loose_quote": "Text follows a closing quotation mark",
    "stray_return": "A carriage return stands in a value without quotation marks",
    "long_value": "A value holds over 131,072 characters",
    "nul": "The line holds a NUL character",
    "heading_again": "The headings stand here once more",
}
_FAULTS = (  # what the csv module says (Modules/_csv.c), which names no value, and what it is called here
    ("unexpected end", "open_quote"),
    ("expected after", "loose_quote"),
    ("new-line character", "stray_return"),
    ("field larger", "long_value"),
)
_NEW_LINE, _RETURN = b"\n\r"
_MOST_LINES = 200  # of one record; more is a quotation mark that was never closed
_LONGEST = 131_072  # the most the csv module takes of a value; it is not raised, as that would raise it everywhere


def read(path: Path, spec: SourceSpec, *, work: Path) -> Relation:
    """The rows of a file, `_row` being the physical line where each begins. Raises Unreadable."""
    text = text_of(path, spec.encoding)
    dialect = dialect_of(text, spec)
    writer = Writer(work, file=path.name, columns=dialect.names, reasons=REASONS)
    _Reading(dialect, writer).all(text)
    return writer.relation((*text.notes, *dialect.notes))


class _Reading:
    """One pass over a file: blocks that are plainly in order by Arrow, others a record at a time."""

    def __init__(self, dialect: Dialect, writer: Writer) -> None:
        self.dialect = dialect
        self.writer = writer
        self.width = len(dialect.names)
        self.waiting: list[str] = []  # lines of a record that may go on in the next block
        self.number = dialect.first  # of the first line that waits, or else of the next line

    def all(self, text: Text) -> None:
        for each in text.blocks():
            if isinstance(each, Fault):
                self._finish()
                if each.number >= self.dialect.first:
                    self.writer.reject(each.number, each.kind)
            elif block := _from(each, self.dialect.first):
                if self.waiting and block.number != self.number + len(self.waiting):
                    self._finish()
                if self.waiting or not self._quick(block):
                    self._slow(block)
        self._finish()

    def _quick(self, block: Block) -> bool:
        """Whether Arrow could read it whole, what is wrong with a row being no more than its number of values."""
        if not _is_plain(block.data, self.dialect):
            return False
        ragged: dict[int, int] = {}
        intricate: list[int] = []

        def judge(row: arrow_csv.InvalidRow) -> str:
            trailing = row.text.rstrip(self.dialect.delimiter + "\r")
            blank = not trailing.strip()
            ragged[row.number] = 0 if blank else row.actual_columns
            if not blank and (self.dialect.short_rows or row.text[-1:] in (self.dialect.delimiter, "\r", '"')):
                intricate.append(row.number)
            return "skip"

        try:
            table = _by_arrow(block.data, self.dialect, judge)
        except pa.ArrowInvalid:
            return False
        if intricate:
            return False
        numbers: Sequence[int] = range(block.number, block.number + table.num_rows + len(ragged))
        if ragged:
            numbers = [number for at, number in enumerate(numbers, 1) if at not in ragged]
        for at, count in ragged.items():
            if count:
                self._ragged(block.number + at - 1, count)
        self._put([each.combine_chunks() for each in table.columns], numbers)
        return True

    def _slow(self, block: Block) -> None:
        if not self.waiting:
            self.number = block.number
        text = block.data.decode()
        more = text.split("\n")
        ended = more.pop() == ""
        whole = [line + "\n" for line in more]
        if not ended:
            whole.append(text[text.rfind("\n") + 1 :])
        self._parse([*self.waiting, *whole], last=False)

    def _finish(self) -> None:
        if self.waiting:
            self._parse(self.waiting, last=True)

    def _parse(self, given: list[str], *, last: bool) -> None:
        """Records from lines; the start of one that is open at the end waits, unless these are the last."""
        source = _Lines(given)
        reader = self.dialect.reader(source)
        rows: list[list[str]] = []
        numbers: list[int] = []
        while (start := source.at) < len(given):
            source.stop = start + _MOST_LINES
            kind = "nul" if "\0" in given[start] else ""
            record: list[str] = []
            try:
                record = next(reader)
            except csv.Error as problem:
                kind = kind or _kind(str(problem))
            if kind == "open_quote" and not last and source.stop > len(given):
                self.number += start
                self.waiting = given[start:]
                break
            if not kind and record and not self._fits(record):
                kind = "ragged"
            if kind:
                source.at = start + 1  # whatever it swallowed may be sound
                self._told(self.number + start, kind, len(record))
            elif record:
                rows.append(record)
                numbers.append(self.number + start)
        else:
            self.number += len(given)
            self.waiting = []
        if rows:
            blank = pa.scalar(None, pa.string())
            arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            self._put([pc.if_else(pc.equal(each, ""), blank, each) for each in arrays], numbers)

    def _fits(self, record: list[str]) -> bool:
        """Whether a record has the right number of values, blanks beyond the last heading taken away."""
        if len(record) > self.width and not any(record[self.width :]):
            del record[self.width :]
        if len(record) < self.width and (self.dialect.short_rows or not any(record)):
            record.extend([""] * (self.width - len(record)))
        return len(record) == self.width

    def _told(self, number: int, kind: str, count: int) -> None:
        if kind == "ragged":
            self._ragged(number, count)
        else:
            self.writer.reject(number, kind)

    def _ragged(self, number: int, count: int) -> None:
        kind = "too_many" if count > self.width else "too_few"
        self.writer.reject(number, kind, more=f"{count} for {self.width}")

    def _put(self, arrays: list[pa.Array], numbers: Sequence[int]) -> None:
        """Rows, but for blank ones and for headings once more."""
        if not numbers:
            return
        blank = _all(pc.is_null(each) for each in arrays)
        again = _all(
            pc.fill_null(pc.equal(each, text or None), not text)
            for each, text in zip(arrays, self.dialect.written, strict=True)
        )
        if not pc.any(pc.or_(blank, again)).as_py():
            self.writer.put(arrays, numbers)
            return
        where, keep = pa.array(numbers), pc.invert(pc.or_(blank, again))
        for number in where.filter(pc.and_not(again, blank)).to_pylist():
            self.writer.reject(number, "heading_again")
        self.writer.put([each.filter(keep) for each in arrays], where.filter(keep))


class _Lines:
    """Lines one at a time up to `stop`; `at` may be put back, so that a faulty record costs only its first line."""

    def __init__(self, given: list[str]) -> None:
        self.given = given
        self.at = 0
        self.stop = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= self.stop or self.at >= len(self.given):
            raise StopIteration
        self.at += 1
        return self.given[self.at - 1]


def _from(block: Block, first: int) -> Block | None:
    """The block without the lines before the first that is wanted."""
    data = block.data
    for _ in range(first - block.number):
        data = data.partition(b"\n")[2]
    return Block(max(block.number, first), data) if data else None


def _is_plain(data: bytes, dialect: Dialect) -> bool:
    """Whether every parser would cut it into the same records: a line each, no quotation mark out of place."""
    delimiter, quote = dialect.delimiter.encode(), dialect.quote.encode()
    if dialect.escape or len(delimiter) > 1 or len(quote) > 1 or b"\0" in data:
        return False
    returns = data.count(b"\r")
    if returns and returns != data.count(b"\r\n") + data.endswith(b"\r"):
        return False
    found = np.frombuffer(b"\n" + data + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(found == _NEW_LINE)
    return int(np.diff(ends).max()) <= _LONGEST and _is_tidy(found, ends, ord(delimiter), ord(quote))


def _is_tidy(found: np.ndarray, ends: np.ndarray, delimiter: int, quote: int) -> bool:
    """Whether quotation marks, turn about, begin a value and end it, and none is open where a line ends."""
    marks = np.flatnonzero(found == quote)
    before, after = found[marks[::2] - 1], found[marks[1::2] + 1]
    return bool(
        len(marks) % 2 == 0
        and ((before == delimiter) | (before == _NEW_LINE)).all()
        and ((after == delimiter) | (after == _NEW_LINE) | (after == _RETURN)).all()
        and not (np.searchsorted(marks, ends) & 1).any()
    )


def _by_arrow(data: bytes, dialect: Dialect, judge: object) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(data),
        read_options=arrow_csv.ReadOptions(
            column_names=[str(index) for index in range(len(dialect.names))],
            use_threads=False,  # so that a row that does not fit is told with its number
            block_size=len(data) + 1,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            ignore_empty_lines=False,
            invalid_row_handler=judge,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={str(index): pa.string() for index in range(len(dialect.names))},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


def _kind(said: str) -> str:
    return next((kind for part, kind in _FAULTS if part in said), "loose_quote")


def _all(masks: Iterator[pa.Array]) -> pa.Array:
    """Where all are true; the rest are not looked at once there is no such place."""
    whole = next(masks)
    for mask in masks:
        if not pc.any(whole).as_py():
            break
        whole = pc.and_(whole, mask)
    return whole
