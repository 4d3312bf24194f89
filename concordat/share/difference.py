"""How one version of an agreement differs from another: rows added, removed and changed, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from concordat.register.agreement import Agreement
from concordat.register.bundle import Bundle
from concordat.register.cell import shown
from concordat.register.noun import Column, Noun, columns

_NOT_TERMS = ("text_hash", "evidence", "valid_from", "valid_to")
"""Columns that are not what was agreed; nor are keys, which say which row of which version it is."""


class Kind(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that differs: of which row, in which column, from what to what; texts as people read them."""

    kind: Kind
    sheet: str
    row: str
    heading: str = ""
    before: str = ""
    after: str = ""


def differences(before: Bundle | None, after: Bundle) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the sheets; against nothing, every row is added."""
    old, new = (_by_name(each) if each else {} for each in (before, after))
    names = [*new, *(name for name in old if name not in new)]
    return tuple(each for name in names for each in _of_row(name, old.get(name), new.get(name)))


def _by_name(bundle: Bundle) -> dict[tuple[str, str], Noun]:
    return {(type(row).SHEET, _name(row, bundle)): row for row in bundle.rows()}


def _name(row: Noun, bundle: Bundle) -> str:
    """What a row is called in any version: its key without that of its version."""
    if isinstance(row, Agreement):
        return row.agreement
    return row.key.removeprefix(bundle.key).removeprefix(" / ") or "all of it"


def _of_row(name: tuple[str, str], old: Noun | None, new: Noun | None) -> Iterator[Difference]:
    sheet, row = name
    if old is None and new is not None:
        yield Difference(kind=Kind.ADDED, sheet=sheet, row=row, after=_summary(new))
    elif new is None and old is not None:
        yield Difference(kind=Kind.REMOVED, sheet=sheet, row=row, before=_summary(old))
    elif old is not None and new is not None:
        for each in _terms(new):
            texts = tuple(shown(each, getattr(one, each.name)) for one in (old, new))
            if texts[0] != texts[1]:
                yield Difference(kind=Kind.CHANGED, sheet=sheet, row=row, heading=each.heading,
                                 before=texts[0] or "blank", after=texts[1] or "blank")  # fmt: skip


def _terms(row: Noun) -> Iterator[Column]:
    """The columns that say what was agreed; who keeps it is said once, in the agreement's own row."""
    kept_by = () if isinstance(row, Agreement) else ("organisation",)
    return (each for each in columns(type(row)) if not each.key and each.name not in (*_NOT_TERMS, *kept_by))


def _summary(row: Noun) -> str:
    """All that a row says, but for its key."""
    said = ((each.heading, shown(each, getattr(row, each.name))) for each in _terms(row))
    return "; ".join(f"{heading}: {text}" for heading, text in said if text)
