"""How a noun is declared: a frozen dataclass whose fields know their column in the workbook.

One declaration serves every door: intake and outtake, the empty template, forms, lists, history and the glossary test.
A noun is found by discovery: a new class in a module of this package is a new sheet, and no other file changes.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import ModuleType
from typing import Any, ClassVar

from concordat.core.discovery import modules
from concordat.core.period import Period
from concordat.core.refusal import Refusal

_METADATA = "concordat.column"


class Kind(StrEnum):
    """What a column holds; `register.cell` reads and writes each."""

    TEXT = "text"
    CODE = "ODS code"
    DATE = "date"
    MONEY = "pounds"
    WHOLE = "whole number"
    NUMBER = "number"
    PERCENT = "per cent"
    YES_NO = "yes or no"
    CHOICE = "one of a list"
    LINK = "key of another sheet"
    LINKS = "keys of another sheet, separated by ;"
    LIST = "texts separated by ;"
    MONTHS = "months joined by +, such as 24+12"
    TIERS = "sites: pounds; such as 1: 420000; 3: 365000"
    AMOUNTS = "name: number; such as trainer: 2; tester: 0.5"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet: its heading, what it holds, and whether others may see it."""

    name: str
    heading: str
    kind: Kind
    note: str
    required: bool
    key: bool
    to: str
    choices: type[StrEnum] | None
    confidential: bool


def column(
    kind: Kind,
    note: str,
    *,
    heading: str = "",
    key: bool = False,
    to: str = "",
    choices: type[StrEnum] | None = None,
    confidential: bool = False,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A dataclass field that is also a column; one without a default must be filled in."""
    about = {"heading": heading, "kind": kind, "note": note, "key": key, "to": to, "choices": choices}
    return dataclasses.field(default=default, metadata={_METADATA: about | {"confidential": confidential}})


class Misbuilt(Refusal):
    """A noun that contradicts itself; `problems` are (column name, what is wrong, what to do next)."""

    def __init__(self, noun: str, problems: tuple[tuple[str, str, str], ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(what for _, what, _ in problems), where=noun, remedy=problems[0][2])


@dataclass(frozen=True, kw_only=True)
class Noun:
    """A row of a register: true from `valid_from` until the day before `valid_to`; blank means always."""

    SHEET: ClassVar[str]
    MEANS: ClassVar[str]

    valid_from: date | None = column(Kind.DATE, "First day this row is true; blank means it always was.", default=None)
    valid_to: date | None = column(Kind.DATE, "First day this row is no longer true; blank: still true.", default=None)

    def __post_init__(self) -> None:
        problems = tuple(self._missing()) + tuple(self.problems())
        if problems:
            raise Misbuilt(f"{self.SHEET} {self.key}", problems)

    def _missing(self) -> Iterator[tuple[str, str, str]]:
        for each in columns(type(self)):
            if each.required and getattr(self, each.name) in ("", None, ()):
                yield each.name, f"{each.heading} is empty", f"fill it in: {each.note}"
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            yield "valid_to", "Valid to is not after valid from", "give a later day, or leave it blank"

    def problems(self) -> Iterator[tuple[str, str, str]]:
        """What this row gets wrong by itself: (column name, what, what next). Nouns override it."""
        yield from ()

    @property
    def key(self) -> str:
        """What no two rows of a sheet share on one day, such as `RX1 / SIRO`; a blank part is a dash."""
        parts = (getattr(self, each.name) for each in columns(type(self)) if each.key)
        return " / ".join("-" if part in ("", None) else str(part) for part in parts)

    @property
    def label(self) -> str:
        """What a reader calls this row."""
        return str(getattr(self, "name", "") or getattr(self, "title", "") or self.key)

    @property
    def owner(self) -> str:
        """The ODS code of the organisation whose row this is; blank where it is the collaborative's."""
        return str(getattr(self, "organisation", "") or getattr(self, "customer", ""))

    def valid_on(self, day: date) -> bool:
        """Whether the row is true on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    @property
    def valid(self) -> Period:
        """The half-open period in which the row is true."""
        return Period(self.valid_from or date.min, self.valid_to)


def columns(noun: type[Noun]) -> tuple[Column, ...]:
    """The columns of a noun's sheet in order: its own first, the valid period last."""
    return _columns(noun)  # type: ignore[arg-type]  # mypy takes the hash of a class for that of its instances


def link_columns(noun: type[Noun]) -> tuple[Column, ...]:
    """The columns in which a noun names other rows."""
    return _link_columns(noun)  # type: ignore[arg-type]


@functools.cache
def _columns(noun: type[Noun]) -> tuple[Column, ...]:
    fields = [each for each in dataclasses.fields(noun) if _METADATA in each.metadata]
    own = [each for each in fields if not each.name.startswith("valid_")]
    return tuple(_column(each) for each in own + [each for each in fields if each not in own])


def _column(field: dataclasses.Field[Any]) -> Column:
    about = dict(field.metadata[_METADATA])
    about["heading"] = about["heading"] or field.name.replace("_", " ").capitalize()
    return Column(name=field.name, required=field.default is dataclasses.MISSING, **about)


@functools.cache
def nouns() -> tuple[type[Noun], ...]:
    """Every noun declared in this package, those that others point to first."""
    package = importlib.import_module("concordat.register")
    named = ((module, each) for module in modules(package) for each in vars(module).values())
    found = {noun.__name__: noun for module, noun in named if _declared_in(module, noun)}
    placed: dict[str, type[Noun]] = {}

    def place(name: str, above: tuple[str, ...] = ()) -> None:
        if name in placed or name in above:
            return
        for each in columns(found[name]):
            if each.to and each.to != name:
                place(each.to, (*above, name))
        placed[name] = found[name]

    for name in found:
        place(name)
    return tuple(placed.values())


def _declared_in(module: ModuleType, thing: object) -> bool:
    """Whether a name in a module is a noun that it declares: so the order of sheets is that of the code, everywhere."""
    is_noun = isinstance(thing, type) and issubclass(thing, Noun) and thing is not Noun
    return is_noun and getattr(thing, "__module__", "") == module.__name__


@functools.cache
def _by_name() -> dict[str, type[Noun]]:
    return {name.casefold(): noun for noun in nouns() for name in (noun.__name__, noun.SHEET)}


def noun_named(name: str) -> type[Noun]:
    """The noun with this class name or sheet title, in any case."""
    noun = _by_name().get(name.casefold().strip())
    if noun is None:
        raise Refusal(
            f"There is no register named {name!r}", remedy=f"use one of {', '.join(n.SHEET for n in nouns())}"
        )
    return noun


@functools.cache
def _link_columns(noun: type[Noun]) -> tuple[Column, ...]:
    return tuple(each for each in columns(noun) if each.kind in (Kind.LINK, Kind.LINKS))
