"""Health: each defect planted in Three Rivers is found, at its own row, and nothing is said of what is well."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from concordat.core.finding import Finding
from concordat.register.agreement import Agreement, Party, Signature
from concordat.register.intake import read_record
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Transform
from concordat.share.health import Standing, findings, standings
from concordat.share.stage import Stage
from concordat.share.tests.sample import AS_OF, KEY, sample

EXAMPLE = Path(__file__).parents[3] / "examples" / "three_rivers"
RECORD = read_record(EXAMPLE).record
STANDINGS = standings(RECORD, AS_OF)

SOUND = ("TR-DSA-01 / 2", "TR-DSA-06 / 1", "TR-DSA-08 / 1", "TR-S75-01 / 1")
AT_FAULT = {
    "unsigned": ("TR-DSA-02 / 1", "IG-28"),
    "names a merged trust": ("TR-DSA-04 / 1", "IG-28"),
    "CAG review overdue": ("TR-DSA-05 / 1", "IG-13"),
    "columns without justification": ("TR-DSA-07 / 1", "IG-20"),
    "DPIA expired": ("TR-DSA-09 / 1", "IG-14"),
    "host without Article 28 terms": ("TR-HOST-01 / 1", "IG-15"),
    "a restriction in words": ("TR-DSA-01 / 3", "IG-31"),
}


def standing(record: Record, key: str, on: date = AS_OF) -> Standing:
    return next(each for each in standings(record, on) if each.key == key)


def about(key: str, rule: str) -> list[Finding]:
    return [each for each in findings(RECORD, STANDINGS, AS_OF) if key in each.what and each.rule == rule]


@pytest.mark.parametrize("key", SOUND)
def test_a_sound_agreement_is_in_force_and_nothing_is_said_of_it(key: str) -> None:
    found = standing(RECORD, key)
    assert found.stage is Stage.IN_FORCE and found.failing == () and found.until and found.until >= AS_OF


def test_what_ends_first_is_told_with_its_day() -> None:
    found = standing(RECORD, "TR-DSA-06 / 1")
    assert found.told == (
        "in force until 14 January 2027, as things stand; what ends first: Its review is due by 14 January 2027"
    )
    day_after = standing(RECORD, "TR-DSA-06 / 1", date(2027, 1, 15))
    assert day_after.stage is not Stage.IN_FORCE and day_after.ends is None


def test_a_private_draft_is_told_from_what_all_see() -> None:
    key = "TR-DSA-01 / 3"
    assert standing(RECORD, key).stage is Stage.SHOWN
    (draft,) = (each for each in standings(RECORD, AS_OF, private={key}) if each.key == key)
    assert draft.stage is Stage.DRAFT


@pytest.mark.parametrize(("key", "rule"), AT_FAULT.values(), ids=AT_FAULT)
def test_each_planted_defect_is_found_with_what_to_do(key: str, rule: str) -> None:
    found = about(key, rule)
    assert found and all(each.next and each.sheet and each.row for each in found)


def test_history_says_nothing_and_is_told_as_history() -> None:
    assert standing(RECORD, "TR-DSA-01 / 1").stage is Stage.REPLACED
    assert standing(RECORD, "TR-DSA-03 / 1").stage is Stage.ENDED
    assert not [each for each in findings(RECORD, STANDINGS, AS_OF) if "TR-DSA-03" in each.what]


def test_the_same_agreement_stood_otherwise_on_another_day() -> None:
    assert standing(RECORD, "TR-DSA-03 / 1", date(2025, 3, 3)).stage is not Stage.ENDED


def test_the_sample_is_sound_until_what_it_rests_on_lapses() -> None:
    whole = standing(sample(), KEY)
    assert whole.stage is Stage.IN_FORCE, [ground.fact for _, ground, _ in whole.failing]
    unsigned = standing(sample(without=[(Signature, f"{KEY} / RZ1 / Caldicott Guardian")]), KEY)
    assert unsigned.stage is Stage.AWAITING and unsigned.until is None
    assert [row.party for _, _, row in unsigned.failing if isinstance(row, Party)] == ["RZ1"]


def test_what_an_agreement_leaves_out_on_purpose_is_no_fault_of_it() -> None:
    item = next(each for each in sample().all(DataItem) if each.flow.startswith(KEY))
    dropped = sample(changes={(DataItem, item.key): {"transform": Transform.DROP, "justification": ""}})
    assert standing(dropped, KEY).stage is Stage.IN_FORCE


def test_an_agreement_that_has_not_begun_is_not_said_to_have_stopped() -> None:
    later = sample(changes={(Agreement, KEY): {"starts_on": date(2027, 1, 1)}})
    assert standing(later, KEY).stage is Stage.NOT_BEGUN


def test_what_it_rests_on_failing_is_a_gap_and_says_so_on_every_page() -> None:
    found = standing(RECORD, "TR-DSA-05 / 1")
    assert found.stage is Stage.WANTING and found.stage.holds and found.until is None
    assert str(found).endswith("in force, but something it rests on is missing")


def test_the_day_it_holds_until_is_the_first_of_all_it_rests_on() -> None:
    """The list of agreements, their health and a permit say the same day: here that of RZ8's ICO registration."""
    said = standing(RECORD, "TR-DSA-01 / 2").told
    assert said.startswith("in force until 14 February 2027, as things stand; what ends first: Wendshire Community")
    assert "is registered as ZQ990006" in said
