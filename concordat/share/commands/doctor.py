"""concordat share doctor: what this machine gives, how questions are confined, and whether a workspace is whole."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from concordat.core.command import as_json
from concordat.core.finding import Severity
from concordat.core.refusal import Refusal
from concordat.share.doctor import Sign, signs

HELP = "is all well? the machine, how questions are confined on it, and whether a workspace is whole"
AMISS = 1


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share doctor`."""
    parser.add_argument(
        "--home", type=Path, metavar="FOLDER", help="the workspace (default: look at the machine alone)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Look; 1 where something is wrong that stops work or was changed."""
    if arguments.home and not arguments.home.is_dir():
        raise Refusal("There is no workspace", where=str(arguments.home), remedy="Name its folder")
    told = signs(arguments.home)
    wrong = Counter(each.amiss for each in told if each.amiss)
    if arguments.json:
        print(as_json({"well": not wrong[Severity.ERROR], "signs": [_told(each) for each in told]}))
    else:
        print("\n".join(map(_line, told)))
    return AMISS if wrong[Severity.ERROR] else 0


def _told(sign: Sign) -> dict[str, str]:
    state = sign.amiss.value if sign.amiss else "well"
    return {"name": sign.name, "state": state, "found": sign.found, "next": sign.next}


def _line(sign: Sign) -> str:
    state, remedy = (sign.amiss.value if sign.amiss else "well"), f" Next: {sign.next}." if sign.next else ""
    return f"{state:8}{sign.name}: {sign.found}.{remedy}"
