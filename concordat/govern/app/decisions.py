"""The only door to decisions, votes, actions and agendas: the rows of them that one person may see, by their keys."""

from __future__ import annotations

from concordat.core.refusal import Refusal
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.register.meeting import Action, Decision
from concordat.web.scope import entries, seen


class NoSuchDecision(Refusal):
    """A decision that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such decision", remedy="Start from the register of decisions")


class NoSuchAction(Refusal):
    """An action that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such action", remedy="Start from the list of actions")


def decision_entry(by: Person, key: str) -> Entry:
    """The current entry of a decision. Raises NoSuchDecision."""
    found: Entry | None = entries(by, Decision).filter(key=key, private=False).first()
    if found is None:
        raise NoSuchDecision
    return found


def action_entry(by: Person, key: str) -> Entry:
    """The current entry of an action. Raises NoSuchAction."""
    found: Entry | None = entries(by, Action).filter(key=key, private=False).first()
    if found is None:
        raise NoSuchAction
    return found


def decision_of(by: Person, key: str) -> Decision:
    """A decision. Raises NoSuchDecision."""
    found = seen(decision_entry(by, key), by)
    assert isinstance(found, Decision)
    return found


def action_of(by: Person, key: str) -> Action:
    """An action. Raises NoSuchAction."""
    found = seen(action_entry(by, key), by)
    assert isinstance(found, Action)
    return found
