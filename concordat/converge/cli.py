"""concordat converge FOLDER: from a folder of workbooks to an explained roadmap, without any database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from concordat.converge.out import annex, calendar, chart, terse, workbook
from concordat.converge.roadmap import BAD_INPUT, ORDER, Roadmap, Wishes, as_dict, roadmap
from concordat.core.refusal import Refusal
from concordat.register.intake import Intake, read_record

FILES: dict[str, tuple[Callable[[Roadmap], bytes], str]] = {
    "xlsx": (workbook.xlsx, "Excel workbook of the plan"),
    "ics": (calendar.ics, "calendar of every date"),
    "docx": (annex.docx, "board annex"),
    "svg": (chart.svg, "picture of the roadmap"),
    "png": (chart.png, "the same picture for papers"),
}


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat converge`."""
    parser.add_argument("folder", type=Path, help="a workbook, or a folder of workbooks or CSV files")
    parser.add_argument("--as-of", type=_day, default=None, help="the day to plan from, YYYY-MM-DD (default: today)")
    parser.add_argument("--seconds", type=float, default=None, help="stop looking after so many seconds")
    parser.add_argument(
        "--order", default=",".join(ORDER), help=f"aims, first things first (default: {','.join(ORDER)})"
    )
    parser.add_argument("--benefits", action="store_true", help="count the cash that offers release against their cost")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    for name, (_, what) in FILES.items():
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"write the {what}")


def run(arguments: argparse.Namespace) -> int:
    """Plan it; 0 feasible, 2 bad input, 3 infeasible."""
    intake = read_record(arguments.folder)
    if intake.findings:
        return _bad_input(intake, as_json=arguments.json)
    wishes = Wishes(order=_aims(arguments.order), seconds=arguments.seconds, benefits=arguments.benefits)
    answer = roadmap(intake.record, arguments.as_of or date.today(), wishes)
    for name, (made, _) in FILES.items():
        path = getattr(arguments, name)
        if path and answer.plan:
            path.write_bytes(made(answer))
    print(_json(as_dict(answer)) if arguments.json else terse.text(answer))
    return answer.exit_code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-22") from None


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
        print(_json({"status": "bad input", **intake.as_dict()}))
    for finding in intake.findings:
        print(finding, file=sys.stderr)
    print(f"concordat: {len(intake.findings)} things must be mended first; nothing was planned.", file=sys.stderr)
    return BAD_INPUT


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)
