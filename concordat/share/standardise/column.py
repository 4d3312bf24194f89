"""How one column goes through the stage: from the text that was given to the value that is kept, and what may be wrong.

A value that cannot be read, is not in its value set or fails its check is none: it is NULL, and its text stays beside
it in `<column>_raw`. What was read whole and without a guess is not kept twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from concordat.data.dialects.primitives import Dialect
from concordat.data.model import ColumnModel
from concordat.share.mapping.feed import Feed, FeedColumn
from concordat.share.standardise.check import Check
from concordat.share.standardise.clean import POSTCODE, clean_sql, cleaners_of, missing_sql
from concordat.share.standardise.dates import PARTIAL, day_sql, has_time_sql, is_placeholder_sql, moment_sql
from concordat.share.standardise.kind import GapKind

_NUMBER = r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d{1,3})?"
_TRUE, _FALSE = "('true', 't', 'y', 'yes', '1')", "('false', 'f', 'n', 'no', '0')"


@dataclass(kw_only=True)
class ColumnStage:
    """How one column goes through the stage. `g`: the text given, `t`: cleaned, `v`: read, `c`: what is `judged` of it
    once for all that asks; `final`: what is kept."""

    name: str
    to: Dialect
    given: str
    cleaned: str = ""
    parsed: str = ""
    extra: str = ""
    join: str = ""
    judged: str = ""
    final: str = ""
    raw: str = ""
    checks: list[Check] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.g, self.t, self.v, self.c = (self.to.name(f"{letter} {self.name}") for letter in "gtvc")
        self.cleaned = self.cleaned or self.to.name(self.name)
        self.parsed = self.parsed or self.t
        self.final = self.final or self.v

    def fault(self, kind: GapKind, reason: str, sql: str, *, rejects: bool = True) -> None:
        """Add a check."""
        self.checks.append(Check(column=self.name, kind=kind, reason=reason, sql=sql, rejects=rejects))


def staged(
    column: ColumnModel, said: FeedColumn | None, feed: Feed, received: date, *, key: tuple[str, ...], to: Dialect
) -> ColumnStage:
    """How a column goes through, as its feed says. Of a column in the `key` there must be a value."""
    if said is None or said.absent:
        return ColumnStage(name=column.name, to=to, given="NULL", final=to.cast("NULL", column.sql_type))
    cleaners = cleaners_of(column, said.clean)
    name = to.name(column.name)
    made = ColumnStage(name=column.name, to=to, given=missing_sql(name, feed.source.missing, to))
    made.cleaned = clean_sql(name, cleaners, to)
    _READ[column.type](made, column, said, feed, received)
    if cleaners and not made.raw:
        made.raw = f"CASE WHEN {made.g} IS DISTINCT FROM {made.final} THEN {made.g} END"
    if column.required or column.name in key:
        told = " OR ".join(f"coalesce({each.sql}, false)" for each in made.checks if each.rejects) or "false"
        reason = "There is no value where there must be one"
        made.fault(GapKind.PARTIAL, reason, f"{made.final} IS NULL AND NOT ({told})")
    return made


def _string(made: ColumnStage, column: ColumnModel, said: FeedColumn, feed: Feed, received: date) -> None:
    if said.codes:
        _coded(made, said)
    elif column.value_set:
        listed = ", ".join(map(made.to.text, column.value_set.at(said.level)))
        made.judged = f"{made.v} IN ({listed})"
        _only_if_right(made, GapKind.NOT_IN_VALUE_SET, "The code is not in the value set")
    elif column.check in _CHECKS:
        passes, reason = _CHECKS[column.check]
        made.judged = passes(made.to, made.v)
        _only_if_right(made, GapKind.FAILS_CHECK, reason)


def _only_if_right(made: ColumnStage, kind: GapKind, reason: str) -> None:
    """The value is kept only where `judged` holds of it."""
    made.final = f"CASE WHEN {made.c} THEN {made.v} END"
    made.raw = f"CASE WHEN NOT {made.c} OR {made.g} <> {made.v} THEN {made.g} END"
    made.fault(kind, reason, f"NOT {made.c}")


def _coded(made: ColumnStage, said: FeedColumn) -> None:
    """A map is joined: one target for each source, so that no row is doubled."""
    assert said.codes is not None
    codes, to, alias = said.codes, made.to, f"m {made.name}"
    rows = [
        (to.text(source), to.text(target) if target else to.cast("NULL", "VARCHAR"), str(source in codes.lossy).lower())
        for source, target in codes.targets.items()
    ]
    table, alias = to.rows(rows, alias, ("source", "target", "lossy")), to.name(alias)
    made.join = f"LEFT JOIN {table} ON {made.t} = {alias}.source"
    made.parsed = f"{alias}.target"
    made.extra = f", {alias}.lossy AS {made.c}"
    made.raw = f"CASE WHEN {made.g} IS DISTINCT FROM {made.v} THEN {made.g} END"
    unmapped = f"{made.t} IS NOT NULL AND {made.c} IS NULL"
    made.fault(GapKind.UNMAPPED_CODE, "The code is not in the code map", unmapped)
    made.fault(
        GapKind.LOSSY_CODE, "The code map loses something of this code", f"coalesce({made.c}, false)", rejects=False
    )


def _day(made: ColumnStage, column: ColumnModel, said: FeedColumn, feed: Feed, received: date) -> None:
    past = column.check == "not in the future"
    forms = said.dates or _forms(feed)
    made.parsed = day_sql(made.t, forms, zone=feed.source.zone, until=received if past else None, to=made.to)
    made.judged = is_placeholder_sql(made.v, made.to)
    late = f"{made.v} > {made.to.day(received)}"
    made.final = f"CASE WHEN {made.c}{f' OR {late}' if past else ''} THEN NULL ELSE {made.v} END"
    # what was read whole and without a guess is not kept twice
    guessed = any("yy" in each and "yyyy" not in each for each in forms)
    made.raw = made.g if guessed else f"CASE WHEN {made.final} IS NULL OR length({made.g}) > 11 THEN {made.g} END"
    made.fault(
        GapKind.COARSER, "Only the year, or the year and month, is given", f"{made.v} IS NULL AND {_partial(made)}"
    )
    made.fault(GapKind.UNPARSEABLE, "It is not a day as the feed says days are written", _unread(made))
    if past:
        future = f"{late} AND NOT {made.c}"
        made.fault(GapKind.FAILS_CHECK, "The day is after the file was received", future)


def _moment(made: ColumnStage, column: ColumnModel, said: FeedColumn, feed: Feed, received: date) -> None:
    made.parsed = moment_sql(made.t, said.dates or _forms(feed), zone=feed.source.zone, to=made.to)
    made.judged = is_placeholder_sql(made.to.day_in(made.v, feed.source.zone), made.to)
    made.final = f"CASE WHEN {made.c} THEN NULL ELSE {made.v} END"
    made.raw = made.g  # its offset, its fractions of a second, or that it had none
    coarse = f"NOT {has_time_sql(made.t)} AND ({made.v} IS NOT NULL OR {_partial(made)})"
    made.fault(GapKind.COARSER, "Only a day is given, and no time", coarse, rejects=False)
    made.fault(GapKind.UNPARSEABLE, "It is not a time as the feed says times are written", _unread(made))


def _partial(made: ColumnStage) -> str:
    """Whether a text that is no day is a part of one. A pattern is dear: only what was not read is tried."""
    return f"(CASE WHEN {_lost(made)} THEN {made.to.full_match(made.t, PARTIAL)} ELSE false END)"


def _unread(made: ColumnStage) -> str:
    """Whether there is a text that is no day, nor a part of one."""
    return f"(CASE WHEN {_lost(made)} THEN NOT {made.to.full_match(made.t, PARTIAL)} ELSE false END)"


def _lost(made: ColumnStage) -> str:
    return f"{made.v} IS NULL AND {made.t} IS NOT NULL"


def _forms(feed: Feed) -> tuple[str, ...]:
    """How days are written where the feed does not say: as the format itself does, or else ISO 8601; never guessed."""
    return ("hl7",) if feed.source.format == "hl7v2" else ("iso",)


def _number(made: ColumnStage, column: ColumnModel, said: FeedColumn, feed: Feed, received: date) -> None:
    read = made.to.number(f"replace({made.t}, ',', '')", column.sql_type)
    made.parsed = f"(CASE WHEN {made.to.full_match(made.t, _NUMBER)} THEN {read} END)"
    made.raw = f"CASE WHEN {made.v} IS NULL OR {made.to.contains(made.g, ',')} THEN {made.g} END"
    made.fault(GapKind.UNPARSEABLE, "It is not a number", f"{made.t} IS NOT NULL AND {made.v} IS NULL")


def _boolean(made: ColumnStage, column: ColumnModel, said: FeedColumn, feed: Feed, received: date) -> None:
    low = f"lower({made.t})"
    made.parsed = f"(CASE WHEN {low} IN {_TRUE} THEN true WHEN {low} IN {_FALSE} THEN false END)"
    made.raw = made.g
    made.fault(GapKind.UNPARSEABLE, "It is neither yes nor no", f"{made.t} IS NOT NULL AND {made.v} IS NULL")


def _modulus_11(to: Dialect, value: str) -> str:
    """Whether ten digits pass the NHS number's check; NHS Data Dictionary, NHS NUMBER. Ten of one digit pass it too.

    The digits times 10 to 1 sum to a multiple of 11. With n // 10**k for the number without its last k digits, the
    digit at k is that less ten times the next, so that the sum is that of (1 - 9k) n // 10**k, or (1 + 2k) modulo 11.
    """
    number = to.cast(value, "BIGINT")
    total = " + ".join(f"{(1 + 2 * k) % 11} * {to.whole(number, 10**k)}" for k in range(10) if k != 5)
    alike = ", ".join(to.text(str(digit) * 10) for digit in range(10))
    shaped = f"{to.full_match(value, '[0-9]{10}')} AND {value} NOT IN ({alike})"
    return f"(CASE WHEN {value} IS NULL THEN NULL WHEN {shaped} THEN ({total}) % 11 = 0 ELSE false END)"


_CHECKS: Mapping[str, tuple[Callable[[Dialect, str], str], str]] = {
    "check digit": (_modulus_11, "It is not ten digits of which the last is the check digit"),
    "postcode": (lambda to, value: to.full_match(value, POSTCODE), "It is not a postcode"),
    "three digits": (lambda to, value: to.full_match(value, "[0-9]{3}"), "It is not three digits"),
}
_READ = {
    "string": _string,
    "date": _day,
    "timestamp": _moment,
    "number": _number,
    "integer": _number,
    "boolean": _boolean,
}
