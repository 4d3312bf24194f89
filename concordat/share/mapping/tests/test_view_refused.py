"""What is wrong with a view is told all at once, with its place; and no name, constant or path gets into the SQL."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.share.mapping.tests.flattened import of, rows
from concordat.share.mapping.view import BadView
from concordat.share.mapping.view_sql import compile_view

ANN = {"resourceType": "Patient", "id": "ann", "name": [{"family": "O'Brien"}]}


def view(*columns: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resource": "Patient", "select": [{"column": list(columns)}], **more}


def places(wrong: Any) -> list[str]:
    with pytest.raises(BadView) as refusal:
        compile_view(wrong)
    assert all(each.what and each.next for each in refusal.value.findings)
    return [each.column for each in refusal.value.findings]


def test_every_error_is_told_at_once_with_its_place() -> None:
    wrong = {
        "resource": "Patiend",
        "constant": [{"name": "c"}],
        "select": [{"column": [{"name": "1st", "path": "id"}, {"name": "b"}], "foreach": "name"}],
        "where": [{"path": ""}],
    }
    told = places(wrong)
    assert told == ["resource", "select[0]", "select[0].column[0].name", "select[0].column[1].path", "where[0].path",
                    "constant[0]"]  # fmt: skip


def test_every_bad_path_is_told_at_once() -> None:
    columns = [
        {"name": f"c{number}", "path": path} for number, path in enumerate(("name.", "id", "%none", "resolve()"))
    ]
    assert places(view(*columns)) == [f"select[0].column[{number}].path" for number in (0, 2, 3)]


@pytest.mark.parametrize("wrong", [None, 3, [], "x", {}, {"resource": "Patient", "select": {}}, {"select": [[]]}])
def test_what_is_no_view_is_refused(wrong: Any) -> None:
    assert places(wrong)


@pytest.mark.parametrize(
    ("path", "instead"),
    [
        ("extension.value.exists()", "ofType"),
        ("name", "Take an element"),
        ("name.family | name.given", "unionAll"),
        ("deceased", "ofType"),
        ("deceasedBoolean", "deceased.ofType(boolean)"),
        ("birthDate.extension('x').exists()", "element"),
        ("birthDate = '1970-01-01'", "@2026-11-22"),
        ("contained.id", "resource of its own"),
        ("subject.resolve()", "There are: "),
        ("name.family = 3", "like with like"),
        ("active and name", ".exists()"),
        ("multipleBirth.ofType(integer).lowBoundary()", "as it is"),
        ("multipleBirth.ofType(Quantity)", "boolean, integer"),
        ("name[name.count()]", "[0]"),
    ],
)
def test_what_is_not_answered_says_what_to_write_instead(path: str, instead: str) -> None:
    with pytest.raises(BadView) as refusal:
        compile_view(view({"name": "a", "path": path}))
    assert instead in str(refusal.value)


def test_an_element_that_is_not_there_is_empty_and_told() -> None:
    compiled = compile_view(view({"name": "a", "path": "brithDate"}))
    assert [str(each) for each in compiled.warnings if "is birthDate meant?" in str(each)]
    assert of("brithDate", ANN) is None


def test_a_union_of_other_columns_or_types_is_refused() -> None:
    def union(*columns: dict[str, Any]) -> dict[str, Any]:
        return {"resource": "Patient", "select": [{"unionAll": [{"column": [each]} for each in columns]}]}

    assert places(union({"name": "a", "path": "id"}, {"name": "b", "path": "id"})) == ["select[0].unionAll[1]"]
    assert places(union({"name": "a", "path": "id"}, {"name": "a", "path": "active"})) == ["unionAll"]


def test_huge_and_deep_views_are_refused_in_time() -> None:
    deep: dict[str, Any] = {"column": [{"name": "a", "path": "id"}]}
    for _ in range(200):
        deep = {"select": [deep]}
    assert places({"resource": "Patient", "select": [deep]})
    two = {"unionAll": [{"column": [{"name": "a", "path": "id"}]}] * 2}
    wide = [json.loads(json.dumps(two).replace('"a"', f'"a{number}"')) for number in range(40)]
    assert places({"resource": "Patient", "select": wide}) == ["select"]
    for path in ("(" * 5000 + "id", "(" * 200, "a" + ".a" * 1900, "-" * 3000, "id" + "[0]" * 200, "'" * 3999):
        assert places(view({"name": "a", "path": path}))


NASTY = ["'", '"', "''; DROP TABLE source; --", "x') OR ('1'='1", "\\", "{0}{}", "error('concordat: many')", "$$", "🙂"]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_gets_out_of_its_quotes(text: str) -> None:
    ann = {**ANN, "name": [{"family": text}]}
    constant = [{"name": "it", "valueString": text}]
    quoted = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    assert of("name.family = %it", ann, constant=constant) is True
    assert of(f"name.family = {quoted}", ann) is True
    assert of(quoted, ann) == text
    assert of(f"name.where(family = {quoted}).family.join({quoted})", ann) == text
    assert of(f"extension({quoted}).exists()", ann) is False


@pytest.mark.parametrize("name", [*NASTY, "a b", "", "é", "a" * 200, "1a", "_a"])
def test_only_plain_names_name_columns_and_constants(name: str) -> None:
    assert places(view({"name": name, "path": "id"}))
    assert places(view({"name": "a", "path": "id"}, constant=[{"name": name, "valueString": "x"}]))


@pytest.mark.parametrize("name", ["select", "r", "e1", "i1", "c0", "x1", "source", "order"])
def test_a_column_may_bear_any_name_the_sql_uses_too(name: str) -> None:
    each = {"forEach": "name", "column": [{"name": name, "path": "family"}]}
    assert rows({"resource": "Patient", "select": [each]}, [ANN]) == [{name: "O'Brien"}]


@given(st.text(alphabet="abn.()[]'=<>%$@ \\`01-+/*&|{},", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_path_is_compiled_or_refused_and_nothing_else(path: str) -> None:
    try:
        compile_view(view({"name": "a", "path": path}))
    except BadView as refusal:
        assert refusal.findings


KEYS = ["resource", "select", "column", "name", "path", "where", "forEach", "unionAll", "repeat", "constant"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_any_json_is_a_view_or_refused_and_nothing_else(wrong: Any) -> None:
    try:
        compile_view(wrong)
    except BadView as refusal:
        assert refusal.findings
