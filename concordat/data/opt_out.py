"""Whose data may be disclosed: the National Data Opt-Out, Type 1 opt-outs and objections to sharing for care.

Three registers with three scopes (IG-27), and so three types. The national one lists those who may be disclosed; the
other two list those who object. Each answers by the people it may disclose, never by those it may not: whoever it does
not know is not disclosed (IG-10).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from concordat.core import ods
from concordat.core.nhs_number import NhsNumber, without_separators
from concordat.core.period import long_date
from concordat.core.refusal import Refusal

MOST_DAYS = 7
"""Days a list counts for unless an agreement says otherwise: the latency that London's data service states (IG-09)."""

_TEN_DIGITS = re.compile(r"[0-9]{10}")


class OptOut(StrEnum):
    """Three registers of people's wishes, with three scopes that must not be confused (rules IG-06, IG-12, IG-27)."""

    NATIONAL = "national data opt-out"
    TYPE_1 = "Type 1 opt-out"
    CARE_OBJECTION = "care-sharing objection"


class NotAList(Refusal):
    """A list of wishes that cannot be right. It says how many numbers are wrong and never which."""


class CannotDisclose(Refusal):
    """A list too old for a disclosure, or one that does not cover the people in it."""


@dataclass(frozen=True, kw_only=True)
class Wishes(ABC):
    """One controller's list as at a day. `checked` are the ten digits of all whose wish it knows.

    A list is for applying wishes at the day of disclosure and not for keeping (IG-08, IG-09). Printed, it holds no
    NHS number. Raises NotAList.
    """

    SCOPE: ClassVar[OptOut]

    controller: str
    as_at: date
    checked: frozenset[str] = field(repr=False)

    def __post_init__(self) -> None:
        problems = [*wrong_origin(self.controller, self.as_at), *self._problems()]
        if problems:
            raise NotAList("; ".join(problems), where=self.SCOPE, remedy="Ask the controller for the list again")

    @property
    @abstractmethod
    def listed(self) -> frozenset[str]:
        """Those the list names."""

    @property
    @abstractmethod
    def disclosable(self) -> frozenset[str]:
        """Those who may be disclosed, to join with: a row whose number is not here stays where it is."""

    def may_be_disclosed(self, number: NhsNumber | str | None) -> bool:
        """Whether this list lets the person's data go. No number, a malformed or an unchecked one: False."""
        return ten_digits(number) in self.disclosable

    def unchecked(self, numbers: Iterable[NhsNumber | str | None]) -> int:
        """How many of these people the list does not know (IG-10), each without a number counted as one."""
        found = [ten_digits(each) for each in numbers]
        return len(set(found) - self.checked - {""}) + found.count("")

    def fresh(self, as_of: date, days: int = MOST_DAYS) -> bool:
        """Whether it may be applied on a day: from its own day up to and including so many days later."""
        return 0 <= (as_of - self.as_at).days <= days

    def require(self, numbers: Iterable[NhsNumber | str | None], *, as_of: date, days: int = MOST_DAYS) -> None:
        """Raises CannotDisclose, with every reason, unless the list is fresh and knows all of these people.

        For individual care, which nothing may block for want of a list (IG-07, IG-26), ask `unchecked` and review.
        """
        problems = []
        if not self.fresh(as_of, days):
            problems.append(f"it is of {long_date(self.as_at)}, and counts for {days} days from then")
        if missing := self.unchecked(numbers):
            problems.append(f"{missing:,} of the people to be disclosed were not checked")
        if problems:
            where = f"{self.SCOPE}, {self.controller}"
            raise CannotDisclose("; ".join(problems), where=where, remedy="Have everybody checked again, and use that")

    def _problems(self) -> Iterator[str]:
        if not self.checked:
            yield "it covers nobody"
        if strange := sum(not _TEN_DIGITS.fullmatch(each) for each in self.checked | self.listed):
            yield f"{strange:,} of its numbers are not ten digits"
        if beyond := len(self.listed - self.checked):
            yield f"it names {beyond:,} people who were not among those checked"


@dataclass(frozen=True, kw_only=True)
class PermittedList(Wishes):
    """The reply of the Check for National Data Opt-outs service (IG-11): of those checked, who may be disclosed."""

    SCOPE = OptOut.NATIONAL

    permitted: frozenset[str] = field(repr=False)

    @property
    def listed(self) -> frozenset[str]:
        """Those without an opt-out."""
        return self.permitted

    @property
    def disclosable(self) -> frozenset[str]:
        """Those without an opt-out."""
        return self.permitted

    def _problems(self) -> Iterator[str]:
        yield from super()._problems()
        if not self.permitted:  # by far likelier a failed check than a population of whom all have opted out
            yield "it permits nobody"


@dataclass(frozen=True, kw_only=True)
class _Objections(Wishes):
    """Lists those who object, of those it covers: that nobody objects is an answer, that nobody is covered is none."""

    objecting: frozenset[str] = field(repr=False)

    @property
    def listed(self) -> frozenset[str]:
        """Those who object."""
        return self.objecting

    @cached_property
    def disclosable(self) -> frozenset[str]:
        """Those covered who do not object."""
        return self.checked - self.objecting


@dataclass(frozen=True, kw_only=True)
class Type1OptOuts(_Objections):
    """A practice's patients, and which of them keep their record in it but for their care (IG-12)."""

    SCOPE = OptOut.TYPE_1


@dataclass(frozen=True, kw_only=True)
class CareObjections(_Objections):
    """A shared care record's people, and which of them object to being seen in it; it says nothing of other uses."""

    SCOPE = OptOut.CARE_OBJECTION


def ten_digits(number: NhsNumber | str | None) -> str:
    """The ten digits of a number, whether or not it passes its check; "" where there are not exactly ten."""
    text = number.whole if isinstance(number, NhsNumber) else without_separators(number or "")
    return text if _TEN_DIGITS.fullmatch(text) else ""


def wrong_origin(controller: str, as_at: date) -> Iterator[str]:
    """What is wrong with whose list it is and of which day."""
    try:
        if ods.parse(controller) != controller:
            yield "its controller's ODS code is not written in capitals without blanks"
    except ods.NotAnOdsCode as problem:
        yield problem.what
    if isinstance(as_at, datetime):
        yield "it is as at a moment, not a day"
