"""The data sharing agreement as a Word document: its schedule, and a signature page for each party that signs."""

from __future__ import annotations

from datetime import date

from concordat.register.record import Record
from concordat.share.out import document, flow_picture
from concordat.share.out.form import WORD, Form, own
from concordat.share.out.source import Source

TEMPLATE = "dsa.html"


def docx(record: Record, key: str, as_of: date, template: Source | None = None) -> bytes:
    """The schedule's bytes, from Concordat's template or a member's own, which may show the picture `flows`.

    Raises BadTemplate, NoAgreement, CannotDraw.
    """
    pictures = {"flows": flow_picture.drawn(record, key, as_of)}
    source = template or own(TEMPLATE)
    return document.docx(record, key, as_of, source, subject="Data sharing agreement", pictures=pictures)


FORMS = (
    Form(
        name="dsa", what="data sharing agreement with signature pages", ending="docx", media_type=WORD, made=docx,
        template=TEMPLATE,
    ),
)  # fmt: skip
