"""concordat share build: the governed store of a question, made before it is asked, and what it leaves out and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from concordat.core.command import as_json
from concordat.data.disclosure import rounded
from concordat.data.going import HELD
from concordat.data.query import limits_of
from concordat.share.commands.door import Asked, takes_question, through_the_door
from concordat.share.commands.on_spark import engine_given, takes_engine

HELP = "build what an agreement permits of the lake, and tell what was left out and why"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share build`."""
    takes_question(parser)
    takes_engine(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build it; 0 built, 4 a person must look, 5 denied, 2 what cannot be read or built."""
    return through_the_door(arguments, partial(_built, arguments))


def _built(arguments: argparse.Namespace, asked: Asked) -> int:
    with engine_given(arguments) as engine:
        store = asked.door.build(
            asked.question, asked.permit, lists=asked.lists, by=asked.by, at=asked.at, engine=engine
        )
    least, rounding = limits_of(asked.permit)
    told = {
        "status": "built",
        "store": store.name,
        "agreement": store.agreement,
        "version": store.version,
        "snapshot": store.snapshot,
        "least": least,
        "rounding": rounding,
        "tables": {
            table: {"columns": columns, "rows": _shown(store.tallies.get(table, {}), least, rounding)}
            for table, columns in store.tables.items()
        },
    }
    print(as_json(told) if arguments.json else "\n".join(_lines(told)))
    return 0


def _shown(tallies: Mapping[str, tuple[int, int]], least: int, rounding: int) -> dict[str, int | None]:
    """Rows by reason as any count is told: None where there are none, or they are of too few people."""
    shown = {reason: rounded(rows, rounding) for reason, (rows, people) in tallies.items() if people >= least}
    return {reason: shown.get(reason) for reason in tallies}


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield f"Built under {told['agreement']} version {told['version']}, of snapshot {told['snapshot']}: {told['store']}"
    few = f"none, or of fewer than {told['least']} people"
    about = "about " if told["rounding"] > 1 else ""
    for name, table in told["tables"].items():
        rows = {reason: few if many is None else f"{about}{many:,} rows" for reason, many in table["rows"].items()}
        yield f"{name} ({', '.join(table['columns'])}): {rows.pop(HELD, few)}"
        yield from (f"  left out, {reason}: {many}" for reason, many in rows.items())
    yield "It serves this agreement alone, and tells nobody from another by a true identifier."
