"""What a short paper holds, as values from which both Word and PDF are written: headings, paragraphs, lists, tables."""

from __future__ import annotations

from dataclasses import dataclass

from concordat.core.shown import Table


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading, of level 1 or of 2 beneath it."""

    words: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Said:
    """A paragraph, after a few words in bold."""

    words: str
    bold: str = ""


@dataclass(frozen=True, kw_only=True)
class Points:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A table; `widths` are the shares its columns have of the page."""

    table: Table
    widths: tuple[float, ...]


Part = Heading | Said | Points | Shown
