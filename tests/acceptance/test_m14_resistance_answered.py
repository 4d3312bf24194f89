"""M14: where each board and its governors stand, what they will ask and are answered, who was not spoken with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from concordat.register.record import Record
from concordat.register.stakeholder import Effect, Engagement, Position, Stance
from tests.acceptance.browsing import editor, loaded, read, sent
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat
from tests.acceptance.supposing import changed, with_more, written

DAY = ("--as-of", AS_OF.isoformat())
PORTAL, LABORATORIES = "converge-phr", "TR-P-04"
OPPOSED = "converge-phr / RZ8 / Chief executive"
STAKES = f"/govern/stakeholders/{PORTAL}/"
CONCERN = "Its board will not explain a higher price to its staff"


def found(folder: Path = EXAMPLE) -> list[str]:
    """What `concordat govern check` finds about people to be won over."""
    printed = concordat("govern", "check", folder, *DAY, "--json", exit_code=3)
    return [f"{each['rule']}: {each['what']}" for each in json.loads(printed)["findings"] if each["rule"][:2] == "ST"]


@pytest.fixture(scope="module")
def findings() -> list[str]:
    """Those of Three Rivers."""
    return found()


@pytest.mark.django_db
def test_who_decides_and_is_not_won_over_is_red_in_time_to_be_answered(record: Record) -> None:
    page = read(loaded(record), STAKES)
    assert "Of 8 offices, 2 are red, 3 are amber, 3 are green" in page.text
    red = [each["Office"] for each in page.rows("Office") if "Red" in each["Office"]]
    assert len(red) == 2 and "QZ3" in red[0] and "RZ8" in red[1]
    assert "It is opposed, and the decision is on 17 December 2026, in 25 days" in page.text


@pytest.mark.django_db
def test_one_that_is_won_over_is_red_no_more(record: Record) -> None:
    won = changed(record, Position, OPPOSED, stance=Stance.SUPPORTS)
    assert "1 is red" in read(loaded(won), STAKES).text


@pytest.mark.django_db
def test_what_each_board_will_ask_stands_with_its_answer_or_who_owes_it(record: Record) -> None:
    told = read(loaded(record), STAKES).text
    assert "Why would we pay more for the portal that we have? Chief executive No answer yet" in told
    assert "Programme director, by 10 December 2026" in told
    assert "What does it mean for us in pounds?" in told and "Can we be bound against our will?" in told
    assert "RZ1 makes the difference good: heads of terms v3, clause 7" in told, "what was conceded, and to whom"


def test_governors_and_panels_nobody_spoke_with_are_named_before_the_decision(findings: list[str]) -> None:
    silent = [each for each in findings if each.startswith("ST-03")]
    assert any("Nobody has spoken with the council of governors of RZ1" in each for each in silent)
    assert any("Nobody has spoken with a patient panel" in each for each in silent)


def test_a_loss_that_nothing_makes_good_is_named(findings: list[str]) -> None:
    assert any("leaves RZ4 worse off, and nothing makes it good" in each for each in findings if each[:5] == "ST-02")


def test_what_is_done_about_each_is_no_finding_any_more(record: Record, tmp_path: Path) -> None:
    offer = f"{LABORATORIES} / RZ4 / compensation / A share of what RZ1 gains"
    agreed = changed(record, Effect, offer, amount=640_000_00, evidence="Heads of terms, clause 9")
    mended = with_more(
        changed(agreed, Position, OPPOSED, stance=Stance.SUPPORTS),
        Engagement(
            proposal=LABORATORIES,
            organisation="RZ1",
            office="Council of governors",
            on=date(2026, 11, 18),
            how="Seminar",
        ),
    )
    after = found(written(mended, tmp_path))
    assert not any("council of governors of RZ1" in each for each in after if each[:5] == "ST-03")
    assert not any(
        "Bring the laboratories of RZ1 and RZ4 into one company leaves RZ4 worse off" in each for each in after
    )
    assert not any("RZ8 on Share Openlatch" in each and "opposed" in each for each in after)


@pytest.mark.django_db
def test_a_concern_is_its_own_organisations_to_read_and_can_be_erased(record: Record) -> None:
    office = loaded(record)
    own, other = editor("RZ8"), editor("RZ4")
    assert CONCERN in read(own, STAKES).text
    assert CONCERN not in read(office, STAKES).text and CONCERN not in read(other, STAKES).text
    sent(other, f"{STAKES}erase/", 403, position=OPPOSED)
    assert CONCERN in read(own, STAKES).text
    sent(own, f"{STAKES}erase/", position=OPPOSED)
    assert CONCERN not in read(own, STAKES).text
    assert CONCERN not in read(own, f"/register/positions/{OPPOSED.replace('/', '~1')}/").text, "nor in its history"
