"""The mirror is sound: nobody is promised more than the supplier gives without being told so, and no cap is missed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from concordat.govern.checks.hosting import back_to_back
from concordat.govern.hosting.mirror import IN_POUNDS, MIRRORED, Verdict, mirror, pooled, unit_of
from concordat.govern.hosting.sides import sides
from concordat.govern.hosting.tests.sample import AGREED, AS_OF, MEMBERS, given, promised, record, service
from concordat.register.record import Record
from concordat.register.service import Duty, Obligation, Unit


def lines(*rows: Obligation, **changes: Any) -> dict[tuple[Duty, str], Verdict]:
    found = sides(Record.of(rows), service(**changes), AS_OF)
    return {(each.duty, each.member): each.verdict for each in mirror(found)}


def test_what_is_passed_on_as_it_is_is_sound() -> None:
    found = mirror(sides(record(), service(), AS_OF))
    assert {(each.duty, each.member) for each in found} == {(duty, member) for duty in MIRRORED for member in MEMBERS}
    caps = {each.duty for each in found if each.verdict is Verdict.WITHIN}
    assert caps == set(IN_POUNDS)
    assert {each.duty for each in found if each.verdict is Verdict.SAME} == set(MIRRORED) - caps


@pytest.mark.parametrize(("limit", "verdict"), [(99, Verdict.WITHIN), (100, Verdict.WITHIN), (101, Verdict.STRONGER)])
def test_of_caps_it_is_told_only_whether_one_is_within_the_other(limit: int, verdict: Verdict) -> None:
    """Were "same" told, whoever knows the host's cap would know the supplier's."""
    rows = given(Duty.LIABILITY, limit=100), promised(Duty.LIABILITY, limit=limit)
    assert set(lines(*rows).values()) == {verdict}


@pytest.mark.parametrize("duty", AGREED)
def test_what_reaches_one_member_alone_is_missing_for_the_other(duty: Duty) -> None:
    found = lines(given(duty), promised(duty, owed_to=("RZB",), limit=AGREED[duty][2]))
    passed_on = Verdict.WITHIN if duty in IN_POUNDS else Verdict.SAME
    assert found == {(duty, "RZB"): passed_on, (duty, "RZC"): Verdict.MISSING}


@pytest.mark.parametrize("duty", AGREED)
def test_what_no_supplier_gives_is_not_backed(duty: Duty) -> None:
    rows = [promised(duty), *(given(each) for each in AGREED if each is not duty)]
    found = mirror(sides(Record.of(rows), service(), AS_OF))
    own = [each for each in found if each.duty is duty]
    assert {each.verdict for each in own} == {Verdict.UNBACKED}
    assert all(each.exposed_by == (promised(duty).limit or promised(duty).amount) for each in own)


def test_a_duty_that_ended_yesterday_backs_nothing() -> None:
    ended = given(Duty.HOURS, valid_to=AS_OF)
    assert set(lines(ended, promised(Duty.HOURS)).values()) == {Verdict.UNBACKED}


def test_fewer_hours_to_act_is_the_stronger_promise() -> None:
    units = {"unit": Unit.HOURS_TO_ACT}
    slow, quick = given(Duty.SERVICE_LEVEL, amount=8, **units), promised(Duty.SERVICE_LEVEL, amount=4, **units)
    found = mirror(sides(Record.of([slow, quick]), service(), AS_OF))
    assert {(each.verdict, each.exposed_by) for each in found} == {(Verdict.STRONGER, 4)}
    weaker = lines(replace(slow, amount=4), replace(quick, amount=8))
    assert set(weaker.values()) == {Verdict.WEAKER}


def test_what_counts_other_things_is_not_compared_as_numbers() -> None:
    hours = promised(Duty.SERVICE_LEVEL, amount=99.9, unit=Unit.HOURS_TO_ACT)
    assert set(lines(given(Duty.SERVICE_LEVEL), hours).values()) == {Verdict.UNLIKE}
    words = promised(Duty.SERVICE_LEVEL, amount=None)
    assert set(lines(given(Duty.SERVICE_LEVEL), words).values()) == {Verdict.UNLIKE}


def test_words_alone_are_the_same_only_where_they_are() -> None:
    own, other = given(Duty.AUDIT, amount=None), promised(Duty.AUDIT, amount=None)
    assert set(lines(own, other).values()) == {Verdict.SAME}
    assert set(lines(own, replace(other, terms="Audits when we like")).values()) == {Verdict.UNLIKE}


def test_a_member_that_has_it_from_the_supplier_needs_no_host() -> None:
    direct = given(Duty.HOURS, owed_to=("RZA", "RZB"))
    assert lines(direct) == {(Duty.HOURS, "RZB"): Verdict.DIRECT, (Duty.HOURS, "RZC"): Verdict.MISSING}
    assert set(lines(given(Duty.HOURS, owed_to=MEMBERS), host="", users=MEMBERS).values()) == {Verdict.DIRECT}


def test_a_host_that_promises_more_beside_the_supplier_is_told_so() -> None:
    """That the supplier owes a member itself does not excuse what the host promises it as well."""
    direct = given(Duty.HOURS, owed_to=("RZA", *MEMBERS), amount=50)
    assert set(lines(direct, promised(Duty.HOURS)).values()) == {Verdict.STRONGER}


amounts = st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False))
drawn_duties = st.fixed_dictionaries(
    {
        "duty": st.sampled_from([*MIRRORED, Duty.DATA]),
        "amount": amounts,
        "limit": st.integers(0, 10**12),
        "unit": st.one_of(st.none(), st.sampled_from(Unit)),
        "owed_to": st.sampled_from([("RZA",), ("RZB",), ("RZC",), MEMBERS, ("RZA", *MEMBERS), ()]),
        "mirrors": st.sampled_from(["", "S-0", "S-1", "S-2", "nowhere"]),
        "terms": st.sampled_from(["As agreed", "Otherwise"]),
    }
)


def drawn_rows(rows: list[dict[str, Any]], owed_by: str, letter: str) -> list[Obligation]:
    return [
        Obligation(obligation=f"{letter}-{number}", service="SVC-SCANS", owed_by=owed_by, **row)
        for number, row in enumerate(rows)
    ]


@drawn(st.lists(drawn_duties, max_size=3), st.lists(drawn_duties, max_size=4))
def test_nobody_is_promised_more_than_the_supplier_gives_without_a_finding(
    given_rows: list[dict[str, Any]], promised_rows: list[dict[str, Any]]
) -> None:
    """Judged the slow way, from the rows alone: a promise is excused only by a supplier's duty at least as strong."""
    from_supplier = drawn_rows([each | {"mirrors": ""} for each in given_rows], "S1", "S")
    from_host = drawn_rows(promised_rows, "RZA", "H")
    own = Record.of([service(), *from_supplier, *from_host])
    found = mirror(sides(own, service(), AS_OF))
    told = {(each.promised.obligation, each.member) for each in found if each.promised and not each.verdict.sound}
    for promise in from_host:
        for member in MEMBERS:
            covered = any(_covers(each, promise) for each in from_supplier)
            if member in promise.owed_to and promise.duty in MIRRORED and not covered:
                assert (promise.obligation, member) in told
    for duty in from_supplier:
        for member in MEMBERS:
            if duty.duty in MIRRORED:
                assert any(each.given is duty and each.member == member for each in found), "a duty was forgotten"
    assert len([each for each in found if not each.verdict.sound]) <= len(list(back_to_back(own, AS_OF)))


