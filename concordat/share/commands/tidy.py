"""concordat share tidy: delete the stores and kept answers of a workspace whose agreement is over today."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from concordat.core.command import as_json
from concordat.core.refusal import Refusal
from concordat.data.ended import Discarded, discard
from concordat.data.facts import Facts
from concordat.register.intake import whole_record
from concordat.share.commands.given import takes_home

HELP = "delete the stores and kept answers whose agreement is not in force today"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share tidy`; no other day can be named, since a wrong one would delete answers."""
    parser.add_argument(
        "--record", type=Path, required=True, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs"
    )
    takes_home(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Delete them, and print what went and what the record does not know; 0."""
    if not arguments.home.is_dir():
        raise Refusal("There is no such folder", where=str(arguments.home), remedy="Name the workspace folder")
    gone = discard(arguments.home, Facts(whole_record(arguments.record), date.today()))
    print(as_json({"status": "tidied"} | asdict(gone)) if arguments.json else "\n".join(_lines(gone)))
    return 0


def _lines(gone: Discarded) -> Iterator[str]:
    yield f"{len(gone.stores):,} stores and {len(gone.answers):,} kept answers were deleted, as not in force today."
    yield from (f"store {each}" for each in gone.stores)
    yield from (f"answer {each}" for each in gone.answers)
    for each in gone.unknown:
        yield f"{each} is not on this record: what is kept under it stays. Name the record that it was asked on."
