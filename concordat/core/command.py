"""What commands are made of: a parser described when it is asked for; a day, JSON read and printed, a file written."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.cells import YEARS
from concordat.core.refusal import Refusal


class NotJson(Refusal):
    """A file given on the command line that holds no JSON."""


class CannotWrite(Refusal):
    """A place where no file can be written."""


class Command(argparse.ArgumentParser):
    """A parser that `describe` adds arguments to only once it parses, since what that imports may take seconds."""

    def __init__(self, *, describe: Callable[[argparse.ArgumentParser], object] | None = None, **more: Any) -> None:
        super().__init__(**more)
        self._describe = describe

    def described(self) -> Command:
        """Itself, with all that it takes."""
        describe, self._describe = self._describe, None
        if describe:
            describe(self)
        return self

    def parse_known_args(self, *given: Any, **more: Any) -> Any:
        """Parse, as argparse has every parser do, also one below another."""
        return super(Command, self.described()).parse_known_args(*given, **more)


def day(text: str) -> date:
    """An argument that is a day, as argparse's `type`. Raises ArgumentTypeError, which argparse prints."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-22") from None
    if found.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is in the year {found.year}; check the year")
    return found


def json_given(path: Path, remedy: str) -> Any:
    """What a file of JSON holds. Raises Unreadable or OutOfBounds for the file, or NotJson with `remedy`."""
    try:
        return json.loads(given_bytes(path, COMMAND_LINE))
    except (ValueError, RecursionError) as problem:  # wrong encoding, no JSON, a number or a depth beyond Python's
        raise NotJson("It cannot be read as JSON", where=path.name, remedy=remedy) from problem


def as_json(value: Any) -> str:
    """As every command prints it: of any script, and indented by one."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def write(path: Path, content: bytes) -> None:
    """Write a file. Raises CannotWrite."""
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise CannotWrite(f"The file {path} cannot be written", remedy="Write it elsewhere") from problem
