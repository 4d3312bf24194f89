"""Actions: attributed, atomic, one sealed line each, permitted by the table, and silent about what is confidential."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concordat.core.ledger import Kind
from concordat.register.app import actions, ledger, store
from concordat.register.app.action import ACTIONS, Done, NobodySaid, action
from concordat.register.app.models import AppendOnly, Entry, LedgerLine
from concordat.register.app.permission import ALLOWED, Act, NotPermitted, Part, Person, may
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.system import System
from concordat.web.scope import row_of
from concordat.web.tests.fixtures import AS_OF, PRICE, contract, draft, entry_of, intake_of, rows

pytestmark = pytest.mark.django_db


def test_an_action_is_declared_with_by_and_as_of_and_nothing_by_place() -> None:
    with pytest.raises(TypeError, match="by"):
        action(lambda *, as_of: Done(subject="x"))
    with pytest.raises(TypeError, match="row"):

        @action
        def loose(row: Any, *, by: Person, as_of: date) -> Done:
            return Done(subject="x")


@pytest.mark.parametrize("name", sorted(ACTIONS))
@pytest.mark.parametrize("given", [{}, {"by": None, "as_of": AS_OF}, {"by": "olwen", "as_of": AS_OF}])
def test_nothing_is_done_by_nobody(name: str, given: dict[str, Any]) -> None:
    with pytest.raises(NobodySaid):
        ACTIONS[name](**given)
    assert not LedgerLine.objects.exists()


def test_nothing_is_done_on_no_day(office: Person) -> None:
    with pytest.raises(NobodySaid):
        actions.add_row(by=office, row=contract("RZA", "C9"))


def test_the_ledger_does_not_tell_the_key_of_a_private_draft(office: Person, editor_a: Person) -> None:
    key = "canary-key"
    made = actions.add_row(by=editor_a, as_of=AS_OF, row=contract("RZA", key), private=True)
    made = actions.update_row(by=editor_a, as_of=AS_OF, entry=made.pk, row=contract("RZA", key, title="Other"))
    made = actions.retire_row(by=editor_a, as_of=AS_OF, entry=made.pk, last_day=date(2027, 1, 1))
    assert [each for each in LedgerLine.objects.all() if key in f"{each.subject} {each.facts}"] == []
    assert LedgerLine.objects.latest("number").subject == "Contract (private draft)"
    actions.release_row(by=editor_a, as_of=AS_OF, entry=made.pk)
    assert LedgerLine.objects.latest("number").subject == f"Contract {key}"


def test_each_action_seals_one_line_and_the_ledger_stays_whole(office: Person, editor_a: Person) -> None:
    before = LedgerLine.objects.count()
    made = actions.add_row(by=editor_a, as_of=AS_OF, row=contract("RZA", "C9"))
    changed = actions.update_row(by=editor_a, as_of=AS_OF, entry=made.pk, row=contract("RZA", "C9", title="Other"))
    actions.retire_row(by=editor_a, as_of=AS_OF, entry=changed.pk, last_day=date(2027, 1, 1))
    actions.release_row(by=editor_a, as_of=AS_OF, entry=entry_of("RZA-DRAFT").pk)
    lines = list(LedgerLine.objects.order_by("number"))
    assert [each.action for each in lines[before:]] == ["add_row", "update_row", "retire_row", "release_row"]
    assert [each.number for each in lines] == list(range(1, len(lines) + 1))
    assert ledger.verify() == ()
    assert [each.line for each in Entry.objects.filter(key="C9").order_by("version")] == [
        before + 1,
        before + 2,
        before + 3,
    ]


def test_a_changed_line_is_found_out(office: Person) -> None:
    LedgerLine.objects.filter(number=2).update(by="somebody else")
    assert {each.kind for each in ledger.verify()} == {Kind.EDITED}


def test_the_ledger_is_only_added_to(office: Person) -> None:
    line = LedgerLine.objects.get(number=1)
    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()


def test_the_ledger_holds_no_values(office: Person, editor_a: Person) -> None:
    row = contract("RZA", "C9", annual_licence=123456789)
    made = actions.add_row(by=editor_a, as_of=AS_OF, row=row)
    actions.update_row(by=editor_a, as_of=AS_OF, entry=made.pk, row=replace(row, annual_licence=223456789))
    facts = json.dumps([each.facts for each in LedgerLine.objects.all()])
    assert "Annual licence" in facts
    assert not [pence for pence in (*PRICE.values(), 123456789, 223456789) if str(pence) in facts]


def test_what_fails_half_way_leaves_nothing(office: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (Entry.objects.count(), LedgerLine.objects.count())

    def fail(**given: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(ledger, "write", fail)
    with pytest.raises(RuntimeError):
        actions.add_row(by=office, as_of=AS_OF, row=contract("RZA", "C9"))
    assert (Entry.objects.count(), LedgerLine.objects.count()) == before


def test_an_action_cannot_call_another(office: Person) -> None:
    @action
    def outer(*, by: Person, as_of: date) -> Done:
        actions.add_row(by=by, as_of=as_of, row=contract("RZA", "C9"))
        return Done(subject="outer")

    try:
        with pytest.raises(RuntimeError, match="durable"):
            outer(by=office, as_of=AS_OF)
    finally:
        del ACTIONS["outer"]
    assert not Entry.objects.filter(key="C9").exists()


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize(("owner", "whose"), [("RZA", "own"), ("", "common"), ("RZB", "others")])
def test_the_table_of_permissions(part: Part, act: Act, owner: str, whose: str) -> None:
    by = Person(user="x", name="X", organisation="RZA", collaborative="c", part=part)
    allowed = {
        Part.VIEWER: False,
        Part.EDITOR: whose == "own",
        Part.OFFICE: act is not Act.RELEASE or whose == "own",
    }[part]
    reason = may(by, act, owner)
    assert (reason is None) == allowed
    assert reason is None or (reason.facts and act.value in reason.text)


def test_every_part_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Part)


def test_what_is_not_permitted_changes_nothing(office: Person, editor_b: Person, viewer_b: Person) -> None:
    theirs = entry_of("RZA-PAS")
    with pytest.raises(NotPermitted, match="RZA"):
        actions.update_row(by=editor_b, as_of=AS_OF, entry=theirs.pk, row=contract("RZA", title="Mine now"))
    with pytest.raises(NotPermitted):
        actions.retire_row(by=editor_b, as_of=AS_OF, entry=theirs.pk, last_day=date(2027, 1, 1))
    with pytest.raises(NotPermitted):
        actions.add_row(by=viewer_b, as_of=AS_OF, row=contract("RZB", "C9"))
    assert entry_of("RZA-PAS").pk == theirs.pk


def test_a_row_cannot_be_given_to_another(office: Person, editor_b: Person) -> None:
    mine = entry_of("RZB-PAS")
    with pytest.raises(NotPermitted):
        actions.update_row(by=editor_b, as_of=AS_OF, entry=mine.pk, row=contract("RZB", customer="RZA"))


def test_taking_a_row_over_does_not_bring_its_price_along(office: Person) -> None:
    """Else whoever may name the owner may read the price."""
    theirs = entry_of("RZB-PAS")
    taken = contract("RZB", customer="RZA", annual_licence=0)
    made = actions.update_row(by=office, as_of=AS_OF, entry=theirs.pk, row=taken)
    assert row_of(made).annual_licence == 0  # type: ignore[attr-defined]


def test_what_one_may_not_see_stays_as_it_is(office: Person) -> None:
    theirs = entry_of("RZB-PAS")
    made = actions.update_row(
        by=office, as_of=AS_OF, entry=theirs.pk, row=contract("RZB", title="New", annual_licence=0)
    )
    assert (made.label, row_of(made).annual_licence) == ("New", PRICE["RZB"])  # type: ignore[attr-defined]


def test_a_second_save_of_the_same_version_is_refused(office: Person, editor_a: Person) -> None:
    first = entry_of("RZA-PAS")
    actions.update_row(by=editor_a, as_of=AS_OF, entry=first.pk, row=contract("RZA", title="One"))
    with pytest.raises(store.ChangedMeanwhile):
        actions.update_row(by=office, as_of=AS_OF, entry=first.pk, row=contract("RZA", title="Two"))
    assert entry_of("RZA-PAS").label == "One"


def test_a_shared_row_rests_on_shared_rows_only(office: Person, editor_a: Person) -> None:
    system = System(system="S9", organisation="RZA", capability="PAS", product="P1", contract="RZA-DRAFT")
    with pytest.raises(actions.RowRefused, match="RZA-DRAFT"):
        actions.add_row(by=editor_a, as_of=AS_OF, row=system)
    assert actions.add_row(by=editor_a, as_of=AS_OF, row=system, private=True).private


def test_every_missing_link_is_said_at_once(office: Person) -> None:
    row = contract("RZA", "C9", supplier="nobody", framework="nothing", parties=("RZZ",))
    with pytest.raises(actions.RowRefused) as refused:
        actions.add_row(by=office, as_of=AS_OF, row=row)
    assert {each[0] for each in refused.value.problems} == {"supplier", "framework", "parties"}


def test_one_key_may_have_periods_that_do_not_overlap(office: Person) -> None:
    def named(name: str, start: date | None, end: date | None) -> Organisation:
        return Organisation(code="RZC", name=name, kind=OrganisationKind.ACUTE, valid_from=start, valid_to=end)

    merger = date(2024, 4, 1)
    actions.add_row(by=office, as_of=AS_OF, row=named("Old", None, merger))
    actions.add_row(by=office, as_of=AS_OF, row=named("New", merger, None))
    with pytest.raises(actions.RowRefused, match="already"):
        actions.add_row(by=office, as_of=AS_OF, row=named("Third", date(2020, 1, 1), date(2021, 1, 1)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**_copy(Entry.objects.filter(key="RZC").first()))


def _copy(entry: Entry | None) -> dict[str, Any]:
    assert entry is not None
    return {each.name: getattr(entry, each.name) for each in Entry._meta.fields if each.name != "id"}


def test_a_common_row_cannot_be_a_private_draft(office: Person) -> None:
    row = Organisation(code="RZC", name="C", kind=OrganisationKind.ACUTE)
    with pytest.raises(actions.RowRefused, match="all members"):
        actions.add_row(by=office, as_of=AS_OF, row=row, private=True)


def test_releasing_a_draft_whose_key_was_taken_is_refused(office: Person, editor_a: Person, editor_b: Person) -> None:
    actions.add_row(by=editor_b, as_of=AS_OF, row=contract("RZB", "RZA-DRAFT"))
    mine = Entry.objects.get(key="RZA-DRAFT", private=True)
    with pytest.raises(actions.RowRefused, match="already"):
        actions.release_row(by=editor_a, as_of=AS_OF, entry=mine.pk)


def test_only_a_draft_is_released(office: Person, editor_a: Person) -> None:
    with pytest.raises(actions.RowRefused, match="not a private draft"):
        actions.release_row(by=editor_a, as_of=AS_OF, entry=entry_of("RZA-PAS").pk)


def test_a_draft_keeps_the_place_of_its_versions(office: Person, editor_a: Person) -> None:
    first = entry_of("RZA-DRAFT")
    actions.update_row(by=editor_a, as_of=AS_OF, entry=first.pk, row=replace(draft("RZA"), notice=9))
    again = entry_of("RZA-DRAFT")
    assert (again.version, again.private) == (2, True)
    first.refresh_from_db()
    assert first.superseded_at == again.recorded_at


def test_a_key_too_long_for_an_index_is_refused(office: Person) -> None:
    with pytest.raises(actions.RowRefused, match="400"):
        actions.add_row(by=office, as_of=AS_OF, row=contract("RZA", "C" * 401))
    with pytest.raises(actions.NothingToStore, match="400"):
        actions.import_record(by=office, as_of=AS_OF, intake=intake_of([*rows(), contract("RZA", "C" * 401)]))


def test_proposals_replace_those_of_the_same_key(office: Person) -> None:
    def proposals(title: str) -> list[Proposal]:
        return [
            Proposal(proposal="P1", title=title, verb="converge", status=ProposalStatus.DRAFT, contracts=("RZA-PAS",))
        ]

    for title in ("One", "Two", "Two"):
        actions.put_forward(office, proposals(title))
    assert [each.label for each in Entry.objects.filter(noun="Proposal").order_by("version")] == ["One", "Two"]
