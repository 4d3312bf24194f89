"""Codes rolled up: every code and every group has one group, and members that speak at two levels are one column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from concordat.data.counted import Counted
from concordat.data.engine import DuckDB
from concordat.data.model import ColumnModel, ValueSet, shared_model
from concordat.data.rollup import group_sql, grouped
from concordat.data.tests.test_query import At
from concordat.data.tests.workspace import ITEMS, Person
from concordat.register.sharing import Form, Transform

GROUPED = [each for table in shared_model().tables for each in table.columns if grouped(each)]


def rolled(column: ColumnModel, codes: list[str | None]) -> list[str | None]:
    given = pa.table({column.name: pa.array(codes, pa.string())})
    return DuckDB().run(f"SELECT {group_sql(column)} AS g FROM given", {"given": given})["g"].to_pylist()


@pytest.mark.parametrize("column", GROUPED, ids=lambda each: each.name)
def test_no_code_of_the_shared_model_is_without_a_group_and_a_group_is_its_own(column: ColumnModel) -> None:
    assert column.value_set is not None
    for level in column.value_set.levels:
        groups = column.value_set.at(level)
        assert None not in rolled(column, list(column.value_set.codes)), level
        assert rolled(column, list(groups))[: len(groups)].count(None) == 0
    assert rolled(column, ["no such code", None]) == [None, None]


def test_of_several_levels_the_last_is_the_one_that_all_can_be_brought_to() -> None:
    levels: Mapping[str, Mapping[str, tuple[str, ...]]]
    levels = {"four": {"p": ("a",), "q": ("b",), "r": ("c",), "s": ("d",)}, "two": {"x": ("a", "b"), "y": ("c", "d")}}
    values = ValueSet(name="v", source="", codes=dict.fromkeys("abcd", ""), levels=levels)
    column = replace(GROUPED[0], value_set=values)
    assert rolled(column, ["a", "q", "c", "s", "x", "it's"]) == ["x", "x", "y", "y", "x", None]


def test_a_question_across_members_is_answered_at_the_level_of_the_coarsest(tmp_path: Path) -> None:
    sent = {"RZ1": ("A", "B", "H"), "RZ2": ("white", "white", "asian")}
    people = [
        Person(member=member, number=f"9{place}{number:08}", ethnic=code)
        for member, codes in sent.items()
        for place, code in enumerate(codes)
        for number in range(10)
    ]
    ethnic = {"patient.ethnic_category": Transform.KEEP, "patient.patient_id": Transform.KEEP}
    at = At(tmp_path, people, [each.number for each in people], form=Form.AGGREGATE, items=ITEMS | ethnic)
    answer = at.ask(counted=Counted(table="patient", by=("ethnic_category_group",))).table.to_pylist()
    at.door.close()
    assert {each["ethnic_category_group"]: each["people"] for each in answer} == {"white": 40, "asian": 20}
    assert "patient.ethnic_category_group" in at.door.log.file.read_text()
