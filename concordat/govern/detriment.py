"""No detriment: what a proposal does to each member in pounds, who could be outvoted into a loss, and what heals it.

A compensation counts only once it says where it is agreed: a promise nobody wrote down makes nobody whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from concordat.core.money import in_pounds, shares
from concordat.core.reason import Reason
from concordat.govern.rules import NO_LOSS
from concordat.govern.voting_power import NoGame, game_of, votes_of
from concordat.register.authority import Body, BodyForm, TermsOfReference
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind

_ONE_VOTE_BINDS_ALL = frozenset({BodyForm.JOINT})
"""In every other form each organisation is bound by its own vote or its own board, so nobody outvotes it."""


@dataclass(frozen=True, kw_only=True)
class Net:
    """What a proposal does to one member, in pence over its whole life.

    `agreed` and `promised` are compensations with and without evidence; `pays`: those it is to pay others, agreed.
    """

    member: str
    gains: int = 0
    costs: int = 0
    losses: int = 0
    agreed: int = 0
    promised: int = 0
    pays: int = 0
    facts: tuple[str, ...] = ()

    @property
    def net(self) -> int:
        """Below nought where it is left worse off."""
        return self.gains + self.agreed - self.costs - self.losses - self.pays

    @property
    def short(self) -> int:
        """What would still make it whole; 0 where nothing is missing."""
        return max(-self.net, 0)

    @property
    def reason(self) -> Reason:
        """Its net effect in a sentence, with every figure it comes of."""
        left = f"worse off by {in_pounds(self.short)}" if self.short else f"better off by {in_pounds(self.net)}"
        text = f"{self.member} is left {left if self.net else 'as it was'}"
        if self.promised:
            text += f"; {in_pounds(self.promised)} of compensation is promised, but nothing says where it is agreed"
        return NO_LOSS.reason(text, *self.facts)


@dataclass(frozen=True, kw_only=True)
class Outvoted:
    """A body of which members are left worse off: whether it passes with everybody else for it, and by which terms."""

    body: str
    name: str
    losers: tuple[str, ...]
    passes: bool
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Detriment:
    """The test of one proposal: the net of each member that has figures, and which members have none: `unknown`."""

    proposal: str
    nets: tuple[Net, ...]
    unknown: tuple[str, ...]
    outvoted: tuple[Outvoted, ...]

    @property
    def worse_off(self) -> tuple[str, ...] | None:
        """Those left with a loss that is not made good; None where some member's effects are not known."""
        return None if self.unknown else self.losers

    @property
    def losers(self) -> tuple[str, ...]:
        """Those known to be left with a loss."""
        return tuple(each.member for each in self.nets if each.short)

    @property
    def surplus(self) -> int:
        """What is left when all are added up, in pence; below nought where it costs the members more than it gives."""
        return sum(each.net for each in self.nets)

    @cached_property
    def healing(self) -> tuple[tuple[str, str, int], ...]:
        """Who could pay whom how much (pence) so that nobody is worse off: in proportion to what each is better off.

        Empty where nobody loses, and where the gains of the others do not suffice.
        """
        payers = [each for each in self.nets if each.net > 0]
        short = sum(each.short for each in self.nets)
        if not short or sum(each.net for each in payers) < short:
            return ()
        return tuple(_payments(payers, [each for each in self.nets if each.short]))


def detriment(record: Record, proposal: Proposal, as_of: date) -> Detriment:
    """The no-detriment test of a proposal on the effects that are on the record."""
    rows = [each for each in record.all(Effect, as_of) if each.proposal == proposal.proposal]
    named = dict.fromkeys((*proposal.members, *(each.organisation for each in rows), *_payers(rows)))
    known = {each.organisation for each in rows} | set(_payers(rows))
    nets = tuple(_net(each, rows) for each in named if each in known)
    losers = tuple(each.member for each in nets if each.short)
    outvoted = tuple(_outvoted(record, proposal, losers, as_of)) if losers else ()
    unknown = tuple(each for each in proposal.members if each not in known)
    return Detriment(proposal=proposal.proposal, nets=nets, unknown=unknown, outvoted=outvoted)


