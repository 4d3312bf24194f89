"""Levels: a truth table, both ways round; and the cheap test of one slip is the same as the dear one."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.share.linkage.compare import levels_sql
from concordat.share.linkage.tests.people import ENGINE

NAMES = {1: "MARGARET", 2: "MARGRET", 3: "MARGE", 4: "MARY", 5: "OAKTHORPE", 6: "SINGH"}
SPELLINGS = pa.table({"id": pa.array(list(NAMES), pa.int32()), "name": list(NAMES.values())})
ROW = {"given": 1, "family": 5, "dob": 19510314, "postcode": 5 * 36**3 + 7, "sex": 2, "nhs": 9990000018, "ok": True}


def levels(*sides: dict[str, Any]) -> list[dict[str, Any]]:
    """Levels of (0, 1), (2, 3), … among these rows."""
    rows = [{"id": at, **ROW, **each} for at, each in enumerate(sides)]
    places = list(range(0, len(rows), 2))
    inputs = {
        "nodes": pa.Table.from_pylist(rows, schema=pa.schema([
            ("id", pa.int32()), ("given", pa.int32()), ("family", pa.int32()), ("dob", pa.int32()),
            ("postcode", pa.int64()), ("sex", pa.int8()), ("nhs", pa.int64()), ("ok", pa.bool_()),
        ])),
        "pairs": pa.table({"a": pa.array(places, pa.int32()), "b": pa.array([at + 1 for at in places], pa.int32())}),
        "spellings": SPELLINGS,
    }  # fmt: skip
    return ENGINE.run(f"SELECT * FROM ({levels_sql('nodes')}) ORDER BY a", inputs).to_pylist()


TABLE = [
    ("given", 1, 1, 0), ("given", 1, 2, 1), ("given", 1, 3, 1), ("given", 1, 4, 3), ("given", 1, 6, 4),
    ("given", 1, None, None),
    ("dob", 19510314, 19510314, 0), ("dob", 19510314, 19510341, 1), ("dob", 19510314, 19510315, 1),
    ("dob", 19510314, 19511120, 2), ("dob", 19510314, 19620703, 3), ("dob", None, 19510314, None),
    ("postcode", 5 * 36**3 + 7, 5 * 36**3 + 7, 0), ("postcode", 5 * 36**3 + 7, 5 * 36**3 + 8, 1),
    ("postcode", 5 * 36**3 + 7, 5 * 36**3 + 7 * 36**2, 2), ("postcode", 5 * 36**3, 9 * 36**3, 3),
    ("sex", 1, 1, 0), ("sex", 1, 2, 1), ("sex", None, 2, None),
    ("nhs", 9990000018, 9990000018, 0), ("nhs", 9990000018, 9990000081, 1), ("nhs", 9990000018, 9990000034, 2),
    ("nhs", 101010004, 1101010004, 1), ("nhs", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("turned", [False, True])
def test_each_field_has_its_level_either_way_round(turned: bool) -> None:
    sides = [({field: x}, {field: y})[:: -1 if turned else 1] for field, x, y, _ in TABLE]
    found = levels(*(side for pair in sides for side in pair))
    assert [each[field] for each, (field, *_) in zip(found, TABLE, strict=True)] == [level for *_, level in TABLE]


def test_swapped_names_and_clashing_numbers_are_seen() -> None:
    swapped, clash, unsound = levels(
        {}, {"given": 5, "family": 1}, {}, {"nhs": 9990000026}, {}, {"nhs": 9990000027, "ok": False}
    )
    assert swapped["swapped"] and not clash["swapped"]
    assert clash["clash"] and not unsound["clash"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("given_name", "surname", "swapped"),
    [(5, 2, True), (5, 3, True), (5, 4, False), (5, 6, False), (5, None, None), (6, 1, False), (5, 5, False)],
)
def test_names_that_changed_places_may_be_misspelt_once(
    given_name: int, surname: int | None, swapped: bool | None, turned: bool
) -> None:
    sides: list[dict[str, Any]] = [{"given": 1, "family": 5}, {"given": given_name, "family": surname}]
    (found,) = levels(*sides[:: -1 if turned else 1])
    assert bool(found["swapped"]) is bool(swapped)
    mirrored = [{"given": each["family"], "family": each["given"]} for each in sides]
    assert bool(levels(*mirrored)[0]["swapped"]) is bool(swapped)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**10 - 1), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1)
)
def test_the_cheap_test_of_one_slip_is_the_dear_one(slips: list[tuple[int, int, int, int]]) -> None:
    texts = []
    for number, i, j, digit in slips:
        x = f"{number:010}"
        y = list(x)
        y[i], y[j] = y[j], y[i]
        y[(i + j) % 10] = str(digit)
        texts.append((x, "".join(y)))
    given_texts = pa.table({"x": [x for x, _ in texts], "y": [y for _, y in texts]})
    cheap = "hamming(x, y) <= 1 OR (hamming(x, y) = 2 AND damerau_levenshtein(x, y) = 1)"
    wrong = f"SELECT * FROM t WHERE ({cheap}) <> (damerau_levenshtein(x, y) <= 1)"
    assert ENGINE.run(wrong, {"t": given_texts}).num_rows == 0
