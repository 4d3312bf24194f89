"""The true people: households with twins, children named for a parent, couples; names by community; all seeded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from concordat.share.example import names

Column: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

_SIZES = (0.30, 0.34, 0.16, 0.14, 0.06)  # households of one to five, near Census 2021, table TS017
_TWIN, _NAMESAKE = 0.056, 0.037  # of those who could be: 1.2 % of people are twins, 1 % bear a parent's name
_COMMON = {"british": (0.85, 0.6)}  # the part whose forename and surname are from the list and not from the long tail
_SAME_SURNAME = (1.0, 0.65, 0.9, 0.9, 0.9)
_SYNTHETIC = 999_000_000  # nine digits: numbers from here on are never issued to a patient
_UNISSUED = 900_000_000  # more of them, in a range that is issued nowhere
_MANY = 300_000  # people beyond whom the synthetic range would be crowded
_AREAS = ("RV", "SV", "NV", "BV", "LV", "MV", "HV", "DV")
_LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"), dtype=object)


@dataclass(frozen=True, kw_only=True)
class Population:
    """True people, a row each in arrays of one length; names are codes into `given` and `family`."""

    given: Column
    family: Column
    given_code: Column
    family_code: Column
    maiden_code: Column
    born: Column
    female: Column
    nhs_number: Column
    home: Column
    former_home: Column
    household: Column
    ethnic_category: Column

    def __len__(self) -> int:
        return len(self.born)


def population(people: int, rng: np.random.Generator, as_of: date) -> Population:
    """So many people, the last household cut short if need be."""
    household, place = _households(people, rng)
    homes = int(household[-1]) + 1 if people else 0
    community = rng.choice(len(names.COMMUNITIES), homes, p=list(names.COMMUNITIES.values()))[household]
    head = np.flatnonzero(place == 0)[household] if people else household
    female = rng.random(people) < 0.508
    born = _born(place, head, rng, as_of)
    given, given_code = _forenames(community, female, rng)
    family, drawn = _surnames(community, rng)
    shares = rng.random(people) < np.array(_SAME_SURNAME)[place]
    family_code = np.where(shares, drawn[head], drawn)
    _twins(place, born, family_code, rng)
    _namesakes(place, head, female, given_code, rng)
    return Population(
        given=given,
        family=family,
        given_code=given_code,
        family_code=family_code,
        maiden_code=np.where(female & (place < 2), drawn[rng.permutation(people)], family_code),
        born=born,
        female=female,
        nhs_number=nhs_numbers(people, rng),
        home=postcodes(homes, rng)[household],
        former_home=postcodes(homes, rng)[household],
        household=household,
        ethnic_category=_ethnic(community, household, rng),
    )


def nhs_numbers(many: int, rng: np.random.Generator) -> Column:
    """So many different numbers, all passing modulus 11 and none that could be a patient's."""
    first = _SYNTHETIC if many <= _MANY else _UNISSUED
    bodies = np.zeros(0, dtype=np.int64)
    while len(bodies) < many:
        drawn = rng.integers(first, 1_000_000_000, size=many + many // 5 + 20)
        bodies = np.unique(np.concatenate([bodies, drawn[_check_digit(drawn) < 10]]))
    bodies = rng.permutation(bodies)[:many]
    return bodies * 10 + _check_digit(bodies)


def postcodes(many: int, rng: np.random.Generator) -> Column:
    """So many postcodes of valid shape in areas that do not exist; about fifteen households share one."""
    distinct = max(1, many // 15)
    area = np.array(_AREAS, dtype=object)[rng.integers(0, len(_AREAS), distinct)]
    numbers = [rng.integers(1, 10, distinct).astype("U1").astype(object) for _ in range(2)]
    letters = [_LETTERS[rng.integers(0, len(_LETTERS), distinct)] for _ in range(2)]
    pool = area + numbers[0] + " " + numbers[1] + letters[0] + letters[1]
    return pool[rng.integers(0, distinct, many)]


def _check_digit(bodies: Column) -> Column:
    digits = [bodies // 10**power % 10 * (power + 2) for power in range(9)]
    return (11 - np.sum(digits, axis=0) % 11) % 11


def _households(people: int, rng: np.random.Generator) -> tuple[Column, Column]:
    """The household of each person, and their place in it: the first is its head, the third and on are children."""
    sizes = rng.choice(np.arange(1, len(_SIZES) + 1), size=people, p=_SIZES)
    household = np.repeat(np.arange(people), sizes)[:people]
    starts = np.cumsum(sizes) - sizes
    return household, np.arange(people) - starts[household]


def _born(place: Column, head: Column, rng: np.random.Generator, as_of: date) -> Column:
    days = rng.integers(20 * 365, 92 * 365, len(place))
    partner = days[head] + rng.normal(0, 4 * 365, len(place)).astype(int)
    child = days[head] - rng.integers(19 * 365, 42 * 365, len(place))
    age = np.where(place == 0, days, np.where(place == 1, partner, child))
    age = np.where(age < 0, rng.integers(0, 18 * 365, len(place)), np.minimum(age, 104 * 365))
    return np.datetime64(as_of, "D") - age


def _pick(pool: int, many: int, rng: np.random.Generator) -> Column:
    """Places in a list whose first names are the commonest, as names are."""
    chance = 1 / (np.arange(pool) + 8)
    return rng.choice(pool, many, p=chance / chance.sum())


def _listed(community: Column, groups: list[tuple[str, ...]], tail: int, part: float, rng: Any) -> Column:
    """Codes into the groups laid end to end; the first group, the British, also has a long tail of so many more."""
    codes = np.zeros(len(community), dtype=np.int64)
    start = 0
    for number, group in enumerate(groups):
        mine = np.flatnonzero(community == number)
        codes[mine] = start + _pick(len(group), len(mine), rng)
        start += len(group)
    rare = np.flatnonzero((community == 0) & (rng.random(len(community)) > part))
    codes[rare] = start + rng.integers(0, tail, len(rare))
    return codes


def _forenames(community: Column, female: Column, rng: np.random.Generator) -> tuple[Column, Column]:
    part = _COMMON["british"][0]
    lists = {
        True: [*map(tuple, map(str.split, names.FEMALE.values())), names.RARE_FEMALE],
        False: [*map(tuple, map(str.split, names.MALE.values())), names.RARE_MALE],
    }
    codes = np.zeros(len(community), dtype=np.int64)
    for sex, offset in ((True, 0), (False, sum(map(len, lists[True])))):
        mine = np.flatnonzero(female == sex)
        codes[mine] = offset + _listed(community[mine], lists[sex][:-1], len(lists[sex][-1]), part, rng)
    return np.array([name for sex in (True, False) for group in lists[sex] for name in group], dtype=object), codes


def _surnames(community: Column, rng: np.random.Generator) -> tuple[Column, Column]:
    groups = [tuple(each.split()) for each in names.SURNAMES.values()]
    codes = _listed(community, groups, len(names.RARE_SURNAMES), _COMMON["british"][1], rng)
    return np.array([name for group in (*groups, names.RARE_SURNAMES) for name in group], dtype=object), codes


def _twins(place: Column, born: Column, family: Column, rng: np.random.Generator) -> None:
    """Some second children are born on the day of the child before them, and bear its surname."""
    twins = np.flatnonzero((place >= 3) & (rng.random(len(place)) < _TWIN))
    born[twins], family[twins] = born[twins - 1], family[twins - 1]


def _namesakes(place: Column, head: Column, female: Column, given: Column, rng: np.random.Generator) -> None:
    """Some children bear the forename of the head of their household."""
    chosen = np.flatnonzero((place >= 2) & (rng.random(len(place)) < _NAMESAKE))
    female[chosen], given[chosen] = female[head[chosen]], given[head[chosen]]


def _ethnic(community: Column, household: Column, rng: np.random.Generator) -> Column:
    lists = [each.split() for each in names.ETHNIC_CATEGORIES.values()]
    width = max(map(len, lists))
    table = np.array([[codes[at % len(codes)] for at in range(width)] for codes in lists], dtype=object)
    return table[community, rng.integers(0, width, int(household[-1]) + 1 if len(household) else 0)[household]]
