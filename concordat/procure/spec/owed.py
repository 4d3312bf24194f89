"""What is owed beside notices: indicators, and the approval of others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from concordat.procure.law.approvals import approvals
from concordat.procure.law.duties import duties
from concordat.procure.law.purchase import Purchase
from concordat.procure.spec.example import stated
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute

_ON = date(2026, 11, 22)
_LARGE = Purchase(regime=Regime.PA2023, route=BuyingRoute.OPEN, value=5_000_000_01)
_BEFORE = date(2025, 6, 10)


def _met(indicators: int) -> Callable[[], bool]:
    return lambda: all(each.met for each in duties(_LARGE, indicators=indicators))


def _alone(on: date, capital: int = 0, revenue: int = 0) -> Callable[[], bool]:
    return lambda: not approvals(on, capital=capital * 100, revenue=revenue * 100).treasury


EXAMPLES = (
    stated("PR-06", "A contract over £5m has three indicators", kept=True, holds=_met(3), said="They are enough."),
    stated("PR-06", "It has two", kept=False, holds=_met(2), said="One more is owed, or a recorded reason."),
    stated(
        "PR-11-CAPITAL-OLD",
        "£50m of capital is spent on 10 June 2025",
        kept=True,
        holds=_alone(_BEFORE, capital=50_000_000),
        said="The Treasury is not asked.",
    ),
    stated(
        "PR-11-CAPITAL-OLD",
        "A pound more is spent",
        kept=False,
        holds=_alone(_BEFORE, capital=50_000_001),
        said="The Treasury approves it.",
    ),
    stated(
        "PR-11-CAPITAL",
        "£300m of capital is spent in November 2026",
        kept=True,
        holds=_alone(_ON, capital=300_000_000),
        said="The Treasury is not asked.",
    ),
    stated(
        "PR-11-CAPITAL",
        "A pound more is spent",
        kept=False,
        holds=_alone(_ON, capital=300_000_001),
        said="The Treasury approves it.",
    ),
    stated(
        "PR-11-REVENUE",
        "A record system costs £150m of revenue over its life",
        kept=True,
        holds=_alone(_ON, revenue=150_000_000),
        said="The Treasury is not asked.",
    ),
    stated(
        "PR-11-REVENUE",
        "It costs a pound more",
        kept=False,
        holds=_alone(_ON, revenue=150_000_001),
        said="The Treasury approves it, though its capital is far below £300m.",
    ),
    stated(
        "PR-11-SEGMENT",
        "£310m of capital is spent",
        kept=True,
        holds=lambda: not approvals(_ON, capital=310_000_000_00).unknown,
        said="The Treasury's limit decides, whatever the segment.",
    ),
    stated(
        "PR-11-SEGMENT",
        "£40m of capital is spent",
        kept=False,
        holds=lambda: not approvals(_ON, capital=40_000_000_00).unknown,
        said="The trust's own limit is not known here: ask the region.",
    ),
    stated(
        "PR-11-CASES",
        "£310m of capital is argued in three cases",
        kept=True,
        holds=lambda: len(approvals(_ON, capital=310_000_000_00).cases) <= 3,
        said="Strategic outline, outline and full.",
    ),
    stated(
        "PR-11-CASES",
        "It is argued in a full case alone",
        kept=False,
        holds=lambda: len(approvals(_ON, capital=310_000_000_00).cases) <= 1,
        said="All three are owed.",
    ),
)
