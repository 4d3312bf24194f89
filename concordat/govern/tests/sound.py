"""A small collaborative in which everything is as it should be: what each test then gets wrong, a check must find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

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
from concordat.register.meeting import AgendaItem, Choice, Decision, Meeting, Outcome, Purpose, Vote
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind, Engagement, Interest, Position, Stance

N = TypeVar("N", bound=Noun)

AS_OF = date(2026, 11, 22)
MET, MEETS = date(2026, 10, 14), date(2026, 12, 16)
TRUSTS = ("RZ1", "RZ2", "RZ4")
MILLION = 100_000_000
_SAME: dict[str, Any] = {"function": Function.DIGITAL, "decision_class": DecisionClass.AWARD}


def organisations() -> list[Noun]:
    """Three trusts and their ICB."""
    icb = Organisation(code="QZ3", name="Three Rivers ICB", kind=OrganisationKind.ICB)
    acute = OrganisationKind.ACUTE
    return [icb, *(Organisation(code=x, name=f"Trust {x}", kind=acute, icb="QZ3") for x in TRUSTS)]


def bodies() -> list[Noun]:
    """A board each, governors at one, a joint committee of all with its terms and members, and an advisory group."""
    boards = [Body(body=f"{x}-BOARD", name=f"Board of {x}", form=BodyForm.BOARD, organisation=x) for x in TRUSTS]
    governors = Body(body="RZ1-COG", name="Governors of RZ1", form=BodyForm.GOVERNORS, organisation="RZ1")
    joint = Body(body="JC", name="Joint committee", form=BodyForm.JOINT, members=TRUSTS)
    group = Body(body="PB", name="Programme board", form=BodyForm.ADVISORY, members=TRUSTS)
    terms = TermsOfReference(
        body="JC", voting=Voting.MAJORITY, quorum=3, quorum_each=1, chairs_action=MILLION, review_on=date(2027, 4, 1)
    )
    seats = [
        BodyMember(body="JC", organisation=x, office=OfficeRole.CHIEF_EXECUTIVE, votes=votes)
        for x, votes in zip(TRUSTS, (2, 1, 1), strict=True)
    ]
    return [*boards, governors, joint, group, terms, *seats]


def schemes() -> list[Noun]:
    """The same line in every scheme, and mergers go to the governors besides."""
    lines = [
        Delegation(
            organisation=x, body="JC", limit=5 * MILLION, valid_from=date(2026, 4, 1), wording="Contracts.", **_SAME
        )
        for x in TRUSTS
    ]
    merger = ReservedMatter(organisation="RZ1", decision_class=DecisionClass.MERGER, body="RZ1-COG", besides=True)
    return [*lines, merger]


def matters() -> list[Noun]:
    """A proposal decided by all and recorded whole, and one on the agenda of the next meeting."""
    about: dict[str, Any] = {
        "verb": "converge", "members": TRUSTS, "value": 2 * MILLION, "months": 60, "organisation": "RZ1",
        "duties": ("equality: EIA-1", "triple aim: paper 1, page 3"),
    }  # fmt: skip
    done = Proposal(proposal="P-1", title="One archive", status=ProposalStatus.DECIDED, **about)
    next_ = Proposal(
        proposal="P-2", title="One laboratory system", status=ProposalStatus.RELEASED, decide_by=MEETS, **about
    )
    decision = Decision(
        decision="D-1", proposal="P-1", body="JC", decided_on=MET, outcome=Outcome.APPROVED, binds=TRUSTS,
        options=("do nothing", "one archive"), owner="RZ1", owner_office=OfficeRole.DIGITAL_LEAD,
        due_on=date(2027, 3, 31), review_on=date(2027, 10, 1), minutes="JC-2026-10",
    )  # fmt: skip
    votes = [Vote(decision="D-1", organisation=x, office=OfficeRole.CHIEF_EXECUTIVE, choice=Choice.FOR) for x in TRUSTS]
    item = AgendaItem(body="JC", on=MEETS, proposal="P-2", purpose=Purpose.APPROVE, paper="JC-2026-12/4")
    return [done, next_, decision, *votes, item, Meeting(body="JC", on=MET), Meeting(body="JC", on=MEETS)]


def people() -> list[Noun]:
    """Every board's mind is known and was asked lately, and everybody gains."""
    positions = [
        Position(
            proposal="P-2", organisation=x, office="Board", interest=Interest.DECIDES, stance=Stance.SUPPORTS,
            needed=Stance.SUPPORTS, seen_on=date(2026, 11, 2), concern="canary concern", evidence="canary evidence",
        )
        for x in TRUSTS
    ]  # fmt: skip
    spoken = [Engagement(proposal="P-2", organisation=x, office="Board", on=date(2026, 11, 2)) for x in TRUSTS]
    gains = [
        Effect(
            proposal="P-2", organisation=x, kind=EffectKind.GAIN, what="one licence", amount=MILLION, evidence="paper 4"
        )
        for x in TRUSTS
    ]
    return [*positions, *spoken, *gains]


def sound() -> list[Noun]:
    """All of it."""
    return [*organisations(), *bodies(), *schemes(), *matters(), *people()]


def changed(noun: type[N], key: str, **changes: Any) -> Record:
    """The same, one row of it otherwise."""
    hit = [each for each in sound() if isinstance(each, noun) and each.key.startswith(key)]
    assert len(hit) == 1, f"{noun.__name__} {key} is {len(hit)} rows"
    return Record.of(replace(each, **changes) if each == hit[0] else each for each in sound())


def without(noun: type[Noun], key: str = "") -> Record:
    """The same without the rows of a noun whose keys begin so."""
    return Record.of(each for each in sound() if not (isinstance(each, noun) and each.key.startswith(key)))


def more(*rows: Noun) -> Record:
    """The same, and more."""
    return Record.of([*sound(), *rows])
