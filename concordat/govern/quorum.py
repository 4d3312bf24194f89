"""Quorum: whether enough voting members are there, in all and of each organisation, once conflicts have withdrawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from concordat.core.reason import Reason
from concordat.govern.ballot import Ballot
from concordat.register.authority import BodyForm
from concordat.register.deciding.rules import QUORUM
from concordat.register.meeting import Choice


def short_of_quorum(ballot: Ballot) -> Iterator[Reason]:
    """Why there is no quorum; nothing where there is one. Heads are counted, not votes (rule GOV-03)."""
    there = Counter(voter.organisation for voter, _ in ballot.present)
    least = ballot.terms.quorum if ballot.body.form is not BodyForm.OFFICE else 0
    if there.total() < max(least, 1):
        number = there.total()
        here = f"{number or 'No'} voting member{' is' if number <= 1 else 's are'} there"
        yield QUORUM.reason(f"{here}, where {_counted(max(least, 1))} a quorum", *_out(ballot))
    each = ballot.terms.quorum_each
    missing = [organisation for organisation in ballot.bound_by_vote if there[organisation] < each]
    if missing:
        few = "No voting member" if each == 1 else f"Fewer than {each} voting members"
        verb = "is" if each == 1 else "are"
        yield QUORUM.reason(f"{few} of {' or '.join(missing)} {verb} there", *_out(ballot))


def _counted(number: int) -> str:
    return f"{number} {'is' if number == 1 else 'are'}"


def _out(ballot: Ballot) -> tuple[str, ...]:
    """Who withdrew, since that is what a quorum is most often lost by."""
    return tuple(f"{voter} withdrew" for voter, said in ballot.choices if said.choice is Choice.WITHDREW)
