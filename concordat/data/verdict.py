"""Verdict: the answer to a question. A permit, a review or a refusal, with what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from concordat.data.condition import Condition
from concordat.data.deciding.account import Account
from concordat.data.ground import Ground
from concordat.data.opt_out import OptOut
from concordat.data.question import Question


class Word(StrEnum):
    """The three answers of the Multi-Agency Information Sharing standard."""

    PERMIT = "PERMIT"
    REVIEW = "REVIEW"
    DENY = "DENY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An answer to a question: under which version of which agreement, for how long, and every ground for it.

    `columns` are those that may be seen. Its account gives the rest, worked out when it is read. Two verdicts are equal
    when all they say is.
    """

    WORD: ClassVar[Word]
    EXIT_CODE: ClassVar[int]

    question: Question
    columns: tuple[str, ...] = ()
    account: Account = field(repr=False)

    @property
    def as_of(self) -> date:
        """The day it is given for."""
        return self.account.as_of

    @property
    def agreement(self) -> str:
        """The reference of the agreement it rests on; blank where there is none."""
        return self.account.agreement

    @property
    def version(self) -> int | None:
        """Which version of that agreement."""
        return self.account.version

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What limits and alters the data."""
        return self.account.conditions

    @property
    def opt_outs(self) -> tuple[tuple[OptOut, int], ...]:
        """The registers that must be applied, each with the most days since its list was made."""
        return self.account.opt_outs

    @property
    def until(self) -> date | None:
        """The last day its grounds speak for; None where no end is known, or nothing may be seen."""
        return self.account.until

    @property
    def reasons(self) -> tuple[Ground, ...]:
        """Every ground, holding or not, in the order of the rules."""
        return self.account.reasons

    @property
    def failing(self) -> tuple[Ground, ...]:
        """The grounds that do not hold."""
        return tuple(each for each in self.reasons if not each.holds)

    def as_dict(self) -> dict[str, Any]:
        """The verdict for JSON."""
        return {
            "verdict": self.WORD.value,
            "agreement": self.agreement,
            "version": self.version,
            "columns": list(self.columns),
            "conditions": [each.as_dict() for each in self.conditions],
            "opt_outs": [{"register": register.value, "oldest_list": days} for register, days in self.opt_outs],
            "until": self.until.isoformat() if self.until else None,
            "reasons": [each.as_dict() for each in self.reasons],
        }


class Permit(Verdict):
    """Yes: these columns, under these conditions, until that day. The only key to the door of `concordat.data`."""

    __slots__ = ()
    WORD = Word.PERMIT
    EXIT_CODE = 0


class Review(Verdict):
    """A person must look: a warning stands, or it is for somebody's care and may be opened with a recorded reason."""

    __slots__ = ()
    WORD = Word.REVIEW
    EXIT_CODE = 4


class Refusal(Verdict):
    """No, and what would change it. A value, not to be confused with the exception `core.refusal.Refusal`."""

    __slots__ = ()
    WORD = Word.DENY
    EXIT_CODE = 5
