"""Nobody is shown another organisation's draft, nor an opening that does not concern them: every address of share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.data.question import Question
from concordat.register.agreement import Agreement
from concordat.register.app import actions
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.register.sharing import Purpose
from concordat.share.app import glass
from concordat.share.app.tests.agreed import AS_OF, KEY, editor, holder
from concordat.share.app.tests.samples import samples
from concordat.share.app.urls import urlpatterns
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


def walk(by: Person) -> Iterator[tuple[str, HttpResponse]]:
    client = signed_in(by)
    for address in addresses():
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
