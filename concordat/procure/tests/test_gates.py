"""Gates reckoned backward: what never depends on a record's details, and every day on which an answer turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.calendar import add_working_days, is_working_day
from concordat.core.finding import Severity
from concordat.procure.buying import NothingLost
from concordat.procure.gate import Gate, Gates, GateStatus, gates
from concordat.procure.law.periods import minimum_days
from concordat.procure.named import NotOnRecord
from concordat.procure.out.gate_words import assumed, headline
from concordat.procure.steps import STEPS
from concordat.procure.tests.purchase import AS_OF, CONTRACT, record
from concordat.procure.usual import WAYS, Pace, Way
from concordat.register.contract import Framework, Regime
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
from concordat.register.procurement import (
    Authority,
    BuyingRoute,
    Conflict,
    GateDone,
    GateKind,
    LegalAdvice,
    Procurement,
    PublishedNotice,
)
from concordat.register.programme import Assumption, AssumptionName
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.system import DigitalCapability, System

ENDS = st.dates(min_value=date(2024, 1, 2), max_value=date(2036, 12, 31))
ROUTES = st.sampled_from(BuyingRoute)
REGIMES = st.sampled_from(Regime)
NOT_WORK = (GateKind.LIVE, GateKind.APPROVALS)


def _gates(end: date, route: BuyingRoute, regime: Regime, *, months: int = 0, as_of: date = AS_OF) -> Gates:
    bought = {"route": route, "regime": regime, "implementation": months, "on_behalf_of": ("RZ2",)}
    return gates(
        record(contract={"ends_on": end, "starts_on": date(2010, 1, 1)}, purchase=bought), as_of, contract="C1"
    )


def _by_kind(found: Gates) -> dict[GateKind, Gate]:
    return {each.kind: each for each in found.gates}


@settings(max_examples=150, deadline=None)
@given(ENDS, ROUTES, REGIMES, st.sampled_from((0, 1, 18)))
def test_no_gate_is_later_than_one_that_waits_for_it(
    end: date, route: BuyingRoute, regime: Regime, months: int
) -> None:
    found = _by_kind(_gates(end, route, regime, months=months))
    for gate in found.values():
        for before in gate.depends_on:
            assert found[before].latest <= gate.begin_by <= gate.latest
            assert found[before].at_a_push >= found[before].latest


@settings(max_examples=150, deadline=None)
@given(ENDS, st.integers(0, 400), ROUTES, REGIMES)
def test_a_later_end_moves_no_gate_to_an_earlier_day(end: date, days: int, route: BuyingRoute, regime: Regime) -> None:
    sooner = _by_kind(_gates(end, route, regime))
    later = _by_kind(_gates(end + timedelta(days), route, regime))
    assert sooner.keys() == later.keys()
    for kind, gate in sooner.items():
        assert gate.latest <= later[kind].latest
        assert gate.at_a_push <= later[kind].at_a_push


@settings(max_examples=150, deadline=None)
@given(ENDS, ROUTES, REGIMES)
def test_every_step_that_is_work_lands_on_a_working_day(end: date, route: BuyingRoute, regime: Regime) -> None:
    for gate in _gates(end, route, regime).gates:
        assert gate.kind in NOT_WORK or is_working_day(gate.latest), gate


@settings(max_examples=150, deadline=None)
@given(ENDS, ROUTES, REGIMES, st.dates(min_value=date(2024, 1, 2), max_value=date(2036, 12, 31)))
def test_slack_and_status_agree(end: date, route: BuyingRoute, regime: Regime, as_of: date) -> None:
    found = _gates(end, route, regime, as_of=as_of)
    for gate in found.gates:
        assert gate.slack == (gate.latest - as_of).days
        assert (gate.status is GateStatus.MISSED) is (gate.slack < 0)
        assert (gate.status is GateStatus.SOON) is (0 <= gate.slack <= 30)
    assert found.missed == tuple(each for each in found.gates if each.latest < as_of)


@settings(max_examples=100, deadline=None)
@given(
    ENDS, st.sampled_from((BuyingRoute.OPEN, BuyingRoute.FLEXIBLE)), st.sampled_from((Regime.PA2023, Regime.PCR2015))
)
def test_suppliers_get_no_less_time_than_the_law_gives_them(end: date, route: BuyingRoute, regime: Regime) -> None:
    short = Assumption(name=AssumptionName.COMPETE, value=1, source="somebody in a hurry")
    bought = {"route": route, "regime": regime}
    found = _by_kind(
        gates(record(short, contract={"ends_on": end, "starts_on": date(2010, 1, 1)}, purchase=bought), AS_OF,
              contract="C1")
    )  # fmt: skip
    given_days = (found[GateKind.EVALUATION].latest - found[GateKind.TENDER].latest).days
    assert given_days > minimum_days(regime, route)


@pytest.mark.parametrize(
    ("end", "ended_by", "notice"),
    [
        (date(2027, 1, 4), date(2026, 12, 23), date(2026, 12, 14)),  # Christmas and New Year between it and signature
        (date(2028, 4, 18), date(2028, 4, 7), date(2028, 3, 29)),  # Easter 2028: 14 and 17 April
        (date(2028, 2, 29), date(2028, 2, 22), date(2028, 2, 11)),  # the leap day is a Tuesday
    ],
)
def test_a_standstill_and_five_days_to_sign_over_holidays(end: date, ended_by: date, notice: date) -> None:
    """Counted by hand: nothing to mobilise, so that the contract is signed by its end."""
    days = (AssumptionName.MOBILISE, AssumptionName.PUT_IN)
    rows = [Assumption(name=each, value=0) for each in days]
    found = _by_kind(gates(record(*rows, contract={"ends_on": end}), AS_OF, contract="C1"))
    assert found[GateKind.SIGNED].latest == end
    assert found[GateKind.STANDSTILL].latest == ended_by
    assert found[GateKind.AWARD_NOTICE].latest == notice
    assert _ends_too_late(add_working_days(notice, 1), ended_by)


def _ends_too_late(notice: date, deadline: date) -> bool:
    """Eight working days, the day of the notice the first, counted one by one."""
    day, count = notice, 1
    while count < 8:
        day += timedelta(1)
        count += is_working_day(day)
    return day > deadline


def test_the_day_before_and_the_day_after_a_gate() -> None:
    legal = gates(record(), AS_OF, contract="C1").of(GateKind.LEGAL)
    assert legal
    on_the_day = gates(record(), legal.latest, contract="C1")
    day_after = gates(record(), legal.latest + timedelta(1), contract="C1")
    assert not on_the_day.missed
    assert {each.kind for each in day_after.missed} == {GateKind.LEGAL, GateKind.CONFLICTS}


@pytest.mark.parametrize(("days", "status"), [(31, GateStatus.OPEN), (30, GateStatus.SOON), (0, GateStatus.SOON),
                                              (-1, GateStatus.MISSED)])  # fmt: skip
def test_soon_is_within_thirty_days(days: int, status: GateStatus) -> None:
    latest = gates(record(), AS_OF, contract="C1").gates[0].latest
    assert gates(record(), latest - timedelta(days), contract="C1").gates[0].status is status


def test_what_began_before_the_act_keeps_its_ten_days() -> None:
    before = gates(record(purchase={"begun_on": date(2025, 2, 23), "value": 9_000_000_00}), AS_OF, procurement="P1")
    since = gates(record(purchase={"begun_on": date(2025, 2, 24), "value": 9_000_000_00}), AS_OF, procurement="P1")
    assert (before.buying.regime, since.buying.regime) == (Regime.PCR2015, Regime.PA2023)
    stands = [each.of(GateKind.STANDSTILL) for each in (before, since)]
    assert [each.reason.rule for each in stands if each] == ["PR-05-PCR2015", "PR-05-PA2023"]


@pytest.mark.parametrize(("begun", "pounds", "regime"), [
    (date(2025, 12, 31), 139_688, Regime.PA2023), (date(2025, 12, 31), 139_687, Regime.BELOW_THRESHOLD),
    (date(2026, 1, 1), 135_018, Regime.PA2023), (date(2026, 1, 1), 135_017, Regime.BELOW_THRESHOLD),
])  # fmt: skip
def test_the_threshold_of_the_day_it_begins_decides_whether_there_is_a_standstill(
    begun: date, pounds: int, regime: Regime
) -> None:
    found = gates(record(purchase={"begun_on": begun, "value": pounds * 100}), AS_OF, procurement="P1")
    assert found.buying.regime is regime
    assert (GateKind.STANDSTILL in found.left_out) is (regime is Regime.BELOW_THRESHOLD)


def test_a_framework_is_signed_under_while_it_is_open() -> None:
    framework = Framework(framework="F1", name="F", regime=Regime.PA2023, closes_on=date(2028, 1, 8))  # a Saturday
    found = gates(record(framework, purchase={"route": None, "framework": "F1"}), AS_OF, procurement="P1")
    signed = found.of(GateKind.SIGNED)
    assert found.buying.way is Way.MINI
    assert signed and signed.latest == date(2028, 1, 7)
    assert "framework" in signed.reason.text


def test_a_contract_that_renews_itself_ends_with_the_term_that_can_no_longer_be_stopped() -> None:
    rolling = {"ends_on": date(2027, 3, 31), "auto_renew": 12, "notice": 6, "original_months": 0}
    stoppable = gates(record(contract=rolling), date(2026, 9, 30), contract="C1")
    too_late = gates(record(contract=rolling), date(2026, 10, 1), contract="C1")
    assert stoppable.buying.lost_on == date(2027, 3, 31)
    assert too_late.buying.lost_on == date(2028, 3, 31)


def test_an_extension_is_signed_by_the_day_of_its_notice() -> None:
    extend = {"route": BuyingRoute.EXTEND}
    found = gates(record(contract={"extension_options": (12,), "extension_notice": 6}, purchase=extend), AS_OF,
                  procurement="P1")  # fmt: skip
    assert found.buying.live_by == date(2028, 9, 30)
    assert {each.kind for each in found.gates} == {GateKind.LEGAL, GateKind.CONFLICTS, GateKind.APPROVALS,
                                                   GateKind.AWARD_NOTICE, GateKind.SIGNED}  # fmt: skip
    assert headline(found).startswith(
        "The option to extend is lost after 30 September 2028, and cover ends on 31 March"
    )


def test_a_change_is_announced_and_not_awarded() -> None:
    told = PublishedNotice(procurement="P1", notice="UK10", published_on=date(2026, 11, 2))
    for regime in Regime:
        rows = record(told, contract={"extension_options": (12,)},
                      purchase={"route": BuyingRoute.EXTEND, "regime": regime})  # fmt: skip
        notice = gates(rows, AS_OF, procurement="P1").of(GateKind.AWARD_NOTICE)
        assert (notice is not None) is (regime in (Regime.PA2023, Regime.PCR2015))
        assert notice is None or (notice.reason.rule == "PR-09-CHANGE" and notice.done_on == date(2026, 11, 2))


def test_the_shorter_the_way_the_later_its_first_gate() -> None:
    tried = (BuyingRoute.OPEN, BuyingRoute.MINI, BuyingRoute.CALL_OFF)
    first = {WAYS[each]: _gates(date(2029, 3, 31), each, Regime.PA2023).gates[0].latest for each in tried}
    assert first[Way.COMPETITION] < first[Way.MINI] < first[Way.CALL_OFF]


def test_what_the_record_assumes_goes_before_what_is_usual() -> None:
    row = Assumption(name=AssumptionName.SPECIFY, value=10, source="our last three")
    usual, given_ten = (gates(each, AS_OF, contract="C1") for each in (record(), record(row)))
    frozen, legal = given_ten.of(GateKind.REQUIREMENTS), given_ten.of(GateKind.LEGAL)
    assert frozen and legal and (frozen.latest - legal.latest).days in (14, 15, 16)
    assert "our last three" in " ".join(legal.reason.facts)
    assert usual.gates[0].latest < given_ten.gates[0].latest


class TestMajor:
    """Whether it changes how whole hospitals work, so that it takes longer."""

    @pytest.mark.parametrize(("months", "major"), [(11, False), (12, True)])
    def test_by_how_long_it_takes_to_put_in(self, months: int, major: bool) -> None:
        assert gates(record(purchase={"implementation": months}), AS_OF, procurement="P1").pace.major is major

    @pytest.mark.parametrize(("of_a_major", "months", "major"), [(True, 0, True), (True, 6, False), (False, 0, False)])
    def test_or_where_nobody_says_by_what_it_replaces(self, of_a_major: bool, months: int, major: bool) -> None:
        rows = (DigitalCapability(capability="EPR", name="Record", major=of_a_major),
                System(system="S", organisation="RZ1", capability="EPR", product="P", contract="C1"))  # fmt: skip
        found = gates(record(*rows, purchase={"implementation": months}), AS_OF, procurement="P1")
        assert found.pace.major is major
        assert ("taken for a major purchase" in assumed(found)) is major

    def test_what_another_contract_buys_makes_it_none(self) -> None:
        rows = (DigitalCapability(capability="EPR", name="Record", major=True),
                System(system="S", organisation="RZ1", capability="EPR", product="P", contract="C2"))  # fmt: skip
        assert not gates(record(*rows), AS_OF, contract="C1").pace.major


@pytest.mark.parametrize(
    ("kind", "authority"),
    [(OrganisationKind.ACUTE, Authority.CENTRAL), (OrganisationKind.ICB, Authority.SUB_CENTRAL),
     (OrganisationKind.LOCAL_AUTHORITY, Authority.SUB_CENTRAL)],
)  # fmt: skip
def test_the_usual_purchase_has_the_threshold_of_its_customer(kind: OrganisationKind, authority: Authority) -> None:
    rows = Record.of((CONTRACT, Organisation(code="RZ1", name="N", kind=kind)))
    assert gates(rows, AS_OF, contract="C1").buying.procurement.authority is authority
    assert gates(Record.of((CONTRACT,)), AS_OF, contract="C1").buying.procurement.authority is Authority.CENTRAL


def test_every_step_that_waits_has_a_length_on_every_way() -> None:
    for way in Way:
        for major in (False, True):
            pace = Pace(way=way, major=major, given={})
            for kind, step in STEPS.items():
                if step.after and kind not in (GateKind.STANDSTILL, *_left(way)):
                    assert pace.length(kind).usual >= 0


def _left(way: Way) -> tuple[GateKind, ...]:
    return (GateKind.EVALUATION,) if way is Way.EXTEND else ()


def test_a_gate_tells_where_a_length_is_from_unless_it_is_a_house_estimate() -> None:
    found = _by_kind(_gates(date(2029, 3, 31), BuyingRoute.OPEN, Regime.PA2023))
    from_guide = [kind for kind, each in found.items() if "lawyers' guide" in " ".join(each.reason.facts)]
    assert from_guide == [GateKind.TENDER, GateKind.MOBILISED]  # before what the guide says takes so long
    assert not any("where that length is from" in fact for fact in found[GateKind.LEGAL].reason.facts)


class TestDone:
    """Which evidence shows that a step was done."""

    def test_a_row_in_time_and_a_row_too_late(self) -> None:
        legal = gates(record(), AS_OF, procurement="P1").of(GateKind.LEGAL)
        assert legal
        for days, status in ((0, GateStatus.DONE), (1, GateStatus.LATE)):
            row = GateDone(procurement="P1", gate=GateKind.LEGAL, done_on=legal.latest + timedelta(days))
            found = gates(record(row), date(2030, 1, 1), procurement="P1").of(GateKind.LEGAL)
            assert found and found.status is status and found.slack == -days

    def test_what_is_still_to_come_is_not_done(self) -> None:
        row = GateDone(procurement="P1", gate=GateKind.LEGAL, done_on=AS_OF + timedelta(1))
        found = gates(record(row), AS_OF, procurement="P1").of(GateKind.LEGAL)
        assert found and found.done_on is None

    @pytest.mark.parametrize(("as_of", "over"), [(date(2026, 11, 11), None), (date(2026, 11, 12), date(2026, 11, 11))])
    def test_a_standstill_is_over_when_its_last_day_is(self, as_of: date, over: date | None) -> None:
        notice = PublishedNotice(procurement="P1", notice="UK6", published_on=date(2026, 11, 2))
        gate = gates(record(notice), as_of, procurement="P1").of(GateKind.STANDSTILL)
        assert gate and gate.done_on == over

    def test_a_notice_published_again_begins_the_standstill_anew(self) -> None:
        rows = (PublishedNotice(procurement="P1", notice="UK6", reference=each, published_on=day)
                for each, day in (("1", date(2026, 10, 1)), ("2", date(2026, 11, 16))))  # fmt: skip
        gate = gates(record(*rows), AS_OF, procurement="P1").of(GateKind.STANDSTILL)
        assert gate and gate.done_on is None

    def test_the_registers_own_evidence(self) -> None:
        advice = LegalAdvice(advice="L1", procurement="P1", organisation="RZ1", instructed_on=date(2026, 5, 1),
                             question="?")  # fmt: skip
        conflict = Conflict(procurement="P1", organisation="RZ1", office=OfficeRole.DIGITAL_LEAD,
                            declared_on=date(2026, 5, 2), interest="none")  # fmt: skip
        tender = PublishedNotice(procurement="P1", notice="UK4", published_on=date(2026, 6, 1))
        award = PublishedNotice(procurement="P1", notice="UK6 contract award notice", published_on=date(2026, 11, 2))
        found = _by_kind(gates(record(advice, conflict, tender, award), AS_OF, procurement="P1"))
        assert found[GateKind.LEGAL].evidence == "legal advice L1"
        assert found[GateKind.CONFLICTS].done_on == date(2026, 5, 2)
        assert found[GateKind.TENDER].done_on == date(2026, 6, 1)
        assert found[GateKind.STANDSTILL].done_on == date(2026, 11, 11)

    @pytest.mark.parametrize(("decided", "over"), [(None, None), (date(2026, 11, 12), date(2026, 11, 19))])
    def test_a_representation_keeps_the_standstill_open(self, decided: date | None, over: date | None) -> None:
        notice = PublishedNotice(
            procurement="P1", notice="PSR intention to award", published_on=date(2026, 11, 2),
            representation_on=date(2026, 11, 5), further_decision_on=decided,
        )  # fmt: skip
        bought = {"regime": Regime.PSR, "route": BuyingRoute.PSR_COMPETITIVE}
        gate = gates(record(notice, purchase=bought), AS_OF, procurement="P1").of(GateKind.STANDSTILL)
        assert gate and gate.done_on == over

    def test_conflicts_are_declared_once_all_for_whom_it_is_bought_have(self) -> None:
        row = Conflict(procurement="P1", organisation="RZ1", office=OfficeRole.DIGITAL_LEAD,
                       declared_on=date(2026, 5, 2), interest="none")  # fmt: skip
        found = gates(record(row, purchase={"on_behalf_of": ("RZ2",)}), AS_OF, procurement="P1")
        gate = found.of(GateKind.CONFLICTS)
        assert gate and gate.done_on is None


class TestOrder:
    """Steps done before what they wait for."""

    def test_a_tender_before_lawyers_were_asked_is_a_hard_stop(self) -> None:
        rows = [GateDone(procurement="P1", gate=each, done_on=date(2026, 5, 1)) for each in STEPS
                if each not in (GateKind.LEGAL,)]  # fmt: skip
        found = gates(record(*rows), AS_OF, procurement="P1").findings
        tender = next(each for each in found if each.what.startswith("“tender issued”"))
        assert (
            tender.severity is Severity.ERROR
            and tender.rule == "PR-09"
            and "legal instructed (not done)" in tender.what
        )

    def test_it_is_told_once_while_it_can_be_mended(self) -> None:
        rows = [GateDone(procurement="P1", gate=each, done_on=date(2026, 5, 1))
                for each in (GateKind.REQUIREMENTS, GateKind.DPIA, GateKind.ASSURANCE, GateKind.CONFLICTS)]  # fmt: skip
        (only,) = gates(record(*rows), AS_OF, procurement="P1").findings
        assert only.severity is Severity.WARNING and only.what.startswith("“requirements frozen”")

    def test_the_same_day_is_in_order(self) -> None:
        rows = [GateDone(procurement="P1", gate=each, done_on=date(2026, 5, 1)) for each in STEPS]
        assert gates(record(*rows), AS_OF, procurement="P1").findings == ()

    def test_a_framework_chosen_before_lawyers_were_asked(self) -> None:
        framework = Framework(framework="F1", name="F", regime=Regime.PA2023, closes_on=date(2030, 1, 1))
        (only,) = gates(record(framework, purchase={"framework": "F1"}), AS_OF, procurement="P1").findings
        assert only.severity is Severity.ERROR and only.column == "Framework"


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"contract": "C9"}, "no contract C9"), ({"procurement": "P9"}, "no purchase P9")],
)
def test_what_is_not_on_the_record_is_refused_with_what_is(asked: dict[str, str], said: str) -> None:
    with pytest.raises(NotOnRecord, match=said) as refusal:
        gates(record(), AS_OF, **asked)
    assert "C1" in refusal.value.remedy or "P1" in refusal.value.remedy
    with pytest.raises(NotOnRecord, match=r"Fill in sheet (Contracts|Procurements)"):
        gates(Record.of(()), AS_OF, **asked)


def test_a_purchase_that_says_no_last_day_is_refused() -> None:
    alone = Record.of((Procurement(procurement="P1", title="A thing", organisation="RZ1"),))
    with pytest.raises(NothingLost, match="Nothing says by when"):
        gates(alone, AS_OF, procurement="P1")


def test_a_purchase_that_would_end_a_contract_it_does_not_name_is_told() -> None:
    ending = Proposal(
        proposal="PR", title="One portal", verb="converge", status=ProposalStatus.RELEASED, organisation="RZ1",
        contracts=("C1",),
    )  # fmt: skip
    named = [each for each in record() if isinstance(each, Procurement)]
    rest = [each for each in record() if not isinstance(each, Procurement | Proposal)]
    unnamed = replace(named[0], replaces=(), proposal="PR")
    found = gates(Record.of((*rest, ending, unnamed)), AS_OF, contract="C1")
    told = f"{unnamed.key} carries out a proposal that would end this contract too"
    assert told in [each.text for each in found.buying.reasons] and told in assumed(found)
    assert not found.buying.recorded and "the usual one is assumed" in assumed(found)
    silent = (
        (ending, replace(unnamed, replaces=("C1",))),
        (replace(ending, status=ProposalStatus.WITHDRAWN), unnamed),
        (replace(ending, contracts=()), unnamed),
        (ending, replace(unnamed, proposal="")),
    )
    for rows in silent:
        assert told not in assumed(gates(Record.of((*rest, *rows)), AS_OF, contract="C1"))


def test_a_contract_nobody_replaces_yet_has_the_gates_of_the_usual_purchase() -> None:
    alone = Record.of(each for each in record() if not isinstance(each, Procurement))
    found = gates(alone, AS_OF, contract="C1")
    assert not found.buying.recorded and found.buying.route is BuyingRoute.OPEN
    assert [each.latest for each in found.gates] == [
        each.latest for each in gates(record(), AS_OF, contract="C1").gates
    ]
