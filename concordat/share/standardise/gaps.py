"""Gaps: what the feeds of members do not give, a sentence each, with the system, supplier and contract behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from datetime import date, datetime
from typing import Any

from concordat.core.finding import Severity
from concordat.data.model import Model
from concordat.register.contract import Contract
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.system import Product, Supplier, System
from concordat.share.mapping.feed import PERIODS, Feed
from concordat.share.standardise.found import ColumnFound, Found, last_of_each
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.said import sentence
from concordat.share.standardise.units import TABLE, Units

ERRORS = (GapKind.CONTRADICTED, GapKind.EMPTY, GapKind.COLUMN_MISSING)
"""What makes a mapping wrong, and not the data poor: somebody must change the feed, or the extract."""
_COARSE_ENOUGH = 0.001  # of values: fewer that are missing are told by file and line, and not as a gap


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What is behind a feed on the register: names, "" where the register has none."""

    member: str = ""
    system: str = ""
    supplier: str = ""
    contract: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What a member does not give: `count` of `rows` in the last batch. `note` is a reason, or a column of the source;
    `declared`: the feed says so itself. `member` and `system` are keys; `behind` has their names."""

    kind: GapKind
    member: str
    system: str
    table: str
    column: str
    count: int = 0
    rows: int = 0
    note: str = ""
    declared: bool = False
    feed: str = ""
    batch: str = ""
    behind: Behind = Behind()

    @property
    def severity(self) -> Severity:
        """An error is a mistake in the mapping; a warning, data that are not there."""
        if self.kind in ERRORS:
            return Severity.ERROR
        return Severity.NOTE if self.declared else Severity.WARNING

    def __str__(self) -> str:
        return sentence(self)

    def as_dict(self) -> dict[str, Any]:
        """The gap for JSON, with its sentence."""
        ends = self.behind.ends_on.isoformat() if self.behind.ends_on else None
        behind = asdict(self.behind) | {"ends_on": ends}
        return asdict(self) | {"behind": behind, "severity": self.severity.value, "sentence": str(self)}


def gaps(
    found: Iterable[Found],
    feeds: Sequence[Feed],
    *,
    model: Model,
    as_of: date,
    record: Record | None = None,
    orphans: Mapping[tuple[str, str, str], tuple[int, int]] | None = None,
    units: Units | None = None,
) -> tuple[Gap, ...]:
    """Every gap of every feed, judged by its last batch; a feed without one has what it declares, and is stale.

    Of the lake, `orphans` are, by member, table and column, how many of how many references lead nowhere; `units`, by
    member, how many tests are in other units than whose.
    """
    last = last_of_each(found)
    told: list[Gap] = []
    for feed in feeds:
        one = last.get((feed.member, feed.name))
        behind = behind_of(feed, record, as_of)
        for each in _of_feed(feed, one, model, as_of):
            told.append(_with(each, feed, one, behind))
        for (member, table, column), (count, rows) in (orphans or {}).items():
            if (member, table) == (feed.member, feed.table) and count:
                told.append(_with(_Bare(GapKind.ORPHAN_REFERENCE, column, count=count, rows=rows), feed, one, behind))
        if units and feed.table == TABLE and feed.member in units:
            tests, others = units[feed.member]
            bare = _Bare(GapKind.UNIT_CONFLICT, "value_unit", count=tests, note=", ".join(others))
            told.append(_with(bare, feed, one, behind))
    return tuple(sorted(told, key=_order))


def behind_of(feed: Feed, record: Record | None, as_of: date) -> Behind:
    """Who is behind a feed: its member, System, Product and Supplier, and the contract the feed or System names."""
    if record is None:
        return Behind()
    member = record.get(Organisation, feed.member, as_of)
    system = record.get(System, feed.system, as_of)
    product = record.get(Product, system.product, as_of) if system else None
    contract = record.get(Contract, feed.contract or (system.contract if system else ""))
    supplier = record.get(Supplier, contract.supplier if contract else product.supplier if product else "")
    return Behind(
        member=member.name if member else "",
        system=(system.name if system else "") or (product.name if product else ""),
        supplier=supplier.name if supplier else "",
        contract=contract.contract if contract else "",
        ends_on=contract.ends_on if contract else None,
    )


@dataclass(frozen=True)
class _Bare:
    """A gap before it is said whose it is."""

    kind: GapKind
    column: str = ""
    _: KW_ONLY
    count: int = 0
    rows: int = 0
    note: str = ""
    declared: bool = False


def _of_feed(feed: Feed, found: Found | None, model: Model, as_of: date) -> Iterator[_Bare]:
    table = model.table(feed.table)
    for name in table.names:
        said = feed.column(name)
        if said is None:
            yield _Bare(GapKind.NOT_MAPPED, name)
        elif said.absent and not (found and name in found.sent):
            yield _Bare(GapKind.DECLARED_ABSENT, name, note=said.absent, declared=True)
        elif said.level:
            yield _Bare(GapKind.COARSER, name, note=said.level, declared=True)
    yield from _stale(feed, found, as_of)
    if found is not None:
        yield from _of_batch(feed, found)


def _stale(feed: Feed, found: Found | None, as_of: date) -> Iterator[_Bare]:
    if found is None:
        yield _Bare(GapKind.STALE)
        return
    days = (as_of - datetime.fromisoformat(found.received).date()).days
    if days > PERIODS[feed.every]:
        yield _Bare(GapKind.STALE, count=days, note=feed.every)


def _of_batch(feed: Feed, found: Found) -> Iterator[_Bare]:
    for name, sources in found.missing.items():
        yield _Bare(GapKind.COLUMN_MISSING, name, note=", ".join(sources))
    for name, (source, count) in found.sent.items():
        yield _Bare(GapKind.CONTRADICTED, name, note=source, count=count, rows=found.rows)
    if found.duplicates:
        yield _Bare(GapKind.DUPLICATE_KEY, count=found.duplicates, rows=found.rows)
    if found.unit_conflicts:
        yield _Bare(GapKind.UNIT_CONFLICT, "value_unit", count=found.unit_conflicts)
    for each in found.columns:
        if each.name not in found.missing and found.rows:
            yield from _of_column(each, found.rows)


def _of_column(column: ColumnFound, rows: int) -> Iterator[_Bare]:
    """A column without any value is one gap; else each fault is one, and so is what was never given."""
    if not column.given:
        yield _Bare(GapKind.EMPTY, column.name, rows=rows)
        return
    for kind, count in column.faults.items():
        if kind is not GapKind.PARTIAL:
            note = f"{column.codes}" if kind is GapKind.UNMAPPED_CODE else ""
            yield _Bare(
                kind, column.name, count=count, rows=column.given, note=note, declared=kind is GapKind.LOSSY_CODE
            )
    if (blank := rows - column.given) > rows * _COARSE_ENOUGH:
        yield _Bare(GapKind.PARTIAL, column.name, count=blank, rows=rows)


def _with(bare: _Bare, feed: Feed, found: Found | None, behind: Behind) -> Gap:
    return Gap(
        kind=bare.kind,
        member=feed.member,
        system=feed.system,
        table=feed.table,
        column=bare.column,
        count=bare.count,
        rows=bare.rows,
        note=bare.note,
        declared=bare.declared,
        feed=feed.name,
        batch=found.batch if found else "",
        behind=behind,
    )


def _order(gap: Gap) -> tuple[object, ...]:
    """Errors first; then by member, table and column."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}[gap.severity]
    return rank, gap.member, gap.table, gap.column, gap.kind.value
