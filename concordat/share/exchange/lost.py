"""What a standard cannot carry by itself, found by trying: written without our rows, read back, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.register.bundle import Bundle
from concordat.register.cell import blank, shown
from concordat.register.noun import Noun, columns
from concordat.register.record import Record
from concordat.share.exchange.extension import CARRIED, found, rests_on, rows_of
from concordat.share.exchange.form import Form

_AFTER = "keep the member 'concordat' in the file, or say it to them in another way"


def lost(record: Record, key: str, as_of: date, form: str) -> tuple[Finding, ...]:
    """What a reader of the standard members alone does not get, by sheet and column; and what no file carries.

    Raises NoSuchAgreement, or NoSuchForm.
    """
    carried = found(record, key, as_of)
    chosen = Form.named(form)
    alone = chosen.standard(carried.bundle, carried.names, as_of)
    got = {
        (type(each), each.key): each for each in chosen.read(alone, carried.bundle.agreement.organisation, file="").rows
    }
    told = [
        finding
        for row in rows_of(carried.bundle)
        for finding in _without(row, got.get((type(row), row.key)), chosen.title)
    ]
    return tuple(told + list(_elsewhere(record, carried.bundle)))


def _without(row: Noun, got: Noun | None, title: str) -> Iterator[Finding]:
    """The columns of a row that do not come back, or the row where none of it does; blanks are no loss."""
    if got is None:
        yield _lost(row, "", f"{title} has no member for {row.label}")
        return
    for each in columns(type(row)):
        value = getattr(row, each.name)
        if value != getattr(got, each.name) and value not in (blank(type(row), each.name), None, "", ()):
            what = f"{title} does not carry it as a value: {shown(each, value)[:200]}"
            yield _lost(row, each.heading, what)


def _elsewhere(record: Record, bundle: Bundle) -> Iterator[Finding]:
    """What stays behind with either form, our rows or not: other days, and what the agreement rests on."""
    own = set(rows_of(bundle))
    flows = {each.key for each in bundle.flows}
    for noun in CARRIED:
        for row in record.all(noun):
            belongs = getattr(row, "agreement", "") == bundle.key or getattr(row, "flow", "") in flows
            if row not in own and (belongs or row.key == bundle.key):
                what = f"{row.label} is true on other days; a file carries one day"
                yield _lost(row, "Valid from", what)
    for name in dict.fromkeys(rests_on(bundle)):
        what = f"It rests on {name}, which is not in the file"
        yield Finding(what, "send that too", sheet=bundle.agreement.SHEET, severity=Severity.NOTE)


def _lost(row: Noun, column: str, what: str) -> Finding:
    return Finding(f"{row.key}: {what}", _AFTER, sheet=row.SHEET, column=column, severity=Severity.NOTE)
