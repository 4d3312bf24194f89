"""Reads HL7 v2 messages (ADT, ORU), one row each or one for each segment of a kind, by the paths of the mapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from concordat.core.bounds import Unreadable
from concordat.core.finding import Finding, Severity
from concordat.data.engine import name_of
from concordat.data.formats.hl7_path import Marks, Place, Take
from concordat.data.formats.messages import MOST_MESSAGE, Gone, Message, messages
from concordat.data.formats.relation import ROWS, Relation, Writer
from concordat.data.formats.source import BadSource, SourceSpec

FORMATS = ("hl7v2",)
OPTIONS = ("encoding", "paths", "per", "key", "messages")
BEGINS = b"MSH"
REASONS = {
    "no_msh": "These lines belong to no message: none begins above them",
    "too_long": f"The message is longer than {MOST_MESSAGE >> 20} MB",
    "encoding": "The message holds bytes that its encoding does not have",
    "nul": "The message holds a NUL character",
    "marks": "MSH does not say what parts the message, or parts it by letters or by one mark twice",
    "stray": "The line is no segment; the rest of the message was read",
    "no_key": "The records that are merged are not both named",
}
MERGES = ("A18", "A34", "A40")  # each says that the record of MRG-1 is now that of PID-3
# What ends the life of what a key names, by the segment the key is in: a stay, or a person's record (HL7 v2.5.1, 3.3).
ENDS = {"PV1": ("A11", "A23", "A27", "A38"), "PID": ("A29",)}
_BATCH = ("FHS", "BHS", "BTS", "FTS")
_OURS = ("_event", "_at", "_into", "_order")
_ROWS_AT_ONCE = 20_000
_MSH_9_1, _MSH_9_2 = Place.of("MSH-9.1"), Place.of("MSH-9.2")
_MSH_7 = Place.of("MSH-7")
_MOMENT = re.compile(r"(\d{4,14})(?:\.\d+)?([+-]\d{4})?")
_SEGMENT = re.compile(r"[A-Z]{2}[A-Z0-9]")


def read(path: Path, spec: SourceSpec, *, work: Path) -> Relation:
    """The rows of a file; `_row` is the line where a message begins. Raises Unreadable or BadSource.

    With a key, a row is the last state of what it names: that of the latest message, or of the last in the file where
    they are of one time; what was cancelled or merged into another has none, and `merges` tells of the latter.
    """
    plan = Plan.of(spec)
    writer = Writer(work, file=path.name, columns=(*plan.names, *_OURS), reasons=REASONS)
    reading = _Reading(plan, writer)
    reading.all(messages(path, spec.encoding))
    relation = writer.relation(reading.notes(path.name), **_sql(plan, spec.key))
    if not reading.met and not relation.rejected:
        raise Unreadable("The file is empty", where=path.name, remedy="Ask for the export again")
    return replace(relation, columns=plan.names)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to take from each message: paths by column, the segment that makes rows, and the key's place in MRG-1."""

    names: tuple[str, ...]
    places: tuple[Place, ...]
    per: str
    taken: tuple[str, ...]
    key: int | None
    merged: Place | None

    @classmethod
    def of(cls, spec: SourceSpec) -> Plan:
        """The plan of a source. Raises BadSource, with all that is wrong."""
        problems, places = [], {}
        for name, path in spec.paths.items():
            try:
                places[name] = Place.of(path)
            except ValueError as problem:
                problems.append((f"paths, {name}", "it is not a path", f"Write {problem}"))
        if len({name.casefold() for name in (*spec.paths, "_file", "_row", *_OURS)}) < len(spec.paths) + 6:
            problems.append(("paths", "two columns have one name, or one of ours", "Rename one"))
        if not spec.paths:
            problems.append(("paths", "there are none", "Write a column's name and where it is: dob: PID-7"))
        if spec.key and spec.key not in spec.paths:
            problems.append(("key", "it is not one of the columns in paths", f"Write one of {', '.join(spec.paths)}"))
        if spec.per and not _SEGMENT.fullmatch(spec.per):
            problems.append(("per", "it is not a segment", "Write the name of one, such as OBX"))
        if problems:
            raise BadSource(problems)
        key = places.get(spec.key)
        return cls(
            names=tuple(places),
            places=tuple(places.values()),
            per=spec.per,
            taken=spec.messages,
            key=list(places).index(spec.key) if key else None,
            merged=replace(key, segment="MRG", field=1) if key and (key.segment, key.field) == ("PID", 3) else None,
        )


