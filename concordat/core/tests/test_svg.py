"""A drawing: well formed whatever words are put in it, and words that keep to their place."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.svg import EDGES, box, filled, fitted, measure, picture, tag, text, wrapped

SVG = "{http://www.w3.org/2000/svg}"


@given(st.text(), st.text(), st.text(min_size=1))
def test_it_is_well_formed_whatever_it_is_told(name: str, says: str, words: str) -> None:
    drawn = picture("p", 100, 50, [text(1, 10, words), box(0, 0, 5, 5, aria_label=words)], name=name, says=says)
    found = ElementTree.fromstring(drawn)
    assert found.attrib["viewBox"] == "0 0 100 50"
    assert len(list(found.iter(f"{SVG}text"))) == 1


def test_two_drawings_on_a_page_share_no_id() -> None:
    ids = [
        {each.attrib["id"] for each in ElementTree.fromstring(picture(prefix, 9, 9, [], name="n", says="s")).iter()
         if "id" in each.attrib}
        for prefix in ("a", "b")
    ]  # fmt: skip
    assert ids[0] and not ids[0] & ids[1]


def test_every_fill_is_one_that_the_drawing_holds() -> None:
    drawn = picture("p", 9, 9, [], name="n", says="s")
    for name in EDGES:
        fill = filled("p", name)
        assert fill.startswith("#") or f'id="{fill[5:-1]}"' in drawn


def test_a_number_is_written_to_a_tenth_and_an_underscore_as_a_hyphen() -> None:
    assert tag("a", x=1.0, fill_opacity=0.25, class_="b") == '<a x="1" fill-opacity="0.2" class="b"/>'


@pytest.mark.parametrize("words", ["", "W", "A university hospitals foundation trust", "W" * 200, "ill " * 50])
@pytest.mark.parametrize("width", [0, 5, 40, 200])
def test_words_are_cut_to_their_place(words: str, width: float) -> None:
    assert measure(fitted(words, width, 12), 12) <= width
    assert all(measure(each, 12) <= width for each in wrapped(words, width, 12))
