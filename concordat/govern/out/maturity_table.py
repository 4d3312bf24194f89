"""Maturity as a table, member beside member, and as a picture of how far they are apart."""

from __future__ import annotations

from concordat.core.period import long_date
from concordat.core.shown import Table, column
from concordat.core.svg import BAND, BLUE, GREY, LINE, PAPER, box, fitted, picture, tag, text, title
from concordat.govern.maturity import Maturity, Spread

LEVELS = 5  # 0 to 4
_LEFT, _TOP, _ROW, _MARGIN = 190, 34, 40, 10  # pixels: names of domains, of levels, a domain, the edge


def maturity_table(found: Maturity) -> Table:
    """Levels 0 to 4 by domain: together, at each member, and the levels between the lowest and the highest of them."""
    names = ("Domain", "Together", *found.members, "Between members")
    rows = tuple(
        (
            reached.domain,
            str(reached.level),
            *(str(found.by_member[code][place].level) for code in found.members),
            _between(spread),
        )
        for place, (reached, spread) in enumerate(zip(found.together, found.spreads, strict=True))
    )
    return Table(title="Levels reached, 0 to 4", columns=tuple(map(column, names)), rows=rows)


def maturity_picture(found: Maturity, *, width: int = 1120) -> str:
    """Each domain's line from its lowest member to its highest, who stands where, and the level reached together."""
    step = (width - _LEFT - _MARGIN) / LEVELS
    drawn = [
        text(_LEFT + at * step + step / 2, _TOP - 12, f"Level {at}", 12, text_anchor="middle") for at in range(LEVELS)
    ]
    for place, (reached, spread) in enumerate(zip(found.together, found.spreads, strict=True)):
        top = _TOP + place * _ROW
        drawn.append(box(0, top, width - _MARGIN, _ROW, fill=PAPER if place % 2 else BAND))
        drawn.append(text(6, top + 24, fitted(reached.domain, _LEFT - 12, 13), 13))
        drawn += _spread(found, spread, place, top + 24, step)
        drawn.append(
            _diamond(_LEFT + reached.level * step + step / 2, top + 24, f"{reached.domain} together: {reached.level}")
        )
    bottom = _TOP + len(found.together) * _ROW
    drawn.append(text(6, bottom + 18, "Diamond: together. Line: from the lowest member to the highest.", 12, fill=GREY))
    name = f"How far working together has come, {long_date(found.as_of)}"
    says = "Each domain's level together and the spread between members; the table beside it has every figure."
    return picture("maturity", width, bottom + 28, drawn, name=name, says=says)


def _spread(found: Maturity, spread: Spread, place: int, middle: float, step: float) -> list[str]:
    """The members at the levels where they stand, and a line between the lowest and the highest."""

    def x(level: int) -> float:
        return _LEFT + level * step + step / 2

    line = tag("line", x1=x(spread.lowest), x2=x(spread.highest), y1=middle, y2=middle, stroke=LINE, stroke_width=6)
    told = [line] if spread.width else []
    for level in range(LEVELS):
        codes = [code for code in found.members if found.by_member[code][place].level == level]
        if codes:
            names = fitted(", ".join(codes), step - 6, 10)
            told.append(text(x(level), middle - 12, names, 10, text_anchor="middle", fill=GREY))
    return told


def _diamond(x: float, y: float, says: str) -> str:
    points = f"{x:.1f},{y - 7:.1f} {x + 7:.1f},{y:.1f} {x:.1f},{y + 7:.1f} {x - 7:.1f},{y:.1f}"
    return tag("polygon", title(says), points=points, fill=BLUE)


def _between(spread: Spread) -> str:
    if not spread.width:
        return "all alike"
    return f"{spread.width} apart; at {spread.lowest}: {', '.join(spread.behind)}"
