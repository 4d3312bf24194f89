"""A judgement as rows of the register: the Decision, the Votes it rests on, and the Action that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from concordat.govern.ballot import Ballot
from concordat.govern.outcome import Judgement
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.power import powers
from concordat.register.deciding.rules import ALIVE, FORM, ICB_PARTY, RESERVED, SCHEME, SUB_DELEGATION
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import APPROVING, Action, Choice, Decision, Outcome, Vote
from concordat.register.person import OfficeRole

_LACKED = tuple(f"[{each.id}]" for each in (FORM, SCHEME, RESERVED, SUB_DELEGATION, ICB_PARTY, ALIVE))
"""How a reason ends by which a body had no power to decide."""


@dataclass(frozen=True, kw_only=True)
class Put:
    """What is put with the question, before anybody votes: conditions, and who carries it out by when."""

    conditions: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    owner: str = ""
    owner_office: OfficeRole | None = None
    due_on: date | None = None
    review_on: date | None = None


def decision_of(
    judgement: Judgement,
    ballot: Ballot,
    put: Put,
    *,
    key: str,
    proposal: str,
    on: date,
    chairs_action: bool = False,
    minutes: str = "",
) -> Decision:
    """The decision that a judgement is, on that day; `minutes` is their reference."""
    carried = judgement.is_carried
    return Decision(
        decision=key,
        proposal=proposal,
        body=ballot.body.key,
        decided_on=on,
        outcome=judgement.outcome,
        binds=judgement.binds,
        power=judgement.power,
        options=_listed(put.options),
        reasons=_listed(
            f"{each.text} [{each.rule}]" if each.rule else _with_facts(each.text, each.facts)
            for each in judgement.reasons
        ),
        conditions=_listed(put.conditions) if carried else (),
        owner=put.owner if carried else "",
        owner_office=put.owner_office if carried else None,
        due_on=put.due_on if carried else None,
        review_on=put.review_on,
        dissent=_listed(_dissent(ballot)),
        chairs_action=chairs_action,
        minutes=minutes,
    )


def votes_of(ballot: Ballot, decision: str) -> tuple[Vote, ...]:
    """What every voter said, those who were absent or withdrew too."""
    return tuple(
        Vote(
            decision=decision,
            organisation=voter.organisation,
            office=voter.office,
            choice=said.choice,
            votes=voter.votes,
            reason=said.reason,
        )
        for voter, said in ballot.choices
    )


def action_of(decision: Decision, title: str, key: str) -> Action | None:
    """What its owner is to do by when; None where it was not carried, or nobody and no day is named."""
    if not (decision.owner and decision.owner_office and decision.due_on):
        return None
    return Action(
        action=key,
        title=f"Carry out: {title}",
        decision=decision.decision,
        organisation=decision.owner,
        office=decision.owner_office,
        due_on=decision.due_on,
    )


def unbound(matter: Matter, standing: Standing, decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Those affected for whom it is still not approved, by one who may decide and by all who must approve besides."""
    found = [each for each in decisions if each.proposal == matter.proposal and each.outcome in APPROVING]
    return tuple(each for each in matter.members if not _bound(each, matter, standing, found))


def power_told(decision: Decision) -> str:
    """What let the body decide, or that nothing did; blank where it put it off or refused it for other reasons."""
    if decision.power:
        return decision.power
    if decision.outcome in APPROVING:
        return "None is recorded"
    if decision.outcome is Outcome.RECOMMENDED:
        return "None was needed: it recommends"
    return "The body lacked it" if any(each.endswith(_LACKED) for each in decision.reasons) else ""


def next_key(prefix: str, taken: Iterable[str], digits: int = 3) -> str:
    """The key after the highest of those with this prefix: `D-2026-004` after `D-2026-003`."""
    numbers = (each.removeprefix(prefix) for each in taken if each.startswith(prefix))
    highest = max((int(each) for each in numbers if each.isascii() and each.isdigit()), default=0)
    return f"{prefix}{highest + 1:0{digits}}"


def _bound(organisation: str, matter: Matter, standing: Standing, decisions: list[Decision]) -> bool:
    """Whether one decision that binds it was taken by a body with the power, and approved by all it needed besides."""
    made = [each for each in decisions if organisation in each.binds]
    approved = {each.body for each in made}
    return any(
        {row.body for row in power.besides(each.decided_on)} <= approved
        for power in powers(organisation, matter, standing)
        for each in made
        if each.body == power.body and not any(power.stands_against(matter, standing, each.decided_on))
    )


def _dissent(ballot: Ballot) -> Iterable[str]:
    for voter, said in ballot.choices:
        if said.choice is Choice.AGAINST and said.reason:
            yield f"{voter.organisation} ({voter.office.value}): {said.reason}"


def _with_facts(text: str, facts: tuple[str, ...]) -> str:
    return f"{text}: {', '.join(facts)}" if facts else text


def _listed(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts as a column of several holds them: a semicolon would part one in two once it is read from a workbook."""
    return tuple(each.replace(";", ",").strip() for each in texts if each.strip())
