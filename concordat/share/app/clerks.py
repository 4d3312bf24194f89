"""Clerical review in a person's name: which pairs they may look at, and their decision in the identity ledger.

An editor decides on pairs that their organisation is a side of, and with another member only where an agreement in
force lets both be linked: that the other knows their patient is told by the pair itself. The programme office of who
holds the key of such an agreement decides on all pairs of its members. Nobody is shown a value of a row, nor another
organisation's record id.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB
from concordat.data.facts import Facts
from concordat.data.secret import secret_of
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.share.app import records, workspace
from concordat.share.app.openings import wrong_with
from concordat.share.app.permission import KEEPS
from concordat.share.linkage import ledger, review
from concordat.share.linkage.agreed import Linking, Unagreed, linkings, unagreed
from concordat.share.linkage.ledger import Decided
from concordat.share.linkage.review import Pair

REASON = "what you went by"
"""What a reason tells."""


class NoSuchPair(Refusal):
    """A pair that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such pair to look at", remedy="Start from the list of pairs")


class BadReason(Refusal):
    """A reason that cannot be kept."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What one person may look at: `pairs` by what names them in an address; `others` waits for somebody else;
    `unagreed`: with which members theirs has pairs that no agreement lets anybody look at."""

    pairs: dict[str, Pair]
    others: int
    unagreed: tuple[Unagreed, ...]
    may_not: Reason | None


def desk(*, by: Person, as_of: date) -> Desk:
    """The pairs that this person may decide on, and how many wait for others."""
    home = workspace.home_of(by)
    facts, reason = Facts(records.shared(by), as_of), may_review(by)
    agreed = linkings(facts)
    shown, hidden = list[Pair](), list[Pair]()
    for each in review.queue(home, engine=DuckDB()):
        (shown if _lets(agreed, _whose(each)) else hidden).append(each)
    mine = [each for each in shown if not reason and _is_for(by, _whose(each), agreed)]
    secret = secret_of(home) if mine else b""
    return Desk(
        pairs={_name(secret, each): each for each in mine},
        others=sum(each.waits for each in shown) - sum(each.waits for each in mine),
        unagreed=() if reason else tuple(_unagreed(by, hidden, facts)),
        may_not=reason,
    )


def one(*, by: Person, as_of: date, name: str) -> Pair:
    """A pair by its name. Raises NoSuchPair, the same whether it is others' or nobody's."""
    found = desk(by=by, as_of=as_of).pairs.get(name)
    if found is None:
        raise NoSuchPair
    return found


def decide(*, by: Person, as_of: date, name: str, same: bool | None, why: str, seen: int) -> Pair:
    """Enter this person's decision on a pair; `seen` is the entry of the last decision that they were shown.

    Raises NotPermitted, NoSuchPair, BadReason, Overtaken where somebody else was first, and Busy.
    """
    if reason := may_review(by):
        raise NotPermitted(reason.text, remedy=f"Ask {reason.facts[-1].removeprefix('who may: ')}")
    pair = one(by=by, as_of=as_of, name=name)
    if wrong := wrong_with(why.strip(), what=REASON):
        raise BadReason(wrong, remedy="Write it again")
    at, said = workspace.moment(as_of), (pair.a, pair.b)
    ledger.decide(workspace.home_of(by), said, same=same, by=str(by), why=why.strip(), at=at, seen=seen)
    return pair


def history(*, by: Person, pair: Pair) -> tuple[Decided, ...]:
    """What people decided on a pair, the last first."""
    every = ledger.decisions(workspace.home_of(by))
    return tuple(each for each in reversed(every) if each.decision.pair == {pair.a, pair.b})


def own_ids(by: Person, pair: Pair) -> tuple[str, ...]:
    """The local ids of those of the two records that are of this person's own organisation."""
    sides = (review.side(each) for each in (pair.a, pair.b))
    return tuple(local for member, local in sides if member == by.organisation)


def may_review(by: Person) -> Reason | None:
    """None for those who may decide on pairs; else who may."""
    if by.part in KEEPS:
        return None
    parts = " or ".join(KEEPS)
    facts = (f"you act as {by.part.value} for {by.organisation}", f"who may: {parts} at {by.organisation}")
    return Reason("You may not decide whether two records are one person's", facts=facts)


def _whose(pair: Pair) -> frozenset[str]:
    """The members that the two records are of; those of a file are nobody's."""
    return frozenset(member for member, _ in (review.side(pair.a), review.side(pair.b)) if member)


def _lets(agreed: Iterable[Linking], whose: frozenset[str]) -> bool:
    """Whether anybody may look at a pair of these members: two need an agreement between them."""
    return len(whose) < 2 or any(whose <= each.members for each in agreed)


def _is_for(by: Person, whose: frozenset[str], agreed: Iterable[Linking]) -> bool:
    """Whether a pair of these members that may be looked at is for this person: of theirs, or by the key they hold."""
    held = (each.members for each in agreed if by.part is Part.OFFICE and each.key_holder == by.organisation)
    return by.organisation in whose or any(whose <= each for each in held)


def _unagreed(by: Person, hidden: Iterable[Pair], facts: Facts) -> Iterator[Unagreed]:
    """What is missing for this person's organisation to look at pairs, with each other member once."""
    for whose in sorted({_whose(each) for each in hidden}, key=sorted):
        if by.organisation in whose:
            yield from unagreed(whose, facts)


def _name(secret: bytes, pair: Pair) -> str:
    """What names a pair in an address: keyed, so that it tells nobody the ids it is of."""
    a, b = sorted((pair.a, pair.b))
    return hmac.digest(secret, f"pair\0{a}\0{b}".encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
