"""Clusters: components on sure pairs, average link for the rest, and no cluster with two numbers that are each sure.

A pair alone can mislead; a cluster joins another only when the mean over all pairs between them clears the line.
What must never be joined (a person's decision, or two NHS numbers that two records each bear out) is checked at every
join, and a component that breaks it is built again pair by pair, best pair first.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
Bools: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
Pair: TypeAlias = tuple[int, int]


class Barred:
    """What may not be in one cluster: `numbers` that nodes bear out, by node, and pairs of nodes kept `apart`."""

    def __init__(self, numbers: Mapping[int, int], apart: Iterable[Pair]) -> None:
        self.numbers = numbers
        self.apart: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self.apart[one].add(other)
            self.apart[other].add(one)

    def numbers_of(self, members: Iterable[int]) -> set[int]:
        """The borne-out numbers of some nodes."""
        return {self.numbers[each] for each in members if each in self.numbers}

    def suspects(self, label: Ints) -> set[int]:
        """Labels of the clusters that hold more than one number, or someone who is kept apart."""
        nodes, numbers = np.array(list(self.numbers), np.int64), np.array(list(self.numbers.values()), np.int64)
        held = np.unique(np.stack([label[nodes], numbers]), axis=1)[0]
        several, many = np.unique(held, return_counts=True)
        return {*several[many > 1].tolist(), *(int(label[each]) for each in self.apart)}

    def join(self, members: set[int], others: set[int], *, decided: bool = False) -> bool:
        """Whether two clusters may be one. What a person decided to be one may have two numbers."""
        small, large = sorted((members, others), key=len)
        if any(self.apart[each] & large for each in small if each in self.apart):
            return False
        mine, theirs = self.numbers_of(members), self.numbers_of(others)
        return decided or not mine or not theirs or len(mine | theirs) == max(len(mine), len(theirs))

    def holds(self, members: set[int]) -> bool:
        """Whether a cluster breaks nothing."""
        return len(self.numbers_of(members)) < 2 and not any(
            self.apart[each] & members for each in members if each in self.apart
        )


def components(size: int, a: Ints, b: Ints) -> Ints:
    """The least node of each node's component, for nodes 0 to `size`."""
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    least = np.full(size, size, dtype=np.int64)
    np.minimum.at(least, label, np.arange(size))
    return least[label]


def joined(size: int, a: Ints, b: Ints, weight: Floats, barred: Barred, decided: Iterable[Pair] = ()) -> Ints:
    """Components of these pairs and of those a person decided, each that breaks a bar built again by best pairs."""
    together = np.array(sorted(decided), dtype=np.int64).reshape(-1, 2)
    a, b = np.concatenate([together[:, 0], a]), np.concatenate([together[:, 1], b])
    weight = np.concatenate([np.full(len(together), np.inf), weight])
    label = components(size, a, b)
    members = _members(label, barred.suspects(label))
    broken = sorted(each for each, inside in members.items() if not barred.holds(inside))
    if broken:
        mine = np.flatnonzero(np.isin(label[a], broken))
        order = mine[np.lexsort((b[mine], a[mine], -weight[mine]))]
        inside = sorted(each for root in broken for each in members[root])
        pairs = ((int(a[at]), int(b[at]), bool(np.isinf(weight[at]))) for at in order)
        for node, least in _best_first(inside, pairs, barred).items():
            label[node] = least
    return label


def averaged(
    label: Ints, a: Ints, b: Ints, weight: Floats, *, line: float, apart: float, barred: Barred
) -> Ints:  # fmt: skip
    """Join clusters whose mean weight over all pairs of nodes between them is at least `line`, the best first.

    A pair that was not scored counts as `apart`. Clusters without a pair at the line are left as they are.
    """
    one, other = label[a], label[b]
    far = one != other
    one, other, weight = np.minimum(one, other)[far], np.maximum(one, other)[far], weight[far]
    touched = np.unique(np.concatenate([one[weight >= line], other[weight >= line]]))
    near = np.isin(one, touched) & np.isin(other, touched)
    links: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    for x, y, each in zip(one[near].tolist(), other[near].tolist(), weight[near].tolist(), strict=True):
        total, many = links[x].get(y, (0.0, 0))
        links[x][y] = links[y][x] = (total + each, many + 1)
    clusters = _members(label, set(touched.tolist()))
    result = label.copy()
    for root, members in _agglomerated(clusters, links, line, apart, barred).items():
        result[list(members)] = root
    return result


def _agglomerated(
    clusters: dict[int, set[int]], links: dict[int, dict[int, tuple[float, int]]], line: float, apart: float,
    barred: Barred,
) -> dict[int, set[int]]:  # fmt: skip
    def mean(x: int, y: int) -> float:
        total, many = links[x][y]
        pairs = len(clusters[x]) * len(clusters[y])
        return (total + (pairs - many) * apart) / pairs

    heap = [(-mean(x, y), x, y) for x in links for y in links[x] if x < y]
    heapq.heapify(heap)
    while heap:
        height, x, y = heapq.heappop(heap)
        if -height < line:
            break
        if x not in clusters or y not in clusters or -height != mean(x, y):
            continue  # an entry from before a join
        if not barred.join(clusters[x], clusters[y]):
            continue
        clusters[x] |= clusters.pop(y)
        for each, (total, many) in links.pop(y).items():
            del links[each][y]
            if each != x:
                before = links[x].get(each, (0.0, 0))
                links[x][each] = links[each][x] = (before[0] + total, before[1] + many)
        for each in links[x]:
            heapq.heappush(heap, (-mean(x, each), min(x, each), max(x, each)))
    return clusters


def _members(label: Ints, roots: set[int]) -> dict[int, set[int]]:
    """The nodes of some clusters, by their label."""
    found: dict[int, set[int]] = {each: set() for each in roots}
    for node in np.flatnonzero(np.isin(label, list(roots))).tolist():
        found[int(label[node])].add(node)
    return found


def _best_first(nodes: list[int], pairs: Iterable[tuple[int, int, bool]], barred: Barred) -> dict[int, int]:
    """The least node of each node's cluster when pairs join in the order given, where nothing bars it."""
    home = {each: each for each in nodes}
    clusters = {each: {each} for each in nodes}
    for a, b, decided in pairs:
        x, y = sorted((home[a], home[b]))
        if x != y and barred.join(clusters[x], clusters[y], decided=decided):
            for each in clusters[y]:
                home[each] = x
            clusters[x] |= clusters.pop(y)
    return home
