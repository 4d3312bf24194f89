"""Every form in which gates leave the tool: well formed, the same bytes twice, every date in each, and no pounds."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from icalendar import Calendar

from concordat.cli import main
from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.rows import read_tables
from concordat.procure.gate import Gates, GateStatus, gates
from concordat.procure.out.gate_calendar import ALARMS, ics
from concordat.procure.out.gate_interchange import as_dict
from concordat.procure.out.gate_lanes import gate_lanes
from concordat.procure.out.gate_paper import docx
from concordat.procure.out.gate_picture import svg
from concordat.procure.out.gate_sheet import xlsx
from concordat.procure.out.gate_table import gate_table, why
from concordat.procure.out.gate_terse import text
from concordat.procure.possible import Possibility, Possible
from concordat.procure.still_possible import still_possible
from concordat.procure.tests.purchase import AS_OF, record
from concordat.register.procurement import GateDone, GateKind

ROWS = record(
    GateDone(procurement="P1", gate=GateKind.CONFLICTS, done_on=date(2026, 5, 1), evidence="Register of interests"),
    contract={"ends_on": date(2028, 3, 31), "extension_options": (12,)},
    purchase={"title": "A <new> record & system", "value": 9_876_543_21},
)
THREE_RIVERS = Path("examples/three_rivers")


@pytest.fixture(scope="module")
def found() -> Gates:
    return gates(ROWS, AS_OF, procurement="P1")


def _events(found: Gates) -> list[Any]:
    return list(Calendar.from_ical(ics(found)).walk("VEVENT"))


def test_the_picture_shows_every_gate_and_marks_what_was_missed_by_word_and_shape(found: Gates) -> None:
    drawn = svg(found, ROWS)
    root = ElementTree.fromstring(drawn)
    words = " ".join(each.text or "" for each in root.iter() if each.text)
    assert all(lane.beside in words for lane in gate_lanes(found, ROWS))
    assert f"MISSED by {-found.missed[0].slack} days" in words
    assert {GateStatus.MISSED, GateStatus.DONE} <= {each.status for each in found.gates}
    shapes = {each.get("points") for each in root.iter() if each.tag.endswith("polygon")}
    assert len(shapes) > len(found.gates), "each mark and its sample in the legend"
    assert "<style" not in drawn and "<script" not in drawn


def test_the_table_is_the_twin_of_the_picture(found: Gates) -> None:
    lanes, rows = gate_lanes(found, ROWS), gate_table(found, ROWS).words()
    assert [(row[0], row[1]) for row in rows] == [(lane.label, long_date(lane.latest)) for lane in lanes]


def test_the_calendar_reminds_of_what_is_to_be_done_and_shows_what_was_missed_today(found: Gates) -> None:
    events = _events(found)
    assert len(events) == sum(each.done_on is None for each in found.gates)
    missed = [each for each in events if "MISSED" in str(each["summary"])]
    assert len(missed) == len(found.missed) and {each["dtstart"].dt for each in missed} == {AS_OF}
    other = next(each for each in events if each not in missed)
    assert sorted(-alarm["trigger"].dt.days for alarm in other.walk("VALARM")) == sorted(ALARMS)
    assert ics(found) == ics(found)


def test_an_event_keeps_its_name_when_its_day_moves(found: Gates) -> None:
    later = gates(record(contract={"ends_on": date(2029, 3, 31)}), AS_OF, procurement="P1")
    uids = [{str(each["uid"]) for each in _events(one)} for one in (found, later)]
    assert uids[0] < uids[1]


def test_the_document_and_the_workbook_say_the_same(found: Gates) -> None:
    ways = still_possible(found, ROWS)
    paper = docx(found, ways, ROWS)
    told = "\n".join(each.text for each in Document(BytesIO(paper)).paragraphs)
    assert all(each.what in told for each in ways)
    assert paper == docx(found, ways, ROWS)
    book = xlsx(found, ways, ROWS)
    assert book == xlsx(found, ways, ROWS)


def test_the_workbook_has_every_gate(found: Gates, tmp_path: Path) -> None:
    path = tmp_path / "gates.xlsx"
    path.write_bytes(xlsx(found, still_possible(found, ROWS), ROWS))
    sheets = {each.sheet: each for each in read_tables(path)}
    assert len(sheets["Gates"].rows) == len(found.gates)


def test_nothing_tells_what_it_is_worth(found: Gates) -> None:
    ways = still_possible(found, ROWS)
    told = text(found, ways) + json.dumps(as_dict(found, ways), ensure_ascii=False) + svg(found, ROWS)
    assert "£" not in told
    assert not re.search(r"9[,.]?876[,.]?543", told)


def test_what_two_rules_say_alike_is_told_once() -> None:
    scope = "Its scope stays materially the same"
    alike = tuple(Reason(scope, rule=each) for each in ("PR-07-SUBSTANTIAL", "PR-07-SLIGHT"))
    way = Possible(way=Possibility.CHANGE, what="", open=True, until=None, notices=(), risk="", reasons=alike)
    assert why(way) == f"{scope}."


def test_that_lengths_are_house_estimates_is_said_once(found: Gates) -> None:
    ways = still_possible(found, ROWS)
    for told in (text(found, ways), json.dumps(as_dict(found, ways))):
        assert told.count("house estimate") == 1


class TestCommand:
    """concordat procure gates, as it is typed."""

    def test_three_rivers_has_missed_one_gate_and_is_told_what_is_still_possible(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["procure", "gates", str(THREE_RIVERS), "--procurement", "PROC-01", "--as-of", "2026-11-22",
                     "--json"]) == 3  # fmt: skip
        told = json.loads(capsys.readouterr().out)
        assert told["missed"] == ["legal instructed"]
        assert told["still_possible"][0]["way"] == "do now what was passed over"
        approvals = next(each for each in told["gates"] if each["gate"] == "approvals")
        assert approvals["meetings"], "the approvals are at real meetings"
        assert {"contract", "procurement", "regime", "lost_on", "live_by", "gates", "missed", "still_possible"} <= set(
            told
        )

    def test_every_form_is_written(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        targets = [f"--{name}={tmp_path / f'gates.{name}'}" for name in ("ics", "docx", "xlsx", "svg")]
        main(["procure", "gates", str(THREE_RIVERS), "--contract", "QZ3-PHR-23", "--as-of", "2026-11-22", *targets])
        assert all((tmp_path / f"gates.{name}").stat().st_size > 1000 for name in ("ics", "docx", "xlsx", "svg"))
        assert "legal instructed" in capsys.readouterr().out.casefold()

    @pytest.mark.parametrize("asked", [["--contract", "NONE"], ["--procurement", "NONE"]])
    def test_what_is_not_there_ends_with_2_and_says_what_is(
        self, asked: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["procure", "gates", str(THREE_RIVERS), *asked]) == 2
        assert "There is no" in capsys.readouterr().err

    def test_where_all_can_be_met_it_ends_with_0(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["procure", "gates", str(THREE_RIVERS), "--procurement", "PROC-02", "--as-of", "2026-11-22"]) == 0
        assert "Still possible" not in capsys.readouterr().out
