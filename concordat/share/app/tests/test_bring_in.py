"""Bringing in an agreement: looked at first, everything wrong told, and stored as a draft whole or not at all."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from concordat.register.agreement import Agreement
from concordat.register.app.models import Entry, LedgerLine, Upload
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.bundle import bundle_of
from concordat.register.record import Record
from concordat.share.app import bring_in, records
from concordat.share.app.tests.agreed import AS_OF, KEY, NEXT, editor, holder
from concordat.share.exchange.form import FORMS, export_agreement
from concordat.share.redraft import next_version
from concordat.web.scope import entries, row_of
from concordat.web.tests.fixtures import signed_in


@pytest.fixture(params=sorted(FORMS))
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def exported(by: Person, form: str) -> bytes:
    """A further version of the sample agreement as a file, so that it is not there already."""
    record = records.shared(by)
    bundle = bundle_of(record, KEY, AS_OF)
    assert bundle is not None
    further = Record.of([*record, *next_version(bundle, 3, AS_OF)])
    return export_agreement(further, NEXT, AS_OF, form)


def foreign(by: Person, form: str) -> bytes:
    """The standard part alone, as the file of another maker is."""
    policy = json.loads(exported(by, form))
    return json.dumps({name: each for name, each in policy.items() if name != "concordat"}).encode()


def send(by: Person, contents: bytes, form: str) -> HttpResponse:
    file = SimpleUploadedFile("from elsewhere.json", contents)
    return signed_in(by).post("/share/bring-in/", {"form": form, "file": file})


def kept() -> int:
    return Entry.objects.count()


def test_a_file_becomes_a_private_draft_that_nobody_has_signed(office: Person, form: str) -> None:
    before = kept()
    sent = send(office, exported(office, form), form)
    assert sent.status_code == 302, sent.getvalue().decode()
    looked = signed_in(office).get(sent["Location"]).getvalue().decode()
    assert kept() == before, "looking stores nothing"
    assert NEXT in looked and "Store it as a private draft" in looked, looked
    stored = signed_in(office).post(sent["Location"])
    assert stored.status_code == 302
    drafts = entries(office).filter(private=True)
    (agreement,) = (row_of(each) for each in drafts.filter(noun="Agreement"))
    assert isinstance(agreement, Agreement) and agreement.key == NEXT and agreement.text_hash == ""
    assert not drafts.filter(noun="Signature").exists() and drafts.filter(noun="DataItem").exists()
    assert not entries(editor("RZ1")).filter(key=NEXT).exists()
    assert not Upload.objects.exists(), "what is stored is not kept twice"
    line = LedgerLine.objects.order_by("-number").first()
    assert line and line.action == "bring_in_agreement" and NEXT not in f"{line.subject} {line.facts}"


def test_what_is_there_already_is_not_brought_in_again(office: Person, form: str) -> None:
    before = kept()
    contents = export_agreement(records.shared(office), KEY, AS_OF, form)
    sent = send(office, contents, form)
    looked = signed_in(office).get(sent["Location"]).getvalue().decode()
    assert f"{KEY} is there already" in looked and "Store it as a private draft" not in looked
    stored = signed_in(office).post(sent["Location"])
    assert stored.status_code == 422 and kept() == before


def test_a_key_that_another_keeps_private_can_be_taken(office: Person, form: str) -> None:
    """A clash would tell that a hidden draft exists."""
    contents = foreign(office, form)
    for by in (office, editor("RZ1")):
        key = bring_in.bring_in_agreement(by=by, as_of=AS_OF, contents=contents, form=form, file="f.json")
    owners = set(Entry.objects.filter(noun="Agreement", key=key).values_list("owner", flat=True))
    assert owners == {"QZ3", "RZ1"}


def test_everything_that_is_missing_here_is_named_at_once(office: Person, form: str) -> None:
    contents = foreign(office, form).replace(b"RZ8", b"RZ7").replace(b"RZ1", b"RZ6")
    found = bring_in.look(office, contents, form, file="f.json")
    told = " ".join(each.what for each in found.wrong)
    assert "RZ7" in told and "RZ6" in told and found.told, "and what had to be guessed"
    before = kept()
    with pytest.raises(bring_in.CannotBringIn):
        bring_in.bring_in_agreement(by=office, as_of=AS_OF, contents=contents, form=form, file="f.json")
    assert kept() == before


@pytest.mark.parametrize("contents", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000])
def test_what_is_no_agreement_is_told_on_the_page(office: Person, contents: bytes, form: str) -> None:
    sent = send(office, contents, form)
    looked = sent if sent.status_code == 422 else signed_in(office).get(sent["Location"])
    text = looked.getvalue().decode()
    assert "There is a problem" in text or "wrong with it" in text
    assert "Store it as a private draft" not in text


def test_the_form_says_everything_wrong_at_once(office: Person) -> None:
    text = signed_in(office).post("/share/bring-in/", {}).getvalue().decode()
    assert "Choose the standard" in text and "Choose a JSON file" in text


def test_who_may_not_draft_may_not_bring_in(office: Person, form: str) -> None:
    viewer = holder("RZ1")
    assert signed_in(viewer).get("/share/bring-in/").status_code == 403
    assert send(viewer, exported(office, form), form).status_code == 403
    with pytest.raises(NotPermitted):
        bring_in.bring_in_agreement(by=viewer, as_of=AS_OF, contents=exported(office, form), form=form, file="f.json")


def test_an_upload_of_another_is_not_there(office: Person, form: str) -> None:
    there = send(office, exported(office, form), form)["Location"]
    assert signed_in(editor("RZ1")).get(there).status_code == 404
    assert signed_in(editor("RZ1")).post(there).status_code == 404
