"""The mirror: each duty of the supplier back to back with what the host owes each member, and who is exposed by what.

More of an amount promises more, but for units that count time to act. Whoever promises more than the supplier gives is
exposed by the difference: in pence for liability and insurance, else in the duty's own unit. Of caps it is told only
whether one is within the other: that two are the same would tell the one to whoever knows the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from concordat.core.money import in_pounds
from concordat.core.reason import Reason
from concordat.govern.hosting.rules import BACK_TO_BACK
from concordat.govern.hosting.sides import Sides
from concordat.register.service import Duty, Obligation, Unit

USUAL = {
    Duty.HOURS: Unit.HOURS_A_WEEK,
    Duty.SERVICE_LEVEL: Unit.PER_CENT,
    Duty.NOTICE: Unit.WORKING_DAYS,
    Duty.AUDIT: Unit.TIMES_A_YEAR,
    Duty.EXIT: Unit.MONTHS,
}
"""What the amount of a duty counts where the row does not say."""

IN_POUNDS = (Duty.LIABILITY, Duty.INSURANCE)
MIRRORED = (*USUAL, *IN_POUNDS)
"""Duties that a supplier's contract and the host's agreement should both have."""


class Verdict(StrEnum):
    """How what a member is promised compares with what the supplier gives."""

    SAME = "same"
    WITHIN = "within the supplier's cap"
    WEAKER = "weaker"
    STRONGER = "stronger"
    MISSING = "missing"
    UNBACKED = "not backed"
    UNLIKE = "not comparable"
    DIRECT = "from the supplier itself"

    @property
    def sound(self) -> bool:
        """Whether there is nothing to mend."""
        return self in (Verdict.SAME, Verdict.WITHIN, Verdict.DIRECT)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One duty and one member: what the supplier gives, what the host promises, and by how much it exceeds that.

    `exposed_by` is in pence for duties in pounds (`unit` None), else in the unit; None where nobody is. The reason's
    text tells no pounds: those are in its facts, for the parties alone.
    """

    duty: Duty
    member: str
    given: Obligation | None
    promised: Obligation | None
    verdict: Verdict
    unit: Unit | None = None
    exposed_by: float | None = None
    reason: Reason

    @property
    def in_pounds(self) -> bool:
        """Whether it is compared by caps, which are confidential."""
        return self.duty in IN_POUNDS


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """The host's liability to all members against one cap of the supplier, less what members give back; in pence."""

    owed: int
    given: int
    returned: int

    @property
    def exposed_by(self) -> int:
        """What the host would have to find itself if every member claimed all it is owed."""
        return max(0, self.owed - self.given - self.returned)


def mirror(found: Sides) -> tuple[Line, ...]:
    """Every duty that is to be mirrored, for every member: the supplier's in the record's order, then what has none."""
    return (*_given(found), *_unbacked(found))


def pooled(found: Sides) -> Pooled | None:
    """Liability of the host to all members together; None where it has no supplier's cap to be compared with.

    A supplier's cap is counted once, however many members may claim; the host's is owed to each it names.
    """
    caps = [each.limit for each in found.given if each.duty is Duty.LIABILITY and found.service.host in each.owed_to]
    liable = [each for each in found.promised if each.duty is Duty.LIABILITY]
    owed = sum(each.limit * len({*each.owed_to} & {*found.members}) for each in liable)
    back = sum(each.limit for each in found.returned if each.duty is Duty.LIABILITY)
    return Pooled(owed=owed, given=sum(caps), returned=back) if any(caps) and owed else None


def _given(found: Sides) -> Iterator[Line]:
    for given in found.given:
        for member in found.members if given.duty in MIRRORED else ():
            passed_on = [each for each in found.promised if member in each.owed_to and _passes_on(each, given)]
            yield from (_compared(given, each, member) for each in passed_on)
            if not passed_on:
                yield _alone(given, member)


def _passes_on(promised: Obligation, given: Obligation) -> bool:
    """Whether it says so; or says nothing, and is a duty of the same kind in the same unit."""
    if promised.mirrors:
        return promised.mirrors == given.obligation
    return promised.duty is given.duty and unit_of(promised) is unit_of(given)


