"""Writes the blocks of a document as Word, and as plain text and HTML for those who paste it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from concordat.core.paper import Paper
from concordat.core.sheet_xml import printable
from concordat.core.shown import Table, column
from concordat.share.out.block import Block, Picture, Rows, Run, Words

BY_HAND = 1.2  # centimetres: of a row that somebody writes in
_STYLES = {"bullet": "List Bullet", "number": "List"}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A picture as pixels, what it says to those who do not see it, and its caption."""

    png: bytes
    says: str
    caption: str


def docx(
    title: str, blocks: Iterable[Block], *, as_of: date, subject: str, foot: str, pictures: Mapping[str, Drawn]
) -> bytes:
    """The document as Word, the same bytes for the same blocks."""
    paper = Paper(title, as_of, subject)
    paper.foot(foot)
    for each in blocks:
        if isinstance(each, Words):
            _words(paper, each)
        elif isinstance(each, Rows):
            columns = tuple(column(heading) for heading in each.headings)
            paper.table(Table(title="", columns=columns, rows=each.rows), each.widths, least=BY_HAND * each.form)
        else:
            drawn = pictures[each.name]
            paper.picture(drawn.png, drawn.says, drawn.caption)
    return paper.done()


def _words(paper: Paper, words: Words) -> None:
    if words.kind in ("h1", "h2", "h3"):
        paper.heading(words.text, max(int(words.kind[1]) - 1, 1), new_page=words.new_page)
    elif words.kind == "warning":
        paper.warn(words.text, "")
    else:
        kind = "number" if words.number else words.kind
        number = [Run(text=f"{words.number}.\t")] if words.number else []
        runs = [(each.text, each.bold, each.italic) for each in (*number, *words.runs)]
        paper.runs(runs, style=_STYLES.get(kind, "Normal"), keep=kind == "keep")


def text(blocks: Sequence[Block]) -> str:
    """The words alone: a blank line between paragraphs, a dash before an item."""
    return printable("\n\n".join(_plain(each) for each in blocks)) + "\n"


def _plain(block: Block) -> str:
    if isinstance(block, Words):
        mark = f"{block.number}. " if block.number else "- " if block.kind == "bullet" else ""
        return mark + block.text
    if isinstance(block, Rows):
        return "\n".join("; ".join(f"{head}: {cell}" for head, cell in zip(block.headings, row, strict=True) if cell)
                         for row in block.rows)  # fmt: skip
    return f"[{block.name}]"


def html(blocks: Sequence[Block]) -> str:
    """A fragment for a web page: headings, paragraphs, lists and tables, nothing else, and no attribute at all."""
    return printable("\n".join(_fragment(blocks))) + "\n"


def _fragment(blocks: Sequence[Block]) -> Iterator[str]:
    listing = ""
    for each in blocks:
        wanted = _list(each)
        if wanted != listing:
            yield from (f"</{listing}>",) if listing else ()
            yield from (f"<{wanted}>",) if wanted else ()
            listing = wanted
        yield _element(each)
    if listing:
        yield f"</{listing}>"


def _list(block: Block) -> str:
    """The list a block is an item of, or blank."""
    if not isinstance(block, Words):
        return ""
    return "ul" if block.kind == "bullet" else "ol" if block.number else ""


def _element(block: Block) -> str:
    if isinstance(block, Words):
        tag = block.kind if block.kind.startswith("h") else "li" if _list(block) else "p"
        return f"<{tag}>{''.join(map(_run, block.runs))}</{tag}>"
    if isinstance(block, Picture):
        return ""
    rows = [("th", block.headings), *(("td", row) for row in block.rows)]
    return f"<table>{''.join(_row(tag, row) for tag, row in rows)}</table>"


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_escaped(each)}</{tag}>' for each in cells)}</tr>"


def _run(run: Run) -> str:
    said = _escaped(run.text)
    said = f"<em>{said}</em>" if run.italic else said
    return f"<strong>{said}</strong>" if run.bold else said


def _escaped(words: str) -> str:
    return escape(words).replace("\n", "<br>")
