"""concordat share ask: a question about patients' data, answered as far as an agreement permits, and written down."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from functools import partial

from concordat.core.command import as_json
from concordat.data.answers import rows_of
from concordat.data.counted import BadCounting, Counted, Where
from concordat.data.query import Answer, Query
from concordat.register.sharing import Operator
from concordat.share.commands.door import Asked, takes_question, through_the_door

HELP = "ask in SQL or for counts what an agreement permits; every question is on the log"

SHOWN = 20
"""The most rows printed in words."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share ask`."""
    takes_question(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--sql", default="", help="over the tables and columns that are permitted, and no others")
    what.add_argument("--count", metavar="TABLE", help="its rows and people, as an agreement on counts alone has it")
    parser.add_argument("--per", action="append", default=[], metavar="COLUMN", help="counts for each value of it")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        nargs="+",
        metavar="WORD",
        help=f'a limit on what is counted: COLUMN "OPERATOR" VALUE…, the operator one of: {"; ".join(Operator)}',
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask; 0 answered, 4 a person must look, 5 denied, 2 what cannot be read or asked."""
    return through_the_door(arguments, partial(_answered, arguments))


def _answered(arguments: argparse.Namespace, asked: Asked) -> int:
    query = Query(question=asked.question, sql=arguments.sql, counted=_counted(arguments))
    answer = asked.door.query(query, asked.permit, lists=asked.lists, by=asked.by, at=asked.at)
    told, rows = _told(answer), str(rows_of(arguments.home, answer.line))
    print(as_json(told | {"file": rows}) if arguments.json else "\n".join(_lines(answer, rows)))
    return 0


def _counted(arguments: argparse.Namespace) -> Counted | None:
    if not arguments.count:
        if arguments.per or arguments.where:
            raise BadCounting("--per and --where go with --count", remedy="Say in SQL itself by what, and where")
        return None
    where = tuple(_where(words) for words in arguments.where)
    return Counted(table=arguments.count, by=tuple(arguments.per), where=where)


def _where(words: list[str]) -> Where:
    column, operator, values = words[0], " ".join(words[1:2]), tuple(words[2:])
    if operator not in tuple(Operator) or not values:
        remedy = f'Write it as started_at "is at least" 2026-04-01; the operator is one of: {"; ".join(Operator)}'
        raise BadCounting("A limit is a column, an operator and what it is compared with", remedy=remedy)
    return Where(column=column, operator=Operator(operator), values=values)


def _told(answer: Answer) -> dict[str, object]:
    return {
        "agreement": answer.agreement,
        "version": answer.version,
        "snapshot": answer.snapshot,
        "line": answer.line,
        "protected": answer.protected,
        "isolation": answer.isolation,
        "columns": answer.table.column_names,
        "rows": json.loads(json.dumps(answer.table.to_pylist(), default=str)),
    }


def _lines(answer: Answer, rows: str) -> Iterator[str]:
    names = answer.table.column_names
    yield " | ".join(names)
    for row in answer.table.slice(0, SHOWN).to_pylist():
        yield " | ".join("" if row[each] is None else str(row[each]) for each in names)
    if answer.table.num_rows > SHOWN:
        yield f"… and {answer.table.num_rows - SHOWN:,} rows more"
    under = f"{answer.agreement} version {answer.version}"
    if answer.protected:
        yield "What is of too few people is left out, and the rest is rounded."
    yield f"Under {under}, snapshot {answer.snapshot}; line {answer.line} of the log."
    yield f"All its rows stay within the workspace, in Arrow: {rows}"
