"""What limits a generated collaborative: people, quiet periods, money, and the assumptions that fit its size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil

from concordat.register.contract import Contract
from concordat.register.example.market import EFFORT, SKILLS, Job
from concordat.register.noun import Noun
from concordat.register.programme import Assumption, AssumptionName, Blackout, Budget, Capacity

_SHARED = SKILLS[:2]
_YEARS = range(2026, 2037)
_BUDGET_PART = 0.06
"""Capital, and again revenue, for change in a year, as a part of what the present contracts cost a year."""

_TURNS = 13
"""Go-lives of one kind that follow each other in the horizon, each taking its people for three to four quarters."""

_SOURCE = "Generated example"

QUIET = (
    Blackout(name="Winter pressure", starts_on=date(2023, 12, 1), ends_on=date(2024, 2, 29), yearly=True),
    Blackout(name="Resident doctors' changeover", starts_on=date(2027, 8, 1), ends_on=date(2027, 8, 7), yearly=True),
)


def resources(sizes: Mapping[str, float], jobs: Sequence[Job], held: Sequence[Noun]) -> Iterator[Noun]:
    """Capacity, blackouts, budgets and assumptions in proportion to the systems held."""
    cells = 0.9 * len(sizes) * len(jobs)
    for skill, (least, most) in zip(SKILLS, EFFORT, strict=True):
        usual = (least + most) / 2
        if skill in _SHARED:
            yield Capacity(skill=skill, wte=_enough(usual, most, cells))
        else:
            yield from (Capacity(organisation=code, skill=skill, wte=_enough(usual, most, cells / len(sizes)))
                        for code in sizes)
    yield from QUIET
    yield from _budgets(sum(each.annual_charge for each in held if isinstance(each, Contract)))
    yield Assumption(name=AssumptionName.GO_LIVES_SITE, value=max(2, ceil(len(jobs) / 14)), source=_SOURCE)
    yield Assumption(name=AssumptionName.GO_LIVES_ALL, value=max(4, ceil(cells / 26)), source=_SOURCE)


def _enough(usual: float, most: float, cells: float) -> float:
    """WTE with which most, but not all at once, can move; always enough for two of the largest."""
    return round(max(2 * most, usual * cells / _TURNS), 1)


def _budgets(annual: int) -> Iterator[Noun]:
    for year in _YEARS:
        amount = round(annual * _BUDGET_PART)
        yield Budget(financial_year=f"{year}/{(year + 1) % 100:02d}", capital=amount, revenue=amount)
