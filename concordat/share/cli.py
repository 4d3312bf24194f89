"""concordat share: ask what may be seen, check the agreements, write their papers; without any database."""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from concordat.core.command import as_json
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.question import BadQuestion
from concordat.register.intake import NotWhole
from concordat.share import commands


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share`: a command for each module in `commands` that has HELP."""
    acts = parser.add_subparsers(metavar="ACTION", required=True)
    for entry in iter_modules(commands.__path__):
        module = import_module(f"{commands.__name__}.{entry.name}")
        if hasattr(module, "HELP"):
            each = acts.add_parser(entry.name.replace("_", "-"), help=module.HELP, description=module.HELP)
            module.describe(each)
            each.set_defaults(run_command=partial(_run, module))


def run(arguments: argparse.Namespace) -> int:
    """Do it; anything that cannot be read ends with 2, and with --json says so there as well."""
    return int(arguments.run_command(arguments))


def _run(module: ModuleType, arguments: argparse.Namespace) -> int:
    try:
        return int(module.run(arguments))
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
