"""One line of an answer beside the system it is about: what becomes of it, by the checker's own reading.

Part of the independent checker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.converge.tests.facts import Facts, Live
from concordat.converge.tests.reckoning import Bill, Reckoning
from concordat.converge.tests.terms import Walk, later, walk
from concordat.register.offer import Offer

KINDS = ("stay", "renew", "alone", "shared")


@dataclass(frozen=True)
class Future:
    """One move or stay of the answer, beside its system."""

    live: Live
    move: dict[str, Any]
    offer: Offer | None
    quarter: int

    @staticmethod
    def of(facts: Facts, move: dict[str, Any]) -> Future:
        live = facts.live[move["system"]]
        offer = next((each for each in facts.offers(live.system.capability) if each.offer == move["offer"]), None)
        within = move["cutover_on"] and facts.starts_on <= date.fromisoformat(move["cutover_on"]) < facts.ends_on
        return Future(live, move, offer, facts.quarter_of(date.fromisoformat(move["cutover_on"])) if within else -1)

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.move[name]) if self.move[name] else None

    @property
    def kind(self) -> str:
        return str(self.move["kind"])

    @property
    def system(self) -> str:
        return self.live.system.system

    @property
    def capability(self) -> str:
        return self.live.system.capability

    @property
    def organisation(self) -> str:
        return self.live.organisation

    @property
    def cutover(self) -> date | None:
        return self.day("cutover_on")

    @property
    def notices(self) -> list[date]:
        return sorted(date.fromisoformat(each["by"]) for each in self.move["notices"])

    def walked(self, facts: Facts) -> Walk | None:
        """How its old contract lasts until it is left, or to the horizon."""
        leave_on = facts.ends_on
        if self.cutover:
            leave_on = later(self.cutover, self.offer.double_running if self.offer else 0)
        return walk(self.live.contract, self.live.framework, facts.as_of, leave_on)


def bill_of(facts: Facts, future: Future, takers: int) -> Bill | None:
    """What a future costs where so many share its offer."""
    reckoning = Reckoning(facts)
    if future.kind == "stay":
        return reckoning.stay(future.live)
    if future.kind == "renew":
        return reckoning.renew(future.live, future.cutover)  # type: ignore[arg-type]
    assert future.offer and future.cutover
    alone = future.kind == "alone"
    price = max(tier for tier in future.offer.prices if tier[0] <= (1 if alone else takers))[1]
    return reckoning.move(future.live, future.offer, price, future.cutover, alone=alone)
