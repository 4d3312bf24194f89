"""NHS numbers: checked by modulus 11, known by their range, and never printed whole."""

from __future__ import annotations

import re
from typing import Any, Final

from concordat.core.refusal import Refusal

_SEPARATORS = re.compile(r"[ \u00a0-]")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_SHOWN = 4

# Who issues numbers in which range, both ends included. NHS Data Dictionary, NHS NUMBER; the Scottish range is that
# of CHI numbers, which begin with a date of birth; 999 is kept for tests and never issued to a patient.
RANGES: Final = (
    ("0101010000", "3112999999", "Scotland (CHI)"),
    ("3200000000", "3999999999", "Northern Ireland"),
    ("4000000000", "4999999999", "England, Wales and the Isle of Man"),
    ("6000000000", "7999999999", "England, Wales and the Isle of Man"),
    ("9990000000", "9999999999", "synthetic"),
)


class NotAnNhsNumber(Refusal):
    """Text that is no NHS number. Its message never holds the text: it may be a patient's after all."""


def passes_check(digits: str) -> bool:
    """Whether ten digits satisfy modulus 11 and are not one digit ten times, all of which satisfy it too."""
    remainder = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return len(set(digits)) > 1 and (11 - remainder) % 11 == int(digits[9])  # a check digit of 10 equals no digit


class NhsNumber:
    """A checked NHS number. However it is printed, only its last digits show; `whole` is the one way to the rest."""

    __slots__ = ("_digits",)
    _digits: str

    def __init__(self, digits: str) -> None:
        if not _TEN_DIGITS.fullmatch(digits):
            raise NotAnNhsNumber(
                f"An NHS number has 10 digits; this has {len(digits)} characters",
                remedy="Check that none is missing: spreadsheets drop a nought at the front",
            )
        if not passes_check(digits):
            raise NotAnNhsNumber(
                "This has the 10 digits of an NHS number, but its check digit is wrong",
                remedy="Check it for a mistyped digit, or trace the patient again",
            )
        object.__setattr__(self, "_digits", digits)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("An NhsNumber does not change.")

    def __reduce__(self) -> tuple[Any, ...]:
        return NhsNumber, (self._digits,)

    @property
    def whole(self) -> str:
        """All ten digits: for matching, never for a page, a log, a message or the ledger."""
        return self._digits

    @property
    def issued_in(self) -> str:
        """Who issues numbers of its range; "" for a range from which none is issued."""
        return next((where for first, last, where in RANGES if first <= self._digits <= last), "")

    @property
    def is_synthetic(self) -> bool:
        """Whether it is kept for tests, and so no patient's."""
        return self.issued_in == "synthetic"

    def __eq__(self, other: object) -> bool:
        return self._digits == other._digits if isinstance(other, NhsNumber) else NotImplemented

    def __hash__(self) -> int:
        return hash((NhsNumber, self._digits))

    def __str__(self) -> str:
        return f"••• ••• {self._digits[-_SHOWN:]}"

    def __repr__(self) -> str:
        return f"NhsNumber({self})"


def parse(text: str) -> NhsNumber:
    """The NHS number in `text`, with or without its customary spaces or hyphens. Raises NotAnNhsNumber."""
    return NhsNumber(without_separators(text))


def without_separators(text: str) -> str:
    """`text` without the spaces and hyphens that are customary in an NHS number, whatever else it is."""
    return _SEPARATORS.sub("", text.strip())
