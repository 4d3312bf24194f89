"""A result in a notebook: as Arrow, pandas or polars when it is asked for, and shown without a row of it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concordat.core.refusal import Refusal

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow as pa


class NotInstalled(Refusal):
    """A package that is needed for what was asked, and is not there."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Result:
    """An answer: under which agreement, from which snapshot, its line on the log, its rows.

    `protected`: small numbers are left out and the rest rounded. Shown, it tells its columns and how many rows it has,
    and none of them, so that no notebook keeps a patient's row because a cell ended with its name.
    """

    agreement: str
    version: int
    snapshot: int
    line: int
    isolation: str
    protected: bool
    _table: pa.Table = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __repr__(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self):,} rows"
        under = f"{self.agreement} version {self.version}"
        return f"<Result: {rows} of {', '.join(self.columns)}; under {under}, line {self.line} of the log>"

    def arrow(self) -> pa.Table:
        """Its rows as a pyarrow Table: days, exact decimals and what is absent as they are."""
        return self._table

    def pandas(self) -> pandas.DataFrame:
        """Its rows as a pandas DataFrame, with Arrow's types. Raises NotInstalled."""
        types = needed("pandas").ArrowDtype
        return self._table.to_pandas(types_mapper=types)

    def polars(self) -> polars.DataFrame:
        """Its rows as a polars DataFrame. Raises NotInstalled."""
        return needed("polars").from_arrow(self._table)


def result_of(head: Mapping[str, Any], table: pa.Table) -> Result:
    """The head of an answer and its rows, as a Result."""
    names = ("agreement", "version", "snapshot", "line", "isolation", "protected")
    return Result(**{name: head[name] for name in names}, _table=table)


def needed(package: str) -> Any:
    """A package that is only imported when it is needed. Raises NotInstalled."""
    try:
        return importlib.import_module(package)
    except ImportError:
        raise NotInstalled(f"{package} is not installed here", remedy=f"Run: pip install {package}") from None
