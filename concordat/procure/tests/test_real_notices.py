"""Real notices of early 2025, about the day the Act began: how far the law we work out agrees with what they say.

They come from Contracts Finder, which asks neither for the law nor for the kind of authority. 74 say whether what is
bought is above the threshold, and all give the days from which the register's reader infers the law.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from concordat.procure.law.cpv import Kind, kind_of
from concordat.procure.law.regime import Facts, ruling
from concordat.register.contract import Regime
from concordat.register.ocds.regime import is_call_off
from concordat.register.ocds.regime import ruling as as_read
from concordat.register.ocds.value import day, member, objects, text
from concordat.register.procurement import Authority, Subject

DATA = Path(__file__).parents[4] / "shared" / "data" / "ocds" / "contracts_finder_releases.json"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the published notices are not beside the repository")
_SUBJECTS = {"goods": Subject.GOODS, "works": Subject.WORKS}
_SAYS = re.compile(r"(above|below)[ -]threshold")


@cache
def releases() -> tuple[Any, ...]:
    return tuple(json.loads(DATA.read_text("utf-8"))["releases"])


def facts(release: Any) -> Facts:
    """What a notice tells of its purchase; its amounts are without VAT, and it may be of any authority."""
    tender = member(release, "tender")
    return Facts(
        begun_on=min(_days(release)),
        value=int(_amount(release) * 120),
        authority=Authority.SUB_CENTRAL,
        subject=_SUBJECTS.get(text(member(tender, "mainProcurementCategory")), Subject.SERVICES),
        cpv=text(member(tender, "classification", "id")),
        inherited=Regime.PCR2015 if is_call_off(release) else None,
    )


def _days(release: Any) -> Iterator[Any]:
    tender = member(release, "tender")
    found = [member(tender, "datePublished"), member(tender, "tenderPeriod", "startDate"), member(release, "date")]
    found += [member(tender, "tenderPeriod", "endDate"), *(member(each, "date") for each in _awards(release))]
    return (known for each in found if (known := day(each)))


def _awards(release: Any) -> tuple[Any, ...]:
    return tuple(objects(member(release, "awards")))


def _amount(release: Any) -> float:
    tender = member(release, "tender")
    stated = member(tender, "value", "amount") or member(tender, "minValue", "amount")
    return float(stated or sum(member(each, "value", "amount") or 0 for each in _awards(release)))


def _why_not(said: str, found: Facts, regime: Regime) -> str:
    """What explains that a notice says otherwise."""
    if not found.value:
        return "it gives no value, so it is taken to be above"
    if regime is Regime.PSR:
        return "its code is of health or social care"
    if said == "above":
        central = ruling(replace(found, authority=Authority.CENTRAL)).regime is not Regime.BELOW_THRESHOLD
        return "it is above for a central authority" if central else "the buyer calls it above, its value is below"
    return "the buyer calls it below, its value is above"


def test_above_or_below_the_threshold_as_the_notice_says() -> None:
    counted: Counter[str] = Counter()
    for release in releases():
        said = _SAYS.search(text(member(release, "tender", "procurementMethodDetails")))
        if said:
            found = facts(release)
            regime = ruling(found).regime
            agrees = (regime is Regime.BELOW_THRESHOLD) is (said[1] == "below")
            counted["agrees" if agrees else _why_not(said[1], found, regime)] += 1
    assert counted == {
        "agrees": 57,
        "it gives no value, so it is taken to be above": 6,
        "the buyer calls it below, its value is above": 8,
        "it is above for a central authority": 1,
        "the buyer calls it above, its value is below": 2,
    }


def test_the_law_is_that_which_the_register_reads_from_the_notice() -> None:
    """Two pieces of code that share only the day the Act began; the reader does not look at what is bought."""
    counted: Counter[str] = Counter()
    for release in releases():
        for award in _awards(release):
            read = as_read(release, award).regime
            if read is not Regime.BELOW_THRESHOLD:
                found = replace(facts(release), value=0)
                ours = ruling(found).regime
                health = kind_of(found.cpv) in (Kind.HEALTH, Kind.PERHAPS_HEALTH)
                counted["agrees" if ours is read else "its code is of health" if health else "unexplained"] += 1
    assert counted == {"agrees": 111, "its code is of health": 6}


def test_what_may_be_no_health_care_asks_a_person_to_look() -> None:
    """Councils buy social care under codes of division 85; none of those is ruled to be PSR without saying so."""
    unsure = [each for each in map(facts, releases()) if kind_of(each.cpv) is Kind.PERHAPS_HEALTH]
    assert len(unsure) > 10
    assert all(ruling(each).review for each in unsure)
