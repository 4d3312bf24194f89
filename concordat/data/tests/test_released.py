"""What leaves after something else of an agreement left: no group, and no sum of groups, that differs by few people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.disclosure import LEAST, NotReleasable
from concordat.data.released import checked
from concordat.data.tests.test_query import OTHER, At
from concordat.data.tests.workspace import AT


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    made = At(tmp_path)
    yield made
    made.door.close()


def left(at: At, sql: str) -> list[dict[str, Any]]:
    path = at.door.release(at.ask(sql), by=OTHER, at=AT, counts=("n",))
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


ALL = "select count(distinct patient_id) as n from encounter"
BUT_FEW = ALL + " where treatment_function_code <> '130'"


def test_an_answer_that_differs_by_few_from_one_released_before_leaves_out_what_tells(at: At) -> None:
    assert left(at, ALL) == [{"n": 60}]
    assert left(at, BUT_FEW) == []
    assert left(at, ALL) == [{"n": 60}]


def test_nothing_that_did_not_leave_stands_in_the_way(at: At) -> None:
    answer = at.ask(ALL)
    with pytest.raises(NotReleasable):
        at.door.release(answer, by=OTHER, at=AT)
    assert left(at, BUT_FEW) == [{"n": 57}]
    assert left(at, ALL) == []


def release(folder: Path, line: int, rows: dict[str, int], **more: Any) -> dict[str, int]:
    """Rows of one letter for each group of a name of several letters, and their counts, as they leave."""
    width = max(map(len, rows))
    columns: dict[str, Any] = {f"g{line}{place}": [each[place] for each in rows] for place in range(width)}
    table = pa.table(columns | {"n": list(rows.values())})
    given = {"line": line, "snapshot": 1, "least": LEAST, "rounding": 1} | more
    found = checked(table, ["n"], folder, **given).to_pylist()
    return {"".join(str(value) for name, value in each.items() if name != "n"): each["n"] for each in found}


def test_sums_over_a_column_are_held_against_each_other_whatever_columns_are_called(tmp_path: Path) -> None:
    assert release(tmp_path, 1, {"a": 100, "b": 200}) == {"a": 100, "b": 200}
    assert release(tmp_path, 2, {"af": 40, "am": 57, "bf": 120, "bm": 80}) == {}
    assert release(tmp_path, 3, {"af": 40, "am": 60, "bf": 120, "bm": 80}) == {"af": 40, "am": 60, "bf": 120, "bm": 80}


def test_where_counts_are_rounded_another_snapshot_is_not_held_against_this(tmp_path: Path) -> None:
    given = {"rounding": 5}
    assert release(tmp_path, 1, {"a": 100, "b": 200}, **given)
    assert release(tmp_path, 2, {"a": 103, "b": 204}, snapshot=2, **given) == {"a": 105, "b": 205}
    assert release(tmp_path, 3, {"a": 103, "b": 204}, **given) == {}
    assert release(tmp_path, 4, {"a": 103, "b": 230}, snapshot=2) == {}


GROUPS = st.dictionaries(st.text("ab", min_size=2, max_size=2), st.integers(0, 60), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(GROUPS, min_size=2, max_size=4))
def test_no_two_things_that_left_differ_by_few(
    tmp_path_factory: pytest.TempPathFactory, tables: list[dict[str, int]]
) -> None:
    folder, told = tmp_path_factory.mktemp("told"), list[dict[str, int]]()
    for line, rows in enumerate(tables):
        told.append(release(folder, line, rows))
        assert set(told[-1].items()) <= set(rows.items()) and min(told[-1].values(), default=LEAST) >= LEAST
    for number, one in enumerate(told):
        for other in told[:number]:
            for name in {"", *one, *(each[:1] for each in one)}:
                mine = sum(many for key, many in one.items() if key.startswith(name))
                theirs = sum(many for key, many in other.items() if key.startswith(name))
                assert not (mine and theirs and 0 < abs(mine - theirs) < LEAST), (one, other, name)
