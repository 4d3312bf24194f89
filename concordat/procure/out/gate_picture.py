"""The gates as a picture: a lane each over quarters, today's line, and marks told apart by shape and word."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin

from concordat.core.axis import HEAD, Axis, line
from concordat.core.picture import png as pixels
from concordat.core.svg import (
    BAND,
    BLUE,
    EDGES,
    INK,
    LINE,
    ORANGE,
    PAPER,
    PLUM,
    TEAL,
    box,
    filled,
    fitted,
    measure,
    picture,
    tag,
    text,
    title,
    wrapped,
)
from concordat.procure.gate import Gates, GateStatus
from concordat.procure.out.gate_lanes import GateLane, gate_lanes, gate_span
from concordat.procure.out.gate_words import assumed, headline
from concordat.procure.out.gate_words import title as name_of
from concordat.register.record import Record

ROW, MARGIN, NAMES = 26, 10, 235  # pixels: a lane, the edge, the names on the left
_ROOM = 9.0  # pixels between a mark and its words
_WORK = "stripe-blue"


def svg(gates: Gates, record: Record, *, width: int = 1200) -> str:
    """The picture as SVG, `width` pixels wide and as high as it has gates."""
    first, end = gate_span(gates)
    axis = Axis(prefix="gates", left=MARGIN + NAMES, width=width - NAMES - 2 * MARGIN, first=first, end=end)
    said = [each for words in (headline(gates), assumed(gates)) for each in wrapped(words, width - 2 * MARGIN, 13)]
    lanes, top = gate_lanes(gates, record), MARGIN + 18 * len(said) + 6 + HEAD
    bottom = top + ROW * len(lanes)
    drawn = [text(MARGIN, MARGIN + 13 + 18 * at, words, 13, font_weight="bold") for at, words in enumerate(said)]
    drawn += [*axis.head(top - HEAD), *axis.grid(top - 6, bottom), *axis.today(gates.as_of, top, bottom)]
    for number, lane in enumerate(lanes):
        drawn.append(tag("g", title(lane.full), *_lane(axis, lane, top + ROW * number, number % 2 == 0)))
    below, height = _legend(axis.prefix, bottom + 14, width, lanes)
    return picture(
        axis.prefix, width, height + MARGIN, [*drawn, *below], name=f"Gates before {name_of(gates)}", says=says(gates)
    )


def png(gates: Gates, record: Record, *, drawn: int = 1200, width: int = 1900) -> bytes:
    """The picture drawn so wide, in pixels across the page of a paper. Raises CannotDraw without the extra `papers`."""
    return pixels(svg(gates, record, width=drawn), width=width)


def says(gates: Gates) -> str:
    """What is read out instead of the picture; the table beside it has the rest."""
    return f"{headline(gates)} {assumed(gates)} Every date is in the table beside this picture."


def _lane(axis: Axis, lane: GateLane, y: float, banded: bool) -> Iterator[str]:
    if banded:
        yield box(MARGIN, y, NAMES - 4, ROW, fill=BAND)
    missed = lane.status is GateStatus.MISSED
    weight = {"font_weight": "bold"} if missed else {}
    yield text(MARGIN + 6, y + 17, fitted(lane.label, NAMES - 14, 12), 12, fill=INK, **weight)
    yield line(MARGIN, y + ROW, axis.right, y + ROW, LINE, 0.5)
    left, right = axis.x(lane.start), axis.x(lane.latest)
    yield box(left, y + 9, right - left, 8, fill=filled(axis.prefix, _WORK), stroke=EDGES[_WORK], stroke_width=0.6)
    if lane.done_on:
        yield mark(GateStatus.DONE, axis.x(lane.done_on), y + 13)
    if lane.status is not GateStatus.DONE:
        yield mark(lane.status, right, y + 13)
    yield from _words(axis, lane, y, left, right)


def _words(axis: Axis, lane: GateLane, y: float, left: float, right: float) -> Iterator[str]:
    """The day and how it stands: right of the mark, or left of the bar where there is no room."""
    wide = measure(lane.beside, 11)
    after = max(right, axis.x(lane.done_on)) if lane.done_on else right
    before = min(left, axis.x(lane.done_on)) if lane.done_on else left
    at = after + _ROOM if after + _ROOM + wide < axis.right else max(before - _ROOM - wide, axis.left)
    weight = {"font_weight": "bold"} if lane.status is GateStatus.MISSED else {}
    yield box(at - 2, y + 5, wide + 4, 16, fill=PAPER)
    yield text(at, y + 17, lane.beside, 11, **weight)


def mark(status: GateStatus, x: float, y: float, size: float = 6.0) -> str:
    """A mark centred on a point; each status has its own shape."""
    fill, edge, points = _SHAPES[status]
    drawn = " ".join(f"{x + across * size:.1f},{y + down * size:.1f}" for across, down in points)
    return tag("polygon", points=drawn, fill=fill, stroke=edge, stroke_width=1, stroke_linejoin="round")


def _legend(prefix: str, top: float, width: float, lanes: tuple[GateLane, ...]) -> tuple[list[str], float]:
    """What the marks that occur mean; and where it ends."""
    used = {lane.status for lane in lanes} | {GateStatus.DONE for lane in lanes if lane.done_on}
    shown = [(mark(each, 14, 8), _MEANS[each]) for each in GateStatus if each in used]
    bar = box(0, 4, 26, 8, fill=filled(prefix, _WORK), stroke=EDGES[_WORK], stroke_width=0.6)
    drawn, x, y = [], float(MARGIN), top
    for sample, words in ((bar, "Time to do it in, at the latest"), *shown):
        step = 34 + measure(words, 11) + 16
        if x + step > width - MARGIN and x > MARGIN:
            x, y = float(MARGIN), y + 20
        drawn.append(tag("g", sample, text(34, 12, words, 11), transform=f"translate({x:.1f} {y:.1f})"))
        x += step
    return drawn, y + 20


def _ring(count: int, *reach: float, turn: float = 0.0) -> tuple[tuple[float, float], ...]:
    angles = [(2 * pi * number / count + turn - pi / 2, reach[number % len(reach)]) for number in range(count)]
    return tuple((cos(angle) * out, sin(angle) * out) for angle, out in angles)


_Points = tuple[tuple[float, float], ...]
_CROSS: _Points = ((-1.1, -0.6), (-0.6, -1.1), (0, -0.5), (0.6, -1.1), (1.1, -0.6), (0.5, 0), (1.1, 0.6), (0.6, 1.1),
                   (0, 0.5), (-0.6, 1.1), (-1.1, 0.6), (-0.5, 0))  # fmt: skip
_SHAPES: dict[GateStatus, tuple[str, str, _Points]] = {
    GateStatus.DONE: (TEAL, INK, _ring(12, 1.0)),
    GateStatus.LATE: (PLUM, INK, _ring(4, 1.2, turn=pi / 4)),
    GateStatus.OPEN: (PAPER, BLUE, ((-1, -0.8), (1, -0.8), (0, 1))),
    GateStatus.SOON: (ORANGE, INK, _ring(4, 1.2)),
    GateStatus.MISSED: (INK, INK, _CROSS),
}
_MEANS = {
    GateStatus.DONE: "Circle: done",
    GateStatus.LATE: "Square: last day, done after it",
    GateStatus.OPEN: "Triangle: last day",
    GateStatus.SOON: "Diamond: last day, within 30 days",
    GateStatus.MISSED: "Cross: last day, MISSED",
}
