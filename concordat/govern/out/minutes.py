"""The minutes of a meeting as values: who was there, what was put, how each voted and why, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.core.prose import Heading, Part, Points, Said, Shown
from concordat.core.refusal import as_sentence
from concordat.core.shown import WHOLE, Table, column
from concordat.register.authority import Body, BodyMember
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Action, AgendaItem, Choice, Decision, Meeting, Vote
from concordat.register.proposal import Proposal
from concordat.register.record import Record

DRAFT = "Draft: these minutes stand once the body has agreed them at its next meeting."
AHEAD = "Before the meeting: the agenda as it stands, on which the minutes will be written."


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What the minutes of one meeting hold, for Word and PDF alike."""

    title: str
    as_of: date
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """What was on an agenda, and what was decided on it; either may be missing."""

    proposal: str
    title: str
    asked: AgendaItem | None
    decision: Decision | None


def minutes(record: Record, body: Body, on: date, names: Mapping[str, str], as_of: date) -> Minutes:
    """The minutes of a body's meeting on a day; `names` of organisations, by code."""
    found = items(record, body.key, on)
    meeting = next((each for each in record.all(Meeting) if (each.body, each.on) == (body.key, on)), None)
    whose = Standing(record).called(body.key)
    met = "met" if on <= as_of else "is to meet"
    place = f" at {meeting.place}" if meeting and meeting.place else ""
    return Minutes(
        title=f"Minutes of the {whose}, {long_date(on)}",
        as_of=as_of,
        parts=(
            Said(words=DRAFT if on <= as_of else AHEAD),
            Said(words=f"{whose} {met} on {long_date(on)}{place}.", bold="Meeting."),
            *_there(record, body, on, found, names),
            *(part for number, each in enumerate(found, 1) for part in _item(record, each, number, names)),
        ),
    )


def items(record: Record, body: str, on: date) -> tuple[Item, ...]:
    """The agenda of a meeting with its decisions, then what the chair decided since the meeting before."""
    titles = {each.key: each.title for each in record.all(Proposal)}
    agenda = [each for each in record.all(AgendaItem, on) if (each.body, each.on) == (body, on)]
    made = {each.proposal: each for each in _decided(record, body, on)}
    asked = {each.proposal: each for each in agenda}
    keys = dict.fromkeys((*asked, *made))
    found = [
        Item(proposal=key, title=titles.get(key, key), asked=asked.get(key), decision=made.get(key)) for key in keys
    ]
    chair = (
        Item(proposal=each.proposal, title=titles.get(each.proposal, each.proposal), asked=None, decision=each)
        for each in _by_chair(record, body, on)
    )
    return (*found, *chair)


def votes_table(record: Record, decision: Decision, names: Mapping[str, str]) -> Table:
    """How each voted on a decision, and why."""
    columns = (column("Member"), column("Office"), column("Said"), column("Votes", WHOLE), column("Why", width=40))
    rows = tuple(
        (names.get(each.organisation, each.organisation), each.office.value, each.choice.value, each.votes, each.reason)
        for each in votes_on(record, decision)
    )
    return Table(title=f"Votes on {decision.key}", columns=columns, rows=rows)


def votes_on(record: Record, decision: Decision) -> tuple[Vote, ...]:
    """The votes that a decision rests on, in the order they are kept."""
    return tuple(each for each in record.all(Vote) if each.decision == decision.key)


def actions_of(record: Record, decision: Decision) -> tuple[Action, ...]:
    """What follows from a decision, the soonest first."""
    found = (each for each in record.all(Action) if each.decision == decision.key)
    return tuple(sorted(found, key=lambda each: (each.due_on, each.key)))


def _decided(record: Record, body: str, on: date) -> Iterator[Decision]:
    """What a body decided at a meeting, or by a ballot that was closed before the next one."""
    later = Standing(record).sittings(body)
    until = min((each.on for each in later if each.on > on), default=date.max)
    for each in record.all(Decision):
        if each.body == body and on <= each.decided_on < until and not each.chairs_action:
            yield each


