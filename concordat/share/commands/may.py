"""concordat share may: may they see it? A verdict with its reasons, and an exit code for each."""

from __future__ import annotations

import argparse
from datetime import date
from operator import attrgetter
from pathlib import Path

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.command import as_json
from concordat.data.permit import Desk, Permit
from concordat.data.question import from_json
from concordat.register.intake import NotWhole, whole_record
from concordat.share import plain
from concordat.share.commands.given import question_given, takes_record
from concordat.share.exchange.decision import decision_of
from concordat.share.exchange.request import Asked, read_request

HELP = "may they see it? a verdict with its reasons"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share may`."""
    takes_record(parser, "--record", required=True)
    parser.add_argument("--question", type=Path, required=True, metavar="FILE", help="the question, as JSON")
    parser.add_argument(
        "--request-to", metavar="ODS", help="the file is a MAIS Request to this organisation; --json answers in MAIS"
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask; 0 permit, 4 review, 5 deny."""
    desk = Desk(whole_record(arguments.record), arguments.as_of or date.today())
    if arguments.request_to:
        asked = _request(arguments.question, arguments.request_to)
        verdict = min((desk.decide(from_json(each)) for each in asked.questions), key=attrgetter("EXIT_CODE"))
        answer = decision_of(verdict.as_dict(), request=asked.identifier)
    else:
        verdict = desk.decide(question_given(arguments.question))
        answer = verdict.as_dict()
    others = desk.elsewhere(verdict) if isinstance(verdict, Permit) else ()
    print(as_json(answer) if arguments.json else "\n".join(plain.lines(verdict, others)))
    return verdict.EXIT_CODE


def _request(path: Path, asked_of: str) -> Asked:
    asked = read_request(given_bytes(path, COMMAND_LINE), asked_of, file=path.name)
    if not asked.questions:
        raise NotWhole(asked.findings)
    return asked
