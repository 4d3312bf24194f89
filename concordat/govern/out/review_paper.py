"""The pack of a month's service review as a Word document."""

from __future__ import annotations

from datetime import date

from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.govern.hosting.month import INCIDENTS, Pack


def docx(pack: Pack, as_of: date) -> bytes:
    """The document's bytes, the same for the same pack and day."""
    title = f"{pack.service.name}: service review, {pack.title}"
    paper = Paper(title, as_of, "What was due, done and owed in a month")
    paper.foot(f"{pack.service.name}, {pack.title}, as the record stood on {long_date(as_of)}")
    if pack.late:
        paper.warn("; ".join(each.what for each in pack.late), bold="Late:")
    paper.heading("Incidents")
    paper.say(INCIDENTS)
    for section in pack.sections:
        paper.heading(section.title)
        if section.items:
            paper.table(section.table, (8, 5, 3, 2))
        else:
            paper.say(section.none)
    return paper.done()