def _by_chair(record: Record, body: str, on: date) -> Iterator[Decision]:
    since = max((each.on for each in Standing(record).sittings(body) if each.on < on), default=date.min)
    for each in record.all(Decision):
        if each.body == body and since < each.decided_on <= on and each.chairs_action:
            yield each


def _there(record: Record, body: Body, on: date, found: tuple[Item, ...], names: Mapping[str, str]) -> Iterator[Part]:
    """Who spoke in a vote, who withdrew, and who of the members did not."""
    votes = [vote for each in found if each.decision for vote in votes_on(record, each.decision)]
    absent = (Choice.ABSENT, Choice.WITHDREW)
    there = dict.fromkeys((each.organisation, each.office) for each in votes if each.choice not in absent)
    seats = [(each.organisation, each.office) for each in record.all(BodyMember, on) if each.body == body.key]
    for bold, who in (("Voted.", [*there]), ("Did not vote.", [each for each in seats if each not in there])):
        if who and votes:
            yield Said(words="; ".join(f"{names.get(code, code)} ({office.value})" for code, office in who), bold=bold)


def _item(record: Record, item: Item, number: int, names: Mapping[str, str]) -> Iterator[Part]:
    yield Heading(words=f"{number}. {item.title}")
    if item.asked:
        yield Said(words=_asked(item.asked))
    if item.decision is None:
        yield Said(words="No decision is recorded.")
        return
    made = item.decision
    yield Said(words=f"{_outcome(made, names)}", bold=f"{made.key}.")
    for title, told in (("Why", made.reasons), ("Options", made.options), ("Conditions", made.conditions)):
        if told:
            yield Said(words="", bold=f"{title}:")
            yield Points(items=tuple(map(as_sentence, told)), numbered=title == "Conditions")
    if votes_on(record, made):
        yield Shown(table=votes_table(record, made, names), widths=(4, 3, 3, 1, 5))
    if made.dissent:
        yield Said(words="", bold="Dissent, as it was asked to be recorded:")
        yield Points(items=made.dissent)
    if follows := tuple(_follows(made, names)):
        yield Said(words=" ".join(follows))
    if done := actions_of(record, made):
        yield Shown(table=actions_table(done, names), widths=(2, 5, 4, 3, 3))


def actions_table(actions: tuple[Action, ...], names: Mapping[str, str]) -> Table:
    """What is to be done, by whom, and by when."""
    columns = (column("Action"), column("What", width=40), column("Who"), column("Due"), column("Done"))
    rows = tuple(
        (
            each.key,
            each.title,
            f"{names.get(each.organisation, each.organisation)}, {each.office.value}",
            long_date(each.due_on),
            long_date(each.done_on) if each.done_on else None,
        )
        for each in actions
    )
    return Table(title="Actions", columns=columns, rows=rows)


def _asked(asked: AgendaItem) -> str:
    told = [f"The body was asked to {asked.purpose.value} it"]
    told += [f"paper {asked.paper}"] if asked.paper else []
    told += [f"brought by the {asked.sponsor.value}"] if asked.sponsor else []
    told += [f"considered before: {asked.previous}"] if asked.previous else []
    return as_sentence("; ".join(told))


def _outcome(made: Decision, names: Mapping[str, str]) -> str:
    by = " by the chair between meetings" if made.chairs_action else ""
    told = [f"{made.outcome.value}{by} on {long_date(made.decided_on)}"]
    if made.binds:
        told.append(f"It binds {', '.join(names.get(each, each) for each in made.binds)}")
    if made.power:
        told.append(f"Power: {made.power}")
    if made.chairs_action:
        told.append(f"Ratified on {long_date(made.ratified_on)}" if made.ratified_on else "It is still to be ratified")
    return " ".join(map(as_sentence, (told[0][:1].upper() + told[0][1:], *told[1:])))


def _follows(made: Decision, names: Mapping[str, str]) -> Iterator[str]:
    if made.owner:
        office = f", {made.owner_office.value}" if made.owner_office else ""
        by = f", by {long_date(made.due_on)}" if made.due_on else ""
        yield as_sentence(f"Carried out by {names.get(made.owner, made.owner)}{office}{by}")
    if made.review_on:
        yield as_sentence(f"Looked at again on {long_date(made.review_on)}")
