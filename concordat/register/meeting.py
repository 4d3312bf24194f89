"""Meetings of bodies, what was on their agenda, how it was decided, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column
from concordat.register.person import OfficeRole


class MeetingStatus(StrEnum):
    """Whether a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """What a paper asks of a body."""

    APPROVE = "approve"
    RECOMMEND = "recommend"
    ASSURE = "assure"
    NOTE = "note"


class Outcome(StrEnum):
    """How a body decided."""

    APPROVED = "approved"
    CONDITIONS = "approved with conditions"
    REFUSED = "refused"
    DEFERRED = "deferred"
    RECOMMENDED = "recommended"


APPROVING = frozenset({Outcome.APPROVED, Outcome.CONDITIONS})
"""The outcomes that bind those for whom a body decides, and after which somebody has something to do."""
NEEDS_POWER = APPROVING | {Outcome.REFUSED}
"""The outcomes that only a body with the power to decide can come to; any body may recommend or put off."""


class Choice(StrEnum):
    """What a member of a body said."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    WITHDREW = "withdrew for a conflict of interest"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class Meeting(Noun):
    """A day on which a body meets."""

    SHEET = "Meetings"
    MEANS = "A day on which a body meets, and when its papers are due."

    body: str = column(Kind.LINK, "The body.", key=True, to="Body")
    on: date = column(Kind.DATE, "The day.", key=True)
    papers_due: date | None = column(
        Kind.DATE, "Last day for papers; blank: as the terms of reference say.", default=None
    )
    status: MeetingStatus = column(
        Kind.CHOICE, "Whether it stands.", choices=MeetingStatus, default=MeetingStatus.PLANNED
    )
    place: str = column(Kind.TEXT, "Where, or how to join.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.papers_due and self.papers_due > self.on:
            yield "papers_due", "Papers are due after the meeting", "check the two dates"


@dataclass(frozen=True, kw_only=True)
class AgendaItem(Noun):
    """A proposal on the agenda of a meeting, and what the body is asked to do with it."""

    SHEET = "Agenda items"
    MEANS = "What a meeting is asked to decide, recommend, be assured of or note."

    body: str = column(Kind.LINK, "The body.", key=True, to="Body")
    on: date = column(Kind.DATE, "The day of the meeting.", key=True)
    proposal: str = column(Kind.LINK, "What it is about.", key=True, to="Proposal")
    purpose: Purpose = column(Kind.CHOICE, "What is asked.", choices=Purpose)
    sponsor: OfficeRole | None = column(Kind.CHOICE, "Office that brings it.", choices=OfficeRole, default=None)
    paper: str = column(Kind.TEXT, "Reference of the paper.", default="")
    previous: str = column(Kind.TEXT, "Where it was considered before.", default="")


@dataclass(frozen=True, kw_only=True)
class Decision(Noun):
    """What a body decided on a day: the outcome, on what conditions, and when it is looked at again."""

    SHEET = "Decisions"
    MEANS = "What a body decided, for whom, on what conditions, and who disagreed."

    decision: str = column(Kind.TEXT, "Short key, such as D-2027-004.", key=True)
    proposal: str = column(Kind.LINK, "What was decided on.", to="Proposal")
    body: str = column(Kind.LINK, "Who decided.", to="Body")
    decided_on: date = column(Kind.DATE, "The day.")
    outcome: Outcome = column(Kind.CHOICE, "How it was decided.", choices=Outcome)
    binds: tuple[str, ...] = column(Kind.LINKS, "ODS codes of those it binds.", to="Organisation", default=())
    power: str = column(Kind.TEXT, "The delegation or law under which the body decided.", default="")
    options: tuple[str, ...] = column(Kind.LIST, "Options that were before the body.", default=())
    reasons: tuple[str, ...] = column(Kind.LIST, "Why: what the votes came to under the body's terms.", default=())
    conditions: tuple[str, ...] = column(Kind.LIST, "Conditions of the approval.", default=())
    owner: str = column(Kind.LINK, "ODS code of the one that carries it out.", to="Organisation", default="")
    owner_office: OfficeRole | None = column(
        Kind.CHOICE, "Office that carries it out.", choices=OfficeRole, default=None
    )
    due_on: date | None = column(Kind.DATE, "Day by which it is carried out.", default=None)
    review_on: date | None = column(Kind.DATE, "Day on which it is looked at again.", default=None)
    dissent: tuple[str, ...] = column(Kind.LIST, "Who disagreed and why, as they asked to have recorded.", default=())
    chairs_action: bool = column(Kind.YES_NO, "Whether the chair decided between meetings.", default=False)
    ratified_on: date | None = column(Kind.DATE, "Day the chair's action was ratified.", default=None)
    minutes: str = column(Kind.TEXT, "Reference of the minutes.", default="")

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.outcome is Outcome.CONDITIONS and not self.conditions:
            yield "conditions", "It was approved with conditions, but none is given", "list them"


@dataclass(frozen=True, kw_only=True)
class Vote(Noun):
    """What a member of a body said in a vote that is closed."""

    SHEET = "Votes"
    MEANS = "What a member of a body said on a decision, and why; written when voting is closed."

    decision: str = column(Kind.LINK, "The decision.", key=True, to="Decision")
    organisation: str = column(Kind.LINK, "ODS code of the member's organisation.", key=True, to="Organisation")
    office: OfficeRole = column(Kind.CHOICE, "The office that voted.", key=True, choices=OfficeRole)
    choice: Choice = column(Kind.CHOICE, "What it said.", choices=Choice)
    votes: int = column(Kind.WHOLE, "How many votes it had.", default=1)
    reason: str = column(Kind.TEXT, "Why.", default="")


@dataclass(frozen=True, kw_only=True)
class Action(Noun):
    """Something that somebody is to do by a day, and whether it is done."""

    SHEET = "Actions"
    MEANS = "What an office is to do by a day, and when it was done."

    action: str = column(Kind.TEXT, "Short key.", key=True)
    title: str = column(Kind.TEXT, "What is to be done.")
    decision: str = column(Kind.LINK, "The decision it follows from.", to="Decision", default="")
    organisation: str = column(Kind.LINK, "ODS code of the one that does it.", to="Organisation")
    office: OfficeRole = column(Kind.CHOICE, "Office that does it.", choices=OfficeRole)
    due_on: date = column(Kind.DATE, "Last day for it.")
    done_on: date | None = column(Kind.DATE, "Day it was done.", default=None)
