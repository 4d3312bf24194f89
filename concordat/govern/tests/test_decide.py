"""`concordat govern decide` as its user meets it: outcomes and exit codes, all errors at once, nothing overwritten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from concordat.cli import main
from concordat.govern.loss import worse_off
from concordat.govern.out.action_calendar import action_calendar
from concordat.govern.out.decision_register import xlsx
from concordat.govern.out.minutes import AHEAD, DRAFT, items, minutes
from concordat.govern.out.minutes_paper import FORMS
from concordat.govern.tests.sample import CEO, MEMBERS, ON, proposal, rows
from concordat.register.authority import Body, Delegation
from concordat.register.deciding.standing import Standing
from concordat.register.example.workbooks import write_workbooks
from concordat.register.intake import whole_record
from concordat.register.meeting import Action, Choice, Decision, Outcome, Vote
from concordat.register.record import Record
from concordat.register.stakeholder import Effect, EffectKind

AS_OF = date(2026, 11, 22)
ALL_FOR: dict[str, Any] = {
    "votes": [
        {"organisation": "RZ1", "choice": "for"},
        {"organisation": "RZ2", "office": "chief executive", "choice": "for", "reason": "With a plan for exit"},
    ],
    "conditions": ["A plan for exit"],
    "owner": "RZ1",
    "owner_office": "chief executive",
    "due_on": "2027-03-31",
    "minutes": "JC/26/19",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_workbooks(Record.of(rows()), tmp_path / "record")
    return tmp_path / "record"


def decide(folder: Path, votes: Any, *more: str, body: str = "TR-JC", on: str = ON.isoformat()) -> int:
    file = folder.parent / "votes.json"
    file.write_text(json.dumps(votes), encoding="utf-8")
    asked = ["govern", "decide", str(folder), "--proposal", "P1", "--body", body, "--on", on, "--votes", str(file)]
    return main([*asked, *more])


def test_what_is_carried_says_whom_it_binds_and_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(folder, ALL_FOR) == 0
    told = capsys.readouterr().out
    assert "D-2026-001: Approved with conditions on 19 November 2026." in told
    assert "It binds Trust RZ1, Trust RZ2." in told and "SoRD of RZ2, page 4" in told
    assert "finance lead: absent" in told and "987,654" not in told


def test_json_has_it_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(folder, ALL_FOR, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"] == "approved with conditions" and told["carried"] and told["binds"] == list(MEMBERS)
    assert [each["choice"] for each in told["votes"]] == ["for", "for", "absent"]
    assert told["reasons"][0]["text"] == "It is carried by consensus"


@pytest.mark.parametrize(
    ("votes", "body", "outcome", "rule"),
    [
        ([{"organisation": "RZ1", "choice": "against"}], "TR-JC", "refused", ""),
        ([], "TR-JC", "deferred", "GOV-03"),
        ([{"organisation": "RZ1", "choice": "withdrew for a conflict of interest"}], "TR-JC", "deferred", "GOV-03"),
    ],
)
def test_what_is_not_decided_ends_with_3(
    folder: Path, capsys: pytest.CaptureFixture[str], votes: Any, body: str, outcome: str, rule: str
) -> None:
    assert decide(folder, votes, "--json", body=body) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"] == outcome and not told["binds"] and told["remedies"]
    assert told["reasons"][0]["rule"] == rule


def test_a_body_without_power_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_workbooks(Record.of(each for each in rows() if not isinstance(each, Delegation)), tmp_path / "record")
    assert decide(tmp_path / "record", ALL_FOR, "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"] == "deferred" and {each["rule"] for each in told["reasons"]} == {"GOV-02"}


def test_a_day_without_a_meeting_ends_with_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(folder, ALL_FOR, on="2026-11-18") == 3
    assert "does not meet on 18 November 2026" in capsys.readouterr().err


def test_everything_wrong_is_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {
        "votes": [{"organisation": "RZ1", "choice": "maybe"}, {"organisation": "RZ9", "choice": "for"},
                  {"organisation": "RZ2", "choice": "for"}, "for",
                  {"organisation": "RZ2", "office": "finance lead", "choice": "for", "votes": 5}],
        "due_on": "31 February",
        "outcome": "approved",
    }  # fmt: skip
    assert decide(folder, wrong) == 2
    told = capsys.readouterr().err
    for each in ("7 things", "'maybe' is not one of the choices", "RZ9 has no vote", "RZ2 has several seats", "due_on",
                 "vote 4: It is no vote", "That seat has 1 vote by", "'outcome' is not said with a vote"):  # fmt: skip
        assert each in told, each


def test_whatever_one_vote_gets_wrong_hides_nothing_of_the_others_or_of_what_was_put(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ceo = {"organisation": "RZ2", "office": "chief executive"}
    wrong = {
        "votes": [{"organisation": "RZ1", "choice": "maybe", "votes": 9}, {"organisation": "RZ9", "choice": "perhaps"},
                  {**ceo, "choice": "for"}, {**ceo, "office": "Chief executive", "choice": "against"},
                  {"organisation": "RZ1", "office": "medical director", "choice": "for"},
                  {"organisation": "RZ1", "choice": "for"}],
        "owner": "ZZZ",
        "owner_office": "king",
    }  # fmt: skip
    assert decide(folder, wrong) == 2
    told = capsys.readouterr().err
    for each in (
        "9 things", "It names ZZZ, which is not in", "'king' is not one", "vote 1, column choice: 'maybe' is not one",
        "vote 1, column votes: That seat has 1 vote", "RZ9 has no vote", "vote 2, column choice: 'perhaps'",
        "vote 4, column organisation: The chief executive of RZ2 votes twice, first in vote 3",
        "The medical director of RZ1 has no vote here", "vote 6, column organisation: The chief executive of RZ1",
    ):  # fmt: skip
        assert each in told, each


def test_a_vote_may_repeat_how_much_it_weighs(folder: Path) -> None:
    heavy = [{"organisation": "RZ1", "choice": "for", "votes": 1}, *ALL_FOR["votes"][1:]]
    assert decide(folder, heavy) == 0
    assert decide(folder, [{**heavy[0], "votes": 2}, *heavy[1:]]) == 2


@pytest.mark.parametrize(
    "wrong", [{"outcome": "approved", "votes": []}, {}, "for", {"votes": {}}, {"votes": ["for"]}, {"votes": [1]}, None]
)
def test_what_is_no_list_of_votes_says_how_to_write_one(folder: Path, wrong: Any) -> None:
    assert decide(folder, wrong) == 2


def test_the_record_with_the_decision_goes_to_a_new_folder_and_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {each: each.read_bytes() for each in folder.iterdir()}
    new = folder.parent / "after"
    assert decide(folder, ALL_FOR, "--to", str(new)) == 0
    record = whole_record(new)
    (made,) = record.all(Decision)
    assert made.outcome is Outcome.CONDITIONS and made.minutes == "JC/26/19"
    assert len(record.all(Vote)) == 3 and [each.key for each in record.all(Action)] == ["A-001"]
    for full in (new, folder):
        assert decide(folder, ALL_FOR, "--to", str(full)) == 2
    assert {each: each.read_bytes() for each in folder.iterdir()} == before
    assert decide(new, ALL_FOR) == 3 and "has decided on it already" in capsys.readouterr().err


def test_minutes_are_written_as_word_or_pdf_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    for form, begins in ((".docx", b"PK"), (".pdf", b"%PDF")):
        file = tmp_path / f"minutes{form}"
        assert decide(folder, ALL_FOR, "--as-of", "2026-11-22", "--minutes", str(file)) == 0
        assert file.read_bytes().startswith(begins)
    assert decide(folder, ALL_FOR, "--minutes", str(tmp_path / "minutes.txt")) == 2


HOSTILE = '#import "x" *a* $b$ <script> =cmd|x!A1'


def _record() -> Record:
    made = Decision(
        decision="D-2026-001", proposal="P1", body="TR-JC", decided_on=ON, outcome=Outcome.CONDITIONS, binds=MEMBERS,
        conditions=(HOSTILE,), reasons=(HOSTILE,), dissent=(HOSTILE,), owner="RZ1", owner_office=CEO, due_on=AS_OF,
        review_on=date(2027, 11, 18), power=HOSTILE,
    )  # fmt: skip
    chair = replace(made, decision="D-2026-002", proposal="P2", chairs_action=True, decided_on=date(2026, 11, 18))
    votes = [
        Vote(decision="D-2026-001", organisation=each, office=CEO, choice=Choice.FOR, reason=HOSTILE)
        for each in MEMBERS
    ]
    todo = Action(action="A-001", title=HOSTILE, decision="D-2026-001", organisation="RZ1", office=CEO, due_on=AS_OF)
    return Record.of([*rows(), made, chair, *votes, todo])


def test_minutes_hold_the_agenda_votes_actions_and_what_the_chair_did() -> None:
    record = _record()
    names = {"RZ1": "Trust RZ1", "RZ2": "Trust RZ2"}
    found = minutes(record, Standing(record).bodies["TR-JC"], ON, names, AS_OF)
    told = "\n".join(str(each) for each in found.parts)
    assert [each.title for each in items(record, "TR-JC", ON)] == ["One record", "Two records"]
    for each in (
        DRAFT,
        "Trust RZ2 (finance lead)",
        HOSTILE,
        "A-001",
        "by the chair between meetings",
        "18 November 2027",
    ):
        assert each in told, each
    assert "met on" in told and AHEAD not in told
    assert found == minutes(record, Standing(record).bodies["TR-JC"], ON, names, AS_OF)


def test_before_the_day_nobody_has_met_and_the_body_is_told_from_its_like() -> None:
    record = _record()
    body = replace(Standing(record).bodies["TR-JC"], organisation="RZ1", members=())
    record = Record.of([*(each for each in record if each.key != body.key or not isinstance(each, Body)), body])
    found = minutes(record, body, ON, {}, ON - timedelta(days=1))
    told = "\n".join(str(each) for each in found.parts)
    assert found.title.startswith(f"Minutes of the {body.name} (RZ1), ")
    assert f"{body.name} (RZ1) is to meet on " in told and DRAFT not in told and AHEAD in told


def test_files_are_the_same_bytes_whatever_is_written_in_them() -> None:
    record = _record()
    found = minutes(record, Standing(record).bodies["TR-JC"], ON, {}, AS_OF)
    for made in FORMS.values():
        assert made(found) == made(found)
    assert xlsx(record, {}, AS_OF) == xlsx(record, {}, AS_OF)
    ics = action_calendar(record.all(Action), record.all(Decision), "Actions", AS_OF)
    assert ics.count(b"BEGIN:VEVENT") == 3 and b"BEGIN:VALARM" in ics


def test_only_what_costs_nothing_and_has_no_effects_harms_nobody() -> None:
    effect = Effect(proposal="P1", organisation="RZ1", kind=EffectKind.LOSS, what="Staff", amount=1_00)
    free, dear = proposal(value=0), proposal()
    assert worse_off(Record.of([free]), free, AS_OF) == ()
    assert worse_off(Record.of([dear]), dear, AS_OF) is None
    assert worse_off(Record.of([free, effect]), free, AS_OF) is None
    both = replace(effect, organisation="RZ2", kind=EffectKind.GAIN)
    assert worse_off(Record.of([free, effect, both]), free, AS_OF) == ("RZ1",)
