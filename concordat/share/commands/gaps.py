"""concordat share gaps: what each member does not send, in sentences, and the fields that can be compared."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day
from concordat.core.finding import Severity
from concordat.data.model import shared_model
from concordat.register.intake import whole_record
from concordat.share.commands.given import takes_home
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise.gaps import gaps
from concordat.share.standardise.matrix import Field, matrix
from concordat.share.standardise.orphans import orphans
from concordat.share.standardise.units import units
from concordat.share.standardise.workspace import found_in

HELP = "what each member does not send, and which fields can be compared"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share gaps`."""
    takes_home(parser)
    parser.add_argument("--record", type=Path, metavar="FOLDER", help="the register, for suppliers and contracts")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Tell them; 1 where a mapping is wrong."""
    model, feeds, found = shared_model(), read_feeds(arguments.home), found_in(arguments.home)
    record = whole_record(arguments.record) if arguments.record else None
    as_of = arguments.as_of or date.today()
    lost, other = orphans(arguments.home, model), units(arguments.home)
    told = gaps(found, feeds, model=model, as_of=as_of, record=record, orphans=lost, units=other)
    fields = matrix(found, feeds, model=model)
    if arguments.json:
        content = {"gaps": [each.as_dict() for each in told], "fields": [each.as_dict() for each in fields]}
        print(as_json({"as_of": as_of.isoformat(), **content}))
    else:
        lines = [f"{each.severity.value}: {each}" for each in told]
        print("\n".join([*lines, *filter(None, map(_line, fields))]) or "No member has a feed yet.")
    return 1 if any(each.severity is Severity.ERROR for each in told) else 0


def _line(field: Field) -> str:
    return f"{field.table}.{field.column}: {field.finding}" if field.finding else ""
