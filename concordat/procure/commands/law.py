"""concordat procure law: under which law a purchase stands, which notices it needs by when, and what is unlawful."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day
from concordat.procure.law.account import account
from concordat.procure.out.law_words import as_dict, as_words
from concordat.register.intake import whole_record

HELP = "which law a purchase is under, its notices with their days, its standstill, and what may be changed"
UNLAWFUL = 3


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat procure law`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--procurement", required=True, metavar="KEY", help="the purchase")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--sign-on", type=day, default=None, help="what follows if the contract is signed that day")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print it; 3 where something is late or against the law."""
    as_of = arguments.as_of or date.today()
    found = account(whole_record(arguments.folder), arguments.procurement, as_of, sign_on=arguments.sign_on)
    print(as_json(as_dict(found)) if arguments.json else as_words(found))
    return UNLAWFUL if found.unlawful else 0
