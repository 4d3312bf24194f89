"""A joint committee of two trusts with a blind vote, their boards, an advisory group, and who holds which office."""

from __future__ import annotations

from datetime import date

from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    TermsOfReference,
    Voting,
)
from concordat.register.deciding.matter import Matter
from concordat.register.meeting import AgendaItem, Meeting, Purpose
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import Office, OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus

ON = date(2026, 11, 19)
"""The joint committee met on that day, and meets again a month later."""
NEXT = date(2026, 12, 17)
MEMBERS = ("RZ1", "RZ2")
CEO, FINANCE, SECRETARY = OfficeRole.CHIEF_EXECUTIVE, OfficeRole.FINANCE_LEAD, OfficeRole.COMPANY_SECRETARY
VALUE = 98_765_432
"""What the proposal is worth, in pence: only RZ1, which puts it forward, may see it."""
MATTER = Matter(
    proposal="P1", title="One record", function=Function.DIGITAL, decision_class=DecisionClass.AWARD,
    value=VALUE, months=60, members=MEMBERS,
)  # fmt: skip


def delegation(organisation: str, body: str = "TR-JC", limit: int | None = None, after: tuple[str, ...] = ()) -> Noun:
    """A line of a trust's scheme, by which a body may award digital contracts for it."""
    return Delegation(
        organisation=organisation, function=Function.DIGITAL, decision_class=DecisionClass.AWARD, body=body,
        limit=limit, after=after, source=f"SoRD of {organisation}, page 4",
    )  # fmt: skip


def proposal(key: str = "P1", **changes: object) -> Proposal:
    """A contract to be awarded for both trusts."""
    given: dict[str, object] = {
        "proposal": key, "title": "One record", "verb": "converge", "status": ProposalStatus.RELEASED,
        "organisation": "RZ1", "members": MEMBERS, "function": Function.DIGITAL,
        "decision_class": DecisionClass.AWARD, "value": VALUE, "months": 60,
    }  # fmt: skip
    return Proposal(**given | changes)  # type: ignore[arg-type]


def bodies() -> tuple[Body, ...]:
    """The joint committee, the advisory group, two boards, and the governors of one."""
    boards = (
        Body(body=f"{each}-BOARD", name=f"Board of {each}", form=BodyForm.BOARD, organisation=each) for each in MEMBERS
    )
    return (
        Body(body="TR-JC", name="Joint committee", form=BodyForm.JOINT, members=MEMBERS),
        Body(body="TR-PB", name="Programme board", form=BodyForm.ADVISORY, members=MEMBERS),
        Body(body="RZ1-COG", name="Governors of RZ1", form=BodyForm.GOVERNORS, organisation="RZ1"),
        *boards,
    )


def rows() -> list[Noun]:
    """All of it, with the joint committee's two meetings and the proposal on the agenda of both."""
    terms = (
        TermsOfReference(body=each.body, voting=Voting.CONSENSUS, quorum=1, blind=True, chairs_action=1_000_000_00)
        for each in bodies()
    )
    seats = [BodyMember(body=body, organisation=each, office=CEO, chairs=each == "RZ1")
             for body in ("TR-JC", "TR-PB") for each in MEMBERS]  # fmt: skip
    held = {CEO: "Head of {}", FINANCE: "Purse of {}", SECRETARY: "Pen of {}"}
    return [
        *(Organisation(code=each, name=f"Trust {each}", kind=OrganisationKind.ACUTE) for each in MEMBERS),
        *bodies(), *terms, *seats,
        BodyMember(body="TR-JC", organisation="RZ2", office=FINANCE),
        BodyMember(body="RZ1-COG", organisation="RZ1", office=OfficeRole.GOVERNOR),
        *(BodyMember(body=f"{each}-BOARD", organisation=each, office=CEO) for each in MEMBERS),
        *(Office(organisation=each, role=role, name=name.format(each)) for each in MEMBERS
          for role, name in held.items()),
        *(delegation(each) for each in MEMBERS),
        *(Meeting(body="TR-JC", on=day) for day in (ON, NEXT)), Meeting(body="TR-PB", on=ON),
        proposal(), proposal("P2", title="Two records"),
        *(AgendaItem(body="TR-JC", on=day, proposal="P1", purpose=Purpose.APPROVE) for day in (ON, NEXT)),
    ]  # fmt: skip
