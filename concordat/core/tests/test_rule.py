"""Rules: dated, cited, discovered, and never mistaken for advice."""

import importlib
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from concordat.core.finding import Severity
from concordat.core.period import NotAPeriod
from concordat.core.rule import NOT_LEGAL_ADVICE, Rule, RuleIdUsedTwice, Status, rules

DECLARED = """
from datetime import date
from concordat.core.finding import Severity
from concordat.core.rule import Rule
def rule(id): return Rule(id=id, text="t", source="s", severity=Severity.NOTE,
                          in_force_from=date(2025, 1, 1), checked_on=date(2026, 1, 1))
"""


def rule(**changes: object) -> Rule:
    given: dict[str, object] = {
        "id": "PR-01",
        "text": "Thresholds include VAT.",
        "source": "PA 2023 sch 1",
        "severity": Severity.WARNING,
        "in_force_from": date(2025, 2, 24),
        "in_force_to": date(2028, 1, 1),
        "checked_on": date(2026, 11, 22),
    }
    return Rule(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2025, 2, 23), False),
        (date(2025, 2, 24), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_it_is_in_force_from_its_first_day_until_the_day_before_its_end(day: date, in_force: bool) -> None:
    assert rule().in_force(day) is in_force


def test_a_bill_is_in_force_on_no_day_and_guidance_is() -> None:
    assert not rule(status="bill").in_force(date(2026, 1, 1))
    assert rule(status=Status.GUIDANCE).in_force(date(2026, 1, 1))


@pytest.mark.parametrize("missing", ["id", "text", "source"])
def test_a_rule_without_its_source_is_no_rule(missing: str) -> None:
    with pytest.raises(ValueError, match=f"no {missing}"):
        rule(**{missing: " "})


def test_a_rule_in_force_on_no_day_or_of_no_known_status_is_refused() -> None:
    with pytest.raises(NotAPeriod):
        rule(in_force_to=date(2025, 2, 24))
    with pytest.raises(ValueError, match="custom"):
        rule(status="custom")


def test_its_reasons_and_findings_cite_it() -> None:
    reason = rule().reason("The value is over the threshold", "value £4.2m", "threshold £135,018")
    assert (reason.rule, reason.source, len(reason.facts)) == ("PR-01", "PA 2023 sch 1", 2)
    finding = rule().finding("No VAT given", "Give the value with VAT", sheet="Contracts", row=3)
    assert (finding.rule, finding.severity, finding.place) == ("PR-01", Severity.WARNING, "sheet Contracts, row 3")
    assert rule().finding("x", "y", severity=Severity.NOTE).severity is Severity.NOTE


def test_its_caveat_says_what_it_is() -> None:
    assert rule(status="bill").caveat == f"Bill; checked 2026-11-22. {NOT_LEGAL_ADVICE}"


def test_the_rules_of_a_module_are_found_by_name_and_in_tuples_sorted_once() -> None:
    module = ModuleType("made_up")
    second, first = rule(id="B-02"), rule(id="A-01")
    vars(module).update(SECOND=second, ALL=(second, first), other="text")
    assert rules(module) == (first, second)


def test_two_rules_with_one_id_are_found_out() -> None:
    module = ModuleType("made_up")
    vars(module).update(ONE=rule(), OTHER=rule(text="Something else."))
    with pytest.raises(RuleIdUsedTwice, match="PR-01"):
        rules(module)


def test_a_package_is_searched_to_its_depths_but_never_its_app_or_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("ruled", "ruled/deep", "ruled/app", "ruled/tests"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("")
    (tmp_path / "ruled/law.py").write_text(DECLARED + "LAW = rule('Z-09')")
    (tmp_path / "ruled/deep/law.py").write_text(DECLARED + "LAW = rule('A-01')")
    for file in ("app/law.py", "tests/law.py", "__main__.py"):
        (tmp_path / "ruled" / file).write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    ruled = importlib.import_module("ruled")
    assert [found.id for found in rules(ruled)] == ["A-01", "Z-09"]
    for name in [name for name in sys.modules if name.partition(".")[0] == "ruled"]:
        monkeypatch.delitem(sys.modules, name)
