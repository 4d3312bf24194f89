"""The only door to routes: that of each proposal a person may see, and no pounds in it that are not theirs.

A route is worked out on what all members share, values included, so that all are told the same bodies and days. It
shows on which side of their limits a value lies, as the meetings will; the value itself it shows to its owner alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from concordat.core.refusal import Refusal, as_sentence
from concordat.govern.out.quiet import quiet, quiet_reason, quiet_route
from concordat.govern.reroute import Changed, reroute
from concordat.govern.routing import Routing, routing
from concordat.register.app.permission import Person
from concordat.register.deciding.matter import NotAMatter, matter_in
from concordat.register.deciding.route import Route, Step, route
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import AgendaItem, Meeting, Purpose
from concordat.register.naming import names_in
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import entries, hidden, row_of, seen, whole_record_for_computation

_OPEN = (ProposalStatus.DRAFT, ProposalStatus.RELEASED)


class NoSuchProposal(Refusal):
    """A proposal that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such proposal", remedy="Start from what waits to be decided")


@dataclass(frozen=True, kw_only=True)
class Routed:
    """A proposal as its reader may see it, and its route; `cannot` says why there is none.

    `figures` is whether the reader may see its value. `booked` are the items that put it on coming agendas.
    """

    proposal: Proposal
    private: bool
    figures: bool
    route: Route | None
    cannot: str
    booked: tuple[AgendaItem, ...]

    @property
    def earliest(self) -> date | None:
        """The earliest lawful day; None where there is no route, or something stands in its way."""
        return self.route.earliest if self.route else None

    @property
    def blocked(self) -> bool:
        """Whether it cannot be decided as things are."""
        return self.earliest is None

    @property
    def slack(self) -> int | None:
        """Days between the earliest lawful day and the last on which deciding keeps the option; less than 0 is late."""
        last = self.proposal.decide_by
        return (last - self.earliest).days if last and self.earliest else None

    @property
    def late(self) -> bool:
        """Whether the earliest lawful day is after the last on which deciding keeps the option."""
        return self.slack is not None and self.slack < 0

    @property
    def to_book(self) -> tuple[Step, ...]:
        """Steps at meetings whose agenda does not have it yet, or asks the body for something else."""
        asked = {(each.body, each.on): each.purpose for each in self.booked}
        steps = self.route.steps if self.route else ()
        coming = (each for each in steps if not each.done)
        return tuple(each for each in coming if asked.get((each.body, each.meeting_on)) is not each.purpose)

    @property
    def no_longer(self) -> tuple[AgendaItem, ...]:
        """Items at meetings that the route does not go through any more, since one was moved or another suits."""
        steps = {(each.body, each.meeting_on) for each in self.route.steps} if self.route else set()
        return tuple(each for each in self.booked if (each.body, each.on) not in steps)


class Desk:
    """The routes of one person on one day: the record is read once, however many are asked for."""

    def __init__(self, by: Person, as_of: date) -> None:
        self.by, self.as_of = by, as_of
        self._whole: dict[str, Proposal] = {}

    @cached_property
    def standing(self) -> Standing:
        """Who may decide what, of all that members share."""
        return Standing(whole_record_for_computation(self.by.collaborative))

    @cached_property
    def names(self) -> dict[str, str]:
        """What organisations and bodies are called, by code and key: each board by whose it is."""
        bodies = {key: each.called for key, each in self.standing.bodies.items()}
        return names_in(self.standing.record, self.as_of) | bodies

    def waiting(self) -> tuple[Routed, ...]:
        """Every proposal that is not decided, those that must be decided first at the top."""
        found = [each for each in self._routed() if each.proposal.status in _OPEN]
        return tuple(sorted(found, key=lambda each: (each.proposal.decide_by or date.max, each.proposal.title)))

    def one(self, key: str) -> Routed:
        """That of one proposal. Raises NoSuchProposal, the same whether it is another's or nobody's."""
        found = next(self._routed(key), None)
        if found is None:
            raise NoSuchProposal
        return found

    def routing(self, routed: Routed) -> Routing | None:
        """A route with all that belongs to it: what is missing, sooner, or another way; None where there is none."""
        if routed.route is None:
            return None
        found = routing(self._whole[routed.proposal.key], self.standing, self.as_of)
        return found if routed.figures else replace(quiet(found), proposal=routed.proposal)

    def changes(self, routed: Routed) -> tuple[Changed, ...]:
        """Why the route is no longer the one that stands on agendas; nothing where it is, or was never put there."""
        if routed.route is None or not routed.no_longer:
            return ()
        matter = matter_in(self.standing.record, self._whole[routed.proposal.key], self.as_of)
        steps = tuple(self._as_booked(each) for each in routed.booked)
        found = reroute(Route(matter=matter, as_of=self.as_of, steps=steps), matter, self.standing, self.as_of)
        return tuple(
            each if routed.figures else replace(each, reason=quiet_reason(each.reason)) for each in found.changes
        )

    def _as_booked(self, item: AgendaItem) -> Step:
        """The step that an agenda has; whom it was to bind is not on it."""
        sitting = self.standing.sitting(Meeting(body=item.body, on=item.on))
        return Step(
            body=item.body,
            purpose=item.purpose,
            organisation=self.standing.bodies[item.body].organisation,
            binds=(),
            power="",
            meeting_on=item.on,
            papers_due=sitting.papers_due,
            depends_on=(),
            source="",
            why="It stands on the agenda",
        )

    def _routed(self, key: str = "") -> Iterator[Routed]:
        kept = entries(self.by, Proposal).order_by("pk")
        for entry in kept.filter(key=key) if key else kept:
            whole = row_of(entry)
            if isinstance(whole, Proposal) and whole.valid_on(self.as_of):
                shown, figures = seen(entry, self.by), "value" not in hidden(whole, self.by)
                assert isinstance(shown, Proposal)
                found, cannot = self._route(whole)
                yield Routed(
                    proposal=shown,
                    private=entry.private,
                    figures=figures,
                    route=found if figures or found is None else quiet_route(found),
                    cannot=cannot,
                    booked=self._booked(whole.key),
                )

    def _route(self, proposal: Proposal) -> tuple[Route | None, str]:
        try:
            matter = matter_in(self.standing.record, proposal, self.as_of)
        except NotAMatter as refusal:
            return None, f"{as_sentence(refusal.what)} {as_sentence(refusal.remedy)}"
        self._whole[proposal.key] = proposal
        return route(matter, self.standing, self.as_of), ""

    def _booked(self, proposal: str) -> tuple[AgendaItem, ...]:
        return tuple(each for each in self._items if each.proposal == proposal)

    @cached_property
    def _items(self) -> tuple[AgendaItem, ...]:
        found = self.standing.record.all(AgendaItem, self.as_of)
        asking = (each for each in found if each.purpose in (Purpose.APPROVE, Purpose.RECOMMEND))
        return tuple(sorted((each for each in asking if each.on >= self.as_of), key=lambda each: (each.on, each.body)))
