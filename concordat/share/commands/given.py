"""What several commands of `share` take: a record and the day to judge it on, a workspace, who does it, a question."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import Any

from concordat.core.command import day, json_given
from concordat.data.question import Question, from_json


def takes_record(parser: argparse.ArgumentParser, name: str, **more: Any) -> None:
    """Add the folder of workbooks a command reads, the day it judges, and JSON."""
    parser.add_argument(name, type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs", **more)
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def takes_home(parser: argparse.ArgumentParser) -> None:
    """Add the workspace a command reads and writes."""
    parser.add_argument("--home", type=Path, required=True, metavar="FOLDER", help="the workspace")


def takes_by(parser: argparse.ArgumentParser) -> None:
    """Add who does it, as it is written down: whoever is signed in on this machine unless another is named."""
    signed_in = "who does it (default: who is signed in here)"
    parser.add_argument("--by", type=_somebody, default="", metavar="NAME", help=signed_in)


def question_given(path: Path) -> Question:
    """The question in a file of JSON. Raises Refusal, or BadQuestion with everything wrong with it."""
    return from_json(json_given(path, "Write the question as JSON"))


def _somebody(name: str) -> str:
    """argparse also converts a default that is text, and only once it is needed."""
    try:
        return name or getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        raise argparse.ArgumentTypeError("nobody is signed in here by name; say who does it") from None
