"""concordat share ask: a question about patients' data, answered as far as an agreement permits, and written down."""

from __future__ import annotations

import argparse
import getpass
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow.parquet as pq

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.refusal import Refusal
from concordat.data.opt_out import Wishes
from concordat.data.opt_out_check import permitted_list
from concordat.data.permit import Desk, Permit
from concordat.data.query import Answer, Door, Query
from concordat.data.question import from_json
from concordat.register.intake import whole_record
from concordat.share import plain
from concordat.share.commands.given import as_json, takes_record

HELP = "ask in SQL what an agreement permits; every question is on the log"

SHOWN = 20
"""The most rows printed in words."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share ask`."""
    takes_record(parser, "--record", required=True)
    parser.add_argument("--home", type=Path, required=True, metavar="FOLDER", help="the workspace")
    parser.add_argument("--question", type=Path, required=True, metavar="FILE", help="who asks for what, as JSON")
    parser.add_argument("--sql", required=True, help="over the tables and columns that are permitted, and no others")
    parser.add_argument(
        "--opt-outs", type=Path, metavar="FOLDER", help="a folder for each controller: the check file and its reply"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who asks (default: who is signed in here)")
    parser.add_argument("--parquet", type=Path, metavar="FILE", help="write the answer here, within the workspace")


def run(arguments: argparse.Namespace) -> int:
    """Ask; 0 answered, 4 a person must look, 5 denied, 2 what cannot be read or asked."""
    as_of = arguments.as_of or date.today()
    desk = Desk(whole_record(arguments.record), as_of)
    question = from_json(json.loads(given_bytes(arguments.question, COMMAND_LINE)))
    verdict = desk.decide(question)
    if not isinstance(verdict, Permit):
        print(as_json(verdict.as_dict()) if arguments.json else "\n".join(plain.lines(verdict)))
        return verdict.EXIT_CODE
    door = Door(home=arguments.home, desk=desk, secret=_secret(arguments.home))
    try:
        answer = door.query(
            Query(question=question, sql=arguments.sql),
            verdict,
            lists=tuple(_lists(arguments.opt_outs)),
            by=arguments.by or getpass.getuser(),
            at=datetime.combine(as_of, time(12), UTC),
        )
    finally:
        door.close()
    if arguments.parquet:
        pq.write_table(answer.table, _within(arguments.home, arguments.parquet))
    print(as_json(_told(answer)) if arguments.json else "\n".join(_lines(answer)))
    return 0


def _lists(folder: Path | None) -> Iterator[Wishes]:
    """Each controller's list: FOLDER/<ODS>/ holds the check file that was sent, and reply-<day>.dat."""
    for each in sorted(folder.iterdir()) if folder else ():
        replies = sorted(each.glob("reply-*.dat"))
        asked = [path for path in each.glob("*.dat") if path not in replies]
        if len(asked) != 1 or not replies:
            raise Refusal(
                "It does not hold one check file and its reply",
                where=each.name,
                remedy="put both there, the reply named reply-2026-11-20.dat for the day it was made",
            )
        as_at = date.fromisoformat(replies[-1].stem.removeprefix("reply-"))
        yield permitted_list(replies[-1].read_bytes(), sent=asked[0].read_bytes(), controller=each.name, as_at=as_at)


def _secret(home: Path) -> bytes:
    """What identifiers are keyed from: made once for a workspace, and readable by its owner alone."""
    path = home / "secret"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


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
