"""A route in every form: the same days in each, hostile names made inert, and nothing told by colour alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from icalendar import Calendar

from concordat.core.period import long_date
from concordat.govern.out.headline import headline
from concordat.govern.out.lanes import TOGETHER, Part, arrows, lanes
from concordat.govern.out.quiet import quiet, quiet_route
from concordat.govern.out.route_calendar import ALARMS, route_calendar
from concordat.govern.out.route_json import route_dict, route_json
from concordat.govern.out.route_paper import route_paper
from concordat.govern.out.route_table import blocked_table, route_table
from concordat.govern.out.route_text import route_text
from concordat.govern.out.swim_lanes import swim_lanes
from concordat.govern.routing import Routing, routing
from concordat.register.authority import Body, BodyMember, DecisionClass, ReservedMatter
from concordat.register.deciding.route import Blocked
from concordat.register.deciding.rules import SCHEME
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.together import AS_OF, LIMIT, PROPOSAL, changed, routed, together
from concordat.register.meeting import Decision, Meeting, Outcome
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.procurement import Conflict, Procurement
from concordat.register.record import Record

NAMES = {"RZ1": "North <b>&", "JC": 'Joint "committee"\r\nBEGIN:VEVENT'}
ROUTE = routed(*together())
BLOCKED = routed(*(each for each in together() if not isinstance(each, Meeting)))


def answered(*rows: Noun, as_of: date = AS_OF, **proposal: Any) -> Routing:
    """The whole answer."""
    return routing(replace(PROPOSAL, **proposal), Standing(Record.of(rows)), as_of)


def test_the_headline_is_the_day_the_first_papers_and_whose_meetings_it_waits_for() -> None:
    assert headline(ROUTE, {}) == "Earliest lawful day 12 February 2027; papers first due 13 January; critical path RZ1"
    assert headline(BLOCKED, {}).startswith("It cannot be decided as things are for RZ1, RZ2: ")
    last_year = routed(*together(), Meeting(body="RZ1-FPC", on=date(2027, 1, 8)), as_of=date(2026, 12, 31))
    assert "papers first due 31 December 2026;" in headline(last_year, {})


def test_lanes_group_bodies_by_organisation_and_what_they_have_together_comes_last() -> None:
    found = lanes(ROUTE, NAMES)
    assert [(each.group, each.label) for each in found] == [
        ("North <b>&", "RZ1-FPC"), ("RZ2", "RZ2-FPC"), (TOGETHER, NAMES["JC"])
    ]  # fmt: skip
    assert {each.critical for each in arrows(ROUTE)} == {True, False}
    assert all(mark.papers_due <= mark.meeting_on for lane in found for mark in lane.marks)


@pytest.mark.parametrize("route", [ROUTE, BLOCKED])
def test_the_picture_is_whole_and_says_itself(route: Any) -> None:
    root = ElementTree.fromstring(swim_lanes(route, NAMES))
    assert root.attrib["role"] == "img"
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    titles = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}title")]
    assert all(any(long_date(each.meeting_on) in title for title in titles) for each in route.steps)
    assert any("The day waits for it" in each for each in texts)


def test_who_must_approve_besides_is_said_to_decide_in_no_form() -> None:
    kept = ReservedMatter(organisation="RZ1", decision_class=DecisionClass.AWARD, body="RZ1-BOARD", besides=True)
    rows = [*together(), kept]
    found, names = routed(*rows), {"RZ1-BOARD": "Governors"}
    step = next(each for each in found.steps if each.body == "RZ1-BOARD")
    assert (step.besides, step.decides_for, step.asked_to) == (("RZ1",), (), "approve besides")
    (mark,) = next(each for each in lanes(found, names) if each.label == "Governors").marks
    assert mark.part is Part.BESIDES and "Governors (RZ1) must approve besides, for RZ1 on 25 March" in mark.full
    more, fewer = (len(re.findall("<polygon", swim_lanes(each, names))) for each in (found, ROUTE))
    assert more == fewer + 3, "a triangle, the day of its papers, and the tip of the arrow from the decision"
    asked = dict(route_table(found, names).only("Body", "Asked to").rows)
    assert asked == {"RZ1-FPC (RZ1)": "recommend", "RZ2-FPC (RZ2)": "recommend", "JC": "approve",
                     "Governors (RZ1)": "approve besides"}  # fmt: skip
    assert "to approve besides" in route_calendar(found, names).decode().replace("\r\n ", "")
    assert [each["besides"] for each in route_dict(found)["steps"]] == [[], [], [], ["RZ1"]]
    assert "must approve besides, for RZ1" in route_text(answered(*rows))


def test_what_the_day_waits_for_differs_in_more_than_colour() -> None:
    drawn = swim_lanes(ROUTE, {})
    heavy = re.findall(r'<polyline[^>]*stroke-width="2.5"', drawn)
    dashed = re.findall(r'<polyline[^>]*stroke-dasharray="4 3"', drawn)
    assert (len(heavy), len(dashed)) == (2, 2)  # one on the route, and one in the legend, of each


def test_everything_stays_within_the_picture() -> None:
    for width in (600, 1200):
        drawn = swim_lanes(ROUTE, {}, width=width)
        assert all(0 <= float(x) <= width for x in re.findall(r' (?:x|x1|x2|cx)="(-?[\d.]+)"', drawn))


def test_the_table_twin_has_every_date_of_the_picture() -> None:
    rows = route_table(ROUTE, NAMES).only("Meets on", "Papers due", "Decides the day").rows
    assert rows == tuple((each.meeting_on, each.papers_due, each in ROUTE.critical_path) for each in ROUTE.steps)


def test_the_calendar_reminds_of_papers_and_keeps_the_names_of_events_that_move() -> None:
    def events(route: Any) -> dict[str, Any]:
        return {str(each["uid"]): each for each in Calendar.from_ical(route_calendar(route, NAMES)).walk("VEVENT")}

    found, moved = events(ROUTE), events(routed(*changed("JC", Meeting, on=date(2027, 2, 26))))
    assert len(found) == 2 * len(ROUTE.steps)
    assert found.keys() == moved.keys()
    alarms = [len(list(each.walk("VALARM"))) for each in found.values()]
    assert sorted(alarms) == [0, 0, 0, *[len(ALARMS)] * 3]
    days = {each.decoded("dtstart") for each in found.values()}
    assert days == {day for each in ROUTE.steps for day in (each.papers_due, each.meeting_on)}
    assert events(BLOCKED) == {}


def test_a_step_that_is_done_needs_no_papers() -> None:
    decided = Decision(
        decision="D", proposal="P-1", body="RZ1-FPC", decided_on=date(2027, 1, 20), outcome=Outcome.RECOMMENDED
    )
    found = answered(*together(), decided, as_of=date(2027, 1, 21))
    done = [each for each in found.route.steps if each.done]
    assert done == []  # RZ2's committee has no meeting left, so that the boards decide
    both = replace(decided, decision="E", body="RZ2-FPC")
    found = answered(*together(), decided, both, as_of=date(2027, 1, 21))
    assert route_text(found).count("Done.") == 2
    assert len(list(Calendar.from_ical(route_calendar(found.route, {})).walk("VEVENT"))) == 2
    assert [each["done"] for each in route_dict(found.route)["steps"]] == [True, True, False]


def words(content: bytes) -> str:
    """Everything a Word document says."""
    found = Document(BytesIO(content))
    cells = (cell.text for table in found.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(each.text for each in found.paragraphs), *cells))


def test_the_paper_has_a_cover_sheet_for_each_with_what_is_asked_of_it() -> None:
    found = answered(*together(), duties=("equality: EIA-3",))
    told = words(route_paper(found))
    assert "Cover sheet: RZ1" in told
    assert "Cover sheet: RZ2" in told
    assert "Delegation RZ2 / digital services / contract award / JC" in told
    assert "Considered in EIA-3." in told
    assert "note" in told.split()
    assert route_paper(found) == route_paper(found)


def _beyond_all_limits() -> Routing:
    """What only the joint committee could decide, up to a limit that it is beyond."""
    boards = [each for each in together() if not (isinstance(each, Body | Meeting) and "BOARD" in each.key)]
    return answered(*boards, value=LIMIT + 1)


def test_without_figures_no_reader_is_told_what_it_is_worth() -> None:
    found, blocked = answered(*together()), _beyond_all_limits()
    assert "£1,000,000.00" in words(route_paper(found))
    assert "£1,000,000.01" in words(route_paper(blocked))
    assert "£" not in words(route_paper(found, figures=False)) + words(route_paper(blocked, figures=False))


@pytest.mark.parametrize("form", [route_text, route_json, lambda found: words(route_paper(found)),
                                  lambda found: str(blocked_table(found.route, {}).words())])  # fmt: skip
def test_a_quiet_answer_tells_no_pounds_in_any_form(form: Callable[[Routing], str]) -> None:
    found = _beyond_all_limits()
    assert "£1,000,000" in form(found)
    told = form(quiet(found))
    assert "0.01" not in told
    assert "1,000,000" not in told
    assert SCHEME.text[:40] in told  # the words of the rule stand in


def test_a_quiet_answer_has_the_same_bodies_and_days() -> None:
    loud = answered(*together())
    found = quiet(loud)
    assert (found.route.steps, found.route.earliest) == (loud.route.steps, loud.route.earliest)
    assert [each.earliest for each in found.shorter] == [each.earliest for each in loud.shorter]
    blocked = _beyond_all_limits()
    assert [(each.organisation, each.reason.rule) for each in quiet(blocked).route.blocked] == [
        (each.organisation, each.reason.rule) for each in blocked.route.blocked
    ]


def test_advice_that_tells_pounds_is_not_given_either() -> None:
    limit = Blocked(organisation="RZ1", reason=SCHEME.reason("Beyond £5"), remedy="Raise it to £6")
    told = quiet_route(replace(BLOCKED, blocked=(limit,))).blocked[0]
    assert "£" not in f"{told.reason} {told.remedy}"


def test_what_is_blocked_is_told_in_every_form() -> None:
    found = answered(*(each for each in together() if not isinstance(each, Meeting)))
    assert "What stands in the way" in route_text(found)
    assert "What stands in the way" in words(route_paper(found))
    assert route_dict(found.route)["blocked"][0]["remedy"]


def test_what_is_missing_is_said_and_stops_nothing() -> None:
    rows = [each for each in together() if type(each).__name__ != "TermsOfReference"]
    found = answered(*rows, personal_data=True, decide_by=date(2027, 2, 1), value=0)
    assert found.exit_code == 0
    told = {each.reason.rule for each in found.missing}
    assert {"GOV-02", "GOV-03", "GOV-07", "GOV-11", "GOV-14"} <= told
    assert "11 days after 1 February 2027" in route_text(found)
    in_time = answered(*together(), decide_by=found.route.earliest)
    assert "GOV-11" not in {each.reason.rule for each in in_time.missing}


def test_a_body_that_refused_is_named() -> None:
    refused = Decision(
        decision="D-7", proposal="P-1", body="JC", decided_on=AS_OF - timedelta(30), outcome=Outcome.REFUSED
    )
    found = answered(*together(), refused)
    assert any("JC refused it" in each.reason.text for each in found.missing)


def test_that_somebody_must_withdraw_is_told_and_not_who_or_why() -> None:
    bought = Procurement(procurement="B-1", title="A purchase", organisation="RZ1", proposal="P-1")
    declared = Conflict(
        procurement="B-1", organisation="RZ1", office=OfficeRole.CHIEF_EXECUTIVE, declared_on=AS_OF, interest="Shares"
    )
    rows = [*together(), *(BodyMember(body="RZ1-FPC", organisation="RZ1", office=each)
                           for each in (OfficeRole.CHAIR, OfficeRole.GOVERNOR))]  # fmt: skip
    assert not [each for each in answered(*rows, bought).missing if "interest" in each.reason.text]
    found = answered(*rows, bought, declared)
    told = [each.reason for each in found.missing if "interest" in each.reason.text]
    assert found.exit_code == 0
    assert [(each.rule, each.text.partition(" declared")[0]) for each in told] == [
        ("GOV-03", "Somebody with a vote in RZ1-FPC (RZ1)"), ("GOV-03", "Somebody with a vote in JC")
    ]  # fmt: skip
    assert "Shares" not in route_text(found)
    assert "chief executive" not in route_text(found)


def test_two_bodies_of_one_name_are_told_apart() -> None:
    rows = changed("RZ1-FPC", Body, name="Finance committee")
    rows = changed("RZ2-FPC", Body, name="Finance committee", rows=rows)
    told = route_text(answered(*rows))
    assert "Finance committee (RZ1)" in told
    assert "Finance committee (RZ2)" in told
