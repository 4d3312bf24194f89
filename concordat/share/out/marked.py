"""Reads the few HTML tags a document is written in, strictly: whatever else is there is refused, with its line.

`check` reads what a template says of itself, so that the line is the template's; `read` reads the filled-in whole,
where a tag in a value is text already, and gives blocks that any writer can write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter

from concordat.share.out.block import Block, Picture, Rows, Run, Words
from concordat.share.out.source import BadTemplate, Source
from concordat.share.out.template import literals

_TOP = frozenset({""})
WITHIN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("h1", "h2", "h3", "p", "ul", "ol", "table", "hr", "img"), _TOP),
    "li": frozenset({"ul", "ol"}),
    "tr": frozenset({"table"}),
    **dict.fromkeys(("th", "td"), frozenset({"tr"})),
    **dict.fromkeys(("strong", "em"), frozenset({"p", "li", "strong", "em"})),
    "br": frozenset({"p", "li", "th", "td", "strong", "em"}),
}
"""Every tag there is, and what it may stand in; "" is the document itself."""
_VOID = ("br", "hr", "img")
_LEAVES = frozenset({"h1", "h2", "h3", "p", "li", "th", "td", "strong", "em"})
_ATTRIBUTES = {"p": "class", "hr": "class", "table": "class", "img": "src", "th": "width"}
_CLASSES = {"p": ("keep", "warning"), "hr": ("page",), "table": ("form",)}
_TAGS = f"use only {', '.join(WITHIN)}"
_WIDEST = 100
_BREAK = "\v"  # told apart from the line ends of the file


def check(source: Source) -> None:
    """Raises BadTemplate where the template itself holds a tag or attribute that is not allowed."""
    text, line = "", 1
    for each in literals(source):
        text += "\n" * (each.line - line) + each.text
        line = max(line, each.line) + each.text.count("\n")
    reader = _Tags(source)
    reader.feed(text)
    reader.close()


def read(source: Source, html: str, pictures: Collection[str] = ()) -> tuple[Block, ...]:
    """The blocks of a filled-in document, in order. Raises BadTemplate; its lines are those of the filled-in text."""
    reader = _Reader(source, pictures)
    reader.feed(html)
    reader.close()
    return reader.done()


class _Tags(HTMLParser):
    """Knows tags and the names of their attributes."""

    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source

    def refuse(self, what: str, remedy: str = _TAGS) -> BadTemplate:
        return self.source.refused(what, self.getpos()[0], remedy)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in WITHIN:
            raise self.refuse(f"A document may not hold <{tag[:40]}>")
        for name, _ in attrs:
            if name != _ATTRIBUTES.get(tag):
                only = f"leave it out; <{tag}> takes {_ATTRIBUTES.get(tag, 'no attribute')}"
                raise self.refuse(f"<{tag}> may not have '{name[:40]}'", only)

    def handle_endtag(self, tag: str) -> None:
        if tag not in WITHIN:
            raise self.refuse(f"A document may not hold </{tag[:40]}>")

    def handle_decl(self, decl: str) -> None:
        raise self.refuse("A document may not hold <!…>", "begin with <h1>; no document type is needed")

    def unknown_decl(self, data: str) -> None:
        raise self.refuse("A document may not hold <![…]>")

    def handle_pi(self, data: str) -> None:
        raise self.refuse("A document may not hold <?…>")


@dataclass
class _Open:
    """A tag that is not closed yet, and what it holds so far."""

    tag: str
    attributes: dict[str, str]
    line: int
    runs: list[Run] = field(default_factory=list)
    rows: list[list[_Open]] = field(default_factory=list)
    count: int = 0


class _Reader(_Tags):
    """Builds the blocks, and knows what may stand in what."""

    def __init__(self, source: Source, pictures: Collection[str]) -> None:
        super().__init__(source)
        self.source = Source(name=f"{source.name} as filled in", text="")
        self.pictures = pictures
        self.blocks: list[Block] = []
        self.open: list[_Open] = []
        self.new_page = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        within = self.open[-1].tag if self.open else ""
        if within not in WITHIN[tag]:
            place = f"in <{within}>" if within else "by itself"
            raise self.refuse(f"<{tag}> may not stand {place}", f"put it in {_where(tag)}")
        opened = _Open(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self._see(opened)
        if tag in _VOID:
            self._void(opened)
        else:
            self.open.append(opened)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag in _VOID:
            return
        if not self.open or self.open[-1].tag != tag:
            wanted = f"close </{self.open[-1].tag}> first" if self.open else "take it out"
            raise self.refuse(f"</{tag}> closes nothing that is open here", wanted)
        closed = self.open.pop()
        if tag in ("strong", "em"):
            self.open[-1].runs += closed.runs
        elif tag in ("th", "td"):
            self.open[-2].rows[-1].append(closed)
        elif tag == "table":
            self.blocks.append(self._rows(closed))
        elif tag in _LEAVES:
            self._words(closed)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].tag in _LEAVES:
            faces = {each.tag for each in self.open}
            self.open[-1].runs.append(Run(text=data, bold="strong" in faces, italic="em" in faces))
        elif data.strip():
            raise self.refuse(
                f"'{data.strip()[:30]}' stands outside any paragraph", "put it in <p>, <li>, <td> or <th>"
            )

    def done(self) -> tuple[Block, ...]:
        """The blocks, once everything is closed."""
        if self.open:
            raise self.source.refused(f"<{self.open[-1].tag}> is never closed", self.open[-1].line, "close it")
        self._page_taken()
        return tuple(self.blocks)

    def _see(self, opened: _Open) -> None:
        """What follows from a tag's place and attributes alone."""
        for value in (opened.attributes.get("class"),) if "class" in opened.attributes else ():
            if value not in _CLASSES[opened.tag]:
                raise self.refuse(f"'{str(value)[:30]}' is not a class", f"use {' or '.join(_CLASSES[opened.tag])}")
        if opened.tag == "tr":
            self.open[-1].rows.append([])
        if opened.tag == "li":
            self.open[-1].count += 1

    def _void(self, opened: _Open) -> None:
        if opened.tag == "br":
            self.open[-1].runs.append(Run(text=_BREAK))
        elif opened.tag == "img":
            self._page_taken()
            if (name := opened.attributes.get("src", "")) not in self.pictures:
                known = f"use one of {', '.join(self.pictures)}" if self.pictures else "this document has none"
                raise self.refuse(f"There is no picture '{name[:60]}'", known)
            self.blocks.append(Picture(name=name))
        elif "class" not in opened.attributes:
            raise self.refuse("<hr> draws no line here", 'write <hr class="page"> for a new page')
        else:
            self.new_page = True

    def _words(self, closed: _Open) -> None:
        runs = _tidied(closed.runs)
        heading = closed.tag.startswith("h")
        if not heading:
            self._page_taken()
        listed = self.open[-1] if closed.tag == "li" else None
        kind = "bullet" if listed and listed.tag == "ul" else closed.attributes.get("class") or closed.tag
        number = listed.count if listed and listed.tag == "ol" else 0
        if runs:
            self.blocks.append(Words(kind=kind, runs=runs, number=number, new_page=self.new_page))
            self.new_page = False

    def _rows(self, table: _Open) -> Rows:
        self._page_taken()
        heads = table.rows[0] if table.rows else []
        if not heads or {each.tag for each in heads} != {"th"}:
            raise self.source.refused("A table begins with a row of <th>", table.line, "give its columns headings")
        rows = [tuple(_text(cell) for cell in row) for row in table.rows[1:]]
        if wrong := [row for row in rows if len(row) != len(heads)]:
            what = f"A row has {len(wrong[0])} cells under {len(heads)} headings"
            raise self.source.refused(what, table.line, "give each row as many cells as there are headings")
        widths, form = tuple(map(self._width, heads)), "class" in table.attributes
        return Rows(headings=tuple(map(_text, heads)), widths=widths, rows=tuple(rows), form=form)

    def _width(self, head: _Open) -> float:
        text = head.attributes.get("width", "1")
        if not (text.isascii() and text.isdigit() and 0 < int(text[:4]) <= _WIDEST):
            raise self.source.refused(f"'{text[:20]}' is not a width", head.line, f"give a share from 1 to {_WIDEST}")
        return float(text)

    def _page_taken(self) -> None:
        if self.new_page:
            raise self.refuse("A new page begins with a heading", 'put <hr class="page"> just before <h2> or <h3>')


def _where(tag: str) -> str:
    return " or ".join(f"<{each}>" if each else "the document itself" for each in sorted(WITHIN[tag]))


def _text(cell: _Open) -> str:
    return "".join(each.text for each in _tidied(cell.runs))


def _tidied(runs: list[Run]) -> tuple[Run, ...]:
    """The runs with white space as HTML has it: any amount is one space, none where a line begins or ends."""
    kept: list[tuple[str, bool, bool]] = []
    for run in runs:
        for character in run.text:
            shown = "\n" if character == _BREAK else " " if character in " \t\r\n\f" else character
            if shown == " " and (not kept or kept[-1][0] in " \n"):
                continue
            if shown == "\n" and kept and kept[-1][0] == " ":
                kept.pop()
            kept.append((shown, run.bold, run.italic))
    if kept and kept[-1][0] == " ":
        kept.pop()
    faces = groupby(kept, key=itemgetter(1, 2))
    return tuple(Run(text="".join(c for c, _, _ in of), bold=bold, italic=italic) for (bold, italic), of in faces)
