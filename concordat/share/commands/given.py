"""What several commands of `share` take: a record and the day to judge it on."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from concordat.core.command import day


def takes_record(parser: argparse.ArgumentParser, name: str, **more: Any) -> None:
    """Add the folder of workbooks a command reads, the day it judges, and JSON."""
    parser.add_argument(name, type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs", **more)
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
