"""The tables of money add up to the plan, and say truly which option is cheaper; readers see no more than they may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.converge.out.evidence import leverage_table, lock_in_table
from concordat.converge.out.figures import options_table, organisations_table, years_table
from concordat.converge.out.moves import moves_table, stays_table
from concordat.converge.out.reader import WITHHELD, Reader
from concordat.converge.out.tests.planned import planned
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import contract, small
from concordat.core.money import in_pounds, in_short
from concordat.register.system import Supplier


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return planned(small(E1={"exit_fee": 500_000_00}))


def test_years_and_organisations_add_up(roadmap: Roadmap) -> None:
    plan = roadmap.plan
    assert plan is not None
    assert [row[:3] for row in years_table(roadmap).rows] == plan.by_year()
    rows = organisations_table(roadmap).rows
    assert sum(row[4] for row in rows) == plan.cost
    assert sum(row[5] for row in rows) == roadmap.without.do_minimum
    minimum = sum(int(each.lines.sum()) for each in roadmap.without.replacements)
    assert sum(row[3] + row[4] for row in years_table(roadmap).rows) == minimum


@pytest.mark.parametrize(("change", "word"), [(1, "dearer"), (-1, "cheaper")])
def test_an_option_is_called_dearer_or_cheaper_as_it_is(roadmap: Roadmap, change: int, word: str) -> None:
    assert roadmap.plan is not None
    minimum = roadmap.plan.cost + change * 1_000_000_00
    without = replace(roadmap.without, do_minimum=minimum)
    row = options_table(replace(roadmap, compiled=replace(roadmap.compiled, without=without))).rows[2]
    assert row[1:3] == (minimum, change * 1_000_000_00)
    assert f"£1m {word} than the plan" in row[4]


def test_doing_nothing_is_called_unlawful_where_it_is(roadmap: Roadmap) -> None:
    nothing = options_table(roadmap).rows[1][4]
    assert nothing.startswith("Not lawful") and "E1" in nothing
    without = replace(roadmap.without, unlawful=())
    lawful = options_table(replace(roadmap, compiled=replace(roadmap.compiled, without=without))).rows[1][4]
    assert "awful" not in lawful


def test_an_organisations_pounds_and_share_are_for_it_alone(roadmap: Roadmap) -> None:
    for row in organisations_table(roadmap, "RZ2").rows:
        assert (row[4:] == (WITHHELD,) * 4) == (row[1] != "RZ2")
    assert all(isinstance(row[7], float) for row in organisations_table(roadmap).rows)


def test_a_total_with_the_contract_of_another_in_it_is_withheld() -> None:
    """RZ2's systems are RZ2's own but one, which is under RZ1's contract: its pounds are RZ1's."""
    found = planned(small(O2={"customer": "RZ1"}))
    totals = {who: {row[1]: row[4] for row in organisations_table(found, who).rows} for who in (None, "RZ1", "RZ2")}
    assert WITHHELD not in totals[None].values()
    assert totals["RZ2"]["RZ2"] == WITHHELD
    assert totals["RZ1"] == totals[None] | {"RZ2": WITHHELD, "RZ3": WITHHELD}
    (row,) = (row for row in (*moves_table(found, "RZ1").rows, *stays_table(found, "RZ1").rows) if "O2" in row)
    assert WITHHELD not in row
    (row,) = (row for row in (*moves_table(found, "RZ2").rows, *stays_table(found, "RZ2").rows) if "O2" in row)
    assert WITHHELD in row


def test_what_leaving_costs_is_for_the_customer(roadmap: Roadmap) -> None:
    why = {
        reader: next(row[4:6] for row in lock_in_table(roadmap, reader).rows if row[3] == "E1")
        for reader in (None, "RZ1", "RZ2")
    }
    assert "£500k" in why[None][1] and why[None] == why["RZ1"]
    assert "leaving costs" not in why["RZ2"][1]
    assert why["RZ2"] == next(row[4:6] for row in lock_in_table(planned(small()), "RZ2").rows if row[3] == "E1")


def test_a_suppliers_total_is_withheld_where_it_would_be_one_contract_of_another() -> None:
    lone = contract("L1", "RZ3", 123_456, date(2030, 3, 31), supplier="S2")
    found = planned(small(Supplier(supplier="S2", name="Lone Ltd"), lone))
    told = {reader: {row[0]: row[3] for row in leverage_table(found, reader).rows} for reader in (None, "RZ1", "RZ3")}
    assert told[None]["Lone Ltd"] == told["RZ3"]["Lone Ltd"] == 123_456_00
    assert told["RZ1"]["Lone Ltd"] == WITHHELD
    assert told["RZ1"]["Quill Systems Ltd"] == told[None]["Quill Systems Ltd"]


@pytest.mark.parametrize(
    ("owners", "seen"), [((), True), (("A",), True), (("B",), False), (("A", "B"), False), (("A", "B", "C"), True)]
)
def test_a_sum_is_seen_unless_it_gives_one_contract_of_another_away(owners: tuple[str, ...], seen: bool) -> None:
    assert Reader("A").sees_sum(owners) is seen
    assert Reader().sees_sum(owners)


@given(st.integers(-(10**13), 10**13), st.sampled_from([in_pounds, in_short]))
def test_no_digit_of_an_amount_is_left_for_others(pence: int, written: object) -> None:
    assert callable(written)
    told = f"leaving costs {written(pence)}, over a quarter"
    assert not any(character.isdigit() for character in Reader("A").words(told, "B"))
    assert Reader("A").words(told, "A") == Reader().words(told, "B") == told
