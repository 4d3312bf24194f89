"""The tree of a path: how tightly operators bind, and what is said of what is not understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.share.mapping.fhirpath.parser import Binary, parse
from concordat.share.mapping.fhirpath.refused import BadPath


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("a or b and c", "a or (b and c)"),
        ("a implies b or c", "a implies (b or c)"),
        ("a - b - c", "(a - b) - c"),
        ("a = b and c < d", "(a = b) and (c < d)"),
        ("a + b * c = d", "(a + (b * c)) = d"),
        ("a & b = c", "(a & b) = c"),
        ("a.b[0].c('x')", "((a).b)[0].c('x')"),
        ("a  .  b", "a.b"),
    ],
)
def test_operators_bind_as_the_grammar_says(path: str, same: str) -> None:
    assert parse(path) == parse(same)


def test_words_of_operators_are_names_where_a_name_stands() -> None:
    assert isinstance(parse("contains.as and is.in"), Binary)


@pytest.mark.parametrize(
    "path", ["", " ", "a.", ".a", "a b", "(a", "a)", "a[", "'a", "@20", "@@", "a..b", "f(a", "%", "é", "{a}"]
)
def test_what_is_not_a_path_is_refused_and_named(path: str) -> None:
    with pytest.raises(BadPath) as refusal:
        parse(path)
    assert refusal.value.remedy


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse(text)
    except BadPath as refusal:
        assert str(refusal).isprintable() or "\N{REPLACEMENT CHARACTER}" in str(refusal)
