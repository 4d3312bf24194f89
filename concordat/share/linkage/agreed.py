"""Whose patients may be linked with whose: an agreement in force says so, and names who holds the linkage key.

To link is to process (UK GDPR Article 4(2)): what it brings out, that two trusts know one person, neither may learn
without an agreement between both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from concordat.core.refusal import Refusal
from concordat.data.facts import Facts
from concordat.data.rules.force import binds, standing
from concordat.register.bundle import Bundle

_AGREE = (
    "agree on linking them, name who holds the key, say in the impact assessment whether linking makes people "
    "identifiable, and have it signed"
)


class NotAgreed(Refusal):
    """Members whose patients no agreement in force lets be linked."""


@dataclass(frozen=True, kw_only=True)
class Linking:
    """An agreement in force by which patients of its `members`, its controllers, are linked, and who holds the key."""

    agreement: str
    members: frozenset[str]
    key_holder: str


@dataclass(frozen=True, kw_only=True)
class Unagreed:
    """Two members whose patients may not be linked: what is missing, and what next."""

    members: tuple[str, str]
    what: str
    next: str


def linkings(facts: Facts) -> tuple[Linking, ...]:
    """Every agreement in force on the day by which patients are linked."""
    return tuple(
        Linking(agreement=each.key, members=_controllers(each, facts), key_holder=each.agreement.key_holder)
        for each in facts.bundles
        if each.agreement.key_holder and not _unassessed(each) and binds(each, facts)
    )


def unagreed(members: Iterable[str], facts: Facts) -> tuple[Unagreed, ...]:
    """Every two of these members whose patients no one agreement in force lets be linked."""
    agreed = [each.members for each in linkings(facts)]
    return tuple(
        Unagreed(members=(one, other), what=what, next=next)
        for one, other in combinations(sorted(set(members)), 2)
        if not any({one, other} <= each for each in agreed)
        for what, next in [_missing(one, other, facts)]
    )


def check(members: Iterable[str], facts: Facts) -> None:
    """Raises NotAgreed with every two of these members whose patients may not be linked."""
    if found := unagreed(members, facts):
        remedy = "; ".join(dict.fromkeys(each.next for each in found))
        raise NotAgreed("; ".join(each.what for each in found), remedy=remedy)


def _missing(one: str, other: str, facts: Facts) -> tuple[str, str]:
    """What is missing for two members, and what next: of agreements that would do, the last is the nearest."""
    both = f"the patients of {facts.name(one)} ({one}) and {facts.name(other)} ({other})"
    near = [each for each in facts.bundles if each.agreement.text_hash and {one, other} <= _controllers(each, facts)]
    near = [each for each in near if each.agreement.key_holder]
    if not near:
        return f"No agreement lets {both} be linked", _AGREE
    fact, remedy = next(_failing(near[-1], facts))
    return f"{near[-1].key}, by which {both} would be linked, does not hold: {fact}", remedy


def _failing(bundle: Bundle, facts: Facts) -> Iterator[tuple[str, str]]:
    """What keeps an agreement from letting people be linked, the nearest first."""
    yield from ((each.fact, each.remedy) for each in standing(bundle, facts) if not each.holds)
    if _unassessed(bundle):
        what = "No impact assessment of it says whether linking makes people identifiable"
        yield what, "answer that question in the impact assessment, and have it approved again"
    yield "A later version has taken its place, or its protocol is not in force", _AGREE


def _unassessed(bundle: Bundle) -> bool:
    """Whether no impact assessment says what linking does to people, as IG-22 asks."""
    return bundle.dpia is None or not bundle.dpia.linking


def _controllers(bundle: Bundle, facts: Facts) -> frozenset[str]:
    return frozenset(each.party for each in bundle.active(facts.as_of) if each.role.controls)
