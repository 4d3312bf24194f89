"""Plans are kept, agreed once by whoever may, and put forward; suppositions never are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from concordat.converge.app import actions, jobs
from concordat.converge.app.models import Run
from concordat.converge.app.tests.fixtures import AS_OF, load, office_person, planned, record_rows, silent
from concordat.register.app import ledger
from concordat.register.app.actions import add_row
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.cell import from_json
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import entries, row_of

pytestmark = pytest.mark.usefixtures("few_papers")
QUESTION: dict[str, Any] = {
    "slips": [["RZA-PAS", 6]],
    "leavers": [],
    "prices": [],
    "most_changes": None,
    "seconds": None,
}


def proposals(by: Person) -> dict[str, Proposal]:
    found = (row_of(each) for each in entries(by, Proposal))
    return {each.key: each for each in found if isinstance(each, Proposal)}


def test_a_plan_is_kept_for_each_audience_and_sealed_without_pounds(plan: Run) -> None:
    audiences = list(plan.editions.order_by("pk").values_list("audience", flat=True))
    assert audiences == ["programme office", "member RZA", "member RZB", "partner RZP", "others"]
    assert plan.agreed_at is None
    line = LedgerLine.objects.get(number=plan.line)
    assert (line.action, line.subject) == ("plan_convergence", f"Plan {plan.pk}")
    assert str(plan.cost) not in str(line.facts)
    assert not ledger.verify()


def test_agreeing_marks_the_plan_and_puts_each_shared_choice_forward(plan: Run, office: Person) -> None:
    agreed = actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    assert agreed.agreed_at is not None
    assert agreed.agreed_by == str(office)
    assert LedgerLine.objects.get(number=agreed.agreed_line).action == "agree_plan"
    put = proposals(office)
    assert set(put) == {"converge-pas", "converge-lims"}
    shared = put["converge-pas"]
    assert shared.status is ProposalStatus.RELEASED
    assert shared.members == ("RZA", "RZB", "RZP")
    assert shared.contracts == ("RZA-PAS", "RZB-PAS", "RZP-PAS")
    assert shared.decide_by is not None and shared.decide_by > AS_OF
    assert shared.value > 0 and shared.months > 0
    assert shared.owner == office.organisation


def test_the_value_put_forward_holds_no_price_of_a_present_contract(plan: Run) -> None:
    """Running and set-up from the offer, three sites, with VAT: reckoned here from the offer alone."""
    put = next(each for each in plan.proposals if each["proposal"] == "converge-pas")
    running, set_up = 61_234_57 * 3 * 4, 51_234_59 * 3 * 1.2  # four years from January 2029; optimism bias of a fifth
    assert put["value"] == pytest.approx((running + set_up) * 1.2, rel=0.001)


def test_agreeing_keeps_what_people_filled_in_on_a_proposal(plan: Run, office: Person) -> None:
    put = next(each for each in plan.proposals if each["proposal"] == "converge-pas")
    before = replace(
        cast(Proposal, from_json(Proposal, put)), title="As it was called before", organisation=office.organisation,
        duties=("equality: EIA-12",), personal_data=True,
    )  # fmt: skip
    add_row(by=office, as_of=AS_OF, row=before)
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    found = proposals(office)["converge-pas"]
    assert (found.duties, found.personal_data) == (("equality: EIA-12",), True)
    assert found.title == put["title"]


def test_a_plan_is_agreed_once(plan: Run, office: Person) -> None:
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    with pytest.raises(actions.CannotAgree, match="agreed already"):
        actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)


def test_only_the_programme_office_plans_and_agrees(plan: Run, editor_a: Person, partner: Person) -> None:
    for by in (editor_a, partner):
        with pytest.raises(NotPermitted, match="agree a plan"):
            actions.agree_plan(by=by, as_of=AS_OF, run=plan.pk)
        with pytest.raises(NotPermitted, match="plan the convergence"):
            planned(by)
    assert Run.objects.get().agreed_at is None


def test_what_no_longer_is_shared_is_withdrawn_and_what_is_decided_stays(plan: Run, office: Person) -> None:
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    Run.objects.filter(pk=plan.pk).update(agreed_at=None, agreed_by="", agreed_line=None, proposals=plan.proposals[:1])
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    assert {key: each.status for key, each in proposals(office).items()} == {
        "converge-pas": ProposalStatus.RELEASED,
        "converge-lims": ProposalStatus.WITHDRAWN,
    }


def test_an_infeasible_answer_is_kept_with_its_conflicts_and_cannot_be_agreed(db: None) -> None:
    by = office_person()
    load(by, record_rows(ends_on=AS_OF, exit_fee=0))
    run = planned(by)
    assert (run.status, run.cost) == ("infeasible", None)
    assert run.answer["conflicts"]
    with pytest.raises(actions.CannotAgree, match="No lawful plan"):
        actions.agree_plan(by=by, as_of=AS_OF, run=run.pk)


def test_a_supposition_is_compared_changes_nothing_and_can_never_be_agreed(plan: Run, office: Person) -> None:
    before = list(Entry.objects.order_by("pk").values())
    page = jobs.suppose(by=office, as_of=AS_OF, progress=silent, question=QUESTION)["page"]
    run = Run.objects.get(supposed=True)
    assert page == f"/converge/what-if/{run.pk}/"
    assert run.compared_with == plan
    assert run.question["sentences"] == ["contract RZA-PAS ends 6 months later"]
    assert list(Entry.objects.order_by("pk").values()) == before
    with pytest.raises(Exception, match="no such plan"):
        actions.agree_plan(by=office, as_of=AS_OF, run=run.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(agreed_at=timezone.now(), agreed_by="x", agreed_line=1)


@pytest.mark.parametrize("question", [{"slips": [["RZB-PAS", 6]]}, {"slips": [], "leavers": ["RZB"]}])
def test_a_member_supposes_only_its_own_facts(plan: Run, editor_a: Person, question: dict[str, Any]) -> None:
    """How the total changes when another's contract slips would tell its price."""
    with pytest.raises(NotPermitted, match="another organisation: RZB"):
        jobs.suppose(by=editor_a, as_of=AS_OF, progress=silent, question=QUESTION | question)


