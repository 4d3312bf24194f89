"""What a framework's lot must allow before a contract is called off it: each test with its rule. Not legal advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.rule import Rule, Status
from concordat.register.contract import Framework
from concordat.register.procurement import BuyingRoute, Lot, Procurement

CHECKED = date(2026, 11, 23)
_REGULATIONS = date(2015, 2, 26)  # the day the regulations of 2015 came into force; the Act says the same in s45 to s49
_ACCREDITED = date(2024, 4, 1)  # the day the NHS Standard Contract began to ask for it


def _rule(id: str, text: str, source: str, **more: object) -> Rule:
    given = {"severity": Severity.ERROR, "in_force_from": _REGULATIONS, "checked_on": CHECKED, **more}
    return Rule(id=id, text=text, source=source, **given)  # type: ignore[arg-type]


STILL_OPEN = _rule(
    "PR-08-OPEN",
    "A contract is awarded from a framework by the framework's last day.",
    "PCR 2015 reg 33(3)-(4); Procurement Act 2023 s45(1), s47 and s49(3)",
)
USERS = _rule(
    "PR-08-USERS",
    "Everybody a contract is called off for is a permitted user of the framework, named or in a class it names.",
    "PCR 2015 reg 33(5); Procurement Act 2023 s45(5)(f)",
)
LENGTH = _rule(
    "PR-08-LENGTH",
    "A call-off lasts no longer, extensions included, than its framework and lot allow.",
    "PCR 2015 reg 33(6); Procurement Act 2023 s45(1); the framework's own terms",
)
DIRECT = _rule(
    "PR-08-DIRECT",
    "A contract is called off without competition only where the framework allows that, and up to the value it says.",
    "PCR 2015 reg 33(7)-(8); Procurement Act 2023 s45(3)-(4)",
)
CEILING = _rule(
    "PR-08-CEILING",
    "What is called off stays, with all before it, within the framework's estimated value.",
    "Procurement Act 2023 s45(5)(c) and s74; under the PCR 2015 Case C-216/17 (field knowledge, not cite-checked)",
)
MUSTS = _rule(
    "PR-08-MUST",
    "The lot covers every requirement that must be met.",
    "PCR 2015 reg 33(6); Procurement Act 2023 s45(5)(a); good practice before a framework is chosen",
    status=Status.GUIDANCE,
)
ACCREDITED = _rule(
    "PR-08-ACCREDITED",
    "An NHS body buys through frameworks whose host NHS England has accredited.",
    "NHS Standard Contract and NHS England's framework host accreditation, since 1 April 2024 (field knowledge)",
    severity=Severity.WARNING,
    status=Status.GUIDANCE,
    in_force_from=_ACCREDITED,
)
NATIONAL_TERMS = _rule(
    "PR-08-TERMS",
    "Where national terms are mandated, the call-off is on them, and the draft contract is checked against them.",
    "The framework's own terms",
    severity=Severity.NOTE,
    status=Status.GUIDANCE,
)


@dataclass(frozen=True, kw_only=True)
class Tested:
    """One test of a lot: whether it `holds` (None where the record does not say), why, and what would change it."""

    rule: Rule
    holds: bool | None
    reason: Reason
    remedy: str = ""

    @property
    def closes(self) -> bool:
        """Whether the lot cannot be used because of it."""
        return self.holds is False and self.rule.severity is Severity.ERROR


@dataclass(frozen=True, kw_only=True)
class Use:
    """What is asked of a lot: for whom, worth how much with VAT in pence, for how long, awarded by when and how."""

    purchase: Procurement
    route: BuyingRoute
    award_by: date

    @property
    def users(self) -> tuple[str, ...]:
        """ODS codes of the buyer and of all it buys for."""
        return tuple(dict.fromkeys((self.purchase.organisation, *self.purchase.on_behalf_of)))


def tested(lot: Lot, framework: Framework, use: Use) -> tuple[Tested, ...]:
    """Every test of a lot for a use, in the order in which they are usually asked."""
    return tuple(found for test in _TESTS for found in test(lot, framework, use))


def _open(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    holds = use.award_by <= framework.closes_on
    text = f"It closes on {long_date(framework.closes_on)}"
    remedy = f"Award by {long_date(framework.closes_on)}, or use one that stays open"
    yield _told(STILL_OPEN, holds, text, remedy, f"the award is by {long_date(use.award_by)}")


def _users(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    left_out = [each for each in use.users if lot.users and each not in lot.users]
    text = f"{', '.join(left_out)} may not use it" if left_out else "Everybody it is bought for may use it"
    yield _told(USERS, not left_out, text, "Ask its host whether they can be added, or let them buy for themselves")


def _length(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    limits = [each for each in (lot.longest, framework.longest_call_off) if each]
    if not limits or not use.purchase.months:
        text = "No longest term is recorded" if use.purchase.months else "The purchase does not say how long it is for"
        yield _told(LENGTH, None, text, "Fill it in")
        return
    text = f"A call-off lasts at most {min(limits)} months, and {use.purchase.months} are wanted"
    yield _told(LENGTH, use.purchase.months <= min(limits), text, "Buy for a shorter term, or use another")


def _direct(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    if use.route is not BuyingRoute.CALL_OFF:
        return
    most, value = lot.direct_award_up_to, use.purchase.value
    if not lot.direct_award:
        yield _told(DIRECT, False, "It allows no award without competition", "Hold a mini-competition under it")
    elif most and value > most:
        text = f"It allows direct award up to {in_short(most)}, and this is worth {in_short(value)}"
        yield _told(DIRECT, False, text, "Hold a mini-competition under it")
    else:
        yield _told(DIRECT, True, "It allows direct award for this value", "")


def _ceiling(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    if not lot.ceiling or not use.purchase.value:
        text = "The purchase has no value yet" if lot.ceiling else "Its estimated value is not recorded"
        yield _told(CEILING, None, text, "Ask its host" if not lot.ceiling else "Fill in the value")
        return
    left, value = lot.ceiling - lot.spent, use.purchase.value
    text = f"{in_short(max(left, 0))} of its {in_short(lot.ceiling)} is left, and this is worth {in_short(value)}"
    yield _told(CEILING, value <= left, text, "Use another, or ask its host whether it can be raised")


def _accredited(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    text = "Its host is accredited by NHS England" if lot.accredited else "Its host is not recorded as accredited"
    yield _told(ACCREDITED, lot.accredited, text, "Ask its host, or record why it is used all the same")


def _terms(lot: Lot, framework: Framework, use: Use) -> Iterator[Tested]:
    if lot.national_terms:
        yield _told(NATIONAL_TERMS, True, "National terms are mandated: requirements are written to fit them", "")


def _told(rule: Rule, holds: bool | None, text: str, remedy: str, *facts: str) -> Tested:
    return Tested(rule=rule, holds=holds, reason=rule.reason(text, *facts), remedy="" if holds else remedy)


_TESTS: tuple[Callable[[Lot, Framework, Use], Iterator[Tested]], ...] = (
    _open, _users, _length, _direct, _ceiling, _accredited, _terms,
)  # fmt: skip
