"""concordat govern check: everything that is wrong with how we decide and run things together, the gravest first."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day
from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date
from concordat.govern.checks.every import check
from concordat.register.intake import whole_record

HELP = "what is wrong with who decides, what was decided, who was asked, and how services are run"
ERRORS = 3
"""How it ends where a finding is an error; 2 is for what cannot be read."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat govern check`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; 0 where none is an error, else 3."""
    as_of = arguments.as_of or date.today()
    found = check(whole_record(arguments.folder), as_of)
    wrong = any(each.severity is Severity.ERROR for each in found)
    if arguments.json:
        told = [each.as_dict() for each in found]
        print(as_json({"status": "errors" if wrong else "sound", "as_of": as_of.isoformat(), "findings": told}))
    else:
        lines = (f"{each.severity.value}: {each.rule}: {each}" for each in found)
        print("\n".join((*lines, headline(found, as_of))))
    return ERRORS if wrong else 0


def headline(found: Sequence[Finding], as_of: date) -> str:
    """How much was found, in a sentence."""
    counts = Counter(each.severity for each in found)
    if not counts:
        return f"Nothing is wrong on {long_date(as_of)}."
    told = (f"{counts[each]} {each.value}{'s' if counts[each] > 1 else ''}" for each in Severity if counts[each])
    return f"{', '.join(told)} on {long_date(as_of)}."
