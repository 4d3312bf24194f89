"""Cost by financial year as a picture: capital and revenue apart, the plan beside doing the minimum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concordat.converge.out.figures import years_table
from concordat.converge.out.sentences import name_of, overrides
from concordat.core.axis import line
from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.core.svg import EDGES, INK, LINE, box, filled, measure, picture, tag, text, title, wrapped

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

HIGH, LEFT, EDGE = 240, 76, 10  # pixels: the bars' room, the scale's, and the edge
PARTS = (
    ("Plan, capital", "solid-blue"),
    ("Plan, revenue", "solid-teal"),
    ("Do minimum, capital", "stripe-blue"),
    ("Do minimum, revenue", "stripe-teal"),
)
"""The columns of the table twin, and how each is filled."""


@dataclass(frozen=True)
class _Scale:
    """Pence from `least` to `most` in steps, laid over the room from `top` down."""

    least: int
    most: int
    step: int
    top: float

    def y(self, pence: float) -> float:
        return self.top + HIGH * (self.most - pence) / max(self.most - self.least, 1)

    def steps(self) -> range:
        return range(self.least, self.most + 1, self.step)


def cost_chart(roadmap: Roadmap, *, width: int = 1200) -> str:
    """Two bars a year, capital below revenue, as SVG; pounds of the year, not discounted."""
    twin = years_table(roadmap)
    rows = [(row[0], *(value or 0 for value in row[1:])) for row in twin.rows]
    scale = _scale([row[1:] for row in rows], EDGE + 40)
    room = (width - LEFT - EDGE) / max(len(rows), 1)
    drawn = list(_frame(scale, width))
    for number, row in enumerate(rows):
        drawn += _year(scale, row, LEFT + number * room, room)
    bottom = EDGE + 40 + HIGH + 22
    for words in _notes(roadmap, width):
        drawn.append(text(EDGE, bottom + 14, words, 11))
        bottom += 16
    name = f"{name_of(roadmap)}: cost by financial year, plan and do minimum"
    return picture("cost", width, bottom + EDGE, drawn, name=name, says=_says(roadmap))


def _scale(rows: Sequence[Sequence[int]], top: float) -> _Scale:
    """Round steps, five or so, from nought or below to above the highest pair of bars."""
    pairs = [pair for a, b, c, d in rows for pair in ((a, b), (c, d))]
    most = max([1_00, *(max(a, 0) + max(b, 0) for a, b in pairs)])
    least = min([0, *(min(a, 0) + min(b, 0) for a, b in pairs)])
    step = next(size for power in range(2, 16) for unit in (1, 2, 5) if (size := unit * 10**power) * 6 >= most - least)
    return _Scale(least // step * step, -(-most // step) * step, step, top)


def _frame(scale: _Scale, width: float) -> Iterator[str]:
    """The legend, the scale, and a line for each step."""
    x = float(EDGE)
    for name, fill in PARTS:
        yield _plate(fill, x, EDGE + 2, 24, 12)
        yield text(x + 30, EDGE + 12, name, 12)
        x += 30 + measure(name, 12) + 18
    for amount in scale.steps():
        y, (colour, wide) = scale.y(amount), (LINE, 0.6) if amount else (INK, 1.0)
        yield line(LEFT, y, width - EDGE, y, colour, wide)
        yield text(LEFT - 8, y + 4, in_short(amount), 11, text_anchor="end")


def _year(scale: _Scale, row: tuple[str, ...], left: float, room: float) -> Iterator[str]:
    label, *amounts = row
    wide = min(room * 0.34, 46)
    for pair in (0, 1):
        x, base = left + room / 2 + (pair - 1) * (wide + 2) + pair * 2, 0
        for part in (0, 1):
            name, fill = PARTS[2 * pair + part]
            amount = int(amounts[2 * pair + part])
            high, low = scale.y(max(base + amount, base)), scale.y(min(base + amount, base))
            what = title(f"{label}: {name} {in_short(amount)}")
            if amount:
                yield tag("g", what, _plate(fill, x, high, wide, low - high))
            base += amount
    shown = label if measure(label, 11) < room else label[2:]
    yield text(left + room / 2, scale.top + HIGH + 16, shown, 11, text_anchor="middle")


def _plate(fill: str, x: float, y: float, width: float, height: float) -> str:
    return box(x, y, width, height, fill=filled("cost", fill), stroke=EDGES[fill], stroke_width=1)


def _notes(roadmap: Roadmap, width: float) -> Iterator[str]:
    for note in (_counted(roadmap), *(f"Override. {each}" for each in overrides(roadmap))):
        yield from wrapped(note, width - 2 * EDGE, 11)


def _counted(roadmap: Roadmap) -> str:
    first, last = long_date(roadmap.problem.starts_on), roadmap.problem.quarters[-1].label
    return f"Pounds of each year, not discounted, from {first} to the end of {last}."


def _says(roadmap: Roadmap) -> str:
    rows = years_table(roadmap).rows
    plan, minimum = (sum(row[at] or 0 for row in rows for at in pair) for pair in ((1, 2), (3, 4)))
    beside = f"the plan costs {in_short(plan)} and " if roadmap.plan else ""
    told = f"Over all years {beside}doing the minimum {in_short(minimum)}."
    return " ".join((told, _counted(roadmap), *overrides(roadmap), "Every figure is in the table beside this picture."))
