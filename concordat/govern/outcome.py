"""Outcome: what came of a ballot, with every reason; and of a chair who decides between meetings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from concordat.core.money import in_pounds
from concordat.core.reason import Reason
from concordat.govern.ballot import Ballot, Said, Voter
from concordat.govern.carried import count, not_carried
from concordat.govern.mandate import Mandate
from concordat.govern.quorum import short_of_quorum
from concordat.register.authority import Voting
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.rules import SITTING
from concordat.register.meeting import APPROVING, Choice, Outcome, Purpose

CARRIED = APPROVING | {Outcome.RECOMMENDED}
"""The outcomes of what was carried."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What came of a vote: `reasons` are why, `remedies` what would change it; it `binds` nobody unless approved."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    binds: tuple[str, ...] = ()
    power: str = ""
    remedies: tuple[str, ...] = ()

    @property
    def is_carried(self) -> bool:
        """Whether what was put is approved or recommended."""
        return self.outcome in CARRIED


def judge(ballot: Ballot, mandate: Mandate, *, conditions: bool = False) -> Judgement:
    """What a vote comes to: deferred without power or quorum, else refused unless carried.

    A body that only recommends needs no power, and binds nobody. `conditions`: it was put with conditions.
    """
    decides = ballot.purpose is Purpose.APPROVE
    if decides and not mandate.binds:
        return _judgement(Outcome.DEFERRED, mandate.against)
    if short := tuple(short_of_quorum(ballot)):
        return _judgement(Outcome.DEFERRED, short)
    if against := tuple(not_carried(ballot)):
        return _judgement(Outcome.REFUSED, against)
    if not decides:
        return Judgement(outcome=Outcome.RECOMMENDED, reasons=(_carried(ballot),))
    return Judgement(
        outcome=Outcome.CONDITIONS if conditions else Outcome.APPROVED,
        reasons=(_carried(ballot), *_by_power(mandate), *mandate.against),
        binds=mandate.binds,
        power=mandate.sources,
    )


def by_chair(ballot: Ballot, mandate: Mandate, matter: Matter, reason: str) -> Judgement:
    """What the chair may decide alone between meetings, for the next to ratify; `ballot` is as for a meeting."""
    chair = next((each for each in ballot.voters if each.chairs), None)
    if against := tuple(_against_chair(ballot, matter, chair)):
        return _judgement(Outcome.DEFERRED, against)
    assert chair is not None
    said = Said(organisation=chair.organisation, office=chair.office, choice=Choice.FOR, reason=reason)
    terms = replace(ballot.terms, voting=Voting.CONSENSUS, quorum=0, quorum_each=0)
    return judge(replace(ballot, terms=terms, voters=(chair,), said=(said,)), mandate)


def _against_chair(ballot: Ballot, matter: Matter, chair: Voter | None) -> Iterator[Reason]:
    if chair is None or not chair.name:
        yield SITTING.reason(f"Nobody holds the chair of {ballot.body.name}")
    elif any(each.seat == chair.seat and said.choice is Choice.WITHDREW for each, said in ballot.choices):
        yield SITTING.reason(f"{chair.name}, in the chair, has a conflict of interest, and so decides nothing of this")
    most = ballot.terms.chairs_action
    if not most:
        yield SITTING.reason(f"The terms of {ballot.body.name} let its chair decide nothing between meetings")
    elif matter.value > most:
        yield SITTING.reason(f"The chair of {ballot.body.name} may decide up to {in_pounds(most)}: this is worth more")


def _carried(ballot: Ballot) -> Reason:
    found = count(ballot.present)
    source = ballot.terms.source or f"The terms of reference of {ballot.body.name}"
    return Reason(f"It is carried by {ballot.terms.voting.value}", facts=(str(found),), source=source)


def _by_power(mandate: Mandate) -> Iterator[Reason]:
    for power in mandate.powers:
        yield Reason(f"It binds {power.organisation}", source=power.source)
    for row in mandate.besides:
        what = f"{row.organisation} is bound once {row.body} has approved it besides"
        yield Reason(what, source=row.source or "Its scheme of reservation")


def _judgement(outcome: Outcome, reasons: tuple[Reason, ...]) -> Judgement:
    remedies = dict.fromkeys(_REMEDIES.get(each.rule, _OTHERWISE) for each in reasons)
    return Judgement(outcome=outcome, reasons=reasons, remedies=tuple(remedies))


_OTHERWISE = "Bring it back changed, with the concerns of those who were against it answered"
_REMEDIES = {
    "GOV-01": "Put it to a body that may decide, and ask this one to recommend",
    "GOV-02": "Put it to the body above, have the others consider it first, or have the board change its scheme",
    "GOV-03": "Call another meeting, with deputies for those who withdraw where the terms of reference allow",
    "GOV-04": "Put it to the body it is kept to",
    "GOV-05": "Have the board delegate to that body itself",
    "GOV-06": "Name the integrated care board among the members of the proposal, and let it decide too",
    "GOV-10": "Put its successor in its place, which must delegate for itself",
    "ST-02": "Add what it does to each member to sheet Effects, and make good what leaves one worse off",
    "GOV-11": "Put it on the agenda of the next meeting, or ask for one more",
}
"""What would change an outcome, by the rule that stands against it."""
