"""The May page: the answer in words with its reasons, for any day, and the same for whoever asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpResponse

from concordat.register.agreement import Agreement, Section75
from concordat.register.app import actions
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import Person
from concordat.share.app.tests.agreed import AS_OF, KEY, editor
from concordat.web.scope import entries, row_of
from concordat.web.tests.fixtures import signed_in

PLAN = {
    "organisation": "QZ3",
    "role": "analyst",
    "trained_on-day": "11",
    "trained_on-month": "5",
    "trained_on-year": "2026",
    "whose": "RZ1",
    "columns": ["waiting_list.referred_on", "waiting_list.date_of_birth", "patient.name"],
    "purpose": "planning and commissioning",
    "form": "pseudonymised",
}
CARE = {"organisation": "RZ4", "whose": "RZ8", "columns": "waiting_list.referred_on", "purpose": "individual care"}


def ask(by: Person, question: Mapping[str, object], page: str = "") -> HttpResponse:
    return signed_in(by).get(f"/share/may/{page}?{urlencode(question, doseq=True)}")


def html(response: HttpResponse) -> str:
    return response.getvalue().decode().replace("&#39;", "'")


def verdict(by: Person, question: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = json.loads(ask(by, question, "verdict.json").getvalue())
    return found


def test_a_permit_says_until_when_under_what_and_which_columns(office: Person) -> None:
    told = html(ask(office, PLAN))
    assert "Yes, until " in told and "under TR-DSA-01 version 2: 2 of the 3 columns" in told
    assert "Shown as age band" in told and "patient.name" in told
    assert "This is not legal advice." in told
    assert 'href="/share/rules/#IG-20"' in told


def test_failing_reasons_come_first_each_with_what_would_change_it(office: Person) -> None:
    told = html(ask(office, {**PLAN, "role": "porter"}))
    assert "No, not under TR-DSA-01 version 2" in told
    assert told.index("What stands against it") < told.index("What it rests on")
    assert "What would change it" in told and "porter" in told


def test_the_json_is_the_answer_of_the_page_with_its_question(office: Person) -> None:
    found = verdict(office, PLAN)
    assert found["verdict"] == "PERMIT" and found["agreement"] == "TR-DSA-01" and found["version"] == 2
    assert found["as_of"] == AS_OF.isoformat() and isinstance(found["question"], dict)
    decision = json.loads(ask(office, PLAN, "decision.json").getvalue())
    assert decision["Decision"] == "PERMIT"


def test_a_wrong_question_is_told_whole_on_the_page_and_in_json(office: Person) -> None:
    page = ask(office, {"purpose": "gossip", "organisation": ""})
    told = html(page)
    assert page.status_code == 422 and "There is a problem" in told
    for each in ("Choose who asks", "Choose whose data it is about", "Choose at least one column"):
        assert told.count(each) >= 2, f"{each}: in the summary and at its field"
    refused = ask(office, {"purpose": "gossip"}, "verdict.json")
    assert refused.status_code == 422 and "Choose who asks" in html(refused)


def test_the_page_asks_nothing_of_a_blank_address_and_offers_what_agreements_list(office: Person) -> None:
    told = html(ask(office, {}))
    assert "There is a problem" not in told and "app-verdict" not in told
    assert 'value="waiting_list.referred_on"' in told


def test_a_past_day_is_answered_by_the_agreements_of_that_day(office: Person) -> None:
    before = {"as_of-day": "30", "as_of-month": "4", "as_of-year": "2026"}
    assert verdict(office, PLAN)["verdict"] == "PERMIT"
    assert verdict(office, {**PLAN, **before})["verdict"] == "DENY", "the agreement began on 1 May"


def test_the_register_of_a_past_day_answers_by_what_was_recorded_then(office: Person) -> None:
    """A signature given for an earlier day, but entered only yesterday, permits from then on, and not before."""
    yesterday, earlier = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (21, 10))
    Entry.objects.update(recorded_at=earlier)
    Entry.objects.filter(noun="Signature", values__organisation="RZ1", key__startswith=KEY).update(
        recorded_at=yesterday
    )
    on = {"recorded_on-month": "11", "recorded_on-year": "2026"}
    answers = {day: verdict(office, {**PLAN, **on, "recorded_on-day": day})["verdict"] for day in ("20", "21")}
    assert answers == {"20": "DENY", "21": "PERMIT"}


def test_all_are_given_the_same_answer_what_is_confidential_notwithstanding(office: Person) -> None:
    """The section 75 terms have columns that only their keeper sees, and are part of what was signed."""
    answers = [verdict(by, PLAN) for by in (office, editor("RZ8"), editor("098"))]
    assert answers[0] == answers[1] == answers[2] and answers[0]["verdict"] == "PERMIT"
    (pooled,) = (row_of(each) for each in entries(office, Section75))
    assert isinstance(pooled, Section75)
    told = html(ask(editor("RZ8"), PLAN))
    assert f"{pooled.pooled_fund // 100:,}" not in told and str(pooled.pooled_fund) not in told


def test_anothers_private_draft_changes_no_answer(office: Person) -> None:
    """A later version in force would take the place of this one; while it is a draft it does so for nobody else."""
    (now,) = (row_of(each) for each in entries(office, Agreement).filter(key=KEY))
    assert isinstance(now, Agreement)
    draft = replace(now, version=3, title="canary draft of QZ3", text_hash="")
    actions.add_row(by=editor("QZ3"), as_of=AS_OF, row=draft, private=True)
    for by in (editor("RZ1"), editor("QZ3")):
        assert verdict(by, PLAN)["version"] == 2
    for question in (PLAN, {**PLAN, "drafts": "yes"}, {**PLAN, "agreement": "TR-DSA-01 / 3", "drafts": "yes"}):
        assert "canary" not in html(ask(editor("RZ1"), question))
    assert "canary" in html(ask(editor("QZ3"), {**PLAN, "drafts": "yes"})), "its own people may ask with it"
    assert "private drafts" not in html(ask(editor("RZ1"), PLAN)), "nor are they offered to ask with it"


def test_a_review_of_care_can_be_opened_by_who_asks_and_by_nobody_else(office: Person) -> None:
    own, other = html(ask(editor("RZ4"), CARE)), html(ask(editor("RZ1"), CARE))
    assert "A person must look" in own and "A person must look" in other
    assert "/share/openings/add/?" in own and "/share/openings/add/?" not in other
    past = {"as_of-day": "1", "as_of-month": "11", "as_of-year": "2026"}
    assert "/share/openings/add/?" not in html(ask(editor("RZ4"), {**CARE, **past})), "only today can be opened"


def test_a_question_writes_nothing(office: Person) -> None:
    before = (Entry.objects.count(), LedgerLine.objects.count())
    ask(office, PLAN)
    assert (Entry.objects.count(), LedgerLine.objects.count()) == before


def test_the_rules_page_has_every_rule_that_an_answer_cites(office: Person) -> None:
    told = html(signed_in(office).get("/share/rules/"))
    reasons = verdict(office, PLAN)["reasons"]
    assert isinstance(reasons, list) and reasons
    for each in reasons:
        assert f'id="{each["rule"]}"' in told
