"""Routes on pages: the day and the way there, who may put them on agendas, and what happens when a meeting moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from concordat.govern.app import route_actions
from concordat.govern.app.pages import meetings
from concordat.govern.app.pages.meetings import Filter
from concordat.govern.app.routes import Desk, NoSuchProposal
from concordat.govern.app.tests.fixtures import AS_OF, FIRST, person, proposal, signed_in
from concordat.register.app import actions
from concordat.register.app.models import Entry, LedgerLine
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.register.meeting import AgendaItem, Meeting, MeetingStatus, Purpose
from concordat.register.proposal import ProposalStatus
from concordat.web.scope import entries, row_of
from concordat.web.tests.fixtures import entry_of


def on_agendas(by: Person) -> dict[str, AgendaItem]:
    found = (row_of(each) for each in entries(by, AgendaItem))
    return {each.key: each for each in found if isinstance(each, AgendaItem) and each.valid_on(AS_OF)}


def cancel(by: Person, key: str) -> None:
    entry = entry_of(key)
    row = row_of(entry)
    assert isinstance(row, Meeting)
    actions.update_row(by=by, as_of=AS_OF, row=replace(row, status=MeetingStatus.CANCELLED), entry=entry.pk)


def test_the_route_goes_to_the_joint_committee_after_the_board_that_must_have_considered_it(office: Person) -> None:
    found = Desk(office, AS_OF).one("SHARED")
    assert found.earliest == FIRST and found.slack == (date(2027, 1, 31) - FIRST).days
    assert found.route and [(each.body, each.purpose) for each in found.route.steps] == [
        ("RZA-BOARD", Purpose.RECOMMEND), ("JC", Purpose.APPROVE)
    ]  # fmt: skip
    page = signed_in(office).get("/govern/route/SHARED/").content.decode()
    assert "The earliest lawful day is 10 December 2026, when Joint committee meets" in page
    assert "SoRD of RZB, page 4" in page


def test_putting_it_on_agendas_is_one_line_of_the_ledger_and_is_not_done_twice(office: Person) -> None:
    lines = LedgerLine.objects.count()
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    assert LedgerLine.objects.count() == lines + 1
    assert on_agendas(office)["JC / 2026-12-10 / SHARED"].previous == "Board of Trust RZA (RZA), 2 December 2026"
    with pytest.raises(route_actions.CannotBook, match="every agenda that it needs"):
        route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    assert LedgerLine.objects.count() == lines + 1


def test_when_a_meeting_is_cancelled_the_page_says_so_and_booking_again_moves_it(office: Person) -> None:
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    entry = entry_of("JC / 2026-12-10 / SHARED")
    item = row_of(entry)
    assert isinstance(item, AgendaItem)
    cancel(office, "JC / 2026-12-10")
    page = signed_in(office).get("/govern/route/SHARED/").content.decode()
    assert "The route has changed" in page and "Joint committee on 10 December 2026" in page
    assert "is cancelled; it meets next on 14 January 2027" in page
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    assert set(on_agendas(office)) == {"JC / 2027-01-14 / SHARED", "RZA-BOARD / 2026-12-02 / SHARED"}
    gone = Entry.objects.get(noun="AgendaItem", key=item.key, superseded_at=None)
    assert gone.valid_to == AS_OF, "it is retired, and so its history stays"


def test_an_item_taken_off_can_be_put_on_again_with_its_paper(office: Person) -> None:
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    entry = entry_of("JC / 2026-12-10 / SHARED")
    item = row_of(entry)
    assert isinstance(item, AgendaItem)
    actions.update_row(by=office, as_of=AS_OF, row=replace(item, paper="P-7"), entry=entry.pk)
    cancel(office, "JC / 2026-12-10")
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    meeting = entry_of("JC / 2026-12-10")
    row = row_of(meeting)
    assert isinstance(row, Meeting)
    actions.update_row(by=office, as_of=AS_OF, row=replace(row, status=MeetingStatus.PLANNED), entry=meeting.pk)
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    assert on_agendas(office)["JC / 2026-12-10 / SHARED"].paper == "P-7"


def test_only_the_programme_office_puts_on_agendas(editor_b: Person, office: Person) -> None:
    with pytest.raises(NotPermitted):
        route_actions.book_route(by=editor_b, as_of=AS_OF, proposal="SHARED")
    client = signed_in(editor_b)
    assert "Put it on these agendas" not in client.get("/govern/route/SHARED/").content.decode()
    assert client.post("/govern/route/SHARED/agendas/").status_code == 403
    assert not on_agendas(office)
    assert signed_in(office).post("/govern/route/SHARED/agendas/").status_code == 302
    assert len(on_agendas(office)) == 2


def test_a_draft_of_ones_own_is_routed_but_goes_on_no_agenda(office: Person, editor_b: Person) -> None:
    assert Desk(editor_b, AS_OF).one("RZB-DRAFT").private
    keeper = person("olaf", "RZB", Part.OFFICE)
    with pytest.raises(route_actions.CannotBook, match="draft"):
        route_actions.book_route(by=keeper, as_of=AS_OF, proposal="RZB-DRAFT")
    with pytest.raises(NoSuchProposal):
        Desk(office, AS_OF).one("RZB-DRAFT")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"verb": "other"}, "does not say its function and decision class"),
        ({"members": ()}, "affects nobody"),
    ],
)
def test_a_proposal_that_says_too_little_is_told_what_it_lacks(
    office: Person, changes: dict[str, Any], said: str
) -> None:
    actions.add_row(by=office, as_of=AS_OF, row=proposal("VAGUE", organisation="RZA", **changes))
    client = signed_in(office)
    assert said in client.get("/govern/route/VAGUE/").content.decode()
    assert said in client.get("/govern/").content.decode()
    with pytest.raises(route_actions.CannotBook, match="no lawful route"):
        route_actions.book_route(by=office, as_of=AS_OF, proposal="VAGUE")


def test_late_and_blocked_are_told_with_the_reason(office: Person) -> None:
    late = proposal("LATE", organisation="RZA", decide_by=date(2026, 12, 1))
    actions.add_row(by=office, as_of=AS_OF, row=late)
    actions.add_row(by=office, as_of=AS_OF, row=proposal("GONE", organisation="RZA", status=ProposalStatus.WITHDRAWN))
    for key in ("JC / 2026-12-10", "JC / 2027-01-14", "JC / 2027-03-11"):
        page = signed_in(office).get("/govern/").content.decode()
        assert "days late" in page and "/route/GONE/" not in page
        cancel(office, key)
    page = signed_in(office).get("/govern/").content.decode()
    assert "Blocked" in page and "There is no meeting left" in page
    assert "What would change it" in signed_in(office).get("/govern/route/LATE/").content.decode()


def test_papers_that_are_due_are_listed_and_whether_they_are_on_the_agenda(office: Person) -> None:
    client = signed_in(office)
    page = client.get("/govern/").content.decode()
    assert "25 November 2026" in page and "3 December 2026" in page and page.count("On no agenda yet") == 2
    route_actions.book_route(by=office, as_of=AS_OF, proposal="SHARED")
    page = client.get("/govern/").content.decode()
    assert page.count("On the agenda") == 2 and "On no agenda" not in page


def test_meetings_are_narrowed_by_who_they_act_for(editor_a: Person) -> None:
    client = signed_in(editor_a)
    every, own = (client.get(f"/govern/meetings/{query}").content.decode() for query in ("", "?organisation=RZA"))
    assert ">Finance committee of RZB<span" in every and ">Finance committee of RZB<span" not in own
    assert ">Joint committee<span" in own and "Cancelled" in every
    calendar = client.get("/govern/meetings/meetings.ics?organisation=RZA").getvalue().decode().replace("\r\n ", "")
    assert "Last day for papers to Joint committee" in calendar and "Finance committee" not in calendar
    everything = client.get("/govern/meetings/meetings.ics").getvalue().decode()
    assert everything.count("BEGIN:VEVENT") == 2 * 6, "a meeting that is cancelled is not in it"


def test_a_page_of_meetings_shows_three_months_and_leads_to_every_other(office: Person) -> None:
    days = [date(2028, month, 5) for month in range(1, 7)]
    for day in days:
        actions.add_row(by=office, as_of=AS_OF, row=Meeting(body="JC", on=day))
    first = meetings.meetings_page(by=office, as_of=AS_OF, filter=Filter())
    told = set()
    for leaf in first.leaves:
        page = meetings.meetings_page(by=office, as_of=AS_OF, filter=Filter(month=leaf.href.partition("month=")[2]))
        assert len(page.months) <= meetings.SHOWN and leaf.name in [each.name for each in page.months]
        told |= {held.meeting.on for month in page.months for held in month.meetings}
    assert set(days) < told, "every month is a leaf"
    late = meetings.meetings_page(by=office, as_of=AS_OF, filter=Filter(month="9999-01"))
    assert [each.first.month for each in late.months] == [4, 5, 6]
