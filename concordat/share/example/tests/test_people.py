"""Made-up people: the same for a seed, nobody real, and wrong about as often as was asked."""

from __future__ import annotations

from collections import Counter

import pytest

from concordat.core.nhs_number import parse
from concordat.share.example.people import Member, Mistakes, generate

FAULTLESS = Mistakes(**dict.fromkeys(Mistakes.__dataclass_fields__, 0.0))


def test_a_seed_makes_the_same_people_and_another_makes_others() -> None:
    first, again, other = (generate(300, seed=seed) for seed in (1, 1, 2))
    assert first.records == again.records and first.truth == again.truth and first.persons == again.persons
    assert first.records != other.records


@pytest.mark.parametrize("people", [0, 1, 2])
def test_few_people_can_be_made(people: int) -> None:
    made = generate(people)
    assert len(made.persons) == people <= len(made.records) == len(made.truth)


def test_no_number_could_be_a_patients_and_no_two_people_share_one() -> None:
    numbers = [parse(each) for each in generate(3000).persons["nhs_number"].to_pylist()]
    assert all(each.is_synthetic for each in numbers) and len({each.whole for each in numbers}) == 3000


def test_every_record_has_its_own_id_and_somebody_it_is_about() -> None:
    made = generate(1000)
    ids = made.records["record_id"].to_pylist()
    assert len(set(ids)) == len(ids) and made.truth["record_id"].to_pylist() == ids
    assert set(made.truth["person"].to_pylist()) == set(range(1000))


def test_without_mistakes_records_say_what_is_true() -> None:
    made = generate(500, mistakes=FAULTLESS, members=[Member(code="RZ1", no_number=0.0)])
    persons = {each["person"]: each for each in made.persons.to_pylist()}
    for record, truth in zip(made.records.to_pylist(), made.truth.to_pylist(), strict=True):
        true = persons[truth["person"]]
        assert record["birth_date"] == true["birth_date"].isoformat()
        assert all(record[each] == true[each] for each in ("nhs_number", "given_name", "family_name", "gender"))


def test_numbers_are_missing_where_a_trust_does_not_keep_them() -> None:
    members = [Member(code="RZ1", no_number=0.0), Member(code="RZ8", no_number=0.5)]
    records = generate(4000, members=members).records.to_pylist()
    held = {code: [bool(each["nhs_number"]) for each in records if each["member"] == code] for code in ("RZ1", "RZ8")}
    assert all(held["RZ1"]) and 0.45 < sum(held["RZ8"]) / len(held["RZ8"]) < 0.55


def test_there_are_twins_and_children_who_bear_a_parents_name() -> None:
    persons = generate(20_000).persons.to_pylist()
    born = Counter((each["household"], each["birth_date"], each["family_name"]) for each in persons)
    named = Counter((each["household"], each["given_name"], each["family_name"]) for each in persons)
    assert 0.008 < sum(each for each in born.values() if each > 1) / 20_000 < 0.018
    assert 0.01 < sum(each for each in named.values() if each > 1) / 20_000 < 0.05
