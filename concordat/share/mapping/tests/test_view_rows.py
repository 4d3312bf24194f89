"""Views and the rows they give: what the published tests ask, typed anew, and what they do not ask."""

from __future__ import annotations

from typing import Any

import pytest

from concordat.data.formats.fhir import Unflattened
from concordat.share.mapping.tests.flattened import Row, rows

ANN: Row = {
    "resourceType": "Patient",
    "id": "ann",
    "active": True,
    "birthDate": "1950-02",
    "name": [
        {"use": "official", "family": "Ash", "given": ["Ann", "Bo"]},
        {"use": "old", "family": "Birch"},
        {"given": ["Nan"]},
    ],
    "contact": [
        {"name": {"family": "Cedar"}, "telecom": [{"value": "01"}, {"value": "02"}]},
        {"name": {"family": "Dogwood"}},
    ],
}
BEN: Row = {"resourceType": "Patient", "id": "ben", "active": False}
BOTH = [ANN, BEN]


def column(name: str, path: str, **more: Any) -> Row:
    return {"name": name, "path": path, **more}


def select(*paths: str, **more: Any) -> Row:
    """A select of columns named a, b, c …"""
    return {"column": [column(name, path) for name, path in zip("abcdef", paths, strict=False)], **more}


def given(*selects: Row, of: list[Row] = BOTH, **more: Any) -> list[tuple[Any, ...]]:
    """The rows as tuples, in order."""
    made = rows({"resource": "Patient", "select": list(selects), **more}, of)
    return sorted((tuple(row.values()) for row in made), key=repr)


def test_a_row_for_each_resource_and_none_for_another_type() -> None:
    other = {"resourceType": "Organization", "id": "o", "name": "Not a list of names"}
    assert given(select("id", "active"), of=[*BOTH, other]) == [("ann", True), ("ben", False)]


def test_each_makes_rows_and_or_null_keeps_whoever_has_none() -> None:
    name = [column("b", "family")]
    assert given(select("id"), {"forEach": "name", "column": name}) == [("ann", "Ash"), ("ann", "Birch"), ("ann", None)]
    assert given(select("id"), {"forEachOrNull": "contact.name", "column": name}) == [
        ("ann", "Cedar"),
        ("ann", "Dogwood"),
        ("ben", None),
    ]


def test_siblings_multiply() -> None:
    both = given(
        {"forEach": "name", "column": [column("a", "use")]},
        {"forEach": "contact", "column": [column("b", "name.family")]},
    )
    assert len(both) == 6 and ("old", "Dogwood") in both


def test_the_blank_row_of_an_or_null_is_one_row_whatever_is_within() -> None:
    """The specification's step 3: where there is no focus, one row, each of its columns null. Even of constants."""
    within = {
        "forEachOrNull": "contact",
        "column": [column("b", "'here'"), column("c", "telecom.exists()"), column("i", "%rowIndex")],
        "select": [
            {"forEach": "telecom", "unionAll": [{"column": [column("d", "value")]}, {"column": [column("d", "'x'")]}]}
        ],
    }
    ben = [row for row in given(select("id"), within) if row[0] == "ben"]
    assert ben == [("ben", None, None, 0, None)]


def test_a_union_is_a_sum_and_beside_another_a_product() -> None:
    union = {"unionAll": [{"forEach": "name", "column": [column("b", "family")]}, select("id")]}
    union["unionAll"][1]["column"][0]["name"] = "b"
    assert given(select("id"), union) == [
        ("ann", "Ash"),
        ("ann", "Birch"),
        ("ann", "ann"),
        ("ann", None),
        ("ben", "ben"),
    ]
    other = {"unionAll": [{"column": [column("c", "'x'")]}, {"column": [column("c", "'y'")]}]}
    assert len(given(select("id"), union, other)) == 10


