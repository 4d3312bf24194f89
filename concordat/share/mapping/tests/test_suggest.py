"""A mapping proposed for three unseen files; and the assignment behind it, against trying every pairing."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.model import shared_model
from concordat.share.mapping.assignment import best_pairs
from concordat.share.mapping.feed_file import feed_of
from concordat.share.mapping.suggest import as_yaml, suggest

NUMBERS = ["943 476 5919", "9434765870", "4505577104"]
COMMON: dict[str, list[str | None]] = {"comments": ["", "late", None], "ward_colour": ["red", "blue", "red"]}
FILES: dict[str, tuple[dict[str, str], dict[str, list[str]]]] = {
    "a PAS": (
        {
            "patient_id": "Hospital No",
            "nhs_number": "NHS No",
            "birth_date": "DOB",
            "gender": "Sex",
            "postcode": "PCode",
        },
        {
            "Hospital No": ["1", "2", "3"],
            "NHS No": NUMBERS,
            "DOB": ["13/02/1980", "01/02/1981", "28/12/1999"],
            "Sex": ["M", "F", "F"],
            "PCode": ["LS1 1AA", "M60 1NW", "EC1A 1BB"],
        },
    ),
    "names that say nothing": (
        {"nhs_number": "FLD_3", "postcode": "FLD_7"},
        {"FLD_3": NUMBERS, "FLD_7": ["LS1 1AA", "m60 1nw", "EC1A1BB"]},
    ),
    "names that mislead": (
        {"patient_id": "patient_number", "nhs_number": "number", "death_date": "date_of_death"},
        {
            "patient_number": ["77001", "77002", "77003"],
            "number": NUMBERS,
            "nhs_number_checked_on": ["2026-01-01", "2026-01-02", "2026-01-03"],
            "date_of_death": ["", "2026-02-01", ""],
        },
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_columns_of_an_unseen_file_are_found(name: str) -> None:
    expected, columns = FILES[name]
    made = suggest({**columns, **COMMON}, shared_model(), "patient")
    assert {each.column.name: each.source.name for each in made.guesses} == expected
    assert all(0 < each.confidence < 1 and each.why for each in made.guesses)
    assert set(COMMON) <= set(made.unused)


def test_the_table_is_found() -> None:
    columns = {"pathway_id": ["1"], "clock_start": ["2026-01-01"], "rtt_status": ["10"], "tfc": ["110"], "mrn": ["1"]}
    assert suggest(columns, shared_model()).table.name == "pathway"


def test_the_proposal_is_a_feed_that_can_be_read_and_holds_no_value() -> None:
    _, columns = FILES["a PAS"]
    columns = {**columns, 'He said "no": #1': ["secret"] * 3, "Eth": ["A", "N/A", "B"]}
    text = as_yaml(
        suggest(columns, shared_model(), "patient"), file='x"\n- y.csv', format="csv", member="RZ1", system="PAS"
    )
    assert "secret" not in text and "9434765870" not in text and "LS1" not in text
    feed = feed_of(text.replace(", codes: gender.csv", ""), file="proposed.yaml")
    birth = feed.column("birth_date")
    assert birth and birth.sources == ("DOB",) and birth.dates == ("dd/mm/yyyy",)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_the_pairing_is_the_best_there_is(scores: list[list[int]]) -> None:
    least = 3
    pairs = best_pairs(scores, least=least)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(scores[row][column] >= least for row, column in pairs)
    assert sum(scores[row][column] - least for row, column in pairs) == _best(scores, least)


def _best(scores: list[list[int]], least: int) -> int:
    rows, columns = len(scores), len(scores[0])
    places = [*range(columns), *[-1] * rows]
    return max(
        sum(max(scores[row][at] - least, 0) for row, at in enumerate(order) if at >= 0)
        for order in set(permutations(places, rows))
    )
