"""The minutes of a meeting as a Word document and as a tagged PDF, both from the same content."""

from __future__ import annotations

from concordat.core.paper import Paper
from concordat.core.pdf import pdf
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.govern.out.minutes import Minutes


def docx(minutes: Minutes) -> bytes:
    """The minutes as Word, the same bytes for the same content."""
    paper = Paper(minutes.title, minutes.as_of, "Minutes")
    paper.foot(_FOOT)
    paper.hold(minutes.parts)
    return paper.done()


def as_pdf(minutes: Minutes) -> bytes:
    """The minutes as PDF, the same bytes for the same content."""
    return pdf(minutes.title, minutes.as_of, minutes.parts, _FOOT)


_FOOT = f"Written by Concordat from the register. {NOT_LEGAL_ADVICE}"

FORMS = {"docx": docx, "pdf": as_pdf}
"""What minutes can be taken away as, by the ending of the file."""
