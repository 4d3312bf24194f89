"""How an old contract ends: the day before, the day and the day after each of its dates."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.converge.facts.ending import Ending, ending, staying
from concordat.converge.facts.law import Ground
from concordat.converge.facts.problem import Cell, problem_of
from concordat.converge.tests.records import random_contract
from concordat.converge.tests.small import AS_OF, small
from concordat.converge.tests.terms import later, walk
from concordat.register.contract import Regime

DAY = timedelta(days=1)


def cell(as_of: date = AS_OF, **terms: Any) -> Cell:
    """The EPR of RZ1, under a contract to 31 March 2029 with these terms and no extension."""
    record = small(E1={"extension_options": (), **terms})
    return next(cell for cell in problem_of(record, as_of).cells if cell.system.system == "E1-sys")


def left(on: date, as_of: date = AS_OF, **terms: Any) -> Ending | None:
    return ending(cell(as_of, **terms), on, as_of)


def test_a_term_once_begun_is_paid_to_its_end_and_can_be_left_the_day_after() -> None:
    for on in (date(2027, 7, 1), date(2029, 3, 31), date(2029, 4, 1)):
        found = left(on)
        assert found and (found.paid_to, found.notices) == (date(2029, 4, 1), ())
    assert left(date(2029, 4, 2)) is None


def test_an_extension_is_used_when_the_system_is_needed_one_day_longer() -> None:
    found = left(date(2029, 4, 2), extension_options=(24,), extension_notice=3)
    assert found and found.paid_to == date(2031, 4, 1)
    assert [(notice.by, notice.what) for notice in found.notices] == [
        (date(2028, 12, 31), "use the extension of 24 months")
    ]


def test_a_modification_is_paid_for_only_as_long_as_it_is_needed() -> None:
    found = left(date(2029, 6, 15), regime=Regime.PA2023)
    assert found and found.paid_to == date(2029, 6, 15)
    assert [notice.by for notice in found.notices] == [date(2029, 3, 31)]


def test_a_renewal_is_stopped_by_notice_up_to_the_day_and_cannot_be_after_it() -> None:
    terms: dict[str, Any] = {"ends_on": date(2027, 3, 31), "auto_renew": 12, "notice": 6}
    last = date(2026, 9, 30)
    in_time, too_late = left(date(2027, 2, 1), last, **terms), left(date(2027, 2, 1), last + DAY, **terms)
    assert in_time and (in_time.paid_to, [n.by for n in in_time.notices]) == (date(2027, 4, 1), [last])
    assert too_late and (too_late.paid_to, [n.by for n in too_late.notices]) == (date(2028, 4, 1), [date(2027, 9, 30)])


def test_notice_longer_than_the_renewal_binds_to_the_one_after() -> None:
    found = left(date(2027, 1, 20), AS_OF, ends_on=date(2027, 1, 31), auto_renew=1, notice=3)
    assert found and found.paid_to == date(2027, 3, 1)  # given today it stops what would begin in March
    assert [notice.by for notice in found.notices] == [date(2026, 11, 30)]


def test_notice_against_renewal_is_due_however_far_off_the_end() -> None:
    found = left(date(2029, 1, 1), ends_on=date(2041, 3, 31), auto_renew=12, notice=6)
    assert found and [notice.by for notice in found.notices] == [date(2040, 9, 30)]


def test_a_contract_with_options_that_also_renews_itself_is_not_left_unnoticed() -> None:
    terms: dict[str, Any] = {"ends_on": date(2027, 3, 31), "extension_options": (12,), "extension_notice": 3}
    terms |= {"auto_renew": 12}
    found = left(date(2027, 3, 1), date(2026, 9, 30), notice=6, **terms)
    assert found and (found.paid_to, [n.by for n in found.notices]) == (date(2027, 4, 1), [date(2026, 9, 30)])
    late = left(date(2027, 3, 1), AS_OF, notice=6, **terms)
    assert late and late.paid_to == date(2028, 4, 1)


def test_a_break_takes_effect_no_sooner_than_it_is_open_needed_and_noticed() -> None:
    opens: dict[str, Any] = {"break_from": date(2028, 1, 1), "break_fee": 20.0, "notice": 6}
    for on, paid_to in (
        (date(2027, 7, 1), date(2028, 1, 1)),
        (date(2028, 1, 1), date(2028, 1, 1)),
        (date(2028, 1, 2), date(2028, 1, 2)),
        (date(2029, 3, 31), date(2029, 3, 31)),
    ):
        found = left(on, **opens)
        assert found and (found.paid_to, found.broken) == (paid_to, True)
    whole = left(date(2029, 4, 1), **opens)
    assert whole and not whole.broken


def test_the_notice_of_a_break_can_still_be_given_today() -> None:
    found = left(date(2026, 12, 1), break_from=date(2021, 1, 1), break_fee=0.0, notice=6)
    assert found and [notice.by for notice in found.notices] == [AS_OF]
    assert found.paid_to == date(2027, 5, 23)  # six whole months from tomorrow


def test_breaking_at_the_full_price_is_not_done() -> None:
    found = left(date(2027, 7, 1), break_from=date(2021, 1, 1), break_fee=100.0)
    assert found and not found.broken


def test_what_stays_needs_its_options_used_in_time() -> None:
    kept = staying(cell(extension_options=(24, 12), extension_notice=3), date(2031, 4, 2))
    assert [notice.by for notice in kept] == [date(2028, 12, 31), date(2030, 12, 31)]
    assert staying(cell(auto_renew=12), date(2031, 4, 2)) == ()


@settings(deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 2000))
def test_every_ending_is_the_one_found_by_walking_the_contract(seed: int, days: int) -> None:
    contract = random_contract(Random(seed), "E1", "RZ1", AS_OF)
    record = small(contract, without=("E1",))
    here = [cell for cell in problem_of(record, AS_OF).cells if cell.system.system == "E1-sys"]
    leave_on = min(AS_OF + timedelta(days=days), later(AS_OF, 70))
    theirs = ending(here[0], leave_on, AS_OF) if here else None
    walked = walk(contract, None, AS_OF, leave_on)
    assert (theirs is None) == (walked is None)
    if theirs and walked:
        assert (theirs.paid_to, theirs.broken) == (walked.paid_to, walked.broken)
        assert sorted(notice.by for notice in theirs.notices) == sorted(by for by, _ in walked.notices)
        assert all(notice.by >= AS_OF for notice in theirs.notices)
        assert theirs.paid_to >= leave_on
        assert here[0].legs[theirs.leg].ground is not Ground.OVERRIDE or contract.override_reason
