"""Decisions: the register of all of them, one with its votes and reasons, and the register as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.core.finding import Finding
from concordat.core.shown import Table
from concordat.govern.app.decisions import decision_of
from concordat.govern.app.found import found_about
from concordat.govern.app.pages.around import beside, crumbs
from concordat.govern.app.permission import may_complete, may_record, may_run
from concordat.govern.decided import power_told
from concordat.govern.out.decision_register import decisions, xlsx
from concordat.govern.out.minutes import actions_of, votes_table
from concordat.register.app.permission import Person
from concordat.register.authority import Body
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Action, Decision
from concordat.register.naming import names_in
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.web.page import XLSX, File, Page
from concordat.web.scope import record_of
from concordat.web.tabs import Tab


@dataclass(frozen=True, kw_only=True)
class DecisionsPage(Page):
    """`found`: every decision, the newest first; `names` of organisations, bodies and proposals by key."""

    template: ClassVar[str] = "govern/decisions.jinja"

    tabs: tuple[Tab, ...]
    found: tuple[Decision, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class DecisionPage(Page):
    """One decision, its `votes` as a table, its `actions` and whether each is the reader's to complete.

    `power` is what let the body decide, in words, or blank; `found` is what the checks find wrong with it.
    """

    template: ClassVar[str] = "govern/decision.jinja"

    decision: Decision
    power: str
    found: tuple[Finding, ...]
    proposal: Proposal | None
    votes: Table
    actions: tuple[tuple[Action, bool], ...]
    names: Mapping[str, str]
    may_add: bool
    ratify_on: tuple[date, ...]


def decisions_page(*, by: Person, as_of: date) -> DecisionsPage:
    """The register of decisions."""
    record = record_of(by)
    return DecisionsPage(
        title="Decisions",
        crumbs=crumbs(),
        tabs=beside("govern_decisions"),
        found=decisions(record),
        names=_names(record, as_of),
    )


def decisions_file(*, by: Person, as_of: date) -> File:
    """The register as a workbook, of what this reader may see."""
    record = record_of(by)
    return File(name="decisions.xlsx", content_type=XLSX, contents=xlsx(record, names_in(record, as_of), as_of))


def decision_page(*, by: Person, as_of: date, key: str) -> DecisionPage:
    """One decision. Raises NoSuchDecision."""
    record, made = record_of(by), decision_of(by, key)
    names = _names(record, as_of)
    body = record.get(Body, made.body)
    return DecisionPage(
        title=f"{key}: {names.get(made.proposal, made.proposal)}",
        crumbs=crumbs("govern_decisions", "Decisions"),
        decision=made,
        power=power_told(made),
        found=found_about(Decision, key, by=by, as_of=as_of),
        proposal=record.get(Proposal, made.proposal),
        votes=votes_table(record, made, names),
        actions=tuple((each, _may_complete(by, each, as_of)) for each in actions_of(record, made)),
        names=names,
        may_add=body is not None and may_run(by, body, as_of) is None,
        ratify_on=_ratify_on(by, record, made, body, as_of),
    )


def _may_complete(by: Person, action: Action, as_of: date) -> bool:
    return action.done_on is None and may_complete(by, action, as_of) is None


def _ratify_on(by: Person, record: Record, made: Decision, body: Body | None, as_of: date) -> tuple[date, ...]:
    """The meetings at which it may have been ratified, where the reader may say so."""
    waits = made.chairs_action and made.ratified_on is None
    if not waits or body is None or may_record(by, body, as_of):
        return ()
    return tuple(each.on for each in Standing(record).sittings(body.key) if made.decided_on <= each.on <= as_of)


def _names(record: Record, as_of: date) -> dict[str, str]:
    titles = {each.key: each.title for each in record.all(Proposal)}
    return titles | {each.key: each.name for each in record.all(Body)} | names_in(record, as_of)
