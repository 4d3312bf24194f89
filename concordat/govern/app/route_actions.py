"""Govern's action on routes: put a proposal on the agendas of the meetings that its route goes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.govern.app.routes import Desk, Routed
from concordat.register.app.action import Done, action
from concordat.register.app.models import Entry
from concordat.register.app.permission import Act, Person, check, may
from concordat.register.app.store import Writing, write
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import AgendaItem
from concordat.web.scope import entries, record_of, row_of

COMMON = ""
"""Agendas are of the collaborative: the programme office keeps them."""


class CannotBook(Refusal):
    """A proposal that can be put on no agenda."""

    status = 409


def may_not_book(by: Person, routed: Routed) -> Reason | None:
    """Why this person may not put a proposal on agendas now; None if they may."""
    if refused := may(by, Act.ADD, COMMON):
        return replace(refused, text="The programme office puts proposals on agendas")
    stands_against = (
        (routed.private, "It is a draft, which the bodies cannot see yet: release it first"),
        (routed.blocked, "There is no lawful route yet: mend what stands in its way first"),
        (not routed.to_book and not routed.no_longer, "It is on every agenda that it needs"),
    )
    return next((Reason(text) for holds, text in stands_against if holds), None)


@action
def book_route(*, by: Person, as_of: date, proposal: str) -> Done:
    """Put a proposal on the agenda of each meeting of its route, and take it off those it goes to no more.

    Gives the Routed it was done for. Raises NoSuchProposal, NotPermitted, CannotBook.
    """
    check(by, Act.ADD, COMMON)
    found = Desk(by, as_of).one(proposal)
    if refused := may_not_book(by, found):
        raise CannotBook(refused.text, where=proposal)
    kept = {each.key: each for each in entries(by, AgendaItem).filter(private=False, values__proposal=proposal)}
    standing = Standing(record_of(by))
    written = write([*_put(found, kept, standing), *_taken_off(found, kept, as_of)], by=by)
    facts = {"put on": [each.key for each in written[: len(found.to_book)]], "taken off": len(found.no_longer)}
    return Done(subject=f"Proposal {proposal}", facts=facts, value=found)


def _put(found: Routed, kept: dict[str, Entry], standing: Standing) -> Iterator[Writing]:
    """An item for each step; what its paper and sponsor are stays where it was on that agenda before."""
    steps = found.route.steps if found.route else ()
    before = {each.id: f"{standing.called(each.body)}, {long_date(each.meeting_on)}" for each in steps}
    for step in found.to_book:
        item = AgendaItem(
            body=step.body,
            on=step.meeting_on,
            proposal=found.proposal.key,
            purpose=step.purpose,
            previous="; ".join(before[each] for each in step.depends_on),
        )
        yield Writing(row=_as_it_was(item, kept.get(item.key)), before=kept.get(item.key))


def _as_it_was(item: AgendaItem, entry: Entry | None) -> AgendaItem:
    old = row_of(entry) if entry else item
    assert isinstance(old, AgendaItem)
    return replace(item, sponsor=old.sponsor, paper=old.paper)


def _taken_off(found: Routed, kept: dict[str, Entry], as_of: date) -> Iterator[Writing]:
    for each in found.no_longer:
        yield Writing(row=replace(each, valid_to=as_of), before=kept[each.key])
