"""Account: what stands behind an answer and comes with it, each part worked out when it is first read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter

from concordat.data.case import Case, owes_duty
from concordat.data.condition import Condition, break_glass, conditions
from concordat.data.deciding.agreed import Agreed
from concordat.data.deciding.weight import Part
from concordat.data.facts import Facts
from concordat.data.ground import Ground
from concordat.data.opt_out import OptOut
from concordat.data.question import Question
from concordat.data.rules import law_stands_until
from concordat.data.rules.duty import duty
from concordat.data.rules.force import no_agreement


class Account(ABC):
    """The grounds of an answer, and what follows from them. Nothing it is worked out of ever changes."""

    @property
    def agreement(self) -> str:
        """The reference of the agreement; blank where there is none."""
        return ""

    @property
    def version(self) -> int | None:
        """Which version of it."""
        return None

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

    @property
    @abstractmethod
    def as_of(self) -> date:
        """The day the answer is given for."""

    @property
    @abstractmethod
    def reasons(self) -> tuple[Ground, ...]:
        """Every ground, in the order of the rules."""

    def __eq__(self, other: object) -> bool:
        return self._said == other._said if isinstance(other, Account) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.as_of, self.agreement, self.version, self.conditions, self.opt_outs, self.until, self.reasons


class OfAgreement(Account):
    """What one version of an agreement says where nothing may be seen: the reasons, and no more."""

    def __init__(self, question: Question, agreed: Agreed, settled: Sequence[Part]) -> None:
        self._question, self._agreed, self._settled = question, agreed, settled

    @property
    def as_of(self) -> date:
        return self._agreed.facts.as_of

    @property
    def agreement(self) -> str:
        return self._agreed.bundle.agreement.agreement

    @property
    def version(self) -> int:
        return self._agreed.bundle.agreement.version

    @cached_property
    def _case(self) -> Case:
        return self._agreed.case(self._question)

    @cached_property
    def reasons(self) -> tuple[Ground, ...]:
        settled = [ground for part in self._settled for ground in part.grounds]
        others = [ground for each in self._agreed.rules.others for ground in each.grounds(self._case)]
        return tuple(sorted((*settled, *others), key=attrgetter("rule")))


class Giving(OfAgreement):
    """What one version of an agreement says where something may be seen: `opened`, where that is for somebody's care
    although an error stands against it (IG-26)."""

    def __init__(self, question: Question, agreed: Agreed, settled: Sequence[Part], *, opened: bool) -> None:
        self._question, self._agreed, self._settled, self._opened = question, agreed, settled, opened

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        partial = {each.id for each in self._agreed.rules.by_column}
        lost = {each.about for each in self.reasons if not each.holds and each.rule in partial}
        limits = conditions(self._case, tuple(each for each in self._question.columns if each not in lost))
        return (*limits, break_glass(self._question)) if self._opened else limits

    @property
    def opt_outs(self) -> tuple[tuple[OptOut, int], ...]:
        oldest = self._case.basis.oldest_list if self._case.basis else 0
        return tuple((register, oldest) for register, _ in self._case.opt_outs)

    @property
    def until(self) -> date | None:
        ends = (each.until for each in self.reasons if each.holds and each.until)
        last = min((law_stands_until(self.as_of), *ends))
        return None if last == date.max else last


class OfNone(Account):
    """What is to be said where no agreement lets the asker see anything."""

    def __init__(self, question: Question, facts: Facts) -> None:
        self._question, self._facts = question, facts

    @property
    def as_of(self) -> date:
        return self._facts.as_of

    @cached_property
    def reasons(self) -> tuple[Ground, ...]:
        return (*duty(self._question, self._facts), *no_agreement(self._question, self._facts))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return (break_glass(self._question),) if owes_duty(self._question, self._facts) else ()
