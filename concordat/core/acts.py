"""A verb's acts: `concordat VERB ACT …`, a module for each, found by discovery, with HELP, describe and run."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType

from concordat.core.command import Command, as_json
from concordat.core.discovery import stated
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal


def describe_acts(parser: argparse.ArgumentParser, commands: ModuleType) -> None:
    """Add what follows a verb: an act for each module of `commands` that states its HELP."""
    acts = parser.add_subparsers(metavar="ACTION", required=True, parser_class=Command)
    for name, help in stated(commands, "HELP").items():
        describe = partial(_describe, f"{commands.__name__}.{name}")
        acts.add_parser(name.replace("_", "-"), help=help, description=help, describe=describe)


def run_act(arguments: argparse.Namespace) -> int:
    """Do it; anything that cannot be read ends with 2, and with --json says so there as well."""
    return int(arguments.run_command(arguments))


def _describe(module_name: str, parser: argparse.ArgumentParser) -> None:
    """Only now is the module imported: some need all that reads, links and maps patients' data."""
    module = import_module(module_name)
    module.describe(parser)
    parser.set_defaults(run_command=partial(_run, module.run))


def _run(command: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    try:
        return command(arguments)
    except Refusal as refusal:
        if getattr(arguments, "json", False):
            print(as_json({"status": "bad input", "findings": [each.as_dict() for each in _told(refusal)]}))
        raise


def _told(refusal: Refusal) -> tuple[Finding, ...]:
    """A refusal as findings: all of them, where it has `findings`."""
    alone = Finding(refusal.what, refusal.remedy, file=refusal.where)
    return tuple(getattr(refusal, "findings", ())) or (alone,)
