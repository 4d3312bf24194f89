"""The documents are true: what is generated is current, what is shown runs and says so, every link leads somewhere.

In a fenced `console` block a line that begins with `$ ` is run in a copy of this repository, in the order of the page;
`# exit 2` behind it is the exit code it must have, else 0. Every other line must be in what the command before it said.
What changes a machine (a server, a database) stands in `sh` blocks: there, targets and arguments are checked, not run.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from concordat.cli import _parser
from concordat.register.noun import columns, noun_named
from tools.write_docs import generated, marked

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "concordat/README.md", *ROOT.glob("examples/*/*.md")]
)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
EXIT = re.compile(r"\s+# exit (\d+)$")


def named(path: Path) -> str:
    """A page as a test is named for it."""
    return str(path.relative_to(ROOT))


def blocks(text: str, kind: str) -> Iterator[list[str]]:
    """The lines of every fenced block of a kind."""
    return (body.splitlines() for found, body in FENCE.findall(text) if found == kind)


@dataclass
class Command:
    """A command that a page shows, the exit code it states, and what it says will be printed."""

    line: str
    exit_code: int
    printed: list[str]


def commands(text: str) -> list[Command]:
    """Every command of a page, in order."""
    found: list[Command] = []
    for lines in blocks(text, "console"):
        for line in lines:
            if line.startswith("$ "):
                stated = EXIT.search(line)
                found.append(Command(EXIT.sub("", line[2:]), int(stated[1]) if stated else 0, []))
            elif line.strip():
                found[-1].printed.append(line.strip())
    return found


SHOWN = [path for path in PAGES if commands(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the pages' commands need."""
    copy = tmp_path_factory.mktemp("original")
    ignored = shutil.ignore_patterns("static", "tests")  # what is compiled is copied too
    for name in ("concordat", "docs", "examples"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    return copy


@pytest.mark.parametrize("chapter", SHOWN, ids=named)
def test_what_a_page_shows_runs_and_says_so(chapter: Path, original: Path, tmp_path: Path) -> None:
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for each in commands(chapter.read_text(encoding="utf-8")):
        done = subprocess.run(
            each.line, shell=True, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        said = done.stdout + done.stderr
        assert done.returncode == each.exit_code, f"{each.line}\n{said}"
        for line in each.printed:
            assert line in said, f"{each.line}\n{said}"


@pytest.mark.parametrize("chapter", [path for path in PAGES if "```sh" in path.read_text(encoding="utf-8")], ids=named)
def test_what_is_shown_and_not_run_could_be(chapter: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in (line for lines in blocks(chapter.read_text(encoding="utf-8"), "sh") for line in lines):
        words = shlex.split(line, comments=True)
        if words[:1] == ["make"]:
            assert set(words[1:]) <= targets, line
        elif words and Path(words[0]).name == "concordat":
            _parser().parse_args(words[1:])
        for setting in re.findall(r"\b(?:CONCORDAT_\w+)=", line):
            assert setting[:-1] in SETTINGS, line


SETTINGS = "".join((ROOT / "concordat/web" / name).read_text(encoding="utf-8") for name in ("settings.py", "home.py"))


@pytest.mark.parametrize(("name", "text"), generated().items(), ids=lambda value: value if len(value) < 50 else "")
def test_what_is_generated_is_current(name: str, text: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == text, "run: make docs"


def test_a_missing_marker_is_refused() -> None:
    with pytest.raises(SystemExit, match="Mark where verbs goes"):
        marked("no marker", "verbs", "text")


@pytest.mark.parametrize("chapter", PAGES, ids=named)
def test_every_link_leads_somewhere(chapter: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", chapter.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        if not re.match(r"https?:|mailto:", target):
            file, _, part = target.partition("#")
            there = (chapter.parent / file) if file else chapter
            assert there.exists(), f"{named(chapter)} links to {target}"
            assert not part or part in anchors(there), f"{named(chapter)} links to {target}"


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("chapter", PAGES, ids=named)
def test_every_path_that_is_named_is_there(chapter: Path) -> None:
    text = re.sub(r"```.*?```", "", chapter.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path in re.findall(
        r"`((?:concordat|converge|docs|tests|tools|examples|benchmarks)/[\w/.*-]+?)(?:::\w+)?`", text
    ):
        places = (ROOT, ROOT / "concordat")
        assert path in TO_BE_MADE or any(list(place.glob(path)) for place in places), f"{named(chapter)} names {path}"


TO_BE_MADE = {"docs/wander.md"}
"""Named in a recipe that makes them."""


def rows_under(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading."""
    text = (ROOT / page).read_text(encoding="utf-8").partition(f"\n{heading}\n")[2]
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table, f"{page} has no table under {heading}"
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[0].splitlines()[2:]]


def test_the_manual_of_converge_names_sheets_and_columns_that_exist() -> None:
    for sheet, named_columns, _ in rows_under("docs/converge.md", "## What it needs"):
        headings = {each.heading for each in columns(noun_named(sheet.strip("| ")))}
        assert {each.strip() for each in named_columns.split(";")} <= headings, sheet


def every_test() -> set[str]:
    """Every test there is, as `path::name`."""
    found = set()
    for path in [*ROOT.glob("concordat/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = (each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))
        found |= {f"{path.relative_to(ROOT).as_posix()}::{name}" for name in names if name.startswith("test_")}
    return found


def test_every_security_property_has_tests_that_exist() -> None:
    rows = rows_under("CONTRIBUTING.md", "## Security properties, and the tests that prove them")
    proofs = [re.findall(r"`([^`]+)`", row[-1]) for row in rows]
    assert len(rows) > 10 and all(proofs), "a property without a test is a hope"
    assert {proof for each in proofs for proof in each} <= every_test()


def test_nothing_names_this_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/work/|/root\b|/home/", page.read_text(encoding="utf-8")), page
