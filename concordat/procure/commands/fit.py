"""concordat procure fit: which framework meets what is required, why the others do not, and what nobody has asked."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day, json_given, write
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.procure.fit import comparison
from concordat.procure.out.fit_sheet import xlsx
from concordat.procure.out.fit_words import as_dict, as_words
from concordat.procure.requirements import coverage
from concordat.register.intake import NotWhole, whole_record
from concordat.register.procurement import Requirement
from concordat.register.put import put
from concordat.register.record import Record

HELP = "which framework's lot meets what is required, why others do not, and what nobody has asked for"
NONE_FITS = 3


class WhichPurchase(Refusal):
    """Requirements of several purchases, or of none."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat procure fit`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    about = parser.add_mutually_exclusive_group(required=True)
    what = "requirements in place of the folder's: JSON, a list of rows; or a workbook or CSV of Requirements"
    about.add_argument("--requirement", type=Path, metavar="FILE", help=what)
    about.add_argument("--procurement", metavar="KEY", help="the purchase, whose requirements are in the folder")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write the comparison as an Excel workbook")


def run(arguments: argparse.Namespace) -> int:
    """Compare; 0 where a lot can be used, 3 where none can, 2 what cannot be read."""
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    given = _given(arguments.requirement, record) if arguments.requirement else ()
    key = arguments.procurement or _purchase(given)
    found = comparison(record, key, as_of, given)
    covered = coverage(record, found.purchase, found.requirements)
    if arguments.xlsx:
        write(arguments.xlsx, xlsx(found, covered))
    print(as_json(as_dict(found, covered)) if arguments.json else as_words(found, covered))
    return 0 if found.chosen else NONE_FITS


def _given(path: Path, record: Record) -> tuple[Requirement, ...]:
    """The requirements in a file. Raises NotWhole with everything that is wrong in it."""
    if path.suffix != ".json":
        return whole_record(path).all(Requirement)
    rows = json_given(path, "Write the requirements as a JSON list of objects")
    if not isinstance(rows, list):
        raise NotWhole([Finding("It is no JSON list", 'write it as [{"procurement": …, "requirement": …}]', path.name)])
    found: list[Requirement] = []
    wrong: list[Finding] = []
    for number, each in enumerate(rows, start=1):
        try:
            found.append(put(Requirement, each, f"{path.name}, item {number}", record))
        except NotWhole as problem:
            wrong += problem.findings
    if wrong:
        raise NotWhole(wrong)
    return tuple(found)


def _purchase(given: tuple[Requirement, ...]) -> str:
    keys = sorted({each.procurement for each in given})
    if len(keys) != 1:
        what = f"The requirements are of several purchases: {', '.join(keys)}" if keys else "There are no requirements"
        raise WhichPurchase(what, remedy="Give those of one purchase in its column Procurement")
    return keys[0]
