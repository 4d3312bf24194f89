"""The lake is killed after each step of a change: what was there is there, and the same change again completes."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from concordat.data.lake import STEPS, Lake
from concordat.data.tests.change_lake import AT, BY, change
from concordat.data.tests.test_lake import made, rows

_WRITES = ("locked", "swept", "copied", "placed", "catalogued", "flipped")
_PASSED = {"commit": _WRITES, "compact": _WRITES, "forget": ("locked", "swept", "catalogued", "flipped", "removed")}


def killed(lake: Lake, given: Path, name: str, step: str) -> int:
    """Make a change in a process of its own that is killed after a step; how it ended."""
    command = [sys.executable, "-m", "concordat.data.tests.change_lake", str(lake.home), str(given), name, step]
    return subprocess.run(command, check=False).returncode


def test_every_step_is_killed_somewhere() -> None:
    assert {step for steps in _PASSED.values() for step in steps} == set(STEPS)


@pytest.mark.parametrize(("name", "step"), [(name, step) for name, steps in _PASSED.items() for step in steps])
def test_killed_after_a_step_it_is_as_before_or_done_and_again_completes(name: str, step: str, tmp_path: Path) -> None:
    lake, given = Lake(tmp_path / "home"), tmp_path / "given"
    given.mkdir()
    lake.commit([made(tmp_path, "RZ1", each, [1]) for each in "ab"], by=BY, at=AT)
    lake.commit([made(tmp_path, "RZ2", "c", [3])], by=BY, at=AT)
    for batch in "xy":
        Path(made(tmp_path, "RZ3", batch, [4]).path).rename(given / f"{batch}.parquet")
    before = rows(lake)
    assert killed(lake, given, name, step) == -signal.SIGKILL
    done = STEPS.index(step) >= STEPS.index("flipped")
    assert lake.head().number == (3 if done else 2)
    assert done or rows(lake) == before
    assert not [each for each in lake.verify() if "in no snapshot" not in each]
    if name == "commit" and done:  # the batch it was to remove is not there any more, so again would be refused
        lake.commit(by=BY, at=AT)
    else:
        change(lake, given, name)
    assert lake.head().number == 3 and lake.verify() == ()
    assert not list(lake.home.rglob(".unfinished*"))
    if name == "forget":
        assert len(lake.proof("RZ1").removed) == 2 and not list(lake.home.rglob("*RZ1*"))
    if name == "compact":
        assert rows(lake) == before
