"""Whether a contract may be changed without buying anew: yes, yes with a notice, or no, with everything that stops it.

A contract is changed under the law it was made under, but for health care services, which have their own. One below the
threshold may be changed freely while it stays there; a change that takes it above is judged by the Act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import ModuleType

from concordat.core.finding import Severity
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.procure.law.modifying import act, regulations, selection
from concordat.procure.law.modifying.change import Change, Harbour, Made, Point, point
from concordat.register.contract import Regime
from concordat.register.modification import STILL_BELOW
from concordat.register.procurement import Subject
from concordat.register.threshold import is_above

CHECKED = date(2026, 11, 23)

HEALTH = Rule(
    id="PR-07-HEALTH",
    text="A change to a contract for health care services is judged by the Provider Selection Regime, whatever law the"
    " contract was made under.",
    source="Health Care Services (Provider Selection Regime) Regulations 2023 reg 29(2)",
    severity=Severity.ERROR,
    in_force_from=date(2024, 1, 1),
    checked_on=CHECKED,
)


class Answer(StrEnum):
    """What may be done."""

    ALLOWED = "allowed"
    WITH_NOTICE = "allowed with notice"
    NOT_ALLOWED = "not allowed"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer, by which harbours, which notice, and where there is none every point that stops it."""

    answer: Answer
    harbours: tuple[Harbour, ...]
    notice: str = ""
    notice_rule: Rule | None = None
    advised: str = ""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is allowed, by the harbours that are safe; or every point that fails."""
        told = self.safe or self.harbours
        points = (each for harbour in told for each in harbour.points if each.holds is bool(self.safe))
        return tuple(dict.fromkeys(each.rule.reason(each.fact) for each in points))

    @property
    def safe(self) -> tuple[Harbour, ...]:
        """The harbours in which every point holds."""
        return tuple(each for each in self.harbours if each.safe)

    @property
    def failing(self) -> tuple[Point, ...]:
        """Every point that fails, with its remedy; none where it is allowed."""
        return () if self.safe else tuple(each for one in self.harbours for each in one.points if not each.holds)


_LAWS: dict[Regime, tuple[ModuleType, str, str]] = {
    Regime.PA2023: (act, "UK10", ""),
    Regime.PCR2015: (regulations, "PCR modification notice", "VEAT"),
    Regime.PSR: (selection, "PSR modification", ""),
    Regime.BELOW_THRESHOLD: (act, "UK10", ""),
}
"""The tests of each law, the notice it asks for, and the one it is wise to publish."""


def judge(made: Made, change: Change, on: date) -> Verdict:
    """Whether a change may be made on a day. Raises NoThreshold for a day before the first that is known."""
    below = _below(made, change, on)
    if below and below.safe:
        return Verdict(answer=Answer.ALLOWED, harbours=(below,))
    law, notice, advised = _LAWS[_law_of(made, on)]
    found: tuple[Harbour, ...] = (*((below,) if below else ()), *law.harbours(made, change, on))
    if not any(each.safe for each in found):
        return Verdict(answer=Answer.NOT_ALLOWED, harbours=found)
    if law.needs_notice(made, change):
        return Verdict(
            answer=Answer.WITH_NOTICE, harbours=found, notice=notice, notice_rule=law.NOTICE, advised=advised
        )
    return Verdict(answer=Answer.ALLOWED, harbours=found, advised=advised)


def _law_of(made: Made, on: date) -> Regime:
    """The law that judges a change on a day."""
    return Regime.PSR if made.subject is Subject.HEALTH and HEALTH.in_force(on) else made.regime


def _below(made: Made, change: Change, on: date) -> Harbour | None:
    """Whether a contract below the threshold stays there."""
    if made.regime is not Regime.BELOW_THRESHOLD or made.subject is Subject.HEALTH:
        return None
    total = made.value + made.value_changed + change.value
    stays = not is_above(total, on, made.authority, made.subject)
    held, failed = "With every change it stays below the threshold", "With this change it reaches the threshold"
    return Harbour(
        name="below the threshold", points=(point(STILL_BELOW, stays, held, failed, "add less, or buy it anew"),)
    )
