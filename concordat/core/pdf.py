"""A tagged PDF of a short paper, for those who read with a screen reader too: the one door to typst.

Words are handed over as data (JSON), never as typst's markup, so nothing in them can run or read a file. The same
content gives the same bytes. Standard: PDF/UA-1 (ISO 14289-1), which typst refuses to write where it does not hold.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from concordat.core.money import in_short
from concordat.core.prose import Heading, Part, Points, Said
from concordat.core.refusal import Refusal
from concordat.core.sheet_xml import printable

_HERE = Path(__file__).parent
_TEMPLATE, _FONTS = _HERE / "pdf.typ", _HERE / "fonts/arimo"


class NoPdf(Refusal):
    """A PDF that cannot be made here, and why."""


def pdf(title: str, as_of: date, parts: Sequence[Part], foot: str = "") -> bytes:
    """The paper as PDF/UA-1, dated `as_of`. Raises NoPdf when the `papers` extra is not installed."""
    paper = {
        "title": _named(title),
        "foot": printable(foot),
        "date": {"year": as_of.year, "month": as_of.month, "day": as_of.day},
        "parts": [_given(each) for each in parts],
    }
    typst, fonts = _typst()
    made = typst.compile(
        _TEMPLATE,
        root=_HERE,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC),
    )
    return bytes(made)


@cache
def _typst() -> tuple[Any, Any]:
    """The library, and our fonts as it has read them. A compiler is not kept: it would be shared by threads."""
    try:
        import typst  # one extra of several: core runs without it
    except ImportError as missing:
        raise NoPdf(
            "A PDF needs an extra that is not installed", remedy="Install concordat[papers], or ask for Word"
        ) from missing
    return typst, typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])


def _given(part: Part) -> dict[str, Any]:
    """A part as the template takes it."""
    if isinstance(part, Heading):
        return {"kind": "heading", "level": part.level, "words": _named(part.words)}
    if isinstance(part, Said):
        return {"kind": "said", "words": printable(part.words), "bold": printable(part.bold)}
    if isinstance(part, Points):
        return {"kind": "points", "items": [printable(each) for each in part.items], "numbered": part.numbered}
    return {
        "kind": "shown",
        "title": printable(part.table.title),
        "headings": [printable(each) for each in part.table.headings],
        "rows": [[printable(each) for each in row] for row in part.table.words(in_short)],
        "right": list(part.table.figures),
        "widths": list(part.widths),
    }


def _named(words: str) -> str:
    """A title or heading: PDF/UA has none without words."""
    return printable(words).strip() or "Untitled"
