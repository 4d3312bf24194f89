"""Linking: people found, those alike kept apart, the same keys whatever the order of rows, and no text stops it."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest

from concordat.core.nhs_number import passes_check
from concordat.share.example.names import RARE_SURNAMES
from concordat.share.linkage.link import CannotLink, Linked, link
from concordat.share.linkage.quality import measured
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.standardise import COLUMNS
from concordat.share.linkage.tests.people import ENGINE, NUMBERS, PERSON, crowd, keys_by_record, table
from concordat.share.linkage.tests.test_standardise import HOSTILE

MANY_NUMBERS = [str(each) for each in range(9_990_500_000, 9_990_501_000) if passes_check(str(each))]
FEW = Settings(pair_budget=50_000, random_pairs=100_000)


def among(*people: dict[str, Any], settings: Settings = FEW) -> Linked:
    """Link these with a crowd, so that there is something to learn weights from."""
    return link(pa.concat_tables([crowd().records.select(COLUMNS), table(*people)]), engine=ENGINE, settings=settings)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(crowd().records, engine=ENGINE, settings=FEW)


def test_people_are_found_and_others_kept_apart(linked: Linked) -> None:
    pairs, clusters, *_ = measured(linked.persons, crowd().truth, engine=ENGINE)
    assert pairs.precision > 0.99 and pairs.recall > 0.985
    assert clusters.f1 > 0.98


def test_estimates_are_near_what_is_measured(linked: Linked) -> None:
    pairs, *_ = measured(linked.persons, crowd().truth, engine=ENGINE)
    assert linked.report.expected.precision == pytest.approx(pairs.precision, abs=0.01)
    assert linked.report.expected.recall == pytest.approx(pairs.recall, abs=0.03)
    assert "vouch" in linked.report.parameters.how


def test_quality_is_given_by_group(linked: Linked) -> None:
    groups = crowd().records.select(["record_id", "member", "gender"])
    found = {each.what: each for each in measured(linked.persons, crowd().truth, engine=ENGINE, groups=groups)}
    assert {"pairs", "clusters", "member RZ1", "member RZ8", "gender 2"} <= set(found)
    claimed = sum(each.claimed for what, each in found.items() if what.startswith("member "))
    assert claimed == 2 * found["pairs"].claimed, "each pair is counted for the group of each of its records"


def test_measures_by_hand() -> None:
    persons = pa.table({"record_id": list("abcde"), "person_key": [1, 1, 1, 2, 3]})
    truth = pa.table({"record_id": list("abcde"), "person": [1, 1, 2, 3, 3]})
    pairs, clusters = measured(persons, truth, engine=ENGINE)
    assert pairs.claimed == 3
    assert pairs.precision == pytest.approx(1 / 3) and pairs.recall == pytest.approx(1 / 2)
    assert (clusters.precision, clusters.recall) == (0.0, 0.0)


def test_the_order_of_rows_and_other_columns_do_not_matter(linked: Linked) -> None:
    records = crowd().records
    order = list(range(len(records)))
    random.Random(3).shuffle(order)
    shuffled = records.select(sorted(records.column_names)).take(order)
    again = link(shuffled, engine=ENGINE, settings=FEW)
    assert keys_by_record(again.persons) == keys_by_record(linked.persons)
    assert again.report == linked.report and again.review == linked.review


ONE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("the same but for a slip in each name", {}, {"given_name": "Margret", "family_name": "Oakthrope"}),
    ("names swapped, and no number", {}, {"given_name": "Oakthorpe", "family_name": "Margaret", "nhs_number": ""}),
    ("married and moved", {}, {"family_name": "Penwick", "postcode": "SV9 9ZZ"}),
    ("a number got wrong", {}, {"nhs_number": "9990700018"}),
    ("a placeholder for the number", {}, {"nhs_number": "9999999999"}),
]
TWO: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("twins of one sex", {}, {"given_name": "Winifred", "nhs_number": NUMBERS[1]}),
    ("twins, only one of whom has a number", {}, {"given_name": "Winifred", "nhs_number": ""}),
    ("twins of two sexes", {"nhs_number": ""}, {"nhs_number": "", "given_name": "Harold", "gender": "1"}),
    ("mother and daughter of one name", {}, {"birth_date": "1979-11-02", "nhs_number": NUMBERS[1]}),
    ("husband and wife", {}, {"given_name": "Harold", "gender": "1", "birth_date": "1949-07-30", "nhs_number": ""}),
    ("two who share a number by mistake", {}, {"given_name": "Ngozi", "family_name": "Eze", "gender": "2",
                                               "birth_date": "1990-05-05", "postcode": "NV3 3BB"}),
    ("a namesake far away", {"nhs_number": ""}, {"nhs_number": "", "birth_date": "1988-08-08", "postcode": "NV3 3BB"}),
]  # fmt: skip


def world(number: int, person: dict[str, Any]) -> dict[str, Any]:
    """A case in a world of its own, so that one run sees them all: its own surname, numbers, postcodes and years."""
    surname = RARE_SURNAMES[number * 83 + 5]
    moved = {**PERSON, **person}
    for column in ("given_name", "family_name"):
        moved[column] = moved[column].replace("Oakthorpe", surname).replace("Oakthrope", surname[:-2] + surname[:-3:-1])
    moved["postcode"] = moved["postcode"].replace("V", "NBLHDRSEGM"[number % 10] + "V"[: number < 10])
    moved["birth_date"] = str(int(moved["birth_date"][:4]) - number) + moved["birth_date"][4:]
    if moved["nhs_number"] in NUMBERS:
        moved["nhs_number"] = MANY_NUMBERS[number * 5 + NUMBERS.index(moved["nhs_number"])]
    return moved


def test_one_person_and_two_people() -> None:
    cases = [*ONE, *TWO]
    people = [
        {**world(number, side), "record_id": f"{what}/{at}"}
        for number, (what, *sides) in enumerate(cases)
        for at, side in enumerate(sides)
    ]
    keys = keys_by_record(among(*people).persons)
    found = {what: keys[f"{what}/0"] == keys[f"{what}/1"] for what, *_ in cases}
    assert found == {**{what: True for what, *_ in ONE}, **{what: False for what, *_ in TWO}}


def test_without_numbers_weights_are_learned_from_the_rest() -> None:
    columns = [each for each in COLUMNS if not each.startswith("nhs")]
    found = link(crowd().records.select(columns), engine=ENGINE, settings=FEW)
    pairs, *_ = measured(found.persons, crowd().truth, engine=ENGINE)
    assert "expectation maximisation" in found.report.parameters.how
    assert pairs.precision > 0.97 and pairs.recall > 0.85


@pytest.mark.parametrize("many", [0, 1, 2])
def test_few_records_are_linked_by_defaults(many: int) -> None:
    found = link(table(*({"given_name": "Margaret"} for _ in range(many))), engine=ENGINE)
    assert found.persons.num_rows == many and found.report.persons == min(many, 1)
    assert "defaults" in found.report.parameters.how


def test_any_text_is_linked() -> None:
    columns = [each for each in COLUMNS if each != "record_id"]
    people = table(*({column: text} for column in columns for text in HOSTILE), *({} for _ in range(300)))
    assert link(people, engine=ENGINE).persons.num_rows == len(people)


def test_a_number_on_many_peoples_records_is_nobodys(linked: Linked) -> None:
    crowded = crowd().records.to_pylist()
    for each in crowded[:400:8]:
        each["nhs_number"] = NUMBERS[0]
    found = link(pa.Table.from_pylist(crowded), engine=ENGINE, settings=FEW)
    pairs, *_ = measured(found.persons, crowd().truth, engine=ENGINE)
    assert pairs.precision > 0.99


@pytest.mark.parametrize("ids", [["a", "a"], ["a", None], ["a", " "]])
def test_records_that_cannot_be_told_apart_are_refused(ids: list[Any]) -> None:
    with pytest.raises(CannotLink, match=r"1 records have no|and 1 bear"):
        link(table(*({"record_id": each} for each in ids)), engine=ENGINE)
    with pytest.raises(CannotLink, match="no record_id"):
        link(pa.table({"given_name": ["x"]}), engine=ENGINE)


def test_groups_too_large_are_skipped_and_told() -> None:
    strangers = [{"nhs_number": "", "given_name": f"M{chr(65 + at % 26)}{chr(65 + at // 26)}lan", "birth_date": ""}
                 for at in range(120)]  # fmt: skip
    found = among(*strangers, settings=Settings(pair_budget=0, random_pairs=50_000, largest_group=20))
    assert found.report.skipped_groups
