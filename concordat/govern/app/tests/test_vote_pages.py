"""Votes and decisions as people meet them: each refusal said on the page, and nothing shown before its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from concordat.govern.app.models import Ballot, BallotVote
from concordat.govern.app.tests.test_recording import record
from concordat.govern.app.tests.world import AS_OF, BEFORE, editor, holder, load, opened
from concordat.govern.app.voting import declare_conflict, vote
from concordat.govern.tests.sample import CEO, FINANCE, NEXT, ON, SECRETARY
from concordat.register.app.permission import Part, Person
from concordat.register.meeting import AgendaItem, Choice, Decision, Vote
from concordat.web import seats
from concordat.web.scope import entries, row_of
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db
AT = {"body": "TR-JC", "on": ON}
ITEM = {**AT, "proposal": "P1"}
CANARY = "canary of the finance lead"
_TOKEN = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def office(db: None) -> Person:
    return load()


def text(response: Any) -> str:
    made = b"".join(response.streaming_content) if response.streaming else response.content
    return _TOKEN.sub("", made.decode("latin-1") if b"\x00" in made else made.decode("utf-8", "replace"))


def get(client: Client, name: str, **at: Any) -> HttpResponse:
    return client.get(reverse(name, kwargs=at or None))


def post(client: Client, name: str, data: dict[str, str] | None = None, **at: Any) -> HttpResponse:
    return client.post(reverse(name, kwargs=at), data or {})


def test_from_the_agenda_to_the_register_by_pages_alone(office: Person, settings: Any) -> None:
    settings.AS_OF = BEFORE
    secretary = signed_in(holder("RZ1", SECRETARY))
    assert "Put it to the vote" in text(get(secretary, "govern_meeting", **AT))
    asked = text(get(secretary, "govern_put", **ITEM))
    assert "frozen as they are today" in asked and 'name="due_on-day"' in asked
    data = {"conditions": "A plan for exit", "owner": "RZ1", "owner_office": "chief executive"}
    data |= {"due_on-day": "31", "due_on-month": "3", "due_on-year": "2027"}
    assert post(secretary, "govern_put", data, **ITEM).status_code == 302
    ballot = Ballot.objects.get()
    for person, choice in ((holder("RZ1"), "for"), (holder("RZ2"), "abstained")):
        client = signed_in(person)
        assert "How do you vote?" in text(get(client, "govern_ballot", ballot=ballot.pk))
        post(client, "govern_ballot", {"choice": choice, "reason": ""}, ballot=ballot.pk)
    early = post(secretary, "govern_close", ballot=ballot.pk)
    assert early.status_code == 422 and "nothing is decided before it" in text(early)
    settings.AS_OF = AS_OF
    closed = post(secretary, "govern_close", ballot=ballot.pk)
    assert closed.status_code == 302 and closed["Location"] == "/govern/decisions/D-2026-001/"
    told = text(get(signed_in(editor("RZ2")), "govern_decision", decision="D-2026-001"))
    assert "Approved with conditions" in told and "abstained" in told and "A plan for exit" in told
    late = text(post(signed_in(holder("RZ1")), "govern_ballot", {"choice": "against"}, ballot=ballot.pk))
    assert "nothing of it changes any more" in late


def test_a_form_says_everything_that_is_wrong_at_once(office: Person, settings: Any) -> None:
    settings.AS_OF = BEFORE
    client = signed_in(office)
    data = {"owner_office": "chief executive", "due_on-day": "31", "due_on-month": "2", "due_on-year": "2027"}
    response = post(client, "govern_put", data, **ITEM)
    assert response.status_code == 422 and "There is a problem" in text(response)
    assert "There is no such day" in text(response) and 'value="31"' in text(response)
    response = post(client, "govern_put", {"owner_office": "chief executive"}, **ITEM)
    assert response.status_code == 422 and "Say which office of which organisation" in text(response)
    assert not Ballot.objects.exists()


def test_only_who_may_is_offered_and_let(office: Person, settings: Any) -> None:
    settings.AS_OF = BEFORE
    ballot = opened(office)
    stranger = signed_in(editor("RZ2"))
    assert "Put it to the vote" not in text(get(stranger, "govern_meeting", **AT))
    page = text(get(stranger, "govern_ballot", ballot=ballot.pk))
    assert "You have no vote in this ballot" in page and "Close the vote" not in page
    for name, at in (
        ("govern_put", ITEM), ("govern_record", ITEM), ("govern_agenda", AT), ("govern_close", {"ballot": ballot.pk}),
        ("govern_withdraw", {"ballot": ballot.pk}), ("govern_conflict", {"ballot": ballot.pk}),
        ("govern_chair", {"body": "TR-JC", "proposal": "P1"}),
    ):  # fmt: skip
        assert get(stranger, name, **at).status_code == 403, name
        assert post(stranger, name, {"what": "x", "reason": "x"}, **at).status_code == 403, name


ONLOOKERS = {
    "the programme office": lambda office: office,
    "the secretary": lambda office: holder("RZ1", SECRETARY),
    "another voter": lambda office: holder("RZ1"),
    "of the same trust": lambda office: holder("RZ2"),
    "an editor": lambda office: editor("RZ2"),
}


@pytest.mark.parametrize("who", ONLOOKERS)
def test_nothing_anywhere_differs_by_how_another_voted(office: Person, settings: Any, who: str) -> None:
    """Not a count, nor that they voted: every page, file and refusal is the same, letter by letter."""
    settings.AS_OF = BEFORE
    ballot, by = opened(office), ONLOOKERS[who](office)
    if who == "another voter":
        vote(by=by, as_of=BEFORE, ballot=ballot.pk, choice=Choice.FOR)
    seen = {"nobody": _walked(by, ballot)}
    for choice in (Choice.FOR, Choice.AGAINST):
        vote(by=holder("RZ2", FINANCE), as_of=BEFORE, ballot=ballot.pk, choice=choice, reason=CANARY)
        seen[choice] = _walked(by, ballot)
    for name, told in seen["nobody"].items():
        assert told == seen[Choice.FOR][name] == seen[Choice.AGAINST][name], name
    assert len(seen["nobody"]) > 20
    own = "".join(_walked(holder("RZ2", FINANCE), ballot).values())
    assert CANARY in own, "who voted is shown their own vote, else this proves nothing"


def _walked(by: Person, ballot: Ballot) -> dict[str, str]:
    client = signed_in(by)
    return {name: f"{each.status_code} {text(each)}" for name, each in _asked(client, ballot)}


def _asked(client: Client, ballot: Ballot) -> Iterator[tuple[str, Any]]:
    for name, at in (
        ("govern", {}), ("govern_meetings", {}), ("govern_decisions", {}), ("govern_actions", {}),
        ("govern_decisions_file", {}), ("govern_actions_file", {}), ("govern_meeting", AT),
        *(("govern_minutes", {**AT, "form": form}) for form in ("docx", "pdf")), ("govern_put", ITEM),
        ("govern_record", ITEM), ("govern_route", {"proposal": "P1"}),
        ("govern_chair", {"body": "TR-JC", "proposal": "P1"}),
        *((f"govern_{page}", {"ballot": ballot.pk}) for page in ("ballot", "conflict", "close", "withdraw")),
    ):  # fmt: skip
        yield f"GET {name} {at}", client.get(reverse(name, kwargs=at or None))
    for name, data in (
        ("close", {}),
        ("withdraw", {"reason": ""}),
        ("conflict", {"what": ""}),
        ("ballot", {"choice": ""}),
    ):
        yield f"POST {name}", client.post(reverse(f"govern_{name}", kwargs={"ballot": ballot.pk}), data)
    yield "POST record", client.post(reverse("govern_record", kwargs=ITEM), {})


def test_open_votes_are_shown_where_the_terms_hide_none(office: Person) -> None:
    ballot, voter = opened(office), signed_in(holder("RZ2", FINANCE))
    assert "votes openly" not in text(get(voter, "govern_ballot", ballot=ballot.pk))
    Ballot.objects.update(terms={**ballot.terms, "blind": False})
    assert "votes openly" in text(get(voter, "govern_ballot", ballot=ballot.pk))
    vote(by=holder("RZ2", FINANCE), as_of=BEFORE, ballot=ballot.pk, choice=Choice.AGAINST, reason=CANARY)
    assert CANARY in text(get(signed_in(editor("RZ1")), "govern_ballot", ballot=ballot.pk))


def test_nobody_is_shown_a_value_that_is_not_theirs(office: Person, settings: Any) -> None:
    settings.AS_OF = BEFORE
    ballot = opened(office)
    for by in (editor("RZ2"), holder("RZ2", SECRETARY), holder("RZ2")):
        told = "".join(_walked(by, ballot).values())
        for canary in ("987,654", "987654", "98765432"):
            assert canary not in told, by


def test_another_collaborative_sees_none_of_it(office: Person) -> None:
    ballot = opened(office)
    record(holder("RZ2", SECRETARY), body="TR-PB")
    stranger = signed_in(
        seats.give(user="s", name="S", organisation="RZ1", collaborative="elsewhere", part=Part.OFFICE)
    )
    for name, at in (
        ("govern_ballot", {"ballot": ballot.pk}), ("govern_close", {"ballot": ballot.pk}), ("govern_meeting", AT),
        ("govern_minutes", {**AT, "form": "pdf"}), ("govern_decision", {"decision": "D-2026-001"}),
    ):  # fmt: skip
        assert get(stranger, name, **at).status_code == 404, name
    assert "D-2026-001" not in text(get(stranger, "govern_decisions"))


def test_a_secretary_records_a_room_and_the_next_ratifies_its_chair(office: Person, settings: Any) -> None:
    chair = signed_in(holder("RZ1"))
    at = {"body": "TR-JC", "on": NEXT}
    assert "by chair’s action" in text(get(chair, "govern_meeting", **at))
    assert "by chair’s action" not in text(get(signed_in(holder("RZ2")), "govern_meeting", **at))
    no_reason = post(chair, "govern_chair", body="TR-JC", proposal="P1")
    assert no_reason.status_code == 422 and "why it cannot wait" in text(no_reason)
    post(chair, "govern_chair", {"reason": "The offer ends on Friday"}, body="TR-JC", proposal="P1")
    settings.AS_OF = NEXT
    secretary = signed_in(holder("RZ2", SECRETARY))
    assert "To be ratified" in text(get(secretary, "govern_decision", decision="D-2026-001"))
    assert "Head of RZ1" in text(get(secretary, "govern_ratify", decision="D-2026-001", on=NEXT))
    data = {"said-0": "for", "said-1": "for", "said-2": "absent", "why-0": "Well done"}
    assert post(secretary, "govern_ratify", data, decision="D-2026-001", on=NEXT).status_code == 302
    assert "To be ratified" not in text(get(secretary, "govern_decision", decision="D-2026-001"))
    told = text(get(secretary, "govern_decision", decision="D-2026-002"))
    assert "Well done" in told


def test_a_room_is_recorded_seat_by_seat(office: Person) -> None:
    secretary = signed_in(holder("RZ1", SECRETARY))
    assert "Head of RZ2" in text(get(secretary, "govern_record", **ITEM))
    data = {
        "said-0": "for",
        "said-1": "withdrew for a conflict of interest",
        "why-1": "A relative",
        "minutes": "JC/26/19",
    }
    assert post(secretary, "govern_record", data, **ITEM).status_code == 302
    (made,) = map(row_of, entries(office, Decision))
    assert isinstance(made, Decision) and made.minutes == "JC/26/19" and made.binds == ("RZ1", "RZ2")
    said = [each.choice for each in map(row_of, entries(office, Vote).order_by("pk")) if isinstance(each, Vote)]
    assert said == [Choice.FOR, Choice.WITHDREW, Choice.ABSENT]
    page = text(get(secretary, "govern_decision", decision="D-2026-001"))
    assert "SoRD of RZ1, page 4" in page and "None was needed" not in page
    again = post(secretary, "govern_record", data, **ITEM)
    assert again.status_code in (409, 422) and "decided" in text(again)


def test_what_was_put_off_for_no_quorum_says_nothing_of_power(office: Person) -> None:
    secretary = signed_in(holder("RZ1", SECRETARY))
    assert post(secretary, "govern_record", {}, **ITEM).status_code == 302
    page = text(get(secretary, "govern_decision", decision="D-2026-001"))
    assert "No voting member is there" in page and ">Power<" not in page and ">Binds<" in page


def test_actions_are_found_done_and_taken_away(office: Person) -> None:
    record(holder("RZ1", SECRETARY))
    at = {"decision": "D-2026-001"}
    client = signed_in(office)
    wrong = post(client, "govern_add_action", {"title": "Tell the supplier"}, **at)
    assert wrong.status_code == 422 and "Due on is empty" in text(wrong)
    data = {"title": "Tell the <supplier>", "organisation": "RZ2", "office": "chief executive"}
    data |= {"due_on-day": "1", "due_on-month": "11", "due_on-year": "2026"}
    assert post(client, "govern_add_action", data, **at).status_code == 302
    own = signed_in(holder("RZ2"))
    mine = text(own.get("/govern/actions/?mine=yes&state=late"))
    assert "Tell the &lt;supplier&gt;" in mine and "21 days late" in mine and "Carry out" not in mine
    ics = text(own.get("/govern/actions/actions.ics?state=all")).replace("\r\n ", "")
    assert "SUMMARY:Tell the <supplier>" in ics and "20270331" in ics
    assert post(client, "govern_done", {}, action="A-002").status_code == 403
    early = {"done_on-day": "23", "done_on-month": "11", "done_on-year": "2026"}
    assert "is still to come" in text(post(own, "govern_done", early, action="A-002"))
    assert post(own, "govern_done", {**early, "done_on-day": "22"}, action="A-002").status_code == 302
    own.get("/")  # which shows the notice that it is done
    assert "A-002" not in text(own.get("/govern/actions/")) and "A-002" in text(own.get("/govern/actions/?state=done"))


def test_minutes_and_the_register_are_taken_away(office: Person) -> None:
    client = signed_in(editor("RZ2"))
    record(holder("RZ1", SECRETARY))
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        first, again = (get(client, "govern_minutes", **AT, form=form) for _ in range(2))
        assert first.content.startswith(begins) and first.content == again.content
    with ZipFile(BytesIO(get(client, "govern_minutes", **AT, form="docx").content)) as parts:
        words = parts.read("word/document.xml").decode()
    assert "D-2026-001" in words and "Head of" not in words and "A plan for exit" in words
    assert get(client, "govern_minutes", **AT, form="exe").status_code == 404
    book = get(client, "govern_decisions_file")
    assert book.content.startswith(b"PK") and book.content == get(client, "govern_decisions_file").content


def test_something_is_put_on_an_agenda(office: Person) -> None:
    client = signed_in(office)
    at = {"body": "TR-JC", "on": NEXT}
    wrong = post(client, "govern_agenda", {"proposal": "P2"}, **at)
    assert wrong.status_code == 422 and "Purpose is empty" in text(wrong)
    assert post(client, "govern_agenda", {"proposal": "P2", "purpose": "note"}, **at).status_code == 302
    assert entries(office, AgendaItem).filter(key__contains="P2").exists()
    late = post(client, "govern_agenda", {"proposal": "P2", "purpose": "note"}, **AT)
    assert late.status_code == 422 and "were due on" in text(late)


def test_a_conflict_is_declared_and_a_ballot_withdrawn(office: Person, settings: Any) -> None:
    settings.AS_OF = BEFORE
    ballot = opened(office)
    client = signed_in(holder("RZ1"))
    assert post(client, "govern_conflict", {"what": " "}, ballot=ballot.pk).status_code == 422
    post(client, "govern_conflict", {"what": "Her brother <works> there"}, ballot=ballot.pk)
    page = text(get(client, "govern_ballot", ballot=ballot.pk))
    assert "You have withdrawn" in page and "&lt;works&gt;" in page and "How do you vote?" not in page
    vote(by=holder("RZ2"), as_of=BEFORE, ballot=ballot.pk, choice=Choice.FOR)
    runner = signed_in(office)
    assert post(runner, "govern_withdraw", {"reason": ""}, ballot=ballot.pk).status_code == 422
    post(runner, "govern_withdraw", {"reason": "The wrong paper"}, ballot=ballot.pk)
    assert not BallotVote.objects.exists()
    assert "The wrong paper" in text(get(runner, "govern_ballot", ballot=ballot.pk))
    with pytest.raises(Exception, match="withdrawn"):
        declare_conflict(by=holder("RZ2"), as_of=BEFORE, ballot=ballot.pk, what="x")
    assert CEO.value in page
