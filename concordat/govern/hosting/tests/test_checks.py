"""HOST-01 to HOST-08: nothing is found where all is in order, and each thing taken away is found, with its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from concordat.core.rule import rules
from concordat.govern.checks import hosting as checks
from concordat.govern.hosting import rules as declared
from concordat.govern.hosting.tests.sample import (
    AS_OF,
    MEMBERS,
    agreement,
    given,
    ladder,
    promised,
    record,
    responsibilities,
    rung,
    service,
    staffed,
)
from concordat.register.agreement import ARTICLE_26, ARTICLE_28, Agreement, AgreementKind, Party, PartyRole
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.service import Duty, HostModel


def found(own: Record, as_of: date = AS_OF) -> list[tuple[str, str]]:
    every = [finding for check in checks.CHECKS for finding in check(own, as_of)]
    return [(each.rule, each.what) for each in every]


def ladder_without(who: str) -> Record:
    return record(without=[each for each in ladder() if each.who == who])


def test_nothing_is_found_where_all_is_in_order() -> None:
    assert found(record()) == []


TAKEN: dict[str, tuple[Record, str]] = {
    "accountable": (record(without=[next(iter(responsibilities()))]), "HOST-01"),
    "a duty passed on": (record(without=[promised(Duty.NOTICE)]), "HOST-02"),
    "a duty of the supplier": (record(without=[given(Duty.HOURS)]), "HOST-02"),
    "agreement": (record(without=agreement()), "HOST-03"),
    "schedule of exit": (record(service(exit_schedule=""), without=[service()]), "HOST-04"),
    "help on leaving": (record(without=[given(Duty.EXIT), promised(Duty.EXIT)]), "HOST-04"),
    "a safety officer": (
        record(without=[each for each in responsibilities()
                        if each.office is OfficeRole.CSO and each.organisation == "RZC"]),
        "HOST-05",
    ),
    "insurance": (record(without=[given(Duty.INSURANCE), promised(Duty.INSURANCE)]), "HOST-06"),
    "executives": (ladder_without("Executive directors"), "HOST-07"),
    "chief executives": (ladder_without("Chief executives"), "HOST-07"),
    "mediation": (ladder_without("Mediation"), "HOST-07"),
    "a ladder": (record(without=[each for each in ladder() if each.kind == "dispute"]), "HOST-07"),
    "days": (record(replace(ladder()[3], within=0), without=[ladder()[3]]), "HOST-07"),
    "staff": (record(without=[staffed()]), "HOST-08"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_away_is_found_with_its_rule(what: str) -> None:
    own, rule = TAKEN[what]
    told = found(own)
    assert told and {each for each, _ in told} == {rule}, told
    assert all("Shared scans" in each for _, each in told)


def test_every_rule_has_a_check_that_can_fail() -> None:
    assert {rule for _, rule in TAKEN.values()} == {each.id for each in rules(declared)}


@pytest.mark.parametrize("clause", ARTICLE_28)
def test_every_term_of_article_28_is_needed(clause: str) -> None:
    own = record(*agreement(each for each in ARTICLE_28 if each != clause), without=agreement())
    assert [rule for rule, _ in found(own)] == ["HOST-03"] * len(MEMBERS)


def test_joint_controllers_with_their_arrangement_need_no_terms_of_a_processor() -> None:
    rows: list[Noun] = [
        replace(each, role=PartyRole.JOINT_CONTROLLER, acts_for=()) if isinstance(each, Party) else each
        for each in agreement(ARTICLE_26)
    ]
    assert found(record(*rows, without=agreement())) == []


@pytest.mark.parametrize(("as_of", "holds"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True),
                                              (date(2027, 3, 31), True), (date(2027, 4, 1), False)])  # fmt: skip
def test_the_agreement_must_be_in_force_that_day(as_of: date, holds: bool) -> None:
    """It begins on 1 April 2025, and its review is overdue from 1 April 2027."""
    assert ("HOST-03" in {rule for rule, _ in found(record(), as_of)}) is not holds


def test_terms_nobody_signed_bind_nobody() -> None:
    unsigned = [each for each in agreement() if isinstance(each, Agreement | Party)]
    assert {rule for rule, _ in found(record(*unsigned, without=agreement()))} == {"HOST-03"}


def test_terms_for_something_else_do_not_bind_the_host_here() -> None:
    """An agreement on other data between the same parties counts only if it is about processing in general."""

    def of(kind: AgreementKind) -> Record:
        rows = [replace(each, kind=kind) if isinstance(each, Agreement) else each for each in agreement()]
        return record(service(agreement=""), *rows, without=[service(), *agreement()])

    assert {rule for rule, _ in found(of(AgreementKind.SHARING))} == {"HOST-03"}
    assert found(of(AgreementKind.PROCESSING)) == []


def test_nobody_is_processor_where_each_has_its_own_contract() -> None:
    own = service(model=HostModel.OWN, host="", agreement="")
    assert "HOST-03" not in {rule for rule, _ in found(record(own, without=[service(), *agreement()]))}


def test_no_finding_tells_a_cap() -> None:
    """Findings are read by all who may read the service; caps by their parties."""
    high = promised(Duty.LIABILITY, limit=98_765_431_00)
    own = record(high, without=[promised(Duty.LIABILITY)])
    told = [finding for check in checks.CHECKS for finding in check(own, AS_OF)]
    assert [each for each in told if "liab" in each.what.casefold()]
    assert not [each for each in told if "£" in str(each) or "98" in str(each) or "2,000" in str(each)]


def test_a_record_with_nothing_in_it_is_no_trouble() -> None:
    assert found(Record.of([])) == []
    lonely = Record.of([service(host="", users=(), exit_schedule="")])
    assert {rule for rule, _ in found(lonely)} == {"HOST-01", "HOST-04", "HOST-07"}


def test_a_rung_of_another_service_is_not_on_this_ladder() -> None:
    alien = rung(9, "Mediation", kind="dispute", service="SVC-OTHER")
    assert "HOST-07" in {rule for rule, _ in found(record(alien, without=[ladder()[-1]]))}
