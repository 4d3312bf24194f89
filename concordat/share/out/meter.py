"""Counts what a template does while it is filled in, and stops it before it does too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from concordat.core.refusal import as_sentence
from concordat.share.out.source import Source

STEPS, OUTPUT = 1_000_000, 2_000_000
"""The most of the parts that all loops run, and of characters written."""

WORDED = {"capitalize": str.capitalize, "lower": str.lower, "sentence": as_sentence, "upper": str.upper}
COUNTED = "counted in this turn"
"""The filter through which every loop's rows come; no template can spell a name with spaces."""


class Meter:
    """Counts what one template does, and stops it: a turn costs the parts of its loop, a text its length."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = STEPS

    def written(self, parts: Iterable[str]) -> Iterator[str]:
        """What is written, handed on until it is too much."""
        left = OUTPUT
        for each in parts:
            left -= len(each)
            if left < 0:
                what = f"It writes more than {OUTPUT:,} characters"
                raise self._source.refused(what, None, "Repeat less in its loops")
            yield each

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters that do work, each of them counted."""
        texts = {name: self._text(does) for name, does in WORDED.items()}
        return {COUNTED: self._turns, "join": self._joined, **texts}

    def _spend(self, amount: int, line: int | None = None) -> None:
        self._left -= amount
        if self._left < 0:
            what = f"Its loops run more than {STEPS:,} parts"
            raise self._source.refused(what, line, "Nest fewer loops, or write less in each")

    def _turns(self, rows: Any, line: int, parts: int) -> Iterator[Any]:
        if not isinstance(rows, tuple):
            raise self._source.refused("A loop goes over a list, and this is none", line, "Write it out as {{ value }}")
        for each in rows:
            self._spend(parts, line)
            yield each

    def _joined(self, rows: Any, separator: Any = "") -> str:
        texts, between = [str(each) for each in rows], str(separator)
        if (length := sum(map(len, texts)) + len(between) * len(texts)) > OUTPUT:  # joins of joins grow without end
            raise self._source.refused(f"A join would have {length:,} characters", None, "Join fewer, or shorter texts")
        self._spend(len(texts) + length // 100)
        return between.join(texts)

    def _text(self, does: Callable[[str], str]) -> Callable[[Any], str]:
        def counted(value: Any) -> str:
            text = str(value)
            self._spend(1 + len(text) // 100)
            return does(text)

        return counted
