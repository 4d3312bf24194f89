"""What govern's checks find about one row, for whoever reads its page.

Checks look at all that members share, so that all are told the same; no finding tells a value that is not for all.
"""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Finding
from concordat.govern.checks.every import check
from concordat.register.app.permission import Person
from concordat.register.noun import Noun
from concordat.register.record import Place, Record
from concordat.web.scope import whole_record_for_computation


def found_about(noun: type[Noun], key: str, *, by: Person, as_of: date) -> tuple[Finding, ...]:
    """What is wrong with any version of a shared row, the gravest first; its own key is its place."""
    whole = whole_record_for_computation(by.collaborative)
    here = Place(sheet=f"{noun.SHEET} ({key})")
    rows = {each: here for each in whole if isinstance(each, noun) and each.key == key}
    return tuple(each for each in check(Record.of(whole, rows), as_of) if each.sheet == here.sheet)
