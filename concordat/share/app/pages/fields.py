"""Fields: member by field, how each stands and what it lacks; and one field with its gaps in sentences."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse

from concordat.core.sheet import Kind
from concordat.core.sheets import Column, Sheet, write_workbook
from concordat.data.model import ColumnModel
from concordat.register.app.permission import Person
from concordat.register.contract import Contract
from concordat.register.noun import Noun
from concordat.register.system import System
from concordat.share.app import feeds
from concordat.share.app.feeds import Kept, NoSuchFeed
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.standardise.gaps import Gap
from concordat.share.standardise.matrix import Cell, Comparable, Field, coverage_warning
from concordat.share.standardise.said import in_words
from concordat.web.field import Field as Question
from concordat.web.field import Option
from concordat.web.page import XLSX, File, Page

COLOURS = {
    Comparable.EQUIVALENT: "green",
    Comparable.LOSSY: "yellow",
    Comparable.COARSER: "blue",
    Comparable.ABSENT: "red",
}
MEANS = {
    Comparable.EQUIVALENT: "can be compared as it is",
    Comparable.LOSSY: "some codes lose something when mapped",
    Comparable.COARSER: "comes at a coarser level",
    Comparable.ABSENT: "does not come",
}
_CELLS = ("Table", "Field", "Whose data", "Stands", "Said by", "Level", "Rows with a value", "Rows in the last file",
          "Why", "What the gap is")  # fmt: skip
_GAPS = ("Whose data", "Table", "Field", "Kind", "Severity", "Rows", "Of", "Sentence", "System", "Supplier", "Contract",
         "Contract ends on")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What of the matrix is shown; blank for all of it."""

    table: str = ""
    member: str = ""
    stands: str = ""

    @staticmethod
    def of(given: Mapping[str, str]) -> Filter:
        """The filter of an address; what it does not know is no filter."""
        return Filter(**{name: given.get(name, "").strip() for name in ("table", "member", "stands")})

    def lets(self, cell: Cell) -> bool:
        """Whether a cell is shown."""
        wanted, has = (self.table, self.member, self.stands), (cell.table, cell.member, cell.comparable.value)
        return all(want in ("", own) for want, own in zip(wanted, has, strict=True))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One field; `cells` by member, None where the filter leaves it out. `first` of its table's rows."""

    field: Field
    name: str
    first: bool
    cells: tuple[Cell | None, ...]
    href: str


@dataclass(frozen=True, kw_only=True)
class FieldsPage(Page):
    """The matrix as `rows` under `members`; `comparable` of how many `of` fields can be compared over all members."""

    template: ClassVar[str] = "share/fields.jinja"

    tabs: tuple[Tab, ...]
    filters: tuple[Question, ...]
    filtered: bool
    members: tuple[str, ...]
    names: Mapping[str, str]
    rows: tuple[Row, ...]
    comparable: int
    of: int
    export_href: str
    as_of: date
    colours: Mapping[Comparable, str]
    means: Mapping[Comparable, str]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one member's field stands, with its gaps in sentences, and the rows of the register behind them."""

    cell: Cell
    name: str
    gaps: tuple[Gap, ...]
    behind: tuple[Noun, ...]
    feeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class FieldPage(Page):
    """One field of the shared tables: what it `is`, what can be said of it over all, and how it stands with each."""

    template: ClassVar[str] = "share/field.jinja"

    tabs: tuple[Tab, ...]
    column: ColumnModel
    field: Field
    warning: str
    standings: tuple[Standing, ...]
    colours: Mapping[Comparable, str]


def fields_page(*, by: Person, as_of: date, filter: Filter) -> FieldsPage:
    """The matrix on a day, for any member."""
    kept = feeds.kept(by, as_of)
    shown = [each for field in kept.fields for each in field.cells if filter.lets(each)]
    members = tuple(dict.fromkeys(cell.member for cell in shown))
    query = urlencode({name: value for name, value in vars(filter).items() if value})
    return FieldsPage(
        title="What comes from whom, field by field",
        crumbs=crumbs(),
        tabs=tabs("share_fields"),
        filters=_filters(kept, filter),
        filtered=bool(query),
        members=tuple(sorted(members)),
        names=kept.names,
        rows=tuple(_rows(kept.fields, tuple(sorted(members)), filter)),
        comparable=sum(each.comparable for each in kept.fields),
        of=len(kept.fields),
        export_href=f"{reverse('share_fields_export')}{'?' if query else ''}{query}",
        as_of=as_of,
        colours=COLOURS,
        means=MEANS,
    )


