"""concordat procure instruct: the pack for lawyers, so that they can begin on the day they are asked."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.command import day, write
from concordat.register.intake import whole_record

HELP = "the pack for lawyers as a Word document: what is bought, by when, under which law, and what they are asked"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat procure instruct`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--procurement", required=True, metavar="KEY", help="the purchase")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--docx", type=Path, required=True, metavar="FILE", help="the document to write")


def run(arguments: argparse.Namespace) -> int:
    """Write it."""
    from concordat.procure.out.instruction_paper import instruction_paper  # needs the extra `papers`

    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    write(arguments.docx, instruction_paper(record, arguments.procurement, as_of))
    print(arguments.docx)
    return 0
