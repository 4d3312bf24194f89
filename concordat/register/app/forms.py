"""The form of any noun, derived from its columns: filled from a row, read from what was posted, every error at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import F

from concordat.core.refusal import as_sentence
from concordat.core.rows import CellProblem
from concordat.register.app.permission import Person
from concordat.register.cell import blank
from concordat.register.noun import Column, Kind, Misbuilt, Noun, columns, noun_named
from concordat.web.field import Field, Option, Problem, field_for, problems_of, value_of
from concordat.web.scope import entries, hidden

_MOST_OPTIONS = 200
Errors = Mapping[str, str]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Form:
    """A noun's fields; `fixed` are its key, (heading, text), which a change leaves as it is."""

    fields: tuple[Field, ...]
    fixed: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The error summary: first what is about no field, then field by field."""
        return (*(Problem(text=each, href="#maincontent") for each in self.elsewhere), *problems_of(self.fields))


def form_of(
    by: Person,
    noun: type[Noun],
    *,
    row: Noun | None = None,
    posted: Mapping[str, str] | None = None,
    errors: Sequence[tuple[str, str, str]] = (),
    only: Collection[str] = (),
    given: Mapping[str, Any] = NOTHING,
) -> Form:
    """The form to add a row, or to change `row`; with what was `posted`, and what is wrong with it, by column.

    It asks for the columns named in `only`, or for all; and not for those that are `given`.
    """
    own = _asked(by, noun, row, only, given)
    options = _options(by, own)
    said = _said(errors, own)
    fields = tuple(
        field_for(
            each,
            value=getattr(row, each.name) if row else blank(noun, each.name),
            posted=posted,
            options=options.get(each.name, ()),
            error=said.get(each.name, ""),
        )
        for each in own
    )
    fixed = tuple((each.heading, str(getattr(row, each.name))) for each in columns(noun) if row and each.key)
    elsewhere = tuple(_sentence(what, next) for name, what, next in errors if name not in said)
    return Form(fields=fields, fixed=fixed, elsewhere=elsewhere)


def read(
    by: Person,
    noun: type[Noun],
    posted: Mapping[str, str],
    row: Noun | None = None,
    *,
    only: Collection[str] = (),
    given: Mapping[str, Any] = NOTHING,
) -> Noun | tuple[tuple[str, str, str], ...]:
    """The row that was posted, in place of `row` if one is changed; or everything wrong: (column, what, what next).

    `only` and `given` as the form had them.
    """
    own = _asked(by, noun, row, only, given)
    values = {each.name: getattr(row, each.name) for each in columns(noun) if row and each not in own} | {**given}
    wrong = []
    for each in own:
        try:
            value = value_of(each, posted)
        except CellProblem as problem:
            wrong.append((each.name, problem.what, problem.next))
            continue
        if value is not None:
            values[each.name] = value
        elif each.required:
            wrong.append((each.name, f"{each.heading} is empty", f"fill it in: {each.note}"))
    try:
        return tuple(wrong) or noun(**values)
    except Misbuilt as misbuilt:
        return misbuilt.problems


def _asked(
    by: Person, noun: type[Noun], row: Noun | None, only: Collection[str], given: Mapping[str, Any]
) -> tuple[Column, ...]:
    """The columns that are asked for: not the key of a row that is there, nor what its reader may not see."""
    known = {*given, *(hidden(row, by) if row else ())}
    wanted = [each for each in columns(noun) if not only or each.name in only]
    return tuple(each for each in wanted if not (row and each.key) and each.name not in known)


def _options(by: Person, own: Iterable[Column]) -> dict[str, tuple[Option, ...]]:
    """The rows that each link may name, where they are few enough to choose from."""
    found: dict[str, tuple[Option, ...]] = {}
    by_noun: dict[str, tuple[Option, ...]] = {}
    for each in own:
        if each.kind is Kind.LINK:
            if each.to not in by_noun:
                by_noun[each.to] = _rows_to_choose(by, noun_named(each.to))
            found[each.name] = by_noun[each.to]
    return found


def _rows_to_choose(by: Person, noun: type[Noun]) -> tuple[Option, ...]:
    """Each once, by what it is called last: one that was renamed has a row for each name."""
    by_day = entries(by, noun).order_by(F("valid_from").asc(nulls_first=True), "label")
    rows = list(by_day.values_list("key", "label")[: _MOST_OPTIONS + 1])
    if len(rows) > _MOST_OPTIONS:
        return ()
    options = sorted(dict(rows).items(), key=lambda each: (each[1], each[0]))
    return tuple((key, label if label == key else f"{label} ({key})") for key, label in options)


def _said(errors: Iterable[tuple[str, str, str]], own: Iterable[Column]) -> dict[str, str]:
    """What to say beside each field."""
    headings = {each.name: each.heading for each in own}
    said: dict[str, str] = {}
    for name, what, next in errors:
        if name in headings:
            text = what if headings[name] in what else f"{headings[name]}: {what}"
            said[name] = " ".join(filter(None, (said.get(name), _sentence(text, next))))
    return said


def _sentence(what: str, next: str) -> str:
    return " ".join(filter(None, (as_sentence(what), as_sentence(next))))
