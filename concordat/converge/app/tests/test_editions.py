"""What is written for one organisation tells the pounds of its own contracts, and of nobody else's."""

from __future__ import annotations

import pytest

from concordat.converge.app.audience import OFFICE, Audience
from concordat.converge.app.editions.moves import moves
from concordat.converge.app.editions.summary import money
from concordat.converge.out.tests.planned import planned
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import small


@pytest.fixture(scope="module")
def joint() -> Roadmap:
    """RZ2 uses a system under RZ1's contract O2."""
    return planned(small(O2={"customer": "RZ1"}))


def member(code: str) -> Audience:
    return Audience(name=f"member {code}", reader=code, totals=True)


def test_the_pounds_of_a_move_are_the_customers_whoever_uses_the_system(joint: Roadmap) -> None:
    told = {
        who: next(each for each in moves(joint, audience) if each["contract"] == "O2")
        for who, audience in ((None, OFFICE), ("RZ1", member("RZ1")), ("RZ2", member("RZ2")))
    }
    assert told["RZ1"] == told[None]
    assert told["RZ1"]["cost"] and told["RZ1"]["priced"]
    assert (told["RZ2"]["seen"], told["RZ2"]["cost"], told["RZ2"]["priced"]) == (False, None, [])
    assert told["RZ2"]["month_late"] is None


def test_a_total_is_seen_only_where_all_of_it_is_ones_own(joint: Roadmap) -> None:
    seen = {
        code: {x["code"]: x["seen"] for x in money(joint, member(code))["organisations"]} for code in ("RZ1", "RZ2")
    }
    assert seen["RZ1"] == {"RZ1": True, "RZ2": False, "RZ3": False}
    assert not any(seen["RZ2"].values())
    assert all(each["seen"] for each in money(joint, OFFICE)["organisations"])
