"""concordat share ask: a question about patients' data, answered as far as an agreement permits, and written down."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow.parquet as pq

from concordat.core.command import as_json
from concordat.core.refusal import Refusal
from concordat.data.opt_out_check import lists_in
from concordat.data.permit import Desk, Permit
from concordat.data.query import Answer, Door, Query
from concordat.data.secret import secret_of
from concordat.register.intake import whole_record
from concordat.share import plain
from concordat.share.commands.given import question_given, takes_by, takes_home, takes_record

HELP = "ask in SQL what an agreement permits; every question is on the log"

SHOWN = 20
"""The most rows printed in words."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share ask`."""
    takes_record(parser, "--record", required=True)
    takes_home(parser)
    parser.add_argument("--question", type=Path, required=True, metavar="FILE", help="who asks for what, as JSON")
    parser.add_argument("--sql", required=True, help="over the tables and columns that are permitted, and no others")
    parser.add_argument(
        "--opt-outs", type=Path, metavar="FOLDER", help="a folder for each controller: the check file and its reply"
    )
    takes_by(parser)
    parser.add_argument("--parquet", type=Path, metavar="FILE", help="write the answer here, within the workspace")


def run(arguments: argparse.Namespace) -> int:
    """Ask; 0 answered, 4 a person must look, 5 denied, 2 what cannot be read or asked."""
    as_of = arguments.as_of or date.today()
    desk = Desk(whole_record(arguments.record), as_of)
    question = question_given(arguments.question)
    verdict = desk.decide(question)
    if not isinstance(verdict, Permit):
        print(as_json(verdict.as_dict()) if arguments.json else "\n".join(plain.lines(verdict)))
        return verdict.EXIT_CODE
    door = Door(home=arguments.home, desk=desk, secret=secret_of(arguments.home))
    try:
        answer = door.query(
            Query(question=question, sql=arguments.sql),
            verdict,
            lists=lists_in(arguments.opt_outs) if arguments.opt_outs else (),
            by=arguments.by,
            at=datetime.combine(as_of, time(12), UTC),
        )
    finally:
        door.close()
    if arguments.parquet:
        pq.write_table(answer.table, _within(arguments.home, arguments.parquet))
    print(as_json(_told(answer)) if arguments.json else "\n".join(_lines(answer)))
    return 0


def _within(home: Path, path: Path) -> Path:
    """Rows stay in the workspace; only what is released leaves it. Raises Refusal."""
    if not path.resolve().is_relative_to(home.resolve()):
        raise Refusal("An answer stays within the workspace", where=path.name, remedy="Write it there, or release it")
    return path


def _told(answer: Answer) -> dict[str, object]:
    return {
        "agreement": answer.agreement,
        "version": answer.version,
        "snapshot": answer.snapshot,
        "line": answer.line,
        "isolation": answer.isolation,
        "columns": answer.table.column_names,
        "rows": json.loads(json.dumps(answer.table.to_pylist(), default=str)),
    }


def _lines(answer: Answer) -> Iterator[str]:
    names = answer.table.column_names
    yield " | ".join(names)
    for row in answer.table.slice(0, SHOWN).to_pylist():
        yield " | ".join("" if row[each] is None else str(row[each]) for each in names)
    if answer.table.num_rows > SHOWN:
        yield f"… and {answer.table.num_rows - SHOWN:,} rows more"
    under = f"{answer.agreement} version {answer.version}"
    yield f"Under {under}, snapshot {answer.snapshot}; line {answer.line} of the log. It stays within the workspace."
