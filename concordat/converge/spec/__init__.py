"""The manual of converge by example: each file a concept, each example run as a test and printed as a page."""

from __future__ import annotations

import sys
from types import ModuleType

from concordat.converge.spec.example import Example
from concordat.converge.spec.ground import GROUND, ON
from concordat.converge.spec.markdown import page
from concordat.core.discovery import modules


def concepts() -> tuple[ModuleType, ...]:
    """Every module here that has EXAMPLES, in the order of its ORDER."""
    found = (each for each in modules(sys.modules[__name__]) if hasattr(each, "EXAMPLES"))
    return tuple(sorted(found, key=lambda each: each.ORDER))


def examples() -> tuple[Example, ...]:
    """Every example, in the order of the manual."""
    return tuple(example for concept in concepts() for example in concept.EXAMPLES)


def manual() -> str:
    """All examples as Markdown, their common ground first."""
    return page(GROUND, ON, [((concept.__doc__ or "").strip(), concept.EXAMPLES) for concept in concepts()])


__all__ = ["Example", "concepts", "examples", "manual"]
