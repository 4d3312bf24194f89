"""The command: `concordat VERB …`; each verb's own `cli` module says what follows it."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from concordat.capability import Capability, capabilities
from concordat.core.refusal import Refusal

GROUND = {
    "register": "concordat.register.cli",
    "example": "concordat.register.example.cli",
    "demo": "concordat.web.demo",
}
"""Commands that are no verb: they prepare what the verbs work on. Each module has HELP, describe and run."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is printed as a sentence and becomes the exit code."""
    try:
        chosen = _parser().parse_args(arguments)
        return int(chosen.run(chosen))
    except Refusal as refusal:
        print(f"concordat: {refusal}", file=sys.stderr)
        return refusal.exit_code
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="concordat", description="One shared record for a provider collaborative.")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for capability in capabilities():
        _add_verb(verbs, capability)
    for name, path in GROUND.items():
        module = importlib.import_module(path)
        each = verbs.add_parser(name, help=module.HELP, description=module.HELP)
        module.describe(each)
        each.set_defaults(run=module.run)
    return parser


def _add_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], capability: Capability) -> None:
    each = verbs.add_parser(capability.verb, help=capability.question, description=capability.theme)
    module = capability.command()
    if module is None:
        each.set_defaults(run=lambda _: print(f"{capability.verb}: {capability.question}\n{capability.theme}") or 0)
        return
    module.describe(each)
    each.set_defaults(run=module.run)


if __name__ == "__main__":
    sys.exit(main())
