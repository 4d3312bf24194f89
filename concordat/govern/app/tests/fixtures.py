"""A small collaborative that decides: two trusts with a board and a committee each, and a joint committee.

RZB puts forward a purchase whose value is its own to see, and has a draft that nobody else may know of.
"""

from __future__ import annotations

from datetime import date

from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.authority import Body, BodyForm, DecisionClass, Delegation, Function, TermsOfReference, Voting
from concordat.register.meeting import Meeting, MeetingStatus
from concordat.register.noun import Noun
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.tests.fixtures import intake_of, person, rows, signed_in

__all__ = ["person", "signed_in"]

AS_OF = date(2026, 11, 22)
VALUE, LIMIT, DRAFTED = 345_678_901, 250_000_000, 123_454_321
"""Pence: what RZB's purchase is worth, up to what its committee may decide, and what its draft is worth."""
CANARY = "Canary purchase of RZB"
FIRST, LAST = date(2026, 12, 10), date(2027, 3, 11)
"""The joint committee's first meeting to come, and its last."""


def meets(body: str, *days: date) -> list[Noun]:
    """Meetings of a body."""
    return [Meeting(body=body, on=each) for each in days]


def delegates(organisation: str, body: str, limit: int | None = None, after: tuple[str, ...] = ()) -> Delegation:
    """A line of a scheme, for buying digital services."""
    return Delegation(
        organisation=organisation, function=Function.DIGITAL, decision_class=DecisionClass.AWARD, body=body,
        limit=limit, after=after, source=f"SoRD of {organisation}, page 4",
    )  # fmt: skip


def proposal(key: str = "SHARED", **changes: object) -> Proposal:
    """A purchase for both trusts, put forward by RZB."""
    given: dict[str, object] = {
        "proposal": key,
        "title": "Buy one laboratory system for both",
        "verb": "converge",
        "status": ProposalStatus.RELEASED,
        "organisation": "RZB",
        "members": ("RZA", "RZB"),
        "value": VALUE,
        "months": 60,
        "decide_by": date(2027, 1, 31),
    }
    return Proposal(**{**given, **changes})  # type: ignore[arg-type]


def deciding_rows() -> list[Noun]:
    """All of it that members share."""
    boards = [
        Body(body=f"{code}-BOARD", name=f"Board of Trust {code}", form=BodyForm.BOARD, organisation=code)
        for code in ("RZA", "RZB")
    ]
    return [
        *rows(),
        *boards,
        Body(body="RZB-FPC", name="Finance committee of RZB", form=BodyForm.COMMITTEE, organisation="RZB"),
        Body(body="JC", name="Joint committee", form=BodyForm.JOINT, members=("RZA", "RZB")),
        TermsOfReference(body="JC", voting=Voting.CONSENSUS, papers_days=5, source="Terms of reference, page 2"),
        delegates("RZA", "JC", after=("RZA-BOARD",)),
        delegates("RZB", "JC"),
        delegates("RZB", "RZB-FPC", limit=LIMIT),
        *meets("JC", FIRST, date(2027, 1, 14), LAST),
        *meets("RZA-BOARD", date(2026, 12, 2), date(2027, 2, 3)),
        *meets("RZB-FPC", date(2026, 11, 30)),
        Meeting(body="RZB-BOARD", on=date(2026, 12, 9), status=MeetingStatus.CANCELLED),
        proposal(),
    ]


def load() -> Person:
    """The programme office, at RZA, with the record loaded and RZB's draft beside it."""
    office = person("olwen", "RZA", Part.OFFICE)
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(deciding_rows()))
    draft = proposal("RZB-DRAFT", title=CANARY, members=("RZB",), value=DRAFTED)
    actions.add_row(by=person("boris", "RZB", Part.EDITOR), as_of=AS_OF, row=draft, private=True)
    return office