def test_columns_stand_in_the_order_of_the_view() -> None:
    view = {"column": [column("z", "id")], "select": [{"forEach": "name", "column": [column("y", "use")]}]}
    made = rows({"resource": "Patient", "select": [view, {"column": [column("a", "active")]}]}, [ANN])
    assert list(made[0]) == ["z", "y", "a"]


def test_row_index_counts_within_its_own_each() -> None:
    inner = {"forEach": "telecom", "column": [column("c", "%rowIndex"), column("d", "value")]}
    view = {"forEach": "contact", "column": [column("b", "%rowIndex")], "select": [inner]}
    assert given(select("%rowIndex"), view) == [(0, 0, 0, "01"), (0, 0, 1, "02")]


def test_a_collection_is_a_list_and_none_is_an_empty_one() -> None:
    assert given({"column": [column("a", "name.given", collection=True)]}) == [(["Ann", "Bo", "Nan"],), ([],)]
    assert given({"column": [column("a", "id", collection=True)]}) == [(["ann"],), (["ben"],)]


def test_several_values_for_one_row_are_refused_and_the_place_is_named() -> None:
    with pytest.raises(Unflattened, match=r"select\[0\]\.column\[0\]\.path gives several values .*first\(\)"):
        given(select("name.family"))


def test_where_keeps_what_is_true_and_nothing_else() -> None:
    for path, kept in (
        ("active", ["ann"]),
        ("active.not()", ["ben"]),
        ("name.where(use = 'old').exists()", ["ann"]),
        ("name.empty()", ["ben"]),
        ("birthDate < @1960", ["ann"]),
        ("birthDate < @1950-02-05", []),
    ):
        assert given(select("id"), where=[{"path": path}]) == [(each,) for each in kept], path
    both = [{"path": "active"}, {"path": "name.empty()"}]
    assert given(select("id"), where=both) == []


ITEMS = {
    "resourceType": "QuestionnaireResponse",
    "id": "q",
    "item": [
        {"linkId": "1", "item": [{"linkId": "1.1", "answer": [{"valueInteger": 4, "item": [{"linkId": "1.1.1"}]}]}]},
        {"linkId": "2"},
    ],
}


def items(*paths: str, **more: Any) -> list[Row]:
    view = {"repeat": list(paths), "column": [column("id", "linkId"), column("n", "%rowIndex")], **more}
    return rows({"resource": "QuestionnaireResponse", "select": [view]}, [ITEMS])


def test_repeat_walks_down_parents_before_children() -> None:
    assert [(row["id"], row["n"]) for row in items("item")] == [("1", 0), ("1.1", 1), ("2", 2)]
    assert [row["id"] for row in items("item", "answer.item")] == ["1", "1.1", "1.1.1", "2"]


def test_what_is_repeated_may_be_gone_into() -> None:
    within = {"forEach": "answer", "column": [column("value", "value.ofType(integer)")]}
    assert items("item", select=[within]) == [{"id": "1.1", "n": 1, "value": 4}]


def test_deeper_than_is_walked_is_an_error_and_not_fewer_rows() -> None:
    deep: Row = {"linkId": "last"}
    for _ in range(14):
        deep = {"linkId": "on", "item": [deep]}
    view = {"repeat": ["item"], "column": [column("id", "linkId")]}
    with pytest.raises(Unflattened, match="too deeply"):
        rows({"resource": "QuestionnaireResponse", "select": [view]}, [{**ITEMS, "item": [deep]}])


def test_gaps_in_lists_are_not_values() -> None:
    """FHIR has null in a list of primitives where only an extension is there."""
    gap = {"resourceType": "Patient", "id": "g", "name": [{"given": [None, "Ann", None]}]}
    assert given(select("name.given.first()", "name.given.count()", "name.given[0]"), of=[gap]) == [("Ann", 1, "Ann")]
    assert given({"forEach": "name.given", "column": [column("a", "$this")]}, of=[gap]) == [("Ann",)]
