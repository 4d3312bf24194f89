"""What a foreign document says of an agreement, gathered, and made rows of ours with every guess named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from concordat.register.agreement import Agreement, AgreementKind, Party, PartyRole
from concordat.register.noun import Misbuilt, Noun
from concordat.register.sharing import DataItem, Flow, Form, Purpose, PurposeBasis, RowCondition, Transform
from concordat.share.exchange.report import Report
from concordat.share.exchange.vocabulary import parts_of

_KEY = re.compile(r"(?P<reference>.*\S) / (?P<version>[1-9]\d{0,3})", re.ASCII)
_COLUMN = re.compile(r"([A-Za-z]\w{0,99})\.([A-Za-z]\w{0,99})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_LONGEST_KEY = 100
MOST_ROWS = 10_000


@dataclass(kw_only=True)
class FlowDraft:
    """One flow as a document gives it: `whose` and `receiver` as ODS codes, columns with what is done to each."""

    name: str
    whose: tuple[str, ...]
    receiver: str
    purposes: tuple[Purpose, ...] = ()
    columns: dict[tuple[str, str], Transform] = field(default_factory=dict)
    conditions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(kw_only=True)
class Draft:
    """An agreement as a document gives it; `facts` are by column of Agreement, `basis` by column of PurposeBasis."""

    kept_by: str
    reference: str = ""
    version: int = 1
    parties: dict[str, dict[str, Any]] = field(default_factory=dict)
    purposes: list[Purpose] = field(default_factory=list)
    flows: list[FlowDraft] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    basis: dict[str, Any] = field(default_factory=dict)

    def identify(self, text: str, path: str, report: Report) -> None:
        """Take the reference, and the version where the text ends in one, such as `DSA-01 / 2`."""
        named = _KEY.fullmatch(" ".join(text.replace(";", ",").split()))
        self.reference, self.version = (named["reference"], int(named["version"])) if named else (text.strip(), 1)
        if not text.strip() or len(self.reference) > _LONGEST_KEY or ";" in self.reference:
            report.wrong(path, f"{path} is no identifier", f"give a reference of at most {_LONGEST_KEY} characters")
        elif not named:
            report.doubt(path, f"{path} names no version; it is taken for version 1", "give it the version it is")

    def has_room(self, flows: int, columns: int, report: Report) -> bool:
        """Whether so many flows of so many columns each may be added: what multiplies is counted before it is made."""
        held = sum(1 + len(each.columns) for each in self.flows)
        if held + flows * (1 + columns) <= MOST_ROWS:
            return True
        report.wrong("$", f"It comes to more than {MOST_ROWS:,} rows", "ask for an agreement that a person could sign")
        return False

    def rows(self, report: Report) -> tuple[Noun, ...]:
        """The rows it comes to, after naming what had to be assumed."""
        agreement = self._agreement(report)
        if agreement is None:
            return ()
        made: list[Noun] = [agreement]
        for noun, values in self._beneath(agreement.key, report):
            made += _built(noun, {"organisation": self.kept_by} | values, report)
        return tuple(made)

    def _agreement(self, report: Report) -> Agreement | None:
        values: dict[str, Any] = {"kind": AgreementKind.SHARING} | self.facts
        values |= {"agreement": self.reference, "version": self.version, "organisation": self.kept_by}
        values["other_restrictions"] = tuple(dict.fromkeys(report.words))
        missing = [name for name in ("agreement", "title", "starts_on", "ends_on") if not values.get(name)]
        if missing:
            what = f"It does not say: {', '.join(missing).replace('_', ' ')}"
            report.wrong("$", what, "ask whoever sent it; nothing is taken over without")
            return None
        return next((each for each in _built(Agreement, values, report)), None)  # type: ignore[return-value]

    def _beneath(self, key: str, report: Report) -> Iterator[tuple[type[Noun], dict[str, Any]]]:
        for code, about in self.parties.items():
            yield Party, {"agreement": key, "party": code, "role": PartyRole.CONTROLLER} | about
        if self.parties:
            what = "It does not say what each party is to the data; each is taken for a controller"
            report.doubt("$", what, "give the role of each, and for whom a processor works")
        for purpose in dict.fromkeys(self.purposes):
            yield PurposeBasis, {"agreement": key, "purpose": purpose, "form": Form.AGGREGATE} | self.basis
        if self.purposes:
            what = "It does not say in which form data may be seen; aggregate data alone are taken over"
            report.doubt("$", what, "give the form for each purpose, with its legal bases")
        for each in self.flows:
            yield from _flow(key, each)
        if any(each.columns for each in self.flows):
            report.doubt("$", "It gives no justification for any column", "give one for each column, or leave it out")


def _flow(key: str, flow: FlowDraft) -> Iterator[tuple[type[Noun], dict[str, Any]]]:
    purposes = tuple(each.value for each in flow.purposes)
    shared = flow.whose if len(flow.whose) > 1 else ()
    values = {"flow": flow.name, "sender": flow.whose[0], "receiver": flow.receiver, "controllers": shared}
    yield Flow, {"agreement": key, "purposes": purposes} | values
    under = f"{key} / {flow.name}"
    for (table, item), transform in flow.columns.items():
        yield DataItem, {"flow": under, "table": table, "item": item, "transform": transform}
    for each in flow.conditions:
        yield RowCondition, {"flow": under} | each


def _built(noun: type[Noun], values: dict[str, Any], report: Report) -> Iterator[Noun]:
    try:
        yield noun(**values)
    except Misbuilt as misbuilt:
        for _, what, next in misbuilt.problems:
            report.wrong("$", f"{noun.SHEET}: {what}", next)


def column_of(text: str) -> tuple[str, str] | None:
    """Table and column of `table.column`, or of our own address of one."""
    parts = parts_of("column", text)
    named = _COLUMN.fullmatch(".".join(parts) if len(parts) == 2 else text.strip())
    return (named[1], named[2]) if named else None


def first_day(text: str) -> date | None:
    """The first whole day from a moment on; None where it is none."""
    moment = _moment(text)
    return moment and (moment.date() if moment.time() == time() else moment.date() + timedelta(days=1))


def last_day(text: str) -> date | None:
    """The last whole day up to a moment; a day without a time is counted in full, as are its last seconds."""
    moment = _moment(text)
    if moment is None:
        return None
    whole = len(text.strip()) == 10 or (moment.hour, moment.minute) == (23, 59)
    return moment.date() if whole else moment.date() - timedelta(days=1)


def _moment(text: str) -> datetime | None:
    """A moment as it is written, whatever its offset; years that overflow, or that nobody means, are none."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if 1990 <= moment.year <= 2200 else None


def names_of(wanted: Iterable[str]) -> list[str]:
    """Short names for flows, each different: what is wanted, cut, and numbered where it comes again."""
    given: dict[str, None] = {}
    for place, name in enumerate(wanted, 1):
        tidy = re.sub(r"[;/\s]+", "-", name).strip("-")[:_LONGEST_KEY] or f"flow-{place}"
        while tidy in given:
            tidy = f"{tidy}-{place}"
        given[tidy] = None
    return list(given)
