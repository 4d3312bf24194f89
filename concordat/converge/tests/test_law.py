"""How long a contract may run: every ground at its boundary."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.converge.facts.law import Ground, Leg, legs, lost_options
from concordat.converge.tests.records import random_contract
from concordat.converge.tests.small import AS_OF, contract
from concordat.core.period import months_later
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.modification import longest_term
from concordat.register.term import first_end, notice_day, running

DAY = timedelta(days=1)
FAR = date(2036, 12, 31)
days = st.dates(date(2015, 1, 1), date(2045, 12, 31))
months = st.integers(0, 60)


def a_contract(ends_on: date = date(2029, 3, 31), **terms: Any) -> Contract:
    """A contract of £120,000 a year, which is £12,000 a month with VAT."""
    return contract("C", "RZ1", 120_000, ends_on, **terms)


def grounds(given: Contract, as_of: date = AS_OF, framework: Framework | None = None) -> list[tuple[str, date]]:
    return [(leg.ground.name, leg.ends_on) for leg in legs(given, framework, as_of, FAR)]


def the(ground: Ground, given: Contract, as_of: date = AS_OF) -> list[Leg]:
    return [leg for leg in legs(given, None, as_of, FAR) if leg.ground is ground]


def framework(months_allowed: int) -> Framework:
    return Framework(framework="F", name="F", regime=Regime.PCR2015, closes_on=AS_OF, longest_call_off=months_allowed)


@pytest.mark.parametrize(
    ("ends_on", "notice", "by"),
    [
        (date(2027, 3, 31), 6, date(2026, 9, 30)),
        (date(2027, 2, 28), 6, date(2026, 8, 31)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2028, 2, 28), 12, date(2027, 2, 27)),
        (date(2027, 8, 30), 6, date(2027, 2, 27)),
        (date(2027, 6, 15), 3, date(2027, 3, 15)),
        (date(2027, 6, 15), 0, date(2027, 6, 15)),
    ],
)
def test_notice_is_counted_back_from_the_day_after_the_end(ends_on: date, notice: int, by: date) -> None:
    assert notice_day(ends_on, notice) == by


@settings(deadline=None)
@given(days, months)
def test_the_whole_notice_lies_between_the_day_it_is_given_and_the_end(ends_on: date, notice: int) -> None:
    by = notice_day(ends_on, notice)
    assert months_later(by + DAY, notice) <= ends_on + DAY
    assert months_later(by + 5 * DAY, notice) > ends_on + DAY  # and it is not needlessly early, short months apart


@settings(deadline=None)
@given(days, months)
def test_notice_given_today_ends_a_contract_on_the_first_day_it_can(today: date, notice: int) -> None:
    day = first_end(today, notice)
    assert notice_day(day - DAY, notice) >= today
    assert notice_day(day - 2 * DAY, notice) < today


def test_a_contract_that_renewed_itself_unnoticed_has_the_notice_days_of_its_new_term() -> None:
    # GLPI 23084: after tacit renewal the day of notice is that of the running term, not of the first
    renewed = a_contract(date(2025, 3, 31), auto_renew=12, notice=6)
    assert running(renewed, AS_OF).ends_on == date(2027, 3, 31)
    term, first, *_ = legs(renewed, None, AS_OF, FAR)
    assert (term.ends_on, term.stop_by) == (date(2027, 3, 31), date(2026, 9, 30))
    assert (first.ends_on, first.notice_by, first.stop_by) == (date(2028, 3, 31), date(2026, 9, 30), date(2027, 9, 30))


def test_renewal_keeps_to_the_end_of_february() -> None:
    found = the(Ground.RENEWAL, a_contract(date(2027, 2, 28), auto_renew=12))
    assert [leg.ends_on for leg in found[:2]] == [date(2028, 2, 29), date(2029, 2, 28)]


def test_a_contract_renews_itself_only_as_far_as_it_was_awarded() -> None:
    awarded = {"auto_renew": 12, "original_months": 120}  # from April 2020 to March 2030
    assert grounds(a_contract(date(2029, 3, 31), **awarded)) == [
        ("TERM", date(2029, 3, 31)),
        ("RENEWAL", date(2030, 3, 31)),
    ]
    assert grounds(a_contract(date(2025, 3, 31), auto_renew=12, original_months=60)) == []  # it ended, so it is over


def test_an_extension_can_be_used_on_its_day_of_notice_and_not_after() -> None:
    given = a_contract(date(2027, 3, 31), extension_options=(24, 12), extension_notice=3)
    last = date(2026, 12, 31)
    assert grounds(given, last)[1:] == [("EXTENSION", date(2029, 3, 31)), ("EXTENSION", date(2030, 3, 31))]
    assert grounds(given, last + DAY) == [("TERM", date(2027, 3, 31))]
    assert (lost_options(given, last), lost_options(given, last + DAY)) == ((), (24, 12))


def test_a_contract_lasts_through_its_last_day_and_has_ended_the_day_after() -> None:
    given = a_contract(AS_OF)
    assert grounds(given, AS_OF) == [("TERM", AS_OF)]
    assert grounds(given, AS_OF + DAY) == []


def test_what_has_ended_runs_on_only_by_a_documented_ground_or_an_override() -> None:
    until = {"permitted_until": date(2027, 6, 30), "permitted_ground": "UK5 notice"}
    against = {"override_until": date(2028, 6, 30), "override_reason": "the board accepts the risk"}
    ended = a_contract(date(2026, 3, 31), extension_options=(24,), original_value=10**9, **until, **against)
    assert grounds(ended) == [("PERMITTED", date(2027, 6, 30)), ("OVERRIDE", date(2028, 6, 30))]
    assert the(Ground.OVERRIDE, ended)[0].why == "the board accepts the risk"


@pytest.mark.parametrize(
    ("terms", "added"),
    [
        ({"original_months": 60}, 6),
        ({"original_months": 59}, 5),
        ({"original_months": 60, "modified_months": 4}, 2),
        ({"original_months": 60, "modified_months": 6}, 0),
        ({}, 10),  # April 2020 to March 2029 is 108 months
        ({"extension_options": (12,), "extension_notice": 60}, 12),  # an option lost is still part of what was awarded
        ({"modified_months": 8}, 2),  # 108 months less the eight added is 100: a tenth is 10
    ],
)
def test_under_the_2023_act_a_term_may_grow_by_a_tenth(terms: dict[str, Any], added: int) -> None:
    found = the(Ground.MODIFICATION, a_contract(regime=Regime.PA2023, **terms))
    assert [leg.ends_on for leg in found] == ([months_later(date(2029, 4, 1), added) - DAY] if added else [])


@pytest.mark.parametrize(
    ("regime", "value", "added"),
    [
        (Regime.PCR2015, 1_200_000_00, 9),  # ten months are a tenth, and a change must be below it
        (Regime.PCR2015, 1_200_000_01, 10),
        (Regime.PCR2015, 5_000_000_00, 11),  # the threshold of £135,018 comes before the tenth
        (Regime.PCR2015, 0, 0),
        (Regime.PSR, 1_000_000_00, 41),  # £500,000 comes before the quarter
        (Regime.PSR, 2_400_000_00, 49),  # fifty months are a quarter, and a change must be below it
        (Regime.PSR, 0, 0),
        (Regime.BELOW_THRESHOLD, 87_018_00, 3),  # £48,000 of room, of which not all
        (Regime.BELOW_THRESHOLD, 87_017_99, 4),
        (Regime.BELOW_THRESHOLD, 140_000_00, 0),
    ],
)
def test_by_value_a_change_stays_below_the_limit_of_its_regime(regime: Regime, value: int, added: int) -> None:
    found = the(Ground.MODIFICATION, a_contract(regime=regime, original_value=value))
    assert [leg.ends_on for leg in found] == ([months_later(date(2029, 4, 1), added) - DAY] if added else [])


def test_dearer_months_leave_room_for_fewer() -> None:
    dearer = a_contract(regime=Regime.PCR2015, original_value=1_200_000_01, extension_uplift=25.0)
    assert the(Ground.MODIFICATION, dearer)[0].ends_on == date(2029, 11, 30)  # eight months at £15,000


def test_a_call_off_never_outlasts_its_framework_but_by_override() -> None:
    given = a_contract(
        extension_options=(24,), regime=Regime.PA2023, original_months=108, framework="F",
        permitted_until=date(2035, 1, 1), permitted_ground="UK5 notice",
        override_until=date(2036, 1, 1), override_reason="the board accepts the risk",
    )  # fmt: skip
    assert grounds(given, AS_OF, framework(132))[1] == ("EXTENSION", date(2031, 3, 31))  # to the last day allowed
    assert grounds(given, AS_OF, framework(131))[1:] == [
        ("MODIFICATION", date(2030, 1, 31)),  # the option does not fit, and is used whole or not at all
        ("PERMITTED", date(2031, 2, 28)),  # a ground is used as far as there is room
        ("OVERRIDE", date(2036, 1, 1)),
    ]
    assert grounds(given, AS_OF, framework(108))[1:] == [("OVERRIDE", date(2036, 1, 1))]


@settings(deadline=None)
@given(days, st.integers(1, 120))
def test_the_longest_term_counts_whole_months(starts_on: date, length: int) -> None:
    given = a_contract(months_later(starts_on, length) - DAY, starts_on=starts_on, extension_options=(12,))
    short = starts_on.day > 28  # a month too short for the day it starts on may count as not whole
    assert length + 12 - short <= longest_term(given) <= length + 12


@settings(deadline=None)
@given(st.integers(0, 10_000), days)
def test_legs_follow_each_other_and_begin_with_today(seed: int, as_of: date) -> None:
    found = legs(random_contract(Random(seed), "C", "RZ1", as_of), None, as_of, as_of + timedelta(days=3000))
    ends = [leg.ends_on for leg in found]
    assert ends == sorted(set(ends))
    assert all(end >= as_of for end in ends)
    assert all(leg.notice_by is None or leg.notice_by >= as_of for leg in found if leg.ground is Ground.EXTENSION)


def test_a_modification_is_judged_by_the_law_of_the_day() -> None:
    made = contract("PA", "RZ1", 100_000, date(2029, 3, 31), regime=Regime.PA2023, starts_on=date(2019, 4, 1))
    day_before = date(2025, 2, 23)  # the Procurement Act 2023 came into force on the next
    assert not the(Ground.MODIFICATION, made, day_before) and the(Ground.MODIFICATION, made, day_before + DAY)
