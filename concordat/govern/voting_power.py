"""Voting power: how often each member's vote is the one that matters, Shapley-Shubik and Banzhaf, exactly.

Coalitions are counted by how many members and how many votes they have, not one by one, so that twenty-five voters
take no longer than a moment. L. S. Shapley and M. Shubik (1954), https://doi.org/10.2307/1951053; J. F. Banzhaf
(1965), Rutgers Law Review 19, 317.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, factorial, gcd

from concordat.core.refusal import Refusal
from concordat.register.authority import BodyMember, TermsOfReference, Voting
from concordat.register.record import Record

Sizes = Counter[tuple[int, int]]
"""How many coalitions there are of so many members and so many votes."""


class NoGame(Refusal):
    """A way of voting by which nothing could ever pass, or that nobody votes in."""


@dataclass(frozen=True, kw_only=True)
class Power:
    """How much one member's vote matters: each share of one, exact. `alone_blocks`: nothing passes without it."""

    member: str
    votes: int
    of: int
    shapley_shubik: Fraction
    banzhaf: Fraction
    alone_blocks: bool

    def __str__(self) -> str:
        share = f"{self.member} has {self.votes} of {self.of} votes ({self.votes / self.of:.1%})"
        if not self.shapley_shubik:
            return f"{share}, but no outcome ever turns on it: the others decide with or without it"
        turns = f"its vote is the one that turns the outcome in {float(self.shapley_shubik):.1%} of the ways to agree"
        return f"{share}, and {turns}{'; nothing passes without it' if self.alone_blocks else ''}"


@dataclass(frozen=True, kw_only=True)
class Game:
    """A way of voting: it passes with `quota` votes, of at least `heads` members, and of everybody with a veto."""

    votes: Mapping[str, int]
    quota: int
    heads: int = 0
    veto: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.votes or any(each < 0 for each in self.votes.values()):
            raise NoGame("Nobody votes, or somebody has less than no vote", remedy="Give each member its votes")
        if not self.passes(self.votes):
            raise NoGame("It could not pass even if all agreed", remedy="Lower the share that is needed")
        if self.passes(()):
            raise NoGame("It passes if nobody agrees", remedy="Say how many votes are needed")

    def passes(self, for_it: Collection[str]) -> bool:
        """Whether it passes with these members for it and nobody else."""
        return self.veto <= set(for_it) and self._enough(len(for_it), sum(self.votes[each] for each in for_it))

    @cached_property
    def powers(self) -> tuple[Power, ...]:
        """The power of each member, in the order they were given."""
        swings = {each: self._swings(each) for each in self.votes}
        total = sum(sum(found.values()) for found in swings.values())
        return tuple(self._power(each, found, total) for each, found in swings.items())

    def _power(self, member: str, swings: Counter[int], total: int) -> Power:
        orders = sum(number * factorial(size) * factorial(self._count - size - 1) for size, number in swings.items())
        return Power(
            member=member,
            votes=self.votes[member],
            of=sum(self.votes.values()),
            shapley_shubik=Fraction(orders, factorial(self._count)),
            banzhaf=Fraction(sum(swings.values()), total),
            alone_blocks=not self.passes([each for each in self.votes if each != member]),
        )

    def _swings(self, member: str) -> Counter[int]:
        """By size: the coalitions without a member that fail, and pass once it joins them."""
        always = self.veto - {member}
        size, votes = len(always), sum(self.votes[each] for each in always)
        own, found = self.votes[member], Counter[int]()
        for (more, further), number in self._without(member).items():
            with_it = self._enough(size + more + 1, votes + further + own)
            if with_it and (member in self.veto or not self._enough(size + more, votes + further)):
                found[size + more] += number
        return found

    def _without(self, member: str) -> Sizes:
        """Coalitions of those who have no veto, one member left out: what is counted with it, less what has it."""
        if member in self.veto:
            return self._free
        own, found = self.votes[member], Sizes()
        for size, votes in sorted(self._free):
            if number := self._free[size, votes] - found[size - 1, votes - own]:
                found[size, votes] = number
        return found

    @cached_property
    def _free(self) -> Sizes:
        """Coalitions of those who have no veto."""
        found: Sizes = Counter({(0, 0): 1})
        for own in (votes for each, votes in self.votes.items() if each not in self.veto):
            found += Counter({(size + 1, votes + own): number for (size, votes), number in found.items()})
        return found

    @property
    def _count(self) -> int:
        return len(self.votes)

    def _enough(self, heads: int, votes: int) -> bool:
        return heads >= self.heads and votes >= self.quota


def game_of(terms: TermsOfReference, votes: Mapping[str, int], affected: Iterable[str] = ()) -> Game:
    """How terms of reference have organisations vote; those `affected` have a veto where the terms give them one.

    Raises NoGame where nothing could pass.
    """
    total, everybody = sum(votes.values()), frozenset(votes)
    if terms.voting in (Voting.CONSENSUS, Voting.UNANIMITY):
        return Game(votes=votes, quota=total, heads=len(votes), veto=everybody)
    return Game(
        votes=votes,
        quota=_quota(terms, total),
        heads=len(votes) // 2 + 1 if terms.voting is Voting.DOUBLE else 0,
        veto=everybody & set(affected) if terms.affected_veto else frozenset(),
    )


def _quota(terms: TermsOfReference, total: int) -> int:
    """The votes needed: more than half, or the share that the terms name. Raises NoGame where one is wanting."""
    if terms.voting is Voting.QUALIFIED and not terms.share:
        raise NoGame("A qualified majority is asked for and nothing says how large", remedy="Fill in Share needed")
    if terms.voting is Voting.MAJORITY or not terms.share:
        return total // 2 + 1
    return max(ceil(terms.share * total), 1)


def votes_of(record: Record, body: str, day: date) -> dict[str, int]:
    """The votes of each organisation on a body on a day, in lowest terms: its members vote as one."""
    found: Counter[str] = Counter()
    for each in record.all(BodyMember, day):
        if each.body == body and each.votes:
            found[each.organisation] += each.votes
    common = gcd(*found.values()) if found else 1
    return {code: number // common for code, number in found.items()}
