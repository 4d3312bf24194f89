"""Limits in ODRL that an agreement here can hold people to: on purposes, days, places, roles, counts and rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from concordat.register.agreement import LONGEST, Territory
from concordat.register.sharing import Operator
from concordat.share.exchange.draft import column_of, first_day, last_day
from concordat.share.exchange.odrl_terms import Reading, bare, literal, spellings
from concordat.share.exchange.report import Members, Report, each
from concordat.share.exchange.vocabulary import (
    LEAST_COUNT,
    OPERATORS,
    ROUNDING,
    TERRITORIES,
    purpose_of,
)

_DURATION = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?", re.ASCII)
_CONSTRAINT = {"leftOperand", "operator", "rightOperand"}
_COMPARES = {term: operator for operator, term in OPERATORS.items()}


def constrain(given: Any, path: str, bounds: dict[str, Any], reading: Reading) -> None:
    """A constraint that is understood narrows the flow or the agreement; any other is kept in words, whole."""
    if not (isinstance(given, dict) and _understood(given, path, bounds, reading)):
        reading.report.left(path, given, "is a constraint that nothing here executes")


def _understood(given: dict[str, Any], path: str, bounds: dict[str, Any], reading: Reading) -> bool:
    silent = Report()
    node = Members(given, path, silent, spellings)
    kind, _ = node.take("@type")
    left, operator = (reading.term(node.take(name)[0]) for name in ("leftOperand", "operator"))
    right, _ = node.take("rightOperand")
    node.take("uid")
    node.rest()
    if silent.findings or reading.term(kind) not in ("", "Constraint"):
        return False
    if left == "purpose":
        return _purposes(operator, right, path, bounds, reading)
    read = _BOUNDS.get(left)
    found = read(operator, right, reading) if read else None
    if not found:
        return False
    if left == "dateTime" and len(literal(right)) > len("2026-11-22"):
        reading.report.doubt(path, "It is not a whole day; the whole days within it are taken", "check the days")
    bounds |= narrowest([{name: bounds[name] for name in found if name in bounds}, found])
    return True


def _purposes(operator: str, right: Any, path: str, bounds: dict[str, Any], reading: Reading) -> bool:
    """A second constraint on the purpose would narrow the first, and is not understood."""
    if operator not in ("eq", "isA", "isAnyOf") or "purposes" in bounds:
        return False
    found = []
    for value, at in each((right, f"{path}.rightOperand")):
        term = reading.iri(value) or literal(value)
        purpose = purpose_of(term, reading.prefixes)
        if purpose is None:
            reading.report.dropped(at, value, "is a purpose that is not known here, so nothing is allowed for it")
        else:
            found.append(purpose)
            reading.report.doubt(at, f"{term[:200]} is taken for {purpose.value}", "check that this is what is meant")
    bounds["purposes"] = tuple(dict.fromkeys(found))
    reading.draft.purposes += found
    return True


def _days(operator: str, right: Any, reading: Reading) -> dict[str, Any] | None:
    text = literal(right)
    first, last = first_day(text), last_day(text)
    if not (first and last):
        return None
    whole_day = first == last
    shift = timedelta(days=1 if whole_day else 0)
    bounds = {"gteq": ("starts_on", first), "gt": ("starts_on", first + shift)}
    bounds |= {"lteq": ("ends_on", last), "lt": ("ends_on", last - shift)}
    return dict([bounds[operator]]) if operator in bounds else None


def _spatial(operator: str, right: Any, reading: Reading) -> dict[str, Any] | None:
    """The United Kingdom or wider, as we write it; anything narrower or other is not understood."""
    meant = {term: territory for territory, term in TERRITORIES.items()}.get(reading.iri(right))
    return {"territory": meant} if meant and operator in ("eq", "isPartOf") else None


def _recipients(operator: str, right: Any, reading: Reading) -> dict[str, Any] | None:
    values = right if isinstance(right, list) else [right]
    roles = tuple(dict.fromkeys(literal(value) for value in values))
    if not roles or not all(roles) or any(";" in role for role in roles) or operator not in ("eq", "isAnyOf"):
        return None
    return {"recipients": roles} if operator == "isAnyOf" or len(roles) == 1 else None


def _whole(name: str, wanted: str) -> Callable[[str, Any, Reading], dict[str, Any] | None]:
    def read(operator: str, right: Any, reading: Reading) -> dict[str, Any] | None:
        text = literal(right)
        return {name: int(text)} if operator == wanted and re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII) else None

    return read


_BOUNDS: Mapping[str, Callable[[str, Any, Reading], dict[str, Any] | None]] = {
    "dateTime": _days,
    "spatial": _spatial,
    "recipient": _recipients,
    LEAST_COUNT: _whole("least_count", "gteq"),
    ROUNDING: _whole("rounding", "eq"),
}


def condition_of(given: Any, reading: Reading) -> dict[str, Any] | None:
    """A refinement as the values of a row condition; None where it is anything else."""
    given = bare(given)
    if not isinstance(given, dict) or set(given) != _CONSTRAINT:
        return None
    column = column_of(reading.iri(given["leftOperand"]))
    operator = _COMPARES.get(reading.term(given["operator"]))
    values = given["rightOperand"] if isinstance(given["rightOperand"], list) else [given["rightOperand"]]
    single = operator not in (Operator.ONE_OF, Operator.NONE_OF)
    if not column or not operator or not values or (single and len(values) > 1):
        return None
    texts = tuple(literal(value) for value in values)
    if not all(texts):
        return None
    return {"table": column[0], "item": column[1], "operator": operator, "values": texts}


def limit_of(action: str, given: Any, reading: Reading) -> dict[str, Any] | None:
    """By when something must be done: until a day for a review, within months for a deletion."""
    given = bare(given)
    if not isinstance(given, dict) or set(given) != _CONSTRAINT or reading.term(given["operator"]) != "lteq":
        return None
    left, text = reading.term(given["leftOperand"]), literal(given["rightOperand"])
    if (action, left) == ("reviewPolicy", "dateTime"):
        day = last_day(text)
        return {"review_on": day} if day else None
    duration = _DURATION.fullmatch(text) if action == "delete" and left in ("delayPeriod", "elapsedTime") else None
    months = 12 * int(duration[1] or 0) + int(duration[2] or 0) if duration else 0
    return {"retention_months": months} if 0 < months <= LONGEST else None


NARROWER: Mapping[str, Callable[[Any, Any], Any]] = {
    "starts_on": max,
    "ends_on": min,
    "review_on": min,
    "retention_months": min,
    "least_count": max,
    "rounding": max,
    "territory": lambda one, other: min(one, other, key=list(Territory).index),
    "recipients": lambda one, other: tuple(each for each in one if each in other),
}


def narrowest(bounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each limit the narrowest that any of these sets."""
    found: dict[str, Any] = {}
    for one in bounds:
        for name, value in one.items():
            found[name] = NARROWER[name](found[name], value) if name in found else value
    return found
