"""Route: through which bodies a matter goes, in which order, at which meetings, and the earliest day it can be decided.

An organisation's own chain depends on nobody else, so the first meeting that fits is its best. Only a body that binds
several couples them: they must be decided at one meeting of it. So its meetings are tried in order, each organisation
taking the better of its own chain and that meeting, until no later meeting could do better. That is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import product

from concordat.core.period import ONE_DAY, long_date
from concordat.core.reason import Reason
from concordat.register.authority import Body
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import Power, powers
from concordat.register.deciding.rules import ALIVE, RESERVED, SCHEME, SITTING
from concordat.register.deciding.standing import Sitting, Standing
from concordat.register.meeting import Purpose
from concordat.register.organisation import Organisation


@dataclass(frozen=True, kw_only=True)
class Step:
    """One body at one meeting. `binds` are those for whom it decides; nobody, where it only considers."""

    body: str
    purpose: Purpose
    organisation: str
    binds: tuple[str, ...]
    meeting_on: date
    papers_due: date
    depends_on: tuple[str, ...]
    source: str
    why: str

    @property
    def id(self) -> str:
        """What `depends_on` of another step names it by."""
        return f"{self.body} {self.meeting_on.isoformat()}"


@dataclass(frozen=True, kw_only=True)
class Route:
    """The way to the earliest lawful day, or what stands in the way. Steps are in order of their days."""

    matter: Matter
    as_of: date
    steps: tuple[Step, ...] = ()
    blocked: tuple[Blocked, ...] = ()

    @property
    def earliest(self) -> date | None:
        """The earliest day on which everybody who is affected is bound; None where that cannot be."""
        return None if self.blocked else max(each.meeting_on for each in self.steps)

    @cached_property
    def critical_path(self) -> tuple[Step, ...]:
        """The chain of steps which ends last: no other delays the whole."""
        by_id = {each.id: each for each in self.steps}
        path = [max(self.steps, key=lambda each: each.meeting_on)] if self.steps else []
        while path and path[-1].depends_on:
            path.append(max((by_id[each] for each in path[-1].depends_on), key=lambda each: each.meeting_on))
        return tuple(reversed(path))


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """What stands in the way for an organisation: the rule, why, and what would change it."""

    organisation: str
    reason: Reason
    remedy: str


@dataclass(frozen=True)
class _Chain:
    """What happens for one organisation: bodies that consider, the one that decides, those that approve besides."""

    power: Power
    before: tuple[tuple[str, Sitting], ...]
    decided: Sitting
    besides: tuple[tuple[str, Sitting], ...]

    @property
    def ends(self) -> date:
        return (self.besides[-1][1] if self.besides else self.decided).on


def route(matter: Matter, standing: Standing, as_of: date) -> Route:
    """The route of a matter from a day on: exact, and the same for the same record."""
    search = _Search(matter, standing, as_of)
    chains = search.best()
    if chains is None:
        return Route(matter=matter, as_of=as_of, blocked=tuple(search.obstacles()))
    return Route(matter=matter, as_of=as_of, steps=_steps(chains, standing))


@dataclass
class _Search:
    matter: Matter
    standing: Standing
    as_of: date
    _able: dict[tuple[Power, date], bool] = field(default_factory=dict)
    _considered: dict[tuple[str, ...], tuple[tuple[str, Sitting], ...] | None] = field(default_factory=dict)
    _owned: dict[str, _Chain | None] = field(default_factory=dict)

    @cached_property
    def powers(self) -> dict[str, tuple[Power, ...]]:
        return {each: powers(each, self.matter, self.standing) for each in self.matter.members}

    @cached_property
    def joint(self) -> dict[str, list[Power]]:
        """By body: the powers of several organisations, or of another than its own, which it uses at one meeting."""
        found: dict[str, list[Power]] = {}
        for power in (power for held in self.powers.values() for power in held):
            body = self.standing.bodies.get(power.body)
            if body and body.organisation != power.organisation:
                found.setdefault(power.body, []).append(power)
        return found

    def best(self) -> tuple[_Chain, ...] | None:
        """A chain for each organisation, so that the last ends as soon as can be; jointly where that is as soon."""
        ends: date | None = None
        best: tuple[_Chain, ...] | None = None
        for sittings in product(*(self._meetings(body) for body in self.joint)):
            if ends and any(each and each.on >= ends for each in sittings):
                continue
            found = self._chains(dict(zip(self.joint, sittings, strict=True)))
            if found and (ends is None or max(each.ends for each in found) < ends):
                best, ends = found, max(each.ends for each in found)
        return best

    def _chains(self, chosen: dict[str, Sitting | None]) -> tuple[_Chain, ...] | None:
        """A chain for each organisation, given the meetings at which joint bodies decide; None where one has none."""
        options = [self._options(each, chosen) for each in self.matter.members]
        if not all(options):
            return None
        ends = max(min(each.ends for each in held) for held in options)
        return tuple(next(each for each in held if each.ends <= ends) for held in options)

    def _options(self, organisation: str, chosen: dict[str, Sitting | None]) -> list[_Chain]:
        """An organisation's chains through those meetings, then its own."""
        joint = [power for power in self.powers[organisation] if power.body in self.joint]
        found = [self._chain(each, sitting) for each in joint if (sitting := chosen[each.body])]
        return [each for each in (*found, self._own(organisation)) if each]

    def obstacles(self) -> Iterator[Blocked]:
        """What stands in the way of each organisation that has no chain at all."""
        for organisation in self.matter.members:
            if self._own(organisation) is None and not any(self._jointly(organisation)):
                yield from self._against(organisation)

    def _meetings(self, body: str) -> tuple[Sitting | None, ...]:
        coming = (each for each in self.standing.sittings(body) if each.papers_due >= self.as_of <= each.on)
        return (None, *coming)

    def _own(self, organisation: str) -> _Chain | None:
        """Its earliest chain that needs no joint body."""
        if organisation not in self._owned:
            self._owned[organisation] = self._earliest(organisation)
        return self._owned[organisation]

    def _earliest(self, organisation: str) -> _Chain | None:
        best: _Chain | None = None
        for power in self.powers[organisation]:
            if power.body not in self.joint:
                for at in self.standing.coming(power.body, after=self.as_of - ONE_DAY, as_of=self.as_of):
                    if best and at.on >= best.ends:
                        break
                    chain = self._chain(power, at)
                    best = min(filter(None, (best, chain)), key=lambda each: each.ends, default=None)
        return best

    def _jointly(self, organisation: str) -> Iterator[_Chain | None]:
        for power in self.powers[organisation]:
            if power.body in self.joint:
                yield from (self._chain(power, each) for each in self._meetings(power.body) if each)

    def _chain(self, power: Power, at: Sitting) -> _Chain | None:
        """What happens if an organisation is bound by a power used at this sitting; None where it cannot be."""
        before = self._before(power.after)
        if before is None or (before and before[-1][1].on >= at.on) or not self._may(power, at.on):
            return None
        besides = self._in_turn([each.body for each in power.besides(at.on)], at.on)
        return None if besides is None else _Chain(power, before, at, besides)

    def _before(self, bodies: tuple[str, ...]) -> tuple[tuple[str, Sitting], ...] | None:
        if bodies not in self._considered:
            self._considered[bodies] = self._in_turn(bodies, self.as_of - ONE_DAY)
        return self._considered[bodies]

    def _in_turn(self, bodies: Iterable[str], after: date) -> tuple[tuple[str, Sitting], ...] | None:
        """Each body's first meeting after that of the one before; None where one has none."""
        found = []
        for body in bodies:
            sitting = self.standing.first(
                body, after=after, as_of=self.as_of, fits=partial(self.standing.is_quorate, body)
            )
            if sitting is None:
                return None
            found.append((body, sitting))
            after = sitting.on
        return tuple(found)

    def _may(self, power: Power, day: date) -> bool:
        if (power, day) not in self._able:
            self._able[power, day] = not any(power.stands_against(self.matter, self.standing, day))
        return self._able[power, day]

    def _against(self, organisation: str) -> Iterator[Blocked]:
        """Why none of an organisation's powers leads to a decision."""
        found = self.standing.record.get(Organisation, organisation, self.as_of)
        if found is None and self.standing.record.versions(Organisation, organisation):
            yield Blocked(
                organisation=organisation,
                reason=ALIVE.reason(f"{organisation} is closed on {long_date(self.as_of)}"),
                remedy="Put its successor in its place, which must delegate for itself",
            )
        held = self.powers[organisation]
        if not held:
            yield Blocked(
                organisation=organisation,
                reason=SCHEME.reason(f"No body of {organisation} is known that could decide this"),
                remedy="Add its board to sheet Bodies, and its scheme to sheet Delegations",
            )
        for power in held:
            reasons = tuple(power.stands_against(self.matter, self.standing, self.as_of))
            for reason in reasons or (self._no_meeting(power),):
                yield Blocked(organisation=organisation, reason=reason, remedy=_REMEDIES.get(reason.rule, _OTHERWISE))

    def _no_meeting(self, power: Power) -> Reason:
        waits = [*power.after, power.body, *(each.body for each in power.besides(self.as_of))]
        return SITTING.reason(f"There is no meeting left for one of {', '.join(waits)} whose papers can still be given")


