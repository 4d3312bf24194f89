"""N02: which bodies, in which order, at which meetings, the earliest lawful day; and what if one moves."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.core.period import long_date
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.route import route
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Meeting, MeetingStatus
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from tests.acceptance.browsing import loaded, read
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat
from tests.acceptance.supposing import changed, with_more, written

DAY = ("--as-of", AS_OF.isoformat())
PORTAL = "converge-phr"
COMMITTEE = "RZ4-FPC / 2026-12-15"
"""The meeting that the day waits for."""


def routed(folder: Path, *more: str | Path, exit_code: int = 0, proposal: str | Path = PORTAL) -> dict[str, Any]:
    """What `concordat govern route` says."""
    asked = ("--proposal", proposal, *DAY, "--json", *more)
    found: dict[str, Any] = json.loads(concordat("govern", "route", folder, *asked, exit_code=exit_code))
    return found


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """The route of the roadmap's first proposal, and the folder in which its papers are."""
    folder = tmp_path_factory.mktemp("route")
    papers = [item for form in ("ics", "svg", "docx") for item in (f"--{form}", folder / f"route.{form}")]
    return routed(EXAMPLE, *papers), folder


def test_it_says_who_decides_when_and_by_what_the_day_is_held_up(portal: tuple[dict[str, Any], Path]) -> None:
    found = portal[0]
    assert found["earliest"] == "2026-12-17" and found["critical_path"] == ["RZ4-FPC 2026-12-15", "TR-JC 2026-12-17"]
    assert not found["blocked"] and all(each["source"] and each["why"] for each in found["steps"])


def test_every_step_is_a_meeting_of_the_calendar_and_its_papers_are_still_to_be_given(
    portal: tuple[dict[str, Any], Path], record: Record
) -> None:
    held = {(each.body, each.on.isoformat()) for each in record.all(Meeting) if each.status is MeetingStatus.PLANNED}
    days = {each["id"]: each["meeting_on"] for each in portal[0]["steps"]}
    for step in portal[0]["steps"]:
        assert (step["body"], step["meeting_on"]) in held
        assert AS_OF.isoformat() <= step["papers_due"] < step["meeting_on"]
        assert all(days[each] < step["meeting_on"] for each in step["depends_on"])


def test_no_earlier_day_is_lawful(record: Record) -> None:
    """From each earlier meeting of the joint committee: somebody whom it must follow has not met by then."""
    proposal = record.get(Proposal, PORTAL)
    assert proposal
    earlier = with_more(record, Meeting(body="TR-JC", on=date(2026, 12, 15)))
    found = route(matter_in(earlier, proposal, AS_OF), Standing(earlier), AS_OF)
    assert found.earliest == date(2026, 12, 17), "on the day of the finance committee it is too early"
    later = with_more(record, Meeting(body="TR-JC", on=date(2026, 12, 16)))
    assert route(matter_in(later, proposal, AS_OF), Standing(later), AS_OF).earliest == date(2026, 12, 16)


def test_a_meeting_that_is_cancelled_sends_it_another_way_and_the_day_lost_is_named(
    record: Record, tmp_path: Path, portal: tuple[dict[str, Any], Path]
) -> None:
    off = changed(record, Meeting, COMMITTEE, status=MeetingStatus.CANCELLED)
    after = routed(written(off, tmp_path))
    assert "RZ4-FPC 2026-12-15" not in {each["id"] for each in after["steps"]}
    assert after["earliest"] == "2027-01-21" > portal[0]["earliest"]
    late = [each["why"] for each in after["missing"] if each["rule"] == "GOV-11"]
    assert late == ["The earliest lawful day is 21 days after 31 December 2026, by which it must be decided"]
    alone = next(each for each in after["shorter"] if each["change"].startswith("Finance and performance committee"))
    assert alone["earliest"] == portal[0]["earliest"], "the day is back if that committee meets once more"


def test_a_proposal_from_a_file_is_routed_as_one_on_the_record(
    tmp_path: Path, record: Record, portal: tuple[dict[str, Any], Path]
) -> None:
    known = record.get(Proposal, PORTAL)
    assert known
    asked = {
        "proposal": "from-a-file", "title": known.title, "members": list(known.members), "value": known.value / 100,
        "months": known.months, "function": "digital services", "decision_class": "contract award",
    }  # fmt: skip
    path = tmp_path / "proposal.json"
    path.write_text(json.dumps(asked), encoding="utf-8")
    found = routed(EXAMPLE, proposal=path)
    assert found["earliest"] == portal[0]["earliest"]
    assert [each["id"] for each in found["steps"]] == [each["id"] for each in portal[0]["steps"]]
    path.write_text(json.dumps(asked | {"members": ["NOBODY"], "months": "ten"}), encoding="utf-8")
    refused = concordat("govern", "route", EXAMPLE, "--proposal", path, *DAY, exit_code=2)
    assert refused == "", "nothing is routed on half a proposal"


def test_every_deadline_is_in_the_calendar_and_the_papers_are_there(portal: tuple[dict[str, Any], Path]) -> None:
    found, folder = portal
    calendar = (folder / "route.ics").read_text(encoding="utf-8")
    for step in found["steps"]:
        for day in (step["papers_due"], step["meeting_on"]):
            assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}" in calendar
    assert (folder / "route.docx").read_bytes().startswith(b"PK")
    assert b"<svg" in (folder / "route.svg").read_bytes()


@pytest.mark.django_db
def test_the_page_shows_the_same_steps_as_a_picture_and_a_table(
    record: Record, portal: tuple[dict[str, Any], Path]
) -> None:
    page = read(loaded(record), f"/govern/route/{PORTAL}/")
    shown = [(each["Meets on"], each["Papers by"]) for each in page.rows("Body")]
    steps = [(each["meeting_on"], each["papers_due"]) for each in portal[0]["steps"]]
    assert shown == [tuple(long_date(date.fromisoformat(day)) for day in days) for days in steps]
    assert all(f"on {meets}, papers by {due}" in page.text for meets, due in shown), "each is told in the picture"
