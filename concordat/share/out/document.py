"""From a template and an agreement to a document: checked, filled in, read, and handed to a writer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from concordat.core.period import long_date
from concordat.register.record import Record
from concordat.share.out import word
from concordat.share.out.block import Block, Words
from concordat.share.out.context.whole import context_of
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


def docx(
    record: Record, key: str, as_of: date, source: Source, *, subject: str, pictures: Mapping[str, Drawn] = NOTHING
) -> bytes:
    """The document as Word; it begins with its title, <h1>. Raises BadTemplate, NoAgreement."""
    blocks = blocks_of(record, key, as_of, source, pictures)
    title = blocks[0] if blocks else None
    if not (isinstance(title, Words) and title.kind == "h1"):
        raise source.refused("The document does not begin with a title", 1, "begin it with <h1>")
    foot = f"{subject} {key}, as of {long_date(as_of)}. Not legal advice."
    return word.docx(title.text, blocks[1:], as_of=as_of, subject=subject, foot=foot, pictures=pictures)
