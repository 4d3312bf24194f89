"""The question of the May page as its address asks it: read with every error at once, and written as an address again.

A question is a link: whoever gets it, and may see the register, is given the same answer to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from concordat.core.cells import CellProblem
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.data.ground import GDPR
from concordat.data.question import BadQuestion, ListState, Question, from_json
from concordat.register.noun import Column, Kind
from concordat.web.field import value_of

_ONE = ("organisation", "role", "purpose", "form", "territory", "automated", "agreement")
_LIST_PARTS = ("register", "controller", "as_at", "people", "unchecked")
_TYPED = {"whose": "other_whose", "columns": "other_columns"}
"""What may be chosen from a list, and the box for what is not in it."""

_MISSING = {
    "organisation": "Choose who asks",
    "whose": "Choose whose data it is about",
    "columns": "Choose at least one column, or write one as table.column",
    "purpose": "Choose what it is for",
}


def _day_column(name: str, heading: str, note: str) -> Column:
    return Column(
        name=name, heading=heading, kind=Kind.DATE, note=note, required=False, key=False, to="", choices=None,
        confidential=False,
    )  # fmt: skip


DAYS = {
    each.name: each
    for each in (
        _day_column("trained_on", "Last data security training", "Of the person who would look."),
        _day_column("as_of", "On which day", "Blank: today. A past day is answered by what was in force then."),
        _day_column("recorded_on", "As recorded on", "What the register said at the end of that day; blank: now."),
    )
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, the day it is asked for, the day whose register answers it (None: now), and whether with drafts."""

    question: Question
    as_of: date
    recorded_on: date | None = None
    drafts: bool = False

    def address(self) -> str:
        """The query of an address that asks this."""
        question = self.question
        one = [(name, str(getattr(question, name))) for name in _ONE]
        whose = [("whose", each) for each in question.whose]
        wanted = [("columns", each) for each in question.columns]
        rest = [
            ("linked_with", "\n".join(question.linked_with)),
            ("lists", "\n".join(map(_list_line, question.lists or ()))),
            ("drafts", "yes" if self.drafts else ""),
        ]
        days = [*_day_parts("trained_on", question.trained_on), *_day_parts("as_of", self.as_of)]
        days += _day_parts("recorded_on", self.recorded_on)
        return urlencode([pair for pair in (*one, *whose, *wanted, *rest, *days) if pair[1]])


def read(given: QueryDict, today: date) -> Asked | dict[str, str]:
    """The question an address asks, or what is wrong with it by field."""
    errors: dict[str, str] = {}
    days = {name: _day(each, given, errors) for name, each in DAYS.items()}
    as_of = days["as_of"] or today
    if as_of < GDPR:
        errors["as_of"] = f"The rules before {long_date(GDPR)} are not held here. Ask for a later day."
    recorded_on = days["recorded_on"]
    if recorded_on and recorded_on > today:
        errors["recorded_on"] = "Nothing is recorded yet on a day to come. Give a past day, or leave it blank."
    drafts = given.get("drafts") == "yes"
    if drafts and recorded_on:
        errors["recorded_on"] = "Drafts are answered by what is recorded now. Leave this blank, or leave them out."
    question = _question(given, days["trained_on"], errors)
    if errors or question is None:
        return errors
    return Asked(question=question, as_of=as_of, recorded_on=recorded_on, drafts=drafts)


def _question(given: QueryDict, trained_on: date | None, errors: dict[str, str]) -> Question | None:
    try:
        return from_json(_as_json(given, trained_on))
    except BadQuestion as bad:
        for where, what, next in bad.problems:
            name = where.removeprefix("question.").partition("[")[0]
            missing = what == "is missing" and name in _MISSING
            said = _MISSING[name] if missing else f"{as_sentence(_told(where, what))} {as_sentence(next)}"
            errors[name] = " ".join(filter(None, (errors.get(name), as_sentence(said))))
        return None


def _told(where: str, what: str) -> str:
    """What is wrong, with the line of a list and the part of it."""
    _, _, inner = where.partition("[")
    if not inner:
        return what if what[0] in "'\"" else f"It {what}"
    line, _, part = inner.partition("]")
    return f"Line {int(line) + 1}, {part.removeprefix('.').replace('_', ' ')}: {what}"


def _as_json(given: QueryDict, trained_on: date | None) -> dict[str, Any]:
    """What was given as the JSON of a question, blanks left out."""
    found: dict[str, Any] = {name: given.get(name, "").strip() for name in _ONE}
    for name, other in _TYPED.items():
        found[name] = [*given.getlist(name), *_lines(given, other)]
    found["linked_with"] = _lines(given, "linked_with")
    found["lists"] = [_list(each) for each in _lines(given, "lists")] or None
    found["trained_on"] = trained_on.isoformat() if trained_on else None
    return {name: value for name, value in found.items() if value}


def _lines(given: QueryDict, name: str) -> list[str]:
    return [each.strip() for each in given.get(name, "").splitlines() if each.strip()]


def _list(line: str) -> dict[str, Any]:
    """One opt-out list, its parts between semicolons."""
    parts = dict(zip(_LIST_PARTS, (each.strip() for each in line.split(";")), strict=False))
    numbers: Mapping[str, Any] = {name: _whole(parts.get(name, "")) for name in ("people", "unchecked")}
    return {name: value for name, value in {**parts, **numbers}.items() if value is not None}


def _whole(text: str) -> int | str | None:
    digits = text.replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else text or None


def _list_line(each: ListState) -> str:
    as_at = each.as_at.isoformat() if each.as_at else ""
    unchecked = "" if each.unchecked is None else str(each.unchecked)
    return "; ".join((each.register.value, each.controller, as_at, str(each.people), unchecked))


def _day(column: Column, given: QueryDict, errors: dict[str, str]) -> date | None:
    try:
        found: date | None = value_of(column, given)
    except CellProblem as problem:
        what = f"{column.heading}: {problem.what[:1].lower()}{problem.what[1:]}"
        errors[column.name] = f"{as_sentence(what)} {as_sentence(problem.next)}"
        return None
    return found


def _day_parts(name: str, day: date | None) -> list[tuple[str, str]]:
    if day is None:
        return []
    return [(f"{name}-day", str(day.day)), (f"{name}-month", str(day.month)), (f"{name}-year", str(day.year))]
