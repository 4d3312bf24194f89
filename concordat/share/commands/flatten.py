"""concordat share flatten: the rows of a SQL on FHIR ViewDefinition over FHIR files, to read or as Parquet."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from concordat.core.command import json_given
from concordat.core.refusal import Refusal
from concordat.data.formats.fhir import Flattened, flatten, merged
from concordat.data.formats.fhir_view import FhirView
from concordat.share.mapping.view_sql import compile_view

HELP = "the rows of a ViewDefinition (SQL on FHIR) over FHIR NDJSON or Bundles, packed (.gz) or not"
_WIDTH = 28
_AHEAD = 100


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share flatten`."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="NDJSON or a Bundle, .gz or not")
    parser.add_argument("--view", type=Path, required=True, metavar="VIEW.json", help="the ViewDefinition")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON object a row")
    form.add_argument("--parquet", type=Path, metavar="FILE", help="write the rows here as Parquet")


def run(arguments: argparse.Namespace) -> int:
    """Do it: 0, or 2 for a view or file that cannot be read. Lines left out are told on the error stream."""
    view = compile_view(json_given(arguments.view, "Give a ViewDefinition in JSON"), file=arguments.view.name)
    for each in view.warnings:
        _say(str(each))
    beside = arguments.parquet.parent if arguments.parquet else None
    if beside and not beside.is_dir():
        raise Refusal(f"There is no folder {beside}", remedy="Make it, or write elsewhere")
    with TemporaryDirectory(dir=beside, prefix=".flatten-") as folder:
        made = flatten(arguments.inputs, view, to=Path(folder), reject=lambda each: _say(str(each)))
        _give(arguments, made, view)
    if made.rejected:
        _say(
            "1 line or value was left out."
            if made.rejected == 1
            else f"{made.rejected:,} lines or values were left out."
        )
    return 0


def _give(arguments: argparse.Namespace, made: Flattened, view: FhirView) -> None:
    if arguments.parquet:
        merged(made.parts, arguments.parquet)
        print(f"{made.rows:,} rows written to {arguments.parquet}")
    elif arguments.json:
        for row in _rows(made):
            print(json.dumps(row, ensure_ascii=False))
    else:
        _table(_rows(made), [each.name for each in view.columns])


def _rows(made: Flattened) -> Iterator[dict[str, Any]]:
    return (row for batch in made.batches() for row in batch.to_pylist())


def _table(rows: Iterator[dict[str, Any]], names: list[str]) -> None:
    """Columns as wide as the first rows need, and no wider than can be read beside one another."""
    first = [{name: _cell(value) for name, value in row.items()} for row in islice(rows, _AHEAD)]
    widths = {name: min(_WIDTH, max([len(name), *(len(row[name]) for row in first)])) for name in names}
    _line({name: name for name in names}, widths)
    _line({name: "-" * widths[name] for name in names}, widths)
    for row in first:
        _line(row, widths)
    for each in rows:
        _line({name: _cell(value) for name, value in each.items()}, widths)


def _line(row: dict[str, str], widths: dict[str, int]) -> None:
    cells = (text if len(text) <= widths[name] else f"{text[: widths[name] - 1]}…" for name, text in row.items())
    print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths.values(), strict=True)).rstrip())


def _cell(value: Any) -> str:
    """A value as text of one line that no terminal obeys."""
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "".join(each if each.isprintable() else " " for each in text)


def _say(what: str) -> None:
    print(what, file=sys.stderr)
