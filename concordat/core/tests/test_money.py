"""Money: read exactly, shared to the penny, and no penny from nowhere."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.money import NotMoney, NotShareable, in_pounds, in_short, pounds, shares

PENCE = st.integers(-(10**14), 10**14)
WEIGHTS = st.lists(st.integers(0, 10**6) | st.fractions(0, 100, max_denominator=1000), min_size=1, max_size=12).filter(
    any
)


@given(PENCE)
def test_what_is_written_reads_back(pence: int) -> None:
    assert pounds(in_pounds(pence)) == pence


@given(st.integers(-(10**11), 10**11))
def test_a_number_from_a_cell_is_the_amount_it_shows(pence: int) -> None:
    assert pounds(pence / 100) == pence
    assert pounds(Decimal(pence) / 100) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234.50", 123450),
        (" 1234.5 ", 123450),
        ("£ 12", 1200),
        ("-£5", -500),
        ("£-5", -500),
        ("(1,000.00)", -100000),
        ("£4.2m", 420_000_000),
        ("350K", 35_000_000),
        ("1.5bn", 150_000_000_000),
        ("0.10", 10),
        ("1.2500", 125),
        ("£1,234\u00a0", 123400),
        (7, 700),
    ],
)
def test_amounts_as_people_write_them(text: str | int, pence: int) -> None:
    assert pounds(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        *("", "£", "tbc", "1,23", "1.234,50", "12,34,567", "1e6", "$5", "--5", "(-5)", "-£-5", "5-", "１２", "=1+1"),
        *("nan", "inf", "5 m GBP", "£5 per site", "9" * 5000, "1." + "0" * 5000),
        *(float("nan"), float("inf"), True, 1e300),
    ],
)
def test_what_is_not_an_amount_is_refused(text: str | float) -> None:
    with pytest.raises(NotMoney) as refused:
        pounds(text)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("text", ["0.001", "1.005", "£1.23456m1", 0.1 + 0.2])
def test_parts_of_a_penny_are_never_rounded_away(text: str | float) -> None:
    with pytest.raises(NotMoney):
        pounds(text)


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (0, "£0"),
        (49, "£0"),
        (-49, "£0"),
        (50, "£1"),
        (99_949, "£999"),
        (99_950, "£1k"),
        (104_999, "£1k"),
        (105_000, "£1.1k"),
        (35_000_000, "£350k"),
        (99_994_999, "£999.9k"),
        (99_995_000, "£1m"),
        (420_000_000, "£4.2m"),
        (-420_000_000, "-£4.2m"),
        (22_200_000_000, "£222m"),
        (100_000_000_000_000, "£1,000bn"),
    ],
)
def test_the_short_form_keeps_one_decimal_and_never_says_1000k(pence: int, text: str) -> None:
    assert in_short(pence) == text


@given(PENCE)
def test_the_short_form_is_within_one_part_in_twenty(pence: int) -> None:
    assert abs(pounds(in_short(pence)) - pence) <= max(50, abs(pence) // 20)


@given(PENCE, WEIGHTS)
def test_shares_sum_to_the_total_and_each_is_within_a_penny_of_its_due(
    total: int, weights: list[int | Fraction]
) -> None:
    parts = shares(total, weights)
    assert sum(parts) == total
    base = sum(Fraction(weight) for weight in weights)
    assert all(abs(part - total * Fraction(weight) / base) < 1 for part, weight in zip(parts, weights, strict=True))


@given(st.integers(0, 10**12), WEIGHTS, st.integers(1, 1000))
def test_shares_depend_on_proportions_only_and_a_credit_is_a_debt_turned_round(
    total: int, weights: list[int | Fraction], scale: int
) -> None:
    parts = shares(total, weights)
    assert shares(total, [weight * scale for weight in weights]) == parts
    assert shares(-total, weights) == tuple(-part for part in parts)


@given(st.integers(0, 10**9), WEIGHTS)
def test_a_greater_weight_never_pays_less_and_no_weight_pays_nothing(total: int, weights: list[int | Fraction]) -> None:
    ranked = sorted(zip(weights, shares(total, weights), strict=True))
    assert all(low[1] <= high[1] for low, high in pairwise(ranked) if low[0] < high[0])
    assert all(part == 0 for weight, part in ranked if weight == 0)


def test_ties_go_to_the_earlier() -> None:
    assert shares(100, (1, 1, 1)) == (34, 33, 33)
    assert shares(2, (1, 1, 1)) == (1, 1, 0)


def test_decimal_weights_are_exact() -> None:
    assert shares(10, [Decimal("0.1"), Decimal("0.2"), Decimal("0.7")]) == (1, 2, 7)


@pytest.mark.parametrize("weights", [(), (0, 0), (1, -1), (-1,)])
def test_weights_that_divide_nothing_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(NotShareable, match="weight"):
        shares(100, weights)


def test_float_weights_are_a_mistake() -> None:
    with pytest.raises(TypeError, match="not exact"):
        shares(100, (0.5, 0.5))  # type: ignore[arg-type]
