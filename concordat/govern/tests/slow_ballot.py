"""Votes judged a second time, as one would with a list of raised hands: slow, obvious, and sharing no code."""

from __future__ import annotations

from fractions import Fraction

from concordat.govern.ballot import Ballot
from concordat.register.authority import BodyForm, Voting
from concordat.register.meeting import Choice, Outcome, Purpose


def outcome(ballot: Ballot, may_decide: bool) -> Outcome:
    """The outcome, hand by hand; `may_decide` says whether the body has the power."""
    if ballot.purpose is Purpose.APPROVE and not may_decide:
        return Outcome.DEFERRED
    if not _quorate(ballot):
        return Outcome.DEFERRED
    groups = [set(_organisations(ballot))]
    if ballot.body.form in (BodyForm.IN_COMMON, BodyForm.INDIVIDUALS):
        concerned = ballot.affected or _acts_for(ballot)
        groups = [{each} for each in _acts_for(ballot) if each in concerned]
    if not all(_passes(ballot, group) for group in groups):
        return Outcome.REFUSED
    if ballot.terms.affected_veto and any(_stands_against(ballot, each) for each in ballot.affected):
        return Outcome.REFUSED
    if ballot.terms.no_detriment and ballot.worse_off != ():
        return Outcome.REFUSED
    return Outcome.RECOMMENDED if ballot.purpose is Purpose.RECOMMEND else Outcome.APPROVED


def hands(ballot: Ballot, choice: Choice) -> list[tuple[str, int]]:
    """A hand for every seat that said this: its organisation and its votes."""
    found = []
    for voter in ballot.voters:
        for each in ballot.said:
            if each.organisation == voter.organisation and each.office == voter.office and each.choice == choice:
                found.append((voter.organisation, voter.votes))
    return found


def _organisations(ballot: Ballot) -> list[str]:
    return [voter.organisation for voter in ballot.voters]


def _acts_for(ballot: Ballot) -> list[str]:
    if ballot.body.members:
        return list(ballot.body.members)
    return [ballot.body.organisation] if ballot.body.organisation else []


def _quorate(ballot: Ballot) -> bool:
    there = hands(ballot, Choice.FOR) + hands(ballot, Choice.AGAINST) + hands(ballot, Choice.ABSTAINED)
    if not there:
        return False
    if ballot.body.form is not BodyForm.OFFICE and len(there) < ballot.terms.quorum:
        return False
    for organisation in _acts_for(ballot):
        if len([1 for each, _ in there if each == organisation]) < ballot.terms.quorum_each:
            return False
    return True


def _passes(ballot: Ballot, group: set[str]) -> bool:
    yes = [votes for each, votes in hands(ballot, Choice.FOR) if each in group]
    no = [votes for each, votes in hands(ballot, Choice.AGAINST) if each in group]
    neither = [votes for each, votes in hands(ballot, Choice.ABSTAINED) if each in group]
    share = Fraction(round(ballot.terms.share_needed), 100)
    if ballot.terms.share_needed in (66.67, 200 / 3):
        share = Fraction(2, 3)
    enough = share > 0 and Fraction(sum(yes), max(sum(yes) + sum(no), 1)) >= share
    more = sum(yes) > sum(no)
    if not yes:
        return False
    if ballot.terms.voting is Voting.CONSENSUS:
        return not no
    if ballot.terms.voting is Voting.UNANIMITY:
        return not no and not neither
    if ballot.terms.voting is Voting.MAJORITY:
        return more
    if ballot.terms.voting is Voting.QUALIFIED:
        return enough
    voted = {each for said in (Choice.FOR, Choice.AGAINST) for each, _ in hands(ballot, said) if each in group}
    heads = [each for each in voted if not _stands_against(ballot, each)]
    return len(heads) > len(voted) - len(heads) and (enough if share > 0 else more)


def _stands_against(ballot: Ballot, organisation: str) -> bool:
    yes = sum(votes for each, votes in hands(ballot, Choice.FOR) if each == organisation)
    no = sum(votes for each, votes in hands(ballot, Choice.AGAINST) if each == organisation)
    return no >= yes and no > 0
