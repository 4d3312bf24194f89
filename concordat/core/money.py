"""Money: whole pence as int, read exactly, written as people write it, and shared without losing a penny."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from concordat.core.refusal import Refusal

_AMOUNT = re.compile(
    r"(?P<minus>-)?£?(?P<sign>-)?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.(?P<part>[0-9]{1,9}))?(?P<unit>k|m|bn)?",
    re.IGNORECASE,
)
_UNITS = (("k", 1_000), ("m", 1_000_000), ("bn", 1_000_000_000))
_PENCE_IN = {"": 2, "k": 5, "m": 8, "bn": 11}
"""Powers of ten: moving the point never rounds."""


class NotMoney(Refusal):
    """Something that cannot be read as an exact number of pence."""


class NotShareable(Refusal):
    """Weights by which nothing can be divided."""


def pounds(amount: str | int | float | Decimal) -> int:
    """The pence in an amount of pounds: "£1,234.50", "1234.5", "(£20)", "£4.2m", or a number from a cell.

    Raises NotMoney for what is not an amount, and for parts of a penny, which are never rounded away.
    """
    text = amount if isinstance(amount, str) else _written(amount)
    text = "".join(text.split())
    bracketed = text.startswith("(") and text.endswith(")")
    match = _AMOUNT.fullmatch(text[1:-1] if bracketed else text)
    if not match or bracketed + bool(match["minus"]) + bool(match["sign"]) > 1:
        raise NotMoney(f"'{_short(text)}' is not an amount of money", remedy="Write pounds and pence, such as 1,234.50")
    shift = _PENCE_IN[(match["unit"] or "").lower()]
    exact = Decimal(f"{match['whole'].replace(',', '')}.{match['part'] or 0}").scaleb(shift)
    if exact % 1:
        raise NotMoney(f"'{_short(text)}' has parts of a penny", remedy="Round it to two decimal places, as you intend")
    return -int(exact) if bracketed or match["minus"] or match["sign"] else int(exact)


def _written(amount: int | float | Decimal) -> str:
    """A number as its shortest decimal: a cell that shows 0.1 holds the float whose repr is 0.1."""
    if isinstance(amount, bool):
        raise NotMoney("Yes or no is not an amount of money", remedy="Write pounds and pence, such as 1,234.50")
    exact = Decimal(repr(amount)) if isinstance(amount, float) else Decimal(amount)
    return format(exact, "f") if exact.is_finite() and abs(exact) < Decimal(10) ** 15 else str(exact)


def _short(text: str) -> str:
    """Enough of a hostile cell to find it by."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def in_pounds(pence: int) -> str:
    """ "£1,234.50": exact, for tables and contracts."""
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{part:02d}"


def in_short(pence: int) -> str:
    """ "£4.2m", "£350k", "£12": to one decimal at most, halves away from nought, for headings and sentences."""
    minus, size = "-" if pence < 0 else "", abs(pence)
    whole = (size + 50) // 100
    if whole < 1_000:
        return f"{minus if whole else ''}£{whole}"
    scaled = [(unit, (size + worth * 5) // (worth * 10)) for unit, worth in _UNITS]
    unit, tenths = next((pair for pair in scaled if pair[1] < 10_000), scaled[-1])  # never "£1000k": that is £1m
    decimal = f".{tenths % 10}" if tenths % 10 else ""
    return f"{minus}£{tenths // 10:,}{decimal}{unit}"


def shares(total_pence: int, weights: Sequence[int | Fraction | Decimal]) -> tuple[int, ...]:
    """`total_pence` divided in proportion to `weights` by largest remainder; the shares sum to it exactly.

    Ties go to the earlier weight, so that the same question always has the same answer; a credit (a
    negative total) is shared as the debt would be. Raises NotShareable for weights below nought, or all nought.
    """
    whole = _whole_weights(weights)
    base = sum(whole)
    parts = [divmod(abs(total_pence) * weight, base) for weight in whole]
    left = abs(total_pence) - sum(share for share, _ in parts)
    luckiest = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    extra = set(luckiest)
    sign = -1 if total_pence < 0 else 1
    return tuple(sign * (share + (place in extra)) for place, (share, _) in enumerate(parts))


def _whole_weights(weights: Sequence[int | Fraction | Decimal]) -> list[int]:
    """The weights in the same proportions as whole numbers."""
    if any(isinstance(weight, float) for weight in weights):
        raise TypeError("Weights are int, Fraction or Decimal: a float is not exact.")
    exact = [Fraction(weight) for weight in weights]
    if not exact or min(exact) < 0 or not any(exact):
        raise NotShareable(
            "Nothing can be shared by weights that are missing, negative or all nought",
            remedy="Give each party a weight of nought or more, and at least one more than nought",
        )
    scale = lcm(*(weight.denominator for weight in exact))
    return [int(weight * scale) for weight in exact]
