"""The bytes of a file that somebody gave, within bounds."""

from __future__ import annotations

from pathlib import Path

from concordat.core.bounds import Limits, Unreadable


def bounded_bytes(path: Path, limits: Limits) -> bytes:
    """The whole file, never more than `limits.file_size`; raises Unreadable or OutOfBounds."""
    if not path.is_file():  # nor a folder, a pipe or a device, which may have no end
        what = "This is not a file" if path.exists() else "There is no such file"
        raise Unreadable(what, where=str(path), remedy="Check the name, and that it is one file")
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_size + 1)
    except OSError as problem:
        raise Unreadable("The file cannot be opened", where=str(path), remedy="Ask for leave to read it") from problem
    limits.check("file_size", len(data), where=str(path), what="The file is too large")
    return data
