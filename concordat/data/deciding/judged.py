"""Judged: how good an answer one version of an agreement gives, so that the best can be told and given."""

from __future__ import annotations

from typing import Any

from concordat.data.deciding.account import Account, Giving, OfAgreement
from concordat.data.deciding.setting import Setting
from concordat.data.deciding.weight import ERROR, total
from concordat.data.question import Question
from concordat.data.verdict import Permit, Refusal, Review

PERMIT, REVIEW, DENY = range(3)
ANSWERS: tuple[type[Permit] | type[Review] | type[Refusal], ...] = (Permit, Review, Refusal)

Rank = tuple[Any, ...]
"""How good an answer is, the least the best: its kind, the grounds against it, how many columns it loses (of two
refusals that of the agreement which lists what is asked is told), its version (last first) and its agreement, which are
never two alike; then those columns, and whether it is opened for care.
"""

WORST: Rank = (DENY + 1,)


class Judged:
    """A setting, and all else that few questions differ in.

    `least` is the best it could still answer, as a Rank begins: nothing else that is judged makes an answer better.
    """

    def __init__(self, setting: Setting, question: Question) -> None:
        agreed = setting.agreed
        parts = [agreed.part(each, question) for each in agreed.rules.settled]
        self._setting, self._parts = setting, (*setting.parts, *parts)
        self._tally = total((setting.tally, *[each.tally for each in parts]))
        self._kinds = (PERMIT, REVIEW, REVIEW if setting.dutiful else DENY, DENY)
        self._name = (-agreed.bundle.agreement.version, agreed.bundle.agreement.agreement)
        self.least = (self._kinds[self._tally.weight], self._tally.failing)

    def rank(self, question: Question, asked: frozenset[str], best: Rank) -> Rank:
        """How good its answer to a question is, whose columns are `asked`; no more than how the rank begins, where that
        is worse than the best found so far."""
        setting, (failing, weight) = self._setting, self._tally
        for group, kept in setting.agreed.whole:
            fail, weigh = kept.get(group.looks_at(question)) or setting.agreed.tally(group, kept, question)
            failing += fail
            if weigh > weight:
                weight = weigh
        lost = asked - setting.shown
        if lost:
            lost, fail = setting.lost(lost)
            failing += fail
        if len(lost) == len(asked) and weight < ERROR:
            weight = ERROR
        begins = (self._kinds[weight], failing)
        if best < begins:
            return begins
        fail, weigh = setting.unlisted if question.lists is None else setting.listed(question.lists)
        weight = max(weight, weigh)
        kind, opened = self._kinds[weight], weight >= ERROR
        return (kind, failing + fail, len(lost), *self._name, lost, opened)

    def answer(self, question: Question, rank: Rank) -> Permit | Review | Refusal:
        """The verdict of a rank that was given for a question."""
        kind, lost, opened, columns = rank[0], rank[5], rank[6], question.columns
        if kind == DENY:
            account: Account = OfAgreement(question, self._setting.agreed, self._parts)
            return Refusal(question=question, account=account)
        if lost and not opened:
            columns = tuple([each for each in columns if each not in lost])
        account = Giving(question, self._setting.agreed, self._parts, opened=opened)
        return ANSWERS[kind](question=question, columns=columns, account=account)
