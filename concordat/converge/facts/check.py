"""Named checks of the register before anything is planned on it: each a rule with its own small function."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from concordat.converge.facts.law import CHECKED, lost_options
from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date, months_later
from concordat.core.rule import Rule, Status, rules
from concordat.register.contract import Contract, Framework
from concordat.register.offer import Offer
from concordat.register.record import Record
from concordat.register.succession import superseded
from concordat.register.system import Criticality, DigitalCapability, Product, System
from concordat.register.term import notice_day, running

SOON = timedelta(days=180)
LONG_AGO = date(2015, 2, 26)


def check(record: Record, as_of: date) -> tuple[Finding, ...]:
    """What every rule here finds, in order of rule, then what still names an organisation that has gone."""
    found = [each for rule in rules(sys.modules[__name__]) if rule.check for each in rule.check(record, as_of)]
    return (*found, *superseded(record, as_of))


def _undocumented(record: Record, as_of: date) -> Iterator[Finding]:
    for system in record.all(System, as_of):
        columns = {"dpia": "DPIA", "safety_case": "DCB0160 safety case", "asset_owner": "information asset owner"}
        missing = [name for name in columns if not getattr(system, name)] if system.patient_data else []
        if missing:
            what = f"{system.label} holds patient data but has no {', no '.join(columns[name] for name in missing)}"
            yield record.finding(system, missing[0], what, "enter the reference, or the name", rule="APP-02")


def _unsupported(record: Record, as_of: date) -> Iterator[Finding]:
    for system in record.all(System, as_of):
        contract = record.get(Contract, system.contract)
        end = system.support_ends_on
        if contract and end and end < running(contract, as_of).ends_on:
            what = f"Support of {system.label} ends on {long_date(end)}, before its contract does"
            next = "plan its upgrade or replacement, or agree longer support"
            yield record.finding(system, "support_ends_on", what, next, rule="APP-04")


def _no_way_out(record: Record, as_of: date) -> Iterator[Finding]:
    vital = {s.contract for s in record.all(System, as_of) if s.criticality is Criticality.TIER_1}
    for contract in record.all(Contract, as_of):
        if contract.contract in vital and not (contract.exit_plan_on and contract.exit_format):
            column = "exit_format" if contract.exit_plan_on else "exit_plan_on"
            lacks = "exit plan" if column == "exit_plan_on" else "format for the return of data"
            what = f"{contract.title} serves a tier 1 system and has no {lacks}"
            yield record.finding(contract, column, what, "agree it with the supplier and enter it", rule="APP-07")


def _renews_soon(record: Record, as_of: date) -> Iterator[Finding]:
    for contract in record.all(Contract, as_of):
        now = running(contract, as_of)
        by = notice_day(now.ends_on, contract.notice)
        if contract.auto_renew and as_of <= by <= as_of + SOON:
            renewal = f"renews itself for {contract.auto_renew} months"
            what = f"{contract.title} {renewal} unless notice is given by {long_date(by)}"
            yield record.finding(contract, "auto_renew", what, "decide whether to let it renew", rule="CV-02")
        elif contract.auto_renew and by < as_of:
            what = f"The last day to stop {contract.title} from renewing was {long_date(by)}"
            next = f"it now runs on from {long_date(now.ends_on)} by {contract.auto_renew} months; enter the new end"
            yield record.finding(contract, "auto_renew", what, next, rule="CV-02")


def _short_call_offs(record: Record, as_of: date) -> Iterator[Finding]:
    bought = {offer.framework for offer in record.all(Offer, as_of)}
    for framework in record.all(Framework, as_of):
        if framework.framework in bought and framework.longest_call_off and framework.closes_on >= as_of:
            months = framework.longest_call_off
            what = (
                f"A call-off from {framework.name} lasts {months} months at most; buying again after that is not priced"
            )
            yield record.finding(
                framework,
                "longest_call_off",
                what,
                "plan the next procurement for then, and put its cost into the offer's price where it matters",
                rule="PR-08-OFFER",
                severity=Severity.NOTE,
            )


def _framework_gone(record: Record, as_of: date) -> Iterator[Finding]:
    for offer in record.all(Offer, as_of):
        framework = record.get(Framework, offer.framework)
        if framework and framework.closes_on < months_later(as_of, offer.procurement):
            what = f"{framework.name} closes on {long_date(framework.closes_on)}, before {offer.offer} could be awarded"
            yield record.finding(
                offer,
                "framework",
                what,
                "name a framework that is still open then, or leave it blank for a tender",
                rule="CV-03",
            )


def _too_late_to_extend(record: Record, as_of: date) -> Iterator[Finding]:
    for contract in record.all(Contract, as_of):
        lost = lost_options(contract, as_of)
        if lost:
            by = notice_day(contract.ends_on, contract.extension_notice)
            what = f"The last day to extend {contract.title} by {lost[0]} months was {long_date(by)}"
            yield record.finding(
                contract,
                "extension_options",
                what,
                "ask legal advice on what is left, or plan its replacement now",
                rule="CV-04",
            )


def _overridden(record: Record, as_of: date) -> Iterator[Finding]:
    for contract in record.all(Contract, as_of):
        if contract.override_until:
            assumed = f"is assumed to run to {long_date(contract.override_until)} against the law as understood"
            what = f"{contract.title} {assumed}: {contract.override_reason}"
            yield record.finding(
                contract, "override_until", what, "see that whoever accepts this risk has signed for it", rule="CV-09"
            )


def _fallen_behind(record: Record, as_of: date) -> Iterator[Finding]:
    for capability in record.all(DigitalCapability, as_of):
        for product in record.all(Product, as_of):
            claimed = set(capability.standards) & set(product.claimed) - set(product.standards)
            if product.capability == capability.capability and claimed:
                what = f"{product.name} claims {', '.join(sorted(claimed))} but has not been shown to support it"
                yield record.finding(
                    product,
                    "claimed",
                    what,
                    "ask its supplier to show it working",
                    rule="APP-03-CLAIM",
                    severity=Severity.NOTE,
                )


Check = Callable[[Record, date], Iterator[Finding]]


def _rule(id: str, text: str, source: str, check: Check, severity: Severity = Severity.WARNING) -> Rule:
    return Rule(
        id=id,
        text=text,
        source=source,
        severity=severity,
        in_force_from=LONG_AGO,
        status=Status.GUIDANCE,
        checked_on=CHECKED,
        check=check,
    )


CHECKS = (
    _rule(
        "APP-02",
        "A system with patient data has a DPIA, a DCB0160 safety case and an information asset owner.",
        "UK GDPR Art 35; DCB0160; Data Security and Protection Toolkit",
        _undocumented,
    ),
    _rule(
        "APP-04-VERSION",
        "A version is supported for as long as its contract runs.",
        "Data Security and Protection Toolkit on unsupported systems",
        _unsupported,
    ),
    _rule(
        "APP-07",
        "A contract for a critical system says how its data comes back.",
        "NHS terms and conditions on exit management",
        _no_way_out,
    ),
    _rule(
        "CV-02",
        "A contract that renews itself is looked at 180 days before the day of notice.",
        "house rule",
        _renews_soon,
    ),
    _rule(
        "CV-03-OFFER",
        "An offer's framework is open long enough to buy from it.",
        "PCR 2015 reg 33; Procurement Act 2023 s45",
        _framework_gone,
    ),
    _rule(
        "PR-08-OFFER",
        "A contract called off a framework ends when its call-off does, and is then bought again.",
        "PCR 2015 reg 33; Procurement Act 2023 s45",
        _short_call_offs,
        Severity.NOTE,
    ),
    _rule(
        "CV-04",
        "No contract ends without a successor, or with an option that was let lapse.",
        "house rule",
        _too_late_to_extend,
    ),
    _rule(
        "CV-09-SHOWN",
        "An end assumed against the law as understood is shown with its reason.",
        "house rule",
        _overridden,
    ),
    _rule(
        "APP-03-CLAIM",
        "A standard counts when it is shown to work, not when it is claimed.",
        "house rule: true interoperability told from claimed",
        _fallen_behind,
        Severity.NOTE,
    ),
)
"""Every check, as rules that know their function."""
