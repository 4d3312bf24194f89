"""What a package holds is found by being there: its modules, and what each states, without a central list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def modules(package: ModuleType) -> tuple[ModuleType, ...]:
    """Every module of a package by name, imported; the packages in it apart."""
    return tuple(import_module(f"{package.__name__}.{name}") for name in _names(package))


def found(package: ModuleType, name: str) -> tuple[Any, ...]:
    """All that the modules of a package hold in their tuples of this name, such as FORMS."""
    return tuple(each for module in modules(package) for each in getattr(module, name, ()))


def stated(package: ModuleType, name: str) -> dict[str, Any]:
    """The literal that each module states as `name`, by module: read from the source, as an import may take seconds."""
    told = {module: _literal((files(package) / f"{module}.py").read_text("utf-8"), name) for module in _names(package)}
    return {module: value for module, value in told.items() if value is not None}


def _names(package: ModuleType) -> Iterator[str]:
    return (each.name for each in iter_modules(package.__path__) if not each.ispkg)


def _literal(source: str, name: str) -> Any:
    """What is assigned to `name` at the top of a module; None where nothing is. Raises ValueError for no literal."""
    assigned = (each for each in ast.parse(source).body if isinstance(each, ast.Assign))
    values = (each.value for each in assigned if any(isinstance(it, ast.Name) and it.id == name for it in each.targets))
    return next(map(ast.literal_eval, values), None)
