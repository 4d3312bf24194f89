"""Who may import whom: the contracts hold, a sin against each is caught, and hearts run without the extras."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# contract -> the imports that it must catch, each as (a module that sins, what it imports). `wander` is a verb that
# exists only in the copy, so a contract that catches it there would catch it in any.
SINS = {
    "layers": [
        ("core.money", "concordat.register.noun"),
        ("register.noun", "concordat.web.settings"),
        ("register.noun", "concordat.web.scope"),
        ("register.noun", "concordat.capability"),
    ],
    "verbs": [
        ("wander.heart", "concordat.converge"),
        ("wander.heart", "concordat.cli"),
        ("wander.heart", "concordat.capability"),
        ("wander.app.views", "concordat.converge.answer.plan"),
        ("wander.app.views", "concordat.web.settings"),
        ("web.settings", "concordat.wander"),
        ("core.money", "concordat.wander.heart"),
    ],
    "apps": [("wander.heart", "concordat.wander.app.views"), ("wander.cli", "concordat.register.app.models")],
    "django": [("wander.heart", "django"), ("wander.cli", "jinja2"), ("core.money", "whitenoise")],
    "doors": [
        ("core.period", "holidays"),
        ("register.noun", "icalendar"),
        ("wander.app.views", "python_calamine"),
        ("core.svg", "docx"),
        ("converge.out.calendar", "icalendar"),
        ("wander.cli", "docx"),
        ("wander.heart", "openpyxl"),
        ("wander.heart", "resvg_py"),
        ("wander.heart", "scipy"),
        ("share.linkage.link", "scipy"),
        ("share.linkage.model", "splink"),
        ("register.record", "duckdb"),
        ("wander.heart", "duckdb"),
        ("share.health", "splink"),
        ("share.plain", "sqlglot"),
        ("register.noun", "yaml"),
    ],
}


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package's modules and its contracts, with one verb more, somewhere a sin does no harm."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("static", "templates", "__pycache__", "tests")
    shutil.copytree(ROOT / "concordat", tmp_path / "concordat", ignore=ignore)
    for module in ("__init__", "heart", "cli", "app/__init__", "app/views"):
        path = tmp_path / f"concordat/wander/{module}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    return tmp_path


def test_every_contract_has_a_sin() -> None:
    assert {each["id"] for each in CONTRACTS} == set(SINS)


def test_a_new_verb_keeps_every_contract(copy: Path) -> None:
    path = copy / "concordat/wander"
    (path / "__init__.py").write_text("from concordat.capability import Capability\n")
    (path / "heart.py").write_text("from concordat.core import money\nfrom concordat.register import noun\n")
    (path / "cli.py").write_text("from concordat.wander import heart\n")
    (path / "app/views.py").write_text("import django.http\nfrom concordat.wander import heart\n")
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", SINS)
def test_each_sin_is_caught(copy: Path, contract: str) -> None:
    for module, imported in SINS[contract]:
        with (copy / "concordat" / f"{module.replace('.', '/')}.py").open("a") as file:
            file.write(f"\nimport {imported}\n")
    done = lint(copy, "--contract", contract)
    assert done.returncode == 1, done.stdout
    for module, imported in SINS[contract]:
        assert re.search(rf"concordat\.{module} (\(l\.\d+\)|-> {imported}\b)", done.stdout), done.stdout


IMPORT_ALL = """
import importlib, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",")))  # None: an import of it fails, as where it is not installed
for name in sys.argv[2:]:
    importlib.import_module(name)
"""
WEB = "django,jinja2,whitenoise,django_htmx"
PAPERS = {"concordat.core.ics", "concordat.core.paper"}  # the doors of the extra `papers`, and no use without it
EVERY_EXTRA = f"{WEB},numpy,scipy,docx,icalendar,resvg_py,psycopg,duckdb,pyarrow,sqlglot,yaml"


def hearts(*folders: str) -> list[str]:
    """Every module in these folders that is no app, no test and no part of the shell."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in paths]
    outside = {"app", "tests", "spec", "web"}
    return sorted(".".join(each) for each in parts if not outside & set(each) and not each[-1].startswith("__"))


@pytest.mark.parametrize(
    ("missing", "folders"),
    [(WEB, ["concordat"]), (EVERY_EXTRA, ["concordat/core", "concordat/register"])],
    ids=["every heart without Django", "core and register without any extra"],
)
def test_it_runs_where_an_extra_is_not_installed(missing: str, folders: list[str]) -> None:
    modules = [each for each in hearts(*folders) if missing == WEB or each not in PAPERS]
    assert len(modules) > 20, "the folders are not where this test looks for them"
    command = [sys.executable, "-c", IMPORT_ALL, missing, *modules]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
