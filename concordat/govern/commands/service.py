"""concordat govern service: how a shared service is run, whom to call at an hour, and a month's review."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.command import as_json, day, write
from concordat.core.period import long_date
from concordat.core.refusal import Refusal, as_sentence
from concordat.core.shown import Table
from concordat.govern.hosting.handbook import Handbook, handbook
from concordat.govern.hosting.ladder import Call, Kind, call, called, moment_of, spoken
from concordat.govern.hosting.month import INCIDENTS, Item, Pack, month_of, pack
from concordat.govern.hosting.sight import EVERYTHING, Sight
from concordat.register.intake import whole_record
from concordat.register.organisation import Membership, Organisation
from concordat.register.record import Record
from concordat.register.service import Rung

HELP = "how a shared service is run: duties, who does what, whom to call, the month's review"


class NoSuchReader(Refusal):
    """A code that no organisation of the record has."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat govern service`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--service", required=True, metavar="KEY", help="the service")
    parser.add_argument("--call", metavar="WHEN", help='whom to call then, in London: "2027-01-09 03:00"')
    parser.add_argument("--about", choices=[each.value for each in Kind], default=Kind.INCIDENT.value,
                        help="what the call is about (default: incident)")  # fmt: skip
    parser.add_argument("--month", metavar="YYYY-MM", help="the service review of a month")
    parser.add_argument("--handbook", type=Path, metavar="FILE.docx", help="write the handbook")
    parser.add_argument("--review", type=Path, metavar="FILE.docx", help="write the review of --month")
    parser.add_argument("--raci", type=Path, metavar="FILE.xlsx", help="write who does what")
    parser.add_argument("--reader", metavar="ODS", help="write for this organisation: others' pounds left out")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Answer what was asked, the handbook in short if nothing was; 0."""
    if arguments.review and not arguments.month:
        raise Refusal("A review is of a month", remedy="say which: --month 2027-01")
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    book = handbook(record, arguments.service, as_of, _sight(record, arguments.reader or "", as_of))
    asked = _called(record, arguments.service, arguments) if arguments.call else None
    review = pack(record, arguments.service, month_of(arguments.month), as_of) if arguments.month else None
    written = list(_written(arguments, book, review))
    if arguments.json:
        print(as_json(_json(book, asked, review)))
        return 0
    lines = [*(_call_lines(asked) if asked else ()), *(_review_lines(review) if review else ())]
    print("\n".join([*(lines or ([] if written else _lines(book))), *written]))
    return 0


def _sight(record: Record, reader: str, as_of: date) -> Sight:
    if not reader:
        return EVERYTHING
    if record.get(Organisation, reader, as_of) is None:
        known = ", ".join(each.code for each in record.all(Organisation, as_of)) or "none is on the record"
        raise NoSuchReader(f"There is no organisation {reader}", remedy=f"Name one of: {known}")
    return Sight(reader=reader, member=any(each.organisation == reader for each in record.all(Membership, as_of)))


def _called(record: Record, service: str, arguments: argparse.Namespace) -> Call:
    moment = moment_of(arguments.call)
    rungs = [each for each in record.all(Rung, moment.date()) if each.service == service]
    return call(rungs, Kind(arguments.about), moment)


def _written(arguments: argparse.Namespace, book: Handbook, review: Pack | None) -> Iterator[str]:
    """Write what was asked for, each told as it is done. The writers are imported here: a Word one takes a second."""
    if arguments.handbook:
        from concordat.govern.out import handbook_paper

        yield _told(arguments.handbook, handbook_paper.docx(book))
    if arguments.review and review:
        from concordat.govern.out import review_paper

        yield _told(arguments.review, review_paper.docx(review, book.as_of))
    if arguments.raci:
        from concordat.govern.out import raci_sheet

        yield _told(arguments.raci, raci_sheet.xlsx(book))


def _told(path: Path, content: bytes) -> str:
    write(path, content)
    return f"Wrote {path}"


def _lines(book: Handbook) -> Iterator[str]:
    """The handbook in short."""
    yield book.service.name
    yield from (f"  {what}: {words}" for what, words in book.about())
    sound = len(book.lines) - len(book.faults)
    yield (
        f"Back to back: {sound} of {len(book.lines)} duties" if book.lines else "Back to back: no duty is on the record"
    )
    for line in book.faults:
        yield f"  {line.verdict.value}: {line.duty.value} for {book.name(line.member)}. {as_sentence(line.reason.text)}"
    if book.pooled_said:
        yield f"  {book.pooled_said}."
    yield from (f"Nobody is named for: {each}" for each in book.matrix.forgotten)
    yield from _exposed(book.by_member())


def _exposed(table: Table) -> Iterator[str]:
    if table.rows:
        yield "What its risks may cost, expected and at worst:"
        yield from (f"  {member}: {expected}; {worst}" for member, expected, worst in table.words())


def _call_lines(asked: Call) -> Iterator[str]:
    yield as_sentence(asked.said)
    if asked.note:
        yield as_sentence(asked.note)
    for step in asked.steps[0 if asked.nobody else 1 :]:
        yield f"  then {called(step.rung)}, at {spoken(step.at)}"
    for closed in asked.closed:
        opens = f"from {spoken(closed.opens)}" if closed.opens else "not in the fortnight after it"
        yield f"  closed: {called(closed.rung)}; {opens}"


def _review_lines(review: Pack) -> Iterator[str]:
    yield f"{review.service.name}: {review.title}"
    yield INCIDENTS
    for section in review.sections:
        yield section.title
        if not section.items:
            yield f"  {section.none}"
        for each in section.items:
            yield f"  {each.what}{_when(each)}"


def _when(item: Item) -> str:
    told = (item.who, item.day and long_date(item.day), item.late and "late")
    words = ", ".join(each for each in told if each)
    return f" ({words})" if words else ""


def _json(book: Handbook, asked: Call | None, review: Pack | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "service": book.service.service,
        "as_of": book.as_of.isoformat(),
        "about": dict(book.about()),
        "obligations": _rows(book.obligations()),
        "raci": _rows(book.raci()),
        "forgotten": list(book.matrix.forgotten),
        "risks": _rows(book.risk_table()),
        "exposure": _rows(book.by_member()),
    }
    if asked:
        told["call"] = _call_json(asked)
    if review:
        told["review"] = {each.title: _rows(each.table) for each in review.sections}
    return told


def _rows(table: Table) -> list[dict[str, str]]:
    """A table as people read it, by its headings."""
    return [dict(zip(table.headings, row, strict=True)) for row in table.words()]


def _call_json(asked: Call) -> dict[str, Any]:
    return {
        "at": asked.moment.isoformat(),
        "about": asked.kind.value,
        "nobody": asked.nobody,
        "said": as_sentence(asked.said),
        "note": asked.note,
        "steps": [
            {"who": each.rung.who, "organisation": each.rung.organisation, "contact": each.rung.contact,
             "at": each.at.isoformat(), "after_minutes": each.after, "within": each.within}
            for each in asked.steps
        ],
        "closed": [
            {"who": each.rung.who, "opens": each.opens.isoformat() if each.opens else None, "in_minutes": each.minutes}
            for each in asked.closed
        ],
    }  # fmt: skip
