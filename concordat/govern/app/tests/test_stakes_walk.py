"""Nobody is shown another's concern, evidence, draft or pounds: stakeholders, checks and maturity, as every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.core.ledger import verify
from concordat.core.money import in_pounds
from concordat.govern.app import stakeholder_actions
from concordat.govern.app.pages.checks import RULES
from concordat.govern.checks.every import check
from concordat.govern.tests.sound import AS_OF, TRUSTS, sound
from concordat.register.app import actions
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.register.intake import whole_record
from concordat.register.noun import Noun
from concordat.register.organisation import Collaborative, Membership, Model, Role
from concordat.register.stakeholder import Effect, EffectKind, Engagement, Position
from concordat.web.tests.fixtures import intake_of, person, signed_in
from concordat.web.tests.test_role_walk import told

POUNDS = {"RZ1": 98_765_431, "RZ2": 87_654_329, "RZ4": 76_543_217}
"""Pence that each trust loses: the canary that only it and the programme office may see."""
DRAFT = "canary draft of RZ4"


def secrets(code: str) -> tuple[str, ...]:
    """What is for one organisation alone, whatever anybody's part."""
    return (f"canary concern of {code}", f"canary evidence of {code}", f"canary outcome of {code}")


def written(code: str) -> tuple[str, ...]:
    return (in_pounds(POUNDS[code]), f"{POUNDS[code] / 100:.2f}", str(POUNDS[code]))


def rows() -> list[Noun]:
    """The sound record of a collaborative, with a canary in everything that is not for all."""
    found: list[Noun] = [each for each in sound() if not isinstance(each, Effect)]
    for at, each in enumerate(found):
        if isinstance(each, Position):
            code = each.organisation
            found[at] = replace(each, concern=secrets(code)[0], evidence=secrets(code)[1], question="Who runs it?")
        if isinstance(each, Engagement):
            found[at] = replace(each, outcome=secrets(each.organisation)[2])
    found += [
        Effect(proposal="P-2", organisation=code, kind=EffectKind.LOSS, what="posts", amount=pence, evidence="p4")
        for code, pence in POUNDS.items()
    ]
    whole = Collaborative(collaborative="two-rivers", name="Two", model=Model.LEAD_PROVIDER)
    roles = [Membership(collaborative="two-rivers", organisation=each, role=Role.MEMBER) for each in TRUSTS]
    return [*found, whole, *roles]


@pytest.fixture
def office(db: None) -> Person:
    """The programme office, at RZ1, with all of it loaded, and a draft of RZ4's that is its own."""
    by = person("olwen", "RZ1", Part.OFFICE)
    actions.import_record(by=by, as_of=AS_OF, intake=intake_of(rows()))
    base = next(each for each in sound() if isinstance(each, Position))
    draft = replace(base, organisation="RZ4", office=DRAFT, gains=DRAFT)
    actions.add_row(by=person("eddy", "RZ4", Part.EDITOR), as_of=AS_OF, row=draft, private=True)
    return by


WHO = {
    "the office, at RZ1": ("olwen", "RZ1", Part.OFFICE),
    "an editor of RZ2": ("ed", "RZ2", Part.EDITOR),
    "a viewer of RZ4": ("vi", "RZ4", Part.VIEWER),
    "somebody at the ICB": ("ida", "QZ3", Part.EDITOR),
}


def addresses() -> Iterator[str]:
    for name in ("govern_stakeholders", "govern_checks", "govern_checks_workbook", "govern_maturity"):
        yield reverse(name)
    for proposal in ("P-1", "P-2", "nowhere"):
        for name in ("govern_stakes", "govern_stakes_workbook", "govern_erase"):
            yield reverse(name, kwargs={"proposal": proposal})
    for code in TRUSTS:
        yield f"{erase_address()}?position=P-2 / {code} / Board"
    yield f"{erase_address()}?position=P-2 / RZ4 / {DRAFT}"


def erase_address() -> str:
    return reverse("govern_erase", kwargs={"proposal": "P-2"})


def walk(by: Person) -> Iterator[tuple[str, HttpResponse]]:
    client = signed_in(by)
    for address in addresses():
        yield address, client.get(address)


@pytest.mark.parametrize("who", WHO)
def test_nobody_is_shown_what_is_anothers(office: Person, who: str) -> None:
    by = person(*WHO[who])
    others = [code for code in TRUSTS if code != by.organisation]
    hidden = [text for code in others for text in secrets(code)]
    hidden += [] if by.part is Part.OFFICE else [text for code in others for text in written(code)]
    seen = set()
    for address, response in walk(by):
        text = told(response)
        assert response.status_code < 500, f"{address}: {text[-2000:]}"
        assert not [each for each in hidden if each in text], f"{address} told what it should not"
        assert DRAFT not in text, f"{address} told of a draft"
        seen |= {each for code in TRUSTS for each in (*secrets(code), written(code)[0]) if each in text}
    own = set(secrets(by.organisation)) if by.organisation in TRUSTS else set()
    own |= {written(by.organisation)[0]} if by.organisation in TRUSTS else set()
    assert own <= seen, "they are not shown even their own: then this walk proves nothing"


