"""Maturity from evidence: how far working together has come, in all and at each member, and what would raise it.

Nobody is asked how mature they feel. A level is reached when the record shows what it takes, and all levels below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from concordat.govern.evidence import Fact, Kind, evidence, members_of
from concordat.register.record import Record

MOVES = 3
"""How many next moves are put forward."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a level takes: at least so much evidence of a kind, and at least that `share` of another kind."""

    kind: Kind
    least: int = 1
    share: float = 0.0
    of: Kind | None = None

    def met(self, facts: Iterable[Fact]) -> bool:
        """Whether the evidence is there."""
        kinds = [each.kind for each in facts]
        found = kinds.count(self.kind)
        return found >= self.least and (self.of is None or found >= self.share * kinds.count(self.of))

    def __str__(self) -> str:
        if self.of is None:
            return f"at least {self.least} of: {self.kind.value}"
        most = f"{self.share:.0%} of the {self.of.value}" if self.share < 1 else f"all of the {self.of.value}"
        return f"{self.kind.value}: {most}{f', and at least {self.least}' if self.least > 1 else ''}"


LADDERS: dict[str, tuple[Step, Step, Step, Step]] = {
    "Purpose and benefits": (
        Step(kind=Kind.OBJECTIVE),
        Step(kind=Kind.OWN_OBJECTIVE, share=0.5, of=Kind.MEMBER),
        Step(kind=Kind.OWN_OBJECTIVE, share=1, of=Kind.MEMBER),
        Step(kind=Kind.EFFECT, share=1, of=Kind.MEMBER),
    ),
    "Governance": (
        Step(kind=Kind.BODY),
        Step(kind=Kind.TERMS),
        Step(kind=Kind.DECISION, least=2),
        Step(kind=Kind.RECORDED, least=2, share=1, of=Kind.DECISION),
    ),
    "Delivery": (
        Step(kind=Kind.DUE),
        Step(kind=Kind.ON_TIME),
        Step(kind=Kind.ON_TIME, least=3, share=0.7, of=Kind.DUE),
        Step(kind=Kind.ON_TIME, least=5, share=0.9, of=Kind.DUE),
    ),
    "Agreements": (
        Step(kind=Kind.AGREEMENT),
        Step(kind=Kind.IN_FORCE),
        Step(kind=Kind.IN_FORCE, least=2, share=0.5, of=Kind.AGREEMENT),
        Step(kind=Kind.IN_FORCE, least=4, share=0.8, of=Kind.AGREEMENT),
    ),
    "Shared services": (
        Step(kind=Kind.SERVICE),
        Step(kind=Kind.AGREED),
        Step(kind=Kind.WHOLE),
        Step(kind=Kind.WHOLE, least=2, share=1, of=Kind.SERVICE),
    ),
    "People brought along": (
        Step(kind=Kind.POSITION),
        Step(kind=Kind.SPOKEN, share=0.5, of=Kind.POSITION),
        Step(kind=Kind.SPOKEN, share=0.9, of=Kind.POSITION),
        Step(kind=Kind.WON, share=0.9, of=Kind.POSITION),
    ),
    "Systems shared": (
        Step(kind=Kind.SYSTEM),
        Step(kind=Kind.SAME),
        Step(kind=Kind.SAME, share=0.5, of=Kind.SYSTEM),
        Step(kind=Kind.SAME, share=0.75, of=Kind.SYSTEM),
    ),
}
"""What levels 1 to 4 take in each domain; a level counts only on top of those below it."""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The level of a domain, 0 to 4: the evidence it rests on, and what the `next` level takes (None at the top)."""

    domain: str
    level: int
    evidence: tuple[Fact, ...]
    next: Step | None


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far members differ in a domain; `behind` are those at the lowest level, where they are not all alike."""

    domain: str
    lowest: int
    highest: int
    behind: tuple[str, ...]

    @property
    def width(self) -> int:
        """Levels between the lowest and the highest member."""
        return self.highest - self.lowest


@dataclass(frozen=True, kw_only=True)
class Maturity:
    """Where a collaborative stands on a day, together and member by member."""

    as_of: date
    members: tuple[str, ...]
    together: tuple[Reached, ...]
    by_member: dict[str, tuple[Reached, ...]]

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """How far members differ, by domain."""
        return tuple(self._spread(place, each.domain) for place, each in enumerate(self.together))

    @property
    def moves(self) -> tuple[Reached, ...]:
        """The domains to raise next: the lowest first, and of equals the one in which members differ most."""
        width = {each.domain: each.width for each in self.spreads}
        open_ = [each for each in self.together if each.next]
        return tuple(sorted(open_, key=lambda each: (each.level, -width[each.domain]))[:MOVES])

    def _spread(self, place: int, domain: str) -> Spread:
        levels = {code: found[place].level for code, found in self.by_member.items()}
        lowest, highest = min(levels.values(), default=0), max(levels.values(), default=0)
        behind = tuple(code for code, level in levels.items() if level == lowest < highest)
        return Spread(domain=domain, lowest=lowest, highest=highest, behind=behind)


def maturity(record: Record, as_of: date) -> Maturity:
    """The maturity of a collaborative on a day, as its record shows it."""
    facts, members = evidence(record, as_of), members_of(record, as_of)
    return Maturity(
        as_of=as_of,
        members=members,
        together=reached(facts),
        by_member={code: reached([each for each in facts if code in each.members]) for code in members},
    )


def reached(facts: Iterable[Fact]) -> tuple[Reached, ...]:
    """The level of every domain that this evidence carries."""
    held = tuple(facts)
    return tuple(_level(domain, ladder, held) for domain, ladder in LADDERS.items())


def _level(domain: str, ladder: tuple[Step, ...], facts: tuple[Fact, ...]) -> Reached:
    level = next((place for place, step in enumerate(ladder) if not step.met(facts)), len(ladder))
    kinds = {step.kind for step in ladder[:level]}
    return Reached(
        domain=domain,
        level=level,
        evidence=tuple(each for each in facts if each.kind in kinds),
        next=ladder[level] if level < len(ladder) else None,
    )
