"""Nobody is shown another organisation's pounds: every page and paper of shared services, by role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from concordat.core.money import in_pounds
from concordat.govern.hosting.tests import sample
from concordat.register.agreement import Signature
from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.noun import Noun
from concordat.register.organisation import Collaborative, Membership, Model, Organisation, OrganisationKind, Role
from concordat.register.service import Duty, Obligation, Risk
from concordat.web.tests.fixtures import HERE, intake_of, person, signed_in
from concordat.web.tests.test_role_walk import told

AS_OF = sample.AS_OF
CAPS = {"supplier": 987_654_32, "host to RZB": 1_234_567_89, "host to RZC": 1_357_913_57, "RZC to host": 246_802_46}
COSTS = {"RZA": 31_415_926, "RZB": 27_182_818, "RZC": 14_142_135}
"""Pence; the chance is a half, so that half of each is told as well."""
STRANGER = "RZX"


def shared() -> list[Noun]:
    """The sample with caps and costs that are told apart."""
    rows = [each for each in sample.rows() if not (isinstance(each, Obligation) and each.duty is Duty.LIABILITY)]
    rows = [each for each in rows if not isinstance(each, Risk | Signature)]  # nobody signs by a file
    liable = sample.promised(Duty.LIABILITY, limit=CAPS["host to RZB"], owed_to=("RZB",))
    return [
        *rows,
        Organisation(code=STRANGER, name="Trust of Strangers", kind=OrganisationKind.ACUTE),
        Collaborative(collaborative=HERE, name="Two Rivers", model=Model.LEADERSHIP_BOARD),
        *(Membership(collaborative=HERE, organisation=each, role=Role.MEMBER) for each in sample.USERS),
        sample.given(Duty.LIABILITY, limit=CAPS["supplier"]),
        liable,
        sample.promised(Duty.LIABILITY, obligation="H-C", limit=CAPS["host to RZC"], owed_to=("RZC",)),
        sample.promised(Duty.LIABILITY, obligation="M-C", owed_by="RZC", owed_to=("RZA",), mirrors="",
                        limit=CAPS["RZC to host"]),
        sample.risk("R-9", probability=50.0, exposure=tuple((code, pence / 100) for code, pence in COSTS.items())),
    ]  # fmt: skip


@pytest.fixture
def office(db: None) -> Person:
    """The programme office, at RZB: it keeps the risk register, and is party to no cap but RZB's."""
    by = person("olwen", "RZB", Part.OFFICE)
    actions.import_record(by=by, as_of=AS_OF, intake=intake_of(shared()))
    return by


@pytest.fixture
def people(office: Person) -> dict[str, Person]:
    """Somebody of each kind."""
    parts = {"host": "RZA", "member": "RZB", "other": "RZC", "stranger": STRANGER}
    found = {who: person(who, code, Part.EDITOR) for who, code in parts.items()}
    return {**found, "office": office, "viewer": person("viewer", "RZC", Part.VIEWER)}


def addresses() -> Iterator[str]:
    yield from (reverse(name) for name in ("govern_services", "govern_risks", "govern_checks"))
    for name in ("govern_service", "govern_handbook", "govern_handbook_tables", "govern_review"):
        yield reverse(name, kwargs={"service": "SVC-SCANS"})
    yield reverse("govern_service", kwargs={"service": "SVC-SCANS"}) + "?when=2027-03-28+03:00&about=dispute"
    yield from ("/register/obligations/", "/register/risks/", "/register/obligations/S-LIABILITY/")
    yield from ("/register/obligations/H-LIABILITY/", "/register/obligations/M-C/", "/register/risks/R-9/")


def walked(by: Person) -> str:
    client, texts = signed_in(by), []
    for address in addresses():
        response = client.get(address)
        text = told(response)
        assert response.status_code < 400, f"{address}: {text[-1500:]}"
        texts.append(text)
    return "\n".join(texts)


