"""concordat share: ask what may be seen, check the agreements, and write their papers, without any database."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data import question
from concordat.data.permit import decide
from concordat.data.question import BadQuestion, Question
from concordat.register.intake import NotWhole, whole_record
from concordat.share import plain
from concordat.share.coverage import coverage
from concordat.share.health import findings, standings


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share`."""
    acts = parser.add_subparsers(metavar="ACTION", required=True)
    _describe_may(acts.add_parser("may", help="may they see it? a verdict with its reasons"))
    _describe_agreements(acts.add_parser("agreements", help="check, export and import agreements"))


def run(arguments: argparse.Namespace) -> int:
    """Do it. A question ends with 0 permit, 4 review, 5 deny; anything that cannot be read with 2."""
    try:
        return int(arguments.act(arguments))
    except Refusal as refusal:
        if arguments.json:
            print(_json({"status": "bad input", "findings": [each.as_dict() for each in _told(refusal)]}))
        raise


def _describe_may(parser: argparse.ArgumentParser) -> None:
    _takes_record(parser, "--record", required=True)
    parser.add_argument("--question", type=Path, required=True, metavar="FILE", help="the question, as JSON")
    parser.set_defaults(act=_may)


def _describe_agreements(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACTION", required=True)
    check = acts.add_parser("check", help="which are in force, what stops them, and what none allows yet")
    _takes_record(check, "folder")
    check.set_defaults(act=_check)


def _takes_record(parser: argparse.ArgumentParser, name: str, **more: Any) -> None:
    parser.add_argument(name, type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs", **more)
    parser.add_argument("--as-of", type=_day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _may(arguments: argparse.Namespace) -> int:
    asked = _question(arguments.question)
    verdict = decide(asked, whole_record(arguments.record), arguments.as_of or date.today())
    print(_json(verdict.as_dict()) if arguments.json else "\n".join(plain.lines(verdict)))
    return verdict.EXIT_CODE


def _question(path: Path) -> Question:
    try:
        return question.from_json(json.loads(given_bytes(path, COMMAND_LINE)))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise Refusal("It cannot be read as JSON", where=path.name, remedy="Write the question as JSON") from problem


def _check(arguments: argparse.Namespace) -> int:
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    stand, wrong, cover = standings(record, as_of), findings(record, as_of), coverage(record, as_of)
    if arguments.json:
        print(
            _json(
                {
                    "as_of": as_of.isoformat(),
                    "agreements": [each.as_dict() for each in stand],
                    "findings": [each.as_dict() for each in wrong],
                    "coverage": [each.as_dict() for each in cover.cells],
                    "unserved": [each.value for each in cover.unserved],
                }
            )
        )
    else:
        lines = [*map(str, stand), *(f"{each.severity.value}: {each.rule}: {each}" for each in wrong)]
        print("\n".join([*lines, f"No agreement allows yet: {'; '.join(cover.unserved)}."]))
    return 0


def _told(refusal: Refusal) -> tuple[Finding, ...]:
    """A refusal as findings, all of them."""
    if isinstance(refusal, NotWhole):
        return refusal.findings
    if isinstance(refusal, BadQuestion):
        return tuple(Finding(what, next, file="question", column=where) for where, what, next in refusal.problems)
    return (Finding(refusal.what, refusal.remedy, file=refusal.where),)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-22") from None
