"""concordat register: read a workbook or a public file without any database, and write the empty workbook."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from concordat.core.command import as_json
from concordat.core.finding import Finding, folded
from concordat.register import read_etr, read_ocds
from concordat.register.intake import Intake, read_record
from concordat.register.outtake import write_record
from concordat.register.template import write_template

PLACED = ("file", "sheet", "row", "column", "what", "next")
"""What JSON tells of a finding: where it is, what is wrong, and what to do next."""

LAYOUTS: dict[str, Callable[[Path], Intake]] = {
    "workbook": read_record,
    "etr": read_etr.read,
    "ocds": read_ocds.read,
}


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat register`."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    read = actions.add_parser("read", help="read a file or folder and print what is wrong, without storing anything")
    read.add_argument("path", type=Path)
    read.add_argument("--layout", choices=LAYOUTS, default="workbook", help="what the file is (default: workbook)")
    read.add_argument("--json", action="store_true", help="print one JSON object")
    read.add_argument(
        "--notes", action="store_true", help="also tell what is worth knowing about rows that were stored"
    )
    read.add_argument("--to", type=Path, metavar="FILE", help="write what was read as a workbook, or a folder of CSVs")
    read.set_defaults(act=_read)
    template = actions.add_parser("template", help="write the empty workbook, with drop-downs and notes")
    template.add_argument("file", type=Path)
    template.set_defaults(act=_template)


def run(arguments: argparse.Namespace) -> int:
    """Do it. A workbook with a row in error ends with 2; a public file with 0: its defects are not ours."""
    return int(arguments.act(arguments))


def _read(arguments: argparse.Namespace) -> int:
    intake = LAYOUTS[arguments.layout](arguments.path)
    print(_json(intake, arguments.notes) if arguments.json else _words(intake, arguments.notes))
    if arguments.to:
        write_record(intake.record, arguments.to)
    return 2 if intake.findings and arguments.layout == "workbook" else 0


def _json(intake: Intake, notes: bool) -> str:
    answer = intake.as_dict()
    told = {name: answer[name] for name in ("rows_in", "stored")}
    for name in ("findings", "notes") if notes else ("findings",):
        told[name] = [{key: row[key] for key in PLACED} for row in answer[name]]
    return as_json(told)


def _words(intake: Intake, notes: bool) -> str:
    counts = f"{intake.rows_in:,} rows read, {intake.stored:,} can be stored."
    if intake.notes and not notes:
        counts += f" {len(intake.notes):,} notes about those: add --notes to read them."
    told = (*folded(intake.findings), *(folded(intake.notes) if notes else ()))
    return "\n".join((counts, *map(_line, told)))


def _line(finding: Finding) -> str:
    return f"{finding.severity.value}: {finding}"


def _template(arguments: argparse.Namespace) -> int:
    write_template(arguments.file)
    print(f"Wrote {arguments.file}: fill in the sheets you need, then: concordat register read {arguments.file}")
    return 0
