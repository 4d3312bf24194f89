"""The command: `concordat VERB …`; each verb's own `cli` module says what follows it."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from functools import partial
from types import ModuleType

from concordat.capability import Capability, capabilities
from concordat.core.command import Command
from concordat.core.refusal import Refusal

GROUND = {
    "register": (
        "concordat.register.cli",
        "Read a workbook or a public file and say what is wrong with it; write the empty workbook.",
    ),
    "example": (
        "concordat.register.example.cli",
        "Write an example collaborative as workbooks: Three Rivers, or one of any size.",
    ),
    "demo": (
        "concordat.web.demo",
        "Load the example collaborative, plan its convergence, and open it in the browser.",
    ),
}
"""Commands that are no verb: they prepare what the verbs work on. Each module has describe and run, as a verb's has;
a verb may add to it (Capability.adds_to)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is printed as a sentence and becomes the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        chosen = _parser().parse_args(given)
        return int(chosen.run(chosen))
    except Refusal as refusal:
        print(f"concordat: {refusal}", file=sys.stderr)
        return refusal.exit_code
    except BrokenPipeError:
        return 0


def _parser() -> Command:
    """All commands by name and question; each is loaded when it is asked for: a solver or a web shell takes seconds."""
    parser = Command(prog="concordat", description="One shared record for a provider collaborative.")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for each in capabilities():
        verbs.add_parser(each.verb, help=each.question, description=each.theme, describe=partial(_verb, each))
    for name, (path, help) in GROUND.items():
        verbs.add_parser(name, help=help, description=help, describe=partial(_ground, name, path))
    return parser


def _verb(capability: Capability, parser: argparse.ArgumentParser) -> None:
    module = capability.command()
    if module:
        module.describe(parser)
    parser.set_defaults(run=module.run if module else partial(_theme, capability))


def _ground(name: str, path: str, parser: argparse.ArgumentParser) -> None:
    added = (capability.adds_to(name) for capability in capabilities())
    modules = [importlib.import_module(path), *filter(None, added)]
    for module in modules:
        module.describe(parser)
    parser.set_defaults(run=partial(_in_turn, modules))


def _in_turn(modules: Sequence[ModuleType], chosen: argparse.Namespace) -> int:
    """Run a command and what verbs add to it, up to the first that fails."""
    return next((code for module in modules if (code := int(module.run(chosen)))), 0)


def _theme(capability: Capability, _: argparse.Namespace) -> int:
    """What a verb without a command of its own answers."""
    print(f"{capability.verb}: {capability.question}\n{capability.theme}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