_OTHERWISE = "Ask the company secretary who may decide it"
_REMEDIES = {
    "GOV-01": "Put it to a body that may decide, and let this one recommend",
    "GOV-02": "Put it to the body above, or have the board change its scheme before the meeting",
    "GOV-03": "Appoint voting members, or deputies whom the terms of reference allow",
    "GOV-04": "Put it to the body it is kept to",
    "GOV-05": "Have the board delegate to that body itself",
    "GOV-11": "Add its coming meetings to sheet Meetings, or ask for one more",
}


def _steps(chains: tuple[_Chain, ...], standing: Standing) -> tuple[Step, ...]:
    """The meetings of all chains, each once, with what must come before it."""
    found: dict[tuple[str, date], Step] = {}
    for chain in chains:
        earlier: tuple[str, ...] = ()
        for body, sitting, purpose, source in _stops(chain):
            step = _step(chain, standing.bodies[body], sitting, purpose, source, earlier)
            known = found.get((body, sitting.on))
            found[body, sitting.on] = _merged(known, step) if known else step
            earlier = (step.id,)
    return tuple(sorted(found.values(), key=lambda each: (each.meeting_on, each.body)))


def _stops(chain: _Chain) -> Iterator[tuple[str, Sitting, Purpose, str]]:
    for body, sitting in chain.before:
        yield body, sitting, Purpose.RECOMMEND, chain.power.source
    yield chain.power.body, chain.decided, Purpose.APPROVE, chain.power.source
    for (body, sitting), row in zip(chain.besides, chain.power.besides(chain.decided.on), strict=True):
        yield body, sitting, Purpose.APPROVE, row.source or RESERVED.source


def _step(chain: _Chain, body: Body, sitting: Sitting, purpose: Purpose, source: str, earlier: tuple[str, ...]) -> Step:
    organisation = chain.power.organisation
    verb = "decides for" if purpose is Purpose.APPROVE else "considers it before it is decided for"
    return Step(
        body=body.key,
        purpose=purpose,
        organisation=body.organisation,
        binds=(organisation,) if purpose is Purpose.APPROVE else (),
        meeting_on=sitting.on,
        papers_due=sitting.papers_due,
        depends_on=earlier,
        source=source,
        why=f"{body.name} {verb} {organisation}",
    )


def _merged(one: Step, other: Step) -> Step:
    """Two chains that meet at one meeting."""
    decides = one if one.purpose is Purpose.APPROVE else other
    return replace(
        decides,
        binds=tuple(dict.fromkeys((*one.binds, *other.binds))),
        depends_on=tuple(dict.fromkeys((*one.depends_on, *other.depends_on))),
        source="; ".join(dict.fromkeys((one.source, other.source))),
        why="; ".join(dict.fromkeys((one.why, other.why))),
    )
