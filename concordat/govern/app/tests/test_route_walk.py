"""Nobody is shown what another's proposal is worth, nor that a draft of another's is there: govern's routes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.core.money import in_pounds, in_short
from concordat.govern.app.pages.route import FORMS
from concordat.govern.app.tests.fixtures import AS_OF, CANARY, DRAFTED, VALUE, meets, proposal, signed_in
from concordat.register.app import actions
from concordat.register.app.permission import Person
from concordat.web.tests.fixtures import intake_of
from concordat.web.tests.test_role_walk import told


def addresses() -> Iterator[str]:
    yield from ("/govern/", "/govern/meetings/", "/govern/meetings/meetings.ics")
    for key in ("SHARED", "ALONE", "RZB-DRAFT", "nowhere"):
        yield reverse("govern_route", kwargs={"proposal": key})
        for form in (*FORMS, "exe"):
            yield reverse("govern_route_file", kwargs={"proposal": key, "form": form})


def walk(by: Person) -> Iterator[tuple[str, HttpResponse]]:
    client = signed_in(by)
    for address in addresses():
        yield f"GET {address}", client.get(address)
    yield "POST", client.post("/govern/route/RZB-DRAFT/agendas/")


def written(pence: int) -> set[str]:
    return {in_pounds(pence), in_short(pence), f"{pence / 100:.2f}", str(pence)}


@pytest.fixture
def world(office: Person) -> Person:
    """A purchase of RZB's alone is above the limit of its only committee, and so nobody may decide it."""
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of([proposal("ALONE", members=("RZB",)), *meets("JC")]))
    return office


@pytest.mark.parametrize("who", ["office", "editor_a"])
def test_no_value_and_no_draft_of_another_is_told(world: Person, who: str, request: pytest.FixtureRequest) -> None:
    by: Person = request.getfixturevalue(who)
    for asked, response in walk(by):
        text = told(response)
        assert response.status_code < 500, f"{asked}: {text[-2000:]}"
        assert not [each for each in (CANARY, *written(VALUE), *written(DRAFTED)) if each in text], asked
        assert "RZB-DRAFT" in asked or "RZB-DRAFT" not in text
    assert signed_in(by).get("/govern/route/RZB-DRAFT/").status_code == 404


def test_its_owner_is_told_all(world: Person, editor_b: Person) -> None:
    """Else the walk above proves nothing."""
    texts = "".join(told(response) for _, response in walk(editor_b))
    assert CANARY in texts and in_pounds(VALUE) in texts and in_pounds(DRAFTED) in texts


def test_all_are_told_the_same_bodies_and_days(world: Person, editor_a: Person, editor_b: Person) -> None:
    one, other = (signed_in(by).get("/govern/route/SHARED/").content.decode() for by in (editor_a, editor_b))
    first, second = (page.partition('id="route"')[2].partition("</table>")[0] for page in (one, other))
    assert first == second and "Joint committee" in first
