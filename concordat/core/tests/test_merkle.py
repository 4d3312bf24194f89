"""Merkle trees against the definition of RFC 6962, against known roots, and against whoever forges a proof."""

import hashlib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.merkle import EMPTY, leaf, proof, proves, root

LEAVES = st.lists(st.binary(max_size=4).map(leaf), min_size=1, max_size=40, unique=True)


def defined(leaves: list[bytes]) -> bytes:
    """The root as section 2.1 defines it, word for word and slowly."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + defined(leaves[:split]) + defined(leaves[split:])).digest()


@dataclass(frozen=True)
class Placed:
    """A tree and a place in it."""

    leaves: list[bytes]
    place: int


PLACED = LEAVES.flatmap(lambda leaves: st.builds(Placed, st.just(leaves), st.integers(0, len(leaves) - 1)))


def test_known_roots_of_the_eight_inputs_that_certificate_transparency_tests_with() -> None:
    inputs = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    inputs.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
    leaves = [leaf(each) for each in inputs]
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(st.lists(st.binary(max_size=4).map(leaf), max_size=70))
def test_the_root_is_as_the_rfc_defines_it(leaves: list[bytes]) -> None:
    assert root(leaves) == defined(leaves)


@given(PLACED)
def test_every_leaf_is_proved_and_in_few_hashes(tree: Placed) -> None:
    path = proof(tree.leaves, tree.place)
    assert proves(path, tree.leaves[tree.place], tree.place, len(tree.leaves), root(tree.leaves))
    assert len(path) <= (len(tree.leaves) - 1).bit_length()


@given(PLACED, st.integers(-1, 50))
def test_a_proof_of_one_leaf_at_one_place_proves_no_other(tree: Placed, place: int) -> None:
    path, known = proof(tree.leaves, tree.place), root(tree.leaves)
    assert not proves(path, leaf(b"another"), tree.place, len(tree.leaves), known)
    assert not proves((*path, EMPTY), tree.leaves[tree.place], tree.place, len(tree.leaves), known)
    assert not path or not proves(path[:-1], tree.leaves[tree.place], tree.place, len(tree.leaves), known)
    assert place == tree.place or not proves(path, tree.leaves[tree.place], place, len(tree.leaves), known)


@given(LEAVES)
def test_a_node_does_not_pass_for_a_leaf(leaves: list[bytes]) -> None:
    joined = root(leaves)
    assert leaf(joined) != joined and not proves((), leaf(joined), 0, 1, joined)


@pytest.mark.parametrize("place", [-1, 3])
def test_there_is_no_proof_of_what_is_not_there(place: int) -> None:
    with pytest.raises(IndexError):
        proof([leaf(b"a")] * 3, place)
    assert not proves((), leaf(b"a"), place, 3, leaf(b"a"))
