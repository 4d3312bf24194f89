"""Signing in: without a password in a demo only, never to another site, and from one of one's own seats."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from concordat.register.app.models import Seat
from concordat.register.app.permission import Part, Person
from concordat.web import seats
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db


def with_password(by: Person) -> None:
    user = Seat.objects.get(pk=by.seat).user
    user.set_password("a long enough pass phrase")
    user.save()


def sign_in(client: Client, password: str = "a long enough pass phrase", **more: str) -> Any:
    return client.post("/sign-in/", {"name": "editor-rza", "password": password, **more})


def test_with_a_password(editor_a: Person) -> None:
    with_password(editor_a)
    client = Client()
    wrong = sign_in(client, "wrong")
    assert wrong.status_code == 422 and "do not belong together" in wrong.content.decode()
    assert client.get("/").status_code == 302
    assert sign_in(client)["Location"] == "/"
    assert "Editor-Rza" in client.get("/").content.decode()
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("demo", [False, True])
def test_without_a_password_only_in_a_demo(editor_a: Person, settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    client = Client()
    page = client.get("/sign-in/").content.decode()
    assert ("Trust RZA" in page) == demo and ('type="password"' in page) == (not demo)
    client.post("/sign-in/as/", {"seat": str(editor_a.seat)})
    assert (client.get("/").status_code == 200) == demo


def test_whoever_was_made_by_command_has_no_password(editor_a: Person) -> None:
    for password in ("", "!", "None", "\0"):
        assert sign_in(Client(), password).status_code == 422


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(editor_a: Person, next: str) -> None:
    with_password(editor_a)
    assert sign_in(Client(), next=next)["Location"] == "/"


def test_one_goes_on_to_where_one_was_going(editor_a: Person) -> None:
    with_password(editor_a)
    client = Client()
    asked = client.get("/register/contracts/?q=x")
    assert asked["Location"] == "/sign-in/?next=/register/contracts/%3Fq%3Dx"
    assert sign_in(client, next="/register/contracts/?q=x")["Location"] == "/register/contracts/?q=x"


def test_a_form_from_elsewhere_is_refused(editor_a: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Seat.objects.get(pk=editor_a.seat).user)
    answer = client.post("/register/add/suppliers/", {"supplier": "S9", "name": "Nine"})
    assert answer.status_code == 403 and "too old to be sent" in answer.content.decode()


def test_whoever_has_no_seat_sees_nothing(db: None) -> None:
    user = get_user_model().objects.create_user("nobody", password="a long enough pass phrase")
    client = Client()
    client.force_login(user)
    assert client.get("/register/")["Location"] == "/seat/"
    page = client.get("/seat/")
    assert page.status_code == 403 and "Ask your programme office" in page.content.decode()


def test_whoever_has_several_chooses_one_of_their_own(editor_a: Person, editor_b: Person) -> None:
    second = seats.give(user="editor-rza", name="E", organisation="RZA", collaborative="other-rivers", part=Part.VIEWER)
    client = signed_in(editor_a)
    assert client.get("/")["Location"] == "/seat/"
    assert client.post("/seat/", {"seat": str(editor_b.seat)}).status_code == 404
    assert client.get("/")["Location"] == "/seat/"
    client.post("/seat/", {"seat": str(second.seat)})
    assert "The registers are empty" in client.get("/").content.decode(), "another collaborative is another register"


def test_a_seat_taken_away_ends_at_once(editor_a: Person) -> None:
    client = signed_in(editor_a)
    assert client.get("/").status_code == 200
    Seat.objects.filter(pk=editor_a.seat).delete()
    assert client.get("/")["Location"] == "/seat/"
