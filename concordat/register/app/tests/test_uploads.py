"""Uploading: looked at first, hostile files end in a kind page, and nobody's upload is anybody else's."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from concordat.core.rows import read_bytes
from concordat.core.sheets import write_workbook
from concordat.register.app.models import Entry, LedgerLine, Upload
from concordat.register.app.permission import Person
from concordat.register.noun import Noun, nouns
from concordat.register.outtake import sheets_of
from concordat.register.record import Record
from concordat.web.tests.fixtures import contract, entry_of, signed_in

pytestmark = pytest.mark.django_db


def workbook(*rows: Noun) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, sheets_of(Record.of(rows)))
    return stream.getvalue()


def send(client: Client, *files: tuple[str, bytes]) -> HttpResponse:
    return client.post("/register/upload/", {"files": [SimpleUploadedFile(name, data) for name, data in files]})


def digest_in(html: str) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', html)
    assert found, html
    return found[1]


def test_from_file_to_register(editor_a: Person) -> None:
    client = signed_in(editor_a)
    before = LedgerLine.objects.count()
    sent = send(
        client, ("book.xlsx", workbook(contract("RZA", "C9", title="From a workbook"), contract("RZA", notice=9)))
    )
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "Ready to be stored" in page and "Notice (months): 6 becomes 9" in page
    assert not Entry.objects.filter(key="C9").exists(), "looking stores nothing"
    stored = client.post(sent["Location"], {"digest": digest_in(page)}, follow=True).content.decode()
    assert "Rows added: 1. Rows changed: 1." in stored
    assert entry_of("C9").label == "From a workbook"
    assert LedgerLine.objects.count() == before + 1
    assert client.get(sent["Location"]).status_code == 404, "it is dropped once stored"


def test_every_error_is_shown_and_marked_and_nothing_can_be_stored(editor_a: Person) -> None:
    client = signed_in(editor_a)
    headings = b"Contract,Title,Customer,Supplier,Regime,Starts on,Ends on"
    bad = headings + b"\nC9,,RZA,nobody,PCR 2015,1/4/2026,31/2/2027\nC10,T,RZB,S1,x,,"
    sent = send(client, ("Contracts.csv", bad))
    page = client.get(sent["Location"]).content.decode()
    assert "wrong with it" in page and "digest" not in page
    assert page.count('<td class="nhsuk-table__cell app-number">2</td>') >= 2
    assert client.post(sent["Location"], {"digest": "0" * 64}).status_code == 422
    marked = client.get(f"{sent['Location']}0/findings.xlsx")
    assert any(table.sheet == "Findings" for table in read_bytes("f.xlsx", marked.getvalue()))
    assert not Entry.objects.filter(key="C9").exists()


def test_a_stale_preview_is_not_stored(editor_a: Person, office: Person) -> None:
    client = signed_in(editor_a)
    sent = send(client, ("book.xlsx", workbook(contract("RZA", notice=9))))
    digest = digest_in(client.get(sent["Location"]).content.decode())
    signed_in(office).post(
        f"/register/contracts/RZA-PAS/{entry_of('RZA-PAS').pk}/retire/",
        {"valid_to-day": "1", "valid_to-month": "1", "valid_to-year": "2030"},
    )
    answer = client.post(sent["Location"], {"digest": digest})
    assert answer.status_code == 409 and "Somebody else changed" in answer.content.decode()
    assert client.post(sent["Location"], {}).status_code == 409, "nor is one that was never looked at"


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (32 << 20))
    return stream.getvalue()


def _entity() -> bytes:
    stream = io.BytesIO()
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("xl/workbook.xml", evil)
        book.writestr("[Content_Types].xml", "<Types/>")
    return stream.getvalue()


HOSTILE = {
    "nothing": b"",
    "noughts": b"\0" * 5000,
    "noise": bytes(range(256)) * 40,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "a zip that is no workbook": b"PK\x03\x04" + b"x" * 100,
    "a bomb": _bomb(),
    "an entity": _entity(),
    "half a workbook": workbook(contract("RZA"))[:2000],
    "a web page": b"<html><script>alert(1)</script></html>",
    "another character set": "Contract,Title\nC9,\u20ac".encode("utf-16"),
    "an endless line": b"x," * 500_000,
}


NAMES = ("Contracts.csv", "../../etc/passwd", "<script>.xlsx", "x" * 300)
EACH = [("book.xlsx", contents) for contents in HOSTILE.values()] + [(name, HOSTILE["noise"]) for name in NAMES]


@pytest.mark.parametrize(("name", "contents"), EACH, ids=[*HOSTILE, *(name[:20] for name in NAMES)])
def test_a_hostile_file_ends_in_a_kind_page(editor_a: Person, name: str, contents: bytes) -> None:
    client = signed_in(editor_a)
    before = Entry.objects.count()
    answer = client.post("/register/upload/", {"files": [SimpleUploadedFile(name, contents)]}, follow=True)
    html = answer.content.decode()
    assert answer.status_code in (200, 422), html[-2000:]
    assert "There is a problem" in html or "wrong with it" in html or "Nothing would change" in html
    assert "Traceback" not in html and "<script>alert" not in html and "root:" not in html
    assert Entry.objects.count() == before


def test_nothing_chosen_is_said_beside_the_field(editor_a: Person) -> None:
    answer = signed_in(editor_a).post("/register/upload/", {})
    assert answer.status_code == 422 and "No file was chosen" in answer.content.decode()


def test_a_request_too_large_is_refused_unread(editor_a: Person) -> None:
    answer = signed_in(editor_a).generic("POST", "/register/upload/", b"", CONTENT_LENGTH=str(10**9))
    assert answer.status_code == 413 and "Split the workbook" in answer.content.decode()


def test_an_upload_never_lies_in_a_folder_of_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    for size in (1, 4 << 20, 20 << 20):
        request = RequestFactory().post("/register/upload/", {"files": SimpleUploadedFile("a.csv", b"x" * size)})
        (file,) = request.FILES.getlist("files")
        assert len(file.read()) == size


def test_an_upload_is_its_owners_alone_and_expires(editor_a: Person, office: Person) -> None:
    client = signed_in(editor_a)
    where = send(client, ("book.xlsx", workbook(contract("RZA", notice=9))))["Location"]
    colleague = signed_in(office)
    for path in (where, f"{where}0/findings.xlsx"):
        assert colleague.get(path).status_code == 404
    assert colleague.post(where, {"digest": "x"}).status_code == 404
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(where).status_code == 404
    send(client, ("book.xlsx", workbook(contract("RZA", notice=9))))
    assert Upload.objects.count() == 1, "the expired one is gone"


def test_few_uploads_are_kept(editor_a: Person) -> None:
    client = signed_in(editor_a)
    for _ in range(8):
        send(client, ("book.xlsx", workbook(contract("RZA"))))
    assert Upload.objects.count() == 5


def test_several_csv_files_rest_on_each_other_and_on_the_register(editor_a: Person, office: Person) -> None:
    client = signed_in(office)
    files = (
        ("Suppliers.csv", b"Supplier,Name\nS9,Nine\n"),
        ("Products.csv", b"Product,Name,Supplier,Capability\nP9,Nine PAS,S9,PAS\n"),
    )
    page = client.get(send(client, *files)["Location"]).content.decode()
    assert "Ready to be stored" in page and "Suppliers.csv, Products.csv" in page


def test_the_empty_workbook_can_be_sent_back(editor_a: Person) -> None:
    client = signed_in(editor_a)
    template = client.get("/register/template.xlsx").getvalue()
    assert {table.sheet for table in read_bytes("t.xlsx", template)} >= {noun.SHEET for noun in nouns()}
    page = client.get(send(client, ("template.xlsx", template))["Location"]).content.decode()
    assert "Nothing would change" in page
