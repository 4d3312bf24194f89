"""What a proposed mapping would do to the last batch, beside what stands: counts, and never the values of a row.

The one exception are codes, since a code is what one maps: of a column that has a value set or a code map, each code
that at least LEAST different patients have, with how many rows. Fewer could be one person's own words; those are
counted together. It is for the member's own editors, whose data they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data.disclosure import LEAST
from concordat.data.engine import DuckDB, name_of
from concordat.data.extract import Batch, landed
from concordat.data.model import Model
from concordat.share.mapping.feed import Feed, FeedColumn
from concordat.share.standardise.arrivals import left_out
from concordat.share.standardise.batch import standardise
from concordat.share.standardise.found import STAGED, Found
from concordat.share.standardise.matrix import Cell, matrix
from concordat.share.standardise.workspace import feeds_of

_MOST_CODES = 60
_LONGEST = 60
Standings = Mapping[tuple[str, str], Cell]


@dataclass(frozen=True, kw_only=True)
class Codes:
    """The codes of a column as the source writes them: (code, rows, rows it gives a value for); and of the `others`,
    which fewer than LEAST patients have, how many codes and rows there are."""

    column: str
    codes: tuple[tuple[str, int, int], ...]
    others: int = 0
    other_rows: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One count before and after; None where there is none."""

    what: str
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Of the batch that was tried: `rows` and `faults` before and after, how fields would stand (`fields`: column,
    before, after), and `codes`. `refused`: why the batch could not be mapped so."""

    batch: str
    period: str
    rows: tuple[Line, ...] = ()
    faults: tuple[Line, ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    codes: tuple[Codes, ...] = ()
    refused: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def preview_of(given: Mapping[str, Any]) -> Preview:
    """What `as_dict` gave."""
    codes = [
        {**each, "codes": tuple((str(code), int(rows), int(kept)) for code, rows, kept in each["codes"])}
        for each in given["codes"]
    ]
    return Preview(
        **{
            **given,
            "rows": tuple(Line(**each) for each in given["rows"]),
            "faults": tuple(Line(**each) for each in given["faults"]),
            "fields": tuple((str(name), str(before), str(after)) for name, before, after in given["fields"]),
            "codes": tuple(Codes(**each) for each in codes),
        }
    )


def batch_for(home: Path, feed: Feed) -> Batch | None:
    """The last batch that a feed is for."""
    own = [each for each in landed(home) if feeds_of(each, (feed,))]
    return max(own, key=lambda each: each.order, default=None)


def preview(
    batch: Batch, feed: Feed, *, home: Path, found: Iterable[Found], feeds: Sequence[Feed], model: Model, work: Path
) -> Preview:
    """Try a proposed feed on a batch; files are made below `work`. `found` and `feeds` are as they stand."""
    found = tuple(found)
    try:
        made = standardise(batch, feed, home=home, model=model, work=work)
    except Refusal as refusal:
        return Preview(batch=batch.id, period=batch.period, refused=str(refusal))
    same = [each for each in found if _place(each) == _place(made.found)]
    before = next((each for each in same if each.batch == batch.id), None)
    others = [each for each in feeds if (each.member, each.name) != (feed.member, feed.name)]
    then = (*(each for each in found if each not in same), made.found)
    return Preview(
        batch=batch.id,
        period=batch.period,
        rows=tuple(_rows(before, made.found)),
        faults=tuple(_faults(before, made.found)),
        fields=tuple(_moved(feed, _standings(found, feeds, model), _standings(then, (*others, feed), model), model)),
        codes=tuple(_codes(feed, made.staged, model, work)),
    )


def _place(found: Found) -> tuple[str, str]:
    return found.member, found.feed


def _rows(before: Found | None, after: Found) -> Iterator[Line]:
    said = {
        "Rows sent": lambda each: each.rows + each.unread,
        "Rows in the shared table": lambda each: each.rows + each.unread - left_out(each),
        "Rows that could not be read": lambda each: each.unread,
        "Rows without their key": lambda each: each.left_out,
        "Rows with a key that is there again": lambda each: each.duplicates,
    }
    for what, count in said.items():
        yield Line(what=what, before=count(before) if before else None, after=count(after))


def _faults(before: Found | None, after: Found) -> Iterator[Line]:
    """Values that are rejected or lose something, by column and kind, where there are any."""
    counts = [_by_kind(before) if before else None, _by_kind(after)]
    for name, kind in sorted({each for one in counts if one for each in one}):
        first, second = (one.get((name, kind), 0) if one is not None else None for one in counts)
        yield Line(what=f"{name}: {kind.replace('_', ' ')}", before=first, after=second)


def _by_kind(found: Found) -> dict[tuple[str, str], int]:
    return {(each.name, kind.value): count for each in found.columns for kind, count in each.faults.items()}


def _standings(found: Iterable[Found], feeds: Sequence[Feed], model: Model) -> Standings:
    fields = matrix(found, feeds, model=model)
    return {(f"{field.table}.{field.column}", cell.member): cell for field in fields for cell in field.cells}


def _moved(feed: Feed, before: Standings, after: Standings, model: Model) -> Iterator[tuple[str, str, str]]:
    for name in model.table(feed.table).names:
        key = (f"{feed.table}.{name}", feed.member)
        first, second = (_in_words(each.get(key)) for each in (before, after))
        if first != second:
            yield name, first, second


def _in_words(cell: Cell | None) -> str:
    if cell is None:
        return "no feed"
    coverage = "" if cell.coverage is None else f", {cell.coverage:.0%} of rows"
    return f"{cell.comparable.value}{coverage}"


def _codes(feed: Feed, staged: Path, model: Model, work: Path) -> Iterator[Codes]:
    table, there = model.table(feed.table), set(pq.read_schema(staged).names)
    with DuckDB(temp=work).kept(work) as engine:
        for each in feed.mapped:
            if _is_coded(each, model, feed):
                sql = _codes_sql(each.target, there, "patient_id" if "patient_id" in table.names else table.key[0])
                yield _listed(each.target, engine.run(sql, {STAGED: staged}).to_pylist())


def _is_coded(said: FeedColumn, model: Model, feed: Feed) -> bool:
    column = model.table(feed.table).column(said.target)
    return bool(column.value_set or said.codes) and column.sensitivity not in ("identifier", "key")


def _codes_sql(column: str, there: set[str], person: str) -> str:
    kept, raw = name_of(column), f"{column}_raw"
    given = f"coalesce({name_of(raw)}, CAST({kept} AS VARCHAR))" if raw in there else f"CAST({kept} AS VARCHAR)"
    return (
        f"SELECT {given} AS code, count(*) AS n, count({kept}) AS kept, "
        f"count(DISTINCT {name_of(person)}) AS people FROM {STAGED} WHERE {given} IS NOT NULL "
        "GROUP BY 1 ORDER BY n DESC, 1"
    )


def _listed(column: str, rows: Sequence[Mapping[str, Any]]) -> Codes:
    enough = [each for each in rows if each["people"] >= LEAST and len(each["code"]) <= _LONGEST][:_MOST_CODES]
    total = sum(each["n"] for each in rows)
    return Codes(
        column=column,
        codes=tuple((each["code"], each["n"], each["kept"]) for each in enough),
        others=len(rows) - len(enough),
        other_rows=total - sum(each["n"] for each in enough),
    )
