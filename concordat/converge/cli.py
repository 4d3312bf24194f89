"""concordat converge FOLDER: from a folder of workbooks to an explained roadmap, without any database."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from math import inf
from pathlib import Path
from typing import TypeVar

from concordat.converge.answer.replan import Agreed, agreed_from
from concordat.converge.facts.what_if import WhatIf, suppose
from concordat.converge.out.form import Form, forms
from concordat.converge.roadmap import BAD_INPUT, ORDER, Wishes, roadmap
from concordat.core.command import as_json, day, json_given, write
from concordat.core.finding import Finding, folded
from concordat.core.refusal import Refusal
from concordat.register.intake import Intake, read_record

Number = TypeVar("Number", int, float)
MOST = 120
"""The most a contract can be supposed to slip in months, or a price to rise in per cent."""
PRINTED = ("json", "txt")
"""Forms that are printed rather than written to a file."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat converge`."""
    parser.add_argument("folder", type=Path, help="a workbook, or a folder of workbooks or CSV files")
    parser.add_argument("--as-of", type=day, default=None, help="the day to plan from, YYYY-MM-DD (default: today)")
    parser.add_argument("--seconds", type=_seconds, default=None, help="stop looking after so many seconds")
    parser.add_argument(
        "--order", default=",".join(ORDER), help=f"aims, first things first (default: {','.join(ORDER)})"
    )
    parser.add_argument("--benefits", action="store_true", help="count the cash that offers release against their cost")
    parser.add_argument(
        "--alternatives", type=_count, default=0, metavar="N", help="compare about N plans that share more"
    )
    parser.add_argument("--agreed", type=Path, metavar="FILE", help="an earlier answer (--json), to see what changes")
    parser.add_argument(
        "--most-changes", type=_count, metavar="N", help="change at most so many systems of the agreed plan"
    )
    parser.add_argument("--slip", action="append", default=[], metavar="CONTRACT=MONTHS", help="suppose it ends later")
    parser.add_argument("--leaver", action="append", default=[], metavar="ODS", help="suppose an organisation leaves")
    parser.add_argument("--dearer", action="append", default=[], metavar="OFFER=PERCENT", help="suppose a price rises")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    for form in _files():
        parser.add_argument(f"--{form.name}", type=Path, metavar="FILE", help=f"write the {form.what}")


def run(arguments: argparse.Namespace) -> int:
    """Plan it; 0 feasible, 2 bad input, 3 infeasible, or no plan found in the time given."""
    try:
        return _plan(arguments)
    except Refusal as refusal:
        if arguments.json:
            print(_mended_first(Finding(refusal.what, refusal.remedy, file=refusal.where)))
        raise


def _plan(arguments: argparse.Namespace) -> int:
    targets = [(form, getattr(arguments, form.name)) for form in _files() if getattr(arguments, form.name)]
    for _, path in targets:
        if not path.parent.is_dir():
            raise Refusal(f"There is no folder {path.parent}", remedy="Make it first, or write the file elsewhere")
    intake = read_record(arguments.folder)
    if intake.findings:
        return _bad_input(intake, as_json=arguments.json)
    as_of = arguments.as_of or date.today()
    record = suppose(intake.record, _supposed(arguments), as_of)
    answer = roadmap(record, as_of, _wishes(arguments), agreed=_agreed(arguments.agreed))
    for form, path in targets:
        write(path, form.made(answer, None))
    print(_form("json" if arguments.json else "txt").made(answer, None).decode().rstrip())
    return answer.exit_code


def _files() -> list[Form]:
    return [form for form in forms() if form.name not in PRINTED]


def _form(name: str) -> Form:
    return next(form for form in forms() if form.name == name)


def _wishes(arguments: argparse.Namespace) -> Wishes:
    return Wishes(
        order=_aims(arguments.order),
        seconds=arguments.seconds,
        benefits=arguments.benefits,
        most_changes=arguments.most_changes,
        alternatives=arguments.alternatives,
    )


def _supposed(arguments: argparse.Namespace) -> WhatIf:
    slips = tuple((key, round(months)) for key, months in map(_pair, arguments.slip))
    return WhatIf(slips=slips, leavers=tuple(arguments.leaver), prices=tuple(map(_pair, arguments.dearer)))


def _pair(text: str) -> tuple[str, float]:
    key, _, number = text.rpartition("=")
    try:
        value = float(number.removesuffix("%"))
    except ValueError:
        value = inf
    if not abs(value) <= MOST:
        remedy = f"Write them as KEY=NUMBER, such as C1=6, the number at most {MOST}"
        raise Refusal(f"{text!r} is not a key and a number", remedy=remedy)
    return key, value


def _agreed(path: Path | None) -> tuple[Agreed, ...]:
    return agreed_from(json_given(path, "Give an answer printed with --json")) if path else ()


def _seconds(text: str) -> float:
    return _number(text, float, "a time; write seconds, such as 30")


def _count(text: str) -> int:
    return _number(text, int, "a count; write a whole number, such as 3")


def _number(text: str, kind: type[Number], what: str) -> Number:
    try:
        value = kind(text)
    except ValueError:
        value = kind(-1)
    if not 0 <= value < inf or (value == 0 and kind is float):
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
    return value


def _aims(text: str) -> tuple[str, ...]:
    aims = tuple(aim.strip() for aim in text.split(",") if aim.strip())
    unknown = [aim for aim in aims if aim not in ORDER]
    if unknown or len(set(aims)) < len(aims) or "cost" not in aims:
        raise Refusal(
            f"{text!r} is not an order of aims", remedy=f"name each once, cost among them: {', '.join(ORDER)}"
        )
    return aims


def _bad_input(intake: Intake, *, as_json: bool) -> int:
    if as_json:
        print(_mended_first(*intake.findings))
    told = folded(intake.findings)
    for finding in told:
        print(finding, file=sys.stderr)
    print(f"concordat: {len(told)} things must be mended first; nothing was planned.", file=sys.stderr)
    return BAD_INPUT


def _mended_first(*findings: Finding) -> str:
    """The answer where the input must be mended first: nothing was planned."""
    return as_json({"status": "bad input", "moves": [], "findings": [finding.as_dict() for finding in findings]})
