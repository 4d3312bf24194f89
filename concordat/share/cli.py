"""concordat share: ask what may be seen, check the agreements, write their papers; without any database."""

from __future__ import annotations

import argparse

from concordat.core.acts import describe_acts, run_act
from concordat.share import commands

run = run_act


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share`: a command for each module in `commands` that states its HELP."""
    describe_acts(parser, commands)
