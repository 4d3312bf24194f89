"""What a decision writes on the register: itself, its votes, an action, and how far its proposal has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from concordat.core.reason import Reason
from concordat.govern.app.chamber import CannotDecide, Chamber
from concordat.govern.ballot import Ballot
from concordat.govern.decided import Put, action_of, decision_of, next_key, unbound, votes_of
from concordat.govern.outcome import Judgement
from concordat.register.app.permission import Person
from concordat.register.app.store import Writing, write
from concordat.register.meeting import Action, Decision
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import entries, row_of


def write_decision(
    by: Person,
    chamber: Chamber,
    judged: Judgement,
    ballot: Ballot,
    put: Put,
    proposal: Proposal,
    *,
    on: date | None = None,
    chairs_action: bool = False,
    minutes: str = "",
) -> Decision:
    """Write what was decided on a day, today where none is given; call it inside an action. Gives the Decision."""
    on = on or chamber.as_of
    key = next_key(f"D-{on.year}-", keys(by, Decision))
    made = decision_of(
        judged, ballot, put, key=key, proposal=proposal.key, on=on, chairs_action=chairs_action, minutes=minutes
    )
    write([Writing(row=made)], by=by)
    write([Writing(row=each) for each in votes_of(ballot, key)], by=by)
    if action := action_of(made, proposal.title, next_key("A-", keys(by, Action))):
        write([Writing(row=action)], by=by)
    _settle(by, chamber, proposal, made)
    return made


def put_from(put: Put) -> dict[str, Any]:
    """What is put with a question, as JSON."""
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(put).items()
    }


def put_kept(kept: dict[str, Any]) -> Put:
    """What was put with a question, from its JSON."""
    return Put(
        conditions=tuple(kept["conditions"]),
        options=tuple(kept["options"]),
        owner=kept["owner"],
        owner_office=OfficeRole(kept["owner_office"]) if kept["owner_office"] else None,
        due_on=_day(kept["due_on"]),
        review_on=_day(kept["review_on"]),
    )


def check_put(by: Person, put: Put) -> None:
    """Raises CannotDecide where what is put names an owner that is not on the register, or half of who does it."""
    if wrong := tuple(_wrong_with(by, put)):
        raise CannotDecide(wrong)


def _wrong_with(by: Person, put: Put) -> Iterator[Reason]:
    if put.owner and not entries(by, Organisation).filter(key=put.owner, private=False).exists():
        yield Reason(f"There is no organisation {put.owner} to carry it out")
    if bool(put.owner) != bool(put.owner_office):
        yield Reason("Say which office of which organisation carries it out")
    if put.due_on and not put.owner:
        yield Reason("Say who carries it out by that day")


def _settle(by: Person, chamber: Chamber, proposal: Proposal, made: Decision) -> None:
    """Mark the proposal decided once everybody whom it affects is bound."""
    record = chamber.standing.record
    if proposal.status is ProposalStatus.DECIDED or unbound(
        chamber.matter(proposal), chamber.standing, (*record.all(Decision), made)
    ):
        return
    kept = entries(by, Proposal).filter(key=proposal.key, private=False)
    before = next(each for each in kept if row_of(each) == proposal)
    write([Writing(row=replace(proposal, status=ProposalStatus.DECIDED), before=before)], by=by)


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def keys(by: Person, noun: type[Noun]) -> tuple[str, ...]:
    """Every key of a noun that is in use."""
    return tuple(entries(by, noun).filter(private=False).values_list("key", flat=True))
