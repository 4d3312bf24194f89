"""Codes rolled up: beside a coded column, one at the coarsest level any member may send it at, so that all compare.

A member that sends a coarser level than the others (ethnic category in five groups, not in 16 codes and more) cannot be
made finer; the others can be made as coarse. The levels, with the codes of each group, are the shared model's.
"""

from __future__ import annotations

from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect
from concordat.data.model import ColumnModel, TableModel

GROUP = "_group"
"""What the name of such a column ends in."""


def grouped(column: ColumnModel | None) -> bool:
    """Whether there are coarser levels of a column's codes."""
    return column is not None and column.value_set is not None and bool(column.value_set.levels)


def groups_of(table: TableModel) -> tuple[str, ...]:
    """The names of such columns that a table may have."""
    return tuple(each.name + GROUP for each in table.columns if grouped(each))


def group_sql(column: ColumnModel, to: Dialect = DUCKDB) -> str:
    """A code, or the group that a member sent in its place, as its group of the coarsest level; else nothing."""
    assert column.value_set is not None
    *finer, coarsest = column.value_set.levels.values()
    cases = []
    for group, codes in coarsest.items():
        within = [name for level in finer for name, its in level.items() if set(its) <= set(codes)]
        listed = ", ".join(map(to.text, dict.fromkeys((group, *codes, *within))))
        cases.append(f"WHEN {to.name(column.name)} IN ({listed}) THEN {to.text(group)}")
    return f"CASE {' '.join(cases)} END"
