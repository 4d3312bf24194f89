"""Carried: what the votes come to under a body's terms, each way of voting its own small function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from concordat.core.reason import Reason
from concordat.govern.ballot import Ballot, Voter
from concordat.govern.rules import NO_LOSS
from concordat.register.authority import TermsOfReference, Voting
from concordat.register.deciding.standing import EACH_ITS_OWN
from concordat.register.meeting import Choice


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many votes said what, and of the organisations that cast any, how many are for it: `heads_for` of `heads`.

    An abstention is no vote cast. An organisation is for it where more of its own votes are for it than against it.
    """

    votes: dict[Choice, int]
    heads: int
    heads_for: int

    @property
    def cast(self) -> int:
        """Votes for and against."""
        return self.votes[Choice.FOR] + self.votes[Choice.AGAINST]

    def __str__(self) -> str:
        return ", ".join(f"{self.votes[each]} {each.value}" for each in (Choice.FOR, Choice.AGAINST, Choice.ABSTAINED))


def count(said: Iterable[tuple[Voter, Choice]]) -> Count:
    """The count of what these voters said."""
    votes, balance = dict.fromkeys(Choice, 0), dict[str, int]()
    for voter, choice in said:
        votes[choice] += voter.votes
        if sign := _SIGNS.get(choice):
            balance[voter.organisation] = balance.get(voter.organisation, 0) + sign * voter.votes
    return Count(votes=votes, heads=len(balance), heads_for=sum(each > 0 for each in balance.values()))


_SIGNS = {Choice.FOR: 1, Choice.AGAINST: -1}


def not_carried(ballot: Ballot) -> Iterator[Reason]:
    """Everything for which it is not carried; nothing where it is. Whether there is a quorum is another question."""
    source = ballot.terms.source or f"The terms of reference of {ballot.body.name}"
    for who, said in _apart(ballot):
        found = count(said)
        if found.votes[Choice.FOR] == 0:
            yield Reason(f"Nobody {who}voted for it", facts=(str(found),), source=source)
        elif against := _WAYS[ballot.terms.voting](found, ballot.terms):
            yield Reason(f"{against}{f' ({who.strip()})' if who else ''}", facts=(str(found),), source=source)
    if ballot.terms.affected_veto:
        yield from (Reason(_VETO.format(each), source=source) for each in ballot.affected if _is_against(ballot, each))
    if ballot.terms.no_detriment:
        yield from (NO_LOSS.reason(each, source) for each in _detriment(ballot.worse_off))


def _apart(ballot: Ballot) -> Iterator[tuple[str, list[tuple[Voter, Choice]]]]:
    """The votes that are counted together: all, or where each binds its own organisation, each apart."""
    if ballot.body.form not in EACH_ITS_OWN:
        yield "", list(ballot.present)
        return
    for organisation in ballot.each_apart:
        yield f"of {organisation} ", [each for each in ballot.present if each[0].organisation == organisation]


def _consensus(found: Count, terms: TermsOfReference) -> str:
    return "There is no consensus: somebody objects" if found.votes[Choice.AGAINST] else ""


def _unanimity(found: Count, terms: TermsOfReference) -> str:
    others = found.votes[Choice.AGAINST] + found.votes[Choice.ABSTAINED]
    return "It is not unanimous: not all who are there voted for it" if others else ""


def _majority(found: Count, terms: TermsOfReference) -> str:
    return "" if found.votes[Choice.FOR] * 2 > found.cast else "No majority of the votes cast is for it"


def _qualified(found: Count, terms: TermsOfReference) -> str:
    needed = terms.share
    if not needed:
        return "The terms of reference ask for a qualified majority and do not say how large"
    if found.votes[Choice.FOR] >= needed * found.cast:
        return ""
    percent = f"{terms.share_needed:.4g}%"
    return f"{found.votes[Choice.FOR]} of {found.cast} votes cast are for it, where {percent} must be"


def _double(found: Count, terms: TermsOfReference) -> str:
    if found.heads_for * 2 <= found.heads:
        return (
            f"Of the {found.heads} organisations that voted, {found.heads_for} are for it: that is no majority of them"
        )
    return (_qualified if terms.share_needed else _majority)(found, terms)


_WAYS: dict[Voting, Callable[[Count, TermsOfReference], str]] = {
    Voting.CONSENSUS: _consensus,
    Voting.UNANIMITY: _unanimity,
    Voting.MAJORITY: _majority,
    Voting.QUALIFIED: _qualified,
    Voting.DOUBLE: _double,
}
"""Why a count is not enough under each way of voting; blank where it is."""

_VETO = "{} is affected, and is against it: nothing passes against a member it affects"


def _is_against(ballot: Ballot, organisation: str) -> bool:
    """Whether a member is against: some of its votes are, and no more of them for."""
    found = count(each for each in ballot.present if each[0].organisation == organisation)
    return found.votes[Choice.AGAINST] > 0 and found.votes[Choice.AGAINST] >= found.votes[Choice.FOR]


def _detriment(worse_off: tuple[str, ...] | None) -> Iterator[str]:
    if worse_off is None:
        yield "Nobody has worked out whom it leaves worse off, and nothing passes that does so uncompensated"
    for each in worse_off or ():
        yield f"It leaves {each} worse off, and the loss is not made good"
