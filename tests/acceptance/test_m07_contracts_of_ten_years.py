"""M07: every expiry is seen in time: the last day to decide, to give notice and to start buying, for each move."""

from __future__ import annotations

from datetime import date

from concordat.register.contract import Contract
from concordat.register.record import Record
from tests.acceptance.conftest import AS_OF, Answered


def day(text: str) -> date:
    """A day as the JSON writes it."""
    return date.fromisoformat(text)


def test_the_days_of_each_move_stand_in_order_and_none_has_passed(answered: Answered) -> None:
    assert answered.json["moves"]
    for move in answered.json["moves"]:
        assert AS_OF <= day(move["decide_by"]) <= day(move["procure_by"]) <= day(move["award_by"]), move["system"]
        assert day(move["award_by"]) <= day(move["cutover_on"]) <= day(move["old_contract_paid_to"]), move["system"]


def test_what_can_still_be_decided_later_says_until_when(answered: Answered) -> None:
    lost = [(day(move["decide_by"]), day(move["lost_after"])) for move in answered.json["moves"] if move["lost_after"]]
    assert all(decide <= last for decide, last in lost) and any(decide < last for decide, last in lost)


def test_a_decision_is_never_due_after_a_notice_it_needs(answered: Answered) -> None:
    noticed = [move for move in answered.json["moves"] if move["notices"]]
    assert noticed
    for move in noticed:
        days = [day(notice["by"]) for notice in move["notices"]]
        assert min(days) >= AS_OF and day(move["notice_by"]) == min(days)
        assert day(move["decide_by"]) <= min(days), move["system"]


def test_a_notice_due_within_days_heads_the_calendar(answered: Answered) -> None:
    first = answered.sheets["Notices and dates"][0]
    assert first["Date"] == date(2026, 11, 30) and first["Contract"] == "RZ1-EPMA-20"
    assert "DTSTART;VALUE=DATE:20261130" in (answered.folder / "roadmap.ics").read_text(encoding="utf-8")


def test_a_contract_past_its_notice_is_taken_to_have_renewed(answered: Answered) -> None:
    move = next(each for each in answered.systems if each["contract"] == "RZ4-PACS-17")
    assert day(move["old_contract_paid_to"]) >= date(2029, 2, 28)
    assert not [notice for notice in move["notices"] if day(notice["by"]) < AS_OF]


def test_every_contract_of_ten_years_has_a_planned_end(answered: Answered, record: Record) -> None:
    used = {each["contract"] for each in answered.systems}
    long = [each for each in record.all(Contract, AS_OF) if each.contract in used and each.original_months >= 120]
    assert long
    ends = {each["contract"]: each["old_contract_paid_to"] or each["kind"] == "stay" for each in answered.systems}
    assert all(ends[each.contract] for each in long)
