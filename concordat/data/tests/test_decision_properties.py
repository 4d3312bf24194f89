"""What no decision may do: widen by a restriction, revive what is over, permit the unknown, or speak too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from concordat.data.opt_out import OptOut
from concordat.data.permit import Permit, Verdict, decide
from concordat.data.question import ListState, Question
from concordat.data.tests.good_record import DAYS
from concordat.data.tests.restrictions import NARROWER, UNSIGNED, Restriction, belongs, restricted
from concordat.data.tests.strategies import DRAWS, Drawn, cases
from concordat.register.agreement import Agreement
from concordat.register.assurance import CagApproval, Dpia, DsptStatus, IcoRegistration
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation
from concordat.register.person import Office
from concordat.register.record import Record
from concordat.register.sharing import Flow, Operator, RowCondition

ONE_DAY = timedelta(days=1)
some = settings(max_examples=DRAWS // 3)
which_one = st.integers(0, 20)


def permitted(verdict: Verdict) -> set[str]:
    """The columns that may be seen without anybody looking: none, unless it is a permit."""
    return set(verdict.columns) if isinstance(verdict, Permit) else set()


def versions(drawn: Drawn) -> list[Agreement]:
    return [each for each in drawn.rows if isinstance(each, Agreement)]


def under(drawn: Drawn, key: str) -> Question:
    return replace(drawn.questions[0], agreement=key)


@some
@given(drawn=cases, restriction=st.sampled_from(NARROWER + UNSIGNED), which=which_one)
def test_a_restriction_never_widens_what_an_agreement_permits(
    drawn: Drawn, restriction: Restriction, which: int
) -> None:
    keys = [each.key for each in versions(drawn)]
    assume(keys)
    key = keys[which % len(keys)]
    record = restricted(drawn, key, restriction, which) or drawn.record
    before, after = (decide(under(drawn, key), each, drawn.day) for each in (drawn.record, record))
    assert permitted(after) <= permitted(before)


@some
@given(drawn=cases, restriction=st.sampled_from(NARROWER + UNSIGNED), which=which_one)
def test_a_restriction_never_leads_to_more_by_another_agreement(
    drawn: Drawn, restriction: Restriction, which: int
) -> None:
    """Nor by an earlier version of the same one, unless the later was never agreed."""
    before = permitted(decide(drawn.questions[0], drawn.record, drawn.day))
    for agreement in versions(drawn):
        same = [each.version for each in versions(drawn) if each.agreement == agreement.agreement]
        undone = restriction in UNSIGNED and min(same) < agreement.version
        record = restricted(drawn, agreement.key, restriction, which)
        if record is not None and not undone:
            after = permitted(decide(drawn.questions[0], record, drawn.day))
            assert len(after) <= len(before), agreement.key


@some
@given(drawn=cases, operator=st.sampled_from(Operator), values=st.sampled_from([("18",), ("2026-11-22",), ("x",)]))
def test_a_row_condition_more_never_widens_and_is_told(
    drawn: Drawn, operator: Operator, values: tuple[str, ...]
) -> None:
    before = decide(drawn.questions[0], drawn.record, drawn.day)
    key = f"{before.agreement} / {before.version}"
    flows = [each for each in drawn.rows if isinstance(each, Flow) and belongs(each, key)]
    assume(flows)
    limit: dict[str, Any] = {"table": "encounter", "item": "ward", "organisation": "RZ1"}
    added = [RowCondition(flow=each.key, operator=operator, values=values, **limit) for each in flows]
    after = decide(under(drawn, key), Record.of([*drawn.rows, *added]), drawn.day)
    assert permitted(after) <= permitted(before)
    told = [each.text for each in after.conditions if added[0].label in each.text]
    assert told or not (permitted(after) and before.conditions)


@some
@given(drawn=cases, days=st.integers(0, 1000))
def test_no_later_day_revives_an_agreement_that_is_over(drawn: Drawn, days: int) -> None:
    for agreement in versions(drawn):
        if [each.key for each in versions(drawn)].count(agreement.key) == 1:
            over = min(agreement.ends_on + ONE_DAY, agreement.terminated_on or date.max)
            day = max(over, DAYS[8]) + timedelta(days=days)
            assert not permitted(decide(under(drawn, agreement.key), drawn.record, day))


@some
@given(drawn=cases)
def test_what_is_not_known_is_not_permitted(drawn: Drawn) -> None:
    asked = drawn.questions[0]
    strangers = [
        replace(asked, organisation="ZZZ"),
        replace(asked, whose=("ZZZ",)),
        replace(asked, whose=(*asked.whose, "ZZZ")),
        replace(asked, columns=("nowhere.nothing",)),
        replace(asked, agreement="ZZZ"),
        replace(asked, role="stranger"),
        replace(asked, linked_with=("ZZZ",)) if not asked.purpose.is_care else replace(asked, role=""),
    ]
    for question in strangers:
        assert not permitted(decide(question, drawn.record, drawn.day)), question
    wider = replace(asked, columns=(*asked.columns, "nowhere.nothing"))
    assert permitted(decide(wider, drawn.record, drawn.day)) == permitted(decide(asked, drawn.record, drawn.day))


@some
@given(drawn=cases, which=which_one)
@pytest.mark.parametrize("noun", [Organisation, DsptStatus, IcoRegistration, Office, Dpia, CagApproval])
def test_forgetting_what_stands_behind_an_agreement_never_permits(noun: type[Noun], drawn: Drawn, which: int) -> None:
    rows = [each for each in drawn.rows if isinstance(each, noun)]
    assume(rows)
    forgotten = rows[which % len(rows)]
    record = Record.of(each for each in drawn.rows if each is not forgotten)
    before, after = (decide(drawn.questions[0], each, drawn.day) for each in (drawn.record, record))
    assert len(permitted(after)) <= len(permitted(before))


lists = st.none() | st.lists(
    st.builds(
        ListState,
        register=st.sampled_from(OptOut),
        controller=st.sampled_from(["RZ1", "G81", "ZZZ"]),
        as_at=st.none() | st.sampled_from([DAYS[0] - ONE_DAY * each for each in range(9)]),
        people=st.integers(0, 2),
        unchecked=st.none() | st.integers(0, 1),
    ),
    max_size=6,
    unique_by=lambda each: (each.register, each.controller),
).map(tuple)


@some
@given(drawn=cases, given_lists=lists)
def test_naming_opt_out_lists_never_widens(drawn: Drawn, given_lists: tuple[ListState, ...] | None) -> None:
    planned = replace(drawn.questions[0], lists=None)
    before = decide(planned, drawn.record, drawn.day)
    after = decide(replace(planned, lists=given_lists), drawn.record, drawn.day)
    assert len(permitted(after)) <= len(permitted(before))
    if isinstance(after, Permit) and given_lists is not None:
        dated = {(each.register, each.controller) for each in given_lists if each.as_at and each.unchecked == 0}
        assert {register for register, _ in after.opt_outs} <= {register for register, _ in dated}


@some
@given(drawn=cases, part=st.floats(0, 1))
def test_a_permit_holds_until_its_last_day_and_is_asked_again_after(drawn: Drawn, part: float) -> None:
    question = drawn.questions[0]
    permit = decide(question, drawn.record, drawn.day)
    assume(isinstance(permit, Permit) and permit.until)
    assert permit.until is not None
    left = (permit.until - drawn.day).days
    for days in {min(1, left), round(part * left), left}:
        assert permitted(decide(question, drawn.record, drawn.day + timedelta(days=days))), days
    after = decide(question, drawn.record, permit.until + ONE_DAY)
    assert permit.until >= drawn.day and (after.until is None or after.until > permit.until)
