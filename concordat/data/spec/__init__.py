"""The rules of the decision by example: each shown holding and failing, run as a test and printed in the reference."""

from __future__ import annotations

import importlib
import pkgutil

from concordat.data.spec.example import Example, Shown


def examples() -> tuple[Shown, ...]:
    """Every example of every module here that has EXAMPLES, by rule."""
    modules = (importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__))
    found = [example for module in modules for example in getattr(module, "EXAMPLES", ())]
    return tuple(sorted(found, key=lambda each: each.rule))


__all__ = ["Example", "Shown", "examples"]
