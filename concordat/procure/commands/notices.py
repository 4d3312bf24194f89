"""concordat procure notices: drafts of the notices still to be published, as open contracting data and in Word."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, day, write
from concordat.procure.notice_draft import Draft, drafts, package, when
from concordat.register.intake import whole_record

HELP = "drafts of the notices that are still to be published, as OCDS and in Word, with what is left to write"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat procure notices`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--procurement", required=True, metavar="KEY", help="the purchase")
    parser.add_argument("--notice", metavar="CODE", default="", help="only this one, such as UK6")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print the drafts as a JSON list of OCDS release packages")
    parser.add_argument("--docx", type=Path, metavar="FILE", help="write them as a Word document")


def run(arguments: argparse.Namespace) -> int:
    """Draft them."""
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    found = drafts(record, arguments.procurement, as_of, arguments.notice)
    if arguments.docx:
        from concordat.procure.out.notice_paper import notice_paper  # needs the extra `papers`

        write(arguments.docx, notice_paper(found, arguments.procurement, as_of))
    print(as_json([package(each, as_of) for each in found]) if arguments.json else _words(found))
    return 0


def _words(found: tuple[Draft, ...]) -> str:
    """A paragraph for each."""
    told = (f"{each.called}, {when(each)}\n  To write: {'; '.join(each.to_write)}" for each in found)
    return "\n".join(told) or "Every notice that the law asks for is published."
