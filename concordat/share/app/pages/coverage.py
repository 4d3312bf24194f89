"""Coverage: purpose by table and member, under which agreement each is allowed, what would allow it, and where none."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse

from concordat.core.sheets import Column, Sheet, write_workbook
from concordat.register.app.permission import Person
from concordat.register.naming import names_in
from concordat.register.sharing import Purpose
from concordat.share.app import records
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.coverage import Cell, Cover, Coverage, Route, coverage
from concordat.web.field import Field, Option
from concordat.web.page import XLSX, File, Page

COLOURS = {
    Cover.ALLOWED: "green",
    Cover.PARTLY: "blue",
    Cover.REVIEW: "yellow",
    Cover.STOPPED: "red",
    Cover.NONE: "grey",
}
_HEADINGS = ("Purpose", "Table", "Whose data", "Answer", "Seen by", "Agreement", "What stands against it")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What of the matrix is shown; blank for all of it."""

    purpose: str = ""
    table: str = ""
    member: str = ""
    cover: str = ""

    @staticmethod
    def of(given: Mapping[str, str]) -> Filter:
        """The filter of an address; what it does not know is no filter."""
        return Filter(**{name: given.get(name, "").strip() for name in ("purpose", "table", "member", "cover")})

    def lets(self, cell: Cell) -> bool:
        """Whether a cell is shown."""
        wanted = (self.purpose, self.table, self.member, self.cover)
        has = (cell.purpose.value, cell.table, cell.member, cell.cover.value)
        return all(want in ("", own) for want, own in zip(wanted, has, strict=True))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One purpose and table; `cells` by member, None where the filter leaves it out. `first` of its purpose's rows."""

    purpose: str
    table: str
    first: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, kw_only=True)
class CoveragePage(Page):
    """The matrix as `rows` under `members`, and every route as a line of its own; `unserved`: purposes not served."""

    template: ClassVar[str] = "share/coverage.jinja"

    tabs: tuple[Tab, ...]
    filters: tuple[Field, ...]
    filtered: bool
    members: tuple[str, ...]
    names: Mapping[str, str]
    rows: tuple[Row, ...]
    shown: tuple[Cell, ...]
    unserved: tuple[Purpose, ...]
    export_href: str
    as_of: date
    colours: Mapping[Cover, str]


def coverage_page(*, by: Person, as_of: date, filter: Filter) -> CoveragePage:
    """The matrix on a day, of what all members may read: no answer rests on a private draft."""
    record = records.shared(by)
    found = coverage(record, as_of)
    shown = tuple(each for each in found.cells if filter.lets(each))
    members = tuple(each for each in found.members if any(cell.member == each for cell in shown))
    names = names_in(record, as_of)
    query = urlencode({name: value for name, value in vars(filter).items() if value})
    return CoveragePage(
        title="What agreements allow",
        crumbs=crumbs(),
        tabs=tabs("share_coverage"),
        filters=_filters(found, names, filter),
        filtered=bool(query),
        members=members,
        names=names,
        rows=tuple(_rows(shown, members)),
        shown=tuple(each for each in shown if each.routes),
        unserved=found.unserved,
        export_href=f"{reverse('share_coverage_export')}{'?' if query else ''}{query}",
        as_of=as_of,
        colours=COLOURS,
    )


def export(*, by: Person, as_of: date, filter: Filter) -> File:
    """The same as a workbook: a row for each route, and one for each cell that has none."""
    found = coverage(records.shared(by), as_of)
    rows = tuple(row for each in found.cells if filter.lets(each) for row in _lines(each))
    columns = tuple(Column(heading=each) for each in _HEADINGS)
    stream = io.BytesIO()
    write_workbook(stream, [Sheet(title="Coverage", columns=columns, rows=rows)])
    return File(name=f"coverage-{as_of.isoformat()}.xlsx", content_type=XLSX, contents=stream.getvalue())


def _rows(shown: Iterable[Cell], members: tuple[str, ...]) -> Iterator[Row]:
    by_place: dict[tuple[Purpose, str], dict[str, Cell]] = {}
    for each in shown:
        by_place.setdefault((each.purpose, each.table), {})[each.member] = each
    before = None
    for (purpose, table), cells in by_place.items():
        if any(each.routes for each in cells.values()):
            own = tuple(cells.get(each) for each in members)
            yield Row(purpose=purpose.value, table=table, first=purpose is not before, cells=own)
            before = purpose


def _lines(cell: Cell) -> Iterator[tuple[Any, ...]]:
    place = (cell.purpose.value, cell.table, cell.member)
    for each in cell.routes:
        yield (*place, each.cover.value, each.receiver, each.agreement, _against(each))
    if not cell.routes:
        yield (*place, Cover.NONE.value, "", "", "")


def _against(route: Route) -> str:
    return "; ".join(route.stopped_by)


def _filters(found: Coverage, names: Mapping[str, str], filter: Filter) -> tuple[Field, ...]:
    covers = tuple(each.value for each in Cover)
    lists: dict[str, tuple[str, Iterable[Option]]] = {
        "purpose": ("Purpose", ((each.value, each.value) for each in found.purposes)),
        "table": ("Table", ((each, each) for each in found.tables)),
        "member": ("Whose data", ((each, names.get(each, each)) for each in found.members)),
        "cover": ("Answer", ((each, each) for each in covers)),
    }
    return tuple(
        Field(name=name, label=label, widget="select", value=getattr(filter, name), options=(("", "All"), *options))
        for name, (label, options) in lists.items()
    )