def test_a_member_supposes_no_price(plan: Run, editor_a: Person) -> None:
    """The price at which another's system would move tells what its contract costs."""
    with pytest.raises(NotPermitted, match="price of an offer"):
        jobs.suppose(by=editor_a, as_of=AS_OF, progress=silent, question=QUESTION | {"prices": [["PAS-OFFER", -10.0]]})
    assert not Run.objects.filter(supposed=True).exists()


def test_the_ledger_counts_what_is_supposed_and_does_not_tell_it(plan: Run, editor_a: Person) -> None:
    jobs.suppose(by=editor_a, as_of=AS_OF, progress=silent, question=QUESTION)
    line = LedgerLine.objects.get(action="suppose")
    assert line.facts["supposed"] == {"slips": 1, "leavers": 0, "prices": 0}
    assert "RZA-PAS" not in f"{line.subject} {line.facts}"


def test_a_member_may_suppose_its_own_and_a_partner_nothing(plan: Run, editor_a: Person, partner: Person) -> None:
    jobs.suppose(by=editor_a, as_of=AS_OF, progress=silent, question=QUESTION)
    assert Run.objects.get(supposed=True).owner == "RZA"
    with pytest.raises(NotPermitted, match="ask what if"):
        jobs.suppose(by=partner, as_of=AS_OF, progress=silent, question=QUESTION | {"slips": [["RZP-PAS", 6]]})


def test_so_few_changes_as_are_asked_for(plan: Run, office: Person) -> None:
    question = QUESTION | {"slips": [], "prices": [["PAS-OFFER", 2000.0]]}
    for most, changed in ((None, True), (0, False)):
        jobs.suppose(by=office, as_of=AS_OF, progress=silent, question=question | {"most_changes": most})
        run = Run.objects.filter(supposed=True).latest("pk")
        assert bool(run.editions.get().facts["difference"]["changes"]) is changed
