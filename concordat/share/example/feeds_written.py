"""The feeds by which the example's extracts become shared tables, as each trust's analyst signed them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

KINDS = ("*.yaml", "maps/*", "views/*")
"""What a member's folder holds: feeds, code maps and ViewDefinitions."""


def write_feeds(folder: Path) -> tuple[Path, ...]:
    """Copy them below a folder, as ODS/NAME.yaml with maps and views beside; files of the same names are replaced."""
    with as_file(files("concordat.share.example") / "feeds") as held:
        return tuple(_copied(held, folder))


def _copied(held: Path, folder: Path) -> Iterator[Path]:
    for path in sorted(path for kind in KINDS for path in held.glob(f"*/{kind}")):
        target = folder / path.relative_to(held)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        yield target
