"""What `concordat example` writes of share's: Three Rivers' feeds, and extracts of so many made-up people."""

from __future__ import annotations

import argparse

from concordat.core.refusal import Refusal

FEW = 40
"""As many people as the committed example has."""
_SIZES = ("trusts", "capabilities", "seed")


class NotOfThatSize(Refusal):
    """Extracts of a collaborative for which there are none."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add to the arguments of `concordat example`."""
    parser.add_argument("--people", type=int, metavar="N", help=f"write extracts of N made-up people ({FEW})")


def run(arguments: argparse.Namespace) -> int:
    """Write feeds and extracts beside the workbooks of Three Rivers; a generated collaborative has none."""
    if any(getattr(arguments, each, None) is not None for each in _SIZES):
        if arguments.people is not None:
            remedy = "Leave out --people, or else --trusts, --capabilities and --seed"
            raise NotOfThatSize("Extracts are made of Three Rivers alone", remedy=remedy)
        return 0
    from concordat.share.example.extracts import write_extracts  # numpy and pyarrow, which nothing else here needs
    from concordat.share.example.feeds_written import write_feeds

    folder = arguments.folder
    made = write_extracts(folder, people=FEW if arguments.people is None else arguments.people)
    print(f"{len(write_feeds(folder / 'feeds'))} feeds, code maps and views in {folder / 'feeds'}")
    size = sum(path.stat().st_size for path in made.files)
    told = f"{made.counts['people']:,} people who do not exist, {made.counts['records']:,} records of them"
    print(f"{len(made.files)} files in {folder / 'extracts'}, opt_outs and truth: {told}, {size / 1e6:,.1f} MB")
    return 0
