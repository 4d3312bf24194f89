"""What is wrong with how we decide and run things: what every check finds, rule by rule, the gravest first.

Checks look at all that members share, values too, so that all are told the same; no finding tells a value that is not
for all to see. Private drafts are not looked at.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.core.finding import Finding, Severity
from concordat.core.rule import Rule, rules
from concordat.core.sheets import write_workbook
from concordat.core.shown import Table, column
from concordat.govern import hosting
from concordat.govern import rules as winning
from concordat.govern.app.pages.around import HOME, beside
from concordat.govern.checks.every import check
from concordat.register.app.permission import Person
from concordat.register.deciding import rules as deciding
from concordat.register.record import Place, Record
from concordat.web.page import XLSX, File, Page
from concordat.web.scope import whole_record_for_computation
from concordat.web.tabs import Tab

RULES: dict[str, Rule] = {each.id: each for package in (deciding, winning, hosting) for each in rules(package)}


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A rule and everything that is found against it."""

    rule: Rule
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class ChecksPage(Page):
    """`broken`: each rule that something is found against, the gravest first; `grave` and `slight`: how many."""

    template: ClassVar[str] = "govern/checks.jinja"

    tabs: tuple[Tab, ...]
    broken: tuple[Broken, ...]
    grave: int
    slight: int
    as_of: date


def checks_page(*, by: Person, as_of: date) -> ChecksPage:
    """Everything the checks find."""
    found = _found(by, as_of)
    count = [each.severity for each in found].count
    return ChecksPage(
        title="What is wrong with how we decide",
        crumbs=(HOME,),
        tabs=beside("govern_checks"),
        broken=tuple(_by_rule(found)),
        grave=count(Severity.ERROR),
        slight=count(Severity.WARNING),
        as_of=as_of,
    )


def workbook(*, by: Person, as_of: date) -> File:
    """The same as a workbook, a row for each finding."""
    columns = tuple(map(column, ("How grave", "Rule", "Where", "What is wrong", "What to do next", "Source")))
    rows = tuple(
        (each.severity.value, each.rule, each.place, each.what, each.next, RULES[each.rule].source)
        for each in _found(by, as_of)
    )
    stream = io.BytesIO()
    write_workbook(stream, [Table(title="Checks", columns=columns, rows=rows).sheet()])
    return File(name=f"checks-{as_of.isoformat()}.xlsx", content_type=XLSX, contents=stream.getvalue())


def _found(by: Person, as_of: date) -> tuple[Finding, ...]:
    """Findings whose place is the row's own name, as the register has no lines."""
    whole = whole_record_for_computation(by.collaborative)
    places = {each: Place(sheet=f"{each.SHEET} ({each.label})") for each in whole}
    return check(Record.of(whole, places), as_of)


def _by_rule(found: Iterable[Finding]) -> Iterable[Broken]:
    by_rule: dict[str, list[Finding]] = {}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    return (Broken(rule=RULES[id], findings=tuple(each)) for id, each in by_rule.items())