def _unbacked(found: Sides) -> Iterator[Line]:
    for promised in found.promised:
        backed = any(_passes_on(promised, each) for each in found.given if each.duty in MIRRORED)
        if promised.duty in MIRRORED and not backed:
            why = BACK_TO_BACK.reason("The host promises what no supplier gives it", *_clauses(promised))
            for member in (each for each in found.members if each in promised.owed_to):
                yield _line(None, promised, member, Verdict.UNBACKED, why, exposed_by=_amount(promised))


def _alone(given: Obligation, member: str) -> Line:
    if member in given.owed_to:
        direct = Reason("The supplier owes it to the member itself", facts=_clauses(given))
        return _line(given, None, member, Verdict.DIRECT, direct)
    why = BACK_TO_BACK.reason("The supplier owes it, and nothing passes it on to the member", *_clauses(given))
    return _line(given, None, member, Verdict.MISSING, why)


def _compared(given: Obligation, promised: Obligation, member: str) -> Line:
    has, owes = _amount(given), _amount(promised)
    facts = _clauses(given, promised)
    if promised.duty is not given.duty or unit_of(promised) is not unit_of(given) or (has is None) != (owes is None):
        why = BACK_TO_BACK.reason("The two do not count the same", *facts)
        return _line(given, promised, member, Verdict.UNLIKE, why)
    if has is None or owes is None:
        same = given.terms.split() == promised.terms.split()
        why = Reason("The words are the same" if same else "They are in words only, which differ: read both", facts)
        return _line(given, promised, member, Verdict.SAME if same else Verdict.UNLIKE, why)
    return _measured(given, promised, member, has, owes)


def _measured(given: Obligation, promised: Obligation, member: str, has: float, owes: float) -> Line:
    unit = unit_of(given)
    over = has - owes if unit and unit.fewer_is_more else owes - has
    gives, promises = f"the supplier gives {_said(has, unit)}", f"the host promises {_said(owes, unit)}"
    facts = (gives, promises, *_clauses(given, promised))
    if over > 0:
        why = BACK_TO_BACK.reason("The host promises more than the supplier gives it", *facts)
        return _line(given, promised, member, Verdict.STRONGER, why, exposed_by=round(over, 6))
    if given.duty in IN_POUNDS:
        within = Reason("The host promises no more than the supplier gives it", facts)
        return _line(given, promised, member, Verdict.WITHIN, within)
    if over < 0:
        why = BACK_TO_BACK.reason("The member is promised less than the supplier gives", *facts)
        return _line(given, promised, member, Verdict.WEAKER, why)
    return _line(given, promised, member, Verdict.SAME, Reason("Both promise the same", facts))


def _line(
    given: Obligation | None,
    promised: Obligation | None,
    member: str,
    verdict: Verdict,
    reason: Reason,
    exposed_by: float | None = None,
) -> Line:
    row = given or promised
    assert row is not None
    return Line(
        duty=row.duty, member=member, given=given, promised=promised, verdict=verdict, unit=unit_of(row),
        exposed_by=exposed_by, reason=reason,
    )  # fmt: skip


def unit_of(duty: Obligation) -> Unit | None:
    """What its amount counts; None for pounds, and for duties that are words."""
    return None if duty.duty in IN_POUNDS else duty.unit or USUAL.get(duty.duty)


def _amount(duty: Obligation) -> float | None:
    """Pence where it is in pounds, a cap of nought being none; else the number."""
    return (duty.limit or None) if duty.duty in IN_POUNDS else duty.amount


def _said(amount: float, unit: Unit | None) -> str:
    return counted(amount, unit) if unit else in_pounds(int(amount))


def counted(amount: float, unit: Unit | None) -> str:
    """An amount that is no pounds: "99.9 per cent", "once a year", or the number alone."""
    if unit is Unit.TIMES_A_YEAR and amount == 1:
        return "once a year"
    return f"{amount:g} {unit.value}" if unit else f"{amount:g}"


def _clauses(*duties: Obligation) -> tuple[str, ...]:
    return tuple(f"{each.obligation}: {each.clause or each.terms}" for each in duties)
