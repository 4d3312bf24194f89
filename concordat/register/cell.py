"""What a cell holds becomes a value of a noun, and back: for a sheet, for people, and for storage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from concordat.core import ods
from concordat.core.money import in_pounds, pounds
from concordat.core.period import long_date
from concordat.core.refusal import Refusal
from concordat.core.rows import CellProblem, as_date, as_pence, as_percent, as_whole, as_yes_no
from concordat.register.noun import Column, Kind, Noun, columns


def parse(column: Column, cell: Any) -> Any:
    """The value a cell holds; a blank gives the column's blank. Raises CellProblem with what is wrong and what next."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        return _HOLDS[column.kind].read(column, cell)
    except CellProblem:
        raise
    except Refusal as refusal:
        raise CellProblem(refusal.what, refusal.remedy) from refusal


def plain(column: Column, value: Any) -> str | int | float | date | bool | None:
    """The value as a sheet's cell holds it; `parse` gives it back."""
    return None if value in (None, "", ()) else _HOLDS[column.kind].plain(value)


def shown(column: Column, value: Any) -> str:
    """The value as people read it."""
    return "" if value in (None, "", ()) else _HOLDS[column.kind].shown(value)


def jsonable(noun: Noun) -> dict[str, Any]:
    """The noun's values for storage, by field name; `from_json` gives it back."""
    return {each.name: _as_json(getattr(noun, each.name)) for each in columns(type(noun))}


def from_json(noun: type[Noun], values: dict[str, Any]) -> Noun:
    """The noun these stored values describe; a field it has gained since takes its default."""
    known = {each.name: each for each in columns(noun)}
    try:
        return noun(**{name: _from_json(known[name], value) for name, value in values.items() if name in known})
    except CellProblem as problem:
        remedy = "It was stored by another version: export it there and import it here, or start with an empty home"
        raise Refusal(f"A stored row cannot be read: {problem.what}", where=noun.SHEET, remedy=remedy) from problem


def blank(noun: type[Noun], name: str) -> Any:
    """What a column holds where nothing was written."""
    default = next(each.default for each in fields(noun) if each.name == name)
    return None if default is MISSING else default


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    return value.value if isinstance(value, StrEnum) else value


def _from_json(column: Column, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(tuple(each) if isinstance(each, list) else each for each in value)
    if value is None or column.kind not in (Kind.DATE, Kind.CHOICE):
        return value
    return date.fromisoformat(value) if column.kind is Kind.DATE else _choice(column, value)


def _text(column: Column, cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():  # a code or number typed as a number comes as 7.0
        cell = int(cell)
    return cell.strip() if isinstance(cell, str) else str(cell)


def _code(column: Column, cell: Any) -> str:
    text = _text(column, cell)
    return text if text.startswith("GB-") else ods.parse(text)  # https://org-id.guide: capitals may matter there


def _number(column: Column, cell: Any) -> float:
    try:
        number = float(_text(column, cell).replace(",", ""))
    except ValueError:
        raise CellProblem(f"{cell!r} is not a number", "write a number such as 1.5") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise CellProblem(f"{cell!r} is not a number", "write a number such as 1.5")
    return number


def _choice(column: Column, cell: Any) -> StrEnum:
    assert column.choices is not None
    wanted = _text(column, cell).casefold()
    for each in column.choices:
        if wanted in (each.value.casefold(), each.name.casefold(), each.name.replace("_", " ").casefold()):
            return each
    allowed = ", ".join(each.value for each in column.choices)
    raise CellProblem(f"{_text(column, cell)[:60]!r} is not one of the choices", f"write one of: {allowed}")


def _list(column: Column, cell: Any) -> tuple[str, ...]:
    parts = (part.strip() for part in _text(column, cell).replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _months(column: Column, cell: Any) -> tuple[int, ...]:
    parts = [part.strip() for part in _text(column, cell).replace(";", "+").replace(",", "+").split("+")]
    months = tuple(int(part) for part in parts if part.isascii() and part.isdigit() and 0 < int(part) <= 600)
    if len(months) != len(parts):
        raise CellProblem(f"{_text(column, cell)[:60]!r} is not a list of months", "write months such as 24+12")
    return months


def _pairs(column: Column, cell: Any) -> list[tuple[str, str]]:
    found = [part.rpartition(":") for part in _list(column, cell)]
    if not all(name.strip() and value.strip() for name, _, value in found):
        raise CellProblem(f"{_text(column, cell)[:60]!r} is not a list of pairs", f"write {column.kind.value}")
    return [(name.strip(), value.strip()) for name, _, value in found]


def _tiers(column: Column, cell: Any) -> tuple[tuple[int, int], ...]:
    return tuple((as_whole(count), pounds(price)) for count, price in _pairs(column, cell))


def _amounts(column: Column, cell: Any) -> tuple[tuple[str, float], ...]:
    return tuple((name, _number(column, value)) for name, value in _pairs(column, cell))


def _tidy(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


@dataclass(frozen=True)
class _Holds:
    """How one kind of column is read, written to a sheet, and shown."""

    read: Callable[[Column, Any], Any]
    plain: Callable[[Any], Any] = str
    shown: Callable[[Any], str] = str


def _joined(values: tuple[str, ...]) -> str:
    return "; ".join(values)


def _tiers_plain(tiers: tuple[tuple[int, int], ...]) -> str:
    return "; ".join(f"{count}: {price // 100}.{price % 100:02d}".removesuffix(".00") for count, price in tiers)


_HOLDS = {
    Kind.TEXT: _Holds(_text),
    Kind.LINK: _Holds(_text),
    Kind.CODE: _Holds(_code),
    Kind.DATE: _Holds(lambda _, cell: as_date(cell), lambda day: day, long_date),
    Kind.MONEY: _Holds(lambda _, cell: as_pence(cell), lambda pence: pence / 100, in_pounds),
    Kind.WHOLE: _Holds(lambda _, cell: as_whole(cell), int, "{:,}".format),
    Kind.NUMBER: _Holds(_number, _tidy, "{:g}".format),
    Kind.PERCENT: _Holds(lambda _, cell: round(as_percent(cell) * 100, 6), lambda rate: rate / 100, "{:g}%".format),
    Kind.YES_NO: _Holds(lambda _, cell: as_yes_no(cell), bool, lambda yes: "Yes" if yes else "No"),
    Kind.CHOICE: _Holds(_choice, lambda choice: choice.value, lambda each: each.value[:1].upper() + each.value[1:]),
    Kind.LINKS: _Holds(_list, _joined, _joined),
    Kind.LIST: _Holds(_list, _joined, _joined),
    Kind.MONTHS: _Holds(_months, lambda months: "+".join(map(str, months)), lambda months: "+".join(map(str, months))),
    Kind.TIERS: _Holds(
        _tiers, _tiers_plain, lambda tiers: "; ".join(f"from {count}: {in_pounds(price)}" for count, price in tiers)
    ),
    Kind.AMOUNTS: _Holds(
        _amounts,
        lambda pairs: "; ".join(f"{name}: {_tidy(number)}" for name, number in pairs),
        lambda pairs: "; ".join(f"{name}: {_tidy(number):,}" for name, number in pairs),
    ),
}
