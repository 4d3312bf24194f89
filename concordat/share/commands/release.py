"""concordat share release: what waits for a second person, and an answer released by one to a file that may leave."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq

from concordat.core.command import CannotWrite, as_json
from concordat.core.refusal import Refusal
from concordat.data.answers import Head, kept, waiting, write_as_csv
from concordat.share.commands.door import door_of
from concordat.share.commands.given import takes_by, takes_home, takes_record

HELP = "let an answer leave, checked, on the word of somebody who did not ask; without --line, what waits"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share release`."""
    takes_record(parser, "--record")
    takes_home(parser)
    parser.add_argument("--line", type=int, metavar="N", help="the answer, by its line on the log")
    parser.add_argument(
        "--counts", action="append", default=[], metavar="COLUMN", help="a column that counts people, of SQL's answer"
    )
    takes_by(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write it here, .csv or .parquet")


def run(arguments: argparse.Namespace) -> int:
    """Release it, or list what waits; 0, or 2 for what may not leave."""
    if arguments.line is None:
        heads = waiting(arguments.home)
        told = {"waiting": [asdict(each) | {"at": each.at.isoformat()} for each in heads]}
        print(as_json(told) if arguments.json else "\n".join(_lines(heads)))
        return 0
    if arguments.record is None:
        raise Refusal("Whether it may leave is decided on the record", remedy="Name it: --record FOLDER")
    _check_place(arguments.out)
    answer = kept(arguments.home, arguments.line)
    door, at = door_of(arguments)
    with closing(door):
        path = door.release(answer, by=arguments.by, at=at, counts=tuple(arguments.counts))
    if arguments.out:
        _write(path, arguments.out)
    rows = pq.read_metadata(path).num_rows
    out = str(arguments.out or path)
    facts = {"status": "released", "line": answer.line, "agreement": answer.agreement, "version": answer.version}
    said = f"{rows:,} rows of the answer on line {answer.line} released under {answer.agreement}: {out}"
    few = "What is of too few people, or would give them away, is left out, and the rest is rounded."
    print(as_json(facts | {"rows": rows, "file": out}) if arguments.json else f"{said}\n{few}")
    return 0


def _lines(heads: tuple[Head, ...]) -> Iterator[str]:
    for each in heads:
        state = "released" if each.released else "not released"
        asked = f"asked by {each.by} of {each.organisation} on {each.at:%Y-%m-%d}"
        yield f"line {each.line}: {each.rows:,} rows under {each.agreement} version {each.version}, {asked}; {state}"
    if not heads:
        yield "No answer is kept here."


def _check_place(out: Path | None) -> None:
    if out and out.suffix not in (".csv", ".parquet"):
        raise Refusal(f"The file {out.name} is neither .csv nor .parquet", remedy="Name it as one of them")
    if out and not out.parent.is_dir():
        raise Refusal(f"There is no folder {out.parent}", remedy="Make it, or write elsewhere")


def _write(released: Path, out: Path) -> None:
    try:
        if out.suffix == ".csv":
            with out.open("wb") as stream:
                write_as_csv(pq.read_table(released), stream)
        else:
            shutil.copyfile(released, out)
    except OSError as problem:
        raise CannotWrite(f"The file {out} cannot be written", remedy="Write it elsewhere") from problem
