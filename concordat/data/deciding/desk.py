"""Desk: a record on one day, ready for any number of questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any

from concordat.core.period import long_date
from concordat.core.refusal import Refusal as CannotAnswer
from concordat.data.case import owes_duty
from concordat.data.deciding.account import OfNone
from concordat.data.deciding.agreed import Agreed, Memory
from concordat.data.deciding.binding import SETTING, SETTLED, Binding
from concordat.data.deciding.judged import WORST, Judged
from concordat.data.deciding.setting import Setting
from concordat.data.facts import Facts
from concordat.data.ground import GDPR
from concordat.data.question import Question
from concordat.data.verdict import Permit, Refusal, Review
from concordat.register.bundle import Bundle
from concordat.register.record import Record

_setting, _settled, _least = attrgetter(*SETTING), attrgetter(*SETTLED, "agreement"), attrgetter("least")

MOST_KEPT = 100_000
"""How many things a desk keeps before it forgets them all: some tens of megabytes."""


class TooLongAgo(CannotAnswer):
    """A question about a day before the rules that are held here."""


class Desk:
    """Answers questions about one record and day.

    Most questions differ from others in a part or two: what the rules say of a part is worked out once and kept.
    Agreements that can no longer give a better answer than one already found are not gone into.
    """

    def __init__(self, record: Record, as_of: date) -> None:
        if as_of < GDPR:
            raise TooLongAgo(f"The rules before {long_date(GDPR)} are not held here", remedy="ask for a later day")
        self.facts = Facts(record, as_of)
        self._rules = Binding(as_of)
        self._receiving = _by_receiver(self.facts.bundles)
        self._forget()

    def decide(self, question: Question) -> Permit | Refusal | Review:
        """The best answer any agreement gives: a permit before a review before a refusal."""
        self._mind()
        key = _settled(question)
        candidates = self._candidates.get(key)
        if candidates is None:
            found = sorted((self._judged(each, question) for each in self._found(question)), key=_least)
            candidates = self._memory.keep(self._candidates, key, found)
        return _best(candidates, question) if candidates else self._without(question)

    def elsewhere(self, permit: Permit) -> Iterator[Permit]:
        """What other agreements give of the columns this permit leaves out, that which loses least first.

        Each is an answer to a question of its own: that two agreements each give something allows nobody to join it.
        """
        left = tuple(each for each in permit.question.columns if each not in permit.columns)
        while left:
            found = self.decide(replace(permit.question, columns=left, agreement=""))
            if not isinstance(found, Permit):
                return
            yield found
            left = tuple(each for each in left if each not in found.columns)

    def under(self, bundle: Bundle, question: Question) -> Permit | Refusal | Review:
        """The answer one version of one agreement gives."""
        self._mind()
        return _best([self._judged(bundle, question)], question)

    def _mind(self) -> None:
        if self._memory.kept > MOST_KEPT:
            self._forget()

    def _forget(self) -> None:
        """Begin anew, so that a desk that is long in use does not grow for ever."""
        self._memory = Memory()
        self._agreed: dict[str, Agreed] = {}
        self._settings: dict[Any, Setting] = {}
        self._candidates: dict[Any, list[Judged]] = {}

    def _judged(self, bundle: Bundle, question: Question) -> Judged:
        key = (bundle.key, *_setting(question))
        setting = self._settings.get(key)
        if setting is None:
            agreed = self._agreed.get(bundle.key)
            if agreed is None:
                agreed = self._agreed[bundle.key] = Agreed(bundle, self.facts, self._rules, self._memory)
            setting = self._memory.keep(self._settings, key, Setting(agreed, question))
        return Judged(setting, question)

    def _found(self, question: Question) -> Iterator[Bundle]:
        """The agreements by which the asker gets data of any of those it is about."""
        only = question.agreement
        for bundle, whose in self._receiving.get(question.organisation, ()):
            if not whose.isdisjoint(question.whose) and only in ("", bundle.agreement.agreement, bundle.key):
                yield bundle

    def _without(self, question: Question) -> Refusal | Review:
        """The answer where no agreement could give what is asked."""
        account = OfNone(question, self.facts)
        if owes_duty(question, self.facts):
            return Review(question=question, columns=question.columns, account=account)
        return Refusal(question=question, account=account)


def _best(candidates: list[Judged], question: Question) -> Permit | Refusal | Review:
    """The best answer of these, which come in the order of the best that each could give."""
    judged, best, asked = candidates[0], WORST, frozenset(question.columns)
    for each in candidates:
        if best < each.least:
            break
        rank = each.rank(question, asked, best)
        if rank < best:
            judged, best = each, rank
    return judged.answer(question, best)


def _by_receiver(bundles: Iterable[Bundle]) -> dict[str, list[tuple[Bundle, frozenset[str]]]]:
    found: dict[str, list[tuple[Bundle, frozenset[str]]]] = {}
    for bundle in bundles:
        for receiver in {each.receiver for each in bundle.flows}:
            whose = frozenset(code for each in bundle.flows if each.receiver == receiver for code in each.whose)
            found.setdefault(receiver, []).append((bundle, whose))
    return found
