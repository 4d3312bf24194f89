"""The only door to who must be won over: worked out on all that members share, shown without what is not the reader's.

Concerns and evidence are for the organisation whose office it is. Pounds of a member are for itself and for the
programme office; that a member is left worse off is told to all, since the others would be outvoting it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from concordat.govern.app.routes import NoSuchProposal
from concordat.govern.detriment import Detriment, detriment
from concordat.govern.questions import IN_POUNDS, Concession, Question, concessions, questions
from concordat.govern.stakeholders import Map, Office, stakeholders
from concordat.govern.voting_power import NoGame, Power, game_of, votes_of
from concordat.register.app.permission import Part, Person
from concordat.register.authority import Body, BodyForm, TermsOfReference
from concordat.register.deciding.matter import NotAMatter, matter_in
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.standing import Standing
from concordat.register.naming import names_in
from concordat.register.noun import Noun
from concordat.register.outtake import without_confidential
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.stakeholder import Engagement, Position
from concordat.web.scope import whole_record_for_computation


@dataclass(frozen=True, kw_only=True)
class Voting:
    """A body whose one vote binds several, how it decides, and how much each of its votes matters."""

    body: Body
    terms: TermsOfReference
    powers: tuple[Power, ...]


class Stakes:
    """What proposals mean to everybody, as one person may see it on one day. No private draft is looked at."""

    def __init__(self, by: Person, as_of: date) -> None:
        self.by, self.as_of = by, as_of
        self.record: Record = whole_record_for_computation(by.collaborative)
        self.names = names_in(self.record, as_of)

    def every(self) -> tuple[Map, ...]:
        """The map of each proposal that is put forward, the first to be decided at the top."""
        found = (each for each in self.record.all(Proposal, self.as_of) if each.status is ProposalStatus.RELEASED)
        maps = (self.map(each) for each in found)
        return tuple(sorted(maps, key=lambda each: (each.gate or date.max, each.proposal.title)))

    def one(self, key: str) -> Proposal:
        """A proposal that members share. Raises NoSuchProposal, also where it is somebody's draft."""
        found = self.record.get(Proposal, key, self.as_of)
        if found is None:
            raise NoSuchProposal
        return found

    def sees(self, organisation: str) -> bool:
        """Whether the reader may see an organisation's pounds."""
        return self.by.part is Part.OFFICE or organisation == self.by.organisation

    def map(self, proposal: Proposal) -> Map:
        """The stakeholder map, as its reader may see it."""
        found = stakeholders(self.record, proposal, self.as_of)
        shown = without_confidential(proposal, self.by.organisation)
        assert isinstance(shown, Proposal)
        return replace(found, proposal=shown, offices=tuple(map(self._seen, found.offices)))

    def test(self, proposal: Proposal) -> Detriment:
        """The no-detriment test, with everybody's pounds: to be shown through `sees`."""
        return detriment(self.record, proposal, self.as_of)

    def questions(self, proposal: Proposal) -> tuple[Question, ...]:
        """What each board will ask, the pounds of others left out."""
        found = questions(self.record, proposal, self.test(proposal), self._route(proposal), self.as_of)
        return tuple(
            each if self._may_read(each) else replace(each, answer="For its own board", source="") for each in found
        )

    def concessions(self, proposal: Proposal) -> tuple[Concession, ...]:
        """What was conceded to whom."""
        return concessions(self.record, proposal, self.as_of)

    def votings(self, proposal: Proposal) -> tuple[Voting, ...]:
        """How much each vote matters, on each joint committee that acts for somebody it affects."""
        return tuple(self._votings(proposal))

    def rows(self, proposal: Proposal) -> Record:
        """The rows about a proposal as the register gives them out: what is confidential only where it is one's own."""
        kept: list[Noun] = [each for each in self.record.all(Position) if each.proposal == proposal.key]
        kept += [each for each in self.record.all(Engagement) if each.proposal == proposal.key]
        return Record.of(without_confidential(each, self.by.organisation) for each in kept)

    def _seen(self, office: Office) -> Office:
        if office.position is None:
            return office
        position = without_confidential(office.position, self.by.organisation)
        assert isinstance(position, Position)
        return replace(office, position=position)

    def _may_read(self, question: Question) -> bool:
        return question.question != IN_POUNDS or self.sees(question.member)

    def _route(self, proposal: Proposal) -> Route | None:
        try:
            return route(matter_in(self.record, proposal, self.as_of), Standing(self.record), self.as_of)
        except NotAMatter:
            return None

    def _votings(self, proposal: Proposal) -> Iterator[Voting]:
        for body in self.record.all(Body, self.as_of):
            terms = self.record.get(TermsOfReference, body.key, self.as_of)
            votes = votes_of(self.record, body.key, self.as_of)
            if body.form is BodyForm.JOINT and terms and votes and set(body.members) & set(proposal.members):
                try:
                    powers = game_of(terms, votes, proposal.members).powers
                except NoGame:
                    continue  # its terms let nothing pass, which GOV-03 tells
                yield Voting(body=body, terms=terms, powers=powers)
