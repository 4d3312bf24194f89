"""The impact assessment as a Word document, in the eleven sections of NHS England's template, with an addendum each.

NHS England, "Data protection impact assessment template", March 2026: screening; purposes and benefits; data; flows;
lawful basis; security; retention and disposal; people's rights; organisations; risks; sign-off.
"""

from __future__ import annotations

from datetime import date

from concordat.register.record import Record
from concordat.share.out import document, flow_picture
from concordat.share.out.form import WORD, Form, own
from concordat.share.out.source import Source

TEMPLATE = "dpia.html"


def docx(record: Record, key: str, as_of: date, template: Source | None = None) -> bytes:
    """The assessment's bytes, from Concordat's template or a member's own, which may show the picture `flows`.

    Raises BadTemplate, NoAgreement, CannotDraw.
    """
    pictures = {"flows": flow_picture.drawn(record, key, as_of)}
    source = template or own(TEMPLATE)
    return document.docx(record, key, as_of, source, subject="Data protection impact assessment", pictures=pictures)


FORMS = (
    Form(
        name="dpia", what="data protection impact assessment", ending="docx", media_type=WORD, made=docx,
        template=TEMPLATE,
    ),
)  # fmt: skip
