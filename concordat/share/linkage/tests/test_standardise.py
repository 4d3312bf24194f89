"""Standardising: what each text becomes, and that no text, however strange, stops it."""

from __future__ import annotations

from typing import Any

import pytest

from concordat.share.linkage import standardise
from concordat.share.linkage.known import Known
from concordat.share.linkage.stages import Stages
from concordat.share.linkage.tests.people import ENGINE, table


@pytest.fixture
def rows(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What people become, in the order they were given."""

    def standardised(*people: dict[str, Any], check_digit: bool = True) -> list[dict[str, Any]]:
        stages = Stages(engine=ENGINE, folder=tmp_path_factory.mktemp("rows"))
        given = table(*people)
        start = f"WITH people AS ({standardise.people_sql(given.column_names)})"
        stages.made.update(source=given, known=Known().names)
        stages.make("names", f"{start} SELECT * FROM ({standardise.names_sql()})", "source", "known")
        stages.make("postcodes", f"{start} SELECT * FROM ({standardise.postcodes_sql()})", "source")
        sql = standardise.rows_sql(check_digit, 0)
        stages.make("rows", f"{start} SELECT * FROM ({sql})", "source", "names", "postcodes")
        found = {each["record_id"]: each for each in stages.run("SELECT * FROM rows", "rows").to_pylist()}
        return [found[each] for each in given["record_id"].to_pylist()]

    return standardised


NUMBERS = [
    ("9990000018", 9990000018, True),
    ("999 000 0018", 9990000018, True),
    ("999-000-0018", 9990000018, True),
    ("9990000019", 9990000019, False),
    ("0101010004", 101010004, None),
    ("0000000000", None, False),
    ("9999999999", None, False),
    ("1234567890", None, False),
    ("", None, False),
    (None, None, False),
    ("not known", None, False),
    ("99900000181234567890", None, False),
]


def test_nhs_numbers(rows: Any) -> None:
    found = rows(*({"nhs_number": text} for text, _, _ in NUMBERS))
    assert [each["nhs"] for each in found] == [number for _, number, _ in NUMBERS]
    assert all(each["ok"] == ok for each, (_, _, ok) in zip(found, NUMBERS, strict=True) if ok is not None)


def test_a_number_in_conflict_is_compared_and_vouches_for_nothing(rows: Any) -> None:
    (found,) = rows({"nhs_number_status": "05"})
    assert found["nhs"] == 9990000018 and not found["ok"]


def test_numbers_of_another_kind_need_no_check_digit(rows: Any) -> None:
    (found,) = rows({"nhs_number": "5304218"}, check_digit=False)
    assert found["ok"] and found["nhs"] == 5304218


DATES = [
    ("1951-03-14", 19510314),
    ("14/03/1951", 19510314),
    ("19510314", 19510314),
    ("1951-03-14 00:00:00", 19510314),
    ("1900-01-01", None),
    ("1951-02-30", None),
    ("14/3/51x", None),
    ("", None),
    (None, None),
]


def test_dates_of_birth(rows: Any) -> None:
    found = rows(*({"birth_date": text} for text, _ in DATES))
    assert [each["dob"] for each in found] == [number for _, number in DATES]


def test_postcodes_divide_into_sector_and_district(rows: Any) -> None:
    whole, spaced, sector, district, nowhere, short = rows(
        *({"postcode": each} for each in ("RV12AB", " rv1 2ab", "RV1 2ZZ", "RV1 9ZZ", "ZZ99 3VZ", "RV"))
    )
    assert whole["postcode"] == spaced["postcode"]
    assert whole["postcode"] // 36**2 == sector["postcode"] // 36**2 != district["postcode"] // 36**2
    assert whole["postcode"] // 36**3 == district["postcode"] // 36**3
    assert nowhere["postcode"] is None and short["postcode"] is None


def test_names_are_letters_in_one_dictionary(rows: Any) -> None:
    one, other, neither = rows(
        {"given_name": "Zoë-Anne", "family_name": "O'Brien"},
        {"given_name": "OBRIEN", "family_name": " zoe anne "},
        {"given_name": "Baby of", "family_name": "???"},
    )
    assert (one["given"], one["family"]) == (other["family"], other["given"])
    assert neither["given"] is None and neither["family"] is None


@pytest.mark.parametrize("text", ["1", "M", " male "])
def test_a_sex_is_known_by_what_it_is_called(rows: Any, text: str) -> None:
    assert rows({"gender": text})[0]["sex"] == 1


HOSTILE = [
    "",
    " ",
    "\0",
    "'; DROP TABLE people; --",
    '"',
    "😀" * 200,
    "\u202e",
    "٣٤٥",
    "-1",
    "1e308",
    "x" * 50_000,
    "NaN",
]


def test_no_text_stops_it(rows: Any) -> None:
    columns = [each for each in standardise.COLUMNS if each != "record_id"]
    found = rows(*({column: text} for column in columns for text in HOSTILE))
    assert len(found) == len(columns) * len(HOSTILE)


def test_rows_with_little_on_them_are_never_taken_for_one(rows: Any) -> None:
    bare = {"nhs_number": "", "postcode": "", "birth_date": ""}
    one, other = rows(bare, bare)
    assert one["same"] != other["same"]
    whole, again = rows({}, {})
    assert whole["same"] == again["same"]
