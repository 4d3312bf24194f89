"""Nobody is shown what is another organisation's: every address, as every role, looking for the others' canaries."""

from __future__ import annotations

import importlib
import importlib.util
import io
import itertools
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from concordat.capability import capabilities
from concordat.core.sheets import write_workbook
from concordat.register.app import actions, uploads
from concordat.register.app.models import Entry, UploadedFile
from concordat.register.app.permission import Part, Person
from concordat.register.noun import noun_named, nouns
from concordat.register.outtake import sheets_of
from concordat.register.record import Record
from concordat.web.models import Job, ProgramKey
from concordat.web.problem import API
from concordat.web.tests.fixtures import AS_OF, PRICE, canaries, contract, signed_in

NOT_WALKED = {"sign_out"}
BODY = {
    "digest": "x",
    "seat": "1",
    "contract": "RZA-DRAFT",
    "valid_to-day": "1",
    "valid_to-month": "1",
    "valid_to-year": "2030",
}


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address that Django answers, with its whole name."""
    waiting = [("", each) for each in get_resolver().url_patterns]
    while waiting:
        space, each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += [(f"{each.namespace}:" if each.namespace else space, one) for one in each.url_patterns]
        else:
            yield f"{space}{each.name}", each


def samples() -> dict[str, tuple[Any, ...]]:
    """What may stand in an address, by the name of its part; a verb adds its own in `app/tests/samples.py`."""
    found: dict[str, tuple[Any, ...]] = {
        "noun": nouns(),
        "verb": tuple(each.verb for each in capabilities()),
        "form": ("xlsx", "csv", "exe"),
        "number": (0, 1),
        "key_id": (*ProgramKey.objects.values_list("pk", flat=True), 0),
        "id": (*UploadedFile.objects.values_list("upload", flat=True), *Job.objects.values_list("pk", flat=True)),
    }
    for each in capabilities():
        name = f"{each.package}.app.tests.samples"
        if each.app and importlib.util.find_spec(f"{each.package}.app.tests") and importlib.util.find_spec(name):
            found |= importlib.import_module(name).samples()
    return found


def addresses() -> Iterator[str]:
    """Every address with everything that can stand in it; a row's own key stands with its own register."""
    known = samples()
    entries = [(noun_named(each.noun), each.key, each.pk) for each in Entry.objects.all()]
    for name, pattern in patterns():
        parts = list(pattern.pattern.converters)
        if name in NOT_WALKED:
            continue
        if "key" in parts:
            for noun, key, entry in entries:
                given = {"noun": noun, "key": key, "entry": entry}
                yield reverse(name, kwargs={part: given[part] for part in parts})
            continue
        missing = [part for part in parts if part not in known]
        assert not missing, f"{pattern}: say in app/tests/samples.py what may stand for {missing}"
        for values in itertools.product(*(known[part] for part in parts)):
            yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))


def told(response: HttpResponse) -> str:
    """All that a response says: headers, text, and what is packed in a workbook."""
    content = response.getvalue()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return f"{response.headers}\n{content.decode('utf-8', 'replace')}"


def put_up(by: Person) -> None:
    """An upload of somebody's that is waiting, with their price in it and something wrong."""
    stream = io.BytesIO()
    write_workbook(stream, sheets_of(Record.of([contract(by.organisation, supplier="nowhere")])))
    uploads.put_up(by=by, files=[SimpleUploadedFile(f"canary draft of {by.organisation}.xlsx", stream.getvalue())])


@pytest.fixture
def people(office: Person, editor_a: Person, editor_b: Person, viewer_b: Person) -> dict[str, Person]:
    for each in (editor_a, editor_b):
        put_up(each)
    return {"office of RZA": office, "editor of RZA": editor_a, "editor of RZB": editor_b, "viewer of RZB": viewer_b}


def walk(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    for address in addresses():
        yield f"GET {address}", client.get(address)
        yield f"POST {address}", client.post(address, BODY)


@pytest.mark.parametrize("who", ["office of RZA", "editor of RZA", "editor of RZB", "viewer of RZB"])
def test_nobody_is_shown_or_changes_what_is_anothers(people: dict[str, Person], who: str) -> None:
    by = people[who]
    others = [text for code in PRICE if code != by.organisation for text in canaries(code)]
    own = {canaries(by.organisation)[place] for place in (0, 3, 4)}  # the price as pages write it, and its drafts
    theirs = Entry.objects.exclude(owner=by.organisation)
    if by.part is Part.OFFICE:  # which keeps everybody's shared rows
        theirs = theirs.filter(private=True)
    before = list(theirs.order_by("pk").values())
    for asked, response in walk(signed_in(by)):
        text = told(response)
        assert response.status_code < 500, f"{asked}: {text[-2000:]}"
        assert not [each for each in others if each in text], f"{asked} told what it should not"
        own -= {each for each in own if each in text}
    assert not own, "they are not shown even their own: then this walk proves nothing"
    assert list(theirs.order_by("pk").values()) == before


def test_a_hidden_row_answers_as_one_that_is_nowhere(editor_b: Person) -> None:
    client = signed_in(editor_b)
    hidden, nowhere = (client.get(f"/register/contracts/{key}/") for key in ("RZA-DRAFT", "RZA-DRAFX"))
    assert hidden.status_code == nowhere.status_code == 404
    assert _same(hidden, nowhere)


def _same(one: HttpResponse, other: HttpResponse) -> bool:
    first, second = (each.getvalue().decode().replace("RZA-DRAFX", "RZA-DRAFT") for each in (one, other))
    return _without_tokens(first) == _without_tokens(second)


def _without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf" not in line and "nonce" not in line)


def test_a_key_that_another_keeps_private_can_be_taken(editor_b: Person) -> None:
    """A clash would tell that a hidden row exists."""
    row = contract("RZB", "RZA-DRAFT")
    assert actions.add_row(by=editor_b, as_of=AS_OF, row=row).key == "RZA-DRAFT"


@pytest.mark.parametrize("words", ["98765431", "987,654.31", "987654.31", "canary"])
def test_a_search_does_not_find_what_is_hidden(editor_b: Person, words: str) -> None:
    page = signed_in(editor_b).get("/register/contracts/", {"q": words}).content.decode()
    assert "Trust RZA</a>" not in page
    assert "RZA-DRAFT" not in page


def test_nothing_is_shown_to_nobody(people: dict[str, Person]) -> None:
    open_to_all = {"/sign-in/", "/sign-in/as/", "/healthz", "/readyz", "/accessibility/", f"{API}openapi.json"}
    for asked, response in walk(Client(raise_request_exception=False)):
        if asked.split()[1].startswith(API) and asked.split()[1] not in open_to_all:
            assert response.status_code in (401, 404, 405), asked
        elif asked.split()[1] not in open_to_all:
            assert response.status_code in (302, 404), asked
            assert response.status_code == 404 or response["Location"].startswith("/sign-in/"), asked
