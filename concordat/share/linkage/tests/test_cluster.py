"""Clusters: joined by pairs, parted by what may never be together, whatever the order of the pairs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from concordat.share.linkage.cluster import Barred, Ints, Pair, averaged, components, joined

FREE = Barred({}, ())


def ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def test_components_are_named_for_their_least_node() -> None:
    assert components(6, ints(4, 2), ints(2, 5)).tolist() == [0, 1, 2, 3, 2, 2]
    assert components(3, ints(), ints()).tolist() == [0, 1, 2]


def test_two_borne_out_numbers_are_never_one_person() -> None:
    barred = Barred({0: 11, 2: 22}, ())
    label = joined(3, ints(0, 1), ints(1, 2), np.array([30.0, 25.0]), barred)
    assert label.tolist() == [0, 0, 2], "the better pair stands"


def test_a_person_outranks_numbers_and_scores() -> None:
    barred = Barred({0: 11, 1: 22}, ())
    assert joined(2, ints(), ints(), np.array([]), barred, [(0, 1)]).tolist() == [0, 0]
    apart = Barred({}, [(0, 1)])
    assert joined(2, ints(0), ints(1), np.array([99.0]), apart).tolist() == [0, 1]


def test_a_chain_does_not_join_what_is_unlike_on_average() -> None:
    """0-1 and 2-3 are persons; one good pair between them is outweighed by three bad ones."""
    label = ints(0, 0, 2, 2)
    a, b = ints(0, 0, 1, 1), ints(2, 3, 2, 3)
    apart = averaged(label, a, b, np.array([9.0, -12, -12, -12]), line=4.25, apart=0, barred=FREE)
    assert apart.tolist() == [0, 0, 2, 2]
    one = averaged(label, a, b, np.array([9.0, 9, 9, -2]), line=4.25, apart=0, barred=FREE)
    assert one.tolist() == [0, 0, 0, 0]


def test_pairs_that_were_not_scored_count_against() -> None:
    label, a, b, weight = ints(0, 0, 2), ints(0), ints(2), np.array([8.0])
    assert averaged(label, a, b, weight, line=4.25, apart=0, barred=FREE).tolist() == [0, 0, 2]
    assert averaged(label, a, b, weight, line=4.0, apart=0, barred=FREE).tolist() == [0, 0, 0]


nodes = st.integers(0, 7)
pairs = st.lists(st.tuples(nodes, nodes, st.integers(-5, 30)).filter(lambda each: each[0] != each[1]), max_size=20)
bars = st.lists(st.tuples(nodes, nodes).filter(lambda each: each[0] != each[1]), max_size=4)
numbers = st.dictionaries(nodes, st.integers(1, 3), max_size=8)


def clusters(edges: list[tuple[int, int, int]], numbers: dict[int, int], apart: list[Pair]) -> list[int]:
    best: dict[Pair, int] = {}
    for x, y, each in edges:
        key = (min(x, y), max(x, y))
        best[key] = max(each, best.get(key, each))
    keyed = list(best)
    if edges and edges[0][2] % 2:
        keyed.reverse()
    a, b = ints(*(x for x, _ in keyed)), ints(*(y for _, y in keyed))
    weight = np.array([float(best[pair]) for pair in keyed])
    barred = Barred(numbers, apart)
    kept = weight >= 20
    sure = joined(8, a[kept], b[kept], weight[kept], barred)
    return averaged(sure, a, b, weight, line=4.25, apart=0, barred=barred).tolist()


@given(pairs, numbers, bars)
def test_no_cluster_holds_what_is_barred(
    edges: list[tuple[int, int, int]], numbers: dict[int, int], apart: list[Pair]
) -> None:
    label = clusters(edges, numbers, apart)
    assert all(label[x] != label[y] for x, y in apart)
    for root in set(label):
        members = [node for node in range(8) if label[node] == root]
        assert root == min(members)
        assert len({numbers[each] for each in members if each in numbers}) < 2


@given(pairs, numbers, bars, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(
    edges: list[tuple[int, int, int]], numbers: dict[int, int], apart: list[Pair], chance: object
) -> None:
    shuffled = [(y, x, weight) for x, y, weight in edges]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert clusters(edges, numbers, apart) == clusters(shuffled, numbers, apart)
