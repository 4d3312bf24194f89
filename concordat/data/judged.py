"""Judged: how good an answer one version of an agreement gives, so that the best can be told and given."""

from __future__ import annotations

from concordat.data.account import Account, Giving, OfAgreement
from concordat.data.question import Question
from concordat.data.setting import Setting
from concordat.data.verdict import Permit, Refusal, Review
from concordat.data.weight import ERROR, NONE, Tally, total

PERMIT, REVIEW, DENY = range(3)
ANSWERS: tuple[type[Permit] | type[Review] | type[Refusal], ...] = (Permit, Review, Refusal)

Rank = tuple[int, int, int, int, str, tuple[str, ...], bool]
"""How good an answer is, the least the best: its kind, the grounds against it, its columns (most first), its version
(last first) and its agreement, which are never two alike; then its columns, and whether it is opened for care."""


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

    def rank(self, question: Question, asked: frozenset[str]) -> Rank:
        """How good its answer to a question is, whose columns are `asked`."""
        setting, columns, (failing, weight) = self._setting, question.columns, self._tally
        tallies = [setting.unlisted if question.lists is None else setting.listed(question.lists)]
        for group, kept in setting.agreed.whole:
            tallies.append((kept.get(group.looks_at(question)) or setting.agreed.part(group, question)).tally)
        if not (asked and setting.shown.issuperset(asked)):
            lost = setting.lost(asked)
            columns = tuple([each for each in columns if each not in lost])
            tallies.append(Tally(sum(lost.values()), NONE if columns else ERROR))
        for fail, weigh in tallies:
            failing += fail
            if weigh > weight:
                weight = weigh
        kind, opened = self._kinds[weight], weight >= ERROR
        if opened:
            columns = () if kind == DENY else question.columns
        return (kind, failing, -len(columns), *self._name, columns, opened)

    def answer(self, question: Question, rank: Rank) -> Permit | Review | Refusal:
        """The verdict of a rank that was given for a question."""
        kind, _, _, version, agreement, columns, opened = rank
        agreed = self._setting.agreed
        case = agreed.case(question)
        if kind == DENY:
            account: Account = OfAgreement(case, self._parts, agreed.rules.others)
        else:
            account = Giving(case, self._parts, agreed.rules.others, opened=opened)
        return ANSWERS[kind](
            question=question,
            as_of=case.as_of,
            agreement=agreement,
            version=-version,
            columns=columns,
            account=account,
        )
