"""Refusals: sentences for people, exit codes for commands."""

import pickle

import pytest

from concordat.core.refusal import Refusal, as_sentence


def test_it_says_what_where_and_what_would_change_it() -> None:
    refusal = Refusal("There is no trust RXX", where="contracts.xlsx, row 3", remedy="add it to Organisations")
    assert str(refusal) == "There is no trust RXX (contracts.xlsx, row 3). Add it to Organisations."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Why not?", "Why not?"),
        ("ePMA is missing", "ePMA is missing."),
        ("contracts.xlsx is empty", "contracts.xlsx is empty."),
        ("fill it in", "Fill it in."),
        ("  ", ""),
    ],
)
def test_a_sentence_begins_and_ends_as_one_but_names_keep_their_spelling(written: str, read: str) -> None:
    assert as_sentence(written) == read


def test_a_refusal_with_only_a_what_is_one_sentence() -> None:
    assert str(Refusal("No plan meets the law.")) == "No plan meets the law."


def test_bad_input_is_exit_code_2_unless_told_otherwise() -> None:
    assert Refusal("x").exit_code == 2
    assert Refusal("x", exit_code=3).exit_code == 3


def test_it_survives_the_way_back_from_another_process() -> None:
    refusal = Refusal("No", where="here", remedy="Do", exit_code=3)
    back = pickle.loads(pickle.dumps(refusal))
    assert (str(back), back.exit_code) == (str(refusal), 3)
