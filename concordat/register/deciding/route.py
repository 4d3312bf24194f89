"""Route: through which bodies a matter goes, in which order, at which meetings, and the earliest lawful day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from concordat.register.authority import Body
from concordat.register.deciding.chain import Chain, Search
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.obstacle import Blocked, lacks_icb, obstacles
from concordat.register.deciding.power import Power, titled
from concordat.register.deciding.rules import RESERVED
from concordat.register.deciding.standing import Sitting, Standing
from concordat.register.meeting import Purpose

__all__ = ("Blocked", "Route", "Step", "route")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One body at one meeting. `binds` are those for whom it decides, if it does; `done`: it has.

    `besides` are those of them for whom another decides, and who are bound only once this body has approved it too.
    `power` is what lets it decide: lines of schemes by their keys; blank where it only considers.
    """

    body: str
    purpose: Purpose
    organisation: str
    binds: tuple[str, ...]
    meeting_on: date
    papers_due: date
    depends_on: tuple[str, ...]
    power: str
    source: str
    why: str
    done: bool = False
    besides: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What `depends_on` of another step names it by."""
        return _id(self.body, self.meeting_on)

    @property
    def decides_for(self) -> tuple[str, ...]:
        """Those for whom it decides itself, and does not only approve besides."""
        return tuple(each for each in self.binds if each not in self.besides)

    @property
    def asked_to(self) -> str:
        """What it is asked to, in words."""
        return "approve besides" if self.besides and not self.decides_for else self.purpose.value


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

    @property
    def over(self) -> bool:
        """Whether all of it is done."""
        return bool(self.steps) and all(each.done for each in self.steps)

    @cached_property
    def critical_path(self) -> tuple[Step, ...]:
        """The chain of steps which ends last: no other delays the whole."""
        by_id = {each.id: each for each in self.steps}
        path = [max(self.steps, key=lambda each: each.meeting_on)] if self.steps else []
        while path and path[-1].depends_on:
            path.append(max((by_id[each] for each in path[-1].depends_on), key=lambda each: each.meeting_on))
        return tuple(reversed(path))


def route(
    matter: Matter, standing: Standing, as_of: date, *, using: Callable[[Power], bool] = lambda power: True
) -> Route:
    """The route of a matter from a day on: exact, and the same for the same record; `using` leaves powers out."""
    search = Search(matter, standing, as_of, using)
    chains = None if lacks_icb(matter, standing) else search.best()
    if chains is None:
        return Route(matter=matter, as_of=as_of, blocked=tuple(obstacles(search)))
    return Route(matter=matter, as_of=as_of, steps=_steps(chains, standing))


@dataclass(frozen=True, kw_only=True)
class _Stop:
    """What one meeting does for one organisation; `power` is blank where it only considers."""

    body: str
    at: Sitting
    does: str
    organisation: str
    earlier: tuple[str, ...]
    power: str = ""
    source: str

    @property
    def id(self) -> str:
        return _id(self.body, self.at.on)


def _steps(chains: tuple[Chain, ...], standing: Standing) -> tuple[Step, ...]:
    """The meetings of all chains, each once, with what must come before it."""
    found: dict[str, list[_Stop]] = {}
    for stop in (stop for chain in chains for stop in _stops(chain)):
        found.setdefault(stop.id, []).append(stop)
    made = (_step(standing.bodies[stops[0].body], stops) for stops in found.values())
    return tuple(sorted(made, key=lambda each: (each.meeting_on, not each.done, each.body)))


_BESIDES = "must approve besides, for"


def _stops(chain: Chain) -> Iterator[_Stop]:
    """One organisation's chain: each body after the one before; whoever approves besides, only after the decision."""
    by, considers = chain.power, "considers it before it is decided for"
    stop = partial(_Stop, organisation=by.organisation)
    for number, (body, at) in enumerate(chain.before):
        yield stop(body=body, at=at, does=considers, earlier=_earlier(chain.before[:number], at), source=by.source)
    after = _earlier(chain.before, chain.decided)
    yield stop(body=by.body, at=chain.decided, does="decides for", earlier=after, power=by.title, source=by.source)
    for row, at in chain.besides:
        source, does = row.source or RESERVED.source, _BESIDES
        after = _earlier(((by.body, chain.decided),), at)
        yield stop(body=row.body, at=at, does=does, earlier=after, power=titled(row), source=source)


def _earlier(before: tuple[tuple[str, Sitting], ...], at: Sitting) -> tuple[str, ...]:
    """The last that is to come before a step, else what was done on earlier days; what is done waits for nothing."""
    if at.done:
        return ()
    coming = [each for each in before if not each[1].done]
    return tuple(_id(body, each.on) for body, each in coming[-1:] or before if each.on < at.on)


def _step(body: Body, stops: list[_Stop]) -> Step:
    """One meeting, for all for whom it does something."""
    binds = _each(stop.organisation for stop in stops if stop.power)
    whom: dict[str, list[str]] = {}
    for stop in stops:
        whom.setdefault(stop.does, []).append(stop.organisation)
    return Step(
        body=body.key,
        purpose=Purpose.APPROVE if binds else Purpose.RECOMMEND,
        organisation=body.organisation,
        binds=binds,
        meeting_on=stops[0].at.on,
        papers_due=min(stop.at.papers_due for stop in stops),
        depends_on=_each(each for stop in stops for each in stop.earlier),
        power="; ".join(_each(stop.power for stop in stops if stop.power)),
        source=_source(stops),
        why="; ".join(f"{body.name} {does} {', '.join(names)}" for does, names in whom.items()),
        done=all(stop.at.done for stop in stops),
        besides=_each(stop.organisation for stop in stops if stop.does == _BESIDES),
    )


def _source(stops: list[_Stop]) -> str:
    """Where what it does is written; where that differs, by whose scheme: "RZ1: SoRD, page 4; RZ2: SFIs, annex B"."""
    whose: dict[str, dict[str, None]] = {}
    for stop in stops:
        whose.setdefault(stop.source, {})[stop.organisation] = None
    if len(whose) == 1:
        return stops[0].source
    return "; ".join(f"{', '.join(names)}: {source}" for source, names in whose.items())


def _each(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order found."""
    return tuple(dict.fromkeys(found))


def _id(body: str, on: date) -> str:
    return f"{body} {on.isoformat()}"
