"""Account: what stands behind an answer and comes with it, each part worked out when it is first read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter

from concordat.data.case import Case, owes_duty
from concordat.data.condition import Condition, break_glass, conditions
from concordat.data.facts import Facts
from concordat.data.ground import DecisionRule, Ground
from concordat.data.opt_out import OptOut
from concordat.data.question import Question
from concordat.data.rules import law_stands_until
from concordat.data.rules.duty import duty
from concordat.data.rules.force import no_agreement
from concordat.data.weight import Part


class Account(ABC):
    """The grounds of an answer, and what follows from them. Nothing it is worked out of ever changes."""

    @property
    @abstractmethod
    def reasons(self) -> tuple[Ground, ...]:
        """Every ground, in the order of the rules."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What limits and alters the data that may be seen."""
        return ()

    @property
    def opt_outs(self) -> tuple[tuple[OptOut, int], ...]:
        """The registers that must be applied, each with the most days since its list was made."""
        return ()

    @property
    def until(self) -> date | None:
        """The last day the grounds that hold speak for."""
        return None

    def __eq__(self, other: object) -> bool:
        return self._said == other._said if isinstance(other, Account) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.reasons, self.conditions, self.opt_outs, self.until


class OfAgreement(Account):
    """What one version of an agreement says where nothing may be seen: the reasons, and no more.

    `settled` was worked out before; what the `others` among the rules say is worked out of the case.
    """

    def __init__(self, case: Case, settled: Sequence[Part], others: Sequence[DecisionRule]) -> None:
        self._case, self._settled, self._others = case, settled, others

    @cached_property
    def reasons(self) -> tuple[Ground, ...]:
        settled = [ground for part in self._settled for ground in part.grounds]
        others = [ground for each in self._others for ground in each.grounds(self._case)]
        return tuple(sorted((*settled, *others), key=attrgetter("rule")))


class Giving(OfAgreement):
    """What one version of an agreement says where something may be seen: `opened`, where that is for somebody's care
    although an error stands against it (IG-26)."""

    def __init__(self, case: Case, settled: Sequence[Part], others: Sequence[DecisionRule], *, opened: bool) -> None:
        super().__init__(case, settled, others)
        self._opened = opened

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        partial, question = {each.id for each in self._others if each.partial}, self._case.question
        lost = {each.about for each in self.reasons if not each.holds and each.rule in partial}
        limits = conditions(self._case, tuple(each for each in question.columns if each not in lost))
        return (*limits, break_glass(question)) if self._opened else limits

    @property
    def opt_outs(self) -> tuple[tuple[OptOut, int], ...]:
        oldest = self._case.basis.oldest_list if self._case.basis else 0
        return tuple((register, oldest) for register, _ in self._case.opt_outs)

    @property
    def until(self) -> date | None:
        ends = (each.until for each in self.reasons if each.holds and each.until)
        last = min((law_stands_until(self._case.as_of), *ends))
        return None if last == date.max else last


class OfNone(Account):
    """What is to be said where no agreement lets the asker see anything."""

    def __init__(self, question: Question, facts: Facts) -> None:
        self._question, self._facts = question, facts

    @cached_property
    def reasons(self) -> tuple[Ground, ...]:
        return (*duty(self._question, self._facts), *no_agreement(self._question, self._facts))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return (break_glass(self._question),) if owes_duty(self._question, self._facts) else ()
