"""Everything the checks found, each with its rule and the register row it is about: the findings page's part."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from concordat.converge.facts import check as checks
from concordat.converge.facts import law, obstacle
from concordat.converge.facts.problem import problem_of
from concordat.converge.roadmap import Roadmap
from concordat.core.finding import Finding
from concordat.core.rule import Rule, rules
from concordat.register.noun import Noun
from concordat.register.record import Place, Record


def findings(roadmap: Roadmap) -> list[dict[str, Any]]:
    """The findings of a record, with the noun and key of each row.

    Rows from a database have no place in a file; numbered as if they had one, each finding says which it is about.
    """
    rows = tuple(roadmap.record)
    numbered = Record.of(rows, {row: Place(sheet=row.SHEET, row=number) for number, row in enumerate(rows)})
    found = (*problem_of(numbered, roadmap.as_of).findings, *checks.check(numbered, roadmap.as_of))
    texts = _rules()
    return [_finding(each, rows[each.row] if each.row is not None else None, texts) for each in found]


def _finding(finding: Finding, row: Noun | None, texts: dict[str, Rule]) -> dict[str, Any]:
    rule = texts.get(finding.rule)
    return {
        "what": finding.what,
        "next": finding.next,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "column": finding.column,
        "noun": type(row).__name__ if row else "",
        "key": row.key if row else "",
        "label": row.label if row else "",
        "owner": row.owner if row else "",
        "rule": finding.rule,
        "rule_text": rule.text if rule else "",
        "rule_source": rule.source if rule else "",
    }


def _rules() -> dict[str, Rule]:
    """The rules that findings may name, by id."""
    modules: Iterable[Any] = (sys.modules[each] for each in (checks.__name__, law.__name__, obstacle.__name__))
    return {rule.id: rule for module in modules for rule in rules(module)}
