"""SourceSpec: how a feed's file is written, read from the `source` of its mapping; everything wrong is told at once."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from concordat.core.refusal import Refusal

BY_VIEW = {"fhir": ("resource",)}
"""Formats that no reader makes rows of by itself: the view of a feed does."""
_SHARED = ("format", "path", "missing", "zone")  # what is said of every format
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class BadSource(Refusal):
    """A source that cannot be understood; `problems` are (which option, what is wrong, what to do next)."""

    def __init__(self, problems: Iterable[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        told = "; ".join(f"{option}: {what}" for option, what, _ in self.problems)
        super().__init__(f"The source cannot be understood: {told}", remedy=self.problems[0][2])


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """How a file is written. What is left blank is found out from the file where that is safe.

    format: a name some reader gives, such as csv. path: which files of an archive ("*.csv").
    missing: texts that mean no value, and zone: of times without one; both for the stage after reading.
    encoding, delimiter, quote, escape: of delimited text; short_rows: rows that end early are filled up with blanks.
    heading_row: the physical line or sheet row of the headings, from 1; None: found; 0: none, `headings` are the names.
    columns: for a column's name the other headings it has had. sheet: of a workbook. resource: FHIR's resource type.
    paths: HL7 v2 columns by path (PID-3[4=NHS].1); per: the segment of which each makes a row (OBX);
    key: the column whose last state stands; messages: the only types taken ("ADT", "ORU^R01").
    """

    format: str
    path: str = ""
    missing: tuple[str, ...] = ()
    zone: str = "Europe/London"
    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    short_rows: bool = False
    heading_row: int | None = None
    headings: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    sheet: str = ""
    resource: str = ""
    paths: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    per: str = ""
    key: str = ""
    messages: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Any) -> SourceSpec:
        """The source a mapping file states. Raises BadSource."""
        from concordat.data.formats.reader import readers  # which read this class, so not before it is made

        if not isinstance(given, Mapping):
            raise BadSource([("source", "it is no list of options", "Write `source:` with `format:` below it")])
        known = {**{name: reader.OPTIONS for name, reader in readers().items()}, **BY_VIEW}
        problems = list(_problems(given, known))
        if problems:
            raise BadSource(problems)
        return cls(**{name: _READ[name](value) for name, value in given.items()})


def _problems(given: Mapping[Any, Any], known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    form = given.get("format")
    if not isinstance(form, str) or form not in known:
        yield "format", "no such format is read" if form else "it is not said", f"Write one of {', '.join(known)}"
        form = ""
    for name, value in given.items():
        if name not in _READ:
            close = get_close_matches(str(name), _READ, 1) or [", ".join(_READ)]
            yield str(name), "there is no such option", f"Write {close[0]}"
            continue
        try:
            _READ[name](value)
        except (ValueError, TypeError, LookupError, OSError) as problem:
            yield name, f"it is not {_MEANT[name]}", f"Write it as {problem.args[0] if problem.args else 'that'}"
            continue
        if form and name not in _SHARED and name not in known[form]:
            yield name, f"it means nothing for {form}", "Leave it out"
    if given.get("heading_row") == 0 and not given.get("headings"):
        yield "headings", "the file has no heading row, and they are not given", "List the name of each column"


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError("text in quotation marks")
    return given


def _character(given: Any) -> str:
    text = "\t" if given in ("tab", "\\t") else _text(given)
    if len(text) != 1 or text in "\r\n\0" or text.isalnum():
        raise ValueError('a single mark, such as "," or "|" or tab')
    return text


def _texts(given: Any) -> tuple[str, ...]:
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise ValueError("a list of texts, each in quotation marks")
    return tuple(given)


def _by_name(read: Callable[[Any], Any]) -> Callable[[Any], Mapping[str, Any]]:
    def reading(given: Any) -> Mapping[str, Any]:
        if not isinstance(given, Mapping) or not all(isinstance(each, str) and each for each in given):
            raise ValueError("names, each with its own after a colon")
        return MappingProxyType({name: read(value) for name, value in given.items()})

    return reading


def _encoding(given: Any) -> str:
    try:
        "text".encode(_text(given))  # what Python also calls codecs, such as rot13, is refused here
        return codecs.lookup(given).name
    except LookupError:
        raise ValueError("utf-8, cp1252, utf-16 or latin-1") from None


def _zone(given: Any) -> str:
    try:
        return ZoneInfo(_text(given)).key
    except (LookupError, ValueError, OSError):
        raise ValueError("Europe/London or UTC") from None


def _row_number(given: Any) -> int | None:
    if given is not None and (type(given) is not int or not 0 <= given <= 1_000):
        raise ValueError("a whole number, 0 for none")
    return given


def _yes_no(given: Any) -> bool:
    if type(given) is not bool:
        raise ValueError("true or false")
    return given


_READ: Mapping[str, Callable[[Any], Any]] = {
    **{each.name: _text for each in fields(SourceSpec)},
    "missing": _texts,
    "zone": _zone,
    "encoding": _encoding,
    "delimiter": _character,
    "quote": _character,
    "escape": _character,
    "short_rows": _yes_no,
    "heading_row": _row_number,
    "headings": _texts,
    "columns": _by_name(_texts),
    "paths": _by_name(_text),
    "messages": _texts,
}
_KINDS: Mapping[Callable[[Any], Any], str] = {
    _text: "a text",
    _texts: "a list of texts",
    _character: "one mark",
    _encoding: "an encoding that is known",
    _zone: "a time zone that is known",
    _row_number: "the number of a row",
    _yes_no: "yes or no",
}
_MEANT = {name: _KINDS.get(read, "a list of names") for name, read in _READ.items()}
