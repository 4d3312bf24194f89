"""What a document is made of once it is written: words, tables and pictures, in order, for any writer to write out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words in one face; a line break is a newline."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, kw_only=True)
class Words:
    """A heading (h1, h2, h3), a paragraph (p, keep, warning), or an item of a list (bullet, or its number)."""

    kind: str
    runs: tuple[Run, ...]
    number: int = 0
    new_page: bool = False

    @property
    def text(self) -> str:
        """Its words, whatever their face."""
        return "".join(each.text for each in self.runs)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A table: headings with their widths as shares, and rows of as many texts; `form` has room to write by hand."""

    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    form: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One of the pictures the document is given, by name."""

    name: str


Block = Words | Rows | Picture
