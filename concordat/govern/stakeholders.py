"""The stakeholder map: where each office stands on a proposal, what is red and why, and when each was last spoken with.

Everything is kept by office. What is confidential is only ever read from a row its reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.govern.panels import GOVERNORS, governed, not_engaged
from concordat.govern.rules import IN_TOUCH, NEAR, SILENCE, WON
from concordat.register.deciding.matter import Matter, NotAMatter, matter_in
from concordat.register.meeting import AgendaItem, Purpose
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.stakeholder import Engagement, Interest, Position, Stance

_RANK = {Stance.OPPOSED: 0, Stance.UNKNOWN: 1, Stance.NEUTRAL: 2, Stance.SUPPORTS: 3, Stance.LEADS: 4}
UNWON = frozenset({Stance.OPPOSED, Stance.UNKNOWN})


class Colour(StrEnum):
    """How an office stands at a glance; the reasons say why."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, kw_only=True)
class Office:
    """An office on the map. `position` is None where a decision-maker's mind is not on the record at all."""

    organisation: str
    office: str
    interest: Interest
    position: Position | None
    last_contact: date | None
    days_silent: int | None
    colour: Colour
    reasons: tuple[Reason, ...]

    @property
    def stance(self) -> Stance:
        """Where it stands."""
        return self.position.stance if self.position else Stance.UNKNOWN

    @property
    def needed(self) -> Stance:
        """Where it must stand; a decision-maker at least supports it."""
        return self.position.needed if self.position else Stance.SUPPORTS


@dataclass(frozen=True, kw_only=True)
class Map:
    """Everybody who matters to a proposal, those who decide first; `gate` is the day of its decision, if known."""

    proposal: Proposal
    as_of: date
    gate: date | None
    offices: tuple[Office, ...]
    not_engaged: tuple[Reason, ...]

    def count(self, colour: Colour) -> int:
        """How many offices are of a colour."""
        return sum(each.colour is colour for each in self.offices)


def stakeholders(record: Record, proposal: Proposal, as_of: date) -> Map:
    """The map of a proposal on a day."""
    gate, matter = gate_of(record, proposal, as_of), _matter(record, proposal, as_of)
    known = [each for each in record.all(Position, as_of) if each.proposal == proposal.key]
    offices = [_office(record, each, gate, as_of) for each in known]
    councils = governed(record, matter, as_of) if matter else frozenset()
    silent = _silent(proposal, matter.members if matter else proposal.members, councils, known)
    offices += [_office(record, each, gate, as_of, known=False) for each in silent]
    near = matter and gate and gate <= as_of + NEAR
    return Map(
        proposal=proposal,
        as_of=as_of,
        gate=gate,
        offices=tuple(sorted(offices, key=_place)),
        not_engaged=tuple(not_engaged(record, matter, councils, gate, as_of)) if matter and gate and near else (),
    )


def stands_where_needed(position: Position) -> bool:
    """Whether it stands where it must, or beyond."""
    return _RANK[position.stance] >= _RANK[position.needed]


def gate_of(record: Record, proposal: Proposal, as_of: date) -> date | None:
    """The day of its decision: the next meeting that is asked to approve it, else the last day it can be decided."""
    asked = (
        each for each in record.all(AgendaItem) if each.proposal == proposal.key and each.purpose is Purpose.APPROVE
    )
    return min((each.on for each in asked if each.on >= as_of), default=proposal.decide_by)


def _place(office: Office) -> tuple[int, int, str, str]:
    """Those who decide first, and of them the red."""
    at = list(Interest).index(office.interest), list(Colour).index(office.colour)
    return (*at, office.organisation, office.office)


def _silent(
    proposal: Proposal, members: tuple[str, ...], councils: frozenset[str], known: list[Position]
) -> Iterator[Position]:
    """Decision-makers of whom nothing is on the record: boards, and governors where they must approve."""
    deciding = {each.organisation for each in known if each.interest is Interest.DECIDES}
    for code in members:
        if code not in deciding:
            yield _unknown(proposal, code, "Board")
        of_governors = (each for each in known if each.organisation == code and GOVERNORS.spoken_with(each.office))
        if code in councils and not any(of_governors):
            yield _unknown(proposal, code, "Council of governors")


def _unknown(proposal: Proposal, code: str, office: str) -> Position:
    return Position(
        proposal=proposal.key, organisation=code, office=office, interest=Interest.DECIDES, needed=Stance.SUPPORTS
    )


def _matter(record: Record, proposal: Proposal, as_of: date) -> Matter | None:
    try:
        return matter_in(record, proposal, as_of)
    except NotAMatter:
        return None


def _office(record: Record, position: Position, gate: date | None, as_of: date, *, known: bool = True) -> Office:
    """An office as its position has it; not `known`: a position that nobody has recorded, so all of it is unknown."""
    last = last_contact(record, position, as_of)
    reasons = tuple(_reasons(position, gate, last, as_of))
    red = any(each.rule == WON.id for each in reasons)
    return Office(
        organisation=position.organisation,
        office=position.office,
        interest=position.interest,
        position=position if known else None,
        last_contact=last,
        days_silent=(as_of - last).days if last else None,
        colour=Colour.RED if red else Colour.AMBER if reasons else Colour.GREEN,
        reasons=reasons,
    )


def last_contact(record: Record, position: Position, as_of: date) -> date | None:
    """The last day by then on which an office was spoken with about the proposal; None if never."""
    return max(
        (
            each.on
            for each in record.all(Engagement)
            if (each.proposal, each.organisation) == (position.proposal, position.organisation)
            and each.office.casefold() == position.office.casefold()
            and each.on <= as_of
        ),
        default=None,
    )


def _reasons(position: Position, gate: date | None, last: date | None, as_of: date) -> Iterator[Reason]:
    """What is wrong with an office: the first kind makes it red, the others amber."""
    decides, near = position.interest is Interest.DECIDES, gate is not None and gate <= as_of + NEAR
    if decides and position.stance in UNWON and near and gate:
        mind = "is opposed" if position.stance is Stance.OPPOSED else "has not said where it stands"
        yield WON.reason(f"It {mind}, and the decision is on {long_date(gate)}, in {(gate - as_of).days} days")
    elif not stands_where_needed(position):
        yield Reason(f"It must stand at '{position.needed.value}', and stands at '{position.stance.value}'")
    if decides and (last is None or last < as_of - SILENCE):
        since = f"for {(as_of - last).days} days" if last else "yet"
        yield IN_TOUCH.reason(f"Nobody has spoken with it {since}")
    if position.answer_by and not position.answered_on and position.answer_by < as_of:
        who = position.answered_by or "nobody in particular"
        yield Reason(f"Its concern was to be answered by {who} by {long_date(position.answer_by)}")
