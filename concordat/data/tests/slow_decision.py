"""The decision again, slow and obvious: every rule on every agreement, then the best. Truth for the fast one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from concordat.data.question import Question
from concordat.data.tests.slow_case import CARE, Asked, before, body, earliest
from concordat.data.tests.slow_rules import RULES
from concordat.register.agreement import Agreement
from concordat.register.record import Record
from concordat.register.sharing import Flow, Purpose

BEST_FIRST = ("PERMIT", "REVIEW", "DENY")


@dataclass(frozen=True, kw_only=True)
class SlowDecision:
    """A verdict as plain values. `grounds` are (rule, about, whether it holds)."""

    verdict: str
    agreement: str = ""
    version: int | None = None
    columns: frozenset[str] = frozenset()
    opt_outs: frozenset[tuple[str, int]] = frozenset()
    until: date | None = None
    grounds: frozenset[tuple[str, str, bool]] = frozenset()
    failing: int = 0
    lost: int = field(default=0, compare=False)


def slow_decide(question: Question, record: Record, as_of: date) -> SlowDecision:
    """The verdict on a question."""
    judged = [judge(question, record, as_of, each) for each in candidates(question, record, as_of)]
    if judged:
        return min(judged, key=rank)
    review = duty_to_share(question, record, as_of)
    codes = (question.organisation, *question.whose)
    gone = [("IG-28", f"{each} party", False) for each in codes if body(record, each, as_of) is None]
    care = [("IG-26", "", review)] if question.purpose is Purpose.INDIVIDUAL_CARE else []
    grounds = frozenset([("IG-28", "", False), *gone, *care])
    return SlowDecision(
        verdict="REVIEW" if review else "DENY",
        columns=frozenset(question.columns) if review else frozenset(),
        grounds=grounds,
        failing=sum(not holds for _, _, holds in grounds),
    )


def candidates(question: Question, record: Record, as_of: date) -> list[Agreement]:
    """The agreements by which the asker gets data of somebody in the question."""
    found = []
    for agreement in record.all(Agreement, as_of):
        key = agreement.key
        flows = [each for each in record.all(Flow, as_of) if each.agreement == key]
        reaches = [each for each in flows if each.receiver == question.organisation]
        meets = any(set(each.whose) & set(question.whose) for each in reaches)
        if meets and question.agreement in ("", agreement.agreement, key):
            found.append(agreement)
    return found


def rank(decision: SlowDecision) -> tuple[int, int, int, int, str]:
    """The best first."""
    outcome, version = BEST_FIRST.index(decision.verdict), decision.version or 0
    return outcome, decision.failing, decision.lost, -version, decision.agreement


def judge(question: Question, record: Record, as_of: date, agreement: Agreement) -> SlowDecision:
    """The verdict under one version of one agreement."""
    asked = Asked(question=question, record=record, day=as_of, agreement=agreement)
    told = [(rule, *said) for rule in RULES if rule.since <= as_of for said in rule.says(asked)]
    failed = [(rule, about) for rule, about, holds, _ in told if not holds]
    columns = set(question.columns) - {about for rule, about in failed if rule.failure == "column"}
    severities = {rule.failure for rule, _ in failed}
    denied = severities & {"deny", "hard"} or not columns
    verdict = "DENY" if denied else "REVIEW" if "review" in severities else "PERMIT"
    if denied and "hard" not in severities and duty_to_share(question, record, as_of):
        verdict, columns = "REVIEW", set(question.columns)
    basis = asked.basis
    begins = [before(rule.since) for rule in RULES if rule.since > as_of]
    found = SlowDecision(
        verdict=verdict,
        agreement=agreement.agreement,
        version=agreement.version,
        columns=frozenset(columns),
        opt_outs=frozenset((each.value, basis.oldest_list) for each in asked.registers if basis),
        until=earliest(*(until for _, _, holds, until in told if holds), *begins),
        grounds=frozenset((rule.id, about, holds) for rule, about, holds, _ in told),
        failing=len(failed),
        lost=len({about for rule, about in failed if rule.failure == "column"}),
    )
    return replace(found, columns=frozenset(), opt_outs=frozenset(), until=None) if verdict == "DENY" else found


def duty_to_share(question: Question, record: Record, as_of: date) -> bool:
    """Whether it is for somebody's care, between bodies that are open and owe each other the duty to share (IG-26)."""
    bodies = [body(record, each, as_of) for each in (question.organisation, *question.whose)]
    return question.purpose is Purpose.INDIVIDUAL_CARE and all(each and each.kind in CARE for each in bodies)
