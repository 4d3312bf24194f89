"""A chapter of the manual as HTML: wide things scroll, headings can be linked to, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_DRESSED = {
    "<table>": '<div class="app-scroll" tabindex="0" role="region" aria-label="Table"><table class="app-table">',
    "</table>": "</table></div>",
    "<pre>": '<pre class="app-code" tabindex="0">',
}
"""What is wide in a chapter scrolls by itself, by keyboard too, so that the page need not."""


def as_html(text: str, addresses: Mapping[str, str]) -> Markup:
    """A chapter's Markdown, in which raw HTML is not let through.

    `addresses` are those of the chapters there are, by file name. The browser has no other page of the documents, so
    what links to one keeps its words and loses the link.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for heading, inside in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor(inside.content))
    for each in tokens:
        each.children = list(_linked(each.children, addresses)) if each.children else each.children
    html = markdown.renderer.render(tokens, markdown.options, {})
    for plain, dressed in _DRESSED.items():  # it escapes what a chapter says of tags, so that only its own are met
        html = html.replace(plain, dressed)
    return Markup(html)


def anchor(heading: str) -> str:
    """A heading as links name it, the way GitHub does."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _linked(tokens: Iterable[Token], addresses: Mapping[str, str]) -> Iterator[Token]:
    dropped = False
    for each in tokens:
        if each.type == "link_open":
            to = _address(str(each.attrGet("href")), addresses)
            dropped = to is None
            each.attrSet("href", to or "")
        if not (dropped and each.type in ("link_open", "link_close")):
            yield each


def _address(target: str, addresses: Mapping[str, str]) -> str | None:
    """Where a link leads in the browser; None where that has no page."""
    if re.match(r"https?:|#", target):
        return target
    file, hash, part = target.partition("#")
    return f"{addresses[file]}{hash}{part}" if file in addresses else None
