"""A drawing as pixels: SVG to PNG, with the fonts kept beside this file, so that every machine draws the same."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from concordat.core.refusal import Refusal

# As wide as Arial, letter by letter. A server often has no font at all, and text without one is left out silently.
_FAMILY = "Arimo"
# In this order: of two fonts of one weight the first is taken, and the others lend the letters it lacks.
_NAMES = ("arimo", "arimo-bold", "arimo-more-letters")
_FONTS = [str(Path(__file__).parent / "fonts/arimo" / f"{name}.ttf") for name in _NAMES]
# The renderer reads any file that an image names, and a document type can hide one.
_READS_FILES = re.compile(r"<(?:[\w.-]+:)?(?:image|feImage)\b|<!DOCTYPE")


class CannotDraw(Refusal):
    """A drawing that cannot be made into a PNG here, and why."""


@lru_cache(maxsize=4)  # drawing is slow, and each reader of a paper is shown the same pictures
def png(svg: str, *, width: int | None = None) -> bytes:
    """`svg` as a PNG, `width` pixels wide (its own width when not given), its text in Arimo.

    Raises CannotDraw when `svg` is no drawing or brings in a file, or when the `papers` extra is not installed.
    """
    if _READS_FILES.search(svg):
        raise CannotDraw("This drawing brings in another file", remedy="Draw it with shapes and text alone")
    try:
        from resvg_py import svg_to_bytes  # one extra of several: core runs without it
    except ImportError as missing:
        raise CannotDraw(
            "A PNG needs an extra that is not installed", remedy="Install concordat[papers], or ask for SVG"
        ) from missing
    try:
        drawn = svg_to_bytes(
            svg_string=svg,
            width=width,
            skip_system_fonts=True,
            font_files=_FONTS,
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    except ValueError as problem:
        raise CannotDraw(f"This drawing is not an SVG that can be drawn: {problem}") from problem
    return bytes(drawn)