def written(pence: int) -> set[str]:
    return {in_pounds(pence)[1:], f"{pence / 100:.2f}", str(pence // 100), str(pence)}


def seen(text: str, amounts: dict[str, int]) -> set[str]:
    return {name for name, pence in amounts.items() if any(each in text for each in written(pence))}


SIGHT = {
    "host": ({"supplier", "host to RZB", "host to RZC", "RZC to host"}, {"RZA"}),
    "member": ({"host to RZB"}, {"RZB"}),
    "other": ({"host to RZC", "RZC to host"}, {"RZC"}),
    "viewer": ({"host to RZC", "RZC to host"}, {"RZC"}),
    "office": ({"host to RZB"}, {"RZA", "RZB", "RZC"}),
    "stranger": (set[str](), set[str]()),
}
"""Which caps, and whose costs, each is shown somewhere."""


@pytest.mark.parametrize("who", SIGHT)
def test_nobody_is_shown_the_pounds_of_another(people: dict[str, Person], who: str) -> None:
    text = walked(people[who])
    caps, costs = SIGHT[who]
    assert seen(text, CAPS) == caps
    halves = {code: -(-pence // 2) for code, pence in COSTS.items()}
    assert seen(text, halves) - costs == set(), "what is expected tells as much as what is at worst"
    assert seen(text, COSTS) == costs | ({"RZA", "RZB", "RZC"} if who == "host" else set()), (
        "the host keeps the row of the risk, so that the register shows it what it wrote there"
    )


@pytest.mark.parametrize("who", ["member", "other", "stranger"])
def test_no_sum_lets_another_amount_be_reckoned(people: dict[str, Person], who: str) -> None:
    text = walked(people[who])
    sums = {
        "all costs": sum(COSTS.values()),
        "costs but ours": sum(COSTS.values()) - COSTS.get(people[who].organisation, 0),
        "gap of RZB": CAPS["host to RZB"] - CAPS["supplier"],
        "gap of RZC": CAPS["host to RZC"] - CAPS["supplier"],
        "pooled": CAPS["host to RZB"] + CAPS["host to RZC"] - CAPS["supplier"] - CAPS["RZC to host"],
    }
    assert seen(text, sums) == set()


def test_who_leaves_the_collaborative_sees_bands_no_longer(people: dict[str, Person]) -> None:
    page = signed_in(people["stranger"]).get(reverse("govern_risks")).content.decode()
    assert "£" not in page and "for members" in page
    assert "£100k to £500k" in signed_in(people["other"]).get(reverse("govern_risks")).content.decode()


def test_a_private_draft_is_on_no_page(people: dict[str, Person]) -> None:
    risk = sample.risk("R-DRAFT", title="canary risk", owner="RZC", exposure=(("RZC", 10.0),))
    actions.add_row(by=people["other"], as_of=AS_OF, row=risk, private=True)
    for who in ("host", "office", "member", "stranger"):
        assert "canary" not in walked(people[who])


def test_a_service_that_is_nowhere_names_no_other(office: Person) -> None:
    for name in ("govern_service", "govern_handbook", "govern_handbook_tables", "govern_review"):
        response = signed_in(office).get(reverse(name, kwargs={"service": "SVC-NOWHERE"}))
        assert response.status_code == 404
        assert "SVC-SCANS" not in response.content.decode()


@pytest.mark.parametrize("when", ["", "now", "2027-02-30 03:00", "<script>", "9" * 5000])
def test_a_moment_that_cannot_be_read_is_said_beside_its_field(office: Person, when: str) -> None:
    response = signed_in(office).get(reverse("govern_service", kwargs={"service": "SVC-SCANS"}), {"when": when})
    assert response.status_code == 422
    page = response.content.decode()
    assert "is not a moment" in page and "Write the day and the hour" in page
    assert "<script>" not in page.partition("<main")[2]


def test_a_month_that_cannot_be_read_is_a_page_with_how_to_write_it(office: Person) -> None:
    address = reverse("govern_review", kwargs={"service": "SVC-SCANS"})
    response = signed_in(office).get(address, {"month": "2027-13"})
    assert 400 <= response.status_code < 500
    assert "2027-01" in response.content.decode()


def test_whom_to_call_is_answered_on_the_page(office: Person) -> None:
    address = reverse("govern_service", kwargs={"service": "SVC-SCANS"})
    page = signed_in(office).get(address, {"when": "2027-03-28 03:00", "about": "incident"}).content.decode()
    assert "Call On call of RZA, 01234 2 at 03:00 on Sunday 28 March 2027." in page
    skipped = signed_in(office).get(address, {"when": "2027-03-28 01:30"}).content.decode()
    assert "The clocks go forward" in skipped
