"""The handbook of a shared service as a Word document, for whoever the handbook is for."""

from __future__ import annotations

from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.core.shown import Table
from concordat.govern.hosting.handbook import Handbook
from concordat.govern.hosting.ladder import Kind
from concordat.govern.hosting.raci import ESSENTIAL

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CALL = "Hours are those of London; working days are those of England. If a rung is closed, call the next."


def docx(book: Handbook) -> bytes:
    """The document's bytes, the same for the same handbook."""
    title = f"{book.service.name}: service handbook"
    paper = Paper(title, book.as_of, "How a shared service is run, and what is owed to whom")
    paper.foot(f"{book.service.name}, as of {long_date(book.as_of)}. {NOT_LEGAL_ADVICE}")
    for what, words in book.about():
        paper.say(words, bold=f"{what}:")
    _whom_to_call(paper, book)
    _obligations(paper, book)
    _who_does_what(paper, book)
    _risks(paper, book)
    paper.heading("If one leaves")
    paper.say(book.service.exit_schedule or "Nothing says where exit, step-in and run-off costs are agreed.")
    return paper.done()


def _whom_to_call(paper: Paper, book: Handbook) -> None:
    paper.heading("Whom to call")
    paper.say(_CALL)
    for kind in Kind:
        paper.heading(f"About {kind.one}", 2)
        _table(paper, book.ladder(kind), (1, 3, 4, 4, 4, 2), f"There is no ladder for {kind.one}.")


def _obligations(paper: Paper, book: Handbook) -> None:
    paper.heading("What is owed", new_page=True)
    if book.faults:
        count = len(book.faults)
        paper.warn(f"{count} of {len(book.lines)} duties are not back to back.", bold="To mend:")
    if book.pooled_said:
        paper.warn(f"{book.pooled_said}.", bold="Liability:")
    _table(paper, book.obligations(), (2, 4, 5, 5, 3, 3), "No duty of a supplier or host is on the record.")
    if book.other_duties().rows:
        paper.heading("Other duties", 2)
        _table(paper, book.other_duties(), (2, 4, 4, 6, 3), "")


def _who_does_what(paper: Paper, book: Handbook) -> None:
    paper.heading("Who does what", new_page=True)
    paper.say("A is accountable, R responsible, C consulted and I informed.")
    width = len(book.matrix.organisations)
    _table(paper, book.raci(), (4, *[3] * width), "Nobody has a part in anything yet.")
    if book.matrix.forgotten:
        forgotten = ", ".join(book.matrix.forgotten)
        paper.warn(f"{forgotten} (of the {len(ESSENTIAL)} that nobody may forget).", bold="Nobody is named for:")


def _risks(paper: Paper, book: Handbook) -> None:
    paper.heading("Risks", new_page=True)
    _table(paper, book.risk_table(), (4, 2, 2, 3, 4, 2, 2), "No risk is on the record.")
    if book.by_member().rows:
        paper.heading("What they may cost", 2)
        paper.say("Expected is the chance of each risk times its cost; at worst, all come true together.")
        _table(paper, book.by_member(), (6, 2, 2), "")


def _table(paper: Paper, table: Table, widths: tuple[int, ...], none: str) -> None:
    if table.rows:
        paper.table(table, widths)
    else:
        paper.say(none)
