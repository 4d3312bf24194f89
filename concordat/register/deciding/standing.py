"""Standing: the record's bodies, terms, schemes and meetings, looked up the way a route asks for them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from concordat.core.calendar import add_working_days, working_day_on_or_after
from concordat.core.period import ONE_DAY
from concordat.register.agreement import Party, Section75
from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    ReservedMatter,
    TermsOfReference,
)
from concordat.register.meeting import AgendaItem, Decision, Meeting, MeetingStatus, Outcome, Purpose
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.procurement import Conflict, Procurement
from concordat.register.record import Record

EACH_ITS_OWN = frozenset({BodyForm.INDIVIDUALS, BodyForm.IN_COMMON})
"""The forms in which people of several organisations sit together, and each binds its own alone."""

R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
Withdrawn = frozenset[tuple[str, str]]
"""(organisation, office) of those who take no part."""

USUAL_PAPERS = 5
"""Working days before a meeting by which papers are due, where no terms say."""
_NO_INTEREST = ("", "none")
_LOOKED_AHEAD = timedelta(days=366)  # for an office, which needs no meeting


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """A day on which a body can decide, and the last day on which its papers can be given; `done`: it has."""

    on: date
    papers_due: date
    done: bool = False


class Standing:
    """A record's authority to decide. Built once for a record, then asked by any number of routes."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._bodies = _by(record.all(Body), lambda each: each.key)
        self.bodies = {key: versions[-1] for key, versions in self._bodies.items()}
        boards = (each for each in self.bodies.values() if each.form in (BodyForm.BOARD, BodyForm.COUNCIL))
        self._boards = _by(boards, lambda each: each.organisation)
        self._terms = _by(record.all(TermsOfReference), lambda each: each.body)
        self._members = _by(record.all(BodyMember), lambda each: each.body)
        self._delegations = _by(
            record.all(Delegation), lambda each: (each.organisation, each.function, each.decision_class)
        )
        self._reserved = _by(record.all(ReservedMatter), lambda each: (each.organisation, each.decision_class))
        self._meetings = _by(
            (each for each in record.all(Meeting) if each.status is not MeetingStatus.CANCELLED), lambda each: each.body
        )
        self._decisions = _by(record.all(Decision), lambda each: each.proposal)
        self._agendas = _by(record.all(AgendaItem), lambda each: each.proposal)
        bought = {each.key: each.proposal for each in record.all(Procurement)}
        declared = (each for each in record.all(Conflict) if each.interest.strip().casefold() not in _NO_INTEREST)
        self._conflicts = _by(declared, lambda each: bought.get(each.procurement, ""))
        self._sittings: dict[str, tuple[Sitting, ...]] = {}
        self._short: dict[tuple[str, date, str, Withdrawn], str] = {}

    def delegations(self, organisation: str, function: Function, kind: DecisionClass) -> tuple[Delegation, ...]:
        """What an organisation's scheme says of such a decision, of any day and any limit."""
        return tuple(self._delegations.get((organisation, function, kind), ()))

    def reserved(
        self, organisation: str, function: Function, kind: DecisionClass, value: int
    ) -> tuple[ReservedMatter, ...]:
        """What an organisation keeps back of such a decision, of any day."""
        found = self._reserved.get((organisation, kind), ())
        return tuple(each for each in found if each.function in (None, function) and each.from_value <= value)

    def boards(self, organisation: str) -> tuple[Body, ...]:
        """The bodies that have every power of an organisation which is not kept to another."""
        return tuple(self._boards.get(organisation, ()))

    def body(self, key: str, day: date) -> Body | None:
        """A body as it is on a day; None where there is none."""
        return next((each for each in self._bodies.get(key, ()) if each.valid_on(day)), None)

    def called(self, key: str) -> str:
        """What a body is called, or its key where there is none."""
        body = self.bodies.get(key)
        return body.called if body else key

    def ever(self, key: str, forms: Collection[BodyForm]) -> bool:
        """Whether a body has one of these forms on any day."""
        return any(each.form in forms for each in self._bodies.get(key, ()))

    def is_open(self, organisation: str, day: date) -> bool:
        """Whether nothing on the record says that it is closed on a day."""
        known = self.record.versions(Organisation, organisation)
        return not known or any(each.valid_on(day) for each in known)

    def is_council(self, organisation: str, day: date) -> bool:
        """Whether it is a council, whose functions others exercise only in partnership."""
        found = self.record.get(Organisation, organisation, day)
        return found is not None and found.kind is OrganisationKind.LOCAL_AUTHORITY

    def in_partnership(self, organisation: str, day: date) -> bool:
        """Whether it is party to an arrangement under section 75 of the NHS Act 2006."""
        arranged = {each.agreement for each in self.record.all(Section75, day)}
        parties = (each for each in self.record.all(Party, day) if each.party == organisation and each.active(day))
        return any(each.agreement in arranged for each in parties)

    def decisions(self, proposal: str, body: str, as_of: date) -> tuple[Decision, ...]:
        """What a body has decided on a proposal by a day, in order."""
        found = (each for each in self._decisions.get(proposal, ()) if each.body == body and each.decided_on <= as_of)
        return tuple(sorted(found, key=lambda each: each.decided_on))

    def considered(self, proposal: str, body: str, day: date) -> date | None:
        """When a body first considered a proposal, as far as is known on a day; None where it has not.

        It came to a decision on it: to refuse it is one, as those whom it advises may decide otherwise; to put it off
        is none. Or a meeting that was held before that day had it on its agenda, for more than to note it, and nothing
        says that it put it off.
        """
        made = self.decisions(proposal, body, day)
        put_off = {each.decided_on for each in made if each.outcome is Outcome.DEFERRED}
        held = {each.on for each in self._meetings.get(body, ()) if each.status is MeetingStatus.HELD and each.on < day}
        agendas = (each for each in self._agendas.get(proposal, ()) if each.body == body)
        taken = (each.on for each in agendas if each.purpose is not Purpose.NOTE and each.on in held - put_off)
        decided = (each.decided_on for each in made if each.outcome is not Outcome.DEFERRED)
        return min((*taken, *decided), default=None)

    def terms(self, body: str, day: date) -> TermsOfReference | None:
        """A body's terms of reference as they are on a day."""
        return next((each for each in self._terms.get(body, ()) if each.valid_on(day)), None)

    def sittings(self, body: str) -> tuple[Sitting, ...]:
        """The days on which a body meets, in order."""
        if body not in self._sittings:
            self._sittings[body] = tuple(sorted(self.sitting(each) for each in self._meetings.get(body, ())))
        return self._sittings[body]

    def coming(self, body: str, after: date, as_of: date) -> Iterator[Sitting]:
        """The sittings of a body after a day whose papers can still be given: of an office, every working day."""
        if body in self.bodies and self.bodies[body].form is BodyForm.OFFICE:
            day = working_day_on_or_after(max(after + ONE_DAY, as_of))
            last = day + _LOOKED_AHEAD
            while day <= last:
                yield Sitting(day, day)
                day = add_working_days(day, 1)
            return
        found = self.sittings(body)
        for each in found[bisect_left(found, after + ONE_DAY, key=lambda sitting: sitting.on) :]:
            if each.papers_due >= as_of:
                yield each

    def first(self, body: str, *, after: date, as_of: date, fits: Callable[[date], bool]) -> Sitting | None:
        """The first sitting after that day whose papers can still be given, and that `fits`; None if there is none."""
        return next((each for each in self.coming(body, after, as_of) if fits(each.on)), None)

    def withdrawn(self, proposal: str, day: date) -> Withdrawn:
        """Who takes no part in deciding a proposal: by that day they declared an interest in the purchase it is."""
        declared = (each for each in self._conflicts.get(proposal, ()) if each.declared_on <= day)
        return frozenset((each.organisation, each.office.value) for each in declared)

    def loses_voters(self, body: str, day: date, without: Withdrawn) -> bool:
        """Whether any of those who withdraw has a vote in a body."""
        return any((each.organisation, each.office.value) in without for each in self._voters(body, day))

    def is_quorate(self, body: str, day: date, without: Withdrawn = frozenset()) -> bool:
        """Whether its voting members could make a quorum; `without` are (organisation, office) that must withdraw."""
        return not self.short_of(body, day, without=without)

    def short_of(self, body: str, day: date, *, of: str = "", without: Withdrawn = frozenset()) -> str:
        """Why it can make no quorum; blank if it can.

        Where each binds its own alone, it is enough that the organisation named `of` has its own.
        """
        key = (body, day, of, without)
        if key not in self._short:
            short = self._absent(*key)
            by_interest = short and without and not self._absent(body, day, of, frozenset())
            self._short[key] = f"{short}, {_WITHDRAWN}" if by_interest else short
        return self._short[key]

    def sitting(self, meeting: Meeting) -> Sitting:
        """A meeting with the last day for its papers, as the terms of its body say where it does not say so itself."""
        terms = self.terms(meeting.body, meeting.on)
        days = terms.papers_days if terms else USUAL_PAPERS
        return Sitting(meeting.on, meeting.papers_due or add_working_days(meeting.on, -days))

    def _absent(self, key: str, day: date, of: str, without: Withdrawn) -> str:
        body, terms = self.body(key, day), self.terms(key, day)
        if body is None:
            return "not been set up, or has been stood down"
        if terms is None or body.form is BodyForm.OFFICE:
            return ""
        there = (each for each in self._voters(key, day) if (each.organisation, each.office.value) not in without)
        voting = Counter(each.organisation for each in there)
        if voting.total() < terms.quorum:
            number = voting.total()
            return f"{number} voting member{'' if number == 1 else 's'}, where {terms.quorum} are a quorum"
        bound = body.members or tuple(filter(None, (body.organisation,)))
        bound = (of,) if of and body.form in EACH_ITS_OWN else bound
        absent = [each for each in bound if voting[each] < terms.quorum_each]
        few = "no voting member" if terms.quorum_each == 1 else f"fewer than {terms.quorum_each} voting members"
        return f"{few} of {' or '.join(absent)}" if absent else ""

    def _voters(self, body: str, day: date) -> Iterator[BodyMember]:
        return (each for each in self._members.get(body, ()) if each.votes and each.valid_on(day))

    def with_meetings(self, *more: Meeting) -> Standing:
        """The same with further meetings: what if. Its `record` stays as it is."""
        made, bodies = copy(self), {each.body for each in more}
        made._meetings = self._meetings | {
            body: [*self._meetings.get(body, ()), *(each for each in more if each.body == body)] for body in bodies
        }
        made._sittings = {body: found for body, found in self._sittings.items() if body not in bodies}
        return made

    def with_lines(self, *more: Delegation, without: Delegation | None = None) -> Standing:
        """The same with further lines of schemes, or others in place of one: what if. Its `record` stays as it is."""
        made = copy(self)
        made._delegations = dict(self._delegations)
        for each in more:
            key = (each.organisation, each.function, each.decision_class)
            made._delegations[key] = [one for one in made._delegations.get(key, ()) if one != without] + [each]
        return made


_WITHDRAWN = "once those who declared an interest have withdrawn"


def _by(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    found: dict[K, list[R]] = defaultdict(list)
    for each in rows:
        found[key(each)].append(each)
    return dict(found)