def test_the_office_sees_what_everybody_loses_and_no_concern(office: Person) -> None:
    page = signed_in(office).get(reverse("govern_stakes", kwargs={"proposal": "P-2"})).content.decode()
    assert all(in_pounds(pence) in page for pence in POUNDS.values())
    assert "Its concern is for RZ2." in page


def test_all_are_told_who_is_left_worse_off(office: Person) -> None:
    by = person(*WHO["an editor of RZ2"])
    page = signed_in(by).get(reverse("govern_stakes", kwargs={"proposal": "P-2"})).content.decode()
    assert "RZ1, RZ2, RZ4 are left worse off" in page
    assert "For its own organisation" in page and "For its own board" in page


def test_a_draft_is_erased_as_one_that_is_nowhere(office: Person) -> None:
    client = signed_in(person(*WHO["an editor of RZ2"]))
    one, other = (client.get(erase_address(), {"position": f"P-2 / RZ4 / {x}"}) for x in (DRAFT, "Nobody"))
    assert one.status_code == other.status_code == 404
    assert one.content.decode().partition("<main")[2] == other.content.decode().partition("<main")[2]


def held(text: str) -> int:
    return sum(text in str(each) for each in Entry.objects.values_list("values", flat=True))


def changed_once(office: Person) -> None:
    """A second version of the position of RZ2, so that its history holds the concern too."""
    entry = Entry.objects.get(noun="Position", key="P-2 / RZ2 / Board", superseded_at=None)
    row = next(each for each in rows() if isinstance(each, Position) and each.organisation == "RZ2")
    editor = person(*WHO["an editor of RZ2"])
    actions.update_row(by=editor, as_of=AS_OF, row=replace(row, gains="one system"), entry=entry.pk)


@pytest.mark.parametrize("who", ["the office, at RZ1", "an editor of RZ2"])
def test_what_is_erased_is_gone_from_every_version_and_the_ledger_tells_it(office: Person, who: str) -> None:
    changed_once(office)
    by = person(*WHO[who])
    assert held(secrets("RZ2")[0]) == 2 and held(secrets("RZ2")[2]) == 1
    response = signed_in(by).post(erase_address(), {"position": "P-2 / RZ2 / Board"}, follow=True)
    assert "Erased from 3 versions" in response.content.decode()
    assert not any(held(each) for each in secrets("RZ2"))
    assert all(held(each) for code in ("RZ1", "RZ4") for each in secrets(code)), "and nothing of anybody else's"
    line = LedgerLine.objects.order_by("-number").first()
    assert line and line.action == "erase_position" and line.subject == "Position P-2 / RZ2 / Board"
    assert line.facts["versions"] == 3 and line.facts["erased"] == ["concern", "evidence", "outcome"]
    assert verify([each.line() for each in LedgerLine.objects.order_by("number")]) == ()
    stance = Entry.objects.get(noun="Position", key="P-2 / RZ2 / Board", superseded_at=None).values["stance"]
    assert stance == "supports"


@pytest.mark.parametrize("who", ["a viewer of RZ4", "an editor of RZ2", "somebody at the ICB"])
def test_nobody_else_erases(office: Person, who: str) -> None:
    by = person(*WHO[who])
    before = list(Entry.objects.order_by("pk").values())
    response = signed_in(by).post(erase_address(), {"position": "P-2 / RZ1 / Board"})
    assert response.status_code == 403
    with pytest.raises(NotPermitted):
        stakeholder_actions.erase_position(by=by, as_of=AS_OF, key="P-2 / RZ1 / Board")
    assert list(Entry.objects.order_by("pk").values()) == before


def test_a_get_erases_nothing(office: Person) -> None:
    before = list(Entry.objects.order_by("pk").values())
    assert signed_in(office).get(erase_address(), {"position": "P-2 / RZ2 / Board"}).status_code == 200
    assert list(Entry.objects.order_by("pk").values()) == before


def test_the_pages_say_what_they_are_for(office: Person) -> None:
    client = signed_in(office)
    page = client.get(reverse("govern_stakes", kwargs={"proposal": "P-2"})).content.decode()
    assert "It must be decided by 16 December 2026" in page
    assert "RZ1 has 2 of 4 votes (50.0%)" in page, "voting power, in a sentence"
    assert page.count("<svg") == 1 and "The picture as a table" in page
    maturity = client.get(reverse("govern_maturity")).content.decode()
    assert "The next moves" in maturity and "Between members" in maturity
    checks = client.get(reverse("govern_checks")).content.decode()
    assert "Error: " not in checks.split("</title>")[0]
    assert "ST-02" in checks and "Proposals (One laboratory system)" in checks


def test_every_rule_that_finds_something_in_the_example_is_told_with_its_source() -> None:
    folder = Path(__file__).resolve().parents[4] / "examples" / "three_rivers"
    assert {each.rule for each in check(whole_record(folder), AS_OF)} <= RULES.keys()
