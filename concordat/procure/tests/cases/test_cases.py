"""What the gates would have said of three real purchases, beside what happened; and the page that tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.procure.buying import NothingLost
from concordat.procure.gate import Gates, gates
from concordat.procure.law.approvals import approvals
from concordat.procure.law.notice import Event
from concordat.procure.law.notices import needed
from concordat.procure.law.purchase import Purchase
from concordat.procure.possible import Possibility
from concordat.procure.short_by import months_short
from concordat.procure.standstill import NOT_OWED, owed
from concordat.procure.still_possible import still_possible
from concordat.procure.tests.cases import greater_manchester, nottinghamshire, somerset
from concordat.register.contract import Regime
from concordat.register.procurement import BuyingRoute, GateKind

PAGE = Path("docs/explanation/what-happened-elsewhere.md")


def _nottinghamshire(ends_on: date) -> Gates:
    return gates(nottinghamshire.record(ends_on), nottinghamshire.NOTICE, procurement="NEXT")


def _short(ends_on: date) -> int:
    rows = nottinghamshire.record(ends_on)
    found = months_short(_nottinghamshire(ends_on), rows)
    assert found is not None
    return found


class TestNottinghamshire:
    """A re-procurement begun in Q2 2026 would have been too late, whenever the contract ended."""

    @pytest.mark.parametrize("ends_on", nottinghamshire.ENDS)
    def test_to_begin_in_the_second_quarter_of_2026_was_too_late(self, ends_on: date) -> None:
        found = _nottinghamshire(ends_on)
        assert GateKind.LEGAL in {each.kind for each in found.missed}
        legal, award = found.of(GateKind.LEGAL), found.of(GateKind.AWARD_NOTICE)
        assert legal and legal.at_a_push < nottinghamshire.BEGUN[0], "not even at a push"
        assert award and award.latest < nottinghamshire.AWARDED[0], "the award they expect comes after its gate"

    @pytest.mark.parametrize("ends_on", nottinghamshire.ENDS)
    def test_what_they_did_is_the_soundest_way_that_was_open(self, ends_on: date) -> None:
        rows = nottinghamshire.record(ends_on)
        found = [each for each in still_possible(_nottinghamshire(ends_on), rows) if each.open]
        assert [each.way for each in found] == [Possibility.CHANGE, Possibility.BRIDGE]
        assert any(each.startswith("VEAT") for each in found[0].notices)
        assert found[0].until and found[0].until >= nottinghamshire.NOTICE

    def test_how_long_an_extension_they_needed(self) -> None:
        """24 months alone are enough for no end; with the 12 more for every end from January 2027 on."""
        first, both = nottinghamshire.EXTENDED_BY[0], sum(nottinghamshire.EXTENDED_BY)
        enough = [each for each in nottinghamshire.ENDS if _short(each) <= both]
        assert not [each for each in nottinghamshire.ENDS if _short(each) <= first]
        assert enough == [each for each in nottinghamshire.ENDS if each >= date(2027, 1, 31)]
        assert (len(enough), len(nottinghamshire.ENDS)) == (9, 16), "as the page has it"
        assert (_short(nottinghamshire.ENDS[-1]), _short(nottinghamshire.ENDS[0])) == (28, 43)


class TestGreaterManchester:
    """Two trusts whose contracts end in 2028, and who made their intention known in June 2025."""

    @pytest.mark.parametrize("ends_on", greater_manchester.ENDS)
    def test_in_june_2025_it_could_be_done_at_a_push_for_every_end(self, ends_on: date) -> None:
        rows = greater_manchester.record(ends_on, signed=False)
        found = gates(rows, greater_manchester.ANNOUNCED, procurement="JOINT")
        assert found.missed, "at usual lengths lawyers were to be asked before"
        hurry = next(each for each in still_possible(found, rows) if each.way is Possibility.HURRY)
        assert hurry.open

    def test_by_october_only_for_ends_from_march_2028_on(self) -> None:
        open = []
        for ends_on in greater_manchester.ENDS:
            rows = greater_manchester.record(ends_on)
            found = gates(rows, greater_manchester.REPORTED, procurement="JOINT")
            hurry = next(each for each in still_possible(found, rows) if each.way is Possibility.HURRY)
            open += [ends_on] if hurry.open else []
        assert open == [each for each in greater_manchester.ENDS if each >= date(2028, 3, 31)]

    def test_the_memorandum_comes_first_as_the_gates_have_it(self) -> None:
        found = gates(greater_manchester.record(date(2028, 12, 31)), greater_manchester.REPORTED, procurement="JOINT")
        assert found.gates[0].latest == date(2025, 5, 13)
        heads = found.of(GateKind.HEADS_OF_TERMS)
        assert heads and heads.done_on == greater_manchester.REPORTED
        assert not found.findings, "nothing was done before it that waits for it"


class TestSomerset:
    """One trust buys for four, by a call-off, under the law before the Procurement Act."""

    def test_the_law_is_the_frameworks_and_no_standstill_is_owed(self) -> None:
        found = gates(somerset.record(date(2028, 6, 30)), somerset.NOTICE, procurement="EHR")
        assert found.buying.regime is Regime.PCR2015, "though it was bought a year after the Act began"
        assert owed(Regime.PCR2015, BuyingRoute.CALL_OFF) is NOT_OWED
        assert {GateKind.TENDER, GateKind.ENGAGEMENT, GateKind.STANDSTILL} <= set(found.left_out)

    def test_those_it_buys_for_agree_first(self) -> None:
        found = gates(somerset.record(date(2028, 6, 30)), somerset.NOTICE, procurement="EHR")
        assert found.buying.organisations == ("RH5", "R0D", "RBD", "RDY")
        assert GateKind.HEADS_OF_TERMS in {each.kind for each in found.gates}

    def test_its_award_is_published_as_it_was(self) -> None:
        purchase = Purchase(regime=Regime.PCR2015, route=BuyingRoute.CALL_OFF, value=somerset.VALUE)
        assert [each.code for each in needed(purchase, somerset.NOTICE) if each.event is Event.SIGNED]

    def test_the_treasury_is_asked_if_it_is_mostly_revenue(self) -> None:
        assert approvals(somerset.NOTICE, revenue=somerset.VALUE).treasury
        assert not approvals(somerset.NOTICE, capital=somerset.VALUE).treasury

    def test_without_a_last_day_there_are_no_gates(self) -> None:
        with pytest.raises(NothingLost, match="Nothing says by when"):
            gates(somerset.record(), somerset.NOTICE, procurement="EHR")


class TestPage:
    """The page tells what is computed here, and lists what is assumed."""

    told = " ".join(PAGE.read_text(encoding="utf-8").split())

    def test_it_gives_the_days_that_are_computed(self) -> None:
        early, late = (_nottinghamshire(each).of(GateKind.LEGAL) for each in
                       (nottinghamshire.ENDS[0], nottinghamshire.ENDS[-1]))  # fmt: skip
        joint = gates(greater_manchester.record(date(2028, 12, 31)), greater_manchester.REPORTED, procurement="JOINT")
        assert early and late
        for day in (early.latest, late.latest, joint.gates[0].latest, nottinghamshire.NOTICE, somerset.NOTICE):
            assert long_date(day) in self.told, day
        assert f"{_short(nottinghamshire.ENDS[-1])} to {_short(nottinghamshire.ENDS[0])} months" in self.told
        assert in_short(somerset.VALUE).removesuffix("m") in self.told

    def test_it_lists_every_assumption(self) -> None:
        for case in (nottinghamshire, greater_manchester, somerset):
            assert all(each in self.told for each in case.ASSUMED), case.__name__
