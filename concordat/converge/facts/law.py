"""How long a contract may lawfully run, leg by leg, and why no longer.

A contract runs on only through its own extension options and renewals, or a modification its regime allows. Anything
else is not a dearer choice but no choice, unless a user overrides it with a reason. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY
from concordat.core.rule import Rule, Status
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.modification import (
    GROUND,
    QUARTER_OF_VALUE,
    STILL_BELOW,
    TENTH_OF_TERM,
    TENTH_OF_VALUE,
    longest_term,
)
from concordat.register.procurement import Authority, Subject
from concordat.register.term import notice_day, prolonged, running
from concordat.register.term import renewed as renewed_after
from concordat.register.threshold import FIRST_KNOWN, threshold

CHECKED = date(2026, 11, 23)

OWN_TERMS = Rule(
    id="CV-08",
    text="A contract runs on through the options and renewals it was awarded with, used in time.",
    source="PCR 2015 reg 72(1)(a); Procurement Act 2023 s74(1)(a) and Sch 8 para 1; PSR Regulations 2023 reg 13(1)(a)",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
LONGEST_CALL_OFF = Rule(
    id="PR-08",
    text="A call-off lasts no longer, extensions included, than its framework allows.",
    source="PCR 2015 reg 33(6); Procurement Act 2023 s45(1); the framework's own terms",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=CHECKED,
)
OVERRIDE = Rule(
    id="CV-09",
    text="A user may assume a later end against the law as understood; the reason is shown on every output.",
    source="house rule: the risk is the user's, and visible",
    severity=Severity.WARNING,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)


class Ground(StrEnum):
    """What a leg of a contract rests on."""

    TERM = "the current term"
    EXTENSION = "an extension option"
    RENEWAL = "automatic renewal"
    MODIFICATION = "a lawful modification"
    PERMITTED = "a documented ground"
    OVERRIDE = "a user's override"


FIXED = (Ground.TERM, Ground.EXTENSION, Ground.RENEWAL)
"""Legs that are paid for whole once begun; the others last only as long as they are needed."""


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A stretch of a contract: its last day, what it rests on, and the last day of notice that concerns it.

    For an extension `notice_by` is the last day to use it; for a renewal the last day to stop it. `stop_by` is the last
    day to give notice so that it does not renew itself at its end; None where it would not.
    """

    ends_on: date
    ground: Ground
    rule: Rule
    notice_by: date | None = None
    stop_by: date | None = None
    why: str = ""


def legs(contract: Contract, framework: Framework | None, as_of: date, until: date) -> tuple[Leg, ...]:
    """Every lawful leg from today's on, in order, as far as `until`; none where the contract has already ended."""
    now = running(contract, as_of)
    ended = now.ends_on < as_of
    found = [] if ended else [Leg(ends_on=now.ends_on, ground=Ground.TERM, rule=OWN_TERMS)]
    for maker in (_permitted, _override) if ended else (_extensions, _renewals, _modification, _permitted, _override):
        latest = found[-1].ends_on if found else max(now.ends_on, as_of)
        lawful = (each for each in maker(now, latest, as_of, until) if each.rule.in_force(as_of))
        found += [leg for each in lawful if (leg := _capped(each, now, framework, latest))]
    return tuple(replace(leg, stop_by=_stop_by(leg, now, framework)) for leg in found)


def lost_options(contract: Contract, as_of: date) -> tuple[int, ...]:
    """Extension options, in months, that can no longer be used because the day of notice has passed."""
    if not contract.extension_options or contract.ends_on < as_of:
        return ()
    return contract.extension_options if notice_day(contract.ends_on, contract.extension_notice) < as_of else ()


def _extensions(contract: Contract, ends_on: date, as_of: date, until: date) -> Iterator[Leg]:
    for months in contract.extension_options:
        notice_by = notice_day(ends_on, contract.extension_notice)
        if notice_by < as_of:
            return
        ends_on = prolonged(ends_on, months)
        yield Leg(ends_on=ends_on, ground=Ground.EXTENSION, rule=OWN_TERMS, notice_by=notice_by, why=f"{months} months")


