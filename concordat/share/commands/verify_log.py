"""concordat share verify-log: whether the log of a workspace is whole, held against a checkpoint that a member kept."""

from __future__ import annotations

import argparse
from pathlib import Path

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.command import as_json
from concordat.core.refusal import Refusal
from concordat.data.checkpoint import read_checkpoint
from concordat.data.log import Log, verify_log
from concordat.share.commands.given import takes_home

HELP = "is the log of all questions whole? against a checkpoint a member kept"

BROKEN = 1


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share verify-log`."""
    takes_home(parser)
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint, as the member was sent it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Verify it: 0 where it is whole, 1 where it is not."""
    if not Log(arguments.home).folder.is_dir() and arguments.checkpoint is None:
        raise Refusal("There is no log here", where=str(arguments.home), remedy="Name the workspace folder")
    given = arguments.checkpoint
    checkpoint = read_checkpoint(given_bytes(given, COMMAND_LINE)) if given else None
    problems = verify_log(arguments.home, checkpoint)
    found = [{"kind": each.kind.value, "line": each.number, "what": each.text} for each in problems]
    if arguments.json:
        print(as_json({"whole": not problems, "against_checkpoint": checkpoint is not None, "problems": found}))
    else:
        print("\n".join(str(each) for each in problems) or _whole(checkpoint is not None))
    return BROKEN if problems else 0


def _whole(held: bool) -> str:
    if held:
        return "The log is whole, and is the log the checkpoint was made of."
    return "The log agrees with itself. Only a checkpoint that a member kept can show that its end was not cut off."
