"""concordat share repeats: tests that one member did and another repeated within days, as an agreement permits."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

from concordat.core.command import as_json
from concordat.share.commands.door import Asked, takes_question, through_the_door
from concordat.share.duplicated import COUNTS, RepeatTests, repeat_tests

HELP = "tests that one member did and another repeated within days: counted, suppressed and qualified"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share repeats`."""
    takes_question(parser)
    parser.add_argument("--days", type=int, default=30, metavar="N", help="at most so many days later (default: 30)")


def run(arguments: argparse.Namespace) -> int:
    """Count them; 0 answered, 4 a person must look, 5 denied, 2 what cannot be read or asked."""
    return through_the_door(arguments, partial(_counted, arguments))


def _counted(arguments: argparse.Namespace, asked: Asked) -> int:
    found = repeat_tests(asked.door, asked.permit, asked.lists, days=arguments.days, by=asked.by, at=asked.at)
    print(as_json(found.as_dict()) if arguments.json else "\n".join(_lines(found)))
    return 0


def _lines(found: RepeatTests) -> Iterator[str]:
    yield f"Tests done again by another member within {found.days} days:"
    yield "kind | done by | done again by | repeats | people"
    for each in found.rows:
        yield f"{each.capability} | {each.first} | {each.second} | {each.repeats:,} | {each.people:,}"
    if not found.rows:
        yield "none, or none of enough people to be told"
    few = f"Pairs of fewer than {found.least} people, or that would give such away, are left out"
    yield f"{few}; counts are rounded to {found.rounding}. Nobody who opted out is in them."
    yield from (f"- {each}" for each in found.warnings)
    yield "Not every repeat is waste: it may be clinically right, and only the member that did it can tell."
    counts = " ".join(f"--counts {each}" for each in COUNTS)
    under = f"Under {found.agreement} version {found.version}, snapshot {found.snapshot}; line {found.line} of the log"
    yield f"{under}. A second person may release it: concordat share release --line {found.line} {counts}"
