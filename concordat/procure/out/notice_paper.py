"""Drafts of notices as a Word document: each with its days and why, what the record says of it, and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.core.prose import Heading, Part, Points, Said, Shown
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.core.shown import Table, column
from concordat.procure.notice_draft import Draft, when
from concordat.procure.out.gate_words import sentence


def notice_paper(found: Sequence[Draft], title: str, as_of: date) -> bytes:
    """The document's bytes, the same for the same drafts."""
    paper = Paper(f"Notices of {title}", as_of, "Drafts of notices")
    paper.foot(f"Drafts, not published. Facts as of {long_date(as_of)}. {NOT_LEGAL_ADVICE}")
    if not found:
        paper.say("Every notice that the law asks for is published.")
    for each in found:
        paper.hold(_parts(each))
    return paper.done()


def _parts(draft: Draft) -> Iterator[Part]:
    yield Heading(words=sentence(draft.called))
    why = draft.due.reason
    yield Said(words=f"{sentence(when(draft))}. {why.text.rstrip('.')}. {why.source}.", bold="When and why.")
    columns = (column("What", width=30), column("As it would be published", width=70))
    rows = tuple(_told("", {name: draft.release[name] for name in draft.release if name not in _INNER}))
    yield Shown(table=Table(title="What the record says", columns=columns, rows=rows), widths=(6, 11))
    yield Said(words="", bold="What is still to be written")
    yield Points(items=tuple(map(sentence, draft.to_write)))


_INNER = ("ocid", "id", "date", "language", "initiationType")


def _told(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every leaf of a release with where it stands in it."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _told(f"{place} / {name}" if place else name, held)
    elif isinstance(value, list):
        for number, held in enumerate(value, start=1):
            yield from _told(f"{place} {number}" if len(value) > 1 else place, held)
    else:
        yield place, str(value)
