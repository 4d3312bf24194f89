"""Fit: each test of a lot at its boundary, gaps that close a lot, the order of lots, and files that cannot be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from concordat.cli import main
from concordat.procure.advice import ANSWERED_WITHIN, advice_log
from concordat.procure.fit import Candidate, NothingToFit, comparison
from concordat.procure.frameworks import CEILING, DIRECT, LENGTH, STILL_OPEN, USERS
from concordat.procure.named import NotOnRecord
from concordat.procure.requirements import HEADS, coverage
from concordat.procure.tests.purchase import AS_OF, PURCHASE, record
from concordat.register.contract import Framework, Regime
from concordat.register.noun import Noun
from concordat.register.procurement import (
    BuyingRoute,
    Fit,
    GateDone,
    GateKind,
    LegalAdvice,
    Lot,
    LotFit,
    Priority,
    Requirement,
    Standard,
)

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "three_rivers"
FRAMEWORK = Framework(
    framework="F1", name="First", regime=Regime.PCR2015, closes_on=date(2030, 1, 31), longest_call_off=60
)
LOT = Lot(
    framework="F1", lot="1", covers="All", users=("RZ1", "RZ4"), ceiling=10_000_00, spent=4_000_00, longest=48,
    direct_award=True, direct_award_up_to=6_000_00, accredited=True,
)  # fmt: skip
WANTED = {"value": 6_000_00, "months": 48, "on_behalf_of": ("RZ4",), "route": BuyingRoute.CALL_OFF}


def _row(number: str, priority: Priority = Priority.MUST, **more: Any) -> Requirement:
    return Requirement(procurement="P1", requirement=number, text=f"Does {number}", priority=priority, **more)


def _met(number: str, fit: Fit = Fit.MET, lot: str = "F1 / 1") -> LotFit:
    return LotFit(procurement="P1", requirement=number, lot=lot, fit=fit)


def _only(*more: Noun, lot: Lot = LOT, framework: Framework = FRAMEWORK, **purchase: Any) -> Candidate:
    rows = (lot, framework, _row("R1"), *(more or (_met("R1"),)))
    return comparison(record(*rows, purchase=WANTED | purchase), "P1", AS_OF).candidates[0]


def _closes(found: Candidate) -> set[str]:
    return {each.rule.id for each in found.closed_by}


def test_a_lot_at_every_limit_can_be_used() -> None:
    assert _only().usable and not _only().refusals


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (lambda: _only(value=6_000_01, lot=replace(LOT, direct_award_up_to=0)), CEILING),
        (lambda: _only(value=6_000_01, lot=replace(LOT, spent=0)), DIRECT),
        (lambda: _only(lot=replace(LOT, direct_award=False)), DIRECT),
        (lambda: _only(months=49), LENGTH),
        (lambda: _only(framework=replace(FRAMEWORK, longest_call_off=47)), LENGTH),
        (lambda: _only(on_behalf_of=("RZ4", "RZ8")), USERS),
    ],
)
def test_one_step_beyond_a_limit_closes_it(found: Any, rule: Any) -> None:
    assert _closes(found()) == {rule.id}
    assert all(each.remedy for each in found().closed_by)


def test_a_framework_is_used_to_its_last_day_and_not_beyond() -> None:
    found = comparison(record(LOT, FRAMEWORK, _row("R1"), _met("R1"), purchase=WANTED), "P1", AS_OF)
    last = replace(FRAMEWORK, closes_on=found.award_by)
    assert _only(framework=last).usable
    assert _closes(_only(framework=replace(last, closes_on=last.closes_on - timedelta(1)))) == {STILL_OPEN.id}


def test_a_mini_competition_needs_no_leave_to_award_directly() -> None:
    assert _only(lot=replace(LOT, direct_award=False), route=BuyingRoute.MINI).usable


@pytest.mark.parametrize("fit", [each for each in Fit if each is not Fit.MET])
def test_what_is_not_shown_to_be_met_is_a_gap(fit: Fit) -> None:
    found = _only(_met("R1", fit))
    assert not found.usable and [each.requirement.requirement for each in found.gaps] == ["R1"]


def test_what_nobody_looked_at_is_a_gap_and_what_only_should_be_met_is_none() -> None:
    assert [each.fit for each in _only(_met("R9")).gaps] == [Fit.UNKNOWN]
    assert _only(_met("R1"), _row("R2", Priority.SHOULD)).usable


def test_what_the_record_does_not_say_closes_nothing_and_is_said() -> None:
    found = _only(lot=replace(LOT, ceiling=0))
    assert found.usable and [each.rule for each in found.tests if each.holds is None] == [CEILING]


def test_the_best_lot_comes_first() -> None:
    lots = [replace(LOT, lot=each) for each in "123"]
    rows = [_row("R1"), _row("R2", Priority.SHOULD), _met("R1"), _met("R1", Fit.NOT_MET, "F1 / 2")]
    rows += [_met("R1", lot="F1 / 3"), _met("R2", lot="F1 / 3")]
    found = comparison(record(FRAMEWORK, *lots, *rows, purchase=WANTED), "P1", AS_OF)
    assert [each.lot.lot for each in found.candidates] == ["3", "1", "2"]
    assert found.chosen is found.candidates[0]


def test_nothing_to_compare_is_said() -> None:
    with pytest.raises(NotOnRecord, match="There is no purchase P9"):
        comparison(record(), "P9", AS_OF)
    with pytest.raises(NothingToFit, match="Nothing is required"):
        comparison(record(), "P1", AS_OF)


def test_every_head_is_forgotten_until_something_that_must_be_met_comes_under_it() -> None:
    rows = tuple(_row(each.name, standard=each, clause="1", test="tried") for each in HEADS)
    assert not coverage(record(), PURCHASE, rows).findings
    for each in HEADS:
        left = tuple(row for row in rows if row.standard is not each)
        should = replace(next(row for row in rows if row.standard is each), priority=Priority.SHOULD)
        for given in (left, (*left, should)):
            assert [head.standard for head in coverage(record(), PURCHASE, given).forgotten] == [each]


def test_what_must_be_met_wants_a_clause_and_a_test() -> None:
    rows = (_row("R1", standard=Standard.OTHER), _row("R2", Priority.COULD, standard=Standard.OTHER))
    found = [each for each in coverage(record(), PURCHASE, rows).findings if each.rule == "PR-09-CLAUSE"]
    assert [each.column for each in found] == ["Clause", "Test"] and all("R1" in each.what for each in found)


def _asked(on: date, **more: Any) -> LegalAdvice:
    return LegalAdvice(advice="L1", procurement="P1", organisation="RZ1", instructed_on=on, question="secret", **more)


def test_advice_is_asked_for_before_requirements_are_frozen() -> None:
    frozen = GateDone(procurement="P1", gate=GateKind.REQUIREMENTS, done_on=date(2026, 10, 2))
    for asked, late in ((None, True), (date(2026, 10, 3), True), (date(2026, 10, 2), False)):
        rows = [frozen, *([_asked(asked, answered_on=asked)] if asked else [])]
        found = advice_log(record(*rows), PURCHASE, AS_OF).findings
        assert [each.rule for each in found] == (["PR-09-LEGAL"] if late else [])
        assert not any("secret" in str(each) for each in found)


def test_an_open_question_is_asked_about_again_after_four_weeks() -> None:
    for days, open_too_long in ((0, False), (1, True)):
        asked = AS_OF - ANSWERED_WITHIN - timedelta(days)
        found = advice_log(record(_asked(asked)), PURCHASE, AS_OF).findings
        assert [each.rule for each in found] == (["PR-09-ANSWER"] if open_too_long else [])


def _fit(*given: object) -> int:
    return main(["procure", "fit", str(EXAMPLE), "--as-of", "2026-11-22", *map(str, given)])


def test_three_rivers_has_one_lot_that_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert _fit("--procurement", "PROC-01", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["chosen"] == "PDX-25 / 4" and len(told["lots"]) == 3
    assert [each["head"] for each in told["forgotten"]] == ["termination or transfer on organisational change"]


def test_requirements_in_a_file_stand_in_place_of_the_folder_s(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wanted.json"
    more = {"procurement": "PROC-01", "requirement": "R99", "text": "Speaks Welsh", "priority": "must"}
    path.write_text(json.dumps([more]), encoding="utf-8")
    assert _fit("--requirement", path, "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert told["chosen"] is None
    assert all([each["requirement"] for each in lot["requirements"]] == ["R99"] for lot in told["lots"])


def test_everything_wrong_with_a_file_is_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wanted.json"
    path.write_text(json.dumps([{"procurement": "PROC-01", "priority": "vital"}, {"colour": "blue"}]), "utf-8")
    assert _fit("--requirement", path, "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert {each["file"] for each in told["findings"]} == {"wanted.json, item 1", "wanted.json, item 2"}
    assert len(told["findings"]) > 4
