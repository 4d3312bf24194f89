"""concordat share agreements: check their health and coverage, and carry them out and in by a standard."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.command import as_json, write
from concordat.register.intake import NotWhole, whole_record
from concordat.register.outtake import write_record
from concordat.register.record import Record
from concordat.share.commands.given import takes_record
from concordat.share.coverage import coverage
from concordat.share.exchange.form import FORMS, export_agreement, import_agreement
from concordat.share.health import findings, standings

HELP = "check, export and import agreements"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share agreements`."""
    acts = parser.add_subparsers(metavar="ACTION", required=True)
    check = acts.add_parser("check", help="which are in force, what stops them, and what none allows yet")
    takes_record(check, "folder")
    check.set_defaults(act=_check)
    export = acts.add_parser("export", help="write an agreement as JSON of a standard")
    takes_record(export, "folder")
    export.add_argument("--agreement", required=True, metavar="KEY", help='its reference and version: "DSA-01 / 2"')
    export.add_argument("--form", choices=FORMS, required=True, help="which standard")
    export.add_argument("--to", type=Path, metavar="FILE", help="write it here (default: print it)")
    export.set_defaults(act=_export)
    bring = acts.add_parser("import", help="read an agreement from JSON of a standard into a workbook")
    bring.add_argument("file", type=Path, help="the JSON file")
    bring.add_argument("--form", choices=FORMS, required=True, help="which standard")
    bring.add_argument("--kept-by", required=True, metavar="ODS", help="the organisation that will keep it")
    bring.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="the workbook, or folder of CSVs, to write"
    )
    bring.add_argument("--signatures", action="store_true", help="also take the signatures the file claims")
    bring.add_argument("--json", action="store_true", help="print one JSON object")
    bring.set_defaults(act=_import)


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    return int(arguments.act(arguments))


def _check(arguments: argparse.Namespace) -> int:
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    stand, cover = standings(record, as_of), coverage(record, as_of)
    wrong = findings(record, stand, as_of)
    if arguments.json:
        print(
            as_json(
                {
                    "as_of": as_of.isoformat(),
                    "agreements": [each.as_dict() for each in stand],
                    "findings": [each.as_dict() for each in wrong],
                    "coverage": [each.as_dict() for each in cover.cells],
                    "unserved": [each.value for each in cover.unserved],
                }
            )
        )
    else:
        lines = [*map(str, stand), *(f"{each.severity.value}: {each.rule}: {each}" for each in wrong)]
        print("\n".join([*lines, f"No agreement allows yet: {'; '.join(cover.unserved)}."]))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    as_of = arguments.as_of or date.today()
    content = export_agreement(whole_record(arguments.folder), arguments.agreement, as_of, arguments.form)
    if arguments.to:
        write(arguments.to, content)
    else:
        print(content.decode().rstrip())
    return 0


def _import(arguments: argparse.Namespace) -> int:
    """Write what was read, but for signatures nobody has seen; with an error among the findings, write nothing."""
    given = import_agreement(arguments.file, arguments.form, arguments.kept_by)
    if not given.sound:
        raise NotWhole(given.findings)
    rows = given.rows if arguments.signatures else given.terms
    write_record(Record.of(rows), arguments.to)
    counts = {"rows": len(rows), "findings": [each.as_dict() for each in given.findings]}
    lines = [f"{len(rows)} rows written to {arguments.to.name}.", *map(str, given.findings)]
    print(as_json(counts) if arguments.json else "\n".join(lines))
    return 0
