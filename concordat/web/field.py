"""Form fields: each column of a noun as the design system's component, what was posted as a cell, and back.

Nothing is written per noun: a new column has its field by being declared. A template shows one with
`{% from "web/field.jinja" import field %}{{ field(each) }}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.rows import CellProblem
from concordat.register.cell import parse, plain
from concordat.register.noun import Column, Kind

Option = tuple[str, str]
"""A choice in a list: what is posted, and what is read."""

_LINES = (Kind.LIST, Kind.LINKS)
_WIDTHS = {Kind.CODE: "10", Kind.MONEY: "10", Kind.WHOLE: "5", Kind.NUMBER: "5", Kind.PERCENT: "5", Kind.MONTHS: "10"}
_MODES = {Kind.WHOLE: "numeric", Kind.MONEY: "decimal", Kind.PERCENT: "decimal", Kind.NUMBER: "decimal"}
_MOST_RADIOS = 4
_NOT_SAID = ("", "Not said")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question of a form. `parts` are the three boxes of a date; `error` is shown beside it and in the summary."""

    name: str
    label: str
    hint: str = ""
    widget: str = "input"
    value: str = ""
    parts: tuple[str, str, str] = ("", "", "")
    options: tuple[Option, ...] = ()
    error: str = ""
    width: str = ""
    mode: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def choices(self) -> list[dict[str, str]]:
        """Its options as the design system's macros take them."""
        return [{"value": value, "text": text} for value, text in self.options]

    @property
    def focus(self) -> str:
        """The id that the error summary links to: the first thing of it one can type in or choose."""
        return f"{self.name}-day" if self.widget == "date" else self.name


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One line of the error summary: what is wrong and what next, and the field it leads to."""

    text: str
    href: str = ""


def problems_of(fields: tuple[Field, ...]) -> tuple[Problem, ...]:
    """The error summary of a form's fields."""
    return tuple(Problem(text=each.error, href=f"#{each.focus}") for each in fields if each.error)


def field_for(
    column: Column,
    *,
    value: Any = None,
    posted: Mapping[str, str] | None = None,
    options: tuple[Option, ...] = (),
    error: str = "",
) -> Field:
    """The field of a column, holding what was posted, or else a value; `options` are the rows a link may name."""
    return Field(
        name=column.name,
        label=column.heading if column.required else f"{column.heading} (optional)",
        hint=_hint(column),
        widget=_widget(column, options),
        value=posted.get(column.name, "") if posted is not None else _written(column, value),
        parts=_parts(column.name, posted) if posted is not None else _dated(value),
        options=_options(column, options),
        error=error,
        width=_WIDTHS.get(column.kind, ""),
        mode=_MODES.get(column.kind, ""),
        prefix="£" if column.kind is Kind.MONEY else "",
        suffix="%" if column.kind is Kind.PERCENT else "",
    )


def value_of(column: Column, posted: Mapping[str, str]) -> Any:
    """The value somebody gave a column; None where they left it blank. Raises CellProblem."""
    if column.kind is Kind.DATE:
        return _date(column, _parts(column.name, posted))
    text = posted.get(column.name, "").strip()
    if any(ord(each) < 32 and each not in "\r\n\t" for each in text):
        raise CellProblem("It holds a character that cannot be seen", "delete it and type it again")
    if column.kind is Kind.PERCENT and text and not text.endswith("%"):
        text += "%"
    if column.kind in _LINES:
        text = ";".join(text.splitlines())
    return parse(column, text)


def _hint(column: Column) -> str:
    if column.kind in _LINES:
        return f"{column.note} Write one on each line."
    if column.kind in (Kind.TIERS, Kind.AMOUNTS):
        return f"{column.note} Write {column.kind.value}."
    return f"{column.note} For example, 31 3 2027." if column.kind is Kind.DATE else column.note


def _widget(column: Column, options: tuple[Option, ...]) -> str:
    if column.kind is Kind.CHOICE:
        assert column.choices is not None
        return "radios" if len(column.choices) <= _MOST_RADIOS else "select"
    if column.kind is Kind.LINK:
        return "select" if options else "input"
    return {Kind.DATE: "date", Kind.YES_NO: "radios", **dict.fromkeys(_LINES, "textarea")}.get(column.kind, "input")


def _options(column: Column, given: tuple[Option, ...]) -> tuple[Option, ...]:
    if column.kind is Kind.YES_NO:
        return (("yes", "Yes"), ("no", "No"))
    if column.kind is Kind.CHOICE:
        assert column.choices is not None
        given = tuple((each.value, _capital(each.value)) for each in column.choices)
        return given if column.required else (_NOT_SAID, *given)
    return (("", "Choose one" if column.required else _NOT_SAID[1]), *given) if given else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _written(column: Column, value: Any) -> str:
    """A value as its box holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    cell = plain(column, value)
    if cell is None or column.kind is Kind.DATE:
        return ""
    if column.kind is Kind.MONEY:
        return f"{value / 100:.2f}"
    if column.kind in _LINES:
        return "\n".join(value)
    return f"{value:g}" if column.kind is Kind.PERCENT else str(cell)


def _dated(value: Any) -> tuple[str, str, str]:
    return (str(value.day), str(value.month), str(value.year)) if isinstance(value, date) else ("", "", "")


def _parts(name: str, posted: Mapping[str, str]) -> tuple[str, str, str]:
    day, month, year = (posted.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year"))
    return day, month, year


def _date(column: Column, parts: tuple[str, str, str]) -> date | None:
    if not any(parts):
        return None
    missing = [name for name, part in zip(("day", "month", "year"), parts, strict=True) if not part]
    if missing:
        raise CellProblem(f"It has no {' and no '.join(missing)}", "give the day, the month and the year")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[2]) != 4:
        raise CellProblem("It is not a date in numbers", "write it such as 31 3 2027, the year in four figures")
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        raise CellProblem("There is no such day", "check the day and the month: the day comes first") from None
