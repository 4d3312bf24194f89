"""A template's text as somebody gave it, and what is said where it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass

from concordat.core.refusal import Refusal

LONGEST = 100_000
"""The most characters of a template."""


class BadTemplate(Refusal):
    """A template that cannot be filled in: what, in which line, and what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A template's text, and the name of the file that errors speak of."""

    name: str
    text: str

    def refused(self, what: str, line: int | None, remedy: str) -> BadTemplate:
        """The error about a line of it."""
        return BadTemplate(what, where=f"{self.name}, line {line}" if line else self.name, remedy=remedy)


def given(name: str, data: bytes) -> Source:
    """A template from the bytes of a file somebody gave. Raises BadTemplate where they are too many, or no UTF-8."""
    source = Source(name=name, text="")
    if len(data) > 4 * LONGEST:
        raise source.refused(f"The template has {len(data):,} bytes", None, f"Keep it to {LONGEST:,} characters")
    try:
        return Source(name=name, text=data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise source.refused("The template is not UTF-8 text", line, "Save it as UTF-8") from problem
