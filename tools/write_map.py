"""Writes concordat/README.md: the map of the package, one line a file, each the first line of the file's docstring."""

from __future__ import annotations

import ast
import sys
from itertools import groupby
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "concordat"
NOT_ON_THE_MAP = {"tests", "spec", "migrations", "management", "__main__.py"}

HEAD = """# The map

One line a file, written by `make docs` from the first line of each file. Tests stand beside the code, in `tests/` and
`spec/`. Who may import whom is in `pyproject.toml`.
"""


def described(path: Path) -> str:
    """The first line of a module's docstring, without its full stop."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not docstring:
        raise SystemExit(f"{path} does not say what it does: give it a docstring.")
    return docstring.partition("\n")[0].rstrip(".")


def modules(package: Path = PACKAGE) -> list[Path]:
    """Every module on the map, folder by folder; a folder's own `__init__` first."""
    paths = [path for path in package.rglob("*.py") if not NOT_ON_THE_MAP & set(path.relative_to(package).parts)]
    return sorted(paths, key=lambda path: (path.parent.parts, path.name != "__init__.py", path.name))


def the_map(package: Path = PACKAGE) -> str:
    """The whole file, as Markdown."""
    lines = [HEAD]
    for folder, paths in groupby(modules(package), key=lambda path: path.parent):
        title = folder.relative_to(package.parent).as_posix()
        first, *rest = paths
        lines.append(f"\n## {title}/\n{described(first)}.\n")
        lines.extend(f"- `{path.name}` {described(path)}" for path in rest)
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def main() -> int:
    """Write it."""
    (PACKAGE / "README.md").write_text(the_map(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
