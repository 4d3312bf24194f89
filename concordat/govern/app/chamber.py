"""The chamber: what a vote is judged on, read once: who may decide what, the proposal, and whom it leaves worse off.

It reads all that members share, pounds included, so that all are judged alike; what it shows tells no pounds.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from hashlib import sha256

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal, as_sentence
from concordat.govern.app.models import Ballot as Kept
from concordat.govern.app.models import Voter as Seat
from concordat.govern.app.routes import NoSuchProposal
from concordat.govern.ballot import Ballot, Said, Voter, electorate
from concordat.govern.loss import worse_off
from concordat.govern.mandate import Mandate, body_of, mandate_to_decide, terms_of
from concordat.register.app.permission import Person
from concordat.register.authority import Body, TermsOfReference
from concordat.register.cell import from_json, jsonable
from concordat.register.deciding.matter import Matter, matter_in
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import AgendaItem, Choice, Decision, Outcome, Purpose
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import whole_record_for_computation


class CannotDecide(Refusal):
    """What cannot be put to a vote, or decided, as things are; `reasons` are all of them."""

    status = 409

    def __init__(self, reasons: tuple[Reason, ...], *, where: str = "", remedies: tuple[str, ...] = ()) -> None:
        self.reasons = reasons
        what = " ".join(as_sentence(str(each)) for each in reasons)
        super().__init__(what, where=where, remedy=" ".join(map(as_sentence, remedies)))


class Chamber:
    """All that deciding asks of the register, for one person on one day."""

    def __init__(self, by: Person, as_of: date) -> None:
        self.by, self.as_of = by, as_of

    @cached_property
    def standing(self) -> Standing:
        """Who may decide what, of all that members share."""
        return Standing(whole_record_for_computation(self.by.collaborative))

    def proposal(self, key: str) -> Proposal:
        """A proposal that all members see. Raises NoSuchProposal."""
        found = self.standing.record.get(Proposal, key, self.as_of)
        if found is None:
            raise NoSuchProposal
        return found

    def open_proposal(self, key: str) -> Proposal:
        """One that is still to be decided. Raises NoSuchProposal, CannotDecide."""
        found = self.proposal(key)
        if found.status in (ProposalStatus.DECIDED, ProposalStatus.WITHDRAWN):
            raise CannotDecide((Reason(f"The proposal is {found.status.value}"),), where=key)
        return found

    def matter(self, proposal: Proposal) -> Matter:
        """The matter a proposal puts. Raises NotAMatter."""
        return matter_in(self.standing.record, proposal, self.as_of)

    def body(self, key: str, on: date) -> Body:
        """A body on a day. Raises NoSuchBody."""
        return body_of(self.standing, key, on)

    def mandate(self, proposal: Proposal, body: Body, on: date) -> Mandate:
        """For whom the body may decide the proposal on a day."""
        return mandate_to_decide(self.standing, self.matter(proposal), body, on)

    def purpose(self, proposal: str, body: Body, on: date) -> Purpose | None:
        """What the agenda of that day asks of the body; None where the proposal is not on it."""
        items = (each for each in self.standing.record.all(AgendaItem, on) if (each.body, each.on) == (body.key, on))
        return next((each.purpose for each in items if each.proposal == proposal), None)

    def decided(self, proposal: str, body: str) -> Decision | None:
        """What the body has decided on it already, unless it put that off."""
        found = (each for each in self.standing.record.all(Decision) if (each.proposal, each.body) == (proposal, body))
        return next((each for each in found if each.outcome is not Outcome.DEFERRED), None)

    def ballot(self, proposal: Proposal, body: Body, on: date, purpose: Purpose, said: tuple[Said, ...] = ()) -> Ballot:
        """A ballot of the body as it is on a day. Raises NoSuchBody, BadBallot."""
        return Ballot(
            body=body,
            terms=terms_of(self.standing, body, on),
            voters=electorate(self.standing.record, body, on),
            said=said,
            purpose=purpose,
            affected=self.matter(proposal).members,
            worse_off=self.worse_off(proposal),
        )

    def worse_off(self, proposal: Proposal) -> tuple[str, ...] | None:
        """Those whom it leaves with a loss that is not made good; None where nobody has worked that out."""
        return worse_off(self.standing.record, proposal, self.as_of)

    def as_kept(self, kept: Kept, proposal: Proposal) -> Ballot:
        """A ballot with its terms and electorate as they were when it was opened, and all that was said in it."""
        body, terms = from_json(Body, kept.body_row), from_json(TermsOfReference, kept.terms)
        assert isinstance(body, Body) and isinstance(terms, TermsOfReference)
        seats = list(kept.voters.select_related("said").order_by("pk"))
        return Ballot(
            body=body,
            terms=terms,
            voters=tuple(map(_voter, seats)),
            said=tuple(filter(None, map(_said, seats))),
            purpose=Purpose(kept.purpose),
            affected=self.matter(proposal).members,
            worse_off=self.worse_off(proposal),
        )


def hash_of(proposal: Proposal) -> str:
    """The SHA-256 of what a proposal says, but for how far it has come."""
    values = {name: value for name, value in jsonable(proposal).items() if name != "status"}
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _voter(seat: Seat) -> Voter:
    return Voter(
        organisation=seat.organisation,
        office=OfficeRole(seat.office),
        votes=seat.votes,
        name=seat.name,
        chairs=seat.chairs,
    )


def _said(seat: Seat) -> Said | None:
    """What was said from a seat; None where nothing was."""
    office, vote = OfficeRole(seat.office), getattr(seat, "said", None)
    if seat.conflict:
        return Said(organisation=seat.organisation, office=office, choice=Choice.WITHDREW, reason=seat.conflict)
    if vote is None:
        return None
    return Said(organisation=seat.organisation, office=office, choice=Choice(vote.choice), reason=vote.reason)
