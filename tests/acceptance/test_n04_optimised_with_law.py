"""N04: law is a limit and not a price, every date has its reason, and the plan is proved near the best."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.acceptance.conftest import AS_OF, ROOT, Answered, concordat
from tools.write_docs import every_rule

TUTORIAL = ROOT / "docs" / "tutorial" / "aldermoor"


def mended(folder: Path, months: int) -> Path:
    """The tutorial's workbooks without their slips of the pen; Coldharbour's contract was awarded for `months`."""
    shutil.copytree(TUTORIAL, folder)
    path = folder / "contracts.csv"
    text = path.read_text(encoding="utf-8").replace("31/09/2028", "30/09/2028").replace("MARLOWE", "MARLOW")
    path.write_text(text.replace(",96,", f",{months},"), encoding="utf-8")
    return folder


def test_there_is_a_plan_and_it_is_proved_near_the_best(answered: Answered) -> None:
    assert answered.json["status"] in ("optimal", "feasible") and answered.json["gap"] <= 0.01


def test_every_move_has_its_reasons_and_every_law_its_source(answered: Answered) -> None:
    known = {rule.id: rule for rule in every_rule()}
    for move in answered.systems:
        assert move["reasons"], move["system"]
        for reason in move["reasons"]:
            if reason["rule"]:
                assert reason["source"] == known[reason["rule"]].source, reason


def test_every_date_says_on_what_ground_the_old_contract_runs_until_then(answered: Answered) -> None:
    for move in answered.json["moves"]:
        assert any("contract" in reason["text"] and reason["rule"] for reason in move["reasons"]), move["system"]


def test_what_the_law_does_not_allow_is_no_choice_at_any_price(tmp_path: Path) -> None:
    folder = mended(tmp_path / "short", 96)
    found = json.loads(concordat("converge", folder, "--as-of", AS_OF.isoformat(), "--json", exit_code=3))
    assert found["status"] == "infeasible" and not found["moves"] and found["cost"]["plan"] is None
    assert "Coldharbour" in found["conflicts"][0]["what"] and "RZ6-PAS-19" in " ".join(found["conflicts"][0]["facts"])


def test_the_same_facts_but_lawful_have_a_plan_and_the_same_one_twice(tmp_path: Path) -> None:
    folder = mended(tmp_path / "long", 144)
    once, again = (concordat("converge", folder, "--as-of", AS_OF.isoformat(), "--json") for _ in range(2))
    assert once == again and json.loads(once)["moves"]


def test_an_assumption_against_the_law_is_shown_with_its_reason(answered: Answered) -> None:
    (override,) = answered.json["overrides"]
    assert override["contract"] == "RZ1-LIMS-14" and "F26/118" in override["reason"]
    assert "F26/118" in (answered.folder / "roadmap.svg").read_text(encoding="utf-8")


def test_the_manual_lists_every_key_of_the_answer(answered: Answered) -> None:
    manual = (ROOT / "docs" / "converge.md").read_text(encoding="utf-8")
    keys = [*answered.json, *answered.json["moves"][0]]
    assert not [key for key in keys if f"| `{key}` |" not in manual]
