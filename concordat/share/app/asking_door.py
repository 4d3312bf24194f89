"""Asking at the door in a person's name: who may, what they are given, and in full why not; and a second person's word.

Every question that gets as far as the door is on its log, with the person's sign-in name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data import answers
from concordat.data.answer import Answer, Query
from concordat.data.answers import Head, NotKept
from concordat.data.disclosure import NotReleasable
from concordat.data.ended import in_force
from concordat.data.facts import Facts
from concordat.data.governed import CannotBuild
from concordat.data.opt_out import CannotDisclose
from concordat.data.permit import Permit, Verdict
from concordat.data.query import Refused
from concordat.register.app.permission import Person
from concordat.share.app import permission, records, workspace
from concordat.share.app.permission import may_look


class NotGiven(Refusal):
    """An answer that the door does not give, or does not let out.

    `problems` is all that stands against it (about what, the fact, what would change it), `rules` whose it is, and
    `line` where the question stands on the log.
    """

    status = 403

    def __init__(self, refusal: Refusal, verdict: Verdict | None = None) -> None:
        failing = verdict.failing if verdict and not isinstance(verdict, Permit) else ()
        self.problems = tuple((each.about, each.fact, each.remedy) for each in failing)
        self.rules = tuple(dict.fromkeys(each.rule for each in failing)) or getattr(refusal, "rules", ())
        self.line: int = getattr(refusal, "line", 0)
        what = "; ".join(dict.fromkeys(each.fact for each in failing)) or refusal.what
        remedy = next((each.remedy for each in failing if each.remedy), refusal.remedy)
        super().__init__(what, where=refusal.where, remedy=remedy)


class NoSuchAnswer(Refusal):
    """An answer that is not there for this person."""

    status = 404


class NoLonger(Refusal):
    """A kept answer of which no row is shown any more."""

    status = 403


REFUSALS = (Refused, CannotDisclose, CannotBuild, NotReleasable)
"""How the door says no; all else it raises says that a question cannot be understood or worked out."""


def ask(query: Query, *, by: Person, as_of: date, snapshot: int = 0) -> Answer:
    """The answer to a question that this person asks. Raises NotPermitted, NotGiven, and what the door raises."""
    permission.check_ask(by, query.question.organisation)
    signed, moment = workspace.signed(by), workspace.moment(as_of)
    with workspace.door(by, as_of) as door:
        verdict = door.desk.decide(query.question)
        with _told(verdict):
            if not isinstance(verdict, Permit):
                door.turn_away(query, verdict, by=signed, at=moment)
            lists = workspace.lists(door.home)
            return door.query(query, verdict, lists=lists, by=signed, at=moment, snapshot=snapshot)


def seen(*, by: Person) -> tuple[Head, ...]:
    """The heads of the answers that this person may look at: their own and those they might release, the last first."""
    heads = answers.waiting(workspace.home_of(by))
    return tuple(each for each in heads if may_look(by, each.by, each.organisation))


def one(*, by: Person, as_of: date, line: int) -> Answer:
    """A kept answer, for as long as what it rests on is in force between those whom it concerns.

    Raises NoSuchAnswer, the same whether it is another's or nobody's, and NoLonger.
    """
    try:
        found = answers.kept(workspace.home_of(by), line)
    except NotKept:
        found = None
    if found is None or not may_look(by, found.by, found.query.question.organisation):
        raise NoSuchAnswer(f"There is no answer {line} for you", remedy="Look for it in the list of answers")
    asked = found.query.question
    if not in_force(found.agreement, (asked.organisation, *asked.whose), Facts(records.shared(by), as_of)):
        what = f"{found.agreement} is not in force any more between all whom answer {line} concerns"
        raise NoLonger(what, remedy="Have it resumed or agreed anew, and ask again")
    return found


def release(*, by: Person, as_of: date, line: int, counts: tuple[str, ...] = ()) -> Answer:
    """Let an answer out on this person's word, who did not ask for it; `counts` names the columns that count people.

    Gives the answer as it left: small numbers left out, the rest rounded. Raises NoSuchAnswer, NoLonger, NotPermitted
    and NotGiven.
    """
    found = one(by=by, as_of=as_of, line=line)
    permission.check_ask(by, found.query.question.organisation)
    with workspace.door(by, as_of) as door, _told():
        path = door.release(found, by=workspace.signed(by), at=workspace.moment(as_of), counts=counts)
    return replace(found, table=pq.read_table(path), protected=True)


@contextmanager
def _told(verdict: Verdict | None = None) -> Iterator[None]:
    """Turns what the door refuses into NotGiven, with everything that stands against it."""
    try:
        yield
    except REFUSALS as refusal:
        raise NotGiven(refusal, verdict) from refusal
