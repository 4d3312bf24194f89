"""Merkle trees, as in RFC 6962 section 2.1: one hash for many leaves, and short proofs that a leaf is among them.

The tree of n leaves is that of the first k and that of the rest, k the largest power of two below n. Leaves and nodes
are hashed with a byte before them (0 and 1), so that neither can pass for the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of a tree, given the hashes of its leaves."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:  # pairing level by level, an odd one handed up, gives the tree of the RFC
        pairs = [_node(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def proof(leaves: Sequence[bytes], place: int) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf at `place`, counted from 0, to the root: the audit path of section 2.1.1."""
    if not 0 <= place < len(leaves):
        raise IndexError("There is no such leaf.")
    path, level = [], list(leaves)
    while len(level) > 1:
        if place ^ 1 < len(level):
            path.append(level[place ^ 1])
        pairs = [_node(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level, place = pairs + level[len(pairs) * 2 :], place // 2
    return tuple(path)


def proves(path: Sequence[bytes], of: bytes, place: int, count: int, tree: bytes) -> bool:
    """Whether a proof leads from a leaf's hash, at its place among `count` leaves, to the root of the tree."""
    if not 0 <= place < count:
        return False
    rest = iter(path)
    found: bytes | None = of
    while count > 1 and found is not None:
        if place ^ 1 < count:
            beside = next(rest, None)
            found = beside and (_node(beside, found) if place & 1 else _node(found, beside))
        place, count = place // 2, (count + 1) // 2
    return found == tree and next(rest, None) is None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
