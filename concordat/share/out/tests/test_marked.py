"""The strict reader: the tags it knows, where they may stand, and that all else is refused with its line."""

from __future__ import annotations

from typing import Any

import pytest

from concordat.share.out.block import Picture, Rows, Run, Words
from concordat.share.out.marked import check, read
from concordat.share.out.source import BadTemplate, Source
from concordat.share.out.template import filled

SOURCE = Source(name="own.html", text="")


def test_words_lists_tables_and_pictures_are_read_in_order() -> None:
    html = """<h1>Title</h1> <p>One
        <strong>bold <em>both</em></strong>, two<br>three </p><ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>
        <img src="flows"> <hr class="page"><h2>Next &amp; last</h2>
        <table class="form"><tr><th width="3">A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>"""
    assert read(SOURCE, html, ("flows",)) == (
        Words(kind="h1", runs=(Run(text="Title"),)),
        Words(
            kind="p",
            runs=(
                Run(text="One "),
                Run(text="bold ", bold=True),
                Run(text="both", bold=True, italic=True),
                Run(text=", two\nthree"),
            ),
        ),
        Words(kind="bullet", runs=(Run(text="a"),)),
        Words(kind="bullet", runs=(Run(text="b"),)),
        Words(kind="li", runs=(Run(text="c"),), number=1),
        Words(kind="li", runs=(Run(text="d"),), number=2),
        Picture(name="flows"),
        Words(kind="h2", runs=(Run(text="Next & last"),), new_page=True),
        Rows(headings=("A", "B"), widths=(3.0, 1.0), rows=(("1", ""),), form=True),
    )


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        ("<p>x</p>\n<script>alert(1)</script>", "may not hold <script>", 2),
        ("\n\n<style>p{}</style>", "may not hold <style>", 3),
        ("<p>x\n<a href='https://x.test'>y</a></p>", "may not hold <a>", 2),
        ("<iframe src='x'></iframe>", "may not hold <iframe>", 1),
        ("<svg onload='x'></svg>", "may not hold <svg>", 1),
        ("<p onclick='x'>y</p>", "<p> may not have 'onclick'", 1),
        ("<p style='x'>y</p>", "<p> may not have 'style'", 1),
        ("{% if a %}\n<table\n border='1'></table>{% endif %}", "<table> may not have 'border'", 2),
        ("<!DOCTYPE html>", "may not hold <!…>", 1),
        ("<?php x ?>", "may not hold <?…>", 1),
        ("<p>x</p></div>", "may not hold </div>", 1),
    ],
)
def test_a_template_of_other_tags_is_refused_with_its_own_line(text: str, told: str, line: int) -> None:
    with pytest.raises(BadTemplate) as caught:
        check(Source(name="own.html", text=text))
    assert told in str(caught.value)
    assert f"(own.html, line {line})" in str(caught.value)


def test_the_line_of_a_tag_is_right_after_many_lines_of_choices() -> None:
    text = "{% for each in rows %}\n{{ each.c }}\n{%- if each.c %}\n<p>x</p>\n{% endif %}\n{% endfor %}\n<b>x</b>\n"
    with pytest.raises(BadTemplate, match=r"own\.html, line 7"):
        check(Source(name="own.html", text=text))


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("words", "outside any paragraph"),
        ("<ul>words</ul>", "outside any paragraph"),
        ("<li>x</li>", "<li> may not stand by itself"),
        ("<p>a<p>b</p></p>", "<p> may not stand in <p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul> may not stand in <li>"),
        ("<p>a</h2>", "</h2> closes nothing"),
        ("<p>a", "<p> is never closed"),
        ("<p><strong>a</p>", "</p> closes nothing"),
        ("<p class='huge'>a</p>", "'huge' is not a class"),
        ("<hr>", "<hr> draws no line"),
        ("<hr class='page'><p>a</p>", "begins with a heading"),
        ("<hr class='page'>", "begins with a heading"),
        ("<img src='/etc/passwd'>", "There is no picture '/etc/passwd'"),
        ("<img>", "There is no picture ''"),
        ("<table><tr><td>a</td></tr></table>", "begins with a row of <th>"),
        ("<table></table>", "begins with a row of <th>"),
        ("<table><tr><th>a</th></tr><tr><td>1</td><td>2</td></tr></table>", "2 cells under 1 headings"),
        ("<table><tr><th width='x'>a</th></tr></table>", "'x' is not a width"),
        ("<table><tr><th width='0'>a</th></tr></table>", "'0' is not a width"),
        ("<table><tr><th width='٣'>a</th></tr></table>", "is not a width"),
    ],
)
def test_what_stands_wrong_is_refused(html: str, told: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        read(SOURCE, html, ("flows",))
    assert told in str(caught.value)
    assert "own.html" in str(caught.value)


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "</p><h1>x</h1>", "<img src='flows'>", "&lt;b&gt;", "<!--", "]]>", "{{ a }}"]
)
def test_html_in_a_value_comes_out_as_text(value: str) -> None:
    source = Source(name="own.html", text="<p>{{ value }}</p>")
    context: dict[str, Any] = {"value": value}
    (words,) = read(source, filled(source, context), ("flows",))
    assert isinstance(words, Words)
    assert words.text == value
