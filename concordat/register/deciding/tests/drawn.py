"""Drawn schemes of delegation and calendars: small, awkward, and such that every rule matters in some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from concordat.register.agreement import Party, PartyRole, Section75
from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    ReservedMatter,
    TermsOfReference,
    Voting,
)
from concordat.register.meeting import AgendaItem, Decision, Meeting, MeetingStatus, Outcome, Purpose
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
from concordat.register.procurement import Conflict, Procurement
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record

AS_OF = date(2026, 12, 14)
_OFFICES = (OfficeRole.CHIEF_EXECUTIVE, OfficeRole.FINANCE_LEAD, OfficeRole.DIGITAL_LEAD)
_SHARED = (BodyForm.JOINT, BodyForm.JOINT, BodyForm.IN_COMMON, BodyForm.INDIVIDUALS, BodyForm.ADVISORY)
_OUTCOMES = (*Outcome, *[Outcome.APPROVED] * 4)
_LIMITS = (None, None, 1_000_000_00, 5_000_000_00)


def drawn(seed: int, members: int = 3) -> tuple[Record, Proposal]:
    """A record and a proposal of `members` organisations at most."""
    random = Random(seed)
    names = tuple(f"RZ{number}" for number in range(1, random.randint(1, members) + 1))
    proposal = Proposal(
        proposal="P1", title="One record system", verb="converge", status=ProposalStatus.RELEASED, members=names,
        value=random.choice((400_000_00, 1_000_000_00, 1_000_000_01, 4_200_000_00)), months=random.choice((12, 84)),
        function=Function.DIGITAL, decision_class=DecisionClass.AWARD, icb_function=random.random() < 0.1,
    )  # fmt: skip
    return Record.of(_rows(random, names)), proposal


def _rows(random: Random, names: tuple[str, ...]) -> Iterator[Noun]:
    yield from _organisations(random, names)
    acts_for = random.choice((names, names, names[:2], ()))
    joint = Body(body="JC", name="Joint committee", form=random.choice(_SHARED), members=acts_for)
    if random.random() < 0.15:
        later = random.choice(_SHARED)
        yield replace(joint, valid_to=AS_OF + timedelta(25))
        joint = replace(joint, form=later, valid_from=AS_OF + timedelta(25))
    yield joint
    yield from _body_rows(random, joint, names)
    lead = Body(body="LEAD", name="Lead", form=BodyForm.LEAD, organisation=names[0])
    yield lead
    yield from _body_rows(random, lead, names[:1])
    for name in names:
        yield from _own(random, name)
    if random.random() < 0.4:
        yield from _decisions(random, names)
    if random.random() < 0.3:
        yield from _interests(random, names)


def _interests(random: Random, names: tuple[str, ...]) -> Iterator[Noun]:
    """Interests declared in the purchase, or that there is none, by some of those who vote."""
    yield Procurement(procurement="B1", title="A record system", organisation=names[0], proposal="P1")
    for name in names:
        yield Conflict(
            procurement="B1", organisation=name, office=random.choice(_OFFICES),
            declared_on=AS_OF + timedelta(random.choice((-30, -30, 20))), interest=random.choice(("None", "shares")),
        )  # fmt: skip


def _decisions(random: Random, names: tuple[str, ...]) -> Iterator[Noun]:
    """What was decided before the day it is routed, lawfully or not, and now and then on that very day or after it."""
    for number, body in enumerate(("JC", "LEAD", *(f"{name}-{short}" for name in names for short in ("FPC", "BOARD")))):
        if random.random() < 0.35:
            yield Decision(
                decision=f"D-{number}", proposal="P1", body=body, outcome=random.choice(_OUTCOMES),
                decided_on=AS_OF + timedelta(random.choice((-30, -20, -10, 0, 5))), conditions=("as amended",),
                binds=random.choice((names, names[:1], names[-1:], ())),
            )  # fmt: skip


def _organisations(random: Random, names: tuple[str, ...]) -> Iterator[Noun]:
    """Some closing, some councils with a partnership or without, some an ICB; most not on the record at all."""
    for name in names:
        if random.random() < 0.3:
            kind = random.choice((OrganisationKind.ICB, OrganisationKind.LOCAL_AUTHORITY))
            closes = random.choice((None, None, AS_OF + timedelta(22)))
            yield Organisation(code=name, name=name, kind=kind, valid_to=closes)
            if random.random() < 0.5:
                yield Section75(
                    agreement="S75 / 1", organisation=name, functions=("records",), host=name,
                    valid_from=random.choice((None, AS_OF + timedelta(15))),
                )  # fmt: skip
                yield Party(agreement="S75 / 1", organisation=name, party=name, role=PartyRole.CONTROLLER)


def _own(random: Random, name: str) -> Iterator[Noun]:
    forms = {"BOARD": BodyForm.BOARD, "FPC": BodyForm.COMMITTEE, "CEO": BodyForm.OFFICE, "COG": BodyForm.GOVERNORS}
    for short, form in forms.items():
        if short in ("FPC", "COG") or random.random() < 0.9:
            body = Body(body=f"{name}-{short}", name=f"{name} {short}", form=form, organisation=name)
            yield body
            yield from _body_rows(random, body, (name,))
    for key in ("JC", "LEAD", f"{name}-FPC", f"{name}-BOARD", f"{name}-CEO"):
        if random.random() < (0.3 if key.endswith("CEO") else 0.6):
            yield _delegation(random, name, key)
    if random.random() < 0.3:
        besides = random.random() < 0.6
        if besides and random.random() < 0.3:
            yield _besides(name, f"{name}-FPC")
        yield ReservedMatter(
            organisation=name, decision_class=DecisionClass.AWARD,
            function=random.choice((None, Function.DIGITAL, Function.CLINICAL)),
            body=f"{name}-{'COG' if besides else random.choice(('FPC', 'COG'))}", besides=besides,
            from_value=random.choice((0, 1_000_000_01)), valid_to=random.choice((None, AS_OF + timedelta(15))),
        )  # fmt: skip


def _besides(name: str, body: str) -> ReservedMatter:
    return ReservedMatter(organisation=name, decision_class=DecisionClass.AWARD, body=body, besides=True)


def _delegation(random: Random, name: str, body: str) -> Delegation:
    after = random.choice(((), (), (f"{name}-FPC",), ("JC",) if body != "JC" else (f"{name}-FPC",)))
    return Delegation(
        organisation=name, body=body, limit=random.choice(_LIMITS), months_limit=random.choice((0, 0, 60)),
        after=tuple(each for each in after if each != body),
        delegated_by=random.choice(("", "", "", "", f"{name}-BOARD", f"{name}-FPC", "JC")),
        may_sub_delegate=random.random() < 0.5,
        valid_from=random.choice((None, None, AS_OF + timedelta(20))),
        valid_to=random.choice((None, None, AS_OF + timedelta(45))),
        function=Function.DIGITAL, decision_class=DecisionClass.AWARD,
    )  # fmt: skip


def _body_rows(random: Random, body: Body, names: tuple[str, ...]) -> Iterator[Noun]:
    key = body.key
    if random.random() < 0.7:
        yield TermsOfReference(
            body=key, voting=Voting.MAJORITY, quorum=random.choice((0, 2)), quorum_each=random.choice((0, 0, 1)),
            papers_days=random.choice((0, 3, 8)),
        )  # fmt: skip
    for name in names:
        for office in _OFFICES[: random.randint(1, 3)]:
            joins = random.choice((None, None, AS_OF + timedelta(20)))
            yield BodyMember(
                body=key, organisation=name, office=office, votes=random.choice((1, 1, 0)), valid_from=joins
            )
    for day in sorted(random.sample(range(-3, 60), random.randint(1, 5))):
        on = AS_OF + timedelta(day)
        due = random.choice((None, None, on - timedelta(random.randint(0, 5))))
        status = MeetingStatus.CANCELLED if random.random() < 0.1 else MeetingStatus.PLANNED
        yield Meeting(body=key, on=on, papers_due=due, status=status)
    if random.random() < 0.2:
        yield from _agenda(random, key, AS_OF - timedelta(random.choice((0, 10, 10, 20))))


def _agenda(random: Random, body: str, on: date) -> Iterator[Noun]:
    """A meeting that was held, or was to be, and what it asked of a body that may have put it off."""
    status = random.choice((MeetingStatus.HELD, MeetingStatus.HELD, MeetingStatus.CANCELLED))
    yield Meeting(body=body, on=on, papers_due=on - timedelta(7), status=status)
    yield AgendaItem(body=body, on=on, proposal="P1", purpose=random.choice(tuple(Purpose)))
