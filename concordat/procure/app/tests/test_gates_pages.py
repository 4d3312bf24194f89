"""Gates on pages: what is next and what was missed, the same days for all, and purchases that say too little."""

from __future__ import annotations

import re

from concordat.procure.app import demo
from concordat.procure.app.gated import Desk
from concordat.procure.app.tests.fixtures import ADVICE, AS_OF, OTHERS_PRICES, signed_in
from concordat.register.app.permission import Person
from concordat.web.tests.test_role_walk import told


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


def test_what_goes_to_lawyers_is_for_the_buyer_alone(editor_a: Person, editor_b: Person) -> None:
    """It holds what the purchase is worth and what was advised before, but no price of another's contract."""
    one, other = (signed_in(by) for by in (editor_a, editor_b))
    for paper in ("instructions", "notices", "ocds"):
        assert one.get(f"/procure/papers/PURCHASE/{paper}").status_code == 404
        found = other.get(f"/procure/papers/PURCHASE/{paper}")
        assert found.status_code == 200, paper
        assert not [each for each in OTHERS_PRICES["RZA"] if each in told(found)]
    assert ADVICE in told(other.get("/procure/papers/PURCHASE/instructions"))
    assert "Instructions to lawyers" not in one.get("/procure/gates/PURCHASE/").content.decode()
    assert one.get("/procure/papers/PURCHASE/fit").status_code == 200


def test_of_anothers_advice_only_that_and_when_is_told(editor_a: Person, editor_b: Person) -> None:
    one, other = (signed_in(by).get("/procure/advice/").content.decode() for by in (editor_a, editor_b))
    assert "Advice was taken, and answered on 9 March 2026" in one and ADVICE not in one
    assert ADVICE in other and "Privileged" in other


def test_requirements_say_which_heads_were_forgotten(editor_a: Person) -> None:
    page = signed_in(editor_a).get("/procure/requirements/PURCHASE/").content.decode()
    assert "8 of the 8 heads" in page and "It tells who is waiting" in page
    assert "Nothing is required of UNDATED yet" in signed_in(editor_a).get("/procure/fit/UNDATED/").content.decode()
    assert signed_in(editor_a).get("/procure/fit/RZA-PAS/").status_code == 404, "it is a contract"
