"""Route: through which bodies a matter goes, in which order, at which meetings, and the earliest lawful day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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


def route(
    matter: Matter, standing: Standing, as_of: date, *, using: Callable[[Power], bool] = lambda power: True
) -> Route:
    """The route of a matter from a day on: exact, and the same for the same record; `using` leaves powers out."""
    search = Search(matter, standing, as_of, using)
    chains = None if lacks_icb(matter, standing) else search.best()
    if chains is None:
        return Route(matter=matter, as_of=as_of, blocked=tuple(obstacles(search)))
    return Route(matter=matter, as_of=as_of, steps=_steps(chains, standing))


def _steps(chains: tuple[Chain, ...], standing: Standing) -> tuple[Step, ...]:
    """The meetings of all chains, each once, with what must come before it."""
    found: dict[str, Step] = {}
    for chain in chains:
        for step in _stops(chain, standing):
            known = found.get(step.id)
            found[step.id] = _merged(known, step) if known else step
    return tuple(sorted(found.values(), key=lambda each: (each.meeting_on, each.body)))


def _stops(chain: Chain, standing: Standing) -> Iterator[Step]:
    """One organisation's chain: each body after the one before; whoever approves besides, only after the decision."""
    by, organisation = chain.power, chain.power.organisation
    earlier: tuple[str, ...] = ()
    for key, sitting in chain.before:
        why = f"{standing.bodies[key].name} considers it before it is decided for {organisation}"
        step = _step(standing.bodies[key], sitting, earlier=earlier, source=by.source, why=why)
        yield step
        earlier = (step.id,)
    decides = partial(_step, purpose=Purpose.APPROVE, binds=(organisation,))
    body = standing.bodies[by.body]
    why = f"{body.name} decides for {organisation}"
    decided = decides(body, chain.decided, earlier=earlier, power=by.title, source=by.source, why=why)
    yield decided
    for row, sitting in chain.besides:
        body, source = standing.bodies[row.body], row.source or RESERVED.source
        why = f"{body.name} must approve besides, for {organisation}"
        yield decides(body, sitting, earlier=(decided.id,), power=titled(row), source=source, why=why)


def _step(
    body: Body, sitting: Sitting, *, earlier: tuple[str, ...], source: str, why: str, power: str = "",
    purpose: Purpose = Purpose.RECOMMEND, binds: tuple[str, ...] = (),
) -> Step:  # fmt: skip
    return Step(
        body=body.key, purpose=purpose, organisation=body.organisation, binds=binds, meeting_on=sitting.on,
        papers_due=sitting.papers_due, depends_on=earlier, power=power, source=source, why=why, done=sitting.done,
    )  # fmt: skip


def _merged(one: Step, other: Step) -> Step:
    """Two chains that meet at one meeting."""
    decides = one if one.purpose is Purpose.APPROVE else other
    return replace(
        decides,
        binds=tuple(dict.fromkeys((*one.binds, *other.binds))),
        depends_on=tuple(dict.fromkeys((*one.depends_on, *other.depends_on))),
        power=_both(one.power, other.power),
        source=_both(one.source, other.source),
        why=_both(one.why, other.why),
    )


def _both(one: str, other: str) -> str:
    return "; ".join(dict.fromkeys(filter(None, (*one.split("; "), *other.split("; ")))))
