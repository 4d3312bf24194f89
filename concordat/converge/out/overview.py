"""The roadmap in one picture for a board: a band for each capability, in which site after site moves over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from concordat.converge.out.chart import BLACKOUT, MARGIN, axis_of, foot, says
from concordat.converge.out.lanes import BENEATH, Bar, Lane, Sign, Stretch, freezes, lanes
from concordat.converge.out.sentences import many, name_of
from concordat.converge.out.shapes import Shown, bar, mark
from concordat.core.axis import HEAD, Axis, line
from concordat.core.period import long_date
from concordat.core.svg import LINE, picture, text, wrapped

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

ROW, BAND, NAMES, AFTER = 50, 30, 150, 140  # pixels: a row, the band in it, the names on the left, what is left after
_WORDS: dict[Shown, str] = {
    Stretch.TERM: "Old contract",
    Stretch.AGAIN: "Same product bought again",
    Stretch.NEW: "New contract",
    Sign.DECIDE: "First decision by",
    Sign.NOTICE: "First notice by",
    Sign.CUTOVER: "Cutover of a site",
    BLACKOUT: "No go-lives",
}
"""What this picture shows, in the order of its legend."""


def overview(roadmap: Roadmap, *, width: int = 760) -> str:
    """One band for each capability as SVG: every site a layer of it, the first to move at the bottom."""
    axis = axis_of(roadmap, "overview", MARGIN + NAMES, width - NAMES - AFTER - 2 * MARGIN)
    groups = [(key, list(found)) for key, found in groupby(lanes(roadmap), key=lambda lane: lane.capability)]
    top = MARGIN + HEAD
    bottom = top + ROW * len(groups)
    drawn = [*axis.head(MARGIN), *axis.grid(top - 6, bottom)]
    drawn += [axis.shade(start, end, top, bottom) for code, start, end in freezes(roadmap) if not code]
    for number, (capability, found) in enumerate(groups):
        drawn += _row(roadmap, axis, capability, found, top + ROW * number, width)
    drawn += axis.today(roadmap.as_of, top, bottom)
    below, end = foot(roadmap, axis.prefix, bottom + 12, width, _shown(roadmap, groups))
    name = f"{name_of(roadmap)}: the plan in one picture, from {long_date(roadmap.as_of)}"
    return picture(axis.prefix, width, end + MARGIN, [*drawn, *below], name=name, says=says(roadmap))


def _row(roadmap: Roadmap, axis: Axis, capability: str, found: Sequence[Lane], y: float, width: float) -> Iterator[str]:
    yield line(MARGIN, y + ROW, width - MARGIN, y + ROW, LINE, 0.6)
    yield from _words(roadmap.problem.name(capability), MARGIN, y, NAMES - 8, "bold")
    layers = sorted(found, key=_moves_on, reverse=True)
    thick = BAND / len(layers)
    for number, lane in enumerate(layers):
        at = y + 15 + number * thick
        for each in _simple(lane):
            yield from bar(axis, each, at, thick - (1 if thick > 4 else 0.3))
        for day in _days(lane, Sign.CUTOVER):
            if axis.shows(day):
                yield mark(Sign.CUTOVER, axis.x(day), at + thick / 2, min(5, max(3, thick * 0.6)))
    for sign, height in ((Sign.DECIDE, 6), (Sign.NOTICE, 14)):
        first = min((day for lane in found for day in _days(lane, sign)), default=None)
        if first and axis.shows(first):
            yield mark(sign, axis.x(first), y + height, 4.5)
    yield from _words(_after(roadmap, capability), axis.right + 8, y, AFTER - 8, "normal")


def _words(words: str, x: float, y: float, width: float, weight: str) -> Iterator[str]:
    """Up to three lines, centred on the band."""
    lines = wrapped(words, width, 11)[:3]
    for number, each in enumerate(lines):
        yield text(x, y + 31 + 13 * (number - (len(lines) - 1) / 2), each, 11, font_weight=weight)


def _simple(lane: Lane) -> Iterator[Bar]:
    """What is in use, old or new, whatever the ground; labels would not fit."""
    for each in lane.bars:
        if each.stretch not in BENEATH:
            yield Bar(start=each.start, end=each.end, stretch=each.stretch if each.stretch in _WORDS else Stretch.TERM)


def _days(lane: Lane, sign: Sign) -> list[date]:
    return [day for day, each in lane.marks if each is sign]


def _moves_on(lane: Lane) -> date:
    return min(_days(lane, Sign.CUTOVER), default=date.max)


def _after(roadmap: Roadmap, capability: str) -> str:
    """ "3 products become 1: Otter EPR"."""
    if roadmap.plan is None:
        return ""
    here = [move for move in roadmap.plan.moves if move.cell.system.capability == capability]
    before, after = {move.cell.system.product for move in here}, sorted({move.product for move in here})
    names = ", ".join(roadmap.problem.name(product) for product in after)
    if before == set(after):
        return f"{many(len(before), 'product')}, as now: {names}"
    return f"{many(len(before), 'product')} to {len(after)}: {names}"


def _shown(roadmap: Roadmap, groups: Sequence[tuple[str, list[Lane]]]) -> list[tuple[Shown, str]]:
    found = [lane for _, lanes in groups for lane in lanes]
    seen: set[Shown] = {each.stretch for lane in found for each in _simple(lane)}
    seen |= {sign for lane in found for _, sign in lane.marks} | {BLACKOUT for _ in roadmap.problem.blackouts}
    return [(each, words) for each, words in _WORDS.items() if each in seen]
