"""The steps of a purchase: what each waits for, who answers for it, which rule asks for it, and when it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status
from concordat.procure.buying import LAST_DAY, Buying
from concordat.procure.standstill import NOT_OWED, owed
from concordat.procure.usual import Way
from concordat.register.contract import Regime
from concordat.register.person import OfficeRole
from concordat.register.procurement import GateKind

CHECKED = date(2026, 11, 23)


def _rule(id: str, text: str, source: str, since: date, status: Status = Status.ENACTED) -> Rule:
    return Rule(
        id=id, text=text, source=source, severity=Severity.ERROR, in_force_from=since, status=status, checked_on=CHECKED
    )


_ACT = date(2025, 2, 24)
_OLD = date(2015, 2, 26)
STOP = _rule(
    "PR-09",
    "Before a tender is issued lawyers have been asked about the route, interests are declared, requirements with exit"
    " and interoperability are frozen, the impact assessment is drafted, and those who buy together have agreed terms.",
    "House rule, after Procurement Act 2023 s81-83 and UK GDPR Art 35; good practice of NHS procurement",
    _OLD,
    Status.GUIDANCE,
)
CONFLICTS = _rule(
    "PR-09-CONFLICTS",
    "Interests are looked for and, under the Act, a conflicts assessment is prepared before a tender or transparency"
    " notice.",
    "Procurement Act 2023 s81-82 and s83(1); PCR 2015 reg 24; PSR Regulations 2023 reg 21",
    _OLD,
)
DPIA = _rule(
    "PR-09-DPIA",
    "What is likely to be a high risk to people is assessed before their data are processed, so before it is bought.",
    "UK GDPR Art 35(1) and (3)(b); Art 28 for a processor's terms (that one field knowledge, not cite-checked)",
    date(2018, 5, 25),
)
ASSURANCE = _rule(
    "PR-10",
    "A tender asks for the DTAC (version 2 since 6 April 2026) and the clinical safety case of the version bought.",
    "DTAC v1, 2021, and v2, 24 February 2026; DCB0129 and DCB0160 under Health and Social Care Act 2012 s250 (the days"
    " field knowledge, not cite-checked)",
    date(2021, 3, 1),
    Status.GUIDANCE,
)
ENGAGEMENT = _rule(
    "PR-09-ENGAGEMENT",
    "Who asks the market before a tender gives nobody an advantage by it and, under the Act, says so in a notice (UK2)"
    " before the tender, or explains in the tender why not.",
    "Procurement Act 2023 s16(3) and s17(1); PCR 2015 regs 40-41",
    _OLD,
)
PUBLISHED = _rule(
    "PR-09-NOTICE",
    "Suppliers are told who is to be awarded the contract before it is made.",
    "Procurement Act 2023 s50(1); PCR 2015 reg 86(1) and (5); PSR Regulations 2023 regs 9-12",
    _OLD,
)
ANNOUNCED = _rule(
    "PR-09-CHANGE",
    "A change that needs a notice is announced before it is made (UK10); under the regulations of 2015 a voluntary"
    " notice (VEAT) beforehand keeps it safe.",
    "Procurement Act 2023 s75(1); PCR 2015 regs 72(3) and 99(3)",
    _OLD,
)
APPROVED = _rule(
    "PR-09-APPROVALS",
    "Whoever may decide has approved the purchase before the market is asked, at meetings that are really held.",
    "Each organisation's scheme of reservation and delegation; HM Treasury, Managing Public Money",
    _OLD,
    Status.GUIDANCE,
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step: what it waits for, whose it is, and the rule that asks for it."""

    after: tuple[GateKind, ...]
    office: OfficeRole
    rule: Rule


