"""Keys for programs: shown once, kept as a hash, made and revoked by nobody but their owner."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from concordat.register.app.models import LedgerLine
from concordat.register.app.permission import Part, Person
from concordat.web import keys
from concordat.web.keys import DAYS, MOST, CannotMakeKey, NoSuchKey
from concordat.web.models import ProgramKey
from concordat.web.tests.fixtures import AS_OF, person, signed_in

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r"concordat_[\w-]{43}")


@pytest.fixture(autouse=True)
def on_the_day(settings: Any) -> None:
    settings.AS_OF = AS_OF


def made(by: Person, name: str = "notebook", days: int = 30) -> str:
    text: str = keys.make_key(by=by, as_of=AS_OF, name=name, days=days)
    return text


def test_it_is_shown_once_and_only_its_hash_is_kept(editor_a: Person) -> None:
    client = signed_in(editor_a)
    page = client.post("/keys/", {"name": "notebook", "days": "30"})
    (text,) = SHOWN.findall(page.content.decode())
    assert page["Cache-Control"] == "no-store"
    assert keys.person_of(text, AS_OF) == editor_a
    again = client.get("/keys/").content.decode()
    assert "notebook" in again and not SHOWN.search(again)
    row = ProgramKey.objects.values().get()
    assert not [each for each in row.values() if text in str(each) or text[10:] in str(each)]
    assert not [each for each in LedgerLine.objects.values_list("facts", "subject") if text[10:] in str(each)]
    assert LedgerLine.objects.order_by("-number")[0].action == "make_key"


def test_what_is_wrong_with_it_is_told_at_its_field(editor_a: Person) -> None:
    client = signed_in(editor_a)
    for posted in ({}, {"name": "x"}, {"name": " ", "days": "30"}, {"name": "a\0b", "days": "30"}, {"name": "x" * 81}):
        page = client.post("/keys/", {"days": "9999", **posted})
        assert page.status_code == 422 and "There is a problem" in page.content.decode()
    assert not ProgramKey.objects.exists()


def test_its_owner_alone_revokes_it(editor_a: Person, editor_b: Person) -> None:
    text = made(editor_a)
    (line,) = keys.keys_of(editor_a, AS_OF)
    assert keys.keys_of(editor_b, AS_OF) == ()
    colleague = person("second-rza", "RZA", Part.OFFICE)
    for other in (editor_b, colleague):
        with pytest.raises(NoSuchKey):
            keys.revoke_key(by=other, as_of=AS_OF, key=line.id)
        assert signed_in(other).post(f"/keys/{line.id}/revoke/").status_code == 404
    assert keys.person_of(text, AS_OF) == editor_a
    assert signed_in(editor_a).get(f"/keys/{line.id}/revoke/").status_code == 405, "a link revokes nothing"
    page = signed_in(editor_a).post(f"/keys/{line.id}/revoke/", follow=True).content.decode()
    assert "opens nothing any more" in page and "Revoked" in page
    assert keys.person_of(text, AS_OF) is None


def test_the_day_it_was_last_used_is_written_once_a_day(editor_a: Person, django_assert_num_queries: Any) -> None:
    text = made(editor_a)
    next_day = AS_OF + datetime.timedelta(days=1)
    for day, queries in ((AS_OF, 2), (AS_OF, 1), (next_day, 2), (next_day, 1)):
        with django_assert_num_queries(queries):
            assert keys.person_of(text, day)
        assert keys.keys_of(editor_a, day)[0].last_used_on == day


@pytest.mark.parametrize("days", DAYS)
def test_it_lasts_to_its_last_day_and_no_longer(editor_a: Person, days: int) -> None:
    text = made(editor_a, days=days)
    (line,) = keys.keys_of(editor_a, AS_OF)
    assert (line.last_day - AS_OF).days == days - 1
    assert keys.person_of(text, line.last_day) and not keys.person_of(text, line.last_day + datetime.timedelta(days=1))


def test_nobody_has_keys_without_number(editor_a: Person) -> None:
    texts = [made(editor_a, str(number)) for number in range(MOST)]
    assert len(set(texts)) == MOST
    with pytest.raises(CannotMakeKey, match="already"):
        made(editor_a)
    keys.revoke_key(by=editor_a, as_of=AS_OF, key=keys.keys_of(editor_a, AS_OF)[0].id)
    assert made(editor_a)


def test_a_form_from_elsewhere_makes_none_and_nobody_makes_none(editor_a: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(editor_a).cookies
    assert client.post("/keys/", {"name": "notebook", "days": "30"}).status_code == 403
    assert Client().post("/keys/", {"name": "notebook", "days": "30"}).status_code == 302
    assert not ProgramKey.objects.exists()


def test_a_key_makes_no_further_key(editor_a: Person) -> None:
    headers = {"Authorization": f"Bearer {made(editor_a)}"}
    assert Client().post("/keys/", {"name": "x", "days": "30"}, headers=headers).status_code == 302
    assert ProgramKey.objects.count() == 1


def test_what_programs_may_ask_is_told_on_a_page(editor_a: Person) -> None:
    page = signed_in(editor_a).get("/api/").content.decode()
    for each in ("POST /api/v1/may", "POST /api/v1/ask", "GET /api/v1/answers/{line}", "/api/v1/openapi.json", "429"):
        assert each in page
