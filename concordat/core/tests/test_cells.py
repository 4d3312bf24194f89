"""What one cell may say: every way people write a day, a sum or an answer, and every way that must be refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from concordat.core.cells import (
    CellProblem,
    as_date,
    as_number,
    as_pence,
    as_percent,
    as_text,
    as_whole,
    as_yes_no,
    is_live,
    shield,
    shield_quoted,
    unshield,
)

MARCH = date(2027, 3, 31)
NASTY = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a1 ;,\"|") | st.characters(), max_size=12)


@pytest.mark.parametrize(
    "written",
    [
        MARCH, datetime(2027, 3, 31), 46477, 46477.0, "46477", "2027-03-31", "2027/03/31", "20270331", 20270331,
        "2027-03-31T00:00:00Z", "2027-03-31 00:00:00", "31/03/2027", "31/3/27", "31.03.2027", "31-03-2027",
        "31 March 2027", "31st March 2027", "31-Mar-27", "31 mar. 2027", "March 31, 2027", " 31  March  2027",
    ],
)  # fmt: skip
def test_one_day_however_it_is_written(written: object) -> None:
    assert as_date(written) == MARCH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("03/25/2027", "month before day"),
        ("31/02/2027", "not a day in the calendar"),
        ("29/02/2027", "not a day in the calendar"),
        ("00/01/2027", "not a day in the calendar"),
        ("1/1/0207", "in the year 207"),
        ("March 2027", "not a date"),
        ("31 Smarch 2027", "names no month"),
        ("tbc", "not a date"),
        (datetime(2027, 3, 31, 12, 30), "time of day"),
        (46112.5, "time of day"),
        (7, "not a date"),
        (float("nan"), "not a date"),
        (10**400, "not a date"),
        (True, "not a date"),
        (None, "blank"),
        ("9" * 5000, "not a date"),
    ],
)
def test_what_is_no_day_is_advice(written: object, says: str) -> None:
    with pytest.raises(CellProblem, match=says) as caught:
        as_date(written)  # type: ignore[arg-type]
    assert caught.value.next
    assert len(caught.value.what) < 120


def test_a_month_before_day_is_told_how_to_write_it() -> None:
    with pytest.raises(CellProblem) as caught:
        as_date("03/25/2027")
    assert caught.value.next == "write it as 25/03/2027"


@given(st.dates(date(1954, 10, 3), date(2119, 1, 1)))
def test_every_serial_of_the_1900_system_is_its_day(day: date) -> None:
    assert as_date((day - date(1899, 12, 30)).days) == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_two_figure_years_and_month_names_lose_nothing(day: date) -> None:
    assert as_date(f"{day:%d/%m/%y}") == as_date(f"{day:%d %B %Y}") == as_date(f"{day:%d-%b-%y}") == day


@pytest.mark.parametrize(("written", "whole"), [("1,234", 1234), (7.0, 7), ("007", 7), ("-5", -5), (0, 0)])
def test_whole_numbers(written: str | float, whole: int) -> None:
    assert as_whole(written) == whole


@pytest.mark.parametrize("written", [7.5, "7.5", "seven", "", True, None, "1e999999", "NaN", float("inf"), "9" * 5000])
def test_what_is_not_a_whole_number(written: object) -> None:
    with pytest.raises(CellProblem):
        as_whole(written)  # type: ignore[arg-type]


def test_a_number_cell_is_the_fifteen_figures_excel_keeps() -> None:
    assert as_pence(0.1 + 0.2) == 30
    assert str(as_number(1.1 * 3)) == "3.3"


@pytest.mark.parametrize(
    ("written", "share"), [("3.5%", 0.035), (0.035, 0.035), ("0.035", 0.035), ("150 %", 1.5), (1, 1.0), (0, 0.0)]
)
def test_percentages(written: str | float, share: float) -> None:
    assert as_percent(written) == share


def test_a_bare_number_above_one_is_not_guessed_at() -> None:
    with pytest.raises(CellProblem, match=r"3\.5% or 350") as caught:
        as_percent(3.5)
    assert caught.value.next == "type it with its sign, such as 3.5%"
    assert as_percent(2, most=5) == 2.0


def test_money_is_exact_or_refused() -> None:
    assert as_pence("£1,234.50") == as_pence(1234.5) == 123_450
    for wrong in ("1.234", 100 / 3, True, None, "lots"):
        with pytest.raises(CellProblem):
            as_pence(wrong)


@pytest.mark.parametrize("yes", [True, "Yes", "Y", " yes ", "TRUE", 1, "✓"])
def test_yes(yes: object) -> None:
    assert as_yes_no(yes) is True  # type: ignore[arg-type]


@pytest.mark.parametrize("neither", ["maybe", 2, None, "", "yes?"])
def test_neither_yes_nor_no(neither: object) -> None:
    with pytest.raises(CellProblem):
        as_yes_no(neither)  # type: ignore[arg-type]


def test_a_code_is_text_and_a_date_in_its_place_is_excels_doing() -> None:
    assert as_text("007") == "007"
    assert as_text(7) == as_text(7.0) == "7"
    with pytest.raises(CellProblem, match="is a date"):
        as_text(MARCH)


@given(NASTY)
@example("'=1")
@example("''＝1")
@example("'tis")
def test_a_shield_is_undone_exactly_and_leaves_nothing_live(text: str) -> None:
    assert unshield(shield(text)) == text
    assert unshield(shield_quoted(text)) == text
    assert not is_live(shield(text))
