"""Coverage: which purpose is allowed for which data of which member, by which agreement, and where none does yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from concordat.data.permit import Desk, Permit, Refusal, Review
from concordat.data.question import Question
from concordat.register.bundle import Bundle
from concordat.register.organisation import Membership
from concordat.register.record import Record
from concordat.register.sharing import Purpose
from concordat.share.health import questions


class Cover(StrEnum):
    """How far one purpose is allowed for one table of one member; the best that any agreement gives."""

    ALLOWED = "allowed"
    PARTLY = "allowed for some columns"
    REVIEW = "a person must look"
    STOPPED = "agreed, but stopped"
    NONE = "no agreement"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One way by which data are, or would be, seen: who sees them, under what, and what stops it."""

    receiver: str
    agreement: str
    cover: Cover
    stopped_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One purpose, one table and one member whose data it is; `routes` the best first, none where nothing is agreed."""

    purpose: Purpose
    table: str
    member: str
    routes: tuple[Route, ...] = ()

    @property
    def cover(self) -> Cover:
        """The best of its routes."""
        return self.routes[0].cover if self.routes else Cover.NONE

    def as_dict(self) -> dict[str, Any]:
        """The cell for JSON."""
        named = {"purpose": self.purpose.value, "table": self.table, "member": self.member, "cover": self.cover.value}
        return {**named, "routes": [{**asdict(each), "stopped_by": list(each.stopped_by)} for each in self.routes]}


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The matrix: every purpose and table any agreement names, for every member."""

    purposes: tuple[Purpose, ...]
    tables: tuple[str, ...]
    members: tuple[str, ...]
    cells: tuple[Cell, ...]

    def cell(self, purpose: Purpose, table: str, member: str) -> Cell:
        """One cell."""
        return next(each for each in self.cells if (each.purpose, each.table, each.member) == (purpose, table, member))

    @property
    def unserved(self) -> tuple[Purpose, ...]:
        """Purposes of the closed list that no agreement allows for any data yet."""
        served = {each.purpose for each in self.cells if each.cover in (Cover.ALLOWED, Cover.PARTLY)}
        return tuple(each for each in Purpose if each not in served)


def coverage(record: Record, as_of: date) -> Coverage:
    """The matrix on a day. A person's own training is taken as given: it is about agreements, not about people."""
    desk = Desk(record, as_of)
    routes: dict[tuple[Purpose, str, str], list[Route]] = {}
    for bundle in desk.facts.bundles:
        for question in questions(bundle, as_of):
            for table, columns in _by_table(question.columns).items():
                for member in question.whose:
                    route = _route(desk, bundle, question, member, columns)
                    routes.setdefault((question.purpose, table, member), []).append(route)
    return _matrix(routes, _members(record, as_of))


def _matrix(routes: dict[tuple[Purpose, str, str], list[Route]], members: Iterable[str]) -> Coverage:
    purposes = tuple(each for each in Purpose if any(key[0] is each for key in routes))
    tables = tuple(sorted({table for _, table, _ in routes}))
    everybody = tuple(dict.fromkeys((*members, *sorted({member for _, _, member in routes}))))
    cells = (
        Cell(purpose=purpose, table=table, member=member, routes=_best_first(routes.get((purpose, table, member), ())))
        for purpose in purposes
        for table in tables
        for member in everybody
    )
    return Coverage(purposes=purposes, tables=tables, members=everybody, cells=tuple(cells))


def _best_first(routes: Iterable[Route]) -> tuple[Route, ...]:
    order = list(Cover)
    return tuple(sorted(set(routes), key=lambda each: (order.index(each.cover), each.receiver, each.agreement)))


def _route(desk: Desk, bundle: Bundle, question: Question, member: str, columns: tuple[str, ...]) -> Route:
    asked = replace(question, whose=(member,), columns=columns)
    verdict = desk.under(bundle, asked)
    stopped = tuple(dict.fromkeys(each.fact for each in verdict.failing))
    return Route(
        receiver=question.organisation, agreement=bundle.key, cover=_cover(verdict, columns), stopped_by=stopped
    )


def _cover(verdict: Permit | Review | Refusal, columns: tuple[str, ...]) -> Cover:
    if isinstance(verdict, Permit):
        return Cover.ALLOWED if len(verdict.columns) == len(columns) else Cover.PARTLY
    return Cover.REVIEW if isinstance(verdict, Review) else Cover.STOPPED


def _by_table(columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in columns:
        table = each.rpartition(".")[0]
        found[table] = (*found.get(table, ()), each)
    return found


def _members(record: Record, as_of: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.organisation for each in record.all(Membership, as_of)))
