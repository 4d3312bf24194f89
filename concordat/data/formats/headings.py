"""Headings become the names of columns: none twice, none blank, and those that change from month to month under one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from concordat.core.bounds import Unreadable
from concordat.core.cells import tidy
from concordat.core.finding import Finding, Severity
from concordat.core.table import letter, normalise

_OURS = ("_file", "_row")
_VALUE = re.compile(r"\d{9,}|\d{3} \d{3} \d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The name of each column in order, and what was made of headings that could not be names as they stood."""

    names: tuple[str, ...]
    notes: tuple[Finding, ...]


def headings(written: Sequence[str], known: Mapping[str, Sequence[str]], *, file: str, row: int) -> Headings:
    """The names for headings as written; `known` gives for a name the other headings it goes by. Raises Unreadable.

    What looks like an NHS number or a postcode is a patient's row, not headings: it is refused, never repeated.
    """
    texts = [_plain(tidy(each)[:_LONGEST]) for each in written]
    if any(_VALUE.fullmatch(each) for each in texts):
        remedy = "Say which row the headings are in (heading_row), or 0 for none and what they are (headings)"
        raise Unreadable(f"Row {row} holds values where headings should be", where=file, remedy=remedy)
    chosen = {normalise(also): name for name, others in known.items() for also in (*others, name)}
    names: list[str] = []
    notes = []
    taken = set(_OURS)
    for index, text in enumerate(texts):
        wanted = chosen.get(normalise(text), text) or f"column {letter(index)}"
        name = next(each for each in _variants(wanted) if each.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
        if name != wanted:
            what = f"The heading '{wanted}' stands over more than one column; column {letter(index)} is called '{name}'"
            notes.append(_note(what, "Map the one that is meant", file, row, name))
        elif not text:
            what = f"Column {letter(index)} has no heading; it is called '{name}'"
            notes.append(_note(what, "Nothing, if it is blank", file, row, name))
    return Headings(names=tuple(names), notes=tuple(notes))


def _plain(text: str) -> str:
    """The text with nothing in it that a terminal would obey, or that ends a name early."""
    return "".join(each if each.isprintable() else "?" for each in text)


def _variants(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def _note(what: str, next: str, file: str, row: int, column: str) -> Finding:
    return Finding(what, next, file=file, row=row, column=column, severity=Severity.NOTE)
