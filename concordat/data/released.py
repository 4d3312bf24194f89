"""Answers to SQL as they may leave: as counts are, and held against all that left under the agreement before.

Who is in a cell of an answer to SQL cannot be told, so that its counts are compared: a group that was released before
and now differs by few people would tell of those few. A group is known by its values, whatever its columns are called;
sums over any of its columns are held against each other too. One that is written in other words is not recognised:
for that a second person looks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from concordat.data import durable
from concordat.data.disclosure import Key, releasable
from concordat.data.lock import locked

Counts = tuple[int, ...]
Margin = tuple[str, ...]
"""A group by its values as texts, in order, or a sum by those of the columns that it is not over; () is the whole."""
_MOST = 6  # columns of groups; of more only single ones and the whole are summed, or the sums would be too many


def checked(
    table: pa.Table,
    counts: Sequence[str],
    folder: Path,
    *,
    line: int,
    snapshot: int,
    least: int,
    rounding: int,
) -> pa.Table:
    """The table as it may leave, as the answer to the question on a line of the log; `folder` is where what left under
    the agreement is remembered. Raises NotReleasable."""
    data = snapshot if rounding > 1 else "*"  # what a few more people change from day to day, rounding hides
    path = folder / f"{snapshot}" / f"{line:09}.json"
    with locked(folder / "LOCK", "the door", wait=True):  # nothing leaves between the look and the keeping
        before = [told for each in sorted(folder.glob(f"{data}/[0-9]*.json")) if each != path for told in _read(each)]
        groups, also = [each for each in table.column_names if each not in counts], set[Key]()
        shown = releasable(table, counts, least=least, rounding=rounding)
        cells = _cells(table, groups, counts)
        while more := exposing(left := {key: cells[key] for key in _keys(shown, groups)}, before, least=least):
            also |= more
            shown = releasable(table, counts, least=least, rounding=rounding, also=also)
        durable.write(path, json.dumps([[margin, sums] for margin, sums, _ in margins(left)]).encode(), mode=0o600)
    return shown


def exposing(cells: Mapping[Key, Counts], before: Iterable[tuple[Margin, Counts]], *, least: int) -> set[Key]:
    """The groups to leave out, since they, or a sum that they are in, differ by 1 to `least` - 1 from one before."""
    told: dict[Margin, set[int]] = defaultdict(set)
    for margin, sums in before:
        told[margin].update(sums)
    found = set()
    for margin, sums, inside in margins(cells):
        if any(0 < abs(one - other) < least for one in sums for other in told[margin]):
            found.add(min(inside, key=lambda key: (min(cells[key]), str(key))))
    return found


def margins(cells: Mapping[Key, Counts]) -> Iterator[tuple[Margin, Counts, list[Key]]]:
    """Every group, and every sum over some of its columns: its name, its counts, and the groups in it."""
    width = max(map(len, cells), default=0)
    for size in range(width + 1) if width <= _MOST else (0, 1, width):
        for places in combinations(range(width), size):
            lines: dict[Key, list[Key]] = defaultdict(list)
            for key in cells:
                lines[tuple(key[place] for place in places)].append(key)
            for part, inside in lines.items():
                sums = tuple(map(sum, zip(*(cells[key] for key in inside), strict=True)))
                yield tuple(sorted(map(str, part))), sums, inside


def _keys(table: pa.Table, groups: Sequence[str]) -> list[Key]:
    return [tuple(row[name] for name in groups) for row in table.to_pylist()]


def _cells(table: pa.Table, groups: Sequence[str], counts: Sequence[str]) -> dict[Key, Counts]:
    rows = ([int(row[name] or 0) for name in counts] for row in table.to_pylist())
    return dict(zip(_keys(table, groups), map(tuple, rows), strict=True))


def _read(path: Path) -> list[tuple[Margin, Counts]]:
    return [(tuple(margin), tuple(sums)) for margin, sums in json.loads(path.read_bytes())]
