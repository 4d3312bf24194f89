"""ODS codes: the shapes that the Organisation Data Service gives out, and what each hints at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from concordat.core.refusal import Refusal

_POSSIBLE = re.compile(r"[A-Z0-9]{3,10}")


class NotAnOdsCode(Refusal):
    """Text that no ODS code can look like."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern of code, and the kinds of organisation that are known to bear it."""

    pattern: re.Pattern[str]
    kinds: tuple[str, ...]


def _shape(pattern: str, *kinds: str) -> Shape:
    return Shape(re.compile(pattern), kinds)


# A shape only hints: kinds share shapes, and new ones appear (the five characters of G6V2S came after decades of
# three). What an organisation is comes from the register, https://digital.nhs.uk/services/organisation-data-service.
SHAPES = (
    _shape(r"[RT][A-Z0-9]{2}", "trust"),
    _shape(r"[A-Z][0-9][A-Z][0-9][A-Z]", "trust", "sub-ICB location"),
    _shape(r"[RT][A-Z0-9]{4}", "site"),
    _shape(r"[A-Z][0-9][A-Z][0-9][A-Z][A-Z0-9]{2}", "site"),
    _shape(r"Q[A-Z0-9]{2}", "ICB"),
    _shape(r"[0-9]{2}[A-Z]", "sub-ICB location"),
    _shape(r"Y[0-9]{2}", "region"),
    _shape(r"X[A-Z0-9]{2}", "national body"),
    _shape(r"[0-9]{3}", "local authority"),
    _shape(r"[A-HJ-NPWY][0-9]{5}", "GP practice"),
    _shape(r"U[0-9]{5}", "primary care network"),
    _shape(r"V[0-9]{5}", "dental practice"),
    _shape(r"F[A-Z][A-Z0-9]{3}", "pharmacy"),
    _shape(r"7[A-Z][0-9]", "Welsh health board"),
    _shape(r"ZT[0-9]{3}", "Northern Ireland trust"),
    _shape(r"YG[A-Z0-9]{1,4}", "supplier"),
    _shape(r"8[A-Z0-9]{2,5}|N[A-Z0-9]{2}|N[A-Z0-9]{4}", "independent provider"),
)


def parse(text: str) -> str:
    """The code in `text`, in capitals and without the blanks around it, whether or not its shape is known.

    Raises NotAnOdsCode unless it is 3 to 10 letters and digits.
    """
    code = text.strip()
    if not code.isascii() or not _POSSIBLE.fullmatch(code.upper()):
        raise NotAnOdsCode(
            f"'{code[:20]}' is not an ODS code" if code else "The ODS code is empty",
            remedy="Give the code by which the Organisation Data Service lists the organisation: "
            "3 to 10 letters and digits with no blanks between them, such as RXX, RXX01 or G6V2S",
        )
    return code.upper()


def kinds(code: str) -> tuple[str, ...]:
    """The kinds of organisation that a parsed code's shape hints at; () for a shape not known here."""
    return tuple(kind for shape in SHAPES if shape.pattern.fullmatch(code) for kind in shape.kinds)


def note(code: str) -> str:
    """A sentence for whoever typed a parsed code of a shape not known here; "" for a known one."""
    if kinds(code):
        return ""
    return f"{code} could be an ODS code, but not of a shape that is well known. Check it against the ODS register."
