"""Nobody is shown another's draft, an opening that does not concern them, or a value of a row: all of share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.data.question import Question
from concordat.register.agreement import Agreement
from concordat.register.app import actions
from concordat.register.app.models import Entry
from concordat.register.app.permission import Part, Person
from concordat.register.sharing import Purpose
from concordat.share.app import glass, mappings
from concordat.share.app.tests import fed
from concordat.share.app.tests.agreed import AS_OF, HERE, KEY, editor, holder
from concordat.share.app.tests.samples import samples
from concordat.share.app.urls import urlpatterns
from concordat.web import seats
from concordat.web.scope import entries, row_of
from concordat.web.tests.fixtures import signed_in
from concordat.web.tests.test_role_walk import told

CANARY = "canary draft of QZ3"
REASON = "canary reason of RZ4 and RZ8"
HIDDEN = "TR-CANARY-77"
ASKED = {
    "organisation": "QZ3",
    "whose": "RZ1",
    "columns": "waiting_list.referred_on",
    "purpose": "planning and commissioning",
    "form": "pseudonymised",
}
QUERIES = (ASKED, {**ASKED, "drafts": "yes"}, {**ASKED, "agreement": HIDDEN, "drafts": "yes"}, {"leaver": "RZ1"})
SAMPLES = {
    "agreement": (KEY, f"{HIDDEN} / 1"),
    "paper": ("dsa", "notice", "renewals", "odrl"),
    "id": ("00000000-0000-4000-8000-000000000000",),
    "number": (1, 2),
    "feed": ("patient", "nothing"),
    "table": ("patient",),
    "column": ("gender", "nothing"),
}
BODY = {"reason": "somebody is in need of it", "appropriate": "yes", "paper": "dsa", "form": "mais", "title": "t"}


@pytest.fixture
def world(office: Person) -> None:
    """A private draft at QZ3, and an opening of RZ4 for data of RZ8."""
    (now,) = (row_of(each) for each in entries(office, Agreement).filter(key=KEY))
    assert isinstance(now, Agreement)
    draft = replace(now, agreement=HIDDEN, version=1, title=CANARY, text_hash="")
    actions.add_row(by=editor("QZ3"), as_of=AS_OF, row=draft, private=True)
    care = Question(
        organisation="RZ4", whose=("RZ8",), columns=("waiting_list.referred_on",), purpose=Purpose.INDIVIDUAL_CARE
    )
    glass.open_break_glass(by=editor("RZ4"), as_of=AS_OF, question=care, reason=REASON)


def addresses() -> Iterator[str]:
    """Every address with everything that can stand in it, and the questions that a page is asked by its address."""
    known = samples() | SAMPLES
    for pattern in urlpatterns:
        parts = list(pattern.pattern.converters)
        for values in itertools.product(*(known[part] for part in parts)):
            yield reverse(pattern.name, kwargs=dict(zip(parts, values, strict=True)))
    for name in ("share_may", "share_verdict", "share_decision", "share_coverage", "share_departure", "share_open"):
        yield from (f"{reverse(name)}?{urlencode(query)}" for query in QUERIES)


def walk(by: Person, without: str = "nothing") -> Iterator[tuple[str, HttpResponse]]:
    client = signed_in(by)
    for address in (each for each in addresses() if without not in each):
        yield f"GET {address}", client.get(address)
        yield f"POST {address}", client.post(address, BODY)


@pytest.mark.parametrize("who", ["RZ1", "8KX21", "guardian of RZ1"])
def test_nobody_else_is_shown_a_draft_or_an_opening(world: None, who: str) -> None:
    by = holder("RZ1") if who.startswith("guardian") else editor(who)
    drafts = Entry.objects.filter(private=True, owner="QZ3").order_by("pk")
    before = list(drafts.values())
    for asked, response in walk(by):
        text = told(response)
        assert response.status_code < 500, f"{asked}: {text[-2000:]}"
        assert CANARY not in text and REASON not in text, f"{asked} told what it should not"
        in_address = HIDDEN in asked
        assert in_address or HIDDEN not in text, f"{asked} told that there is a draft"
    assert list(drafts.values()) == before


def test_those_concerned_are_shown_both(world: None) -> None:
    """Else the walk above proves nothing."""
    keeper = "".join(told(response) for asked, response in walk(editor("QZ3")) if asked.startswith("GET"))
    assert CANARY in keeper and REASON not in keeper
    asker = "".join(told(response) for asked, response in walk(editor("RZ4")) if asked.startswith("GET"))
    assert REASON in asker and CANARY not in asker


@pytest.fixture
def rows(db: None, settings: Any, tmp_path: Path) -> Person:
    """Two trusts have sent patients, with canaries in them; and RZ1 has proposed a mapping. The programme office."""
    settings.HOME = tmp_path / "home"
    office = fed.fed(tmp_path)
    text = fed.feed("RZ1").replace("family", "surname")
    mappings.propose_mapping(by=editor("RZ1"), as_of=AS_OF, feed="patient", text=text, base=1)
    return office


WALKERS = {
    "an editor of the trust": lambda: editor("RZ1"),
    "an editor of the other trust": lambda: editor("RZ4"),
    "a guardian": lambda: holder("RZ1"),
    "the programme office": lambda: seats.give(
        user="olwen", name="Olwen Reed", organisation="QZ3", collaborative=HERE, part=Part.OFFICE
    ),
    "another collaborative": lambda: seats.give(
        user="s", name="S", organisation="RZ1", collaborative="elsewhere", part=Part.EDITOR
    ),
}


@pytest.mark.parametrize("who", WALKERS)
def test_no_value_of_a_row_is_on_any_page_export_or_error(rows: Person, who: str) -> None:
    """Nor another's mapping, nor by whoever may change nothing is anything changed."""
    by = WALKERS[who]()
    before, own = fed.files_of(rows), (by.organisation, by.collaborative, by.part) == ("RZ1", HERE, Part.EDITOR)
    assert sum(fed.CANARY.encode() in each for each in before.values()) >= 4, "the canaries are there to be found"
    told = "".join(_told(by))
    assert fed.CANARY not in told
    assert (fed.OWN_WORDS in told) == own, "they are shown their own mapping, else this proves nothing; and no other's"
    assert own or fed.files_of(rows) == before


def _told(by: Person) -> Iterator[str]:
    """All that every page says but those of one agreement, of which there are many, and which know of no row."""
    for asked, response in walk(by, without="/agreement/"):
        assert response.status_code < 500, f"{asked}: {told(response)[-2000:]}"
        yield told(response)


def test_a_hidden_agreement_answers_as_one_that_is_nowhere(world: None) -> None:
    client = signed_in(editor("RZ1"))
    for name in ("share_papers", "share_agreement"):
        one, other = (
            client.get(reverse(name, kwargs={"agreement": key})) for key in (f"{HIDDEN} / 1", "TR-NONE-77 / 1")
        )
        assert one.status_code == other.status_code == 404
        first, second = (
            each.getvalue().decode().partition("<main")[2].partition("</main>")[0] for each in (one, other)
        )
        assert first.replace(HIDDEN, "TR-NONE-77") == second