def _payers(rows: Iterable[Effect]) -> tuple[str, ...]:
    """Those who pay a compensation that is agreed."""
    return tuple(each.paid_by for each in rows if each.paid_by and each.evidence)


def _net(member: str, rows: list[Effect]) -> Net:
    own = [each for each in rows if each.organisation == member]
    given = [each for each in own if each.kind is EffectKind.COMPENSATION]
    paid = [each for each in rows if each.paid_by == member and each.evidence]
    return Net(
        member=member,
        gains=_sum(each for each in own if each.kind is EffectKind.GAIN),
        costs=_sum(each for each in own if each.kind is EffectKind.COST),
        losses=_sum(each for each in own if each.kind is EffectKind.LOSS),
        agreed=_sum(each for each in given if each.evidence),
        promised=_sum(each for each in given if not each.evidence),
        pays=_sum(paid),
        facts=(*map(_fact, own), *(f"pays {each.organisation} {in_pounds(each.amount)}: {each.what}" for each in paid)),
    )


def _sum(rows: Iterable[Effect]) -> int:
    return sum(each.amount for each in rows)


def _fact(row: Effect) -> str:
    return f"{row.kind.value} of {in_pounds(row.amount)}: {row.what} ({row.evidence or 'without evidence'})"


def _outvoted(record: Record, proposal: Proposal, losers: tuple[str, ...], as_of: date) -> Iterator[Outvoted]:
    """For each body whose one vote binds several: whether it passes with all for it but those who lose."""
    for body in record.all(Body, as_of):
        terms = record.get(TermsOfReference, body.key, as_of)
        bound = tuple(each for each in losers if each in body.members)
        votes = votes_of(record, body.key, as_of)
        if body.form in _ONE_VOTE_BINDS_ALL and terms and bound and votes:
            why = "" if terms.no_detriment else _defeated(terms, votes, proposal, bound)
            yield _told(body, bound, terms, why)


def _defeated(terms: TermsOfReference, votes: dict[str, int], proposal: Proposal, losers: tuple[str, ...]) -> str:
    """Why it does not pass when all but the losers are for it; blank where it does."""
    try:
        passes = game_of(terms, votes, proposal.members).passes([each for each in votes if each not in losers])
    except NoGame:
        return "its terms let nothing pass at all"
    return (
        "" if passes else f"it decides by {terms.voting.value}{' with a veto of those affected' * terms.affected_veto}"
    )


def _told(body: Body, losers: tuple[str, ...], terms: TermsOfReference, why: str) -> Outvoted:
    who, source = ", ".join(losers), terms.source or f"The terms of reference of {body.name}"
    if terms.no_detriment:
        text = f"{body.name} may not pass it while {who} is worse off: its terms have a no-detriment clause"
    elif why:
        text = f"{body.name} cannot pass it against {who}: {why}"
    else:
        text = f"{body.name} can pass it against {who}, by {terms.voting.value}: outvoted into a loss"
    passes = not why and not terms.no_detriment
    return Outvoted(body=body.key, name=body.name, losers=losers, passes=passes, reason=Reason(text, source=source))


def _payments(payers: list[Net], losers: list[Net]) -> Iterator[tuple[str, str, int]]:
    """Each loss shared among those better off; to the penny, and nobody is asked for more than it gains."""
    purse = shares(sum(each.short for each in losers), [each.net for each in payers])
    left = dict(zip((each.member for each in payers), purse, strict=True))
    for loser in losers:
        missing = loser.short
        for payer in payers:
            paid = min(missing, left[payer.member])
            left[payer.member] -= paid
            missing -= paid
            if paid:
                yield payer.member, loser.member, paid
