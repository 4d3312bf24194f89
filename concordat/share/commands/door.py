"""What commands that go through the door have in common: what they take, and a question with its permit and lists."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from concordat.core.command import as_json
from concordat.data.opt_out import Wishes
from concordat.data.opt_out_check import lists_in
from concordat.data.permit import Desk, Permit
from concordat.data.query import Door
from concordat.data.question import Question
from concordat.data.secret import secret_of
from concordat.register.intake import whole_record
from concordat.share import plain
from concordat.share.commands.given import question_given, takes_by, takes_home, takes_record


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that is permitted, at the open door, with the opt-out lists that were given."""

    door: Door
    question: Question
    permit: Permit
    lists: tuple[Wishes, ...]
    by: str
    at: datetime


def takes_question(parser: argparse.ArgumentParser) -> None:
    """Add who asks for what, of which workspace, under which record, and the opt-outs that apply."""
    takes_record(parser, "--record", required=True)
    takes_home(parser)
    parser.add_argument("--question", type=Path, required=True, metavar="FILE", help="who asks for what, as JSON")
    parser.add_argument(
        "--opt-outs", type=Path, metavar="FOLDER", help="a folder for each controller: the check file and its reply"
    )
    takes_by(parser)


def through_the_door(arguments: argparse.Namespace, act: Callable[[Asked], int]) -> int:
    """Do what was asked, or print why not: 4 where a person must look, 5 where it is denied."""
    door, at = door_of(arguments)
    question = question_given(arguments.question)
    verdict = door.desk.decide(question)
    if not isinstance(verdict, Permit):
        print(as_json(verdict.as_dict()) if arguments.json else "\n".join(plain.lines(verdict)))
        return verdict.EXIT_CODE
    lists = lists_in(arguments.opt_outs) if arguments.opt_outs else ()
    with closing(door):
        return act(Asked(door=door, question=question, permit=verdict, lists=lists, by=arguments.by, at=at))


def door_of(arguments: argparse.Namespace) -> tuple[Door, datetime]:
    """The door of a workspace on the record of the day that is judged, and that day's noon."""
    as_of = arguments.as_of or date.today()
    desk = Desk(whole_record(arguments.record), as_of)
    door = Door(home=arguments.home, desk=desk, secret=secret_of(arguments.home))
    return door, datetime.combine(as_of, time(12), UTC)
