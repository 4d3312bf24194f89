"""What waits for a person: told by each verb that has an `app/waiting.py`, and shown on their home page."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from datetime import date

from concordat.capability import capabilities
from concordat.register.app.permission import Person


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for somebody, in a sentence, and the address at which they do it."""

    text: str
    href: str


def waiting(by: Person, as_of: date) -> tuple[Waiting, ...]:
    """Everything that waits for this person on a day, verb by verb.

    A verb's `app/waiting.py` has `waiting(by=…, as_of=…)`, which gives its own.
    """
    names = (f"{each.package}.app.waiting" for each in capabilities() if each.app)
    modules = (importlib.import_module(name) for name in names if importlib.util.find_spec(name))
    return tuple(found for module in modules for found in module.waiting(by=by, as_of=as_of))