def _covers(given: Obligation, promise: Obligation) -> bool:
    if given.duty is not promise.duty or unit_of(given) is not unit_of(promise):
        return False
    if promise.duty in IN_POUNDS:
        return 0 < promise.limit <= given.limit or (promise.limit == given.limit == 0 and promise.terms == given.terms)
    if promise.amount is None or given.amount is None:
        return promise.amount is given.amount and promise.terms == given.terms
    unit = unit_of(given)
    less = promise.amount >= given.amount if unit and unit.fewer_is_more else promise.amount <= given.amount
    return less


@drawn(st.integers(1, 10**12), st.integers(1, 10**12), st.integers(0, 10**12))
def test_liability_to_all_together_is_within_the_cap_or_told(cap: int, each: int, back: int) -> None:
    whose = {"owed_by": "RZB", "owed_to": ("RZA",), "mirrors": ""}
    rows = [given(Duty.LIABILITY, limit=cap), promised(Duty.LIABILITY, limit=each)]
    rows += [promised(Duty.LIABILITY, obligation="M", limit=back, **whose)]
    found = pooled(sides(Record.of(rows), service(), AS_OF))
    assert found is not None
    assert found.exposed_by == max(0, 2 * each - cap - back)


def test_there_is_nothing_to_pool_where_no_cap_is_given() -> None:
    rows = [given(Duty.LIABILITY, limit=0), promised(Duty.LIABILITY)]
    assert pooled(sides(Record.of(rows), service(), AS_OF)) is None
