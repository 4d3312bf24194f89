"""What a package holds is found by being there; what a module states is read without importing it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from concordat.core.discovery import found, modules, stated


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package of two modules, one of which states something at its top, and of a package."""
    folder = tmp_path / "shelf"
    (folder / "tests").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "tests" / "__init__.py").write_text("WORDS = ('no',)\n")
    (folder / "oak.py").write_text("HELP = 'a tree'\nWORDS = ('leaf', 'bark')\n")
    (folder / "ash.py").write_text("def f():\n    HELP = 'not at the top'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield import_module("shelf")
    for name in [each for each in sys.modules if each.partition(".")[0] == "shelf"]:
        del sys.modules[name]


def test_modules_are_found_by_name_and_packages_are_not_among_them(package: ModuleType) -> None:
    assert [each.__name__ for each in modules(package)] == ["shelf.ash", "shelf.oak"]
    assert found(package, "WORDS") == ("leaf", "bark")


def test_what_is_stated_is_told_without_an_import(package: ModuleType) -> None:
    Path(package.__path__[0], "yew.py").write_text("HELP = 'slow'\nraise ImportError('imported')\n")
    assert stated(package, "HELP") == {"oak": "a tree", "yew": "slow"}
    assert not {"shelf.oak", "shelf.yew"} & set(sys.modules)


def test_what_is_stated_must_be_literal(package: ModuleType) -> None:
    Path(package.__path__[0], "elm.py").write_text("HELP = str(1)\n")
    with pytest.raises(ValueError, match="malformed"):
        stated(package, "HELP")
