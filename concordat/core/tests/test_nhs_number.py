"""NHS numbers: the check, the traps in it, and that none is ever printed whole."""

import copy
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.nhs_number import NhsNumber, NotAnNhsNumber, parse, passes_check

KNOWN = "9434765919"
TEN_DIGITS = st.text("0123456789", min_size=10, max_size=10)


def checked(nine: str) -> str | None:
    """Ten digits whose sum by weights 10 to 1 divides by 11, which is the standard's rule said another way."""
    found = (nine + digit for digit in "0123456789" if _sum(nine + digit) % 11 == 0)
    return next(found, None)


def _sum(digits: str) -> int:
    return sum(int(digit) * (10 - place) for place, digit in enumerate(digits))


VALID = (
    st.text("0123456789", min_size=9, max_size=9).map(checked).filter(lambda digits: digits and len(set(digits)) > 1)
)


@given(VALID)
def test_what_the_rule_said_another_way_passes_is_taken(digits: str) -> None:
    assert parse(digits).whole == digits


def test_the_published_example_passes() -> None:
    assert parse(KNOWN).whole == KNOWN


@pytest.mark.parametrize("digit", "0123456789")
def test_one_digit_ten_times_satisfies_the_sum_and_is_refused(digit: str) -> None:
    total = sum(int(digit) * weight for weight in range(10, 1, -1))
    assert (11 - total % 11) % 11 == int(digit), "the trap this test is about"
    with pytest.raises(NotAnNhsNumber):
        parse(digit * 10)


def test_a_check_digit_of_eleven_is_nought_and_of_ten_is_none() -> None:
    nine = next(f"4000000{n:02d}" for n in range(100) if (4 * 10 + n // 10 * 3 + n % 10 * 2) % 11 == 1)
    assert not any(passes_check(nine + digit) for digit in "0123456789")
    nine = next(f"4000000{n:02d}" for n in range(100) if (4 * 10 + n // 10 * 3 + n % 10 * 2) % 11 == 0)
    assert [digit for digit in "0123456789" if passes_check(nine + digit)] == ["0"]


@given(VALID, st.integers(0, 9), st.integers(1, 9))
def test_any_one_mistyped_digit_is_found(digits: str, place: int, by: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert not passes_check(wrong)


@given(VALID, st.integers(0, 8))
def test_two_neighbours_changed_over_are_found(digits: str, place: int) -> None:
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or not passes_check(swapped)


@pytest.mark.parametrize("text", ["943 476 5919", "943-476-5919", " 9434765919\n", "943\u00a0476\u00a05919"])
def test_customary_separators_are_allowed(text: str) -> None:
    assert parse(text) == parse(KNOWN)


@pytest.mark.parametrize(
    "text", ["", "943476591", "94347659190", "943476591X", "９４３４７６５９１９", "943.476.5919", "943,476,5919"]
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotAnNhsNumber):
        parse(text)


@given(VALID)
def test_however_it_is_printed_at_most_four_digits_show(digits: str) -> None:
    number = parse(digits)
    prints = [str(number), repr(number), f"{number}", f"{number!r:>40}", f"{[number]}", "%s" % number]  # noqa: UP031
    record = logging.LogRecord("x", logging.INFO, "x", 1, "seen %s", (number,), None)
    for printed in [*prints, record.getMessage()]:
        assert sum(character.isdigit() for character in printed) == 4
        assert printed.rstrip(")]").endswith(digits[-4:])


@given(TEN_DIGITS.filter(lambda digits: not passes_check(digits)) | st.text("0123456789", min_size=5, max_size=14))
def test_a_refusal_never_repeats_the_text(text: str) -> None:
    try:
        parse(text)
    except NotAnNhsNumber as refusal:
        told = "".join(traceback.format_exception(refusal, limit=0)) + repr(refusal) + repr(refusal.__dict__)
        assert text not in told


def test_it_does_not_change_and_has_no_dictionary_to_leak_from() -> None:
    number = parse(KNOWN)
    with pytest.raises(AttributeError, match="does not change"):
        number._digits = "0"
    assert not hasattr(number, "__dict__")


def test_equal_numbers_are_one_in_a_set_and_are_not_text() -> None:
    assert {parse(KNOWN), parse("943 476 5919")} == {parse(KNOWN)}
    assert parse(KNOWN) != KNOWN


def test_copies_and_pickles_are_checked_again() -> None:
    number = parse(KNOWN)
    assert pickle.loads(pickle.dumps(number)) == copy.deepcopy(number) == number
    with pytest.raises(NotAnNhsNumber):
        NhsNumber("943 476 5919")


@pytest.mark.parametrize(
    ("prefix", "issued_in"),
    [
        ("010101", "Scotland (CHI)"),
        ("311299", "Scotland (CHI)"),
        ("320", "Northern Ireland"),
        ("399", "Northern Ireland"),
        ("400", "England, Wales and the Isle of Man"),
        ("799", "England, Wales and the Isle of Man"),
        ("500", ""),
        ("800", ""),
        ("998", ""),
        ("999", "synthetic"),
    ],
)
def test_ranges_at_their_bounds(prefix: str, issued_in: str) -> None:
    digits = next(text for n in range(10**4) if passes_check(text := prefix + f"{n:0{10 - len(prefix)}d}"))
    number = parse(digits)
    assert number.issued_in == issued_in
    assert number.is_synthetic == (prefix == "999")
