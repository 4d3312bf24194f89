"""Obstacles: why nobody may decide a matter for an organisation, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.register.authority import Body
from concordat.register.deciding.chain import Search
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import Power, all_or_nobody
from concordat.register.deciding.rules import ALIVE, ICB_PARTY, QUORUM, SCHEME, SITTING
from concordat.register.deciding.standing import Standing
from concordat.register.organisation import Organisation, OrganisationKind


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """What stands in the way for an organisation: the rule, why, and what would change it."""

    organisation: str
    reason: Reason
    remedy: str


def lacks_icb(matter: Matter, standing: Standing) -> bool:
    """Whether a function of the integrated care board would be exercised without it."""
    found = (standing.record.get(Organisation, each) for each in matter.members)
    return matter.icb_function and not any(each and each.kind is OrganisationKind.ICB for each in found)


def obstacles(search: Search) -> Iterator[Blocked]:
    """What stands in the way of each organisation that has no chain at all; at least one thing."""
    without_icb = lacks_icb(search.matter, search.standing)
    if without_icb:
        yield _blocked("", ICB_PARTY.reason("It exercises a function of the integrated care board, which is no party"))
    bound = {each for found in search.occasions.values() for one in found for each in one}
    lost = [each for each, chain in search.own.items() if chain is None and each not in bound]
    for organisation in lost:
        yield from _against(search, organisation)
    if not lost and not without_icb:
        names = ", ".join(search.standing.bodies[each].name for each in search.shared)
        yield _blocked("", SITTING.reason(f"No one meeting of {names} can bind all who need it"))


def _against(search: Search, organisation: str) -> Iterator[Blocked]:
    """Why none of an organisation's powers leads to a decision."""
    if not search.standing.is_open(organisation, search.as_of):
        yield _blocked(organisation, ALIVE.reason(f"{organisation} is closed on {long_date(search.as_of)}"))
        return
    held = search.powers[organisation]
    if not held:
        yield Blocked(
            organisation=organisation,
            reason=SCHEME.reason(f"No body of {organisation} is known that could decide this"),
            remedy="Add its board to sheet Bodies, and its scheme to sheet Delegations",
        )
    said = {each.body for each in held if not isinstance(each.row, Body)}
    for power in held:
        if not (isinstance(power.row, Body) and power.body in said):  # else its own line tells
            yield from (_blocked(organisation, reason) for reason in _why_not(search, power))


def _why_not(search: Search, power: Power) -> tuple[Reason, ...]:
    reasons = tuple(power.stands_against(search.matter, search.standing, search.as_of))
    return reasons or (_without(search, power) or _no_meeting(search, power),)


def _without(search: Search, power: Power) -> Reason | None:
    """That a joint committee would bind all, but not all have let it."""
    able = {each.organisation for each in search.shared.get(power.body, ()) if search.may(each, search.as_of)}
    others = sorted(search.affected(power.body, search.as_of) - able)
    if not others:
        return None
    return all_or_nobody(search.standing.bodies[power.body].name, others)


def _no_meeting(search: Search, power: Power) -> Reason:
    """That one of the bodies it goes through has no quorum, or else no meeting."""
    waits = [*power.after, power.body, *(each.body for each in power.besides(search.as_of))]
    without = search.standing.withdrawn(search.matter.proposal, search.as_of)
    for each in waits:
        if short := search.standing.short_of(each, search.as_of, of=power.organisation, without=without):
            return QUORUM.reason(f"{search.standing.called(each)} cannot make a quorum: it has {short}")
    lacking = [each for each in waits if next(search.standing.coming(each, date.min, search.as_of), None) is None]
    names = ", then ".join(map(search.standing.called, lacking or waits))
    return SITTING.reason(f"There is no meeting left of {names} whose papers can still be given")


def _blocked(organisation: str, reason: Reason) -> Blocked:
    return Blocked(organisation=organisation, reason=reason, remedy=_REMEDIES.get(reason.rule, _OTHERWISE))


_OTHERWISE = "Ask the company secretary who may decide it"
_REMEDIES = {
    "GOV-01": "Put it to a body that may decide, and let this one recommend",
    "GOV-02": "Put it to the body above, or have the board change its scheme before the meeting",
    "GOV-03": "Appoint voting members, or deputies whom the terms of reference allow",
    "GOV-04": "Put it to the body it is kept to",
    "GOV-05": "Have the board delegate to that body itself",
    "GOV-06": "Add the integrated care board to those it affects: column Members",
    "GOV-10": "Put its successor in its place, which must delegate for itself",
    "GOV-11": "Add its coming meetings to sheet Meetings, or ask for one more",
}
