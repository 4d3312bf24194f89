"""concordat procure: which steps come before a contract, by when, and which framework fits what is required."""

from __future__ import annotations

import argparse

from concordat.core.acts import describe_acts, run_act
from concordat.procure import commands

run = run_act


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat.procure`: a command for each module in `commands` that states its HELP."""
    describe_acts(parser, commands)
