"""Repeated tests as bars, the most first: who repeated whose, and of what. Its table is the matrix on the same page."""

from __future__ import annotations

from collections.abc import Sequence

from concordat.core.svg import GREY, INK, LINE, box, filled, fitted, picture, tag, text, title
from concordat.share.duplicated import Repeated

WIDTH, LABEL, ROW, HEAD = 760, 250, 26, 34  # pixels: the picture, its labels, from bar to bar, and above the first
PREFIX = "repeats"
MOST = 20
"""The most bars; the matrix has the rest."""


def svg(rows: Sequence[Repeated], days: int) -> str:
    """The picture. Its numbers are suppressed and rounded already."""
    shown = sorted(rows, key=lambda each: (-each.repeats, each.capability, each.first, each.second))[:MOST]
    most = max((each.repeats for each in shown), default=1)
    step = (WIDTH - LABEL - 70) / most
    drawn = [text(LABEL, 20, f"Repeats within {days} days", 12, fill=GREY)]
    for number, each in enumerate(shown):
        y, wide = HEAD + number * ROW, each.repeats * step
        drawn.append(text(8, y + 15, fitted(_label(each), LABEL - 16, 12), 12))
        bar = box(LABEL, y + 2, wide, ROW - 8, fill=filled(PREFIX, "solid-blue"), stroke=INK, stroke_width=0.5)
        drawn.append(tag("g", title(f"{_label(each)}: {each.repeats:,} repeats of {each.people:,} people"), bar))
        drawn.append(text(LABEL + wide + 6, y + 15, f"{each.repeats:,}", 12))
    foot = HEAD + len(shown) * ROW
    drawn.append(tag("line", x1=LABEL, x2=LABEL, y1=HEAD - 4, y2=foot, stroke=LINE))
    name = f"Tests repeated by another member within {days} days"
    return picture(PREFIX, WIDTH, foot + 8, drawn, name=name, says=says(shown))


def says(rows: Sequence[Repeated]) -> str:
    """What the picture tells, in words."""
    told = [f"{_label(each)}: {each.repeats:,} repeats of {each.people:,} people." for each in rows[:3]]
    return " ".join(told) or "Every pair of members is of too few people to be told."


def _label(each: Repeated) -> str:
    return f"{each.second} repeated {each.first}’s {each.capability or 'tests'}"
