"""The bytes of a given file: all of them within the bound, and nothing that has no end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from concordat.core.bounds import Limits, OutOfBounds, Unreadable, given_bytes

TEN = Limits(file_size=10)


@pytest.mark.parametrize("size", [0, 9, 10])
def test_a_file_within_the_bound_is_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "given.csv"
    path.write_bytes(b"x" * size)
    assert given_bytes(path, TEN) == b"x" * size


def test_one_byte_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_bytes(b"x" * 11)
    with pytest.raises(OutOfBounds, match=r"given\.csv"):
        given_bytes(path, TEN)


def test_a_folder_a_pipe_and_nothing_at_all_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, what in ((tmp_path, "not a file"), (tmp_path / "pipe", "not a file"), (tmp_path / "none", "no such")):
        with pytest.raises(Unreadable, match=what):
            given_bytes(path, TEN)
