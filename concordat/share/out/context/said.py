"""A row of the record in words, column by column, so that a new column reaches every template by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.register.naming import name_and_code, name_of
from concordat.register.noun import Column, Kind, Noun, columns
from concordat.register.record import Record

Said = str | tuple["Said", ...] | dict[str, "Said"]
"""All that a template ever sees."""


@dataclass(frozen=True)
class Speaker:
    """Says rows of a record as it is true on a day."""

    record: Record
    as_of: date

    def name(self, code: str) -> str:
        """An organisation's name, its last one where it has closed, or the code where the record has none."""
        return name_of(self.record, code, self.as_of)

    def organisation(self, code: str) -> str:
        """Its name and ODS code: "Wendshire County Council (098)"."""
        return name_and_code(self.record, code, self.as_of)

    def row(self, row: Noun) -> dict[str, Said]:
        """Its columns by name: lists as tuples, all else as text, a blank as ""."""
        return {each.name: self._cell(each, getattr(row, each.name)) for each in columns(type(row))}

    def _cell(self, column: Column, value: Any) -> Said:
        if isinstance(value, tuple):
            return tuple(self._one(column, each) for each in value)
        return self._one(column, value)

    def _one(self, column: Column, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column.to == "Organisation":
            return self.organisation(str(value))
        return _WORDS.get(column.kind, str)(value)


def listed(words: tuple[str, ...] | list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


_WORDS: dict[Kind, Callable[[Any], str]] = {
    Kind.DATE: long_date,
    Kind.MONEY: in_pounds,
    Kind.YES_NO: lambda value: "yes" if value else "",
    Kind.CHOICE: lambda value: str(value.value),
    Kind.AMOUNTS: lambda pair: f"{pair[0]}: {pair[1]:,g}",
}
