"""The manual of converge by example: each file a concept, each example run as a test and printed as a page."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from concordat.converge.spec.example import Example
from concordat.converge.spec.ground import GROUND, ON
from concordat.converge.spec.markdown import page


def concepts() -> tuple[ModuleType, ...]:
    """Every module here that has EXAMPLES, in the order of its ORDER."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((each for each in found if hasattr(each, "EXAMPLES")), key=lambda each: each.ORDER))


def examples() -> tuple[Example, ...]:
    """Every example, in the order of the manual."""
    return tuple(example for concept in concepts() for example in concept.EXAMPLES)


def manual() -> str:
    """All examples as Markdown, their common ground first."""
    return page(GROUND, ON, [((concept.__doc__ or "").strip(), concept.EXAMPLES) for concept in concepts()])


__all__ = ["Example", "concepts", "examples", "manual"]
