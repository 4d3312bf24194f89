"""The checker can bite: an answer made wrong in any one way is found wrong, and for that reason."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.converge.roadmap import as_dict, roadmap
from concordat.converge.tests.checker import violations
from concordat.converge.tests.small import AS_OF, small
from concordat.register.noun import Noun
from concordat.register.programme import Assumption, AssumptionName, Blackout, Budget, Capacity
from concordat.register.record import Record
from concordat.register.system import Need

Answer = dict[str, Any]


@pytest.fixture(scope="module")
def answer() -> Answer:
    """The right answer to the small record."""
    return as_dict(roadmap(small(), AS_OF))


def altered(record: Record, key: str, **values: Any) -> Record:
    return Record.of([replace(row, **values) if row.key == key else row for row in record])


def move(answer: Answer, system: str = "E1-sys") -> Answer:
    return next(each for each in answer["moves"] if each["system"] == system)


def shifted(name: str, days: int) -> Callable[[Answer], None]:
    def spoil(answer: Answer) -> None:
        one = move(answer)
        one[name] = (date.fromisoformat(one[name]) + timedelta(days=days)).isoformat()

    return spoil


def changed(name: str, value: Any) -> Callable[[Answer], None]:
    def spoil(answer: Answer) -> None:
        move(answer)[name] = value

    return spoil


SINS: dict[str, tuple[Callable[[Answer], None], str]] = {
    "a system is forgotten": (lambda a: a["moves"].remove(move(a)), "has 0 futures"),
    "a system is told twice": (lambda a: a["moves"].append(move(a)), "has 2 futures"),
    "a stranger moves": (lambda a: move(a).update(system="X1-sys"), "X1-sys has 1 futures, not 0"),
    "an award of another day": (shifted("award_by", 1), "award_by is"),
    "buying begins a day late": (shifted("procure_by", 1), "procure_by is"),
    "a decision a day late": (shifted("decide_by", 1), "decide by"),
    "the old contract paid a day too short": (shifted("old_contract_paid_to", -1), "paid to"),
    "a notice is left out": (lambda a: move(a, "E2-sys").update(notices=[]), "notices by"),
    "the wrong product": (changed("to", "oldepr"), "to is newepr"),
    "the wrong organisation": (changed("organisation", "RZ2"), "organisation is RZ1"),
    "a penny too little": (lambda a: move(a).update(cost=move(a)["cost"] - 1), "costs"),
    "a penny too much in all": (lambda a: a["cost"].update(plan=a["cost"]["plan"] + 1), "the plan costs"),
    "a bound above the cost": (lambda a: a.update(bound=a["cost"]["plan"] + 100), "less than the bound"),
    "products miscounted": (lambda a: a.update(products_after=1), "products go from"),
    "a share nobody shares": (lambda a: _alone_but(a, "E1-sys"), "is shared by 1"),
}  # fmt: skip


def _alone_but(answer: Answer, system: str) -> None:
    for each in answer["moves"]:
        if each["capability"] == "EPR" and each["system"] != system:
            each["kind"] = "alone"


def test_the_answer_is_right(answer: Answer) -> None:
    assert violations(small(), AS_OF, answer) == []
    assert move(answer)["kind"] == "shared"


@pytest.mark.parametrize("sin", SINS)
def test_a_sin_in_the_answer_is_found(answer: Answer, sin: str) -> None:
    spoil, sentence = SINS[sin]
    spoiled = deepcopy(answer)
    spoil(spoiled)
    assert any(sentence in each for each in violations(small(), AS_OF, spoiled))


FACTS: dict[str, tuple[list[Noun], str]] = {
    "nobody to train": ([Capacity(skill="trainer", wte=0.5, starts_on=None, ends_on=date(2040, 1, 1))], "WTE needed"),
    "its own team is busy": ([Capacity(organisation="RZ1", skill="Trainer", wte=0.0)], "RZ1 trainer"),
    "no money": ([Budget(financial_year=f"20{y}/{y + 1}", revenue=100) for y in range(27, 35)], "pence revenue"),
    "a freeze for all": ([Blackout(name="strike", starts_on=AS_OF, ends_on=date(2040, 1, 1))], "falls in strike"),
    "one go-live for all": ([Assumption(name=AssumptionName.GO_LIVES_ALL, value=0)], "allowed in all"),
    "none at a site": ([Assumption(name=AssumptionName.GO_LIVES_SITE, value=0)], "go-lives in quarter"),
    "more approvals": ([Assumption(name=AssumptionName.APPROVALS, value=60)], "would have had to be decided by"),
    "a need": ([Need(organisation="RZ1", capability="EPR", requirement="barcode")], "newepr lacks barcode"),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_plan_made_for_other_facts_is_found_wrong(answer: Answer, name: str) -> None:
    facts, sentence = FACTS[name]
    given = [row for row in small() if name != "nobody to train" or not isinstance(row, Capacity)]
    record = Record.of([*given, *facts])
    assert any(sentence in each for each in violations(record, AS_OF, answer))


CHANGES: dict[str, tuple[dict[str, dict[str, Any]], str]] = {
    "the framework closes": ({"F1": {"closes_on": date(2026, 12, 1)}}, "after Framework One closes"),
    "the offer opens late": ({"new-epr": {"opens_on": date(2040, 1, 1)}}, "before new-epr opens"),
    "a standard": ({"EPR": {"standards": ("FHIR",)}}, "newepr lacks FHIR"),
    "new support ends": ({"newepr": {"support_ends_on": date(2030, 1, 1)}}, "is supported only to"),
    "old support ends": ({"oldepr": {"support_ends_on": AS_OF}}, "supported to"),
    "the options are gone": ({"E3": {"extension_options": (), "ends_on": date(2027, 1, 31)}}, "cannot lawfully last"),
    "nobody shares at two": ({"new-epr": {"prices": ((1, 85_000_000), (9, 1))}}, "its lowest shared price is for 9"),
    "dearer": ({"E1": {"annual_licence": 900_001_00}}, "costs"),
    "one closed": ({"RZ3": {"valid_to": AS_OF, "successor": "RZ1"}}, "organisation is RZ1, not RZ3"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_plan_made_for_other_terms_is_found_wrong(answer: Answer, name: str) -> None:
    changes, sentence = CHANGES[name]
    record = small()
    for key, values in changes.items():
        record = altered(record, key, **values)
    assert any(sentence in each for each in violations(record, AS_OF, answer))


def test_a_supplier_with_one_slot_is_seen_to_be_asked_for_three() -> None:
    terms: dict[str, Any] = {"ends_on": date(2029, 3, 31), "extension_options": (), "auto_renew": 0}
    free = Record.of([row for row in small(E1=terms, E2=terms, E3=terms) if not isinstance(row, Capacity)])
    found = as_dict(roadmap(free, AS_OF))
    assert violations(free, AS_OF, found) == []
    scarce = altered(free, "new-epr", slots=1)
    assert any("its supplier can support 1" in each for each in violations(scarce, AS_OF, found))


def test_order_and_gaps_between_go_lives_are_seen(answer: Answer) -> None:
    epr, orders = move(answer, "E1-sys"), move(answer, "O1-sys")
    assert orders["cutover_on"] > epr["cutover_on"]
    gap = Assumption(name=AssumptionName.MAJOR_GAP, value=24)
    both = altered(small(gap), "OC", after=(), major=True)
    assert any("major go-lives less than 24" in each for each in violations(both, AS_OF, answer))
    turned = altered(small(), "EPR", after=("OC",))
    assert any("changes on" in each for each in violations(turned, AS_OF, answer))


def test_an_old_contract_of_another_kind_is_another_answer(answer: Answer) -> None:
    assert any("notices by" in each for each in violations(altered(small(), "E1", auto_renew=12), AS_OF, answer))
