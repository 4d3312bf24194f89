"""concordat procure gates: the last day for each step before a contract, what was missed, what is still possible."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day, write
from concordat.core.refusal import Refusal
from concordat.procure.gate import Gates, gates
from concordat.procure.out.gate_interchange import as_dict
from concordat.procure.out.gate_picture import svg
from concordat.procure.out.gate_sheet import xlsx
from concordat.procure.out.gate_terse import text
from concordat.procure.possible import Possible
from concordat.procure.still_possible import still_possible
from concordat.register.intake import whole_record
from concordat.register.record import Record

HELP = "the last day for each step before a contract, and what is still possible once one is missed"
MISSED = 3
"""What the command ends with where a gate can no longer be met."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat procure gates`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    about = parser.add_mutually_exclusive_group(required=True)
    about.add_argument("--contract", metavar="REF", default="", help="the contract whose end is reckoned back from")
    about.add_argument("--procurement", metavar="KEY", default="", help="the purchase")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    for name, what in _WHAT.items():
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"write the {what}")


def run(arguments: argparse.Namespace) -> int:
    """Tell them; 0 where every gate is done or can be met, 3 where one was missed."""
    targets = {name: path for name in _FORMS if (path := getattr(arguments, name))}
    for path in targets.values():
        if not path.parent.is_dir():
            raise Refusal(f"There is no folder {path.parent}", remedy="Make it first, or write the file elsewhere")
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    found = gates(record, as_of, contract=arguments.contract, procurement=arguments.procurement)
    ways = still_possible(found, record)
    for name, path in targets.items():
        write(path, _FORMS[name](found, ways, record))
    print(as_json(as_dict(found, ways)) if arguments.json else text(found, ways))
    return MISSED if found.missed else 0


_Made = Callable[[Gates, tuple[Possible, ...], Record], bytes]


def _ics(found: Gates, ways: tuple[Possible, ...], record: Record) -> bytes:
    from concordat.procure.out.gate_calendar import ics  # needs the extra `papers`, as its neighbour does

    return ics(found)


def _docx(found: Gates, ways: tuple[Possible, ...], record: Record) -> bytes:
    from concordat.procure.out.gate_paper import docx

    return docx(found, ways, record)


def _svg(found: Gates, ways: tuple[Possible, ...], record: Record) -> bytes:
    return svg(found, record).encode()


_WHAT = {"ics": "calendar with alarms", "docx": "plan as a Word document", "xlsx": "Excel workbook", "svg": "picture"}
_FORMS: dict[str, _Made] = {"ics": _ics, "docx": _docx, "xlsx": xlsx, "svg": _svg}
