"""Every page: strict headers, no inline code, a structure assistive technology can follow, few queries, live links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from concordat.register.app import actions
from concordat.register.app.permission import Person
from concordat.register.noun import nouns
from concordat.web.tests.fixtures import AS_OF, contract, entry_of, intake_of, signed_in

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


class Outline(HTMLParser):
    """What a page's markup says of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.tags if "id" in attrs]


def paths() -> list[str]:
    found = ["/", "/due/", "/manual/", "/accessibility/", "/register/", "/register/upload/", "/seat/", "/no-such-page/"]
    found += ["/keys/", "/api/"]
    found += [reverse("sheet", kwargs={"noun": noun}) for noun in nouns()]
    found += [reverse("add", kwargs={"noun": noun}) for noun in nouns()]
    return [*found, "/register/contracts/RZA-PAS/", "/register/contracts/RZB-PAS/", "/register/organisations/RZA/"]


def pages(client: Client) -> Iterator[tuple[str, Any, Outline]]:
    entry = entry_of("RZA-PAS").pk
    own = [f"/register/contracts/RZA-PAS/{entry}/{act}/" for act in ("update", "retire")]
    for path in (*paths(), *own):
        response = client.get(path)
        yield path, response, Outline(response.content.decode())


def test_every_page_is_strict_about_what_it_loads(editor_a: Person) -> None:
    for path, response, outline in pages(signed_in(editor_a)):
        policy = response["Content-Security-Policy"]
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce and "unsafe" not in policy and "default-src 'none'" in policy, path
        assert response["X-Frame-Options"] == "DENY" and response["X-Content-Type-Options"] == "nosniff"
        assert all(each.get("src") or each.get("nonce") == nonce[1] for each in outline.all("script")), path
        assert not outline.all("style"), path
        for tag, attrs in outline.tags:
            assert "style" not in attrs and not [name for name in attrs if name.startswith("on")], (path, tag, attrs)
            for name in ("src", "href", "action"):
                assert not re.match(r"(https?:)?//|javascript:", attrs.get(name) or ""), (path, tag, attrs)


def test_every_page_can_be_followed_without_seeing_it(editor_a: Person) -> None:
    for path, _, outline in pages(signed_in(editor_a)):
        assert outline.all("html")[0]["lang"] == "en-GB", path
        assert len(outline.all("h1")) == 1 and len(outline.all("main")) == 1, path
        assert "maincontent" in outline.ids and len(outline.ids) == len(set(outline.ids)), path
        labelled = {each.get("for") for each in outline.all("label")}
        for each in outline.all("input", "select", "textarea"):
            assert each.get("type") in ("hidden", "submit") or each.get("id") in labelled, (path, each)
        for each in outline.all("th"):
            assert each.get("scope") in ("col", "row"), path
        assert len(outline.all("table")) == len(outline.all("caption")), path


def test_every_form_can_be_sent_without_scripts(editor_a: Person) -> None:
    for path, _, outline in pages(signed_in(editor_a)):
        for each in outline.all("form"):
            assert each.get("method") in ("get", "post"), path
        posting = [each for each in outline.all("form") if each.get("method") == "post"]
        tokens = [each for each in outline.all("input") if each.get("name") == "csrfmiddlewaretoken"]
        assert len(posting) == len(tokens), path
        assert all(each.get("method") == "get" or not each.get("hx-get") for each in outline.all("form")), path


def test_every_link_leads_somewhere(editor_a: Person) -> None:
    client = signed_in(editor_a)
    linked = {str(each.get("href")) for _, _, outline in pages(client) for each in outline.all("a")}
    internal = {each.partition("#")[0] for each in linked} - {""}
    assert len(internal) > 60
    assert not [each for each in internal if client.get(each, follow=True).status_code != 200]


def test_another_organisations_name_is_not_on_the_pages_as_the_owners_identity(editor_a: Person) -> None:
    """No NHS logo, no Frutiger, nobody's copyright line."""
    for path, response, _ in pages(signed_in(editor_a)):
        text = response.content.decode()
        assert not re.search(r"nhsuk-header__logo|frutiger|assets\.nhs\.uk|Crown copyright|NHS England", text, re.I), (
            path
        )


