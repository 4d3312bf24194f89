"""What several commands take and give: a record and a day, JSON, and a file that may not be writable."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.refusal import Refusal


def takes_record(parser: argparse.ArgumentParser, name: str, **more: Any) -> None:
    """Add the folder of workbooks a command reads, the day it judges, and JSON."""
    parser.add_argument(name, type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs", **more)
    parser.add_argument("--as-of", type=_day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def as_json(value: Any) -> str:
    """As a command prints it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def write(path: Path, content: bytes) -> None:
    """Write a file. Raises Refusal where that cannot be done."""
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise Refusal(f"The file {path} cannot be written", remedy="Write it elsewhere") from problem


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-22") from None
