"""Opt-outs: three registers that cannot be taken for each other, each failing closed, and none telling a number."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.nhs_number import parse
from concordat.data.opt_out import (
    CannotDisclose,
    CareObjections,
    NotAList,
    OptOut,
    PermittedList,
    Type1OptOuts,
    Wishes,
)

ANN, BEN, CAT, STRANGER = "9434765919", "9990000018", "9990000026", "9990000034"
AS_AT = date(2026, 11, 15)
KNOWN: dict[str, Any] = {"controller": "RXX", "as_at": AS_AT, "checked": frozenset({ANN, BEN, CAT})}
LISTS: list[Wishes] = [
    PermittedList(**KNOWN, permitted=frozenset({ANN, BEN})),
    Type1OptOuts(**KNOWN, objecting=frozenset({CAT})),
    CareObjections(**KNOWN, objecting=frozenset({CAT})),
]
BY_SCOPE = pytest.mark.parametrize("wishes", LISTS, ids=[each.SCOPE for each in LISTS])


def test_each_scope_has_a_type_of_its_own_that_takes_no_others_list() -> None:
    assert [each.SCOPE for each in LISTS] == list(OptOut)
    assert len(set(LISTS)) == len(LISTS)
    wrong: list[tuple[Any, str]] = [(PermittedList, "objecting"), (Type1OptOuts, "permitted")]
    for kind, name in (*wrong, (CareObjections, "permitted")):
        with pytest.raises(TypeError):
            kind(**KNOWN, **{name: frozenset({ANN})})


@BY_SCOPE
def test_the_same_wish_gets_the_same_answer_whichever_way_the_list_is_written(wishes: Wishes) -> None:
    assert [wishes.may_be_disclosed(each) for each in (ANN, BEN, CAT)] == [True, True, False]
    assert wishes.disclosable == {ANN, BEN}


@BY_SCOPE
@pytest.mark.parametrize("written", [ANN, "943 476 5919", " 943-476-5919\n", "943\u00a0476\u00a05919", parse(ANN)])
def test_a_number_is_known_however_it_is_written(wishes: Wishes, written: Any) -> None:
    assert wishes.may_be_disclosed(written)
    assert wishes.unchecked([written]) == 0


@BY_SCOPE
@pytest.mark.parametrize(
    "written", [STRANGER, None, "", "943476591", "94347659190", "９４３４７６５９１９", "' or 1=1 --"]
)
def test_who_is_not_known_is_not_disclosed_and_is_counted(wishes: Wishes, written: Any) -> None:
    assert not wishes.may_be_disclosed(written)
    assert wishes.unchecked([ANN, written, BEN]) == 1


@BY_SCOPE
def test_the_unchecked_are_counted_once_each_and_the_nameless_every_time(wishes: Wishes) -> None:
    assert wishes.unchecked([STRANGER, STRANGER, "999 000 0034", None, "", "x", ANN, ANN]) == 1 + 3


@BY_SCOPE
@pytest.mark.parametrize(("later", "fresh"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_list_counts_from_its_own_day_to_the_last_of_its_days(wishes: Wishes, later: int, fresh: bool) -> None:
    assert wishes.fresh(AS_AT + timedelta(days=later), 7) is fresh


@BY_SCOPE
def test_a_disclosure_is_refused_with_every_reason(wishes: Wishes) -> None:
    wishes.require([ANN, CAT], as_of=AS_AT, days=0)
    with pytest.raises(CannotDisclose) as refusal:
        wishes.require([ANN, STRANGER, None], as_of=AS_AT + timedelta(days=8))
    told = str(refusal.value)
    assert "15 November 2026" in told and "7 days" in told and "2 of the people" in told
    assert wishes.SCOPE in told and "RXX" in told and STRANGER not in told


@BY_SCOPE
def test_printed_a_list_holds_no_number(wishes: Wishes) -> None:
    wishes.may_be_disclosed(ANN)
    assert not any(number in f"{wishes} {wishes!r} {wishes:}" for number in (ANN, BEN, CAT))


@pytest.mark.parametrize("kind", [Type1OptOuts, CareObjections])
def test_that_nobody_objects_is_an_answer(kind: type[Type1OptOuts]) -> None:
    assert kind(**KNOWN, objecting=frozenset()).disclosable == {ANN, BEN, CAT}


def test_that_nobody_is_permitted_is_a_failed_check() -> None:
    with pytest.raises(NotAList, match="permits nobody"):
        PermittedList(**KNOWN, permitted=frozenset())


@pytest.mark.parametrize("kind", [Type1OptOuts, CareObjections])
def test_an_objection_written_with_spaces_is_refused_and_not_overlooked(kind: type[Type1OptOuts]) -> None:
    with pytest.raises(NotAList, match="not ten digits"):
        kind(**KNOWN, objecting=frozenset({"943 476 5919"}))


def test_everything_wrong_is_said_at_once_and_no_number_with_it() -> None:
    with pytest.raises(NotAList) as refusal:
        PermittedList(
            controller="R!", as_at=datetime(2026, 11, 15), checked=frozenset({ANN, "1"}), permitted=frozenset({BEN})
        )
    told = str(refusal.value)
    assert all(part in told for part in ("ODS", "a moment", "1 of its numbers", "names 1 people"))
    assert ANN not in told and BEN not in told


NUMBERS = st.sets(st.text("0123456789", min_size=10, max_size=10))


@given(NUMBERS, NUMBERS, NUMBERS)
def test_nobody_is_disclosed_who_was_not_checked_or_who_objects(
    checked: set[str], objecting: set[str], others: set[str]
) -> None:
    known = frozenset(checked | objecting | {ANN})
    wishes = Type1OptOuts(controller="RXX", as_at=AS_AT, checked=known, objecting=frozenset(objecting))
    let_go = {each for each in known | others if wishes.may_be_disclosed(each)}
    assert let_go == wishes.disclosable == known - objecting
    assert wishes.unchecked(others) == len(others - known)
