"""Disclosure control against who subtracts: within a table, and between tables that were told one after the other."""

from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.disclosure import Cell, NotReleasable, overlaps, protected, releasable, rounded

LEAST = 8
SIZES = st.lists(st.integers(0, 30), min_size=12, max_size=12)


def cells(sizes: list[int]) -> list[Cell]:
    """A table of four by three."""
    keys = product("abcd", "xyz")
    return [Cell(key=key, rows=size, people=size) for key, size in zip(keys, sizes, strict=True) if size]


@given(SIZES, st.sampled_from([1, 5, 10]))
def test_no_count_of_too_few_is_told_and_every_count_is_rounded(sizes: list[int], rounding: int) -> None:
    true = {each.key: each.people for each in cells(sizes)}
    for each in protected(cells(sizes), least=LEAST, rounding=rounding):
        assert true[each.key] >= LEAST and each.people == rounded(true[each.key], rounding)
        assert each.people % rounding == 0 and abs(each.people - true[each.key]) <= rounding / 2


@given(SIZES)
def test_whoever_knows_the_sum_of_a_line_works_out_no_cell_of_it_and_no_few_people(sizes: list[int]) -> None:
    given_, shown = cells(sizes), {each.key for each in protected(cells(sizes), least=LEAST, rounding=1)}
    for place, of in ((0, "abcd"), (1, "xyz")):
        for value in of:
            line = [each for each in given_ if each.key[place] == value]
            unseen = [each.people for each in line if each.key not in shown]
            assert not unseen or len(unseen) == len(line) or (len(unseen) > 1 and sum(unseen) >= LEAST)


@given(SIZES)
def test_nothing_is_left_out_where_nothing_is_small(sizes: list[int]) -> None:
    large = [size + LEAST for size in sizes]
    assert len(protected(cells(large), least=LEAST, rounding=5)) == 12


def test_what_is_told_does_not_hang_on_the_order_it_comes_in() -> None:
    table = cells([9, 3, 20, 11, 12, 13, 8, 30, 1, 0, 15, 16])
    assert protected(table, least=LEAST, rounding=5) == protected(table[::-1], least=LEAST, rounding=5)


@pytest.mark.parametrize(
    ("count", "to", "told"), [(7, 5, 5), (8, 5, 10), (0, 5, 0), (7, 1, 7), (7, 0, 7), (15, 10, 20)]
)
def test_rounding(count: int, to: int, told: int) -> None:
    assert rounded(count, to) == told


def people(cells: list[set[int]], answer: int = 1) -> pa.Table:
    rows = [(number, person) for number, each in enumerate(cells) for person in sorted(each)]
    columns = {"cell": [cell for cell, _ in rows], "person": pa.array([one for _, one in rows], pa.uint64())}
    return pa.table({**columns, "answer": [answer] * len(rows)})


SETS = st.lists(st.sets(st.integers(0, 25), min_size=8), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(new=SETS, told=st.lists(SETS, min_size=1, max_size=2))
def test_a_cell_that_tells_of_few_beside_one_told_before_is_found(
    tmp_path_factory: pytest.TempPathFactory, new: list[set[int]], told: list[list[set[int]]]
) -> None:
    folder, paths = tmp_path_factory.mktemp("told"), []
    for number, each in enumerate(told):
        paths.append(folder / f"{number}.parquet")
        pq.write_table(people(each, number), paths[-1])
    found = overlaps(people(new), paths, least=LEAST)
    before = [each for one in told for each in one]
    assert found == {
        number for number, each in enumerate(new) if any(each & one and 0 < len(each ^ one) < LEAST for one in before)
    }


def test_nothing_told_before_stands_in_no_way() -> None:
    assert overlaps(people([{1, 2, 3}]), [], least=LEAST) == frozenset()


def test_a_table_is_released_as_counts_are() -> None:
    table = pa.table({"code": ["a", "b", "c", "d"], "n": [3, 12, 41, 27], "stays": [3, 13, 44, 28]})
    left = releasable(table, ["n", "stays"], least=LEAST, rounding=5)
    assert left.to_pylist() == [{"code": "c", "n": 40, "stays": 45}, {"code": "d", "n": 25, "stays": 30}]


@pytest.mark.parametrize(
    ("columns", "counts", "said"),
    [
        ({"code": ["a"], "n": [9]}, [], "is said to count"),
        ({"code": ["a"], "n": [9]}, ["m"], "no column m"),
        ({"code": ["a"], "n": [9.5]}, ["n"], "whole numbers"),
        ({"code": ["a"], "mean": [1.5], "n": [9]}, ["n"], "no counts"),
        ({"code": ["a", "a"], "n": [9, 9]}, ["n"], "twice"),
        ({"n": [9, 9]}, ["n"], "twice"),
    ],
)
def test_what_cannot_be_checked_is_not_released(columns: dict[str, list[object]], counts: list[str], said: str) -> None:
    with pytest.raises(NotReleasable, match=said):
        releasable(pa.table(columns), counts, least=LEAST, rounding=5)
