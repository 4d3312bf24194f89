"""The record: every noun of a collaborative as frozen values, each remembering the row it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from concordat.core.finding import Finding, Severity
from concordat.register.noun import Noun, columns

N = TypeVar("N", bound=Noun)


@dataclass(frozen=True)
class Place:
    """Where a row came from; `row` as the user's own sheet numbers it."""

    file: str = ""
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Record:
    """All rows by noun, in the order given; `places` says where each was read."""

    rows: Mapping[type[Noun], tuple[Noun, ...]] = field(default_factory=dict)
    places: Mapping[Noun, Place] = field(default_factory=dict)
    _by_key: dict[type[Noun], dict[str, list[Noun]]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(nouns: Iterable[Noun], places: Mapping[Noun, Place] | None = None) -> Record:
        """A record of these rows."""
        rows: dict[type[Noun], list[Noun]] = {}
        for each in nouns:
            rows.setdefault(type(each), []).append(each)
        frozen = {noun: tuple(found) for noun, found in rows.items()}
        return Record(MappingProxyType(frozen), MappingProxyType(dict(places or {})))

    def all(self, noun: type[N], on: date | None = None) -> tuple[N, ...]:
        """The rows of one sheet; with `on`, those true on that day."""
        found: tuple[N, ...] = self.rows.get(noun, ())  # type: ignore[assignment]
        return found if on is None else tuple(each for each in found if each.valid_on(on))

    def get(self, noun: type[N], key: str, on: date | None = None) -> N | None:
        """The row with this key; with `on`, as it was true that day, else the latest of its versions."""
        versions = self._versions(noun).get(key, [])
        if on is not None:
            versions = [each for each in versions if each.valid_on(on)]
        return max(versions, key=lambda each: each.valid_from or date.min, default=None)  # type: ignore[return-value]

    def versions(self, noun: type[N], key: str) -> tuple[N, ...]:
        """Every row with this key, each true in a period of its own."""
        return tuple(self._versions(noun).get(key, ()))  # type: ignore[arg-type]

    def on(self, day: date) -> Record:
        """The record as it was true on a day."""
        return Record.of((each for each in self if each.valid_on(day)), self.places)

    def __iter__(self) -> Iterator[Noun]:
        for found in self.rows.values():
            yield from found

    def __len__(self) -> int:
        return sum(len(found) for found in self.rows.values())

    def place(self, noun: Noun) -> Place:
        """Where the row was read, or just its sheet where nobody read it from a file."""
        return self.places.get(noun, Place(sheet=noun.SHEET))

    def finding(
        self, noun: Noun, column: str, what: str, next: str, *, rule: str = "", severity: Severity = Severity.WARNING
    ) -> Finding:
        """A Finding at a row's own place; `column` is the name of a field, or blank."""
        heading = {each.name: each.heading for each in columns(type(noun))}.get(column, column)
        at = self.place(noun)
        return Finding(what, next, at.file, at.sheet, at.row, heading, rule, severity)

    def _versions(self, noun: type[Noun]) -> dict[str, list[Noun]]:
        if noun not in self._by_key:
            found: dict[str, list[Noun]] = {}
            for each in self.rows.get(noun, ()):
                found.setdefault(each.key, []).append(each)
            self._by_key[noun] = found
        return self._by_key[noun]
