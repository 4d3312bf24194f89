"""concordat share: ask what may be seen, check the agreements, and write their papers, without any database."""

from __future__ import annotations

import argparse
import json
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.permit import Desk
from concordat.data.question import BadQuestion, Question, from_json
from concordat.register.intake import NotWhole, whole_record
from concordat.register.outtake import write_record
from concordat.register.record import Record
from concordat.share import plain
from concordat.share.coverage import coverage
from concordat.share.exchange.decision import decision_of
from concordat.share.exchange.form import FORMS as EXCHANGED
from concordat.share.exchange.form import export_agreement, import_agreement
from concordat.share.exchange.request import Asked, read_request
from concordat.share.health import findings, standings
from concordat.share.out.form import About, forms, made
from concordat.share.out.template import Source


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share`."""
    acts = parser.add_subparsers(metavar="ACTION", required=True)
    _describe_may(acts.add_parser("may", help="may they see it? a verdict with its reasons"))
    _describe_agreements(acts.add_parser("agreements", help="check, export and import agreements"))
    _describe_document(acts.add_parser("document", help="write a paper: DSA, DPIA, ROPA, flows, notice, renewals"))


def run(arguments: argparse.Namespace) -> int:
    """Do it. A question ends with 0 permit, 4 review, 5 deny; anything that cannot be read with 2."""
    try:
        return int(arguments.act(arguments))
    except Refusal as refusal:
        if arguments.json:
            print(_json({"status": "bad input", "findings": [each.as_dict() for each in _told(refusal)]}))
        raise


def _describe_may(parser: argparse.ArgumentParser) -> None:
    _takes_record(parser, "--record", required=True)
    parser.add_argument("--question", type=Path, required=True, metavar="FILE", help="the question, as JSON")
    parser.add_argument(
        "--request-to", metavar="ODS", help="the file is a MAIS Request to this organisation; --json answers in MAIS"
    )
    parser.set_defaults(act=_may)


def _describe_agreements(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACTION", required=True)
    check = acts.add_parser("check", help="which are in force, what stops them, and what none allows yet")
    _takes_record(check, "folder")
    check.set_defaults(act=_check)
    export = acts.add_parser("export", help="write an agreement as JSON of a standard")
    _takes_record(export, "folder")
    export.add_argument("--agreement", required=True, metavar="KEY", help='its reference and version: "DSA-01 / 2"')
    export.add_argument("--form", choices=EXCHANGED, required=True, help="which standard")
    export.add_argument("--to", type=Path, metavar="FILE", help="write it here (default: print it)")
    export.set_defaults(act=_export)
    bring = acts.add_parser("import", help="read an agreement from JSON of a standard into a workbook")
    bring.add_argument("file", type=Path, help="the JSON file")
    bring.add_argument("--form", choices=EXCHANGED, required=True, help="which standard")
    bring.add_argument("--kept-by", required=True, metavar="ODS", help="the organisation that will keep it")
    bring.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="the workbook, or folder of CSVs, to write"
    )
    bring.add_argument("--signatures", action="store_true", help="also take the signatures the file claims")
    bring.add_argument("--json", action="store_true", help="print one JSON object")
    bring.set_defaults(act=_import)


def _describe_document(parser: argparse.ArgumentParser) -> None:
    named = "; ".join(f"{each.name}: {each.what}" for each in forms())
    parser.add_argument("name", choices=[each.name for each in forms()], metavar="NAME", help=named)
    _takes_record(parser, "folder")
    parser.add_argument("--agreement", metavar="KEY", help='the agreement it is about, such as "DSA-01 / 2"')
    parser.add_argument("--organisation", metavar="ODS", help="the organisation it is about, where it is about one")
    parser.add_argument("--template", type=Path, metavar="FILE", help="your own template in place of ours")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write it here (default: a name of its own)")
    parser.set_defaults(act=_document)


def _takes_record(parser: argparse.ArgumentParser, name: str, **more: Any) -> None:
    parser.add_argument(name, type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs", **more)
    parser.add_argument("--as-of", type=_day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _may(arguments: argparse.Namespace) -> int:
    desk = Desk(whole_record(arguments.record), arguments.as_of or date.today())
    if arguments.request_to:
        asked = _request(arguments.question, arguments.request_to)
        verdict = min((desk.decide(from_json(each)) for each in asked.questions), key=attrgetter("EXIT_CODE"))
        answer = decision_of(verdict.as_dict(), request=asked.identifier)
    else:
        verdict = desk.decide(_question(arguments.question))
        answer = verdict.as_dict()
    print(_json(answer) if arguments.json else "\n".join(plain.lines(verdict)))
    return verdict.EXIT_CODE


def _question(path: Path) -> Question:
    try:
        return from_json(json.loads(given_bytes(path, COMMAND_LINE)))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise Refusal("It cannot be read as JSON", where=path.name, remedy="Write the question as JSON") from problem


def _request(path: Path, asked_of: str) -> Asked:
    asked = read_request(given_bytes(path, COMMAND_LINE), asked_of, file=path.name)
    if not asked.questions:
        raise NotWhole(asked.findings)
    return asked


def _check(arguments: argparse.Namespace) -> int:
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    stand, wrong, cover = standings(record, as_of), findings(record, as_of), coverage(record, as_of)
    if arguments.json:
        print(
            _json(
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
        _write(arguments.to, content)
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
    print(_json(counts) if arguments.json else "\n".join(lines))
    return 0


def _document(arguments: argparse.Namespace) -> int:
    form = next(each for each in forms() if each.name == arguments.name)
    given = "organisation" if form.about is About.ORGANISATION else "agreement"
    key = getattr(arguments, given)
    if not key:
        raise Refusal(f"The {form.what} is about {form.about.value}", remedy=f"say which: --{given}")
    template = _template(arguments.template) if arguments.template else None
    content = made(form.name, whole_record(arguments.folder), key, arguments.as_of or date.today(), template)
    path = arguments.to or Path(f"{key.replace(' / ', '-')}-{form.name}.{form.ending}")
    _write(path, content)
    print(_json({"file": str(path), "bytes": len(content)}) if arguments.json else f"Wrote {path}")
    return 0


def _template(path: Path) -> Source:
    try:
        return Source(name=path.name, text=given_bytes(path, COMMAND_LINE).decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise Refusal("The template is not text in UTF-8", where=path.name, remedy="Save it as UTF-8") from problem


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise Refusal(f"The file {path} cannot be written", remedy="Write it elsewhere") from problem


def _told(refusal: Refusal) -> tuple[Finding, ...]:
    """A refusal as findings, all of them."""
    if isinstance(refusal, NotWhole):
        return refusal.findings
    if isinstance(refusal, BadQuestion):
        return tuple(Finding(what, next, file="question", column=where) for where, what, next in refusal.problems)
    return (Finding(refusal.what, refusal.remedy, file=refusal.where),)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-22") from None
