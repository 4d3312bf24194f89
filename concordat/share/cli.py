"""concordat share: ask what may be seen, check the agreements, write their papers; without any database."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from importlib import import_module

from concordat.core.command import Command, as_json
from concordat.core.discovery import stated
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.question import BadQuestion
from concordat.register.intake import NotWhole
from concordat.share import commands


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share`: a command for each module in `commands` that states its HELP."""
    acts = parser.add_subparsers(metavar="ACTION", required=True, parser_class=Command)
    for name, help in stated(commands, "HELP").items():
        acts.add_parser(name.replace("_", "-"), help=help, description=help, describe=partial(_describe, name))


def _describe(name: str, parser: argparse.ArgumentParser) -> None:
    """Only now is the module imported: some need all that reads, links and maps patients' data."""
    module = import_module(f"{commands.__name__}.{name}")
    module.describe(parser)
    parser.set_defaults(run_command=partial(_run, module.run))


def run(arguments: argparse.Namespace) -> int:
    """Do it; anything that cannot be read ends with 2, and with --json says so there as well."""
    return int(arguments.run_command(arguments))


def _run(command: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    try:
        return command(arguments)
    except Refusal as refusal:
        if getattr(arguments, "json", False):
            print(as_json({"status": "bad input", "findings": [each.as_dict() for each in _told(refusal)]}))
        raise


def _told(refusal: Refusal) -> tuple[Finding, ...]:
    """A refusal as findings, all of them."""
    if isinstance(refusal, NotWhole):
        return refusal.findings
    if isinstance(refusal, BadQuestion):
        return tuple(Finding(what, next, file="question", column=where) for where, what, next in refusal.problems)
    return (Finding(refusal.what, refusal.remedy, file=refusal.where),)
