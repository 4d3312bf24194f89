"""The rules of the decision by example: each shown holding and failing, run as a test and printed in the reference."""

from __future__ import annotations

import sys

from concordat.core.discovery import found
from concordat.data.spec.example import Example, Shown


def examples() -> tuple[Shown, ...]:
    """Every example of every module here that has EXAMPLES, by rule."""
    return tuple(sorted(found(sys.modules[__name__], "EXAMPLES"), key=lambda each: each.rule))


__all__ = ["Example", "Shown", "examples"]
