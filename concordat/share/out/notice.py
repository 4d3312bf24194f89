"""What people are told of an agreement: the paragraphs for a privacy notice, in plain English, as text and as HTML."""

from __future__ import annotations

from datetime import date

from concordat.register.record import Record
from concordat.share.out import word
from concordat.share.out.document import blocks_of
from concordat.share.out.form import Form, own
from concordat.share.out.source import Source

TEMPLATE = "notice.html"


def text(record: Record, key: str, as_of: date, template: Source | None = None) -> bytes:
    """The paragraphs as UTF-8 text. Raises BadTemplate, NoAgreement."""
    return word.text(blocks_of(record, key, as_of, template or own(TEMPLATE))).encode()


def html(record: Record, key: str, as_of: date, template: Source | None = None) -> bytes:
    """The paragraphs as a fragment to paste into a web page, without any attribute. Raises BadTemplate, NoAgreement."""
    return word.html(blocks_of(record, key, as_of, template or own(TEMPLATE))).encode()


FORMS = (
    Form(
        name="notice", what="privacy notice in plain text", ending="txt", media_type="text/plain; charset=utf-8",
        made=text, template=TEMPLATE,
    ),
    Form(
        name="notice-html", what="privacy notice for a web page", ending="html", media_type="text/html; charset=utf-8",
        made=html, template=TEMPLATE,
    ),
)  # fmt: skip
