"""How compared pairs of records scored, as a picture with the bands and as a table: linked above, apart below.

Heights tell how many times ten, since for each pair that is one person's thousands are not. Fill and place tell them
apart, not colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

from concordat.core.shown import WHOLE, Table, column
from concordat.core.svg import BAND, GREY, INK, LINE, box, filled, picture, tag, text, title
from concordat.share.linkage.past import Score
from concordat.share.linkage.settings import Settings

WIDTH, MARGIN, TOP, HALF = 760, 52, 44, 120  # pixels: the picture, its left edge, its head, and above or below the line
PREFIX = "scores"
LEAST, MOST = -30, 60  # weights beyond these are drawn at the edge
_NAME = "How pairs of records scored"


def svg(scores: Sequence[Score], settings: Settings) -> str:
    """The picture. Weights are log2 of the odds that two records are one person's."""
    bars = _bars(scores)
    first = min((each.weight for each in bars), default=0)
    last = max((each.weight for each in bars), default=0) + 1
    step = (WIDTH - MARGIN - 16) / max(last - first, 1)
    tall = max((_tens(each.pairs) for each in bars), default=1.0)
    middle = TOP + HALF
    drawn = [*_bands(settings, first, last, step), *_scale(tall, middle)]
    for each in bars:
        x, height = MARGIN + (each.weight - first) * step, HALF * _tens(each.pairs) / tall
        y = middle - height if each.linked else middle
        fill = filled(PREFIX, "solid-blue" if each.linked else "dots-grey")
        said = title(f"{each.pairs:,} pairs from {each.weight} to {each.weight + 1}, {_word(each.linked)}")
        drawn.append(tag("g", said, box(x + 0.5, y, step - 1, height, fill=fill, stroke=INK, stroke_width=0.5)))
    drawn.append(tag("line", x1=MARGIN, x2=WIDTH - 16, y1=middle, y2=middle, stroke=INK))
    foot = middle + HALF + 16
    drawn += [text(MARGIN + (each - first) * step, foot, str(each), 11) for each in _marks(first, last)]
    drawn.append(text(MARGIN, foot + 18, "Weight: log2 of the odds that two records are one person’s", 11, fill=GREY))
    return picture(PREFIX, WIDTH, foot + 30, drawn, name=_NAME, says=says(scores, settings))


def says(scores: Sequence[Score], settings: Settings) -> str:
    """What the picture tells, in words."""
    linked = sum(each.pairs for each in scores if each.linked)
    apart = sum(each.pairs for each in scores if not each.linked)
    doubtful = sum(each.pairs for each in scores if settings.review_from <= each.weight < settings.review_to)
    return (
        f"{linked:,} of the pairs that were compared are linked and {apart:,} are apart. "
        f"{doubtful:,} scored from {settings.review_from:g} to {settings.review_to:g}, where a person should look."
    )


def table(scores: Sequence[Score], settings: Settings) -> Table:
    """The same as rows."""
    by_weight: dict[int, dict[bool, int]] = {}
    for each in scores:
        by_weight.setdefault(each.weight, {})[each.linked] = each.pairs
    return Table(
        title=_NAME,
        columns=(column("Weight from"), column("Band"), column("Pairs linked", WHOLE), column("Pairs apart", WHOLE)),
        rows=tuple(
            (str(weight), band(weight, settings), pairs.get(True, 0), pairs.get(False, 0))
            for weight, pairs in sorted(by_weight.items())
        ),
    )


def band(weight: float, settings: Settings) -> str:
    """What a weight leads to, by itself."""
    if weight < settings.review_from:
        return "apart"
    if weight < settings.review_to:
        return "a person should look"
    return "linked" if weight < settings.sure_at else "surely linked"


def _bars(scores: Sequence[Score]) -> list[Score]:
    """Scores with those beyond the edges gathered at them."""
    pairs: dict[tuple[int, bool], int] = {}
    for each in scores:
        at = (min(max(each.weight, LEAST), MOST), each.linked)
        pairs[at] = pairs.get(at, 0) + each.pairs
    return [Score(weight=weight, linked=linked, pairs=many) for (weight, linked), many in sorted(pairs.items())]


def _bands(settings: Settings, first: int, last: int, step: float) -> Iterator[str]:
    """The middle band shaded, and a word over each."""
    lines = (first, settings.review_from, settings.review_to, last)
    for number, (start, end, word) in enumerate(zip(lines, lines[1:], ("apart", "look", "linked"), strict=False)):
        left, right = (MARGIN + (min(max(each, first), last) - first) * step for each in (start, end))
        if right - left < 1:
            continue
        if number == 1:
            yield box(left, TOP - 4, right - left, 2 * HALF + 8, fill=BAND, stroke=LINE)
        yield text((left + right) / 2, TOP - 12, word, 12, text_anchor="middle", font_weight="bold")


def _scale(tall: float, middle: float) -> Iterator[str]:
    """Lines at 10, 100 and so on, above and below."""
    for power in range(1, int(tall) + 1):
        for side in (-1, 1):
            y = middle + side * HALF * _tens(10**power) / tall
            yield tag("line", x1=MARGIN, x2=WIDTH - 16, y1=y, y2=y, stroke=LINE, stroke_dasharray="2 4")
            yield text(MARGIN - 6, y + 4, f"{10**power:,}", 10, text_anchor="end", fill=GREY)
    yield text(4, middle - HALF + 4, "linked", 11)
    yield text(4, middle + HALF, "apart", 11)


def _tens(pairs: int) -> float:
    return log10(1 + pairs)


def _marks(first: int, last: int) -> range:
    start = -(-first // 10) * 10
    return range(start, last + 1, 10)


def _word(linked: bool) -> str:
    return "linked" if linked else "apart"