@pytest.mark.parametrize("path", ["/register/contracts/", "/register/systems/", "/register/organisations/"])
def test_a_list_takes_as_many_queries_whatever_its_length(
    office: Person, path: str, django_assert_max_num_queries: Any
) -> None:
    many = [contract("RZA", f"C{number}") for number in range(120)]
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(many))
    client = signed_in(office)
    with django_assert_max_num_queries(11):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "most"), [("/", 7), ("/due/", 7), ("/register/", 5), ("/register/contracts/RZA-PAS/", 12)]
)
def test_a_page_takes_few_queries(office: Person, path: str, most: int, django_assert_max_num_queries: Any) -> None:
    client = signed_in(office)
    with django_assert_max_num_queries(most):
        client.get(path)


def test_a_get_writes_nothing(editor_a: Person, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(editor_a)
    with CaptureQueriesContext(connection) as queries:
        for _ in pages(client):
            pass
    wrote = [each["sql"] for each in queries if re.match(r"INSERT|UPDATE|DELETE", each["sql"], re.I)]
    assert not wrote


def test_the_filter_narrows_is_kept_and_can_be_left(office: Person) -> None:
    many = [contract("RZA", f"C{number}", title=f"Pathology {number}") for number in range(60)]
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(many))
    client = signed_in(office)
    first = client.get("/register/contracts/?q=PATHOLOGY&organisation=RZA").content.decode()
    assert "60 of 63 rows" in first and "q=PATHOLOGY&amp;organisation=RZA&amp;page=2" in first
    assert "/register/export/contracts.csv?q=PATHOLOGY&amp;organisation=RZA" in first
    lines = client.get("/register/export/contracts.csv?q=pathology+59").getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and "Pathology 59" in lines[1]
    assert "No row has all of these words" in client.get("/register/contracts/?q=nothing+like+it").content.decode()
    for odd in ("?page=0", "?page=9999999", "?page=x", "?q=%25", "?q=_", "?q=%27%3B--", "?organisation=x&q=%C3"):
        assert client.get(f"/register/contracts/{odd}").status_code == 200, odd


@pytest.mark.parametrize("path", ["/register/contracts/?q=%00", "/register/contracts/a%00b/", "/sign-in/?next=%00"])
def test_a_nought_byte_in_an_address_is_refused(editor_a: Person, path: str) -> None:
    response = signed_in(editor_a).get(path)
    assert response.status_code == 400 and "Check the address" in response.content.decode()


@pytest.mark.parametrize("file", sorted(ROOT.glob("**/views.py")), ids=lambda file: file.parent.as_posix()[-24:])
def test_no_view_asks_the_database_itself(file: Path) -> None:
    """A view makes one call, of an action or of a page; what it may see is for the scope to say."""
    text = file.read_text(encoding="utf-8")
    assert ".objects" not in text and "import models" not in text and ".models import" not in text


def test_entries_are_read_and_written_in_few_places() -> None:
    """Whoever reads them elsewhere has not asked who is looking."""
    doors = {"web/scope.py", "web/seats.py", "register/app/store.py"}
    own = (each for each in ROOT.rglob("*.py") if "tests" not in each.parts)
    found = {each.relative_to(ROOT).as_posix() for each in own if "Entry.objects" in each.read_text(encoding="utf-8")}
    assert found == doors


def test_health(db: None) -> None:
    client = Client()
    assert client.get("/healthz").content == b"ok"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": True, "migrations": True, "jobs": True})


def test_a_fault_of_ours_tells_nothing_of_it(editor_a: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**given: object) -> None:
        raise ValueError("the combination is swordfish")

    monkeypatch.setattr("concordat.web.pages.home_page", fail)
    response = signed_in(editor_a).get("/")
    assert response.status_code == 500 and "on our side" in response.content.decode()
    assert "swordfish" not in response.content.decode() and "Content-Security-Policy" in response
