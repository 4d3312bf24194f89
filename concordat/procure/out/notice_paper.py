"""Drafts of notices as a Word document: each with its days and why, what the record says of it, and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from concordat.core.money import in_pounds
from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.core.prose import Heading, Part, Points, Said, Shown
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.core.shown import Table, column
from concordat.procure.notice_draft import Draft, when
from concordat.procure.out.gate_words import sentence


def notice_paper(found: Sequence[Draft], key: str, as_of: date) -> bytes:
    """The document's bytes, the same for the same drafts of the purchase with a key."""
    named = f"{found[0].release['tender']['title']} ({key})" if found else key
    paper = Paper(f"Notices: {named}", as_of, "Drafts of notices")
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
    columns = (column("What", width=30), column("As the record has it", width=70))
    table = Table(title="What the record says", columns=columns, rows=tuple(_said(draft.release)))
    yield Shown(table=table, widths=(4.5, 12.5))
    yield Said(words="", bold="What is still to be written")
    yield Points(items=tuple(map(sentence, draft.to_write)))


def _said(release: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a release says, as people ask for it; its codes and ids are for machines."""
    tender, buyer = release["tender"], release["buyer"]["name"]
    yield "Buyer", buyer
    if others := [each["name"] for each in release["parties"] if each["name"] != buyer]:
        yield "Also for", "; ".join(others)
    yield "What is bought", tender["title"]
    yield "Kind", tender["mainProcurementCategory"]
    for each in tender.get("items", ()):
        yield "CPV code", each["classification"]["id"]
    if value := tender.get("value"):
        yield "Value with VAT", in_pounds(round(value["amountGross"] * 100))
    yield "How a supplier is chosen", tender["procurementMethodDetails"]
    yield "Law, and why", tender["legalBasis"]["description"]
    for name, span in (("Tenders", tender.get("tenderPeriod")), ("Contract", tender.get("contractPeriod"))):
        if span:
            yield name, " ".join(_from_and_to(span))


def _from_and_to(span: dict[str, str]) -> Iterator[str]:
    for word, name in (("from", "startDate"), ("to", "endDate")):
        if moment := span.get(name):
            yield f"{word} {long_date(date.fromisoformat(moment[:10]))}"
