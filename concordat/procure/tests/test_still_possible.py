"""What is still possible once a gate is missed: each way open on its last day; on the next closed, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.procure.gate import gates
from concordat.procure.possible import Possibility, Possible
from concordat.procure.short_by import months_short
from concordat.procure.standstill import under_the_act
from concordat.procure.still_possible import still_possible
from concordat.procure.tests.purchase import AS_OF, record
from concordat.register.contract import Framework, Regime
from concordat.register.noun import Noun
from concordat.register.procurement import Authority, BuyingRoute, GateDone, GateKind, Lot
from concordat.register.record import Record
from concordat.register.term import prolonged

SOON = date(2027, 6, 30)
"""An end that is too near for the usual purchase."""
OPEN_FRAMEWORK = Framework(framework="F1", name="Frame", regime=Regime.PA2023, closes_on=date(2029, 1, 1))
LOT = Lot(framework="F1", lot="1", covers="Records", direct_award=True)


def _ways(rows: Record, as_of: date = AS_OF) -> dict[Possibility, Possible]:
    found: dict[Possibility, Possible] = {}
    for each in still_possible(gates(rows, as_of, procurement="P1"), rows):
        found.setdefault(each.way, each)
    return found


def _ending(*more: Noun, purchase: dict[str, Any] | None = None, **contract: Any) -> Record:
    return record(*more, contract={"ends_on": SOON, **contract}, purchase=purchase)


def test_nothing_is_asked_where_nothing_is_missed() -> None:
    rows = record()
    assert not gates(rows, AS_OF, procurement="P1").missed
    assert still_possible(gates(rows, AS_OF, procurement="P1"), rows) == ()


def test_the_open_ways_come_first_and_running_on_is_never_one() -> None:
    rows = _ending(extension_options=(12,))
    found = still_possible(gates(rows, AS_OF, procurement="P1"), rows)
    assert [each.open for each in found] == sorted((each.open for each in found), reverse=True)
    assert found[-1].way is Possibility.UNCOVERED and not found[-1].open
    assert all(each.reasons and all(reason.rule and reason.source for reason in each.reasons) for each in found)


@pytest.mark.parametrize(("as_of", "open"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_an_option_is_open_until_the_day_of_its_notice(as_of: date, open: bool) -> None:
    way = _ways(_ending(extension_options=(12, 6), extension_notice=3), as_of)[Possibility.OPTION]
    assert way.open is open and way.until == date(2027, 3, 31)
    assert way.covers == (date(2028, 6, 30) if open else None)


def test_an_option_ends_where_the_framework_lets_no_call_off_last_longer() -> None:
    framework = Framework(framework="F0", name="Old frame", regime=Regime.PCR2015, closes_on=date(2025, 12, 31),
                          longest_call_off=38)  # fmt: skip
    for options, open in (((11,), True), ((12,), False)):
        way = _ways(_ending(framework, framework="F0", extension_options=options))[Possibility.OPTION]
        assert way.open is open, way
    assert "lets a call-off last" in way.reasons[0].text


def test_a_small_change_of_term_goes_up_to_a_tenth() -> None:
    ways = [each for each in still_possible(gates(_ending(), AS_OF, procurement="P1"), _ending())
            if each.way is Possibility.CHANGE]  # fmt: skip
    small = next(each for each in ways if "small" in each.what)
    assert small.open and small.covers == prolonged(SOON, 4)  # of 48 months


def test_a_small_change_stays_below_the_threshold_of_its_buyer() -> None:
    """£20,000 a month with VAT: the seventh reaches £135,018 and the eleventh £207,720, both far below a tenth."""
    covers = {}
    for authority in Authority:
        rows = _ending(regime=Regime.PCR2015, original_value=9_600_000_00, purchase={"authority": authority})
        covers[authority] = _ways(rows)[Possibility.CHANGE].covers
    assert covers == {Authority.CENTRAL: prolonged(SOON, 6), Authority.SUB_CENTRAL: prolonged(SOON, 10)}


def test_a_change_on_a_ground_lasts_for_what_is_short_and_is_announced_in_time() -> None:
    rows = _ending(regime=Regime.PCR2015)
    found = gates(rows, AS_OF, procurement="P1")
    short = months_short(found, rows)
    assert short
    on_a_ground = next(each for each in still_possible(found, rows) if "ground" in each.what)
    assert on_a_ground.open and on_a_ground.covers == prolonged(SOON, short)
    assert on_a_ground.until == date(2027, 6, 18)  # ten days, of which the last is a working day
    assert any("VEAT" in each for each in on_a_ground.notices)
    assert "High" in on_a_ground.risk


def test_a_change_is_not_weighed_without_what_it_is_measured_by() -> None:
    rows = _ending(original_value=0)
    found = [each for each in still_possible(gates(rows, AS_OF, procurement="P1"), rows)
             if each.way is Possibility.CHANGE]  # fmt: skip
    assert {each.open: "small" in each.what for each in found} == {False: True, True: False}
    assert all("not known here" in each.reasons[0].text for each in found)


def test_the_months_short_are_the_fewest() -> None:
    rows = _ending()
    short = months_short(gates(rows, AS_OF, procurement="P1"), rows)
    assert short
    enough, less = (record(contract={"ends_on": prolonged(SOON, each)}) for each in (short, short - 1))
    assert not gates(enough, AS_OF, procurement="P1").missed
    assert gates(less, AS_OF, procurement="P1").missed


def test_a_bridge_is_announced_before_the_award_and_its_standstill() -> None:
    way = _ways(_ending())[Possibility.BRIDGE]
    assert way.until and way.open
    assert under_the_act(way.until + timedelta(1)).sign_from <= SOON
    assert any(each.startswith("UK5") for each in way.notices)
    assert not _ways(_ending(), way.until + timedelta(1))[Possibility.BRIDGE].open


def test_a_contract_that_has_ended_leaves_only_a_new_award() -> None:
    found = _ways(_ending(), SOON + timedelta(1))
    assert not found[Possibility.OPTION].open
    assert not found[Possibility.CHANGE].open
    assert not found[Possibility.BRIDGE].open


class TestFramework:
    """Which lots can still be used."""

    def test_a_lot_that_fits_in_time(self) -> None:
        rows = record(OPEN_FRAMEWORK, LOT, contract={"ends_on": date(2028, 9, 30)})
        found = _ways(rows, date(2027, 3, 1))
        assert found[Possibility.CALL_OFF].open and "Frame, lot 1" in found[Possibility.CALL_OFF].what

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"users": ("RZ9",)}, "RZ1 may not use it"),
            ({"direct_award": False}, "no award without competition"),
            ({"direct_award_up_to": 1_00}, "up to the value it says"),
            ({"ceiling": 10_00, "spent": 9_00}, "within the framework's estimated value"),
            ({"longest": 12}, "at most 12 months"),
        ],
    )
    def test_what_of_its_own_terms_closes_it(self, changes: dict[str, Any], why: str) -> None:
        lot = Lot(**{**LOT.__dict__, **changes})
        rows = record(OPEN_FRAMEWORK, lot, contract={"ends_on": date(2028, 9, 30)},
                      purchase={"value": 5_000_000_00, "months": 60})  # fmt: skip
        way = _ways(rows, date(2027, 3, 1))[Possibility.CALL_OFF]
        told = " ".join(way.reasons[0].facts)
        assert not way.open and why in told and "£" not in told

    def test_the_framework_itself_limits_how_long_a_call_off_lasts(self) -> None:
        frame = replace(OPEN_FRAMEWORK, longest_call_off=48)
        for months, open in ((48, True), (49, False)):
            rows = record(frame, LOT, contract={"ends_on": date(2028, 9, 30)}, purchase={"months": months})
            assert _ways(rows, date(2027, 3, 1))[Possibility.CALL_OFF].open is open

    def test_health_care_services_are_not_called_off_it(self) -> None:
        psr = {"regime": Regime.PSR, "route": BuyingRoute.PSR_C}
        assert Possibility.CALL_OFF not in _ways(_ending(OPEN_FRAMEWORK, LOT, purchase=psr))


def test_what_was_passed_over_can_be_caught_up_while_nothing_to_come_waits_for_it() -> None:
    """All but legal advice is done up to the approvals, which come next."""
    first = (GateKind.CONFLICTS, GateKind.REQUIREMENTS, GateKind.DPIA, GateKind.ASSURANCE)
    rows = record(*(GateDone(procurement="P1", gate=each, done_on=date(2026, 11, 1)) for each in first),
                  contract={"ends_on": date(2028, 10, 31)})  # fmt: skip
    legal = gates(rows, AS_OF, procurement="P1").of(GateKind.LEGAL)
    assert legal
    day = legal.latest + timedelta(1)
    found = _ways(rows, day)
    assert found[Possibility.CATCH_UP].open
    assert "look again at what was done without it: requirements frozen" in found[Possibility.CATCH_UP].reasons[0].facts
    none_done = record(contract={"ends_on": date(2028, 10, 31)})
    assert Possibility.CATCH_UP not in _ways(none_done, day)


def test_the_same_way_at_a_push_is_open_on_its_last_day_only() -> None:
    rows = record()
    push = min(each.at_a_push for each in gates(rows, AS_OF, procurement="P1").gates)
    assert _ways(rows, push)[Possibility.HURRY].open
    assert not _ways(rows, push + timedelta(1))[Possibility.HURRY].open
