"""The pack for lawyers: what they are always asked, what the record raises, and nothing twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from concordat.cli import main
from concordat.procure.instruct import ALWAYS_ASKED, instruction
from concordat.procure.tests.purchase import AS_OF, record
from concordat.register.contract import Regime
from concordat.register.procurement import GateDone, GateKind, LegalAdvice, Priority, Requirement

THREE_RIVERS = Path("examples/three_rivers")
ADVICE = LegalAdvice(
    advice="L1", procurement="P1", organisation="RZ1", instructed_on=date(2026, 1, 5), question="Which law?"
)


def test_what_is_always_asked_comes_first_and_nothing_is_asked_twice() -> None:
    row = Requirement(procurement="P1", requirement="R1", text="Data come back", priority=Priority.MUST)
    asked = instruction(record(row, purchase={"regime": Regime.PA2023}), "P1", AS_OF).asked
    assert asked[: len(ALWAYS_ASKED)] == ALWAYS_ASKED
    assert len(set(asked)) == len(asked)
    assert sum("organisations change" in each or "organisational change" in each for each in asked) == 1


def test_what_was_done_out_of_order_and_what_was_missed_is_asked_about() -> None:
    early = GateDone(procurement="P1", gate=GateKind.REQUIREMENTS, done_on=date(2026, 5, 1))
    asked = instruction(record(early), "P1", date(2028, 3, 1)).asked
    assert any("before what it waits for" in each and each.endswith("what do you advise?") for each in asked)
    assert any(each.startswith("“legal instructed” was due by") for each in asked)


@pytest.mark.parametrize(("as_of", "count"), [(date(2026, 1, 4), 0), (date(2026, 1, 5), 1)])
def test_advice_is_in_the_pack_from_the_day_it_was_asked_for(as_of: date, count: int) -> None:
    assert len(instruction(record(ADVICE), "P1", as_of).advice.asked) == count


def test_the_document_says_that_it_is_privileged_and_what_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.docx"
    asked = ["procure", "instruct", str(THREE_RIVERS), "--procurement", "PROC-03", "--as-of", "2026-11-22"]
    assert main([*asked, "--docx", str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    words = "\n".join(each.text for each in Document(str(path)).paragraphs)
    assert words.count("prepared for the purpose of obtaining legal advice") == 1
    assert "No lawyer has been asked about it yet." in words
    assert "Nobody has declared any interest" in words
