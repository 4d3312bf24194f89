"""Chains: for each organisation the bodies that consider, decide and approve besides, so that the last is done soonest.

An organisation's own chain depends on nobody else, so the first meeting that fits is its best. Only a body that binds
several by one decision couples them: a joint committee, or a lead provider, decides at one meeting. Of its meetings
only those are kept that no other beats for everybody, hardly ever more than one, and every choice among those is tried,
each organisation taking the better of its own chain and that meeting. So the answer is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product

from concordat.core.period import ONE_DAY
from concordat.register.authority import BodyForm, ReservedMatter
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import ONE_DECISION, Power, powers
from concordat.register.deciding.standing import Sitting, Standing
from concordat.register.meeting import APPROVING


@dataclass(frozen=True)
class Chain:
    """What happens for one organisation: bodies that consider, the one that decides, those that approve besides."""

    power: Power
    before: tuple[tuple[str, Sitting], ...]
    decided: Sitting
    besides: tuple[tuple[ReservedMatter, Sitting], ...]

    @property
    def ends(self) -> date:
        """The day on which its organisation is bound."""
        return max((self.decided.on, *(each.on for _, each in self.besides)))


Occasion = dict[str, Chain]
"""What one meeting of a body that binds several would do: a chain for each organisation that it would bind."""


@dataclass
class Search:
    """The chains of one matter from a day on; what it finds on the way is there to be asked."""

    matter: Matter
    standing: Standing
    as_of: date
    using: Callable[[Power], bool]
    _considered: dict[tuple[str, ...], tuple[tuple[str, Sitting], ...] | None] = field(default_factory=dict)

    @cached_property
    def held(self) -> dict[str, tuple[Power, ...]]:
        """By organisation: what might let anybody decide for it."""
        return {each: powers(each, self.matter, self.standing) for each in self.matter.members}

    @cached_property
    def powers(self) -> dict[str, tuple[Power, ...]]:
        """The same, but for what is left out."""
        return {each: tuple(filter(self.using, found)) for each, found in self.held.items()}

    @cached_property
    def decided(self) -> dict[str, Chain]:
        """By organisation that is bound already: how, by whatever power, and what it still waits for."""
        found = ((each, self._decided(each)) for each in self.matter.members)
        return {each: chain for each, chain in found if chain}

    def _enough(self, organisation: str) -> Iterator[Power]:
        """Its powers but for those that on no day would be enough: they need not be tried at every meeting."""
        return (each for each in self.powers[organisation] if each.is_enough(self.matter))

    @property
    def _open(self) -> Iterator[str]:
        return (each for each in self.matter.members if each not in self.decided)

    @cached_property
    def shared(self) -> dict[str, list[Power]]:
        """By body: the powers it uses for all by one decision, at one meeting."""
        found: dict[str, list[Power]] = {}
        for power in (power for each in self._open for power in self._enough(each)):
            if self.standing.ever(power.body, ONE_DECISION):
                found.setdefault(power.body, []).append(power)
        return found

    @cached_property
    def occasions(self) -> dict[str, list[Occasion]]:
        """By body that binds several: its meetings, but for those that another beats for everybody."""
        return {body: self._occasions(body) for body in self.shared}

    @cached_property
    def own(self) -> dict[str, Chain | None]:
        """By organisation: its earliest chain that binds nobody else."""
        return {each: self._own(each) for each in self._open}

    def best(self) -> tuple[Chain, ...] | None:
        """A chain for each organisation, so that the last ends as soon as can be; jointly where that is as soon."""
        best: tuple[Chain, ...] | None = None
        for chosen in product(*((*each, {}) for each in self.occasions.values())):
            found = self._chains(chosen)
            if found and (best is None or _last(found) < _last(best)):
                best = found
        return best

    def _chains(self, chosen: tuple[Occasion, ...]) -> tuple[Chain, ...] | None:
        """A chain for each organisation, given when bodies that bind several decide; None where one has none."""
        held = [self._options(each, chosen) for each in self.matter.members]
        if not all(held):
            return None
        ends = max(min(each.ends for each in options) for options in held)
        return tuple(next(each for each in options if each.ends <= ends) for options in held)

    def _options(self, organisation: str, chosen: tuple[Occasion, ...]) -> list[Chain]:
        """An organisation's chains at those meetings, then its own; of one that is bound, what bound it alone."""
        if organisation in self.decided:
            return [self.decided[organisation]]
        found = [each[organisation] for each in chosen if organisation in each]
        own = self.own[organisation]
        return [*found, own] if own else found

    def _occasions(self, body: str) -> list[Occasion]:
        kept: list[Occasion] = []
        bound = {each.organisation for each in self.shared[body]}
        for at in self.standing.coming(body, after=self.as_of - ONE_DAY, as_of=self.as_of):
            if any(each.keys() == bound and _last(each.values()) <= at.on for each in kept):
                break  # whoever it bound would be bound no sooner
            found = self._occasion(body, at) if self._once_for_all(body, at.on) else None
            if found and not any(_no_later(each, found) for each in kept):
                kept.append(found)
        return kept

    def _occasion(self, body: str, at: Sitting) -> Occasion | None:
        """Whom a meeting would bind; a joint committee binds all whom it affects, or nobody."""
        found: Occasion = {}
        affected = self.affected(body, at.on)
        if not affected <= {each.organisation for each in self.shared[body]}:
            return None
        for power in self.shared[body]:
            chain, known = self._chain(power, at), found.get(power.organisation)
            if chain and (known is None or chain.ends < known.ends):
                found[power.organisation] = chain
        return found if affected <= found.keys() else None

    def affected(self, key: str, day: date) -> frozenset[str]:
        """Whom a joint committee must bind together; nobody, of any other body."""
        body = self.standing.body(key, day)
        if body is None or body.form is not BodyForm.JOINT:
            return frozenset()
        return frozenset(each for each in self._open if not body.members or each in body.members)

    def _own(self, organisation: str) -> Chain | None:
        best: Chain | None = None
        for power in self._enough(organisation):
            for at in self.standing.coming(power.body, after=self.as_of - ONE_DAY, as_of=self.as_of):
                if best and at.on >= best.ends:
                    break
                chain = None if self._once_for_all(power.body, at.on) else self._chain(power, at)
                best = min(filter(None, (best, chain)), key=lambda each: each.ends, default=None)
        return best

    def _once_for_all(self, key: str, day: date) -> bool:
        body = self.standing.body(key, day) if key in self.shared else None
        return body is not None and body.form in ONE_DECISION

    def _chain(self, power: Power, at: Sitting) -> Chain | None:
        """What happens if an organisation is bound by a power used at this sitting; None where it cannot be."""
        before = self._before(power.after)
        if before is None or any(each.on >= at.on for _, each in before if not each.done) or not self.may(power, at.on):
            return None
        return self._ended(power, before, at)

    def _decided(self, organisation: str) -> Chain | None:
        """How an organisation is bound by what was decided already, by a body that had the power."""
        found = [
            self._ended(power, (), _done(each.decided_on))
            for power in self.held[organisation]
            for each in self.standing.decisions(self.matter.proposal, power.body, self.as_of)
            if organisation in each.binds and each.outcome in APPROVING and self._could(power, each.decided_on)
        ]
        return min(filter(None, found), key=lambda each: each.ends, default=None)

    def _ended(self, power: Power, before: tuple[tuple[str, Sitting], ...], at: Sitting) -> Chain | None:
        """With what must be approved besides; None where that cannot be."""
        besides = [(each, self._approves(each.body, at.on)) for each in power.besides(at.on)]
        found = tuple((row, sitting) for row, sitting in besides if sitting)
        return Chain(power, before, at, found) if len(found) == len(besides) else None

    def _before(self, bodies: tuple[str, ...]) -> tuple[tuple[str, Sitting], ...] | None:
        if bodies not in self._considered:
            self._considered[bodies] = self._in_turn(bodies)
        return self._considered[bodies]

    def _in_turn(self, bodies: Iterable[str]) -> tuple[tuple[str, Sitting], ...] | None:
        """Those that considered it already, whatever their order; then of each other its first meeting after that of
        the one before; None where one has none."""
        done, coming, after = [], [], date.min
        for body in bodies:
            if on := self.standing.considered(self.matter.proposal, body, self.as_of):
                done.append((body, _done(on)))
            elif sitting := self._first(body, after):
                coming.append((body, sitting))
                after = sitting.on
            else:
                return None
        return (*sorted(done, key=lambda each: each[1]), *coming)

    def _approves(self, body: str, after: date) -> Sitting | None:
        """When it approved it, be that before or after the decision; else its first meeting after that."""
        made = self.standing.decisions(self.matter.proposal, body, self.as_of)
        approved = next((each.decided_on for each in made if each.outcome in APPROVING), None)
        return _done(approved) if approved else self._first(body, after)

    def _first(self, body: str, after: date) -> Sitting | None:
        """Its first meeting after that day that is still to come, and has a quorum without those who withdraw."""

        def fits(day: date) -> bool:
            return self.standing.is_quorate(body, day, self.standing.withdrawn(self.matter.proposal, day))

        return self.standing.first(body, after=max(after, self.as_of - ONE_DAY), as_of=self.as_of, fits=fits)

    def may(self, power: Power, day: date) -> bool:
        """Whether nothing stands against a power on a day."""
        return next(power.stands_against(self.matter, self.standing, day), None) is None

    def _could(self, power: Power, day: date) -> bool:
        """Whether what was decided by a power on a day was, by then, for it to decide."""
        return self.may(power, day) and next(power.too_soon(self.matter, self.standing, day), None) is None


def _done(on: date) -> Sitting:
    return Sitting(on, on, done=True)


def _last(chains: Iterable[Chain]) -> date:
    return max(each.ends for each in chains)


def _no_later(one: Occasion, other: Occasion) -> bool:
    """Whether one meeting binds everybody whom another binds, and none of them later."""
    return all(each in one and one[each].ends <= chain.ends for each, chain in other.items())
