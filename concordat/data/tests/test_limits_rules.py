"""What an agreement limits, where several flows, versions or values could let something slip through."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.data.facts import Facts
from concordat.data.ground import Ground
from concordat.data.permit import decide
from concordat.data.rules.executable import not_executable
from concordat.data.spec.example import Change, Example, holds, record, replace, row, with_
from concordat.data.spec.ground import BOARD, CARE, KEY, ON, PLANNING, care, planning
from concordat.data.spec.limits import LINKABLE, SPECIALTY, agreed, item
from concordat.data.spec.recipients import SINCE
from concordat.register.agreement import Agreement, Automated, Territory
from concordat.register.bundle import Bundle
from concordat.register.sharing import DataItem, Flow, RowCondition, Transform


def only(example: Example) -> Ground:
    """The one ground an example is about."""
    (ground,) = example.judged()
    return ground


def second_flow(**columns: object) -> Change:
    """The trust's waiting list to the ICB once more, with its column of specialties."""
    again = dataclasses.replace(row(Flow, f"{KEY} / waits"), flow="again")
    column = dataclasses.replace(row(DataItem, f"{KEY} / waits / referral / specialty"), flow=f"{KEY} / again")
    return with_(again, dataclasses.replace(column, **columns))  # type: ignore[arg-type]


def test_a_column_is_shown_where_one_of_two_flows_shows_it() -> None:
    dropped = item(SPECIALTY, transform=Transform.DROP)
    assert only(holds("IG-20", "", dropped, second_flow(), about=SPECIALTY)).holds
    assert only(holds("IG-20", "", second_flow(transform=Transform.DROP), about=SPECIALTY)).holds


def test_justified_in_one_flow_and_shown_in_another_is_neither() -> None:
    dropped, unjustified = item(SPECIALTY, transform=Transform.DROP), second_flow(justification="")
    assert not only(holds("IG-20", "", dropped, unjustified, about=SPECIALTY)).holds


def test_a_column_lost_leaves_the_others_and_none_left_is_a_refusal() -> None:
    lost = record(item(SPECIALTY, justification=""))
    assert decide(PLANNING, lost, ON).columns == ("referral.referred_on",)
    assert decide(planning(columns=(SPECIALTY,)), lost, ON).WORD == "DENY"


@pytest.mark.parametrize("named", ["DSA-0", "DSA-09 /", "dsa-09", " / 3", "", "DSA-09 / 33"])
def test_a_name_that_is_nearly_that_of_an_agreement_is_not_it(named: str) -> None:
    assert not only(holds("IG-22", "", LINKABLE, question=planning(linked_with=(named,)))).holds


def test_linking_is_asked_about_even_where_the_question_links_nothing() -> None:
    assert holds("IG-22", "", agreed(links_with=())).judged() == ()
    assert not only(holds("IG-22", "", LINKABLE, agreed(key_holder=BOARD))).holds


@pytest.mark.parametrize(
    "change",
    [agreed(territory=Territory.ELSEWHERE), agreed(automated=Automated.INVOLVED)],
    ids=["territory", "automated"],
)
def test_what_is_hard_gives_way_to_nothing_not_even_to_care(change: Change) -> None:
    assert decide(CARE, record(change), ON).WORD == "DENY"
    assert decide(CARE, record(agreed(recipients=())), ON).WORD == "REVIEW"


def test_rules_of_2026_judge_nothing_before_they_began() -> None:
    silent = record(agreed(starts_on=date(2026, 1, 1), privacy_notice="", automated=Automated.INVOLVED))
    told = {
        day: {each.rule for each in decide(PLANNING, silent, day).failing}
        for day in map(date.fromisoformat, ("2026-02-04", "2026-02-05", "2026-06-18", "2026-06-19"))
    }
    assert [len(rules & {"IG-24", "IG-25"}) for rules in told.values()] == [0, 1, 1, 2]


@pytest.mark.parametrize("months", [1, 12, 36])
@given(trained=st.dates(date(2023, 1, 1), ON))
def test_training_counts_until_its_last_day(months: int, trained: date) -> None:
    changed = agreed(training_months=months)
    ground = only(holds("IG-29", "", changed, question=planning(trained_on=trained), about="training"))
    assert ground.holds is (ground.until is not None and ground.until >= ON)


def test_training_of_a_leap_day_ends_on_the_last_of_february() -> None:
    example = holds("IG-29", "", question=planning(trained_on=date(2024, 2, 29)), about="training")
    assert only(dataclasses.replace(example, as_of=date(2025, 2, 28))).holds
    assert not only(dataclasses.replace(example, as_of=date(2025, 3, 1))).holds


def test_where_no_training_is_asked_none_is_judged() -> None:
    assert holds("IG-29", "", agreed(training_months=0), about="training").judged() == ()


def test_nobody_is_not_a_role() -> None:
    assert not only(holds("IG-29", "", agreed(recipients=("",)), question=care(role=""), about="role")).holds


@pytest.mark.parametrize("value", ["18", "-3", "+0.5", "2026-11-22", "2024-02-29"])
def test_numbers_and_days_have_a_size(value: str) -> None:
    assert not_executable(_bundle(replace(RowCondition, SINCE, values=(value,)))) == ()


@pytest.mark.parametrize(
    "value", ["1e5", "nan", "inf", "18 ", "18\n", "٤", "1_000", "1,000", "2026-11-31", "0000-01-01", "'18'"]
)
def test_nothing_else_has(value: str) -> None:
    (clause,) = not_executable(_bundle(replace(RowCondition, SINCE, values=(value,))))
    assert value in clause


def test_every_clause_that_nothing_executes_is_named() -> None:
    words = ("Not to judge any one surgeon", "Only in good faith")
    changes = (replace(Agreement, KEY, other_restrictions=words), replace(RowCondition, SINCE, values=("soon",)))
    assert [any(each in clause for each in (*words, "soon")) for clause in not_executable(_bundle(*changes))] == [
        True
    ] * 3


def _bundle(*changes: Change) -> Bundle:
    return Facts(record(*changes), ON).by_key[KEY]
