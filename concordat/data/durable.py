"""Files that outlive a crash: written beside their place, forced to disk, and only then put there in one step."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

UNFINISHED = ".unfinished-"
"""What the name of a file begins with until it is whole. Whoever finds one left over may delete it."""


def write(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put a file in its place whole, or leave what was there."""
    with unfinished(path).open("wb") as stream:
        os.fchmod(stream.fileno(), mode)
        stream.write(content)
    place(path)


def copy(source: Path, path: Path) -> None:
    """Copy a file to where it is to be placed, still unfinished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, unfinished(path))


def unfinished(path: Path) -> Path:
    """Where a file is made before it is placed: beside its place, so that it is moved there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(UNFINISHED + path.name)


def place(path: Path) -> None:
    """Move what was made at `unfinished(path)` into its place, and force both it and its folder to disk."""
    made = unfinished(path)
    descriptor = os.open(made, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    made.replace(path)
    sync(path.parent)


def sweep(folder: Path) -> None:
    """Delete what was left unfinished in a folder. Only for whoever holds the lock under which it is written to."""
    for each in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def discard(folder: Path) -> None:
    """Delete a folder: it is gone from its place in one step, and what is left of it by a crash is unfinished."""
    going = unfinished(folder)
    if folder.is_dir():
        folder.replace(going)
        sync(folder.parent)
    if going.is_dir():
        shutil.rmtree(going)
        sync(folder.parent)


def sync(folder: Path) -> None:
    """Force to disk which files a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256(path: Path) -> str:
    """The hash of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
