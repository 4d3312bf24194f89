"""Restrictions: each makes one row of an agreement narrower, or takes it away. None may ever widen a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from concordat.data.tests.strategies import Drawn
from concordat.register.agreement import Agreement, Signature
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Form, PurposeBasis, RowCondition, Transform

Restriction = Callable[[Noun, date], Noun | None]
"""The row as it is restricted on a day, None where it is gone; a row it does not restrict is given back."""


def suspended(row: Noun, day: date) -> Noun:
    return replace(row, suspended_on=day, resumed_on=None) if isinstance(row, Agreement) else row


def terminated(row: Noun, day: date) -> Noun:
    return replace(row, terminated_on=day) if isinstance(row, Agreement) else row


def a_recipient_less(row: Noun, day: date) -> Noun:
    return replace(row, recipients=row.recipients[1:]) if isinstance(row, Agreement) else row


def a_lower_form(row: Noun, day: date) -> Noun:
    return replace(row, form=list(Form)[max(row.form.rank - 1, 0)]) if isinstance(row, PurposeBasis) else row


def changed(noun: type[Noun], **cells: Any) -> Restriction:
    """Some cells of a row of one sheet."""
    return lambda row, day: replace(row, **cells) if isinstance(row, noun) else row


def without(noun: type[Noun]) -> Restriction:
    """A row of one sheet is gone."""
    return lambda row, day: None if isinstance(row, noun) else row


NARROWER: tuple[Restriction, ...] = (
    suspended, terminated, a_recipient_less, a_lower_form, changed(Agreement, other_restrictions=("Only on Tuesdays",)),
    changed(Agreement, recipients=()), changed(Agreement, review_on=None), changed(Agreement, dpia=""),
    changed(RowCondition, values=("unknown",)), changed(DataItem, justification=""),
    changed(DataItem, transform=Transform.DROP), without(DataItem), without(PurposeBasis),
)  # fmt: skip
UNSIGNED: tuple[Restriction, ...] = (without(Signature), changed(Agreement, text_hash=""))
"""Without these a version was never agreed, so that it does not take the place of the one before it."""


def restricted(drawn: Drawn, key: str, restriction: Restriction, which: int) -> Record | None:
    """The record with one row of an agreement restricted, `which` of those that can be; None where none can."""
    narrower = {
        place: restriction(row, drawn.day) for place, row in enumerate(drawn.rows) if belongs(row, key)
    }  # fmt: skip
    able = [place for place, row in narrower.items() if row is not drawn.rows[place]]
    if not able:
        return None
    chosen = able[which % len(able)]
    rows = [narrower[chosen] if place == chosen else row for place, row in enumerate(drawn.rows)]
    return Record.of(each for each in rows if each is not None)


def belongs(row: Noun, key: str) -> bool:
    """Whether a row belongs to an agreement."""
    if isinstance(row, (DataItem, RowCondition)):
        return row.flow.startswith(f"{key} / ")
    return row.key == key if isinstance(row, Agreement) else getattr(row, "agreement", "") == key
