"""A route as a picture: a lane for each body over the months: papers due, meetings, and what waits for what.

What the day waits for is drawn in a heavier line with filled arrows and says so in its legend, so that it is told apart
without colour. The table twin is `route_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from concordat.core.axis import line
from concordat.core.period import long_date
from concordat.core.svg import (
    BAND,
    BLUE,
    GREY,
    INK,
    LINE,
    ORANGE,
    PAPER,
    TEAL,
    box,
    fitted,
    measure,
    picture,
    tag,
    text,
    title,
    wrapped,
)
from concordat.govern.out.headline import headline
from concordat.govern.out.lanes import Arrow, Lane, Mark, Part, arrows, lanes, span
from concordat.govern.out.months import HEAD, Months
from concordat.register.deciding.route import Route

GROUP, ROW, MARGIN, NAMES = 26, 34, 10, 310  # pixels: an organisation's name, a lane, the edge, the names on the left
_SIZE = 6.5  # pixels from the middle of a mark to its edge
_BESIDE = 10  # pixels between an arrow and the line of papers
Point = tuple[float, float]


def swim_lanes(route: Route, names: Mapping[str, str], *, width: int = 1200) -> str:
    """The route as SVG, `width` pixels wide and as high as it has lanes; of one that is blocked, its words alone."""
    found, (first, end) = lanes(route, names), span(route)
    axis = Months(prefix="route", left=MARGIN + NAMES, width=width - NAMES - 2 * MARGIN, first=first, end=end)
    words = wrapped(headline(route, names), width - 2 * MARGIN, 14)
    top = MARGIN + 18 * len(words) + 6 + HEAD
    tops, bottom = _tops(found, top)
    drawn = [*axis.head(top - HEAD), *_ground(found, tops, axis), *axis.grid(top - 6, bottom)]
    drawn += [
        *axis.today(route.as_of, top, bottom),
        *_groups(found, tops),
        *_arrows(route, found, tops, axis),
        *_marks(found, tops, axis),
    ]
    drawn += [text(MARGIN, MARGIN + 14 + 18 * at, each, 14, font_weight="bold") for at, each in enumerate(words)]
    below, height = _legend(bottom + 14, width)
    name = f"Route of {route.matter.title}, from {long_date(route.as_of)}"
    says = f"{headline(route, names)}. Every date is in the table beside this picture."
    return picture(axis.prefix, width, height + MARGIN, [*drawn, *below], name=name, says=says)


def _tops(found: Sequence[Lane], top: float) -> tuple[list[float], float]:
    """How far down each lane is, leaving room for each organisation's name; and where the last ends."""
    tops: list[float] = []
    for _, group in groupby(found, key=lambda lane: lane.group):
        top += GROUP
        for _ in group:
            tops.append(top)
            top += ROW
    return tops, top


def _ground(found: Sequence[Lane], tops: Sequence[float], axis: Months) -> Iterator[str]:
    """A band for each organisation, the names of its bodies, and the line under each lane."""
    for lane, y in zip(found, tops, strict=True):
        if y in _heads(found, tops):
            yield box(MARGIN, y - GROUP, axis.right - MARGIN, GROUP, fill=BAND)
        yield text(MARGIN + 12, y + ROW / 2 + 4, fitted(lane.label, NAMES - 18, 12), 12)
        yield line(MARGIN, y + ROW, axis.right, y + ROW, LINE, 0.5)


def _groups(found: Sequence[Lane], tops: Sequence[float]) -> Iterator[str]:
    """The names of organisations, over any line that would cross them."""
    for y, group in _heads(found, tops).items():
        name = fitted(group, NAMES * 2, 13)
        yield box(MARGIN, y - GROUP + 2, measure(name, 13) + 10, GROUP - 4, fill=BAND)
        yield text(MARGIN + 4, y - GROUP + 18, name, 13, font_weight="bold")


def _heads(found: Sequence[Lane], tops: Sequence[float]) -> dict[float, str]:
    """The organisations, by how far down the first lane of each is."""
    tops_of: dict[str, float] = {}
    for lane, y in zip(found, tops, strict=True):
        tops_of.setdefault(lane.group, y)
    return {y: group for group, y in tops_of.items()}


def _marks(found: Sequence[Lane], tops: Sequence[float], axis: Months) -> Iterator[str]:
    for lane, y in zip(found, tops, strict=True):
        for mark in lane.marks:
            yield tag("g", title(mark.full), *_meeting(mark, y + ROW / 2, axis))


def _meeting(mark: Mark, y: float, axis: Months) -> Iterator[str]:
    """From when its papers are due, a diamond, to the meeting, with the day beside it."""
    due, on = axis.x(mark.papers_due), axis.x(mark.meeting_on)
    if due < on and not mark.done:
        yield line(due, y, on, y, INK if mark.critical else GREY, 3 if mark.critical else 1)
        yield _diamond(due, y)
    yield from _body(on, y, mark.part, critical=mark.critical, done=mark.done)
    day = f"{mark.meeting_on.day} {long_date(mark.meeting_on).split()[1][:3]}{', done' if mark.done else ''}"
    room = measure(day, 11) + 14 < axis.right - on
    where = {"text_anchor": "start"} if room else {"text_anchor": "end"}
    weight = {"font_weight": "bold"} if mark.critical else {}
    yield text(on + 11 if room else on - 11, y - 5, day, 11, **where, **weight)


