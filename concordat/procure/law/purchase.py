"""A purchase as the law of buying sees it: its regime and route, what and how much is bought, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from concordat.register.contract import Regime
from concordat.register.procurement import Authority, BuyingRoute, Subject


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What notices, periods and duties depend on. `value` is in pence, whole life, with VAT; 0 where not known."""

    regime: Regime
    route: BuyingRoute | None = None
    subject: Subject = Subject.SERVICES
    authority: Authority = Authority.CENTRAL
    value: int = 0

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("A purchase is worth zero or more.")

    @property
    def light_touch(self) -> bool:
        """Whether the lighter rules for social and other specific services apply."""
        return self.subject is Subject.LIGHT_TOUCH
