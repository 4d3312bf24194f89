"""The registers, one register as a filtered list, and what can be taken away of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Paginator

from concordat.core.refusal import Refusal
from concordat.core.sheets import Sheet, write_csv, write_workbook
from concordat.register.app.models import Entry
from concordat.register.app.pages.cells import Cell, cells, main_columns, named_in
from concordat.register.app.permission import Act, Person, may
from concordat.register.noun import Noun, columns, nouns
from concordat.register.outtake import sheets_of
from concordat.register.record import Record
from concordat.register.template import write_template
from concordat.web.page import CSV, XLSX, Crumb, File, Page
from concordat.web.scope import counts, entries, hidden, owners, search, seen

CRUMBS = (Crumb(text="Home", href="/"), Crumb(text="Registers", href="/register/"))
PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked a list for: words, an organisation, a page; from the address, so that it can be kept."""

    text: str = ""
    organisation: str = ""
    page: int = 1

    @staticmethod
    def of(query: Mapping[str, str]) -> Filter:
        """The filter in an address; what makes no sense is left out."""
        page = query.get("page", "")
        return Filter(
            text=query.get("q", "").strip()[:200],
            organisation=query.get("organisation", "").strip()[:40],
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    def query(self, page: int = 0) -> str:
        """The end of an address that keeps this filter."""
        asked = {"q": self.text, "organisation": self.organisation, "page": str(page) if page > 1 else ""}
        kept = urlencode({name: value for name, value in asked.items() if value})
        return f"?{kept}" if kept else ""


@dataclass(frozen=True, kw_only=True)
class Register:
    """One register in the list of them: its noun and how many rows of it there are."""

    noun: type[Noun]
    rows: int


@dataclass(frozen=True, kw_only=True)
class RegistersPage(Page):
    """`registers`: every noun and its count; `may_add`: whether this person changes anything."""

    template: ClassVar[str] = "register/registers.jinja"

    registers: tuple[Register, ...]
    may_add: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the list: its cells, and whether it is a private draft."""

    cells: tuple[Cell, ...]
    private: bool


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """`headings` and `lines` of one page of the list; `found` of `total` rows pass the `filter`."""

    template: ClassVar[str] = "register/sheet.jinja"

    noun: type[Noun]
    filter: Filter
    organisations: tuple[tuple[str, str], ...]
    headings: tuple[Cell, ...]
    lines: tuple[Line, ...]
    found: int
    total: int
    pages: tuple[int, ...]
    may_add: bool


class NoSuchFormat(Refusal):
    """A form in which nothing is exported."""

    status = 404


def registers_page(*, by: Person) -> RegistersPage:
    """Every register and how much is in it."""
    found = tuple(Register(noun=noun, rows=rows) for noun, rows in counts(by).items())
    may_add = may(by, Act.ADD, by.organisation) is None
    return RegistersPage(title="Registers", crumbs=CRUMBS[:1], registers=found, may_add=may_add)


def sheet_page(*, by: Person, noun: type[Noun], filter: Filter) -> SheetPage:
    """One page of a register, as its filter asks."""
    every = entries(by, noun)
    paginator = Paginator(_filtered(every, filter), PER_PAGE)
    page = paginator.get_page(filter.page)
    own = main_columns(noun)
    rows = [(seen(each, by), each.private) for each in page.object_list]
    named = named_in((row for row, _ in rows), by, own)
    return SheetPage(
        title=noun.SHEET,
        crumbs=CRUMBS,
        noun=noun,
        filter=replace(filter, page=page.number),
        organisations=owners(by, noun),
        headings=tuple(cells_of_headings(noun)),
        lines=tuple(Line(cells=cells(row, by, own, named, link_key=True), private=draft) for row, draft in rows),
        found=paginator.count,
        total=every.count(),
        pages=tuple(paginator.page_range),
        may_add=may(by, Act.ADD, by.organisation) is None,
    )


def cells_of_headings(noun: type[Noun]) -> Iterable[Cell]:
    """The headings of a list, each in the manner of its cells."""
    for each in main_columns(noun):
        yield Cell(heading=each.heading)


def export(*, by: Person, noun: type[Noun] | None, filter: Filter, form: str) -> File:
    """A register, or with no noun all of them, as this person may see it and as the filter asks: `xlsx` or `csv`."""
    found = _filtered(entries(by, noun), filter)
    record = Record.of(seen(each, by) for each in found)
    wanted = (noun,) if noun else tuple(each for each in nouns() if record.all(each))
    pairs = zip(wanted or nouns(), sheets_of(record, wanted or nouns()), strict=True)
    sheets = [_blanked(sheet, record.all(each), by) for each, sheet in pairs]
    name, stream = noun.SHEET if noun else "Registers", io.BytesIO()
    if form == "csv" and noun:
        write_csv(stream, sheets[0].columns, sheets[0].rows)
        return File(name=f"{name}.csv", content_type=CSV, contents=stream.getvalue())
    if form != "xlsx":
        raise NoSuchFormat(f"Nothing is exported as {form[:10]!r}", remedy="Ask for .xlsx or .csv")
    write_workbook(stream, sheets)
    return File(name=f"{name}.xlsx", content_type=XLSX, contents=stream.getvalue())


def template_file() -> File:
    """The empty workbook."""
    stream = io.BytesIO()
    write_template(stream)
    return File(name="concordat-template.xlsx", content_type=XLSX, contents=stream.getvalue())


def _filtered(found: Iterable[Entry], filter: Filter) -> Iterable[Entry]:
    return search(found, text=filter.text, organisation=filter.organisation).order_by("label", "key", "pk")


def _blanked(sheet: Sheet, rows: tuple[Noun, ...], by: Person) -> Sheet:
    """The sheet with an empty cell, rather than a nought, where a column is not for this reader."""
    return replace(sheet, rows=tuple(_shown(row, line, by) for row, line in zip(rows, sheet.rows, strict=True)))


def _shown(row: Noun, line: Sequence[Any], by: Person) -> Sequence[Any]:
    unseen = hidden(row, by)
    own = columns(type(row))
    return [None if each.name in unseen else cell for each, cell in zip(own, line, strict=True)] if unseen else line
