"""The door: the one way to an answer about patients. Nothing goes through without a permit, which is decided again.

Every question is on the log before it is decided, and what became of it before it is answered. Nothing here shows
patients for their direct care.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core.ledger import Line
from concordat.core.refusal import Refusal
from concordat.data import answers, durable
from concordat.data.answer import Answer as Answer
from concordat.data.answer import Query as Query
from concordat.data.answer import hash_of
from concordat.data.countable import check_counts
from concordat.data.disclosure import LEAST, ROUNDING
from concordat.data.engine import Engine
from concordat.data.governed import MEMBER
from concordat.data.grammar import FUNCTIONS
from concordat.data.guard import guard
from concordat.data.lake import Lake
from concordat.data.lock import locked
from concordat.data.log import Log
from concordat.data.model import shared_model
from concordat.data.opt_out import Wishes
from concordat.data.permit import Desk, Permit, Verdict
from concordat.data.question import Question
from concordat.data.redacted import redacted
from concordat.data.released import checked
from concordat.data.rollup import groups_of
from concordat.data.store import Store, agreement_key, build, states, stores
from concordat.data.told import told
from concordat.data.worker import Limits, NotAnswered, Worker

WARM = 8
"""The most workers that are kept waiting for the next question."""


class Refused(Refusal):
    """A question the door does not answer. `rules` are those that stand against it."""

    def __init__(self, what: str, *, remedy: str, problem: str, rules: tuple[str, ...] = ()) -> None:
        super().__init__(what, remedy=remedy)
        self.problem, self.rules = problem, rules


@dataclass
class Door:
    """The door of a workspace folder, on the record of one day. `secret` is what identifiers are keyed from."""

    home: Path
    desk: Desk
    secret: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    _workers: dict[str, Worker] = field(default_factory=dict, repr=False)

    @property
    def lake(self) -> Lake:
        """What it answers from."""
        return Lake(self.home)

    @property
    def log(self) -> Log:
        """Where every question is written down."""
        return Log(self.home)

    def query(
        self, asked: Query, permit: Permit, *, lists: Iterable[Wishes] = (), by: str, at: datetime, snapshot: int = 0
    ) -> Answer:
        """The answer to a question, of the last snapshot unless another is named.

        The permit is decided again with the lists that are given now. Raises Refused, NotAllowed, NotAnswered,
        BadCounting, CannotBuild or CannotDisclose; whichever it is, it is on the log.
        """
        given = tuple(lists)
        intent = self.log.asked(by=by, at=at, subject=_subject(permit), facts=self._asked(asked))
        with self._told(intent, at) as outcome:
            decided = self._permitted(asked.question, permit, given, at)
            _check_form(asked)
            store = self._built(decided, given, snapshot, outcome)
            table = self._answer(asked, decided, store, intent.number)
            answer = Answer(
                query=replace(asked, question=decided.question),
                by=by,
                at=at,
                agreement=decided.agreement,
                version=decided.version or 0,
                store=store.name,
                snapshot=store.snapshot,
                table=table,
                protected=asked.counted is not None,
                isolation=self._worker(store).isolation,
                line=intent.number,
                sha256=hash_of(table),
            )
            outcome.update(rows=table.num_rows, result_sha256=answer.sha256, answer_sha256=answers.digest(answer))
        answers.keep(self.home, answer)  # when it is on the log, which alone vouches for what is kept
        return answer

    def turn_away(self, asked: Query, verdict: Verdict, *, by: str, at: datetime) -> NoReturn:
        """Write down a question for which there is no permit, as any other is. Raises Refused."""
        intent = self.log.asked(by=by, at=at, subject="no agreement", facts=self._asked(asked))
        with self._told(intent, at):
            raise _refused(verdict)

    def build(
        self,
        question: Question,
        permit: Permit,
        *,
        lists: Iterable[Wishes] = (),
        by: str,
        at: datetime,
        snapshot: int = 0,
        engine: Engine | None = None,
    ) -> Store:
        """The store from which such questions are answered, made before any is asked; that it was is on the log. Its
        rows are worked out by an engine, DuckDB unless another is given.

        Raises Refused, CannotBuild or CannotDisclose.
        """
        given = tuple(lists)
        intent = self.log.asked(by=by, at=at, subject=_subject(permit), facts=_facts(question))
        with self._told(intent, at, done="built") as outcome:
            return self._built(self._permitted(question, permit, given, at), given, snapshot, outcome, engine)

    def release(self, answer: Answer, *, by: str, at: datetime, counts: tuple[str, ...] = ()) -> Path:
        """Write an answer to a file that may leave, on the word of somebody who did not ask for it.

        Of an answer to SQL `counts` names the columns that count: its SQL must say that they do, and of whom, and it is
        then checked as counts are. Raises Refused or NotReleasable.
        """
        intent = self.log.asked(by=by, at=at, subject=f"release of {answer.line}", facts={"released": answer.line})
        with self._told(intent, at, done="released") as outcome:
            permit = self._releaser(answer, by, at)
            least, rounding = limits_of(permit)
            table = answer.table
            if not answer.protected:
                check_counts(answer.query.sql, self._asked_of(answer).tables, table.column_names, counts)
                folder, given = self._told_before(answer.agreement), {"line": answer.line, "snapshot": answer.snapshot}
                table = checked(table, counts, folder, **given, least=least, rounding=rounding)
            path = answers.released(self.home, answer.line)
            with locked(path.parent / "LOCK", by, wait=True):
                durable.sweep(path.parent)
                pq.write_table(table, durable.unfinished(path))
                durable.place(path)
            outcome.update(rows=table.num_rows, result_sha256=hash_of(table))
        return path

    def close(self) -> None:
        """End every worker."""
        while self._workers:
            self._workers.popitem()[1].end()

    def _built(
        self,
        permit: Permit,
        lists: tuple[Wishes, ...],
        snapshot: int,
        outcome: dict[str, Any],
        engine: Engine | None = None,
    ) -> Store:
        held = self.lake.at(snapshot) if snapshot else self.lake.head()
        key = agreement_key(self.secret, permit.agreement)
        store = build(permit, key=key, snapshot=held, lake=self.lake, lists=lists, home=self.home, engine=engine)
        outcome.update(snapshot=held.number, store=store.name)
        return store

    def _permitted(self, asked: Question, permit: Permit, lists: tuple[Wishes, ...], at: datetime) -> Permit:
        """The permit as it is decided now. Raises Refused."""
        if type(permit) is not Permit:
            raise Refused("There is no permit", remedy="Ask for one: concordat share may", problem="permit")
        question = replace(asked, lists=states(lists) if permit.opt_outs else asked.lists)
        verdict = self.desk.decide(question)
        if not isinstance(verdict, Permit):
            raise _refused(verdict)
        if (verdict.agreement, verdict.version) != (
            permit.agreement,
            permit.version,
        ) or permit.question.organisation != (question.organisation):
            raise Refused(
                "The permit is for another question", remedy="Ask for a permit for this one", problem="permit"
            )
        if not set(verdict.columns) <= set(permit.columns) or verdict.as_of != at.date():
            raise Refused("The permit is not for this, or for today", remedy="Ask for a permit again", problem="permit")
        return verdict

    def _answer(self, asked: Query, permit: Permit, store: Store, number: int) -> pa.Table:
        if not asked.counted:
            checked = guard(asked.sql, store.tables)
            return self._worker(store).ask(checked.sql)
        least, rounding = limits_of(permit)
        folder = self._told_before(store.agreement)
        return told(asked.counted, store, self._worker(store), folder, number, least=least, rounding=rounding)

    def _told_before(self, agreement: str) -> Path:
        """Where what was told under an agreement is remembered, to hold what is yet to be told against it."""
        return self.home / "told" / agreement.replace("/", "-")

    def _releaser(self, answer: Answer, by: str, at: datetime) -> Permit:
        if by == answer.by:
            what = "Who asked a question does not release its answer"
            raise Refused(what, remedy="Ask somebody else to look at it", problem="self-release")
        if not answers.was_given(self.home, answer):
            raise Refused("This is not the answer that was given", remedy="Ask the question again", problem="altered")
        verdict = self.desk.decide(answer.query.question)
        if not isinstance(verdict, Permit) or verdict.as_of != at.date():
            raise Refused("It is not permitted any more", remedy="See what stands against it", problem="decision")
        return verdict

    def _asked_of(self, answer: Answer) -> Store:
        """The store that an answer came from. Raises Refused where it is gone."""
        for each in stores(self.home):
            if each.name == answer.store:
                return each
        raise Refused("What it was answered from is gone", remedy="Ask the question again", problem="store")

    def _asked(self, asked: Query) -> dict[str, Any]:
        """What the log tells of what is asked: names that are known, never a value."""
        known = _known()
        facts = _facts(asked.question)
        if asked.sql:
            names = {part for each in known for part in each.split(".")} | FUNCTIONS
            facts |= {"sql": redacted(asked.sql, names), "text_mac": self.log.mac(asked.sql)}
        if asked.counted:
            columns = (f"{asked.counted.table}.{each.partition(' ')[0]}" for each in asked.counted.by)
            facts |= {"by": [each for each in columns if each in known], "text_mac": self.log.mac(repr(asked.counted))}
        return facts

    @contextmanager
    def _told(self, intent: Line, at: datetime, done: str = "answered") -> Iterator[dict[str, Any]]:
        """Writes down what became of a question, however it ends."""
        facts: dict[str, Any] = {}
        began = time.monotonic()
        try:
            yield facts
        except Refusal as problem:
            facts["reasons"] = list(getattr(problem, "rules", ()))
            facts["problem"] = getattr(problem, "problem", "") or getattr(problem, "kind", type(problem).__name__)
            problem.line = intent.number
            self._end(intent, "failed" if isinstance(problem, NotAnswered) else "refused", at, facts, began)
            raise
        except BaseException as problem:
            self._end(intent, "failed", at, facts | {"problem": type(problem).__name__}, began)
            raise
        self._end(intent, done, at, facts, began)

    def _end(self, intent: Line, action: str, at: datetime, facts: Mapping[str, Any], began: float) -> None:
        took = int((time.monotonic() - began) * 1_000)
        self.log.outcome(intent, action, at=at, facts={**facts, "milliseconds": took})

    def _worker(self, store: Store) -> Worker:
        worker = self._workers.pop(store.name, None) or Worker(store.file, self.limits)
        self._workers[store.name] = worker  # the last asked stands last
        while len(self._workers) > WARM:
            self._workers.pop(next(iter(self._workers))).end()
        return worker


def _check_form(asked: Query) -> None:
    """Whether it is asked in a way that its form allows. Raises Refused."""
    form = asked.question.form
    if bool(asked.sql) == bool(asked.counted):
        raise Refused("Nothing is asked, or two things", remedy="Give SQL, or what to count", problem="form")
    if asked.sql and not form.personal:
        what = f"In {form.value} form there is no SQL"
        raise Refused(what, remedy="Say what to count, by what, and where", problem="form")
    if asked.counted and form.personal:
        what = "Counts that are protected are asked under an aggregate agreement"
        raise Refused(what, remedy="Ask in SQL, and release what you count", problem="form")


@cache
def _known() -> frozenset[str]:
    """The names of columns that the log may tell, as table.column."""
    return frozenset(
        f"{table.name}.{column}"
        for table in shared_model().tables
        for column in (*(each.name for each in table.whole), *groups_of(table), MEMBER)
    )


def _facts(question: Question) -> dict[str, Any]:
    """What the log tells of a question."""
    return {
        "organisation": question.organisation,
        "whose": list(question.whose),
        "purpose": question.purpose.value,
        "form": question.form.value,
        "columns": [each for each in question.columns if each in _known()],
    }


def _subject(permit: Permit) -> str:
    return f"{permit.agreement} / {permit.version}" if type(permit) is Permit else "no agreement"


def _refused(verdict: Verdict) -> Refused:
    rules = tuple(dict.fromkeys(each.rule for each in verdict.failing))
    told = "; ".join(dict.fromkeys(each.fact for each in verdict.failing))
    remedy = next((each.remedy for each in verdict.failing if each.remedy), "Ask for what an agreement permits")
    return Refused(f"This is not permitted: {told}", remedy=remedy, problem="decision", rules=rules)


def limits_of(permit: Permit) -> tuple[int, int]:
    """The least count and the rounding a permit sets; the usual ones where it sets none."""
    set_ = dict(item for each in permit.conditions for item in each.detail if item[0] in ("least_count", "rounding"))
    return int(set_.get("least_count") or LEAST), int(set_.get("rounding") or ROUNDING)
