"""The best pairing of rows and columns of a matrix: Kuhn's Hungarian method, by shortest augmenting paths, in O(n³)."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(scores: Sequence[Sequence[float]], *, least: float = 0.0) -> list[tuple[int, int]]:
    """Pairs (row, column), each row and column once at most, whose scores sum highest; none below `least`.

    A row may stay alone, which counts as `least`.
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    # each row has a column of its own beside the others, for staying alone
    costs = [
        [-each for each in row] + [-least if at == other else 1.0 for other in range(rows)]
        for at, row in enumerate(scores)
    ]
    chosen = _assigned(costs) if rows else []
    return [(row, at) for row, at in enumerate(chosen) if at < columns and scores[row][at] >= least]


def _assigned(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each row its column, at the least cost in all; there are no fewer columns than rows.

    After R. Jonker and A. Volgenant (1987): a row is added at a time, along the shortest path of changes that makes
    room for it; `u` and `v` are the prices of rows and columns that keep every reduced cost from falling below zero.
    """
    n, m = len(costs), len(costs[0])
    u, v = [0.0] * (n + 1), [0.0] * (m + 1)
    row_of, before = [0] * (m + 1), [0] * (m + 1)  # counted from 1; 0 is nobody's
    for row in range(1, n + 1):
        row_of[0], at = row, 0
        shortest, done = [float("inf")] * (m + 1), [False] * (m + 1)
        while row_of[at]:
            done[at] = True
            here, step, following = row_of[at], float("inf"), 0
            for column in range(1, m + 1):
                if not done[column]:
                    reduced = costs[here - 1][column - 1] - u[here] - v[column]
                    if reduced < shortest[column]:
                        shortest[column], before[column] = reduced, at
                    if shortest[column] < step:
                        step, following = shortest[column], column
            for column in range(m + 1):
                if done[column]:
                    u[row_of[column]] += step
                    v[column] -= step
                else:
                    shortest[column] -= step
            at = following
        while at:
            row_of[at] = row_of[before[at]]
            at = before[at]
    chosen = [0] * n
    for column in range(1, m + 1):
        if row_of[column]:
            chosen[row_of[column] - 1] = column - 1
    return chosen
