"""Names of columns: whether what a source calls a column is a name that is known for one of the shared tables."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from concordat.data.model import ColumnModel

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_EMPTY = frozenset({"the", "of", "a", "patient", "pat", "pt", "person", "text", "value", "field", "current"})


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in small letters: DateOfBirth, DATE_OF_BIRTH and "Date of birth" are alike."""
    return tuple(each.casefold() for each in _WORD.findall(name))


def alike(name: str, column: ColumnModel) -> bool:
    """Whether a name is the column's, or a synonym of it, however it is written."""
    return "".join(words(name)) in {"".join(words(each)) for each in (column.name, *column.synonyms)}


def likeness(name: str, column: ColumnModel) -> float:
    """How much a name looks like the column's or a synonym's, from 0 to 1; 1 is alike."""
    if alike(name, column):
        return 1.0
    known = [column.name, *column.synonyms, *([column.nhs_name] if column.nhs_name else [])]
    return max(0.9 * _likeness(words(name), words(each)) for each in known)


def _short_for(short: str, word: str) -> bool:
    """Whether one word is the other, or its beginning: eth for ethnic."""
    return short == word or (len(short) >= 3 and word.startswith(short))


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Words in common, beside words that say little; and letters in common, which tell dob_dt from dob."""
    mine, theirs = set(one) - _EMPTY or set(one), set(other) - _EMPTY or set(other)
    met = sum(any(_short_for(each, other) or _short_for(other, each) for other in theirs) for each in mine)
    shared = met / max(len(mine), len(theirs))
    letters = SequenceMatcher(None, "".join(one), "".join(other), autojunk=False).ratio()
    return max(shared, letters if letters > 0.75 else letters / 2)
