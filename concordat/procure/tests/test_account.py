"""The account of one purchase on the record, in each state it may be in; and as a command."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.cli import main
from concordat.core.finding import Severity
from concordat.procure.law.account import Account, account
from concordat.procure.law.dues import State
from concordat.procure.law.notice import Event
from concordat.procure.law.reshaping import outlived
from concordat.procure.named import NotOnRecord
from concordat.procure.out.law_words import as_dict, as_words
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.outtake import write_record
from concordat.register.procurement import (
    BuyingRoute,
    GateDone,
    GateKind,
    Procurement,
    PublishedNotice,
    Subject,
)
from concordat.register.record import Record
from concordat.register.system import Supplier

TODAY = date(2026, 11, 22)
TRUST = Organisation(code="RZ1", name="Aldermoor Hospitals NHS Trust", kind=OrganisationKind.ACUTE)
SUPPLIER = Supplier(supplier="MARLOW", name="Marlow Systems Ltd")
OLD = Contract(
    contract="C-1",
    title="Pathology system",
    customer="RZ1",
    supplier="MARLOW",
    regime=Regime.PCR2015,
    starts_on=date(2020, 4, 1),
    ends_on=date(2028, 3, 31),
    original_value=2_000_000_00,
)
BOUGHT = Procurement(
    procurement="P-1",
    title="Pathology system",
    organisation="RZ1",
    cpv="48180000",
    value=6_000_000_00,
    months=84,
    begun_on=date(2026, 5, 1),
    route=BuyingRoute.OPEN,
    replaces=("C-1",),
)


def _told(*rows: Noun, sign_on: date | None = None, as_of: date = TODAY) -> Account:
    """The account of the first purchase among the rows, with what is on every record."""
    return account(Record.of((TRUST, SUPPLIER, OLD, *rows)), "P-1", as_of, sign_on=sign_on)


def _published(notice: str, on: date, **more: Any) -> PublishedNotice:
    return PublishedNotice(procurement="P-1", notice=notice, published_on=on, **more)


def _done(gate: GateKind, on: date) -> GateDone:
    return GateDone(procurement="P-1", gate=gate, done_on=on)


def _state(found: Account, code: str) -> State:
    return next(each.state for each in found.dues if each.notice.code == code)


def test_before_anything_is_published_nothing_is_late() -> None:
    found = _told(BOUGHT)
    assert found.purchase.regime is Regime.PA2023
    assert found.threshold == 135_018_00
    assert not found.unlawful and found.standstill is None
    assert {each.state for each in found.dues} == {State.NOT_DATED, State.OPTIONAL}


@pytest.mark.parametrize(
    ("begun_on", "said"),
    [
        (None, "It has not begun in law, and 22 November 2026 is"),
        (date(2026, 3, 2), "It begins in law on 2 March 2026,"),
    ],
)
def test_what_has_not_begun_is_not_said_to_begin(begun_on: date | None, said: str) -> None:
    assert _told(replace(BOUGHT, begun_on=begun_on)).ruling.reasons[0].text == f"{said} not before 24 February 2025"


def test_what_follows_if_it_is_signed_on_a_day() -> None:
    found = _told(BOUGHT, sign_on=date(2027, 1, 4))
    latest = {each.notice.code: each.latest for each in found.dues}
    assert latest["UK6"] == date(2026, 12, 18)  # eight working days, over Christmas
    assert latest["UK7"] == date(2027, 2, 2)
    assert not found.unlawful


def test_signed_within_its_standstill_is_unlawful_twice_over() -> None:
    rows = (_published("UK6", date(2026, 11, 2)), _done(GateKind.SIGNED, date(2026, 11, 11)))
    found = _told(BOUGHT, *rows)
    assert found.standstill and found.standstill.last_day == date(2026, 11, 11)
    assert _state(found, "UK6") is State.DONE_LATE
    assert [each.rule for each in found.findings if each.severity is Severity.ERROR] == ["PR-05-PA2023"]
    assert found.unlawful


def test_signed_the_day_after_it_is_lawful() -> None:
    found = _told(BOUGHT, _published("UK6", date(2026, 11, 2)), _done(GateKind.SIGNED, date(2026, 11, 12)))
    assert not any(each.severity is Severity.ERROR for each in found.findings)
    assert _state(found, "UK6") is State.DONE


def test_the_last_of_two_award_notices_begins_the_standstill() -> None:
    found = _told(BOUGHT, _published("UK6", date(2026, 11, 2)), _published("UK6 corrected", date(2026, 11, 16)))
    assert found.standstill and found.standstill.last_day == date(2026, 11, 25)


@pytest.mark.parametrize(("route", "said"), [(BuyingRoute.OPEN, "not begun"), (BuyingRoute.MINI, "none is owed")])
def test_before_its_notice_a_standstill_is_to_come_or_none_is_owed(route: BuyingRoute, said: str) -> None:
    found = _told(replace(BOUGHT, route=route))
    assert f"Standstill: {said}" in as_words(found)
    assert as_dict(found)["standstill_owed"] is (said == "not begun")


def test_a_representation_holds_it_open_until_it_is_answered() -> None:
    health = replace(BOUGHT, subject=Subject.HEALTH, cpv="85141200", route=BuyingRoute.PSR_C)
    notice = _published("PSR intention to award", date(2026, 11, 2), representation_on=date(2026, 11, 10))
    assert _told(health, notice).waits
    answered = replace(notice, further_decision_on=date(2026, 11, 18))
    found = _told(health, answered)
    assert not found.waits
    assert found.standstill and found.standstill.last_day == date(2026, 11, 25)
    assert "open, a representation" in as_words(_told(health, notice))
    assert _told(health, notice, sign_on=date(2026, 12, 31)).unlawful


def test_a_framework_hands_down_its_law() -> None:
    framework = Framework(framework="FW", name="Systems", regime=Regime.PCR2015, closes_on=date(2027, 1, 1))
    found = _told(replace(BOUGHT, framework="FW", route=BuyingRoute.CALL_OFF), framework)
    assert found.purchase.regime is Regime.PCR2015
    assert {each.notice.code for each in found.dues} == {"Contracts Finder award"}


def test_an_extension_is_under_the_law_of_its_contract_and_is_a_change() -> None:
    found = _told(replace(BOUGHT, route=BuyingRoute.EXTEND), _done(GateKind.SIGNED, date(2026, 11, 2)))
    assert found.purchase.regime is Regime.PCR2015
    assert found.events == {Event.CHANGED: date(2026, 11, 2)}
    assert {each.notice.code for each in found.dues} == {"VEAT", "PCR modification notice"}


def test_what_the_record_says_stands_and_the_difference_is_told() -> None:
    found = _told(replace(BOUGHT, regime=Regime.PSR))
    assert found.purchase.regime is Regime.PSR
    assert found.ruling.regime is Regime.PA2023
    assert "PR-03-STATED" in {each.rule for each in found.ruling.review}


def test_a_gate_of_another_day_or_purchase_is_none_of_its_events() -> None:
    elsewhere = replace(_done(GateKind.SIGNED, date(2026, 11, 2)), procurement="P-2")
    assert _told(BOUGHT, elsewhere, _done(GateKind.SIGNED, date(2026, 12, 1))).events == {}


def test_contracts_that_outlive_a_party_are_named_with_its_successor() -> None:
    going = replace(TRUST, valid_to=date(2027, 4, 1), successor="RZ9")
    heir = replace(TRUST, code="RZ9", name="Greater Aldermoor NHS Trust", valid_from=date(2027, 4, 1))
    (found,) = outlived(Record.of((going, heir)), (OLD,), TODAY)
    assert found.rule == "PR-12" and "RZ9" in found.next
    assert not list(outlived(Record.of((going, heir)), (replace(OLD, ends_on=date(2027, 3, 31)),), TODAY))


def test_above_a_delegated_limit_the_treasury_is_asked() -> None:
    for pence, asked in ((150_000_000_00, False), (150_000_000_01, True)):
        told = [each.what for each in _told(replace(BOUGHT, value=pence)).duties]
        assert ("Have the Treasury approve it" in told) is asked


def test_a_key_that_is_not_on_the_record_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotOnRecord, match="P-1"):
        account(Record.of((BOUGHT,)), "P-9", TODAY)


ROWS = st.builds(
    Procurement,
    procurement=st.just("P-1"),
    title=st.just("Beds"),
    organisation=st.just("RZ1"),
    subject=st.sampled_from(Subject),
    cpv=st.sampled_from(["", "48180000", "85100000", "85300000", "x"]),
    value=st.integers(0, 10_000_000_00),
    months=st.integers(0, 120),
    regime=st.none() | st.sampled_from(Regime),
    begun_on=st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    route=st.none() | st.sampled_from(BuyingRoute),
    replaces=st.sampled_from([(), ("C-1",)]),
)
NOTICES = st.lists(
    st.builds(
        _published,
        st.sampled_from(["UK1", "UK4", "UK6", "UK7", "UK10", "PSR intention to award", "VEAT", "?"]),
        st.dates(date(2024, 1, 1), date(2028, 1, 1)),
        representation_on=st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    ),
    max_size=4,
)
GATES = st.lists(st.builds(_done, st.sampled_from(GateKind), st.dates(date(2024, 1, 1), date(2028, 1, 1))), max_size=4)


@given(ROWS, NOTICES, GATES, st.none() | st.dates(date(2026, 1, 1), date(2029, 1, 1)))
def test_every_purchase_has_an_account_that_can_be_told(
    row: Procurement, notices: list[PublishedNotice], gates: list[GateDone], sign_on: date | None
) -> None:
    found = _told(row, *notices, *gates, sign_on=sign_on)
    assert json.loads(json.dumps(as_dict(found)))["unlawful"] is found.unlawful
    assert as_words(found).endswith("This is not legal advice.")


def test_the_command_says_whether_the_law_was_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = _done(GateKind.SIGNED, TODAY - timedelta(60))
    for name, rows, code in (("well.xlsx", (BOUGHT,), 0), ("late.xlsx", (BOUGHT, late), 3)):
        write_record(Record.of((TRUST, SUPPLIER, OLD, *rows)), tmp_path / name)
        given_ = ["procure", "law", str(tmp_path / name), "--procurement", "P-1", "--as-of", TODAY.isoformat()]
        assert main([*given_, "--json"]) == code
        told = json.loads(capsys.readouterr().out)
        assert told["regime"] == "PA 2023" and told["unlawful"] is bool(code)
        assert main(given_) == code
        assert "UK7 (contract details notice)" in capsys.readouterr().out
    assert main([*given_[:4], "P-9"]) == 2


def test_a_change_is_judged_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under the regulations of 2015: three months at today's charge come to less than £100,000, four to more."""
    charged = replace(OLD, annual_licence=300_000_00, original_value=1_000_000_00)
    write_record(Record.of((TRUST, SUPPLIER, charged)), tmp_path / "record.xlsx")
    given_ = ["procure", "change", str(tmp_path / "record.xlsx"), "--contract", "C-1", "--as-of", TODAY.isoformat()]
    for more, code, answer in (
        (["--months", "3"], 0, "allowed"),
        (["--months", "4"], 3, "not allowed"),
        (["--months", "4", "--basis", "additional"], 3, "not allowed"),
        (["--months", "4", "--basis", "additional", "--evidence", "LA-1"], 0, "allowed with notice"),
        (["--value", "500000.01", "--basis", "additional", "--evidence", "LA-1"], 3, "not allowed"),
    ):
        assert main([*given_, *more, "--json"]) == code
        told = json.loads(capsys.readouterr().out)
        assert told["answer"] == answer
        assert any(way["safe"] for way in told["ways"]) is (code == 0)
        assert main([*given_, *more]) == code
        assert answer.capitalize() in capsys.readouterr().out


@pytest.mark.parametrize(
    ("reference", "worth", "change", "said"),
    [
        ("C-1", 0, ["--months", "1"], "Original value"),
        ("C-9", 1_00, ["--months", "1"], "C-1"),
        ("C-1", 1_00, [], "Nothing is changed"),
        ("C-1", 1_00, ["--evidence", "a letter"], "Nothing is changed"),
    ],
)
def test_what_cannot_be_judged_is_refused(
    reference: str, worth: int, change: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_record(Record.of((TRUST, SUPPLIER, replace(OLD, original_value=worth))), tmp_path / "record.xlsx")
    assert main(["procure", "change", str(tmp_path / "record.xlsx"), "--contract", reference, *change]) == 2
    assert said in capsys.readouterr().err
