"""The shared model: the tables that every extract becomes, read from a contract of the Open Data Contract Standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from concordat.data.located import read_yaml

TYPES = {
    "string": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}
"""The logical types that are read, and what they are to the engine. A moment is kept with its offset resolved."""
CLASSIFICATIONS = ("identifier", "key", "indirect", "health", "plain")
CHECKS = ("check digit", "postcode", "not in the future", "three digits")
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class ValueSet:
    """Codes and what they mean; `levels` are coarser ways to say it, each group with the codes it stands for."""

    name: str
    source: str
    codes: Mapping[str, str]
    levels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: _NONE)

    def at(self, level: str) -> tuple[str, ...]:
        """The codes of a level; "" is the finest."""
        return tuple(self.levels[level]) if level else tuple(self.codes)


@dataclass(frozen=True, kw_only=True)
class ColumnModel:
    """A column. `type` is one of TYPES, `sensitivity` one of CLASSIFICATIONS, `check` blank or one of CHECKS;
    `references` is the "table.column" it points to."""

    name: str
    type: str
    required: bool = False
    unique: bool = False
    value_set: ValueSet | None = None
    nhs_name: str = ""
    sensitivity: str = "plain"
    description: str = ""
    check: str = ""
    references: str = ""
    synonyms: tuple[str, ...] = ()

    @property
    def sql_type(self) -> str:
        """Its type to the engine."""
        return TYPES[self.type]


@dataclass(frozen=True, kw_only=True)
class TableModel:
    """A table. `key` is unique for a member; `orders` are pairs of columns, the first never after the second.

    `made` are the columns that no member sends: they are worked out here, from the rows of all.
    """

    name: str
    columns: tuple[ColumnModel, ...]
    key: tuple[str, ...]
    description: str = ""
    orders: tuple[tuple[str, str], ...] = ()
    made: tuple[ColumnModel, ...] = ()

    def column(self, name: str) -> ColumnModel:
        """The column of a name. Raises KeyError."""
        return {each.name: each for each in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns that members send."""
        return tuple(each.name for each in self.columns)

    @property
    def whole(self) -> tuple[ColumnModel, ...]:
        """All its columns, those that are sent and those that are made."""
        return (*self.columns, *self.made)


@dataclass(frozen=True, kw_only=True)
class Model:
    """The tables of a contract."""

    tables: tuple[TableModel, ...]
    version: str = ""

    def table(self, name: str) -> TableModel:
        """The table of a name. Raises KeyError."""
        return {each.name: each for each in self.tables}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(each.name for each in self.tables)


@cache
def shared_model() -> Model:
    """The tables of this collaborative."""
    from concordat.data.odcs import model_of  # which makes what this module defines

    file = files("concordat.data") / "shared_model.odcs.yaml"
    return model_of(read_yaml(file.read_text(encoding="utf-8"), file=file.name))
