"""How bars and marks look, the same in every picture and in its legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin

from concordat.converge.out.lanes import BENEATH, Bar, Sign, Stretch
from concordat.core.axis import Axis
from concordat.core.period import long_date
from concordat.core.svg import EDGES, INK, ORANGE, PAPER, PLUM, box, filled, fitted, measure, tag, text, title

LOOKS = {
    Stretch.TERM: "solid-blue",
    Stretch.EXTENSION: "stripe-blue",
    Stretch.RENEWAL: "upright-blue",
    Stretch.MODIFICATION: "dots-blue",
    Stretch.PERMITTED: "level-grey",
    Stretch.OVERRIDE: "cross-orange",
    Stretch.DOUBLE: "back-plum",
    Stretch.UNUSED: "dots-grey",
    Stretch.AGAIN: "stripe-teal",
    Stretch.NEW: "solid-teal",
}
Shown = Stretch | Sign | str
"""What a legend explains; a word alone is a shaded day."""
_INKS = {Stretch.TERM: PAPER, Stretch.NEW: INK}
_HALO = 8.0  # pixels a mark keeps free on either side


def bar(axis: Axis, each: Bar, y: float, height: float, signs: Sequence[float] = ()) -> Iterator[str]:
    """One stretch, with its label where no mark is in the way."""
    left, right = axis.x(each.start), axis.x(each.end)
    if each.stretch in BENEATH:
        y, height = y + height * 0.6, height * 0.4
    what = title(f"{each.stretch.value}: {each.label} until {long_date(each.end)}".replace(":  until", " until"))
    yield tag("g", what, _plate(axis.prefix, each.stretch, left, y, right - left, height))
    size = min(11.0, height - 4)
    start, end = _widest(left, right, signs)
    label = fitted(each.label, end - start - 8, size)
    if label and size > 8:
        if each.stretch not in _INKS:
            yield box(start + 2, y + 1.5, measure(label, size) + 4, height - 3, fill=PAPER)
        yield text(start + 4, y + height / 2 + size * 0.36, label, size, fill=_INKS.get(each.stretch, INK))


def mark(sign: Sign, x: float, y: float, size: float = 5.5) -> str:
    """A mark centred on a point."""
    colour, edge, points = _SIGNS[sign]
    drawn = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in points)
    return tag("polygon", points=drawn, fill=colour, stroke=edge, stroke_width=1, stroke_linejoin="round")


def legend(
    prefix: str, left: float, top: float, width: float, shown: Sequence[tuple[Shown, str]]
) -> tuple[list[str], float]:
    """What the bars and marks mean, in as many rows as needed; and where it ends."""
    found, x, y = [], left, top
    for each, words in shown:
        step = 34 + measure(words, 11) + 14
        if x + step > left + width and x > left:
            x, y = left, y + 20
        found += [_sample(prefix, each, x, y), text(x + 34, y + 11, words, 11)]
        x += step
    return found, y + 24


def _sample(prefix: str, each: Shown, x: float, y: float) -> str:
    if isinstance(each, Sign):
        return mark(each, x + 14, y + 7, 6)
    if isinstance(each, Stretch):
        return _plate(prefix, each, x, y + 1, 28, 12)
    return box(x, y + 1, 28, 12, fill=filled(prefix, "shade"))


def _plate(prefix: str, stretch: Stretch, x: float, y: float, width: float, height: float) -> str:
    name = LOOKS[stretch]
    edge = 2 if stretch is Stretch.OVERRIDE else 0.8
    return box(x, y, width, height, fill=filled(prefix, name), stroke=EDGES[name], stroke_width=edge)


def _widest(left: float, right: float, signs: Sequence[float]) -> tuple[float, float]:
    """The widest room between marks."""
    inside = sorted(x for x in signs if left - _HALO < x < right + _HALO)
    starts = [left, *(x + _HALO for x in inside)]
    ends = [*(x - _HALO for x in inside), right]
    return max(zip(starts, ends, strict=True), key=lambda room: room[1] - room[0])


def _star() -> tuple[tuple[float, float], ...]:
    turns = [(number * pi / 5 - pi / 2, 1.25 if number % 2 == 0 else 0.52) for number in range(10)]
    return tuple((cos(angle) * reach, sin(angle) * reach) for angle, reach in turns)


_Points = tuple[tuple[float, float], ...]
_SIGNS: dict[Sign, tuple[str, str, _Points]] = {
    Sign.DECIDE: (PAPER, INK, ((-1, -0.8), (1, -0.8), (0, 1))),
    Sign.NOTICE: (ORANGE, INK, ((0, -1.1), (1, 0), (0, 1.1), (-1, 0))),
    Sign.CUTOVER: (PLUM, PAPER, _star()),
}
