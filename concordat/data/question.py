"""A question: who asks to see what, of whose, for what, in which form. Read from JSON with every error at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.opt_out import OptOut
from concordat.register.agreement import Automated, Territory
from concordat.register.sharing import Form, Purpose

E = TypeVar("E", bound=StrEnum)

MOST = 1_000
"""The most columns or controllers one question may name."""


@dataclass(frozen=True, kw_only=True)
class ListState:
    """What is known of one controller's opt-out list when data are disclosed.

    `people` is how many the list holds, `unchecked` how many of those disclosed were not checked against it.
    """

    register: OptOut
    controller: str
    as_at: date | None = None
    people: int = 0
    unchecked: int | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """May `organisation` see these `columns` ("table.column") of the controllers `whose`, for `purpose`?

    `lists` is None while nothing is disclosed yet: the answer then names the opt-outs that must be applied.
    `agreement` narrows the question to one: its reference, or its key with the version.
    """

    organisation: str
    whose: tuple[str, ...]
    columns: tuple[str, ...]
    purpose: Purpose
    role: str = ""
    trained_on: date | None = None
    form: Form = Form.IDENTIFIABLE
    territory: Territory = Territory.UK
    automated: Automated = Automated.NONE
    linked_with: tuple[str, ...] = ()
    lists: tuple[ListState, ...] | None = None
    break_glass: str = ""
    agreement: str = ""


class BadQuestion(Refusal):
    """A question that cannot be understood; `problems` are (where in it, what is wrong, what to do next)."""

    def __init__(self, problems: Iterable[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        told = " ".join(f"{where} {what}: {next}." for where, what, next in self.problems)
        super().__init__(f"The question cannot be read. {told.removesuffix('.')}")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The problems as findings, for those who read them one by one."""
        return tuple(Finding(what, next, file="question", column=where) for where, what, next in self.problems)


def from_json(given: Any) -> Question:
    """The question a JSON object asks, its members named as the fields of Question. Raises BadQuestion."""
    return _read(Question, _READERS, given, "question")


def as_json(question: Question) -> dict[str, Any]:
    """The question as a JSON object that `from_json` reads; what has its default is left out."""
    kept = ((each, getattr(question, each.name)) for each in fields(Question))
    return {each.name: _jsonable(value) for each, value in kept if value != each.default}


def _jsonable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_jsonable(each) for each in value]
    if isinstance(value, ListState):
        return {each.name: _jsonable(getattr(value, each.name)) for each in fields(ListState)}
    return value.value if isinstance(value, StrEnum) else value


class _Wrong(Exception):
    """One member that cannot be read; its arguments are what is wrong and what to do next."""


def _text(given: Any) -> str:
    if not isinstance(given, str) or len(given) > 2_000:
        raise _Wrong("is not a text", "write it in quotation marks")
    return given.strip()


def _texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given) or len(given) > MOST:
        raise _Wrong("is not a list of texts", f'write it as ["…", "…"], at most {MOST:,} of them')
    return tuple(dict.fromkeys(each.strip() for each in given if each.strip()))


def _day(given: Any) -> date | None:
    if given in (None, ""):
        return None
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise _Wrong(f"{given!r} is not a day", "write it as 2026-11-22") from None


def _count(given: Any) -> int | None:
    if given is not None and (not isinstance(given, int) or isinstance(given, bool) or given < 0):
        raise _Wrong(f"{given!r} is not a count", "write a whole number, or null where it is not known")
    return given


def _one_of(choices: type[E]) -> Callable[[Any], E]:
    def read(given: Any) -> E:
        try:
            return choices(given)
        except ValueError:
            raise _Wrong(f"{given!r} is not one it could be", f"use one of: {'; '.join(choices)}") from None

    return read


def _lists(given: Any) -> tuple[ListState, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MOST:
        raise _Wrong("is not a list", "write it as [{…}, {…}]")
    return tuple(_read(ListState, _LIST_READERS, each, f"lists[{place}]") for place, each in enumerate(given))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "organisation": _text,
    "whose": _texts,
    "columns": _texts,
    "purpose": _one_of(Purpose),
    "role": _text,
    "trained_on": _day,
    "form": _one_of(Form),
    "territory": _one_of(Territory),
    "automated": _one_of(Automated),
    "linked_with": _texts,
    "lists": _lists,
    "break_glass": _text,
    "agreement": _text,
}

_LIST_READERS: Mapping[str, Callable[[Any], Any]] = {
    "register": _one_of(OptOut),
    "controller": _text,
    "as_at": _day,
    "people": lambda given: _count(given) or 0,
    "unchecked": _count,
}

T = TypeVar("T")


def _read(kind: type[T], readers: Mapping[str, Callable[[Any], Any]], given: Any, where: str) -> T:
    if not isinstance(given, dict):
        raise BadQuestion([(where, "is not an object", f"write it as {{…}} with {', '.join(readers)}")])
    problems = [
        (f"{where}.{name}", "is not known", f"use {', '.join(readers)}") for name in given if name not in readers
    ]
    values: dict[str, Any] = {}
    for name, reader in readers.items():
        if name in given:
            try:
                values[name] = reader(given[name])
            except _Wrong as wrong:
                problems.append((f"{where}.{name}", *wrong.args))
            except BadQuestion as inner:
                problems += inner.problems
    problems += _missing(kind, given, values, where)
    if problems:
        raise BadQuestion(problems)
    return kind(**values)


def _missing(
    kind: type[Any], given: dict[str, Any], values: dict[str, Any], where: str
) -> Iterator[tuple[str, str, str]]:
    for each in fields(kind):
        blank = each.name not in given or (each.name in values and values[each.name] in ("", ()))
        if each.default is MISSING and blank:
            yield f"{where}.{each.name}", "is missing", f"say it: {_ASKS.get(each.name, 'it is needed')}"
    unnamed = [name for name in values.get("columns", ()) if "." not in name.strip(".")]
    if unnamed:
        yield f"{where}.columns", f"{unnamed[0]!r} names no table", "write each as table.column"


_ASKS = {
    "organisation": "the ODS code of who asks",
    "whose": "the ODS codes of whose data it is about",
    "columns": "what is wanted, each as table.column",
    "purpose": "what for, one of the closed list",
    "register": "which register of opt-outs",
    "controller": "whose list it is",
}
