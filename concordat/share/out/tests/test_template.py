"""A template that may be a stranger's: what it may do, and every way out of it that is known, closed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from concordat.core.refusal import Refusal
from concordat.share.out.form import forms, own
from concordat.share.out.marked import check
from concordat.share.out.source import LONGEST, BadTemplate, Source, given
from concordat.share.out.template import NODES, filled, literals

CONTEXT: dict[str, Any] = {"a": {"b": "<i>one</i>", "empty": ""}, "rows": ({"c": "1"}, {"c": "2"}), "words": ("x", "y")}


def fill(template: str, **context: Any) -> str:
    return filled(Source(name="own.html", text=template), context or CONTEXT)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("{{ a.b }}", "&lt;i&gt;one&lt;/i&gt;"),
        ("{% for each in rows %}{{ loop.index }}{{ each.c }}{% if not loop.last %},{% endif %}{% endfor %}", "11,22"),
        ("{% for each in rows if each.c == '2' %}{{ each.c }}{% else %}none{% endfor %}", "2"),
        ("{{ words|join('; ') }} {{ words|length }} {{ words|first|upper }} {{ words|last }}", "x; y 2 X y"),
        ("{{ a.empty|default('nothing', true) }}{{ a.nowhere|default('nothing') }}", "nothingnothing"),
        ("{{ words|join|sentence }}", "Xy."),
        ("{% raw %}{{ a }}{% endraw %}{# a note #}", "{{ a }}"),
        ("{% if a.empty or not rows %}yes{% elif a.b is defined %}no{% endif %}", "no"),
    ],
)
def test_what_a_template_may_do(text: str, gives: str) -> None:
    assert fill(text) == gives


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ namespace.__init__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self }}",
        "{{ a|attr('__class__') }}",
        "{{ rows|map(attribute='__class__')|list }}",
        "{{ words|join(attribute='__class__') }}",
        "{{ '%s'|format(a) }}",
        "{{ '{0.__class__}'.format(a) }}",
        "{{ '{0.__class__}'.format_map(a) }}",
        "{{ '%s' % a }}",
        "{{ a.b|safe }}",
        "{{ a.b|e }}",
        "{{ a['b'] }}",
        "{{ a.items() }}",
        "{{ a.b.upper() }}",
        "{{ range(10) }}",
        "{{ dict(x=1) }}",
        "{{ loop.cycle('a') }}",
        "{{ 'a' * 100000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ [1, 2] }}",
        "{{ a.b[0:1] }}",
        "{% set x = 1 %}",
        "{% include 'base.html' %}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'base.html' %}",
        "{% block x %}{% endblock %}",
        "{% macro f() %}{{ f() }}{% endmacro %}",
        "{% call f() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% autoescape false %}{{ a.b }}{% endautoescape %}",
        "{% with x = a %}{% endwith %}",
        "{% do a.clear() %}",
        "{% for each in rows recursive %}{{ loop(rows) }}{% endfor %}",
        "{% for x, y in rows %}{% endfor %}",
        "{{ x is callable }}",
    ],
)
def test_no_way_out_is_open(text: str) -> None:
    with pytest.raises(BadTemplate, match=r"own\.html"):
        fill(text)


LOOP = "{% for x in rows %}{{ loop.cycle }}{% endfor %}"


@pytest.mark.parametrize("text", ["{{ a.items }}", "{{ a.keys }}", "{{ words.index }}", "{{ a.b.format }}", LOOP])
def test_a_dot_never_reaches_a_method(text: str) -> None:
    with pytest.raises(BadTemplate, match="there is no '"):
        fill(text)


@pytest.mark.parametrize("text", ["{{ a }}", "{{ words }}"])
def test_lists_are_not_written_as_they_are_kept(text: str) -> None:
    with pytest.raises(BadTemplate, match="use join"):
        fill(text)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("<p>\n\n{{ nowhere }}</p>", 3, "'nowhere' is undefined"),
        ("\n{% for each in rows %}\n{{ each.d }}{% endfor %}", 3, "there is no 'd' in this, only c"),
        ("\n\n\n{% if %}", 4, "cannot be read"),
        ("\n{% for each in a.b %}{% endfor %}", 2, "this is none"),
        ("\n\n{{ a.b.__class__ }}", 3, "'__class__' is not a name"),
    ],
)
def test_an_error_says_what_and_in_which_line(text: str, line: int, told: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        fill(text)
    assert f"(own.html, line {line})" in str(caught.value)
    assert told in str(caught.value)
    assert caught.value.remedy


def test_what_loops_run_is_counted_together() -> None:
    rows = tuple("x" * 60)
    nested = "{% for a in rows %}" * 5 + "{% endfor %}" * 5
    with pytest.raises(BadTemplate, match=r"own\.html, line 1\)\. Nest fewer loops"):
        fill(nested, rows=rows)  # 778 million turns that write nothing
    with pytest.raises(BadTemplate, match="run more than"):
        fill("{% for a in rows %}{% for b in rows %}{% endfor %}{% endfor %}" * 200, rows=rows)
    with pytest.raises(BadTemplate, match="run more than"):
        fill("{% for a in rows %}" + "{% if a %}{% endif %}" * 2_500 + "{% endfor %}", rows=rows * 10)
    assert fill("{% for a in rows %}{% for b in rows %}{{ b }}{% endfor %}{% endfor %}", rows=rows) == "x" * 3_600


def test_joins_of_joins_do_not_grow_without_end() -> None:
    rows = tuple("x" * 100)
    with pytest.raises(BadTemplate, match="A join would have"):
        fill("{% if rows|join(rows|join(rows|join(rows|join(rows|join)))) %}{% endif %}", rows=rows)
    with pytest.raises(BadTemplate, match="run more than"):
        fill("{% for a in rows %}{% for b in rows %}{% if long|upper %}{% endif %}{% endfor %}{% endfor %}",
             rows=rows, long="x" * 30_000)  # fmt: skip


def test_a_text_is_not_looped_over() -> None:
    with pytest.raises(BadTemplate, match="goes over a list"):
        fill("{% for each in text %}{% endfor %}", text="x" * 1_000_000)


def test_output_is_bounded() -> None:
    with pytest.raises(BadTemplate, match="writes more than"):
        fill("{{ text }}" * 100, text="x" * 30_000)


@pytest.mark.parametrize(
    "text",
    [
        "x" * (LONGEST + 1),
        "{{ a.b }}" * NODES,
        "{% if rows %}" * 60 + "{% endif %}" * 60,
        "{{ " + "(" * 4_000 + "1" + ")" * 4_000 + " }}",
        "{{ " + "not " * 4_000 + "1 }}",
        "{{ a.b" + "|upper" * 4_000 + " }}",
        "{{ " + "1" * 5_000 + " }}",
        "{{ " + " and ".join(["a.b"] * 4_000) + " }}",
    ],
    ids=["long", "many parts", "deep blocks", "brackets", "nots", "filters", "digits", "ands"],
)
def test_what_is_too_much_is_refused_before_it_is_compiled(text: str) -> None:
    with pytest.raises(BadTemplate):
        literals(Source(name="own.html", text=text))


@drawn(st.text(alphabet="{}%#|.()[]_'\"<> =~+*-abif nedforloup0\n\\", max_size=60))
def test_no_text_escapes_as_anything_but_a_refusal(text: str) -> None:
    try:
        made = fill(text)
    except Refusal:
        return
    assert "object at 0x" not in made


@drawn(st.text(max_size=40))
def test_a_value_comes_out_as_text(value: str) -> None:
    made = fill("{{ value }}", value=value)
    assert not set("<>\"'") & set(made)


def test_a_given_file_is_read_within_bounds() -> None:
    assert given("own.html", "\ufeff<p>é</p>".encode()).text == "<p>é</p>"
    with pytest.raises(BadTemplate, match=r"own\.html, line 2.*Save it as UTF-8"):
        given("own.html", b"<p>\n\xe9</p>")
    with pytest.raises(BadTemplate, match="bytes"):
        given("own.html", b"x" * (4 * LONGEST + 1))


@pytest.mark.parametrize("name", sorted({form.template for form in forms() if form.template}))
def test_concordats_own_templates_keep_the_rules_for_others(name: str) -> None:
    check(own(name))
