"""What must hold of the law of buying whatever the facts: drawn at random, and counted again where it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from concordat.core.money import in_pounds
from concordat.core.period import months_later
from concordat.procure.law.dues import Due, Published, State, dues
from concordat.procure.law.estimate import Charge, estimate, left_out, split
from concordat.procure.law.modification import Answer, judge
from concordat.procure.law.modifying.change import Basis, Change, Made
from concordat.procure.law.notice import Event, Need
from concordat.procure.law.purchase import Purchase
from concordat.procure.law.regime import Facts, ruling
from concordat.procure.law.room import rooms
from concordat.register.contract import Regime
from concordat.register.procurement import Authority, BuyingRoute, Procurement, Subject
from concordat.register.record import Record
from concordat.register.threshold import threshold

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PENCE = st.integers(0, 20_000_000_00)
CODES = st.sampled_from(["", "48180000", "72000000-5", "85100000", "85141200", "85000000", "85312000", "33100000"])
FACTS = st.builds(
    Facts,
    begun_on=DAYS,
    value=PENCE,
    authority=st.sampled_from(Authority),
    subject=st.sampled_from(Subject),
    cpv=CODES,
    inherited=st.none() | st.sampled_from(Regime),
    stated=st.none() | st.sampled_from(Regime),
)
PURCHASES = st.builds(
    Purchase,
    regime=st.sampled_from(Regime),
    route=st.none() | st.sampled_from(BuyingRoute),
    subject=st.sampled_from(Subject),
    authority=st.sampled_from(Authority),
    value=PENCE,
)
EVENTS = st.dictionaries(st.sampled_from(Event), DAYS)
MADE = st.builds(
    Made,
    regime=st.sampled_from(Regime),
    subject=st.sampled_from([Subject.GOODS, Subject.SERVICES, Subject.WORKS, Subject.LIGHT_TOUCH]),
    authority=st.sampled_from(Authority),
    value=PENCE,
    months=st.integers(0, 240),
    value_changed=st.integers(0, 2_000_000_00),
    months_changed=st.integers(0, 24),
)
CHANGES = st.builds(
    Change,
    months=st.integers(0, 120),
    value=PENCE,
    basis=st.none() | st.sampled_from(Basis),
    evidence=st.sampled_from(["", "advice of May"]),
    alters_nature=st.booleans(),
    alters_scope=st.booleans(),
    favours_supplier=st.booleans(),
)


@given(FACTS)
def test_every_purchase_has_a_law_with_its_source(facts: Facts) -> None:
    found = ruling(facts)
    assert found.reasons
    assert all(each.rule and each.source for each in (*found.reasons, *found.review))


@given(FACTS)
def test_what_is_inherited_stays_but_for_health_care(facts: Facts) -> None:
    """Whatever law an older framework was made under, PSR Regulations 2023 reg 29(3) asks for theirs since 2024."""
    if facts.inherited:
        found = ruling(facts).regime
        alone = ruling(replace(facts, inherited=None)).regime
        assert found is facts.inherited or (found is alone is Regime.PSR and facts.begun_on >= date(2024, 1, 1))


def test_health_care_called_off_an_older_framework_is_under_the_regime_since_2024() -> None:
    called_off = Facts(begun_on=date(2024, 1, 1), cpv="85111000", inherited=Regime.PCR2015)
    assert ruling(called_off).regime is Regime.PSR
    assert ruling(replace(called_off, begun_on=date(2023, 12, 31))).regime is Regime.PCR2015
    assert ruling(replace(called_off, cpv="48180000")).regime is Regime.PCR2015


def test_what_may_be_no_health_care_stays_under_its_framework_and_a_person_looks() -> None:
    found = ruling(Facts(begun_on=date(2026, 11, 22), cpv="85300000", inherited=Regime.PCR2015))
    assert found.regime is Regime.PCR2015
    assert found.review


@given(FACTS)
def test_software_is_never_under_the_provider_selection_regime(facts: Facts) -> None:
    own = replace(facts, inherited=None, cpv="48814000")
    assert ruling(own).regime is not Regime.PSR


@given(FACTS)
def test_the_act_binds_nothing_before_it_began_and_the_old_law_nothing_after(facts: Facts) -> None:
    regime = ruling(replace(facts, inherited=None)).regime
    assert regime is not (Regime.PCR2015 if facts.begun_on >= date(2025, 2, 24) else Regime.PA2023)


@given(FACTS)
def test_what_is_worth_more_is_never_less_regulated(facts: Facts) -> None:
    own = replace(facts, inherited=None, value=facts.value + 1)
    if ruling(own).regime is not Regime.BELOW_THRESHOLD:
        assert ruling(replace(own, value=own.value + 1_000_00)).regime is ruling(own).regime


@given(FACTS)
def test_no_reason_tells_the_value(facts: Facts) -> None:
    """It stands in a confidential column; an odd number of pence is no threshold."""
    odd = replace(facts, value=facts.value * 100 + 37)
    found = ruling(odd)
    told = " ".join(str(each) + " ".join(each.facts) for each in (*found.reasons, *found.review))
    assert in_pounds(odd.value) not in told


@given(PURCHASES, EVENTS, DAYS)
def test_without_its_event_a_notice_is_not_called_for(
    purchase: Purchase, events: Mapping[Event, date], as_of: date
) -> None:
    for each in dues(purchase, events, (), as_of):
        assert each.notice.regime is purchase.regime
        assert each.notice.if_ is None or each.notice.if_ in events
        assert each.reason.rule == each.notice.rule.id


@given(PURCHASES, EVENTS, DAYS)
def test_published_on_its_last_day_it_is_done(purchase: Purchase, events: Mapping[Event, date], as_of: date) -> None:
    for each in dues(purchase, events, (), as_of):
        if each.latest:
            told = (Published(name=each.notice.code, on=each.latest),)
            again = _same(each, dues(purchase, events, told, max(as_of, each.latest)))
            assert again.state is State.DONE and not again.unlawful


@given(PURCHASES, EVENTS, DAYS, st.integers(1, 400))
def test_a_day_late_is_late_and_stays_so(
    purchase: Purchase, events: Mapping[Event, date], as_of: date, more: int
) -> None:
    for each in dues(purchase, events, (), as_of):
        if each.latest and each.notice.need is not Need.MAY and not each.notice.every:
            on = each.latest + timedelta(1)
            assert _same(each, dues(purchase, events, (), each.latest)).state is State.DUE
            assert _same(each, dues(purchase, events, (), on)).unlawful
            told = (Published(name=each.notice.code, on=on),)
            assert _same(each, dues(purchase, events, told, on + timedelta(more))).state is State.DONE_LATE


@given(PURCHASES, EVENTS, DAYS)
def test_what_is_published_after_the_day_asked_about_is_not_known(
    purchase: Purchase, events: Mapping[Event, date], as_of: date
) -> None:
    plain = dues(purchase, events, (), as_of)
    tomorrow = tuple(Published(name=each.notice.code, on=as_of + timedelta(1)) for each in plain)
    assert dues(purchase, events, tomorrow, as_of) == plain


def _same(due: Due, among: tuple[Due, ...]) -> Due:
    return next(each for each in among if each.notice is due.notice and each.latest == due.latest)


@given(st.dates(date(2025, 2, 24), date(2027, 12, 31)), st.integers(0, 1500))
def test_every_span_of_twelve_months_has_its_assessment(signed_on: date, later: int) -> None:
    """Spans over before section 71 began owe none; they follow one another without a gap."""
    purchase = Purchase(regime=Regime.PA2023, route=BuyingRoute.OPEN, value=6_000_000_00)
    as_of = signed_on + timedelta(later)
    found = [each for each in dues(purchase, {Event.SIGNED: signed_on}, (), as_of) if each.notice.code == "UK9"]
    assert found
    assert found[-1].latest and found[-1].latest >= as_of
    for one, following in pairwise(found):
        assert one.latest and following.earliest == one.latest + timedelta(1)
    assert all(each.latest and each.latest >= date(2026, 1, 1) for each in found)


@given(MADE, CHANGES, DAYS)
def test_a_refusal_says_for_every_way_what_stops_it_and_what_would_change_it(
    made: Made, change: Change, on: date
) -> None:
    verdict = judge(made, change, on)
    assert (verdict.answer is Answer.NOT_ALLOWED) is bool(verdict.failing)
    if verdict.failing:
        assert all(any(not each.holds for each in harbour.points) for harbour in verdict.harbours)
        assert all(each.remedy and each.rule.source for each in verdict.failing)
    assert verdict.reasons
    assert (verdict.answer is Answer.WITH_NOTICE) is bool(verdict.notice)


@given(MADE, CHANGES, DAYS, st.integers(0, 100), st.integers(0, 100))
def test_less_of_the_same_is_never_forbidden(made: Made, change: Change, on: date, some: int, others: int) -> None:
    less = replace(change, months=change.months * some // 100, value=change.value * others // 100)
    if judge(made, change, on).answer is not Answer.NOT_ALLOWED:
        assert judge(made, less, on).answer is not Answer.NOT_ALLOWED


@given(MADE, DAYS)
def test_the_room_that_is_left_is_all_of_it(made: Made, on: date) -> None:
    """What is left may be changed; a month or a penny more fails the same rule."""
    for room in rooms(made, on):
        if room.none_left:
            continue
        fits = Change(months=room.months or 0, value=room.pence or 0)
        more = Change(months=fits.months + bool(room.months), value=fits.value + bool(room.pence))
        assert _holds(made, fits, on, room.rule.id)
        assert not _holds(made, more, on, room.rule.id)


def _holds(made: Made, change: Change, on: date, rule: str) -> bool:
    points = (each for harbour in judge(made, change, on).harbours for each in harbour.points)
    return all(each.holds for each in points if each.rule.id == rule)


def test_only_what_the_schedule_says_keeps_the_nature_of_a_contract_and_caps_what_is_added() -> None:
    """Procurement Act 2023 Sch 8: para 5 does not ask for the nature, and paras 4, 5 and 8 cap an increase alone."""
    made = Made(regime=Regime.PA2023, value=1_000_000_00, months=60)
    risk = Change(value=400_000_00, basis=Basis.KNOWN_RISK, evidence="notice", alters_nature=True, alters_scope=True)
    less = Change(value=-600_000_00, basis=Basis.UNFORESEEABLE, evidence="minute", alters_scope=True)
    on = date(2026, 11, 22)
    assert judge(made, risk, on).answer is Answer.WITH_NOTICE
    assert judge(made, replace(risk, basis=Basis.UNFORESEEABLE), on).answer is Answer.NOT_ALLOWED
    assert judge(made, less, on).answer is Answer.WITH_NOTICE
    assert judge(made, replace(less, value=600_000_00), on).answer is Answer.NOT_ALLOWED


@given(MADE, CHANGES, DAYS)
def test_a_health_care_contract_is_judged_alike_whatever_it_was_made_under(
    made: Made, change: Change, on: date
) -> None:
    health = replace(made, subject=Subject.HEALTH)
    answers = {judge(replace(health, regime=each), change, on).answer for each in Regime}
    assert len(answers) == 1


PURCHASE_ROWS = st.lists(
    st.builds(
        Procurement,
        procurement=st.uuids().map(str),
        title=st.just("Beds"),
        organisation=st.sampled_from(["RZ1", "RZ4"]),
        cpv=st.sampled_from(["48180000", "48181000", "33192000"]),
        value=st.integers(0, 200_000_00),
        begun_on=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    ),
    max_size=7,
)


@given(PURCHASE_ROWS)
def test_splitting_is_found_exactly_where_a_year_holds_it(rows: list[Procurement]) -> None:
    """By trying every year that begins on the day of a purchase."""
    limit = threshold(date(2026, 6, 1), Authority.CENTRAL, Subject.SERVICES)
    expected = set()
    for first in rows:
        year = [each for each in rows if _alike(first, each) and _in_its_year(first, each)]
        if len(year) > 1 and sum(each.value for each in year) >= limit:
            expected |= {each.key for each in year if each.value < limit}
    found = {each.what.partition(":")[0] for each in split(Record.of(rows), date(2026, 11, 22))}
    assert found == expected


def _alike(one: Procurement, other: Procurement) -> bool:
    return (one.organisation, one.cpv[:4]) == (other.organisation, other.cpv[:4])


def _in_its_year(first: Procurement, other: Procurement) -> bool:
    assert first.begun_on and other.begun_on
    return first.begun_on <= other.begun_on < months_later(first.begun_on, 12)


@given(PURCHASE_ROWS)
def test_no_finding_on_value_tells_it(rows: list[Procurement]) -> None:
    odd = [replace(each, value=each.value * 100 + 37) for each in rows]
    told = [
        *split(Record.of(odd), date(2026, 11, 22)),
        *(one for each in odd for one in left_out(each, Record.of(odd))),
    ]
    assert not any(in_pounds(each.value) in str(finding) for each in odd for finding in told)


@given(st.lists(st.tuples(PENCE, PENCE, st.integers(0, 240), st.booleans()), max_size=6))
def test_an_estimate_is_the_sum_and_never_too_low(parts: list[tuple[int, int, int, bool]]) -> None:
    charges = [
        Charge(organisation="RZ1", yearly=yearly, once=once, months=months, with_vat=vat)
        for yearly, once, months, vat in parts
    ]
    exact = sum((yearly * months / 12 + once) * (1 if vat else 1.2) for yearly, once, months, vat in parts)
    value = estimate(charges).value
    assert exact - 1 <= value <= exact + len(parts) + 1
