"""Gates on pages: what is next and what was missed, the same days for all, and purchases that say too little."""

from __future__ import annotations

import re

from concordat.procure.app import demo
from concordat.procure.app.gated import Desk
from concordat.procure.app.tests.fixtures import AS_OF, signed_in
from concordat.register.app.permission import Person


def test_a_purchase_stands_on_the_list_with_what_was_missed_and_its_contracts_do_not(editor_a: Person) -> None:
    page = signed_in(editor_a).get("/procure/").content.decode()
    assert "/procure/gates/PURCHASE/" in page and re.search(r"\d+ missed", page)
    assert "/procure/gates/RZA-PAS/" not in page, "it is replaced by the purchase, and not told twice"
    assert "Nothing says by when Something, some day is needed" in page


def test_all_are_told_the_same_days(editor_a: Person, editor_b: Person) -> None:
    one, other = (Desk(by, AS_OF).one("PURCHASE").gates for by in (editor_a, editor_b))
    assert one and other
    assert [(each.kind, each.latest, each.status) for each in one.gates] == [
        (each.kind, each.latest, each.status) for each in other.gates
    ]


def test_a_missed_gate_leads_to_what_is_still_possible(editor_a: Person) -> None:
    page = signed_in(editor_a).get("/procure/gates/PURCHASE/").content.decode()
    assert "What is still possible" in page and "Begin by" in page
    assert "Legal advice LA-1" in page or "legal advice LA-1" in page, "that advice was taken is told, and when"
    assert "What the law says of it" in page


def test_a_contract_that_nothing_replaces_is_reckoned_as_is_usual(editor_b: Person) -> None:
    page = signed_in(editor_b).get("/procure/gates/RZB-PAS/").content.decode()
    assert "The gates, one by one" in page


def test_a_purchase_without_a_day_is_told_what_it_lacks_and_nothing_is_to_be_taken_away(editor_a: Person) -> None:
    client = signed_in(editor_a)
    page = client.get("/procure/gates/UNDATED/").content.decode()
    assert "Fill in Replaces" in page and "Take it away" not in page
    assert client.get("/procure/gates/UNDATED/gates.ics").status_code == 404


def test_a_draft_is_reckoned_for_its_owner_alone(editor_a: Person, editor_b: Person) -> None:
    assert Desk(editor_b, AS_OF).one("RZB-DRAFT").private
    assert signed_in(editor_a).get("/procure/gates/RZB-DRAFT/").status_code == 404
    assert signed_in(editor_b).get("/procure/gates/RZB-DRAFT/").status_code == 200


def test_the_demo_tells_which_gate_was_missed(office: Person) -> None:
    made = demo.prepare(by=office, as_of=AS_OF)
    assert made["procurement"] == "PURCHASE" and made["missed"]
    assert made["next"] in made["missed"]
