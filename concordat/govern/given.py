"""Votes given as JSON, as somebody who was in the room writes them down: what was put, and who said what.

Everything that is wrong is told at once, by the number of the vote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from concordat.core.finding import Finding
from concordat.core.table import normalise
from concordat.govern.ballot import Said, Voter
from concordat.register.intake import NotWhole
from concordat.register.meeting import Decision, Vote
from concordat.register.put import put
from concordat.register.record import Record

PUT = ("conditions", "options", "owner", "owner_office", "due_on", "review_on")
_SAID_BESIDES = (*PUT, "minutes")
_VOTE = '{"organisation": "RZ1", "choice": "for"}'


def read(
    given: Any, file: str, record: Record, blank: dict[str, Any], voters: tuple[Voter, ...]
) -> tuple[Decision, tuple[Said, ...]]:
    """What was put and what was said; raises NotWhole with everything that is wrong with either."""
    given = {"votes": given} if isinstance(given, list) else given
    if not isinstance(given, dict) or not isinstance(given.get("votes"), list):
        raise NotWhole([Finding("It holds no list of votes", f'write it as {{"votes": [{_VOTE}]}}', file)])
    rest, wrong = Decision(**blank), list(_unsaid(given, file))
    said_besides = {name: each for name, each in given.items() if name in _SAID_BESIDES}
    try:
        rest = put(Decision, said_besides, file, record, **blank)
    except NotWhole as refused:
        wrong += refused.findings
    beside, said = Record.of((*record, Decision(**blank))), []
    for number, each in enumerate(given["votes"], 1):
        where = f"{file}, vote {number}"
        try:
            said.append(_said(each, where, beside, blank["decision"], voters))
        except NotWhole as refused:
            wrong += refused.findings
    if wrong := [*wrong, *_twice(given["votes"], file, voters)]:
        raise NotWhole(wrong)
    return rest, tuple(said)


def _unsaid(given: dict[str, Any], file: str) -> Iterator[Finding]:
    """What is given that is not said with a vote."""
    for name in given.keys() - {"votes", *_SAID_BESIDES}:
        what, next = f"{name!r} is not said with a vote", f"use any of: {', '.join(_SAID_BESIDES)}"
        yield Finding(what, next, file, column=name)


def _said(given: Any, where: str, record: Record, decision: str, voters: tuple[Voter, ...]) -> Said:
    """A vote as it is given, from the seat it is given from. Raises NotWhole."""
    if not isinstance(given, dict):
        raise NotWhole([Finding("It is no vote", f"write it as {_VOTE}", where)])
    given = _with_office(given, voters)
    wrong = [each for each in (_seatless(given, voters, where), _too_heavy(given, voters, where)) if each]
    try:
        vote = put(Vote, given, where, record, decision=decision)
    except NotWhole as refused:
        told = ("organisation", "office") if wrong else ()
        wrong += (each for each in refused.findings if normalise(each.column) not in told)
    if wrong:
        raise NotWhole(wrong)
    return Said(organisation=vote.organisation, office=vote.office, choice=vote.choice, reason=vote.reason)


def _seatless(vote: dict[str, Any], voters: tuple[Voter, ...], file: str) -> Finding | None:
    """What is wrong with a vote from where there is no seat, or that names no office where there are several."""
    if not (organisation := vote.get("organisation")):
        return None
    seats = {normalise(each.office.value): each.office.value for each in voters if each.organisation == organisation}
    if not seats:
        known = ", ".join(dict.fromkeys(each.organisation for each in voters)) or "nobody"
        what, next = f"{organisation} has no vote in this body", f"leave it out; who has one: {known}"
        return Finding(what, next, file, column="organisation")
    if normalise(str(vote.get("office", ""))) in seats:
        return None
    office = vote.get("office")
    what = f"The {office} of {organisation} has no vote here" if office else f"{organisation} has several seats"
    return Finding(what, f"say which office, one of: {', '.join(seats.values())}", file, column="office")


def _too_heavy(vote: dict[str, Any], voters: tuple[Voter, ...], file: str) -> Finding | None:
    """What is wrong with a vote that says it weighs other than its seat does."""
    weight = next(
        (each.votes for each in voters if (each.organisation, normalise(each.office.value)) == _seat_of(vote)), None
    )
    if weight is None or vote.get("votes", weight) == weight:
        return None
    what = f"That seat has {weight} vote{'' if weight == 1 else 's'} by the membership of the body"
    return Finding(what, "leave it out here, or change Body members", file, column="votes")


def _twice(given: Sequence[Any], file: str, voters: tuple[Voter, ...]) -> Iterator[Finding]:
    """Each vote from a seat that an earlier one was given from."""
    first: dict[tuple[str, str], int] = {}
    for number, each in enumerate(given, 1):
        seat = _seat_of(_with_office(each, voters)) if isinstance(each, dict) else ("", "")
        if all(seat) and first.setdefault(seat, number) != number:
            what = f"The {seat[1]} of {seat[0]} votes twice, first in vote {first[seat]}"
            yield Finding(what, "leave one of the two out", f"{file}, vote {number}", column="organisation")


def _seat_of(vote: dict[str, Any]) -> tuple[str, str]:
    """Where a vote is given from, for comparing; blank where it does not say."""
    return str(vote.get("organisation") or "").strip(), normalise(str(vote.get("office") or ""))


def _with_office(vote: dict[str, Any], voters: tuple[Voter, ...]) -> dict[str, Any]:
    """A vote with the office it was given from, where its organisation has one seat alone and none is named."""
    if "office" in vote:
        return vote
    seats = [each.office.value for each in voters if each.organisation == vote.get("organisation")]
    return {**vote, "office": seats[0]} if len(seats) == 1 else vote