def _body(x: float, y: float, part: Part, *, critical: bool = False, done: bool = False) -> Iterator[str]:
    """A meeting: a square where it decides, a triangle where it must approve besides, a circle where it only considers;
    ringed where the day waits for it."""
    if critical:
        yield tag("circle", cx=x, cy=y, r=_SIZE + 4, fill=PAPER, stroke=INK, stroke_width=2)
    colour, half = GREY if done else TEAL if part is Part.CONSIDERS else BLUE, _SIZE - 0.5
    if part is Part.DECIDES:
        yield box(x - half, y - half, 2 * half, 2 * half, fill=colour, stroke=INK, stroke_width=1)
    elif part is Part.BESIDES:
        points = f"{x - half:.1f},{y + half:.1f} {x:.1f},{y - half:.1f} {x + half:.1f},{y + half:.1f}"
        yield tag("polygon", points=points, fill=colour, stroke=INK, stroke_width=1)
    else:
        yield tag("circle", cx=x, cy=y, r=half, fill=colour, stroke=INK, stroke_width=1)


def _diamond(x: float, y: float, size: float = 5.5) -> str:
    points = f"{x:.1f},{y - size:.1f} {x + size:.1f},{y:.1f} {x:.1f},{y + size:.1f} {x - size:.1f},{y:.1f}"
    return tag("polygon", points=points, fill=ORANGE, stroke=INK, stroke_width=1)


def _arrows(route: Route, found: Sequence[Lane], tops: Sequence[float], axis: Months) -> Iterator[str]:
    """Each from one meeting to the next; those that the day waits for on top of the others."""
    placed = {
        mark.step: (axis.x(mark.meeting_on), y + ROW / 2)
        for lane, y in zip(found, tops, strict=True)
        for mark in lane.marks
    }
    for each in sorted(arrows(route), key=lambda arrow: arrow.critical):
        yield from _arrow(each, placed[each.before], placed[each.after])


def _arrow(arrow: Arrow, start: Point, end: Point) -> Iterator[str]:
    """Down or up from the earlier meeting, then along to the later, a little beside its middle where lanes differ."""
    (x1, y1), (x2, y2) = start, end
    along = y2 + (_BESIDE if y2 < y1 else -_BESIDE if y2 > y1 else 0)
    points = f"{x1:.1f},{y1:.1f} {x1:.1f},{along:.1f} {x2 - _SIZE - 7:.1f},{along:.1f}"
    yield from _line(points, x2 - _SIZE - 1, along, critical=arrow.critical)


def _line(points: str, x: float, y: float, *, critical: bool) -> Iterator[str]:
    """A way to a tip: heavy and filled where the day waits for it, else thin, dashed and hollow."""
    colour, wide, dash = (INK, 2.5, {}) if critical else (GREY, 1.0, {"stroke_dasharray": "4 3"})
    yield tag("polyline", points=points, fill="none", stroke=colour, stroke_width=wide, **dash)
    tip = f"{x - 7:.1f},{y - 4.5:.1f} {x:.1f},{y:.1f} {x - 7:.1f},{y + 4.5:.1f}"
    yield tag("polygon", points=tip, fill=colour if critical else PAPER, stroke=colour, stroke_width=1)


def _legend(top: float, width: float) -> tuple[list[str], float]:
    """What the marks mean, in as many rows as needed; and where it ends."""
    drawn: list[str] = []
    x, y = float(MARGIN), top
    for words, sample in _SAMPLES:
        step = 34 + measure(words, 11) + 16
        if x + step > width - MARGIN and x > MARGIN:
            x, y = float(MARGIN), y + 22
        drawn += [*sample(x + 14, y + 8), text(x + 34, y + 12, words, 11)]
        x += step
    return drawn, y + 24


_SAMPLES: tuple[tuple[str, Callable[[float, float], Iterable[str]]], ...] = (
    ("Papers due", lambda x, y: (_diamond(x, y),)),
    ("Considers it", lambda x, y: _body(x, y, Part.CONSIDERS)),
    ("Decides", lambda x, y: _body(x, y, Part.DECIDES)),
    ("Must approve besides", lambda x, y: _body(x, y, Part.BESIDES)),
    ("Done", lambda x, y: _body(x, y, Part.CONSIDERS, done=True)),
    ("The day waits for it", lambda x, y: _body(x, y, Part.DECIDES, critical=True)),
    ("What the day waits for, in order", lambda x, y: _line(f"{x - 13},{y} {x + 8},{y}", x + 13, y, critical=True)),
    ("Comes before", lambda x, y: _line(f"{x - 13},{y} {x + 8},{y}", x + 13, y, critical=False)),
)