@dataclass(frozen=True)
class _Takers:
    """A plan for messages parted by certain marks: by segment, how many fields count, and how each column is filled."""

    field: str
    by_segment: Sequence[tuple[str, int, Sequence[tuple[int, Take]]]]
    head: tuple[Take, Take, Take]
    merged: Take | None


@dataclass(eq=False)
class _Reading:
    """One pass over messages, which writes their rows by batches."""

    plan: Plan
    writer: Writer
    rows: list[list[str | None]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    met: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    batches: list[tuple[int, int, int]] = field(default_factory=list)  # line, said, found
    since: int = 0  # how many had been met when the batch began

    def __post_init__(self) -> None:
        self.takers: Callable[[Marks], _Takers] = lru_cache(64)(self._takers)

    def _takers(self, marks: Marks) -> _Takers:
        by_segment = []
        for name in dict.fromkeys(place.segment for place in self.plan.places):
            placed = [(index, place) for index, place in enumerate(self.plan.places) if place.segment == name]
            most = max(place.field for _, place in placed) + 1
            by_segment.append((name, most, [(index, place.take(marks)) for index, place in placed]))
        head = (_MSH_9_1.take(marks), _MSH_9_2.take(marks), _MSH_7.take(marks))
        merged = self.plan.merged.take(marks) if self.plan.merged else None
        return _Takers(marks.field, by_segment, head, merged)

    def all(self, found: Iterator[Message | Gone]) -> None:
        for each in found:
            if isinstance(each, Gone):
                self.writer.reject(each.number, each.kind)
            else:
                self._one(each)
            if len(self.numbers) >= _ROWS_AT_ONCE:
                self._flush()
        self._flush()

    def _one(self, message: Message) -> None:
        if message.text.startswith(_BATCH):  # a batch may have no message in it
            self._segments(message.text.split("\r"), message.text[3:4], message.number)
            return
        marks = marks_of(message.text[3:9])
        if marks is None or "\0" in message.text:
            self.writer.reject(message.number, "nul" if marks else "marks")
            return
        self.met += 1
        takers = self.takers(marks)
        segments = message.text.split("\r")
        head = segments[0].split(takers.field)
        kind, event, at = (take(head) for take in takers.head)
        sound = self._segments(segments, takers.field, message.number)
        if self.plan.taken and kind not in self.plan.taken and f"{kind}^{event}" not in self.plan.taken:
            self.passed[f"{kind or 'no type'}^{event or 'no event'}"] += 1
            return
        ours = [event, _moment(at), None]
        if event in MERGES and self.plan.key is not None:  # which gives an identity, and of the record perhaps no more
            self._merges(sound, takers, ours, message.number)
        elif self.plan.per:
            self._each(sound, takers, ours, message.number)
        else:
            self._put(self._row(dict(reversed(sound)), takers), ours, message.number)

    def _segments(self, lines: Sequence[str], mark: str, number: int) -> list[tuple[str, str]]:
        """The segments by name, in order; what is none is told."""
        sound = []
        for at, line in enumerate(lines, number):
            name = line[:3]
            if line[3:4] == mark or (len(line) == 3 and name.isupper()):
                if name in _BATCH:
                    self._batch(name, line.split(mark), at)
                else:
                    sound.append((name, line))
            elif line and not line.isspace():
                self.writer.reject(at, "stray")
        return sound

    def _batch(self, name: str, fields: list[str], line: int) -> None:
        if name == "BHS":
            self.since = self.met
        elif name == "BTS" and len(fields) > 1 and fields[1].isdecimal() and len(fields[1]) < 10:
            self.batches.append((line, int(fields[1]), self.met - self.since))

    def _row(self, segments: Mapping[str, str], takers: _Takers) -> list[str | None]:
        row: list[str | None] = [None] * len(self.plan.places)
        for name, most, takes in takers.by_segment:
            if segment := segments.get(name):
                fields = segment.split(takers.field, most)
                for index, take in takes:
                    row[index] = take(fields)
        return row

    def _each(self, sound: list[tuple[str, str]], takers: _Takers, ours: list[str | None], number: int) -> None:
        """A row for each segment of the kind, with what stands nearest above it, and else first below it."""
        near = dict(reversed(sound))
        for name, segment in sound:
            near[name] = segment
            if name == self.plan.per:
                self._put(self._row(near, takers), ours, number)

    def _merges(self, sound: list[tuple[str, str]], takers: _Takers, ours: list[str | None], number: int) -> None:
        """For each record that is merged away a row with its key, and `_into` the key that it goes on under."""
        near: dict[str, str] = {}
        for name, segment in sound:
            near[name] = segment
            if name == "MRG" and takers.merged and self.plan.key is not None:
                gone, kept = takers.merged(segment.split(takers.field)), self._row(near, takers)[self.plan.key]
                if not gone or not kept:
                    self.writer.reject(number, "no_key")
                elif gone != kept:
                    row: list[str | None] = [None] * len(self.plan.places)
                    row[self.plan.key] = gone
                    self._put(row, [*ours[:2], kept], number)

    def _put(self, row: list[str | None], ours: list[str | None], number: int) -> None:
        order = f"{self.writer.rows + len(self.numbers):012}"
        self.rows.append([*row, *ours, order])
        self.numbers.append(number)

    def _flush(self) -> None:
        if self.numbers:
            columns = zip(*self.rows, strict=True)
            self.writer.put([pa.array(values, pa.string()) for values in columns], self.numbers)
            self.rows.clear()
            self.numbers.clear()

    def notes(self, file: str) -> Iterator[Finding]:
        """What was passed over, and batches that do not hold as many messages as they say."""
        if self.passed:
            listed = ", ".join(f"{count:,} {kind}" for kind, count in self.passed.most_common(10))
            what = f"{self.passed.total():,} messages are of types that the source does not take: {listed}"
            yield Finding(what, "Add the type to messages if it is wanted", file=file, severity=Severity.NOTE)
        for line, said, found in self.batches:
            if said != found:
                what = f"The batch that ends here says it has {said:,} messages; it has {found:,}"
                yield Finding(what, "Ask for it to be sent again", file=file, row=line, severity=Severity.WARNING)


@lru_cache(1_024)
def marks_of(begins: str) -> Marks | None:
    """What parts a message, from the six characters after MSH; None if that cannot be."""
    mark, given = begins[:1], begins[1:].partition("\r")[0]
    given = given.partition(mark)[0][:4] if mark else ""
    marks = mark + given
    if not given or len(set(marks)) < len(marks) or any(each.isalnum() or each.isspace() for each in marks):
        return None
    component, repeat, escape, subcomponent = (*given, "", "", "")[:4]
    return Marks(mark, component, repeat, escape, subcomponent)


@lru_cache(4_096)
def _moment(text: str | None) -> str | None:
    """An HL7 time as digits that sort, in universal time where it says how far it is from that."""
    found = _MOMENT.fullmatch(text or "")
    if not found:
        return None
    digits = found[1].ljust(14, "0")
    if not found[2]:
        return digits
    try:
        moment = datetime.strptime(digits + found[2], "%Y%m%d%H%M%S%z")
        return f"{datetime.fromtimestamp(moment.timestamp(), tz=UTC):%Y%m%d%H%M%S}"
    except (ValueError, OverflowError, OSError):
        return digits


def _sql(plan: Plan, key: str) -> dict[str, str]:
    """The relation: every row, or with a key the last state of each that still stands; and what was merged."""
    columns = ", ".join(map(name_of, (*plan.names, "_file", "_row")))
    if plan.key is None:
        return {"sql": f"SELECT {columns} FROM {name_of(ROWS)}"}
    over = f"PARTITION BY {name_of(key)} ORDER BY coalesce(_at, '') DESC, _file DESC, _order DESC"
    last = f"SELECT * FROM {name_of(ROWS)} QUALIFY {name_of(key)} IS NULL OR row_number() OVER ({over}) = 1"
    ends = ", ".join(f"'{event}'" for event in ENDS.get(plan.places[plan.key].segment, ())) or "''"
    stands = f"_into IS NULL AND coalesce(_event, '') NOT IN ({ends})"
    return {
        "sql": f"SELECT {columns} FROM ({last}) WHERE {stands}",
        "merges": f"SELECT _into AS kept, {name_of(key)} AS merged, _at, _file, _row"
        f" FROM {name_of(ROWS)} WHERE _into IS NOT NULL",
    }
