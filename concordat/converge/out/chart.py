"""The roadmap as a picture with a lane for each system, over quarters and financial years; and its table twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from concordat.converge.out.form import Form
from concordat.converge.out.lanes import BENEATH, Lane, Sign, Stretch, freezes, lanes, span
from concordat.converge.out.moves import moves_table
from concordat.converge.out.sentences import headline, name_of, overrides
from concordat.converge.out.shapes import Shown, bar, legend, mark
from concordat.core.axis import HEAD, Axis, line
from concordat.core.period import long_date
from concordat.core.picture import png as pixels
from concordat.core.svg import BAND, INK, LINE, box, fitted, picture, tag, text, title, wrapped

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

GROUP, ROW, MARGIN, NAMES = 26, 24, 10, 230  # pixels: a capability's name, a lane, the edge, the names on the left
BLACKOUT = "No go-lives"
MANY = 200  # systems beyond which a PNG at print size would need a gigabyte
_HEIGHTS = {Sign.DECIDE: 5.0, Sign.NOTICE: ROW - 7.0, Sign.CUTOVER: ROW / 2}


def chart(roadmap: Roadmap, reader: str | None = None, *, width: int = 1200) -> str:
    """The roadmap as SVG, `width` pixels wide and as high as it has systems."""
    axis = axis_of(roadmap, "roadmap", MARGIN + NAMES, width - NAMES - 2 * MARGIN)
    said = wrapped(headline(roadmap), width - 2 * MARGIN, 14)
    found, top = lanes(roadmap), MARGIN + 18 * len(said) + 6 + HEAD
    bottom = top + ROW * len(found) + GROUP * len({lane.capability for lane in found})
    drawn = [*_ground(roadmap, axis, found, top, bottom), *_rows(roadmap, axis, found, top)]
    drawn += axis.today(roadmap.as_of, top, bottom)
    drawn += [text(MARGIN, MARGIN + 14 + 18 * at, words, 14, font_weight="bold") for at, words in enumerate(said)]
    shown = [*kinds(found), *[BLACKOUT] * bool(roadmap.problem.blackouts)]
    below, end = foot(roadmap, axis.prefix, bottom + 12, width, [(each, str(each)) for each in shown])
    name = f"{name_of(roadmap)}: roadmap of systems from {long_date(roadmap.as_of)}"
    return picture(axis.prefix, width, end + MARGIN, [*drawn, *below], name=name, says=says(roadmap))


def chart_table(roadmap: Roadmap, reader: str | None = None) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The picture's table twin: headings, and rows in words."""
    shown = ("Capability", "Organisation", "From", "To", "Decide by", "Give notice by", "Start buying by", "Cutover",
             "Old contract ends", "What happens")  # fmt: skip
    twin = moves_table(roadmap, reader).only(*shown)
    return twin.headings, twin.words()


def svg(roadmap: Roadmap, reader: str | None = None) -> bytes:
    """The picture as a file."""
    return chart(roadmap, reader).encode()


def png(roadmap: Roadmap, reader: str | None = None) -> bytes:
    """The picture in pixels, twice as fine as on a screen if not too high. Raises CannotDraw without `papers`."""
    return pixels(chart(roadmap, reader), width=2400 if len(roadmap.problem.cells) <= MANY else 1200)


def axis_of(roadmap: Roadmap, prefix: str, left: float, width: float) -> Axis:
    """The time that the roadmap spans, laid over so many pixels."""
    first, end = span(roadmap)
    return Axis(prefix=prefix, left=left, width=width, first=first, end=end)


def says(roadmap: Roadmap) -> str:
    """What is read out instead of the picture; the table twin has the rest."""
    return " ".join((headline(roadmap), *overrides(roadmap), "Every date is in the table beside this picture."))


def kinds(found: Sequence[Lane]) -> list[Shown]:
    """The stretches and signs that occur, in the order of their legend."""
    stretches = {bar.stretch for lane in found for bar in lane.bars}
    signs = {sign for lane in found for _, sign in lane.marks}
    return [*(each for each in Stretch if each in stretches), *(each for each in Sign if each in signs)]


def foot(
    roadmap: Roadmap, prefix: str, top: float, width: float, shown: Sequence[tuple[Shown, str]]
) -> tuple[list[str], float]:
    """The legend, and whatever was assumed against the law; and where they end."""
    drawn, y = legend(prefix, MARGIN, top, width - 2 * MARGIN, shown)
    for note in overrides(roadmap):
        for words in wrapped(f"Override. {note}", width - 2 * MARGIN, 12):
            drawn.append(text(MARGIN, y + 12, words, 12, font_weight="bold"))
            y += 17
    return drawn, y


def _ground(roadmap: Roadmap, axis: Axis, found: Sequence[Lane], top: float, bottom: float) -> Iterator[str]:
    """What lies under the bars: the axis, its grid, and the blackouts of all and of each organisation."""
    yield from axis.head(top - HEAD)
    for y, lane in _places(found, top):
        if lane is None:
            yield box(MARGIN, y, axis.right - MARGIN, GROUP, fill=BAND)
    for code, start, end in freezes(roadmap):
        if not code:
            yield axis.shade(start, end, top, bottom)
        for y, lane in _places(found, top):
            if lane and code == lane.organisation:
                yield axis.shade(start, end, y, y + ROW)
    yield from axis.grid(top - 6, bottom)


def _rows(roadmap: Roadmap, axis: Axis, found: Sequence[Lane], top: float) -> Iterator[str]:
    groups = iter(dict.fromkeys(lane.capability for lane in found))
    for y, lane in _places(found, top):
        if lane is None:
            name = fitted(roadmap.problem.name(next(groups)), NAMES * 2, 13)
            yield text(MARGIN + 4, y + 18, name, 13, font_weight="bold")
        else:
            yield tag("g", title(lane.full), *_lane(axis, lane, y, axis.x(roadmap.as_of)))


def _places(found: Sequence[Lane], top: float) -> Iterator[tuple[float, Lane | None]]:
    """How far down each lane is, and each capability's name, which has no lane."""
    capability = None
    for lane in found:
        if lane.capability != capability:
            capability = lane.capability
            yield top, None
            top += GROUP
        yield top, lane
        top += ROW


def _lane(axis: Axis, lane: Lane, y: float, today: float) -> Iterator[str]:
    yield text(MARGIN + 12, y + 16, fitted(lane.label, NAMES - 16, 12), 12, fill=INK)
    yield line(MARGIN, y + ROW, axis.right, y + ROW, LINE, 0.5)
    seen = [(axis.x(day), sign) for day, sign in lane.marks if axis.shows(day)]
    taken = [today, *(x for x, _ in seen), *(axis.x(each.end) for each in lane.bars if each.stretch in BENEATH)]
    for each in lane.bars:
        yield from bar(axis, each, y + 4, ROW - 8, taken)
    for x, sign in seen:
        yield mark(sign, x, y + _HEIGHTS[sign])


FORMS = (
    Form(name="svg", what="picture of the roadmap", media_type="image/svg+xml", made=svg),
    Form(name="png", what="picture of the roadmap, for papers", media_type="image/png", made=png),
)
