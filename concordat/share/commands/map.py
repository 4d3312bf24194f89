"""concordat share map: every landed batch through its feed into the lake, whole or not at all."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from concordat.core.command import as_json
from concordat.core.refusal import BAD_INPUT
from concordat.data.model import shared_model
from concordat.share.commands.given import takes_by, takes_home
from concordat.share.commands.on_spark import engine_given, takes_engine
from concordat.share.mapping.feed_file import read_feed, read_feeds
from concordat.share.standardise.orphans import keep_orphans
from concordat.share.standardise.units import keep_units
from concordat.share.standardise.workspace import Mapped, map_home

HELP = "put every landed batch through its feed into the shared tables"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share map`."""
    takes_home(parser)
    parser.add_argument(
        "--feed", type=Path, metavar="FILE", help="only batches of this feed (default: of all in feeds/)"
    )
    takes_by(parser)
    takes_engine(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Map; 2 where a batch was refused."""
    feeds = read_feeds(arguments.home)
    only = read_feed(arguments.feed) if arguments.feed else None
    by, at = arguments.by, datetime.now(UTC)
    with engine_given(arguments) as engine:
        done = map_home(arguments.home, feeds, model=shared_model(), by=by, at=at, only=only, engine=engine)
    keep_orphans(arguments.home, shared_model())
    keep_units(arguments.home)
    if arguments.json:
        refused = any(each.refusal for each in done)
        print(as_json({"status": "bad input" if refused else "mapped", "batches": [_told(each) for each in done]}))
    else:
        print("\n".join(line for each in done for line in _lines(each)) or "Nothing has been landed.")
    return BAD_INPUT if any(each.refusal for each in done) else 0


def _told(mapped: Mapped) -> dict[str, object]:
    refusal = mapped.refusal
    return {
        "batch": mapped.batch.id,
        "file": mapped.batch.name,
        "known": mapped.known,
        "found": [each.as_dict() for each in mapped.found],
        "refused": {"what": refusal.what, "where": refusal.where, "next": refusal.remedy} if refusal else None,
    }


def _lines(mapped: Mapped) -> list[str]:
    if mapped.refusal:
        return [f"{mapped.batch.name}: not mapped. {mapped.refusal}"]
    again = ", as before" if mapped.known else ""
    lines = []
    for each in mapped.found:
        kept = each.rows - each.left_out - each.duplicates
        left = each.rows - kept + each.unread
        out = f", {left:,} left out (mapped/{each.batch}/rejects-{each.feed}.parquet says where)" if left else ""
        lines.append(f"{each.file}: {kept:,} rows of {each.table}{again}{out}.")
    return lines
