"""What the values of a column look like: which part of a sample are NHS numbers, postcodes, days or known codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from concordat.core.nhs_number import passes_check, without_separators
from concordat.data.model import ColumnModel
from concordat.share.standardise.clean import POSTCODE
from concordat.share.standardise.dates import FORMS

SAMPLE = 2_000
"""Values of a column that are looked at."""
MISSING = frozenset({"null", "n/a", "na", "none", "unknown", "not known", "-", "?", "nan", "(null)"})
_POSTCODE = re.compile(POSTCODE.replace("? [0-9]", "? ?[0-9]"))
_SHAPES = {name: re.compile(rf"(?:{form.shape})(?:[T ].*)?", re.ASCII) for name, form in FORMS.items() if form.format}
_TIME = re.compile(r"[T ]\d\d:?\d\d")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_ODS = re.compile(r"[A-HJ-NP-Y]\d{5}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Of a sample's values that are not blank: how many, the part that differ, and the part that are of each kind."""

    name: str
    values: int = 0
    distinct: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    def of(self, kind: str) -> float:
        """The part that are of a kind."""
        return self.kinds.get(kind, 0.0)

    @property
    def forms(self) -> tuple[str, ...]:
        """The ways to write a day that fit nine in ten; day first where day and month cannot be told apart."""
        fitting = [each for each in FORMS if self.of(each) >= 0.9]
        return tuple(fitting[:1])


def profile(name: str, values: Sequence[str | None]) -> Profile:
    """The profile of a column's sample. Nothing of a value is kept but short codes, and they are not shown."""
    given = [each.strip() for each in values if each and each.strip()]
    missing = frozenset(each for each in given if each.casefold() in MISSING)
    given = [each for each in given if each not in missing]
    if not given:
        return Profile(name=name, missing=missing)
    distinct = set(given)
    kinds = {kind: sum(map(test, given)) / len(given) for kind, test in _TESTS.items()}
    codes = frozenset(distinct) if len(distinct) <= 60 and max(map(len, distinct)) <= 20 else frozenset()
    return Profile(
        name=name,
        values=len(given),
        distinct=len(distinct) / len(given),
        kinds=kinds,
        codes=codes,
        missing=missing,
    )


def fit(profile: Profile, column: ColumnModel) -> tuple[float, str]:
    """How well values suit a column, from -1 (they cannot be it) to 1 (they can be little else), and why."""
    if not profile.values:
        return 0.0, "it has no values to judge by"
    if column.check == "check digit":
        return _part(profile.of("nhs number"), "pass the check of an NHS number")
    if column.check == "postcode":
        return _part(profile.of("postcode"), "are postcodes")
    if column.type in ("date", "timestamp"):
        return _when(profile, column)
    if column.type in ("number", "integer"):
        return (0.4, "its values are numbers") if profile.of("number") >= 0.8 else (-1.0, "its values are no numbers")
    if profile.of("nhs number") > 0.9 and profile.distinct > 0.5:
        return -1.0, "its values are NHS numbers"
    if column.value_set:
        return _coded(profile, frozenset(column.value_set.codes))
    if column.name == "gp_practice_code":
        return _part(profile.of("ods practice"), "look like codes of practices")
    if column.unique:
        return (0.3, "no value comes twice") if profile.distinct > 0.98 else (-0.3, "values come again")
    return (-0.5, "its values are days") if profile.forms else (0.0, "its values could be it")


def _part(part: float, said: str) -> tuple[float, str]:
    return (part if part > 0.5 else -1.0), f"{part:.0%} of its values {said}"


def _when(profile: Profile, column: ColumnModel) -> tuple[float, str]:
    if not profile.forms:
        return -1.0, "its values are no days"
    timed = profile.of("time") > 0.5
    fits = timed == (column.type == "timestamp")
    return (0.6 if fits else 0.3), f"its values are {'times' if timed else 'days'}, written {profile.forms[0]}"


def _coded(profile: Profile, codes: frozenset[str]) -> tuple[float, str]:
    if not profile.codes:
        return -0.8, "it has too many different values for a set of codes"
    part = len(profile.codes & codes) / len(profile.codes)
    return (
        (0.8 * part, f"{part:.0%} of its different values are in the value set")
        if part
        else (-0.2, "a code map is needed")
    )


def _nhs(value: str) -> bool:
    digits = without_separators(value)
    return len(digits) == 10 and digits.isascii() and digits.isdigit() and passes_check(digits)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "nhs number": _nhs,
    "postcode": lambda value: _POSTCODE.fullmatch(value.upper()) is not None,
    "number": _matches(_NUMBER),
    "ods practice": _matches(_ODS),
    "time": lambda value: _TIME.search(value) is not None,
    **{name: _matches(pattern) for name, pattern in _SHAPES.items()},
}
