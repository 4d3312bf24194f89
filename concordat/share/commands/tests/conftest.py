"""A workspace with the results of one trust, for the commands that ask at the door."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from concordat.cli import main
from concordat.data.extract import land
from concordat.share.example.received import received

EXAMPLE = Path(__file__).parents[4] / "examples" / "three_rivers"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It has been landed and mapped, and nobody is linked yet."""
    home = tmp_path_factory.mktemp("workspace")
    shutil.copytree(EXAMPLE / "feeds", home / "feeds")
    for each in received(EXAMPLE):
        if each.path.name.startswith(("RESULTS", "PATIENTS")):
            land(each.path, home=home, **{name: value for name, value in vars(each).items() if name != "path"})
    assert main(["share", "map", "--home", str(home)]) == 0
    return home
