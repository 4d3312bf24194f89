"""concordat share forget: a member leaves, and all its data in a workspace go; the proof is printed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from concordat.core.command import as_json
from concordat.core.refusal import Refusal
from concordat.data.leaver import Departure
from concordat.share.commands.given import takes_by, takes_home
from concordat.share.leaving import leave

HELP = "a member leaves: remove all its data, for ever, and print the proof"

LEFT = 1


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share forget`."""
    takes_home(parser)
    parser.add_argument("--organisation", required=True, metavar="ODS", help="who leaves")
    takes_by(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object, which names every file")


def run(arguments: argparse.Namespace) -> int:
    """Remove them: 0 where nothing is left, 1 where something is."""
    if not arguments.home.is_dir():
        raise Refusal("There is no such folder", where=str(arguments.home), remedy="Name the workspace folder")
    gone = leave(arguments.home, arguments.organisation, by=arguments.by, at=datetime.now(UTC))
    if arguments.json:
        print(as_json({"status": "left over" if gone.left else "forgotten"} | gone.as_dict()))
    else:
        print("\n".join(_lines(gone)))
    return LEFT if gone.left else 0


def _lines(gone: Departure) -> Iterator[str]:
    yield f"{gone.organisation} was removed by {gone.by}, {datetime.fromisoformat(gone.at):%-d %B %Y, %H:%M %Z}:"
    yield f"{len(gone.landed):,} files as they were sent, and {len(gone.mapped):,} kept beside them"
    yield f"{sum(rows for _, _, rows in gone.parts):,} rows, in {len(gone.parts):,} files of the shared tables"
    yield f"its people, from {len(gone.rewritten):,} files of the linkage"
    yield f"{len(gone.stores):,} stores and {len(gone.answers):,} kept answers with rows of its own"
    if gone.left:
        yield f"This is left over, and must be looked at: {', '.join(gone.left)}"
    else:
        yield "Every file below the folder was then searched for its batches and records: nothing is left."
    yield f"The proof has the SHA-256 {gone.digest}"
