"""Which noun rests on which: the connected graph, what breaks when one goes, and what points at nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.register.noun import Column, Noun, link_columns, noun_named
from concordat.register.record import Record


@dataclass(frozen=True, kw_only=True)
class Link:
    """One row's mention of another: `origin` rests on the row of `noun` with `key`."""

    origin: Noun
    column: Column
    noun: type[Noun]
    key: str


def mentions(row: Noun) -> Iterator[Link]:
    """What one row rests on, whether or not it is there."""
    for column, key in _named(type(row), {each.name: getattr(row, each.name) for each in link_columns(type(row))}):
        yield Link(origin=row, column=column, noun=noun_named(column.to), key=key)


def resting_on(record: Record, row: Noun, *, deep: bool = False) -> tuple[Link, ...]:
    """The rows that rest on this one; with `deep`, those that rest on them too: what breaks when it goes."""
    by_target: dict[tuple[type[Noun], str], list[Link]] = {}
    for each in record:
        for link in mentions(each):
            by_target.setdefault((link.noun, link.key), []).append(link)
    found: dict[Noun, Link] = {}
    waiting = [row]
    while waiting:
        here = waiting.pop(0)
        for link in by_target.get((type(here), here.key), ()):
            if link.origin not in found and link.origin != row:
                found[link.origin] = link
                waiting += [link.origin] if deep else []
    return tuple(found.values())


def dangling(record: Record, beside: Record | None = None) -> tuple[Finding, ...]:
    """Every mention of a row that is not there, nor in the record it will stand `beside`."""
    there = (record, beside) if beside else (record,)
    return tuple(
        record.finding(link.origin, link.column.name, *_lost(link.noun, link.key, there), severity=Severity.ERROR)
        for each in record
        for link in mentions(each)
        if all(known.get(link.noun, link.key) is None for known in there)
    )


def astray(noun: type[Noun], values: Mapping[str, Any], beside: Record) -> Iterator[tuple[Column, str, str]]:
    """The same of values by column that are no row yet: where, what is wrong and what next."""
    for column, key in _named(noun, values):
        if beside.get(to := noun_named(column.to), key) is None:
            yield column, *_lost(to, key, (beside,))


def _named(noun: type[Noun], values: Mapping[str, Any]) -> Iterator[tuple[Column, str]]:
    """Every key that the columns which link hold, of those that have a value."""
    for column in link_columns(noun):
        value = values.get(column.name, ())
        yield from ((column, key) for key in ((value,) if isinstance(value, str) else value) if key)


def _lost(noun: type[Noun], key: str, there: tuple[Record, ...]) -> tuple[str, str]:
    """What is wrong and what next; where a whole sheet is missing, in words that are the same for each of its rows."""
    sheet = noun.SHEET
    if any(known.all(noun) for known in there):
        return f"It names {key}, which is not in {sheet}", f"add {key} to {sheet}, or correct the code"
    return f"It names a row of {sheet}, and none is here", f"add the {sheet}, or read the file that has them as well"
