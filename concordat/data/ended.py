"""What is kept under an agreement that is over: its stores and answers go, on the word of the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from concordat.data import answers, store
from concordat.data.facts import Facts
from concordat.data.rules.force import binds
from concordat.register.bundle import Bundle


@dataclass(frozen=True, kw_only=True)
class Discarded:
    """The names of the stores and the lines of the answers that went, and the agreements the record does not know."""

    stores: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()


def in_force(agreement: str, concerned: Iterable[str], facts: Facts) -> bool:
    """Whether a version of an agreement is in force on the day of the facts, to which all of these are parties."""
    return any(_between(each, concerned, facts) for each in facts.versions.get(agreement, []))


def discard(home: Path, facts: Facts) -> Discarded:
    """Delete every store and kept answer of a workspace whose agreement is not in force between all whom it concerns.

    What is kept under an agreement that is not on the record stays, and is named: a record that does not know an
    agreement cannot say that it is over.
    """
    if not home.is_dir():
        return Discarded()
    known = facts.versions.keys()
    named = {each.agreement for each in store.stores(home)} | {each.agreement for each in answers.waiting(home)}
    return Discarded(
        stores=store.withdraw(home, lambda each: each.agreement in known and not _serves(each, facts)),
        answers=answers.withdraw(home, lambda each: each.agreement in known and not _rests(each, facts)),
        unknown=tuple(sorted(named - known)),
    )


def _serves(held: store.Store, facts: Facts) -> bool:
    """Whether the very version that a store was built under is in force: one of another is built anew."""
    own = (each for each in facts.versions[held.agreement] if each.agreement.version == held.version)
    return any(_between(each, held.whose, facts) for each in own)


def _rests(head: answers.Head, facts: Facts) -> bool:
    return in_force(head.agreement, (head.organisation, *head.whose), facts)


def _between(bundle: Bundle, concerned: Iterable[str], facts: Facts) -> bool:
    return binds(bundle, facts) and set(concerned) <= {each.party for each in bundle.active(facts.as_of)}
