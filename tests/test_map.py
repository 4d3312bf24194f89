"""The map of the package is as the files are, and each file does one job."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.write_map import PACKAGE, described, modules, the_map


def test_the_map_is_as_the_files_are() -> None:
    assert (PACKAGE / "README.md").read_text(encoding="utf-8") == the_map(), "run: make docs"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_does_one_job_and_says_which(path: Path) -> None:
    assert len(described(path)) > 15
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500, "a file this long does two jobs"
    assert path.stem.rstrip("s") not in {"util", "helper", "common", "manager", "handler", "constant", "exception"}


def test_a_file_that_says_nothing_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "concordat"
    package.mkdir()
    (package / "__init__.py").write_text('"""A package."""')
    (package / "silent.py").write_text("x = 1")
    with pytest.raises(SystemExit, match=r"silent\.py does not say what it does"):
        the_map(package)
