"""The stages of one linkage: each a query over what came before, written as Parquet where the next one finds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from concordat.data.engine import Engine, Input


@dataclass(frozen=True, kw_only=True)
class Stages:
    """Tables made so far, by name. What SQL says of a name is what was last made under it."""

    engine: Engine
    folder: Path
    made: dict[str, Input] = field(default_factory=dict)

    def make(self, name: str, sql: str, *needs: str) -> int:
        """Write a table from the tables it needs, and return its rows."""
        path = self.folder / f"{name}.parquet"
        written = self.engine.write(sql, path, self._of(needs))
        self.made[name] = path
        return written.rows

    def give(self, name: str, value: Input) -> None:
        """Have a table made elsewhere."""
        self.made[name] = value

    def run(self, sql: str, *needs: str) -> pa.Table:
        """The rows of a query over the tables it needs."""
        return self.engine.run(sql, self._of(needs))

    def _of(self, needs: tuple[str, ...]) -> dict[str, Input]:
        return {each: self.made[each] for each in needs}
