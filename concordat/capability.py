"""What a verb is, and how every one is found: a folder whose `__init__` holds a `Capability`.

There is no central list. The menu, the command, the manual and the settings all ask `capabilities()`.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, kw_only=True)
class Capability:
    """A verb: the question it answers, for whom, in one sentence."""

    verb: str
    question: str
    theme: str

    @property
    def package(self) -> str:
        """The import name of the verb's folder."""
        return f"concordat.{self.verb}"

    @property
    def app(self) -> str | None:
        """The import name of its Django app, where it has one."""
        return self._part("app")

    @property
    def urls(self) -> str | None:
        """The import name of its pages, where it has some."""
        return self._part("app.urls") if self.app else None

    @property
    def operations(self) -> str | None:
        """The import name of what programs may ask of it, where it has that."""
        return self._part("app.api.operations") if self.app and self._part("app.api") else None

    def command(self) -> ModuleType | None:
        """Its `cli` module, with `describe(parser)` and `run(arguments) -> exit code`, where it has one."""
        name = self._part("cli")
        return importlib.import_module(name) if name else None

    def adds_to(self, command: str) -> ModuleType | None:
        """What it adds to a command that is no verb's: its module `COMMAND.cli`, with describe and run, if it has one.

        So the example and others can write what is a verb's own without naming the verb.
        """
        name = self._part(f"{command}.cli") if self._part(command) else None
        return importlib.import_module(name) if name else None

    def _part(self, name: str) -> str | None:
        full = f"{self.package}.{name}"
        return full if importlib.util.find_spec(full) else None


@functools.cache
def capabilities() -> tuple[Capability, ...]:
    """Every verb in this package, by name."""
    package = importlib.import_module("concordat")
    folders = [each.name for each in pkgutil.iter_modules(package.__path__) if each.ispkg]
    found = [getattr(importlib.import_module(f"concordat.{name}"), "CAPABILITY", None) for name in folders]
    return tuple(sorted((each for each in found if each), key=lambda each: each.verb))
