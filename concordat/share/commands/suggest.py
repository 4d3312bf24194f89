"""concordat share suggest: a mapping proposed for a file that has none, for a person to check and sign."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from concordat.core.command import as_json
from concordat.core.refusal import Refusal
from concordat.data.formats.source import SourceSpec
from concordat.data.model import shared_model
from concordat.share.mapping.sample import format_of, sample_of
from concordat.share.mapping.suggest import as_yaml, suggest

HELP = "propose a mapping for a file: a person checks and signs it"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share suggest`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a table: CSV and its cousins, Excel or Parquet")
    parser.add_argument("--table", choices=shared_model().names, default="", help="the table (default: what fits best)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print a feed file."""
    path: Path = arguments.file
    if not path.is_file():
        raise Refusal("There is no such file", where=str(path), remedy="Give the path of one file")
    format = format_of(path.name)
    with TemporaryDirectory() as work:
        sample = sample_of(path, SourceSpec(format=format), Path(work))
    made = suggest(sample, shared_model(), arguments.table)
    feed = as_yaml(made, file=path.name, format=format)
    if arguments.json:
        guesses = [
            {
                "column": each.column.name,
                "from": each.source.name,
                "confidence": round(each.confidence, 2),
                "why": each.why,
            }
            for each in made.guesses
        ]
        print(as_json({"table": made.table.name, "guesses": guesses, "unused": list(made.unused), "feed": feed}))
    else:
        print(feed, end="")
    return 0