def _renewals(contract: Contract, ends_on: date, as_of: date, until: date) -> Iterator[Leg]:
    while renewed := renewed_after(contract, ends_on):
        notice_by = notice_day(ends_on, contract.notice)
        if ends_on >= until and notice_by >= as_of:
            return
        yield Leg(ends_on=renewed, ground=Ground.RENEWAL, rule=OWN_TERMS, notice_by=notice_by)
        ends_on = renewed


def _stop_by(leg: Leg, contract: Contract, framework: Framework | None) -> date | None:
    renewed = renewed_after(contract, leg.ends_on) if leg.ground in FIXED else None
    lasts = renewed and renewed <= _call_off_end(contract, framework)
    return notice_day(leg.ends_on, contract.notice) if lasts else None


def _modification(contract: Contract, ends_on: date, as_of: date, until: date) -> Iterator[Leg]:
    months_of, rule = _MODIFICATIONS[contract.regime]
    months = months_of(contract, ends_on, as_of) - contract.modified_months
    if months > 0:
        why = f"up to {months} months"
        yield Leg(ends_on=prolonged(ends_on, months), ground=Ground.MODIFICATION, rule=rule, why=why)


def _permitted(contract: Contract, ends_on: date, as_of: date, until: date) -> Iterator[Leg]:
    if contract.permitted_until:
        yield Leg(ends_on=contract.permitted_until, ground=Ground.PERMITTED, rule=GROUND, why=contract.permitted_ground)


def _override(contract: Contract, ends_on: date, as_of: date, until: date) -> Iterator[Leg]:
    if contract.override_until:
        yield Leg(ends_on=contract.override_until, ground=Ground.OVERRIDE, rule=OVERRIDE, why=contract.override_reason)


def _capped(leg: Leg, contract: Contract, framework: Framework | None, latest: date) -> Leg | None:
    """The leg as far as the framework lets a call-off last: an option is used whole or not at all, the rest in part."""
    last = leg.ends_on if leg.ground is Ground.OVERRIDE else min(leg.ends_on, _call_off_end(contract, framework))
    if last <= latest or (leg.ground in FIXED and last < leg.ends_on):
        return None
    return replace(leg, ends_on=last)


def _call_off_end(contract: Contract, framework: Framework | None) -> date:
    if framework is None or not framework.longest_call_off:
        return date.max
    return prolonged(contract.starts_on - ONE_DAY, framework.longest_call_off)


def _threshold(as_of: date) -> int:
    """Pence with VAT: services for a central authority, as an NHS trust is; before the first known day as on it."""
    return threshold(max(as_of, FIRST_KNOWN), Authority.CENTRAL, Subject.SERVICES)


def _months_for(pence: int, contract: Contract) -> int:
    """How many whole months of charges, as they rise in an extension and with VAT at 20 %, an amount pays for."""
    yearly = contract.annual_charge * (100 + contract.extension_uplift)
    return int(pence * 1000 // yearly) if yearly else 0


def _part(pence: int, number: int) -> int:
    """One part of so many, rounded up: a change must stay below it, so a penny less is the most allowed."""
    return -(-pence // number)


def _tenth_of_term(contract: Contract, ends_on: date, as_of: date) -> int:
    return longest_term(contract) // 10


def _tenth_of_value(contract: Contract, ends_on: date, as_of: date) -> int:
    return _months_for(min(_part(contract.original_value, 10), _threshold(as_of)) - 1, contract)


def _quarter_of_value(contract: Contract, ends_on: date, as_of: date) -> int:
    most = max(_part(contract.original_value, 4), 500_000_00) - 1
    return _months_for(most, contract) if contract.original_value else 0


def _below_threshold(contract: Contract, ends_on: date, as_of: date) -> int:
    room = _threshold(as_of) - 1 - contract.original_value
    return _months_for(room, contract) if contract.original_value and room > 0 else 0


_MODIFICATIONS: dict[Regime, tuple[Callable[[Contract, date, date], int], Rule]] = {
    Regime.PA2023: (_tenth_of_term, TENTH_OF_TERM),
    Regime.PCR2015: (_tenth_of_value, TENTH_OF_VALUE),
    Regime.PSR: (_quarter_of_value, QUARTER_OF_VALUE),
    Regime.BELOW_THRESHOLD: (_below_threshold, STILL_BELOW),
}