def field_page(*, by: Person, as_of: date, table: str, column: str) -> FieldPage:
    """One field. Raises NoSuchFeed where no member has a feed of its table."""
    kept = feeds.kept(by, as_of)
    field = next((each for each in kept.fields if (each.table, each.column) == (table, column)), None)
    if field is None:
        raise NoSuchFeed("No member's feed has such a field", remedy="Choose one from the list of fields")
    return FieldPage(
        title=f"{in_words(column)[:1].upper()}{in_words(column)[1:]} of {table}s",
        crumbs=crumbs("share_fields", "Fields"),
        tabs=tabs("share_fields"),
        column=kept.model.table(table).column(column),
        field=field,
        warning=coverage_warning(field),
        standings=tuple(_standing(kept, each) for each in field.cells),
        colours=COLOURS,
    )


def export(*, by: Person, as_of: date, filter: Filter) -> File:
    """The same as a workbook: a row for each field of each member, and a sheet of all gaps in sentences."""
    kept = feeds.kept(by, as_of)
    cells = [each for field in kept.fields for each in field.cells if filter.lets(each)]
    sheets = [
        Sheet(title="Fields", columns=_columns(_CELLS), rows=tuple(_cell_row(kept, each) for each in cells)),
        Sheet(title="Gaps", columns=_columns(_GAPS), rows=tuple(_gap_rows(kept, filter))),
    ]
    stream = io.BytesIO()
    write_workbook(stream, sheets)
    return File(name=f"fields-{as_of.isoformat()}.xlsx", content_type=XLSX, contents=stream.getvalue())


def _rows(fields: Iterable[Field], members: tuple[str, ...], filter: Filter) -> Iterator[Row]:
    before = ""
    for field in fields:
        cells = {each.member: each for each in field.cells if filter.lets(each)}
        if cells:
            yield Row(
                field=field,
                name=in_words(field.column),
                first=field.table != before,
                cells=tuple(cells.get(each) for each in members),
                href=reverse("share_field", kwargs={"table": field.table, "column": field.column}),
            )
            before = field.table


def _standing(kept: Kept, cell: Cell) -> Standing:
    own = [each for each in kept.feeds if (each.member, each.table) == (cell.member, cell.table)]
    named = [(each.system, each.contract or kept.behind(each).contract) for each in own]
    rows = [(kept.record.get(System, system, kept.as_of), kept.record.get(Contract, key)) for system, key in named]
    return Standing(
        cell=cell,
        name=kept.names.get(cell.member, cell.member),
        gaps=gaps_of(kept, cell),
        behind=tuple(dict.fromkeys(row for pair in rows for row in pair if row)),
        feeds=tuple((each.member, each.name) for each in own),
    )


def gaps_of(kept: Kept, cell: Cell) -> tuple[Gap, ...]:
    """The gaps of a member's field, and those of its whole table, such as a batch that is overdue."""
    same = (each for each in kept.gaps if (each.member, each.table) == (cell.member, cell.table))
    return tuple(each for each in same if each.column in (cell.column, ""))


def _filters(kept: Kept, filter: Filter) -> tuple[Question, ...]:
    tables = dict.fromkeys(each.table for each in kept.fields)
    members = sorted({cell.member for field in kept.fields for cell in field.cells})
    lists: dict[str, tuple[str, Iterable[Option]]] = {
        "table": ("Table", ((each, each) for each in tables)),
        "member": ("Whose data", ((each, kept.names.get(each, each)) for each in members)),
        "stands": ("Stands", ((each.value, each.value.capitalize()) for each in Comparable)),
    }
    return tuple(
        Question(name=name, label=label, widget="select", value=getattr(filter, name), options=(("", "All"), *options))
        for name, (label, options) in lists.items()
    )


def _columns(headings: tuple[str, ...]) -> tuple[Column, ...]:
    kinds = {"Rows with a value": Kind.PERCENT, "Contract ends on": Kind.DATE}
    wholes = ("Rows", "Of", "Rows in the last file")
    return tuple(
        Column(heading=each, kind=Kind.WHOLE if each in wholes else kinds.get(each, Kind.TEXT)) for each in headings
    )


def _cell_row(kept: Kept, cell: Cell) -> tuple[Any, ...]:
    told = " ".join(map(str, gaps_of(kept, cell)))
    said = "the mapping" if cell.declared else "the data"
    place = (cell.table, cell.column, cell.member, cell.comparable.value)
    return (*place, said, cell.level, cell.coverage, cell.rows, cell.why, told)


def _gap_rows(kept: Kept, filter: Filter) -> Iterator[tuple[Any, ...]]:
    for each in kept.gaps:
        if filter.table in ("", each.table) and filter.member in ("", each.member):
            place = (each.member, each.table, each.column, each.kind.value.replace("_", " "), each.severity.value)
            behind = (each.behind.system or each.system, each.behind.supplier, each.behind.contract)
            yield (*place, each.count, each.rows, str(each), *behind, each.behind.ends_on)
