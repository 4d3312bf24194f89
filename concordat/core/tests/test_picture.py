"""A drawing becomes pixels with its words in it, the same each time, and reads nothing from the machine."""

from __future__ import annotations

import struct

import pytest

from concordat.core.picture import CannotDraw, png

INK = 'font-family="Arial, sans-serif" font-size="30"'


def drawing(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80">{inside}</svg>'


@pytest.mark.parametrize("words", ["Winter", "£1,250", "Llŷn", "“2027/28” – now"])
def test_words_are_drawn_whatever_fonts_the_machine_has(words: str) -> None:
    assert png(drawing(f'<text x="5" y="50" {INK}>{words}</text>')) != png(drawing(""))


def test_bold_differs_from_plain() -> None:
    plain, bold = (png(drawing(f'<text y="50" {INK} font-weight="{w}">Board</text>')) for w in ("400", "700"))
    assert plain != bold


def test_the_width_is_as_asked_and_the_bytes_are_the_same_twice() -> None:
    first = png(drawing(f"<text y='50' {INK}>Plan</text>"), width=1200)
    assert struct.unpack(">II", first[16:24]) == (1200, 320)
    assert first == png(drawing(f"<text y='50' {INK}>Plan</text>"), width=1200)


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="/etc/hostname"/>',
        "<image\n xlink:href='file:///etc/hostname'/>",
        '<s:image xmlns:s="http://www.w3.org/2000/svg" href="//host/x.png"/>',
        '<filter id="f"><feImage href="x.png"/></filter>',
    ],
)
def test_a_drawing_cannot_bring_in_a_file(inside: str) -> None:
    with pytest.raises(CannotDraw, match="another file"):
        png(drawing(inside))


def test_a_document_type_cannot_hide_one() -> None:
    hidden = '<!DOCTYPE svg [<!ENTITY e "&#60;image href=\'/etc/hostname\'/>">]>'
    with pytest.raises(CannotDraw, match="another file"):
        png(hidden + drawing("&e;"))


def test_a_drawing_may_use_its_own_parts_and_link_to_pages() -> None:
    parts = '<defs><rect id="bar" width="9" height="9"/></defs><a href="/converge/"><use href="#bar"/></a>'
    assert png(drawing(parts)) != png(drawing(""))


@pytest.mark.parametrize("svg", ["", "no drawing", "<svg", "<html/>"])
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    with pytest.raises(CannotDraw):
        png(svg)
