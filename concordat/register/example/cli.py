"""`concordat example FOLDER`: writes Three Rivers with questions to ask, or a generated collaborative of any size."""

from __future__ import annotations

import argparse
from pathlib import Path

from concordat.core.refusal import Refusal
from concordat.register.example.generate import generate
from concordat.register.example.three_rivers import three_rivers
from concordat.register.example.three_rivers.questions import write_questions
from concordat.register.example.workbooks import write_workbooks
from concordat.register.record import Record


class AskedTwice(Refusal):
    """A request for the committed example and for a generated one at once."""


def describe(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where to write; made if need be")
    parser.add_argument("--three-rivers", action="store_true", help="the committed example; the default")
    parser.add_argument("--trusts", type=int, metavar="N", help="generate one of N trusts (14)")
    parser.add_argument("--capabilities", type=int, metavar="N", help="generate one of N capabilities (40)")
    parser.add_argument("--seed", type=int, metavar="N", help="generate the one with this seed (1)")


def run(arguments: argparse.Namespace) -> int:
    """Write the workbooks and say which."""
    record = _record(arguments)
    for path in write_workbooks(record, arguments.folder):
        print(path)
    if not _sizes(arguments):
        print(f"{len(write_questions(arguments.folder / 'questions'))} questions in {arguments.folder / 'questions'}")
    print(f"{len(record):,} rows written. Nobody in them exists.")
    return 0


def _sizes(arguments: argparse.Namespace) -> dict[str, int]:
    """What was asked of a generated collaborative; nothing means Three Rivers."""
    asked = {name: getattr(arguments, name) for name in ("trusts", "capabilities", "seed")}
    return {name: value for name, value in asked.items() if value is not None}


def _record(arguments: argparse.Namespace) -> Record:
    given = _sizes(arguments)
    if given and arguments.three_rivers:
        words = ", ".join(f"--{name}" for name in given)
        raise AskedTwice("Three Rivers comes in one size", remedy=f"Leave out --three-rivers, or else {words}")
    return generate(**given) if given else three_rivers()
