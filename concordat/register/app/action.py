"""`@action`: the only way anything is changed: attributed, dated, atomic, and one sealed line in the ledger."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from concordat.core.refusal import Refusal
from concordat.register.app import ledger
from concordat.register.app.permission import Person


class NobodySaid(Refusal):
    """An act that nobody is named as having done."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an action gives back: the ledger's subject and facts (names and counts, no values), and its own result."""

    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    value: Any = None


ACTIONS: dict[str, Callable[..., Any]] = {}
"""Every action by name, for the tests that hold for all."""


def action(function: Callable[..., Done]) -> Callable[..., Any]:
    """Make `def name(*, by: Person, as_of: date, …) -> Done` an action; calling it returns the `value` of its Done.

    Runs in a transaction of its own and holds the ledger's end, so that a line number is known while rows are
    written (`store.write`) and an action cannot call another: what two share is a plain function.
    Raises TypeError where it is not declared so, NobodySaid where `by` is missing.
    """
    _declared_well(function)

    @functools.wraps(function)
    def act(**given: Any) -> Any:
        by, as_of = given.get("by"), given.get("as_of")
        if not isinstance(by, Person):
            raise NobodySaid("Nobody is named as doing this", remedy="Sign in, and give who acts as `by`")
        if not isinstance(as_of, date):
            raise NobodySaid("No day is given for this", remedy="Give the day it is done as `as_of`")
        with transaction.atomic(durable=True):
            ledger.lock()
            done = function(**given)
            facts = {"as_of": as_of.isoformat(), "collaborative": by.collaborative, **done.facts}
            ledger.write(by=_signed(by), action=function.__name__, subject=done.subject, facts=facts)
        return done.value

    ACTIONS[function.__name__] = act
    return act


def _signed(by: Person) -> str:
    return f"{by.user} for {by.organisation}"


def _declared_well(function: Callable[..., Done]) -> None:
    parameters = inspect.signature(function).parameters
    loose = [name for name, each in parameters.items() if each.kind is not inspect.Parameter.KEYWORD_ONLY]
    missing = [name for name in ("by", "as_of") if name not in parameters]
    if loose or missing:
        raise TypeError(f"Action {function.__name__} must be declared (*, by, as_of, …): {loose + missing}.")
