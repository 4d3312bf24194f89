"""Whose approval beyond the board a spend needs by its size: delegated limits by date, and the business case with them.

The limits are data, for they change. How they vary with a trust's segment in the oversight framework has not been
published where we could read it, so a segment is never guessed at: it is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.core.finding import Severity
from concordat.core.money import in_short
from concordat.core.reason import Reason
from concordat.core.rule import Rule, Status

CHECKED = date(2026, 11, 22)
READ = date(2026, 11, 23)
"""The day the addendum was read."""


class Spend(StrEnum):
    """The two purses, each with limits of its own."""

    CAPITAL = "capital"
    REVENUE = "revenue"


class Case(StrEnum):
    """The business cases of the five-case model, in their order."""

    OUTLINE_STRATEGIC = "strategic outline case"
    OUTLINE = "outline business case"
    FULL = "full business case"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Above how many pence, whole life, the Treasury approves a spend, and the rule that says so."""

    spend: Spend
    above: int
    rule: Rule


def _rule(id: str, text: str, since: date, until: date | None, source: str, checked: date = CHECKED) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=source,
        severity=Severity.ERROR,
        in_force_from=since,
        in_force_to=until,
        status=Status.GUIDANCE,
        checked_on=checked,
    )


_RAISED = date(2025, 6, 11)
_SOURCE = "NHS England, addendum on capital delegated limits to its business case approval guidance"
LIMITS = (
    Limit(
        spend=Spend.CAPITAL,
        above=50_000_000_00,
        rule=_rule(
            "PR-11-CAPITAL-OLD",
            "The Treasury approves capital spending above £50m.",
            date(2015, 2, 26),
            _RAISED,
            f"{_SOURCE}, on the limit before it; the days are field knowledge",
            READ,
        ),
    ),
    Limit(
        spend=Spend.CAPITAL,
        above=300_000_000_00,
        rule=_rule(
            "PR-11-CAPITAL",
            "The Treasury approves capital spending above £300m.",
            _RAISED,
            None,
            f"{_SOURCE}; the day is field knowledge",
            READ,
        ),
    ),
    Limit(
        spend=Spend.REVENUE,
        above=150_000_000_00,
        rule=_rule(
            "PR-11-REVENUE",
            "The Treasury approves revenue spending above £150m.",
            date(2015, 2, 26),
            None,
            f"{_SOURCE}, which keeps it; since when is field knowledge",
            READ,
        ),
    ),
)
RULES = tuple(each.rule for each in LIMITS)
SEGMENT = _rule(
    "PR-11-SEGMENT",
    "Below the Treasury's, a trust's own limit depends on its segment in the oversight framework; ask the region.",
    date(2025, 6, 11),
    None,
    "NHS Oversight Framework; the figures have not been seen",
)
CASES = _rule(
    "PR-11-CASES",
    "A spend that somebody beyond the board approves is argued in five cases: strategic outline, outline and full.",
    date(2015, 2, 26),
    None,
    "HM Treasury Green Book and its guidance on business cases (field knowledge, not cite-checked)",
)


@dataclass(frozen=True, kw_only=True)
class Approvals:
    """Whether the Treasury approves, which cases are written, and what nobody could look up."""

    treasury: bool
    cases: tuple[Case, ...]
    reasons: tuple[Reason, ...]
    unknown: tuple[Reason, ...]


def approvals(on: date, *, capital: int = 0, revenue: int = 0) -> Approvals:
    """What a spend needs on a day; amounts in pence, whole life, with VAT."""
    reasons = tuple(_treasury(on, {Spend.CAPITAL: capital, Spend.REVENUE: revenue}))
    if reasons:
        return Approvals(treasury=True, cases=tuple(Case), reasons=(*reasons, CASES.reason(CASES.text)), unknown=())
    unknown = (SEGMENT.reason(SEGMENT.text),) if SEGMENT.in_force(on) else ()
    return Approvals(treasury=False, cases=(Case.FULL,), reasons=(), unknown=unknown)


def _treasury(on: date, spends: dict[Spend, int]) -> Iterator[Reason]:
    for limit in LIMITS:
        if limit.rule.in_force(on) and spends[limit.spend] > limit.above:
            yield limit.rule.reason(f"Its {limit.spend.value} is above {in_short(limit.above)}")
