"""concordat share land: take in files from a member: hashed, stamped, kept unchanged, whole or not at all."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from concordat.core.command import as_json
from concordat.core.refusal import BAD_INPUT, Refusal
from concordat.data.extract import Batch, land
from concordat.share.commands.given import takes_home

HELP = "take in files from a member, stamped and kept unchanged"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share land`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an extract, as its system wrote it")
    takes_home(parser)
    parser.add_argument("--organisation", required=True, metavar="ODS", help="the member it comes from")
    parser.add_argument("--system", required=True, metavar="KEY", help="the system it comes from, as in the register")
    parser.add_argument("--period", required=True, help="the month it is about, 2026-10, or the day, 2026-10-05")
    parser.add_argument("--table", default="", help="the shared table it feeds, if it feeds only one")
    parser.add_argument("--notes", default="", help="what the sender says of it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Land each file; one that cannot be landed does not stop the others."""
    batches, refused = [], []
    for path in arguments.files:
        try:
            batches.append(_landed(path, arguments))
        except Refusal as refusal:
            refused.append(refusal)
    if arguments.json:
        told = [{"file": each.where, "what": each.what, "next": each.remedy} for each in refused]
        status = "bad input" if refused else "landed"
        print(as_json({"status": status, "batches": [each.as_dict() for each in batches], "findings": told}))
    else:
        print("\n".join([*map(_line, batches), *map(str, refused)]))
    return BAD_INPUT if refused else 0


def _landed(path: Path, arguments: argparse.Namespace) -> Batch:
    return land(
        path,
        home=arguments.home,
        organisation=arguments.organisation,
        system=arguments.system,
        period=arguments.period,
        received_at=datetime.now(UTC),
        table=arguments.table,
        notes=arguments.notes,
    )


def _line(batch: Batch) -> str:
    if batch.known:
        return f"{batch.name}: known already, as batch {batch.id}, received {batch.received_at:%-d %B %Y %H:%M}."
    return f"{batch.name}: landed as batch {batch.id}, {batch.bytes:,} bytes."
