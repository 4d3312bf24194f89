"""The stakeholder map as a picture: where offices stand across, and why they matter down; no colour tells alone."""

from __future__ import annotations

from collections import defaultdict

from concordat.core.period import long_date
from concordat.core.svg import BAND, GREY, INK, LINE, ORANGE, PAPER, PLUM, TEAL, box, fitted, picture, text, title
from concordat.govern.stakeholders import Colour, Map, Office
from concordat.register.stakeholder import Interest, Stance

ACROSS = (Stance.OPPOSED, Stance.UNKNOWN, Stance.NEUTRAL, Stance.SUPPORTS, Stance.LEADS)
_LEFT, _TOP, _CHIP, _MARGIN = 96, 30, 24, 10  # pixels: names of rows, of columns, an office, the edge
_DRAWN: dict[Colour, tuple[str, float, str, str]] = {
    Colour.RED: (PLUM, 3, "", "!! "),
    Colour.AMBER: (ORANGE, 2, "5 3", "! "),
    Colour.GREEN: (TEAL, 1, "", ""),
}
"""How an office is outlined: colour, width, dashes; and what stands before its name."""


def stakeholder_picture(found: Map, *, width: int = 1120) -> str:
    """The map as SVG; its table twin has every office in words."""
    cells: dict[tuple[Interest, Stance], list[Office]] = defaultdict(list)
    for each in found.offices:
        cells[each.interest, each.stance].append(each)
    rows = [each for each in Interest if any(place[0] is each for place in cells)]
    column = (width - _LEFT - _MARGIN) / len(ACROSS)
    drawn = [
        text(_LEFT + at * column + 6, _TOP - 10, stance.value, 13, font_weight="bold")
        for at, stance in enumerate(ACROSS)
    ]
    top = float(_TOP)
    for place, interest in enumerate(rows):
        height = max(len(cells[interest, stance]) for stance in ACROSS) * (_CHIP + 6) + 10
        drawn.append(box(0, top, width - _MARGIN, height, fill=BAND if place % 2 == 0 else PAPER))
        drawn.append(text(6, top + 20, interest.value, 13, fill=INK, font_weight="bold"))
        for at, stance in enumerate(ACROSS):
            left = _LEFT + at * column
            drawn.append(box(left, top, 0.8, height, fill=LINE))
            for down, office in enumerate(cells[interest, stance]):
                drawn += _chip(office, left + 6, top + 8 + down * (_CHIP + 6), column - 12)
        top += height
    drawn.append(
        text(6, top + 20, "!! and a heavy outline: red. ! and dashes: amber. A thin outline: green.", 12, fill=GREY)
    )
    name = f"Where everybody stands on {found.proposal.title}, {long_date(found.as_of)}"
    return picture("stakeholders", width, top + 30, drawn, name=name, says=says(found))


def says(found: Map) -> str:
    """What is read out instead of the picture."""
    told = ", ".join(f"{found.count(each)} {each.value}" for each in Colour)
    return f"{len(found.offices)} offices: {told}. Each is in the table beside this picture."


def _chip(office: Office, left: float, top: float, width: float) -> list[str]:
    colour, weight, dashes, mark = _DRAWN[office.colour]
    words = f"{mark}{office.organisation} {office.office}"
    dashed: dict[str, str] = {"stroke_dasharray": dashes} if dashes else {}
    why = ". ".join(each.text for each in office.reasons) or "Nothing is wanting"
    outline: dict[str, str | float] = {"fill": PAPER, "stroke": colour, "stroke_width": weight, "rx": 4, **dashed}
    return [
        _with_title(box(left, top, width, _CHIP, **outline), f"{office.office} of {office.organisation}: {why}"),
        text(left + 6, top + 16, fitted(words, width - 12, 12), 12),
    ]


def _with_title(shape: str, words: str) -> str:
    """The shape with what a pointer shows over it."""
    return f"{shape.removesuffix('/>')}>{title(words)}</rect>"
