"""Exposure: what the risks of shared services may cost each member, expected and at worst, in pence.

At worst is what the register says a risk costs each. Expected is its chance times that, rounded once for the risk and
then divided, so that members' shares sum to it. Where no chance is given, that of its likelihood is taken: the upper
end of the band of the risk matrix, as no risk is made smaller by what nobody has worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from concordat.core.money import shares
from concordat.core.reason import Reason
from concordat.register.service import Risk

CHANCE = {1: Decimal("0.1"), 2: Decimal(1), 3: Decimal(10), 4: Decimal(50), 5: Decimal(100)}
"""Per cent taken for a likelihood: "A risk matrix for risk managers", National Patient Safety Agency, January 2008."""
_MATRIX = "A risk matrix for risk managers, National Patient Safety Agency, January 2008"


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one risk may cost one organisation, in pence."""

    risk: Risk
    organisation: str
    worst: int
    expected: int


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Expected and worst case of several shares, in pence. They are added: risks may all come true together."""

    worst: int = 0
    expected: int = 0


def exposure(risks: Iterable[Risk]) -> tuple[Share, ...]:
    """A share for each risk and each organisation it would cost something, in the order of the register."""
    return tuple(share for risk in risks for share in _shares(risk))


def summed(found: Iterable[Share], by: Callable[[Share], str]) -> dict[str, Sum]:
    """Sums by any part of a share: its organisation, its service, its risk; the most expected first."""
    sums: dict[str, Sum] = {}
    for each in found:
        sums[by(each)] = _added(sums.get(by(each), Sum()), each)
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].expected, -pair[1].worst, pair[0])))


def total(found: Iterable[Share]) -> Sum:
    """All of them together."""
    return next(iter(summed(found, lambda _: "").values()), Sum())


def chance(risk: Risk) -> tuple[Decimal, Reason]:
    """How likely a risk is, in per cent, and why so much is taken."""
    if risk.probability:
        given = Decimal(repr(risk.probability))
        return given, Reason(f"The register gives it a chance of {given.normalize():f}%")
    taken = CHANCE[risk.likelihood]
    return taken, Reason(f"No chance is given; likelihood {risk.likelihood} is taken as {taken}%", source=_MATRIX)


def _shares(risk: Risk) -> tuple[Share, ...]:
    worst: dict[str, int] = {}
    for organisation, amount in risk.exposure:
        worst[organisation] = worst.get(organisation, 0) + _whole(Decimal(repr(amount)) * 100)
    if not any(worst.values()):
        return ()
    expected = _whole(sum(worst.values()) * chance(risk)[0] / 100)
    parts = shares(expected, tuple(worst.values()))
    return tuple(
        Share(risk=risk, organisation=organisation, worst=worst[organisation], expected=part)
        for organisation, part in zip(worst, parts, strict=True)
    )


def _whole(pence: Decimal) -> int:
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))


def _added(before: Sum, share: Share) -> Sum:
    return Sum(worst=before.worst + share.worst, expected=before.expected + share.expected)


_BANDS = ((0, "nothing"), (10_000_000, "up to £100k"), (50_000_000, "£100k to £500k"), (100_000_000, "£500k to £1m"),
          (500_000_000, "£1m to £5m"))  # fmt: skip


def band(pence: int) -> str:
    """An amount as those may know it whose it is not: in which of six bands it lies."""
    return next((name for most, name in _BANDS if pence <= most), "over £5m")
