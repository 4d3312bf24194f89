"""Every door to a signed version is closed: forms, retirement, release, removal, files and the pages of share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from concordat.register.agreement import Agreement, Party, PartyRole, Signature
from concordat.register.app import actions
from concordat.register.app.actions import NothingToStore, RowRefused
from concordat.register.app.models import Entry
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.sharing import DataItem
from concordat.share.app.actions import CannotRelease, CannotWithdraw, new_version, release, remove_row
from concordat.share.app.tests.agreed import AS_OF, KEY, NEXT, editor
from concordat.web.scope import row_of
from concordat.web.tests.fixtures import intake_of, signed_in

pytestmark = pytest.mark.django_db


def entry(noun: type[Noun], key: str) -> Entry:
    return Entry.objects.get(noun=noun.__name__, key=key, superseded_at=None)


def altered(found: Entry, **changes: Any) -> Noun:
    """The row of an entry with some columns changed."""
    return replace(row_of(found), **changes)


def agreement() -> Entry:
    return entry(Agreement, KEY)


def item() -> Entry:
    return entry(DataItem, f"{KEY} / waiting-list / waiting_list / referred_on")


def late(by: str, code: str) -> Party:
    """A party that joins late, in a row that this organisation keeps."""
    role = PartyRole.CONTROLLER
    return Party(agreement=KEY, organisation=by, party=code, role=role, joined_on=AS_OF, deed="Deed 2026/9")


def test_a_form_cannot_change_add_or_retire_what_was_signed(office: Person) -> None:
    found, new = agreement(), altered(item(), item="nhs_number")
    with pytest.raises(RowRefused, match="closed"):
        actions.update_row(by=office, as_of=AS_OF, entry=found.pk, row=altered(found, least_count=1))
    with pytest.raises(RowRefused, match="closed"):
        actions.add_row(by=office, as_of=AS_OF, row=new)
    with pytest.raises(RowRefused, match="closed"):
        actions.add_row(by=office, as_of=AS_OF, row=new, private=True)
    for each in (item(), found):
        with pytest.raises(RowRefused, match="closed"):
            actions.retire_row(by=office, as_of=AS_OF, entry=each.pk, last_day=date(2026, 12, 1))


def test_what_may_follow_a_signature_still_may(office: Person) -> None:
    found = agreement()
    actions.update_row(by=office, as_of=AS_OF, entry=found.pk, row=altered(found, evidence="Strong room"))
    actions.add_row(by=office, as_of=AS_OF, row=late("QZ3", "RZ8"))


def test_a_file_cannot_change_or_add_what_was_signed(office: Person) -> None:
    for each in (altered(agreement(), least_count=1), altered(item(), item="nhs_number")):
        with pytest.raises(NothingToStore, match="closed"):
            actions.import_record(by=office, as_of=AS_OF, intake=intake_of([each]))


def test_nobody_puts_a_row_under_the_agreement_of_another(office: Person) -> None:
    """Else a stranger could make itself a party by a row of its own."""
    other = editor("RZ1")
    with pytest.raises(RowRefused, match="kept by QZ3"):
        actions.add_row(by=other, as_of=AS_OF, row=late("RZ1", "RZ1"))
    with pytest.raises(NothingToStore, match="kept by QZ3"):
        actions.import_record(by=other, as_of=AS_OF, intake=intake_of([late("RZ1", "RZ1")]))
    with pytest.raises(NotPermitted):
        actions.add_row(by=other, as_of=AS_OF, row=late("QZ3", "RZ1"))


def test_a_signature_is_no_form_and_only_the_office_transcribes_one(office: Person) -> None:
    new_version(by=office, as_of=AS_OF, key=KEY)
    release(by=office, as_of=AS_OF, key=NEXT)
    text = entry(Agreement, NEXT).values["text_hash"]
    role = OfficeRole.CALDICOTT
    forged = Signature(
        agreement=NEXT, organisation="RZ1", office=role, name="Caldicott of RZ1", signed_on=AS_OF, text_hash=text
    )
    other = editor("RZ1")
    for by in (office, other):
        with pytest.raises(RowRefused, match="not filled in"):
            actions.add_row(by=by, as_of=AS_OF, row=forged)
        with pytest.raises(RowRefused, match="not filled in"):
            actions.add_row(by=by, as_of=AS_OF, row=forged, private=True)
    old = entry(Signature, f"{KEY} / RZ1 / {role.value}")
    with pytest.raises(RowRefused, match="not filled in"):
        actions.update_row(by=other, as_of=AS_OF, entry=old.pk, row=altered(old, name="Somebody else"))
    with pytest.raises(RowRefused, match="not filled in"):
        actions.retire_row(by=other, as_of=AS_OF, entry=old.pk, last_day=date(2027, 1, 1))
    with pytest.raises(NothingToStore, match="not brought in"):
        actions.import_record(by=other, as_of=AS_OF, intake=intake_of([forged]))
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of([forged]))
    assert entry(Signature, forged.key).recorded_by == str(office)


def test_an_agreement_is_released_as_a_whole(office: Person) -> None:
    new_version(by=office, as_of=AS_OF, key=KEY)
    with pytest.raises(RowRefused, match="with all its rows"):
        actions.release_row(by=office, as_of=AS_OF, entry=entry(Agreement, NEXT).pk)


def test_the_pages_of_share_change_nothing_that_was_signed(office: Person) -> None:
    before = list(Entry.objects.order_by("pk").values())
    client, at = signed_in(office), "/share/agreement/TR-DSA-01 ~1 2"
    found = item()
    posted = {"least_count": "1", "rounding": "1", "justification": "because"}
    for path in ("task/outputs/", "task/items/add/", f"row/{found.pk}/", f"row/{found.pk}/remove/", "release/"):
        assert client.post(f"{at}/{path}", posted).status_code in (409, 422), path
    with pytest.raises(CannotWithdraw):
        remove_row(by=office, as_of=AS_OF, key=KEY, entry=found.pk)
    with pytest.raises(CannotRelease):
        release(by=office, as_of=AS_OF, key=KEY)
    assert list(Entry.objects.order_by("pk").values()) == before
