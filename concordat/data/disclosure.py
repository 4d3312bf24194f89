"""Disclosure control of counts: what is of too few people is left out, and the rest is rounded.

Left out as well is what would let the rest be worked out, within a table and beside all that was told before.

A cell that is left out is not shown at all, so that it cannot be told from one of nobody. Rounding alone does not
protect an open box of questions: an asker who subtracts often enough finds out, which is what the overlaps are for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB, Input

LEAST, ROUNDING = 8, 5
"""Where an agreement sets none: counts of 1 to 7 are left out and the rest rounded to 5, as for Hospital Episode
Statistics (NHS England, HES analysis guide)."""

Key = tuple[Any, ...]


class NotReleasable(Refusal):
    """A table that cannot be checked, and so cannot leave."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a table of counts: what it is of, its rows, and how many different people they are of."""

    key: Key
    rows: int
    people: int


def protected(cells: Collection[Cell], *, least: int, rounding: int, also: Collection[Key] = ()) -> tuple[Cell, ...]:
    """The cells that may be shown, their counts rounded, in order of key. `also` are left out whatever they count."""
    hidden = {each.key for each in cells if each.people < least or each.key in also}
    while more := next(_exposed(cells, hidden, least), None):
        hidden.add(more)
    shown = sorted((each for each in cells if each.key not in hidden), key=lambda each: _in_order(each.key))
    return tuple(
        replace(each, rows=rounded(each.rows, rounding), people=rounded(each.people, rounding)) for each in shown
    )


def rounded(count: int, to: int) -> int:
    """A count to the nearest multiple, halves up; as it is where there is no rounding."""
    return (count + to // 2) // to * to if to > 1 else count


def overlaps(new: Input, told: Sequence[Path], *, least: int) -> frozenset[int]:
    """The numbers of new cells that differ by fewer than `least` people, but not by none, from a cell told before.

    Both are tables of (cell, person), the person a 64-bit hash. Who knows both counts could else subtract them.
    """
    if not told:
        return frozenset()
    found = DuckDB().run(_OVERLAPS.format(least=int(least)), {"new": new, "told": tuple(told)})
    return frozenset(found.column("cell").to_pylist())


_OVERLAPS = """
WITH new_sizes AS (SELECT cell, count(*) AS n FROM new GROUP BY cell),
told_sizes AS (SELECT answer, cell, count(*) AS n FROM told GROUP BY answer, cell),
both_in AS (
    SELECT new.cell AS cell, told.answer AS answer, told.cell AS before, count(*) AS n
    FROM new JOIN told USING (person) GROUP BY ALL
)
SELECT DISTINCT both_in.cell AS cell
FROM both_in JOIN new_sizes ON new_sizes.cell = both_in.cell
JOIN told_sizes ON told_sizes.answer = both_in.answer AND told_sizes.cell = both_in.before
WHERE new_sizes.n + told_sizes.n - 2 * both_in.n BETWEEN 1 AND {least} - 1
"""


def releasable(
    table: pa.Table, counts: Sequence[str], *, least: int, rounding: int, also: Collection[Key] = ()
) -> pa.Table:
    """A table of counts as it may leave: `counts` names its columns of counts, the least of which protects its row.

    `also` are groups that are left out whatever they count. Raises NotReleasable for a table that has no counts, has
    others numbers, or one row twice.
    """
    problems = list(_unchecked(table, counts))
    if problems:
        raise NotReleasable("; ".join(problems), remedy="Release counts by groups, and name the columns that count")
    names = [each for each in table.column_names if each not in counts]
    rows = {tuple(each[name] for name in names): each for each in table.to_pylist()}
    cells = [Cell(key=key, rows=0, people=min(int(each[count] or 0) for count in counts)) for key, each in rows.items()]
    kept = [rows[each.key] for each in protected(cells, least=least, rounding=1, also=also)]
    told = [{**each, **{count: rounded(each[count], rounding) for count in counts}} for each in kept]
    return pa.Table.from_pylist(told, table.schema)


def _unchecked(table: pa.Table, counts: Sequence[str]) -> Iterator[str]:
    """What keeps a table from being checked."""
    missing = [each for each in counts if each not in table.column_names]
    if missing or not counts:
        yield f"it has no column {', '.join(missing)}" if missing else "no column of it is said to count people"
        return
    if not all(pa.types.is_integer(table.schema.field(each).type) for each in counts):
        yield "a column that is said to count holds other than whole numbers"
    others = [each for each in table.schema if each.name not in counts]
    if any(pa.types.is_floating(each.type) or pa.types.is_decimal(each.type) for each in others):
        yield "it holds numbers that are no counts; work out ratios and means from the counts once they are rounded"
    groups = [tuple(each[one.name] for one in others) for each in table.to_pylist()]
    if len(set(groups)) < len(groups):
        yield "it has one group twice"


def _exposed(cells: Collection[Cell], hidden: Collection[Key], least: int) -> Iterator[Key]:
    """A cell to leave out as well: the smallest that is shown in a line whose hidden part could be worked out.

    A line is the cells alike in all but one part of their key. Who knows its sum can subtract what is shown: what is
    hidden in it must be of two cells or more, and of no fewer people than may be told.
    """
    width = max((len(each.key) for each in cells), default=0)
    for place in range(width):
        lines: dict[Key, list[Cell]] = {}
        for each in cells:
            lines.setdefault(each.key[:place] + each.key[place + 1 :], []).append(each)
        for line in lines.values():
            unseen = [each.people for each in line if each.key in hidden]
            seen = [each for each in line if each.key not in hidden]
            if unseen and seen and (len(unseen) == 1 or sum(unseen) < least):
                yield min(seen, key=lambda each: (each.people, _in_order(each.key))).key


def _in_order(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((each is not None, str(each)) for each in key)
