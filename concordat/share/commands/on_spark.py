"""Where a command does its work: in DuckDB, or in Spark where the command line names it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from concordat.data.engine import Engine
from concordat.data.spark import spark_in


def takes_engine(parser: argparse.ArgumentParser) -> None:
    """Add where the work is done: in DuckDB, unless Spark is named."""
    told = "work it out in Spark, here or on a cluster (needs the extra `spark`; default: in DuckDB)"
    parser.add_argument("--spark", nargs="?", const="local[*]", default="", metavar="MASTER", help=told)


@contextmanager
def engine_given(arguments: argparse.Namespace) -> Iterator[Engine | None]:
    """The engine that was named, for as long as it is needed; None is DuckDB."""
    if not arguments.spark:
        yield None
        return
    with spark_in(arguments.home, arguments.spark) as spark:
        yield spark
