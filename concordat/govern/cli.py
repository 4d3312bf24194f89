"""concordat govern: who decides what at which meetings, what is decided, and how a shared service is run."""

from __future__ import annotations

import argparse

from concordat.core.acts import describe_acts, run_act
from concordat.govern import commands

run = run_act


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat.govern`: a command for each module in `commands` that states its HELP."""
    describe_acts(parser, commands)
