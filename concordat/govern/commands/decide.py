"""concordat govern decide: what a vote comes to under a body's terms and power, with reasons; and its minutes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day, json_given, write
from concordat.core.period import long_date
from concordat.core.refusal import Refusal, as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.govern.mandate import body_of
from concordat.govern.room import Decided, decide
from concordat.register.deciding.standing import Standing
from concordat.register.example.workbooks import write_workbooks
from concordat.register.intake import whole_record
from concordat.register.naming import names_in
from concordat.register.record import Record

HELP = "what a vote comes to under a body's terms and power, with its reasons; and its minutes"
_FORMS = (".docx", ".pdf")


class NotThere(Refusal):
    """A file or folder that cannot be written as asked."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat govern decide`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--proposal", required=True, metavar="KEY", help="what was decided on")
    parser.add_argument("--body", required=True, metavar="KEY", help="who decided")
    parser.add_argument("--on", type=day, required=True, metavar="DATE", help="the day it met, YYYY-MM-DD")
    votes = "JSON: a list of votes, each with organisation, choice and reason (office too, where it has several seats)"
    parser.add_argument("--votes", type=Path, required=True, metavar="FILE", help=votes)
    parser.add_argument("--as-of", type=day, default=None, help="the day of the minutes, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--minutes", type=Path, metavar="FILE", help="write the minutes, as .docx or .pdf")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="write the record with the decision to a new folder")


def run(arguments: argparse.Namespace) -> int:
    """Judge it; 0 carried, 2 what cannot be read, 3 not carried, no quorum or no power."""
    _writable(arguments)
    record = whole_record(arguments.folder)
    given = json_given(arguments.votes, "Write the votes as a JSON list")
    made = decide(record, arguments.proposal, arguments.body, arguments.on, given, arguments.votes.name)
    after = Record.of((*record, *made.rows), record.places)
    if arguments.minutes:
        write(arguments.minutes, _minutes(after, arguments))
    if arguments.to:
        write_workbooks(after, arguments.to)
    print(as_json(told(made)) if arguments.json else "\n".join(_lines(made, record, arguments)))
    return made.exit_code


def told(made: Decided) -> dict[str, object]:
    """The decision for JSON."""
    judged, decision = made.judgement, made.decision
    return {
        "decision": decision.decision,
        "proposal": decision.proposal,
        "body": decision.body,
        "on": decision.decided_on.isoformat(),
        "outcome": judged.outcome.value,
        "carried": judged.is_carried,
        "binds": list(judged.binds),
        "power": judged.power,
        "conditions": list(decision.conditions),
        "dissent": list(decision.dissent),
        "reasons": [each.as_dict() for each in judged.reasons],
        "remedies": list(judged.remedies),
        "votes": [
            {
                "organisation": each.organisation,
                "office": each.office.value,
                "choice": each.choice.value,
                "votes": each.votes,
                "reason": each.reason,
            }
            for each in made.votes
        ],
    }


def _lines(made: Decided, record: Record, arguments: argparse.Namespace) -> Iterator[str]:
    judged, names = made.judgement, names_in(record, arguments.on)
    outcome = judged.outcome.value
    yield f"{made.decision.decision}: {outcome[:1].upper()}{outcome[1:]} on {long_date(arguments.on)}."
    if judged.binds:
        yield f"It binds {', '.join(names.get(each, each) for each in judged.binds)}."
    yield from ("", "Why")
    for each in judged.reasons:
        facts = f" ({'; '.join(each.facts)})" if each.facts else ""
        yield f"  {as_sentence(each.text + facts)} [{', '.join(filter(None, (each.rule, each.source)))}]"
    yield from ("", "Votes")
    for vote in made.votes:
        why = f": {vote.reason}" if vote.reason else ""
        yield f"  {names.get(vote.organisation, vote.organisation)}, {vote.office.value}: {vote.choice.value}{why}"
    if judged.remedies:
        yield from ("", "What would change it", *(f"  {as_sentence(each)}" for each in judged.remedies))
    yield from ("", NOT_LEGAL_ADVICE)


def _minutes(record: Record, arguments: argparse.Namespace) -> bytes:
    from concordat.govern.out.minutes import minutes  # slow to load, and few ask for it
    from concordat.govern.out.minutes_paper import FORMS

    body = body_of(Standing(record), arguments.body, arguments.on)
    as_of = arguments.as_of or date.today()
    found = minutes(record, body, arguments.on, names_in(record, as_of), as_of)
    return FORMS[arguments.minutes.suffix.casefold().lstrip(".")](found)


def _writable(arguments: argparse.Namespace) -> None:
    """Refuses, before anything is worked out, what would be overwritten or cannot be written."""
    to, minutes = arguments.to, arguments.minutes
    if minutes and minutes.suffix.casefold() not in _FORMS:
        raise NotThere(f"{minutes} is neither .docx nor .pdf", remedy="End the name of the minutes with one of the two")
    if to and to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise NotThere(f"{to} is not empty", remedy="Name a new folder: what is there is never overwritten")