G, R = GateKind, OfficeRole
STEPS: dict[GateKind, Step] = {
    G.HEADS_OF_TERMS: Step(after=(), office=R.PROGRAMME_DIRECTOR, rule=STOP),
    G.CONFLICTS: Step(after=(), office=R.COMPANY_SECRETARY, rule=CONFLICTS),
    G.LEGAL: Step(after=(), office=R.LEGAL_LEAD, rule=STOP),
    G.REQUIREMENTS: Step(after=(G.HEADS_OF_TERMS, G.CONFLICTS, G.LEGAL), office=R.DIGITAL_LEAD, rule=STOP),
    G.DPIA: Step(after=(G.REQUIREMENTS,), office=R.DPO, rule=DPIA),
    G.ASSURANCE: Step(after=(G.REQUIREMENTS,), office=R.CSO, rule=ASSURANCE),
    G.APPROVALS: Step(after=(G.DPIA, G.ASSURANCE), office=R.COMPANY_SECRETARY, rule=APPROVED),
    G.ENGAGEMENT: Step(after=(G.APPROVALS,), office=R.CONTRACT_MANAGER, rule=ENGAGEMENT),
    G.TENDER: Step(after=(G.ENGAGEMENT,), office=R.CONTRACT_MANAGER, rule=STOP),
    G.EVALUATION: Step(after=(G.TENDER,), office=R.CONTRACT_MANAGER, rule=STOP),
    G.AWARD_NOTICE: Step(after=(G.EVALUATION,), office=R.CONTRACT_MANAGER, rule=PUBLISHED),
    G.STANDSTILL: Step(after=(G.AWARD_NOTICE,), office=R.CONTRACT_MANAGER, rule=NOT_OWED),
    G.SIGNED: Step(after=(G.STANDSTILL,), office=R.CHIEF_EXECUTIVE, rule=STOP),
    G.MOBILISED: Step(after=(G.SIGNED,), office=R.PROGRAMME_DIRECTOR, rule=STOP),
    G.LIVE: Step(after=(G.MOBILISED,), office=R.DIGITAL_LEAD, rule=LAST_DAY),
}
"""Every step, in the usual order; one that is left out is passed over to those before it."""

_UNDER_A_FRAMEWORK = "suppliers competed when the framework was made"
_ALREADY_BOUGHT = "nothing new is bought"
_LEFT_OUT: dict[Way, dict[GateKind, str]] = {
    Way.CALL_OFF: {G.ENGAGEMENT: _UNDER_A_FRAMEWORK, G.TENDER: _UNDER_A_FRAMEWORK},
    Way.DIRECT: dict.fromkeys((G.ENGAGEMENT, G.TENDER), "there is no competition"),
    Way.EXTEND: dict.fromkeys(
        (G.HEADS_OF_TERMS, G.REQUIREMENTS, G.DPIA, G.ASSURANCE, G.ENGAGEMENT, G.TENDER, G.EVALUATION, G.MOBILISED,
         G.LIVE), _ALREADY_BOUGHT),
}  # fmt: skip


def left_out(buying: Buying) -> dict[GateKind, str]:
    """The steps that a purchase does not need, and why."""
    found = dict(_LEFT_OUT.get(buying.way, {}))
    if len(buying.organisations) == 1:
        found[G.HEADS_OF_TERMS] = "nobody else buys with it"
    if owed(buying.regime, buying.route, light_touch=buying.light_touch) is NOT_OWED:
        found[G.STANDSTILL] = NOT_OWED.text
    if buying.way is Way.EXTEND and buying.regime is Regime.PSR:
        found[G.AWARD_NOTICE] = "a change is published after it is made, if at all"
    if buying.regime is Regime.BELOW_THRESHOLD:
        found[G.AWARD_NOTICE] = "below the threshold none is published before the contract is made"
    return found


def waits_for(kind: GateKind, left: dict[GateKind, str]) -> tuple[GateKind, ...]:
    """What a step waits for, those left out being passed over."""
    found: list[GateKind] = []
    for each in STEPS[kind].after:
        found += waits_for(each, left) if each in left else [each]
    return tuple(dict.fromkeys(found))


def rule_of(kind: GateKind, buying: Buying) -> Rule:
    """The rule that asks for a step of a purchase."""
    if kind is GateKind.STANDSTILL:
        return owed(buying.regime, buying.route, light_touch=buying.light_touch)
    return ANNOUNCED if kind is GateKind.AWARD_NOTICE and buying.way is Way.EXTEND else STEPS[kind].rule
