"""A ballot: what is put to a body, who may vote on it, frozen on the day it opens, and what each of them said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.refusal import Refusal
from concordat.register.authority import Body, BodyForm, BodyMember, TermsOfReference
from concordat.register.meeting import Choice, Purpose
from concordat.register.person import Office, OfficeRole
from concordat.register.record import Record

PRESENT = frozenset({Choice.FOR, Choice.AGAINST, Choice.ABSTAINED})
"""What somebody says who is there; whoever withdrew for a conflict, or said nothing, counts for no quorum."""


class BadBallot(Refusal):
    """A vote of somebody who has none, or twice of the same; `problems` are all the sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems), remedy="Give one vote for each voting member of the body")


@dataclass(frozen=True, kw_only=True)
class Voter:
    """A seat with a vote: whose, with how many votes, and who holds it; `name` is blank where nobody does."""

    organisation: str
    office: OfficeRole
    votes: int = 1
    name: str = ""
    chairs: bool = False

    @property
    def seat(self) -> tuple[str, OfficeRole]:
        """What no two voters of a ballot share."""
        return self.organisation, self.office

    def __str__(self) -> str:
        return f"the {self.office.value} of {self.organisation}"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a voter said, and why; who says nothing is absent."""

    organisation: str
    office: OfficeRole
    choice: Choice
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """A question put to a body, with all that decides it.

    `affected` are the ODS codes of those whom it affects. `worse_off` are those it leaves with a loss that is not made
    good, by `govern.detriment`; None where nobody has worked that out. Raises BadBallot.
    """

    body: Body
    terms: TermsOfReference
    voters: tuple[Voter, ...]
    said: tuple[Said, ...] = ()
    purpose: Purpose = Purpose.APPROVE
    affected: tuple[str, ...] = ()
    worse_off: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if problems := tuple(self._wrong()):
            raise BadBallot(problems)

    @property
    def choices(self) -> tuple[tuple[Voter, Said], ...]:
        """What every voter said, in the order of the electorate; absent where they said nothing."""
        by_seat = {(each.organisation, each.office): each for each in self.said}
        return tuple((each, by_seat.get(each.seat) or _absent(each)) for each in self.voters)

    @property
    def present(self) -> tuple[tuple[Voter, Choice], ...]:
        """Who is there, conflicts having withdrawn, and what they said."""
        return tuple((voter, said.choice) for voter, said in self.choices if said.choice in PRESENT)

    @property
    def bound_by_vote(self) -> tuple[str, ...]:
        """Those the body acts for."""
        return self.body.members or tuple(filter(None, (self.body.organisation,)))

    @property
    def each_apart(self) -> tuple[str, ...]:
        """Those who must each be for it where each binds its own: who is not affected need not be."""
        return tuple(each for each in self.bound_by_vote if not self.affected or each in self.affected)

    def _wrong(self) -> Iterator[str]:
        seats = [each.seat for each in self.voters]
        given = [(each.organisation, each.office) for each in self.said]
        for organisation, office in dict.fromkeys(given):
            if (organisation, office) not in seats:
                yield f"The {office.value} of {organisation} has no vote in {self.body.name}"
            elif given.count((organisation, office)) > 1:
                yield f"The {office.value} of {organisation} votes twice"


def electorate(record: Record, body: Body, on: date) -> tuple[Voter, ...]:
    """Who may vote in a body on a day: its voting members, each with whoever holds that office on that day."""
    if body.form is BodyForm.OFFICE and body.office:
        return (_voter(record, body.organisation, body.office, on, chairs=True),)
    members = (each for each in record.all(BodyMember, on) if each.body == body.key and each.votes > 0)
    return tuple(_voter(record, each.organisation, each.office, on, each.votes, each.chairs) for each in members)


def _voter(
    record: Record, organisation: str, office: OfficeRole, on: date, votes: int = 1, chairs: bool = False
) -> Voter:
    held = record.get(Office, f"{organisation} / {office.value}", on)
    return Voter(organisation=organisation, office=office, votes=votes, name=held.name if held else "", chairs=chairs)


def _absent(voter: Voter) -> Said:
    return Said(organisation=voter.organisation, office=voter.office, choice=Choice.ABSENT)
