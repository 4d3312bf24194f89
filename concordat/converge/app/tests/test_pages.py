"""The pages say what a programme director needs, work without scripts, and break no content policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from concordat.converge.app import actions, jobs
from concordat.converge.app.models import Run
from concordat.converge.app.tests.fixtures import AS_OF, load, office_person, planned, record_rows, signed_in, silent
from concordat.converge.app.tests.test_actions import QUESTION
from concordat.register.app.permission import Person
from concordat.web.models import Job

pytestmark = pytest.mark.usefixtures("few_papers")
HREF = re.compile(r'href="(/(?:converge|register)/[^"#]*)"')


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.getvalue().decode()


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Every page of converge that links lead to from the plan's, each once."""
    waiting, seen = ["/converge/"], set()
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in seen or not address.startswith("/converge/") or "roadmap." in address:
            continue
        seen.add(address)
        html = page(client, address)
        yield address, html
        waiting += HREF.findall(html)


def test_before_any_plan_the_office_is_offered_one_and_others_are_told_who_may(
    office: Person, editor_a: Person
) -> None:
    assert "Plan now" in page(signed_in(office), "/converge/")
    html = page(signed_in(editor_a), "/converge/")
    assert "Plan now" not in html
    assert "programme office" in html


def test_planning_is_a_job_that_leads_to_the_plan(office: Person) -> None:
    client = signed_in(office)
    started = client.post(reverse("converge_start"))
    assert started.status_code == 302
    job = Job.objects.get()
    assert started["Location"] == reverse("job", kwargs={"id": job.pk})
    run = Run.objects.get()
    assert job.result == {"page": reverse("converge_plan", kwargs={"run": run.pk})}
    html = page(client, "/converge/")
    for words in (
        "Sharing 2 products",
        "Decide next",
        "Dinah Lead",
        "Cost by year",
        "By organisation",
        "Agree this plan",
    ):
        assert words in html, words


def test_every_page_that_is_linked_answers_to_everybody(plan: Run, office: Person, partner: Person) -> None:
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    for by in (office, partner):
        client = signed_in(by)
        found = dict(pages(client))
        assert {"/converge/fit/", "/converge/what-if/", "/converge/findings/"} <= set(found)
        assert len({address.partition("?")[0] for address in found if "/move/" in address}) == 5
        rows = {link for html in found.values() for link in HREF.findall(html) if link.startswith("/register/")}
        assert rows
        for link in rows:
            page(client, link)


def test_nothing_inline_would_be_stopped_by_the_content_policy(plan: Run, office: Person) -> None:
    for address, html in pages(signed_in(office)):
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html), address
        assert "<style" not in html, address
        assert all("src=" in tag or "nonce=" in tag for tag in re.findall("<script[^>]*>", html)), address


def test_ids_are_not_used_twice_on_a_page(plan: Run, office: Person) -> None:
    for address, html in pages(signed_in(office)):
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), f"{address}: {sorted(each for each in ids if ids.count(each) > 1)}"


def test_a_conflict_is_told_in_words_with_what_would_change_it(db: None) -> None:
    by = office_person()
    load(by, record_rows(ends_on=AS_OF, exit_fee=0))
    planned(by)
    html = page(signed_in(by), "/converge/")
    assert "No lawful plan was found" in html
    assert "cannot lawfully run beyond" in html
    assert "What would change it" in html
    assert "Agree this plan" not in html


def test_an_override_is_shown_with_its_reason_on_every_page_of_the_answer(db: None) -> None:
    by = office_person()
    reason = "The board took the <risk> & signed"
    load(by, record_rows(override_until=AS_OF.replace(year=2032), override_reason=reason))
    run = planned(by)
    for address in ("/converge/", reverse("converge_agree", kwargs={"run": run.pk})):
        html = page(signed_in(by), address)
        assert "Assumed against the law" in html
        assert "The board took the &lt;risk&gt; &amp; signed" in html


def test_the_agreed_plan_stands_until_another_is_agreed(plan: Run, office: Person) -> None:
    client = signed_in(office)
    actions.agree_plan(by=office, as_of=AS_OF, run=plan.pk)
    newer = planned(office)
    html = page(client, "/converge/")
    assert f"Plan {plan.pk}," in html
    assert reverse("converge_plan", kwargs={"run": newer.pk}) in html
    address = reverse("converge_agree", kwargs={"run": newer.pk})
    assert "Share Otter PAS" in page(client, address)
    assert client.post(address)["Location"] == "/converge/"
    assert f"Plan {newer.pk}," in page(client, "/converge/")


def test_who_may_not_agree_is_refused_and_told_who_may(plan: Run, editor_a: Person) -> None:
    client = signed_in(editor_a)
    for response in (client.get(f"/converge/plan/{plan.pk}/agree/"), client.post(f"/converge/plan/{plan.pk}/agree/")):
        assert response.status_code == 403
        assert "programme office" in response.getvalue().decode()
    assert client.post("/converge/plan/").status_code == 403


def test_a_what_if_runs_from_form_to_answer(plan: Run, office: Person) -> None:
    client = signed_in(office)
    posted = {"offer": "PAS-OFFER", "rise": "500", "changes": "4"}
    client.post("/converge/what-if/", posted)
    run = Run.objects.get(supposed=True)
    html = page(client, f"/converge/what-if/{run.pk}/")
    assert "offer PAS-OFFER costs 500% more, with at most 4 systems changed" in html
    assert "Costs side by side" in html
    assert "PAS-OFFER costs 500% more" in page(client, "/converge/what-if/")
    answered = client.get(f"/converge/plan/{run.pk}/roadmap.json")
    assert "what-if-" in answered["Content-Disposition"]
    assert client.get(f"/converge/plan/{run.pk}/roadmap.ics").status_code == 404, "its events would replace the plan's"


def test_a_wrong_form_comes_back_with_everything_wrong_and_what_was_typed(plan: Run, office: Person) -> None:
    response = signed_in(office).post("/converge/what-if/", {"months": "six", "rise": "9999", "contract": "RZX-1"})
    html = response.getvalue().decode()
    assert response.status_code == 422
    assert html.count("There is a problem") == 1
    for words in ("is not a whole number", "Give a number from -90 to 500", "Choose one of the list", 'value="six"'):
        assert words in html, words
    assert not Run.objects.filter(supposed=True)


def test_changes_to_the_register_since_are_counted(plan: Run, office: Person) -> None:
    assert "have changed since" not in page(signed_in(office), "/converge/")
    load(office, record_rows(exit_format="open"))
    assert "rows\n" in page(signed_in(office), "/converge/") or "have changed since" in page(
        signed_in(office), "/converge/"
    )


@pytest.mark.parametrize("asked", ["0", "x", "99999999999999999999", "-1", "1;"])
def test_a_plan_that_is_not_there_is_not_found(plan: Run, office: Person, asked: str) -> None:
    assert signed_in(office).get("/converge/fit/", {"plan": asked}).status_code == 404


def test_without_a_base_a_what_if_still_answers(office: Person) -> None:
    jobs.suppose(by=office, as_of=AS_OF, progress=silent, question=QUESTION)
    run = Run.objects.get()
    assert "If contract RZA-PAS ends 6 months later" in page(signed_in(office), f"/converge/what-if/{run.pk}/")
