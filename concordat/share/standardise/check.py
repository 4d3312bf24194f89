"""What may be wrong with a value, and its bit in the mask of its row: the same for every feed of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concordat.data.model import TableModel
from concordat.share.standardise.kind import GapKind

_WORD = 60  # bits of a BIGINT that are used
_READ = (GapKind.UNPARSEABLE, GapKind.COARSER, GapKind.FAILS_CHECK, GapKind.PARTIAL)
_CODED = (GapKind.UNMAPPED_CODE, GapKind.LOSSY_CODE, GapKind.NOT_IN_VALUE_SET, GapKind.FAILS_CHECK, GapKind.PARTIAL)


@dataclass(frozen=True, kw_only=True)
class Check:
    """A condition over a row in the stage. `rejects`: where it holds it is told by file and line; else only counted."""

    column: str
    kind: GapKind
    reason: str
    sql: str
    rejects: bool = True


def places(table: TableModel) -> Mapping[tuple[str, GapKind], tuple[int, int]]:
    """By column and kind, which `_checks_<n>` and which of its bits. The masks in the lake mean what this says."""
    pairs = [(each.name, kind) for each in table.columns for kind in (_CODED if each.type == "string" else _READ)]
    return {pair: divmod(number, _WORD) for number, pair in enumerate(pairs)}


def masks(table: TableModel) -> tuple[str, ...]:
    """The names of the masks that a row of the table has."""
    return tuple(f"_checks_{word}" for word in range(1 + max(word for word, _ in places(table).values())))


def is_so_sql(table: TableModel, column: str, kind: GapKind) -> str:
    """Whether a row of the table was marked so."""
    word, bit = places(table)[column, kind]
    return f"(_checks_{word} & {1 << bit} <> 0)"


def masks_sql(table: TableModel, checks: Iterable[Check]) -> str:
    """The masks of a row, as columns."""
    by_place: dict[tuple[int, int], list[str]] = {}
    for each in checks:
        by_place.setdefault(places(table)[each.column, each.kind], []).append(each.sql)
    return ", ".join(f"{_mask(by_place, word)} AS {name}" for word, name in enumerate(masks(table)))


def _mask(by_place: Mapping[tuple[int, int], list[str]], word: int) -> str:
    parts = [
        f"(CASE WHEN {' OR '.join(conditions)} THEN {1 << bit} ELSE 0 END)"
        for (at, bit), conditions in by_place.items()
        if at == word
    ]
    return f"CAST({' + '.join(parts) or '0'} AS BIGINT)"
