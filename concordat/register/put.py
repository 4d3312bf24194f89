"""Put: a row that a person writes as a JSON object, members named as the columns of its noun; all errors at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from concordat.core.cells import CellProblem
from concordat.core.finding import Finding
from concordat.core.table import normalise
from concordat.register.cell import parse
from concordat.register.intake import NotWhole
from concordat.register.links import astray
from concordat.register.noun import Column, Kind, Misbuilt, Noun, columns
from concordat.register.record import Record

N = TypeVar("N", bound=Noun)

_SEVERAL = (Kind.LINKS, Kind.LIST)


def put(noun: type[N], given: Any, file: str, beside: Record, **unless_said: Any) -> N:
    """The row a JSON object puts: money in pounds, days as 2027-02-12, several as a list.

    Members have the names of columns or their headings; what they name must be in the record `beside`. What is in
    `unless_said` stands where they do not say it. Raises NotWhole.
    """
    if not isinstance(given, dict):
        first, second = columns(noun)[:2]
        remedy = f'write it as {{"{first.name}": …, "{second.name}": …}}'
        raise NotWhole([Finding("It is no JSON object", remedy, file)])
    values = dict(unless_said)
    wrong = list(_read(noun, given, file, values))
    wrong += (Finding(what, next, file, column=at.heading) for at, what, next in astray(noun, values, beside))
    if wrong:
        raise NotWhole(wrong)
    try:
        return noun(**values)
    except Misbuilt as misbuilt:
        raise NotWhole([Finding(what, next, file, column=name) for name, what, next in misbuilt.problems]) from misbuilt


def _read(noun: type[Noun], given: dict[str, Any], file: str, values: dict[str, Any]) -> Iterator[Finding]:
    """Everything that is wrong; what is right goes into `values`."""
    known = {normalise(name): each for each in columns(noun) for name in (each.name, each.heading)}
    for name, value in given.items():
        column = known.get(normalise(name))
        if column is None:
            names = ", ".join(each.name for each in columns(noun))
            yield Finding(f"There is no column {name!r}", f"use any of: {names}", file, column=name)
            continue
        try:
            held = _held(column, value)
        except CellProblem as problem:
            yield Finding(problem.what, problem.next, file, column=name)
            continue
        if held is not None:
            values[column.name] = held
    there = {known[normalise(name)].name for name in given if normalise(name) in known}
    for each in columns(noun):
        if each.required and each.name not in there and each.name not in values:
            yield Finding(f"There is no {each.name}", f"add it: {each.note}", file, column=each.name)


def _held(column: Column, value: Any) -> Any:
    """What a member holds, read as a cell would be; a list, one after another. Raises CellProblem."""
    if isinstance(value, list) and column.kind in _SEVERAL:
        return tuple(part for each in value for part in _held(column, each) or ())
    if isinstance(value, list | dict):
        what = "It is a list" if isinstance(value, list) else "It is an object"
        raise CellProblem(f"{what}, where {column.kind.value} is wanted", f"write one value: {column.note}")
    return parse(column, value)
