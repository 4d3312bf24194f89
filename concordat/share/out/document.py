"""From a template and an agreement to a document: checked, filled in, read, and handed to a writer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from concordat.core.period import long_date
from concordat.register.record import Record
from concordat.share.out import flow_picture, word
from concordat.share.out.block import Block, Words
from concordat.share.out.context.whole import context_of
from concordat.share.out.form import WORD, Form, own
from concordat.share.out.marked import check, read
from concordat.share.out.source import Source
from concordat.share.out.template import filled
from concordat.share.out.word import Drawn

NOTHING: Mapping[str, Drawn] = {}


def blocks_of(
    record: Record, key: str, as_of: date, source: Source, pictures: Mapping[str, Drawn] = NOTHING
) -> tuple[Block, ...]:
    """The document's blocks. Raises BadTemplate, NoAgreement."""
    check(source)
    return read(source, filled(source, context_of(record, key, as_of)), pictures)


def paper(name: str, what: str, *, subject: str) -> Form:
    """An agreement's paper as Word, from the template of its name or a member's own."""
    ours = f"{name}.html"
    made = partial(docx, ours=ours, subject=subject)
    return Form(name=name, what=what, ending="docx", media_type=WORD, made=made, template=ours)


def docx(record: Record, key: str, as_of: date, template: Source | None = None, *, ours: str, subject: str) -> bytes:
    """The paper's bytes. A template begins with the title, <h1>, and may show the picture `flows`.

    Raises BadTemplate, NoAgreement, CannotDraw.
    """
    pictures = {"flows": flow_picture.drawn(record, key, as_of)}
    source = template or own(ours)
    blocks = blocks_of(record, key, as_of, source, pictures)
    title = blocks[0] if blocks else None
    if not (isinstance(title, Words) and title.kind == "h1"):
        raise source.refused("The document does not begin with a title", 1, "begin it with <h1>")
    foot = f"{subject} {key}, as of {long_date(as_of)}. Not legal advice."
    return word.docx(title.text, blocks[1:], as_of=as_of, subject=subject, foot=foot, pictures=pictures)
