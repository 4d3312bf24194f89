"""The pages of an agreement: statuses by the rules, forms of a task's questions only, and rows under their version."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from concordat.register.agreement import Agreement, Party
from concordat.register.app import actions as register
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import Person
from concordat.register.noun import columns
from concordat.register.sharing import DataItem
from concordat.share.app import actions, tasks, versions
from concordat.share.app.pages.timeline import timeline_page
from concordat.share.app.tasks import GROUPS, TASKS, Status
from concordat.share.app.tests.agreed import AS_OF, KEY, NEXT, editor, holder
from concordat.web.scope import row_of
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db
AT, DRAFT = "/share/agreement/TR-DSA-01 ~1 2", "/share/agreement/TR-DSA-01 ~1 3"


def statuses(by: Person, key: str) -> dict[str, Status]:
    found = tasks.done(versions.one(by, key, AS_OF))
    return {each.task.slug: each.status for _, group in found for each in group}


def text_of(client: Client, path: str) -> str:
    found = re.search("<main.*</main>", client.get(path).content.decode(), re.S)
    assert found, path
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", found[0]))


def current(noun: type, key: str) -> Entry:
    return Entry.objects.get(noun=noun.__name__, key=key, superseded_at=None)


def test_every_column_that_can_be_agreed_is_asked_by_one_task() -> None:
    asked = [name for task in TASKS.values() for name in task.asks]
    befalls = {"suspended_on", "resumed_on", "terminated_on", "end_reason", "text_hash"}
    known = {"agreement", "version", "organisation", "valid_from", "valid_to", *befalls}
    assert sorted(asked) == sorted({each.name for each in columns(Agreement)} - known)
    assert len(TASKS) == sum(len(group) for _, group in GROUPS)


def test_a_sound_agreement_has_no_problem_and_an_empty_draft_is_not_started(office: Person) -> None:
    assert set(statuses(office, KEY).values()) == {Status.COMPLETED}
    client = signed_in(office)
    days = {"starts_on": date(2026, 12, 1), "ends_on": date(2027, 12, 1)}
    posted = {
        f"{name}-{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }
    posted |= {"agreement": "NEW-1", "title": "New", "kind": "data sharing agreement"}
    assert client.post("/share/agreement/", posted).status_code == 302
    found = statuses(office, "NEW-1 / 1")
    assert found["purposes"] is found["parties"] is found["retention"] is Status.NOT_STARTED
    assert client.post("/share/agreement/", posted).status_code == 422, "its reference is taken"


def test_what_a_rule_finds_is_a_problem_of_its_task(drafted: Person) -> None:
    assert statuses(drafted, NEXT)["outputs"] is Status.COMPLETED
    client = signed_in(drafted)
    assert client.post(f"{DRAFT}/task/outputs/", {"least_count": "2", "rounding": "5"}).status_code == 302
    assert statuses(drafted, NEXT)["outputs"] is Status.PROBLEM
    assert "IG-23" in TASKS["outputs"].rules
    assert "What the rules find" in text_of(client, f"{DRAFT}/task/outputs/")


def test_saving_a_task_changes_its_own_columns_and_no_other(drafted: Person) -> None:
    before = row_of(current(Agreement, NEXT))
    posted = {"least_count": "9", "rounding": "3", "title": "Mine now", "organisation": "RZ1", "text_hash": "x"}
    signed_in(drafted).post(f"{DRAFT}/task/outputs/", posted)
    assert row_of(current(Agreement, NEXT)) == replace(before, least_count=9, rounding=3)  # type: ignore[call-arg]


def test_what_is_ticked_is_kept_and_what_is_wrong_is_said(drafted: Person) -> None:
    client = signed_in(drafted)
    client.post(f"{DRAFT}/task/clauses/", {"clauses": ["28(3)(c) security", "28(3)(h) audit"]})
    assert current(Agreement, NEXT).values["clauses"] == ["28(3)(c) security", "28(3)(h) audit"]
    response = client.post(f"{DRAFT}/task/dates/", {"starts_on-day": "31", "starts_on-month": "2"})
    assert response.status_code == 422
    assert b"There is a problem" in response.content


def test_a_row_under_a_draft_is_private_and_under_a_released_version_shared(drafted: Person) -> None:
    client = signed_in(drafted)
    posted = {"flow": f"{NEXT} / waiting-list", "table": "waiting_list", "item": "priority", "transform": "as it is"}
    assert client.post(f"{DRAFT}/task/items/add/", posted).status_code == 302
    key = f"{NEXT} / waiting-list / waiting_list / priority"
    assert current(DataItem, key).private and current(DataItem, key).owner == "QZ3"
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    assert client.post(f"{DRAFT}/task/items/add/", posted | {"item": "reason"}).status_code == 302
    assert not current(DataItem, f"{NEXT} / waiting-list / waiting_list / reason").private


def test_an_item_cannot_be_put_under_another_agreements_flow(drafted: Person) -> None:
    posted = {"flow": f"{KEY} / waiting-list", "table": "waiting_list", "item": "priority", "transform": "as it is"}
    before = Entry.objects.count()
    assert signed_in(drafted).post(f"{DRAFT}/task/items/add/", posted).status_code == 422
    assert Entry.objects.count() == before


def test_those_who_sign_are_shown_what_is_new_in_it(drafted: Person) -> None:
    client = signed_in(drafted)
    client.post(f"{DRAFT}/task/outputs/", {"least_count": "9", "rounding": "3"})
    actions.release(by=drafted, as_of=AS_OF, key=NEXT)
    for by in (holder("RZ1"), editor("RZ8")):
        for path in ("changes", "sign"):
            assert "Least count Changed 5 9" in text_of(signed_in(by), f"{DRAFT}/{path}/")
    assert "Sign it" in text_of(signed_in(holder("RZ1")), f"{DRAFT}/sign/")
    assert "Sign it" not in text_of(signed_in(editor("RZ8")), f"{DRAFT}/sign/")


def test_parties_see_the_money_they_sign_for_and_others_do_not(office: Person) -> None:
    money = "4,200,000"
    for by, sees in ((holder("RZ1"), True), (holder("8KX22"), True), (_outsider(), False)):
        shown = money in text_of(signed_in(by), f"{AT}/changes/")
        assert shown is sees, by.organisation


def _outsider() -> Person:
    return editor("RZ99")


def test_the_timeline_tells_what_was_and_what_comes_and_leaves_out_what_is_private(drafted: Person) -> None:
    own, others = (timeline_page(by=by, as_of=AS_OF, key=KEY) for by in (drafted, holder("RZ1")))
    assert any("drafted" in each.what.casefold() for each in own.past)
    assert not any(each.version == 3 for each in (*others.past, *others.coming))
    told = [each.what for each in others.past]
    assert any(each.startswith("Signed for") for each in told)
    assert any("joined by Deed of adherence" in each for each in told)
    assert [each.day for each in others.coming] == sorted(each.day for each in others.coming)
    assert all(each.day > AS_OF for each in others.coming)
    lines = {each.line for each in own.past if each.line}
    assert lines <= set(LedgerLine.objects.values_list("number", flat=True))


def test_a_party_leaves_and_certifies_on_its_page(office: Person) -> None:
    client = signed_in(office)
    day = {"left_on-day": "1", "left_on-month": "12", "left_on-year": "2026"}
    key = f"{KEY} / RZ8 / joint controller"
    leave = f"{AT}/row/{current(Party, key).pk}/leave/"
    assert client.post(leave, day).status_code == 422, "it must be said what becomes of its data"
    assert client.post(leave, day | {"leaver_duty": "delete"}).status_code == 302
    assert current(Party, key).values["leaver_duty"] == "delete"
    assert "certificate" in text_of(client, f"{AT}/row/{current(Party, key).pk}/leave/").casefold()


def test_a_hidden_draft_answers_as_one_that_is_nowhere(drafted: Person) -> None:
    client = signed_in(editor("RZ1"))
    for path in ("", "task/what/", "changes/", "sign/", "release/", "timeline/", "withdraw/"):
        hidden, nowhere = (client.get(f"/share/agreement/TR-DSA-01 ~1 {number}/{path}") for number in (3, 4))
        assert hidden.status_code == nowhere.status_code == 404
        told = [re.search("<main.*</main>", each.content.decode(), re.S) for each in (hidden, nowhere)]
        assert told[0] and told[1] and told[0][0].replace("/ 3", "/ 4") == told[1][0]


def test_a_reference_that_another_keeps_private_can_be_taken(drafted: Person) -> None:
    """A clash would tell that a hidden draft exists; whoever releases first has the reference."""
    other = editor("RZ1")
    own = replace(row_of(current(Agreement, NEXT)), organisation="RZ1")  # type: ignore[call-arg]
    made = register.add_row(by=other, as_of=AS_OF, row=own, private=True)
    assert made.version == 1
    assert versions.one(other, NEXT, AS_OF).keeper == "RZ1"
    assert versions.one(drafted, NEXT, AS_OF).keeper == "QZ3"
