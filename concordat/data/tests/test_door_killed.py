"""The door is killed before each thing it does to a file: nothing is half there, and asked again it answers.

The steps are those that Python's audit events tell of: every file opened to write, folder made, file moved or deleted.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from concordat.data.counted import Counted
from concordat.data.durable import UNFINISHED
from concordat.data.log import verify_log
from concordat.data.query import Door, Query
from concordat.data.store import stores
from concordat.data.tests.test_query import GOING, PEOPLE
from concordat.data.tests.workspace import AT, SECRET, Workspace, workspace
from concordat.register.sharing import Form

CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.utime")


def in_a_process(act: Callable[[], object], home: Path, last: int) -> bool:
    """Do it in a process that is killed before its step of that number; whether it got to its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child uses no thread it did not begin
        child = os.fork()
    if not child:
        signal.alarm(60)
        left = [last]

        def watch(event: str, given: tuple[Any, ...]) -> None:
            writing = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
            if (writing or event in CHANGES) and str(home) in str(given[0]):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            act()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    assert os.waitstatus_to_exitcode(status) == 0
    return True


def asked_and_released(space: Workspace) -> Path:
    door = Door(space.home, space.desk, SECRET)
    try:
        query = Query(question=space.question, counted=Counted(table="encounter", by=("treatment_function_code",)))
        answer = door.query(query, space.permit, by="a.khan", at=AT)
        return door.release(answer, by="b.jones", at=AT)
    finally:
        door.close()


def test_killed_before_every_step_nothing_is_half_there_and_again_it_is_answered(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, GOING, form=Form.AGGREGATE)
    step = 0
    while not in_a_process(lambda: asked_and_released(space), tmp_path, step):
        step += 1
        assert all(each.file.is_file() for each in stores(tmp_path))
        assert all(pq.read_table(each).num_rows == 1 for each in tmp_path.glob("released/[0-9]*.parquet"))
        told = [each for each in verify_log(tmp_path) if "not as it was written" not in str(each)]
        assert not told
    assert step > 20
    assert verify_log(tmp_path) == () and not list(tmp_path.rglob(f"{UNFINISHED}*"))
    assert pq.read_table(asked_and_released(space)).num_rows == 1


@pytest.mark.parametrize("step", range(1, 40, 6))
def test_killed_once_and_asked_again_it_is_as_if_it_had_never_been(tmp_path: Path, step: int) -> None:
    space = workspace(tmp_path, PEOPLE, GOING, form=Form.AGGREGATE)
    in_a_process(lambda: asked_and_released(space), tmp_path, step)
    assert pq.read_table(asked_and_released(space)).num_rows == 1
    assert verify_log(tmp_path) == () and not list(tmp_path.rglob(f"{UNFINISHED}*"))
