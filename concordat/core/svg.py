"""A drawing as SVG: elements, text that fits its place, and patterns that tell bars apart without colour.

Only presentation attributes, no style, script or reference outside, so that a strict content policy lets it through.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from concordat.core.sheet_xml import printable

BLUE, TEAL, PLUM, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
INK, GREY, LINE, BAND, PAPER = "#0B0C0C", "#505A5F", "#B1B4B6", "#F0F1F2", "#FFFFFF"
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW%@—")

FILLS = {
    "solid-blue": BLUE,
    "solid-teal": TEAL,
}
# Each a tile of 8 by 8: the colour, and what is drawn with it.
_TILES = {
    "stripe-blue": (BLUE, '<path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" stroke="{0}" stroke-width="3"/>'),
    "upright-blue": (BLUE, '<path d="M2 0 V8 M6 0 V8" stroke="{0}" stroke-width="2"/>'),
    "dots-blue": (BLUE, '<circle cx="2" cy="2" r="1.6" fill="{0}"/><circle cx="6" cy="6" r="1.6" fill="{0}"/>'),
    "level-grey": (GREY, '<path d="M0 2 H8 M0 6 H8" stroke="{0}" stroke-width="2"/>'),
    "cross-orange": (ORANGE, '<path d="M0 0 L8 8 M8 0 L0 8" stroke="{0}" stroke-width="2.4"/>'),
    "stripe-teal": (TEAL, '<path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" stroke="{0}" stroke-width="3"/>'),
    "back-plum": (PLUM, '<path d="M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2" stroke="{0}" stroke-width="3"/>'),
    "dots-grey": (GREY, '<circle cx="4" cy="4" r="1.6" fill="{0}"/>'),
    "shade": (LINE, '<path d="M0 8 L8 0" stroke="{0}" stroke-width="1.2"/>'),
}
EDGES = {"solid-blue": BLUE, "solid-teal": TEAL, **{name: colour for name, (colour, _) in _TILES.items()}}


def tag(name: str, *inside: str, **attributes: str | float) -> str:
    """An element; `fill_opacity` becomes `fill-opacity`, numbers are written to a tenth, values are escaped."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    body = "".join(inside)
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def text(x: float, y: float, words: str, size: float = 12, **more: str | float) -> str:
    """Words with their baseline at y."""
    return tag("text", safe(words), x=x, y=y, font_size=size, **({"fill": INK} | more)) if words else ""


def title(words: str) -> str:
    """What a pointer shows, and a screen reader reads."""
    return tag("title", safe(words))


def box(x: float, y: float, width: float, height: float, **more: str | float) -> str:
    """A rectangle."""
    return tag("rect", x=x, y=y, width=max(width, 0), height=height, **more)


def filled(prefix: str, name: str) -> str:
    """The fill called `name` within the drawing `prefix`."""
    return FILLS.get(name) or f"url(#{prefix}-{name})"


def picture(prefix: str, width: float, height: float, inside: Sequence[str], *, name: str, says: str) -> str:
    """A whole drawing: its name and what it says are read out; ids begin with `prefix`, so that a page may hold two."""
    head = tag("title", safe(name), id=f"{prefix}-title") + tag("desc", safe(says), id=f"{prefix}-desc")
    patterns = tag("defs", *(_pattern(prefix, each) for each in _TILES))
    return tag(
        "svg", head, patterns, box(0, 0, width, height, fill=PAPER), *inside,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:.0f} {height:.0f}", width=width, height=height,
        role="img", aria_labelledby=f"{prefix}-title {prefix}-desc", font_family="Arial, Arimo, Helvetica, sans-serif",
    )  # fmt: skip


def measure(words: str, size: float) -> float:
    """About how wide the words are in Arial, in pixels, and rather too much than too little."""
    return size * sum(0.31 if c in _NARROW else 0.88 if c in _WIDE else 0.7 if c.isupper() else 0.57 for c in words)


def fitted(words: str, width: float, size: float) -> str:
    """The words cut with an ellipsis to fit, or none where hardly one would."""
    if measure(words, size) <= width:
        return words
    while words and measure(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…" if len(words) > 2 else ""


def wrapped(words: str, width: float, size: float) -> list[str]:
    """The words in lines that fit."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure(longer, size) > width:
            lines.append(fitted(word, width, size))
        else:
            lines[-1] = fitted(longer, width, size)
    return lines


def safe(words: str) -> str:
    """Words as XML may hold them."""
    return escape(printable(words))


def _pattern(prefix: str, name: str) -> str:
    colour, drawn = _TILES[name]
    ground = tag("rect", width=8, height=8, fill=BAND if name == "shade" else PAPER)
    where = {"id": f"{prefix}-{name}", "patternUnits": "userSpaceOnUse"}
    return tag("pattern", ground, drawn.format(colour), width=8, height=8, **where)


def _value(value: str | float) -> str:
    return safe(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
