"""From a draft to an agreement in force: release, signatures by the right offices only, and what each refusal says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from concordat.data.facts import Facts
from concordat.data.rules.force import stands
from concordat.register.agreement import LeaverDuty, Party, PartyRole, Signature
from concordat.register.app import actions as register
from concordat.register.app import ledger
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.register.bundle import bundle_of
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.sharing import DataItem
from concordat.share.app import actions, ending, versions
from concordat.share.app.actions import CannotRelease, CannotSign
from concordat.share.app.tests.agreed import AS_OF, HERE, KEY, NEXT, SIGNS, editor, holder
from concordat.share.app.versions import NoSuchAgreement
from concordat.share.stage import Stage
from concordat.share.tests.sample import DPIA
from concordat.web import seats
from concordat.web.scope import record_of, row_of

pytestmark = pytest.mark.django_db


def hash_of(key: str = NEXT) -> str:
    entry = Entry.objects.get(noun="Agreement", key=key, superseded_at=None)
    return str(entry.values["text_hash"])


def sign(by: Person, key: str = NEXT, text_hash: str = "") -> Entry:
    made: Entry = actions.sign(by=by, as_of=AS_OF, key=key, text_hash=text_hash or hash_of(key))
    return made


def change(by: Person, key: str = NEXT, **changes: Any) -> None:
    entry = Entry.objects.get(noun="Agreement", key=key, superseded_at=None)
    register.update_row(by=by, as_of=AS_OF, entry=entry.pk, row=altered(entry, **changes))


def altered(entry: Entry, **changes: Any) -> Noun:
    """The row of an entry with some columns changed."""
    return replace(row_of(entry), **changes)


def stage(by: Person, key: str = NEXT) -> Stage:
    return versions.one(by, key, AS_OF).standing.stage


def test_a_draft_is_released_signed_by_every_office_and_then_binds(drafted: Person) -> None:
    assert stage(drafted) is Stage.DRAFT
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    assert stage(drafted) is Stage.AWAITING
    signers = [*(holder(code) for code in SIGNS), holder("8KX21", OfficeRole.DPO)]
    for each in signers:
        assert stage(each) is Stage.AWAITING
        assert sign(each).values["signed_on"] == AS_OF.isoformat()
    assert stage(drafted) is Stage.WANTING, versions.one(drafted, NEXT, AS_OF).standing.against
    assert [rule.id for rule, _, _ in versions.one(drafted, NEXT, AS_OF).standing.failing] == ["IG-14"], "not assessed"
    assert stage(drafted, KEY) is Stage.REPLACED
    assert ledger.verify() == ()


def test_a_release_is_one_line_and_of_every_row(drafted: Person) -> None:
    private = Entry.objects.filter(private=True, superseded_at=None)
    rows = private.count()
    before = LedgerLine.objects.count()
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    assert LedgerLine.objects.count() == before + 1
    assert LedgerLine.objects.latest("number").facts["rows"] == rows
    assert not private.exists()
    bundle = versions.one(drafted, NEXT, AS_OF).bundle
    assert hash_of() == bundle.text_hash() and bundle.unchanged()


def _viewer(drafted: Person) -> Person:
    return editor("RZ1")


def _another_office(drafted: Person) -> Person:
    return holder("RZ1", OfficeRole.SIRO)


def _keeper(drafted: Person) -> Person:
    return drafted


def _no_party(drafted: Person) -> Person:
    return holder("098")


def _sub_processor(drafted: Person) -> Person:
    return holder("8KX22", OfficeRole.DPO)


def _not_on_the_register(drafted: Person) -> Person:
    """A seat says that she holds the office, the register that another does."""
    return holder("RZ1", name="Mallory Wren")


WRONG: dict[str, tuple[Callable[[Person], Person], str]] = {
    "an editor who holds no office": (_viewer, "Caldicott Guardian of RZ1, Caldicott of RZ1"),
    "another office of the same party": (_another_office, "Caldicott Guardian of RZ1"),
    "the programme office of the keeper": (_keeper, "Caldicott Guardian of QZ3"),
    "a party that has left": (_no_party, "who sign for"),
    "a sub-processor, who signs nothing": (_sub_processor, "who sign for"),
    "one whom the register does not name": (_not_on_the_register, "Caldicott of RZ1"),
}


@pytest.mark.parametrize("who", WRONG)
def test_nobody_else_signs_and_each_is_told_who_may(drafted: Person, who: str) -> None:
    make, who_may = WRONG[who]
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    with pytest.raises(NotPermitted) as refused:
        sign(make(drafted))
    assert who_may in refused.value.remedy
    assert not Entry.objects.filter(noun="Signature", key__startswith=NEXT).exists()


def test_an_office_that_has_changed_hands_no_longer_signs(drafted: Person) -> None:
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    before = holder("RZ1")
    entry = Entry.objects.get(noun="Office", key="RZ1 / Caldicott Guardian", superseded_at=None)
    register.update_row(by=editor("RZ1"), as_of=AS_OF, entry=entry.pk, row=altered(entry, name="Ines Carrow"))
    with pytest.raises(NotPermitted, match="RZ1"):
        sign(before)


def test_a_draft_cannot_be_signed_and_others_do_not_know_of_it(drafted: Person) -> None:
    with pytest.raises(NoSuchAgreement):
        sign(holder("RZ1"), text_hash="terms:guess")
    with pytest.raises(CannotSign, match="not put forward"):
        sign(holder("QZ3"), text_hash="terms:guess")


def test_nothing_is_signed_twice(drafted: Person) -> None:
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    sign(holder("RZ1"))
    with pytest.raises(CannotSign, match="already"):
        sign(holder("RZ1"))


def test_terms_that_changed_are_put_forward_again_before_anybody_signs(drafted: Person) -> None:
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    read = hash_of()
    change(drafted, least_count=7)
    with pytest.raises(CannotSign, match="changed since it was put forward"):
        sign(holder("RZ1"), text_hash=read)
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    with pytest.raises(CannotSign, match="changed since you read"):
        sign(holder("RZ1"), text_hash=read)
    sign(holder("RZ1"))


def test_what_nothing_can_execute_is_neither_released_nor_signed(drafted: Person) -> None:
    change(drafted, other_restrictions=("Not on Sundays",))
    with pytest.raises(CannotRelease, match="Not on Sundays"):
        actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    change(drafted, other_restrictions=())
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    change(drafted, other_restrictions=("Not on Sundays",))
    with pytest.raises(CannotSign, match="Not on Sundays"):
        sign(holder("RZ1"))


def test_a_release_says_everything_that_stands_in_its_way(drafted: Person) -> None:
    dpia = Entry.objects.get(noun="Dpia", key=DPIA, superseded_at=None)
    hidden = altered(dpia, dpia="DPIA-HIDDEN", covers=())
    register.add_row(by=drafted, as_of=AS_OF, row=hidden, private=True)
    change(drafted, dpia="DPIA-HIDDEN", other_restrictions=("Not on Sundays", "Nor at night"))
    with pytest.raises(CannotRelease) as refused:
        actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    told = " ".join(refused.value.reasons)
    assert all(each in told for each in ("Not on Sundays", "Nor at night", "DPIA-HIDDEN")), told
    assert stage(drafted) is Stage.DRAFT


def test_only_its_keeper_releases_renews_and_ends_it(office: Person) -> None:
    others = (editor("RZ1"), holder("QZ3"), seats.give(
        user="other-office", name="Oz Hale", organisation="RZ1", collaborative=HERE, part=Part.OFFICE
    ))  # fmt: skip
    for by in others:
        for act, more in (
            (actions.new_version, {}),
            (actions.release, {}),
            (ending.suspend, {"day": AS_OF, "reason": "x"}),
            (ending.resume, {"day": AS_OF}),
            (ending.terminate, {"day": AS_OF, "reason": "x"}),
        ):
            with pytest.raises(NotPermitted):
                act(by=by, as_of=AS_OF, key=KEY, **more)


def test_suspending_and_resuming_and_terminating(office: Person) -> None:
    day = timedelta(days=1)
    with pytest.raises(ending.CannotEnd, match="No reason"):
        ending.suspend(by=office, as_of=AS_OF, key=KEY, day=AS_OF, reason="  ")
    ending.suspend(by=office, as_of=AS_OF, key=KEY, day=AS_OF, reason="A breach is looked into")
    assert stage(office, KEY) is Stage.SUSPENDED
    ending.resume(by=office, as_of=AS_OF, key=KEY, day=AS_OF + day)
    assert versions.one(office, KEY, AS_OF + day).standing.stage is Stage.IN_FORCE
    ending.terminate(by=office, as_of=AS_OF, key=KEY, day=AS_OF + 2 * day, reason="No longer needed")
    assert versions.one(office, KEY, AS_OF + day).standing.stage is Stage.IN_FORCE
    assert versions.one(office, KEY, AS_OF + 2 * day).standing.stage is Stage.ENDED


def test_joining_by_deed_binds_once_signed_and_leaves_other_signatures_whole(office: Person) -> None:
    party = Party(
        agreement=KEY, organisation="QZ3", party="098", role=PartyRole.JOINT_CONTROLLER, joined_on=AS_OF, deed="2026/9"
    )
    with pytest.raises(ending.CannotEnd, match="by a deed"):
        ending.join(by=office, as_of=AS_OF, key=KEY, party=replace(party, deed=""))
    ending.join(by=office, as_of=AS_OF, key=KEY, party=party)
    assert versions.one(office, KEY, AS_OF).bundle.unchanged()


def test_leaving_with_a_duty_and_its_certificate(office: Person) -> None:
    def entry() -> int:
        return Entry.objects.get(noun="Party", key=f"{KEY} / RZ8 / joint controller", superseded_at=None).pk

    with pytest.raises(ending.CannotEnd, match="owes nothing"):
        ending.certify(by=office, as_of=AS_OF, key=KEY, entry=entry(), day=AS_OF)
    ending.leave(by=office, as_of=AS_OF, key=KEY, entry=entry(), day=AS_OF, duty=LeaverDuty.RETURN_AND_DELETE)
    assert "RZ8" not in {each.party for each in versions.one(office, KEY, AS_OF).bundle.active(AS_OF)}
    ending.certify(by=office, as_of=AS_OF, key=KEY, entry=entry(), day=AS_OF)
    assert versions.one(office, KEY, AS_OF).bundle.unchanged()


def test_a_draft_that_is_withdrawn_is_gone_and_can_be_made_again(drafted: Person) -> None:
    actions.withdraw_draft(by=drafted, as_of=AS_OF, key=NEXT)
    with pytest.raises(NoSuchAgreement):
        versions.one(drafted, NEXT, AS_OF)
    assert not Entry.objects.filter(private=True, superseded_at=None).exists()
    assert actions.new_version(by=drafted, as_of=AS_OF, key=KEY) == NEXT
    with pytest.raises(NoSuchAgreement):
        actions.withdraw_draft(by=drafted, as_of=AS_OF, key=KEY)


def test_a_row_taken_out_of_a_draft_takes_what_hangs_from_it(drafted: Person) -> None:
    flow = Entry.objects.get(noun="Flow", key=f"{NEXT} / waiting-list", superseded_at=None)
    actions.remove_row(by=drafted, as_of=AS_OF, key=NEXT, entry=flow.pk)
    left = [each.key for each in versions.one(drafted, NEXT, AS_OF).entries.values()]
    assert not [each for each in left if each.startswith(f"{NEXT} / waiting-list")]
    assert [each for each in left if each.startswith(f"{NEXT} / shared-view / ")]
    assert Entry.objects.filter(noun=DataItem.__name__, key__startswith=f"{NEXT} / waiting-list").exists(), "as history"


def test_a_past_question_is_answered_by_what_was_recorded_then(office: Person) -> None:
    """What was in force on a day is one thing; what was known of it on another is a second."""
    before = timezone.now()
    day = date(2026, 11, 1)
    ending.suspend(by=office, as_of=AS_OF, key=KEY, day=day, reason="Found out too late")

    def in_force(record: Any) -> bool:
        bundle = bundle_of(record, KEY, day)
        return bundle is not None and stands(bundle, Facts(record, day))

    reader = holder("QZ3")
    assert in_force(record_of(reader, before)), "nobody knew of the suspension then"
    assert not in_force(record_of(reader)), "and now it is known that it was suspended that day"
    earlier = day - timedelta(days=1)
    assert versions.one(office, KEY, earlier).standing.stage is Stage.IN_FORCE


def test_a_signature_of_later_does_not_make_an_earlier_day_signed(drafted: Person) -> None:
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    before = timezone.now()
    sign(holder("RZ1"))
    reader = editor("RZ8")
    assert not [each for each in record_of(reader, before).all(Signature) if each.agreement == NEXT]
    assert [each for each in record_of(reader).all(Signature) if each.agreement == NEXT]
