"""What is closed: the terms of an agreement once somebody has signed it, and what a body decided, with its votes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from concordat.register.agreement import Agreement, OfAgreement, Party, Signature
from concordat.register.bundle import term
from concordat.register.meeting import Decision, Vote
from concordat.register.noun import Noun, columns
from concordat.register.sharing import DataItem, RowCondition

Problem = tuple[str, str, str]
"""The name of a column or blank, what is wrong, what to do next."""


def version_of(row: Noun, known: Collection[str]) -> str:
    """The key of the version that a row is of, among those `known`; blank where it is of none of them.

    A data item names only its flow, whose key begins with that of the version.
    """
    if isinstance(row, Agreement):
        return row.key if row.key in known else ""
    if isinstance(row, (OfAgreement, Signature)):
        return row.agreement if row.agreement in known else ""
    if isinstance(row, (DataItem, RowCondition)):
        return max((each for each in known if row.flow.startswith(f"{each} / ")), key=len, default="")
    return ""


def closed(before: Noun | None, after: Noun | None, signed: Collection[str]) -> Problem | None:
    """Why a row may not be added, changed or taken away so, where its version is among those `signed`; else None.

    What may change without a new version still may (`bundle.term`), and a party may join by deed, or leave.
    """
    versions = (version_of(each, signed) for each in (before, after) if each is not None)
    version = next(filter(None, versions), "")
    if not version or isinstance(after or before, Signature) or _may_follow(before, after):
        return None
    remedy = "make a new version on the agreement's page; whoever signed this one signs that"
    return "", f"{version} is signed, so its terms are closed", remedy


def voted(before: Noun | None, after: Noun | None, decided: Collection[str]) -> Problem | None:
    """Why a vote or a decision may not be added, changed or retired so; `decided` are decisions on the register.

    What a body decided is changed by what it decides next; who carries it out, by when, and its minutes may change.
    """
    row = after or before
    if isinstance(row, Vote) and (before is not None or row.decision in decided):
        return "", f"The votes on {row.decision} are counted, and closed", "record a further decision of the body"
    if isinstance(before, Decision) and (after is None or _told(before) != _told(after)):
        return "", f"{before.key} is decided, and stands", "record a further decision of the body"
    return None


def _told(row: Noun) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in columns(type(row)) if each.name not in _STILL_OPEN}


_STILL_OPEN = frozenset({"owner", "owner_office", "due_on", "review_on", "minutes"})


def misplaced(row: Noun, keepers: Mapping[str, str]) -> Problem | None:
    """Why a row may not stand under its agreement: somebody else keeps that. `keepers` are ODS codes by version."""
    version = version_of(row, keepers)
    if not version or isinstance(row, Signature) or row.owner == keepers[version]:
        return None
    keeper = keepers[version]
    return "organisation", f"{version} is kept by {keeper}, not by {row.owner}", f"ask {keeper} to make the change"


def _may_follow(before: Noun | None, after: Noun | None) -> bool:
    """Whether what changes is not what was signed."""
    if after is None:
        return False
    if before is None:
        return isinstance(after, Party) and after.joined_on is not None
    same_days = (before.valid_from, before.valid_to) == (after.valid_from, after.valid_to)
    return same_days and _agreed(before) == _agreed(after)


def _agreed(row: Noun) -> tuple[str, dict[str, Any]]:
    """What of a row was signed; a late joiner's deed may be recorded after the joiner."""
    name, values = term(row)
    late = getattr(row, "joined_on", None) is not None
    return name, {each: value for each, value in values.items() if each != "deed" or not late}
