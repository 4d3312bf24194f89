"""An example: a few rows, a question, and the answer expected; and the questions that may be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.converge.answer.plan import Move
from concordat.converge.facts.law import Ground, legs
from concordat.converge.roadmap import Roadmap, Wishes, roadmap
from concordat.converge.solver.model import Kind
from concordat.converge.spec.ground import GROUND, ON
from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.register.contract import Contract, Framework
from concordat.register.noun import Noun
from concordat.register.record import Record


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a record on a day, and how it is answered: in sentences."""

    text: str
    ask: Callable[[Record, date], Iterator[str]]


@dataclass(frozen=True, kw_only=True)
class Example:
    """Rows beside the common ground, what they show, a question and its answer, line by line."""

    title: str
    says: str
    rows: tuple[Noun, ...]
    question: Question
    answer: tuple[str, ...]
    on: date = ON

    @property
    def record(self) -> Record:
        """The ground with the rows; a row takes the place of the ground's with its key."""
        own = {(type(row), row.key) for row in self.rows}
        return Record.of([*(row for row in GROUND if (type(row), row.key) not in own), *self.rows])

    def answered(self) -> tuple[str, ...]:
        """What is answered in truth."""
        return tuple(self.question.ask(self.record, self.on))


def _lasting(record: Record, on: date) -> Iterator[str]:
    for contract in record.all(Contract):
        lawful = legs(contract, record.get(Framework, contract.framework), on, date(2035, 3, 31))
        if not lawful:
            yield f"{contract.contract} has ended, and nothing lets it run on"
        for leg in lawful[:3]:
            until = {Ground.EXTENSION: ", used by ", Ground.RENEWAL: ", unless stopped by "}.get(leg.ground, "")
            by = f"{until}{long_date(leg.notice_by)}" if leg.notice_by else ""
            why = f": {leg.why}" if leg.ground in (Ground.PERMITTED, Ground.OVERRIDE) else ""
            yield f"{contract.contract} to {long_date(leg.ends_on)} on {leg.ground.value}{by}{why}"


def _becoming(record: Record, on: date) -> Iterator[str]:
    found = _planned(record, on)
    if not found.plan:
        yield "nothing lawful fits"
        for conflict in found.conflicts:
            yield conflict.what
            yield from (f"  {fact}" for fact in conflict.facts)
        return
    for move in found.plan.moves:
        yield f"{move.cell.system.system} {_becomes(found, move)}"
        for notice in move.notices:
            yield f"  by {long_date(notice.by)} {notice.what}"


def _becomes(found: Roadmap, move: Move) -> str:
    name = found.problem.name(move.product)
    if move.dates is None:
        return f"stays on {name}"
    when = f"on {long_date(move.dates.cutover_on)}, decided by {long_date(move.dates.decide_by)}"
    how = {Kind.RENEW: f"buys {name} again", Kind.ALONE: f"moves to {name} alone"}
    return f"{how.get(move.kind, f'moves to {name}, shared')} {when}"


def _costing(record: Record, on: date) -> Iterator[str]:
    found = _planned(record, on)
    if found.plan:
        yield from _becoming(record, on)
        yield f"the plan costs {in_pounds(found.plan.cost)}"
    yield f"replacing each at expiry would cost {in_pounds(found.without.do_minimum)}"
    yield f"doing nothing would cost {in_pounds(found.without.do_nothing)}"


def _planned(record: Record, on: date) -> Roadmap:
    return roadmap(record, on, Wishes(order=("cost",), tolerance=0.0))


HOW_LONG = Question(text="How long may the contract run?", ask=_lasting)
WHAT_BECOMES = Question(text="What becomes of each system?", ask=_becoming)
WHAT_COST = Question(text="What becomes of each system, and at what cost?", ask=_costing)
