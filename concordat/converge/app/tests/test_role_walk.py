"""Nobody is shown another organisation's pounds: every page, paper and refusal of converge, as every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.converge.app import actions, jobs
from concordat.converge.app.models import Run
from concordat.converge.app.tests.fixtures import AS_OF, planned, signed_in, silent
from concordat.converge.app.tests.samples import samples
from concordat.converge.app.tests.test_actions import QUESTION
from concordat.core.money import in_pounds
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.web.tests.test_role_walk import told

POUNDS = re.compile(r"£\d")
PRICES = {"RZA": (98765431, 31313107), "RZB": (87654329, 27272753), "RZP": (45454519,)}
"""Pence a year of each organisation's present contracts, as the fixtures have them."""


@pytest.fixture
def world(office: Person, editor_a: Person, editor_b: Person, request: pytest.FixtureRequest) -> Run:
    """An agreed plan with all its papers, and what-ifs of the office and of each trust, with few."""
    run = planned(office)
    actions.agree_plan(by=office, as_of=AS_OF, run=run.pk)
    request.getfixturevalue("few_papers")
    asked: tuple[tuple[Person, dict[str, Any]], ...] = (
        (office, {"slips": [["RZB-PAS", 3]]}),
        (editor_a, {"slips": [["RZA-PAS", 4]]}),
        (editor_b, {"slips": [["RZB-PAS", 5]]}),
    )
    for by, question in asked:
        jobs.suppose(by=by, as_of=AS_OF, progress=silent, question=QUESTION | question)
    return run


def addresses() -> Iterator[str]:
    known = samples()
    for name in ("converge", "converge_fit", "converge_findings", "converge_what_if"):
        yield reverse(name)
    for run in known["run"]:
        yield reverse("converge_plan", kwargs={"run": run})
        yield reverse("converge_agree", kwargs={"run": run})
        yield reverse("converge_supposed", kwargs={"run": run})
        yield from (reverse("converge_paper", kwargs={"run": run, "paper": paper}) for paper in known["paper"])
        yield from (f"{reverse(name)}?plan={run}" for name in ("converge", "converge_fit", "converge_findings"))
    for system in (*Entry.objects.filter(noun="System").values_list("key", flat=True), "nowhere"):
        yield reverse("converge_move", kwargs={"system": system})


def walk(by: Person) -> Iterator[tuple[str, HttpResponse, str]]:
    client = signed_in(by)
    for address in addresses():
        response = client.get(address)
        yield address, response, told(response).replace("\r\n ", "")


def written(pence: int) -> set[str]:
    """An amount as pages, papers and JSON write it exactly; in short, many amounts look alike."""
    return {in_pounds(pence), f"{pence / 100:.2f}", str(pence / 100), str(pence)}


def secrets(run: Run, organisation: str) -> set[str]:
    """Every exact amount that is one organisation's own in a plan, and every price of its present contracts."""
    own = [each for each in (*run.answer["moves"], *run.answer["stays"]) if each["organisation"] == organisation]
    amounts = {each[key] for each in own for key in ("cost", "month_late") if each[key]}
    amounts |= {sum(each["cost"] for each in own), *PRICES[organisation]}
    return {text for amount in amounts for text in written(amount) if len(text) > 5}


def priced(run: Run, organisation: str) -> set[str]:
    """Every reason of one organisation's that tells pounds; in short, so another plan may say the same of another's."""
    own = [each for each in run.answer["moves"] if each["organisation"] == organisation]
    return {reason["text"] for each in own for reason in each["reasons"] if "£" in reason["text"]}


def shared_amounts(run: Run) -> set[str]:
    """What every member may see: the totals."""
    return {text for amount in run.answer["cost"].values() for text in written(amount)}


@pytest.mark.parametrize("who", ["editor_a", "editor_b", "partner", "stranger"])
def test_nobody_is_shown_the_pounds_of_another(world: Run, who: str, request: pytest.FixtureRequest) -> None:
    by: Person = request.getfixturevalue(who)
    theirs = [code for code in PRICES if code != by.organisation]
    own = secrets(world, by.organisation) if by.organisation in PRICES else set()
    amounts = {text for code in theirs for text in secrets(world, code)} - shared_amounts(world) - own
    reasons = {text for code in theirs for text in priced(world, code)}
    suppositions = [f"/{each.pk}/" for each in Run.objects.filter(supposed=True)]
    seen: set[str] = set()
    for address, response, text in walk(by):
        assert response.status_code < 500, f"{address}: {text[-2000:]}"
        of_another_plan = any(each in address for each in suppositions)
        found = [each for each in (amounts if of_another_plan else amounts | reasons) if each in text]
        assert not found, f"{address} told {found}"
        seen |= {each for each in own if each in text}
    assert seen or not own, "they are not shown even their own: then this walk proves nothing"


def test_the_programme_office_sees_all(world: Run, office: Person) -> None:
    texts = "".join(text for _, _, text in walk(office))
    for code in PRICES:
        own = [each for each in world.answer["moves"] if each["organisation"] == code]
        assert all(in_pounds(each["cost"]) in texts for each in own)


@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_who_is_no_member_sees_no_pounds_but_its_own(world: Run, who: str, request: pytest.FixtureRequest) -> None:
    by: Person = request.getfixturevalue(who)
    totals = shared_amounts(world)
    for address, response, text in walk(by):
        assert not [each for each in totals if each in text], address
        if by.organisation not in address and "/what-if/" not in address:
            shown = POUNDS.findall(text)
            assert not shown or by.organisation in PRICES, f"{address}: {shown}"
        if "roadmap." in address:
            assert response.status_code == 404


def test_a_supposition_is_for_the_organisation_that_asked(world: Run, editor_a: Person, editor_b: Person) -> None:
    for run in Run.objects.filter(supposed=True):
        for by in (editor_a, editor_b):
            status = signed_in(by).get(reverse("converge_supposed", kwargs={"run": run.pk})).status_code
            asked_by_them = run.made_by == str(by)
            assert status == (200 if asked_by_them else 404)


def test_a_hidden_run_answers_as_one_that_is_nowhere(world: Run, editor_a: Person) -> None:
    hidden = Run.objects.get(supposed=True, owner="RZB").pk
    client = signed_in(editor_a)
    one, other = (client.get(reverse("converge_supposed", kwargs={"run": run})) for run in (hidden, 99999))
    assert one.status_code == other.status_code == 404
    assert re.findall("<main.*</main>", one.getvalue().decode(), re.S) == re.findall(
        "<main.*</main>", other.getvalue().decode(), re.S
    )


def test_a_member_who_leaves_no_longer_reads_totals(world: Run, editor_b: Person) -> None:
    """What one may see follows from what one's organisation is today, not when the plan was written."""
    membership = Entry.objects.get(noun="Membership", key__contains="RZB", superseded_at=None)
    Entry.objects.filter(pk=membership.pk).update(values=membership.values | {"role": "partner"})
    for address, _, text in walk(editor_b):
        assert not [each for each in shared_amounts(world) if each in text], address
