"""Legal advice: what lawyers were asked of a purchase and when, whether that was in time, and what is still open.

Advice is its client's. `privileged` says that showing it to others could lose the privilege, so nothing here repeats
what was asked or answered but in the rows themselves; a finding tells only that, and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date
from concordat.core.rule import Rule, Status
from concordat.register.procurement import GateDone, GateKind, LegalAdvice, Procurement
from concordat.register.record import Record

CHECKED = date(2026, 11, 23)
ANSWERED_WITHIN = timedelta(days=28)
"""After which an open question is asked about again."""
TOO_LATE = {
    GateKind.REQUIREMENTS: "the requirements were frozen",
    GateKind.TENDER: "the competition was opened",
    GateKind.SIGNED: "the contract was signed",
}
"""The steps that lawyers come before, and how each is told."""

IN_TIME = Rule(
    id="PR-09-LEGAL",
    text="Lawyers are instructed before requirements are frozen and the route is chosen, not after.",
    source="House rule, from what collaboratives say goes wrong (field knowledge)",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
UNANSWERED = Rule(
    id="PR-09-ANSWER",
    text="A question to lawyers is answered, or asked about again within four weeks.",
    source="House rule",
    severity=Severity.WARNING,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class AdviceLog:
    """What was asked about a purchase, in order of the days, and what is wrong with it."""

    purchase: Procurement
    asked: tuple[LegalAdvice, ...]
    findings: tuple[Finding, ...]


def advice_log(record: Record, purchase: Procurement, as_of: date) -> AdviceLog:
    """The log of a purchase as it was on a day."""
    rows = (each for each in record.all(LegalAdvice) if each.procurement == purchase.key)
    asked = tuple(sorted((each for each in rows if each.instructed_on <= as_of), key=lambda each: each.instructed_on))
    found = (*_too_late(record, purchase, asked, as_of), *_unanswered(record, asked, as_of))
    return AdviceLog(purchase=purchase, asked=asked, findings=found)


def _too_late(record: Record, purchase: Procurement, asked: tuple[LegalAdvice, ...], as_of: date) -> Iterator[Finding]:
    first = asked[0].instructed_on if asked else None
    for each in record.all(GateDone):
        before = TOO_LATE.get(each.gate) if each.procurement == purchase.key else None
        if before is None or each.done_on > as_of or (first and first <= each.done_on):
            continue
        when = f"lawyers were first asked on {long_date(first)}" if first else "no lawyer has been asked"
        what = f"{purchase.key}: {before} on {long_date(each.done_on)}, and {when}"
        next = "have a lawyer read what was settled without one, and open it again where it must be"
        yield record.finding(each, "done_on", what, next, rule=IN_TIME.id, severity=IN_TIME.severity)


def _unanswered(record: Record, asked: tuple[LegalAdvice, ...], as_of: date) -> Iterator[Finding]:
    for each in asked:
        answered = each.answered_on is not None and each.answered_on <= as_of
        if not answered and as_of - each.instructed_on > ANSWERED_WITHIN:
            what = f"{each.key} was asked on {long_date(each.instructed_on)} and is not answered"
            yield record.finding(
                each, "answered_on", what, "ask when the answer comes", rule=UNANSWERED.id, severity=UNANSWERED.severity
            )
