"""What a page shows of a row: each column's text and links, or that it is not for this reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from concordat.register.app.permission import Person
from concordat.register.cell import shown
from concordat.register.noun import Column, Kind, Noun, columns, noun_named
from concordat.web.scope import hidden, labels

Labels = Mapping[tuple[type[Noun], str], str]
_FIGURES = (Kind.MONEY, Kind.WHOLE, Kind.NUMBER, Kind.PERCENT)
_MOST_COLUMNS, _FEWEST_COLUMNS = 7, 4


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a cell: its text, and the address it leads to, blank for none."""

    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One column of a row as its reader may see it; `hidden` where only the owner may."""

    heading: str
    parts: tuple[Part, ...] = ()
    hidden: bool = False
    figure: bool = False
    day: bool = False

    @property
    def short(self) -> bool:
        """Whether it reads better on one line."""
        return sum(len(part.text) for part in self.parts) <= 20


def address(noun: type[Noun], key: str) -> str:
    """The address of a row's page."""
    return reverse("row", kwargs={"noun": noun, "key": key})


def main_columns(noun: type[Noun]) -> tuple[Column, ...]:
    """The columns a list shows: those that must be filled in, and where they are few those that follow."""
    every = [each for each in columns(noun) if not each.name.startswith("valid_")]
    needed = [each for each in every if each.required or each.key]
    more = [each for each in every if each not in needed and each.kind not in (Kind.LIST, Kind.LINKS)]
    chosen = (needed + more[: max(0, _FEWEST_COLUMNS - len(needed))])[:_MOST_COLUMNS]
    return tuple(each for each in every if each in chosen)


def cells(row: Noun, by: Person, own: Sequence[Column], named: Labels, *, link_key: bool = False) -> tuple[Cell, ...]:
    """The cells of a row; with `link_key`, its first column leads to its page."""
    unseen = hidden(row, by)
    made = [_cell(row, each, each.name in unseen, named) for each in own]
    if link_key and made:
        link = Part(text=_text(made[0]) or row.key, href=address(type(row), row.key))
        made[0] = Cell(heading=made[0].heading, parts=(link,))
    return tuple(made)


def named_in(rows: Iterable[Noun], by: Person, own: Sequence[Column]) -> Labels:
    """What readers call every row that these rows name, in one question to the database."""
    links = [each for each in own if each.to]
    return labels(by, {(noun_named(each.to), key) for row in rows for each in links for key in _keys(row, each)})


def _cell(row: Noun, column: Column, unseen: bool, named: Labels) -> Cell:
    if unseen:
        return Cell(heading=column.heading, hidden=True)
    parts = tuple(_parts(row, column, named))
    day = column.kind is Kind.DATE
    return Cell(heading=column.heading, parts=parts, figure=column.kind in _FIGURES, day=day)


def _parts(row: Noun, column: Column, named: Labels) -> Iterable[Part]:
    if not column.to:
        value = getattr(row, column.name)
        texts = value if column.kind is Kind.LIST else [shown(column, value)]
        yield from (Part(text=text) for text in texts if text)
        return
    noun = noun_named(column.to)
    for key in _keys(row, column):
        label = named.get((noun, key))
        yield Part(text=label or key, href=address(noun, key) if label is not None else "")


def _keys(row: Noun, column: Column) -> tuple[str, ...]:
    value = getattr(row, column.name)
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value or ())


def _text(cell: Cell) -> str:
    return "; ".join(part.text for part in cell.parts)
