"""The log as a member sees it: every question about its data, and every one of its own, sealed; and its checkpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from concordat.core.ledger import Line, Problem
from concordat.core.refusal import Refusal
from concordat.data.log import Log, verify_log
from concordat.register.app.permission import Person
from concordat.share.app import workspace
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.web.page import File, Page

SHOWN = 100
"""How many questions the page shows."""

_COLOURS = {"answered": "green", "released": "blue", "refused": "red", "failed": "yellow", "": "grey"}

_WHY = {
    "NotAllowed": "not SQL that is allowed",
    "BadCounting": "not counts that can be given",
    "NotReleasable": "not what may leave",
    "CannotDisclose": "opt-outs could not be applied",
    "CannotBuild": "the data are not there, or not as agreed",
    "self-release": "released by who asked",
    "altered": "not the answer that was given",
    "decision": "not permitted",
}


class NothingLogged(Refusal):
    """A log without a line, of which there is no checkpoint."""

    status = 404


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A question and what became of it: `outcome` is None where the process was stopped before it was told."""

    intent: Line
    outcome: Line | None

    @property
    def word(self) -> str:
        """What became of it, in a word."""
        return self.outcome.action if self.outcome else "not told"

    @property
    def colour(self) -> str:
        """The colour of that word."""
        return _COLOURS[self.outcome.action if self.outcome else ""]

    @property
    def why(self) -> str:
        """Why it was not answered, in words; what has none is told as the log has it."""
        problem = str(self.facts.get("problem", ""))
        return _WHY.get(problem, problem)

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is known of both."""
        return {**(self.outcome.facts if self.outcome else {}), **self.intent.facts}


@dataclass(frozen=True, kw_only=True)
class LogPage(Page):
    """`entries` that concern this reader's organisation, the last first; `problems` of the whole log, () if whole."""

    template: ClassVar[str] = "share/log.jinja"

    tabs: tuple[Tab, ...]
    entries: tuple[Entry, ...]
    more: int
    lines: int
    problems: tuple[Problem, ...]
    names: Mapping[str, str]
    organisation: str


def log_page(*, by: Person) -> LogPage:
    """What the log has of this person's organisation, as asker or as controller."""
    home = workspace.home_of(by)
    log = Log(home)
    entries = sorted(_entries(log.about(by.organisation)), key=lambda each: -each.intent.number)
    return LogPage(
        title="The log",
        crumbs=crumbs(),
        tabs=tabs("share_log"),
        entries=tuple(entries[:SHOWN]),
        more=max(len(entries) - SHOWN, 0),
        lines=len(log.lines()),
        problems=verify_log(home),
        names=workspace.called(by, (each.intent.by for each in entries[:SHOWN])),
        organisation=by.organisation,
    )


def checkpoint(*, by: Person, as_of: date) -> File:
    """What the log is now: a member that keeps it finds out if it is ever rewritten. Raises NothingLogged."""
    log = Log(workspace.home_of(by))
    if not log.lines():
        raise NothingLogged("Nothing is on the log yet", remedy="Come back when something was asked")
    made = log.checkpoint(at=workspace.moment(as_of))
    name = f"checkpoint-{made.lines:09}.json"
    return File(name=name, content_type="application/json", contents=made.as_json().encode() + b"\n")


def _entries(lines: tuple[Line, ...]) -> Iterator[Entry]:
    outcomes = {each.facts["asked"]: each for each in lines if "asked" in each.facts}
    for each in lines:
        if "asked" not in each.facts:
            yield Entry(intent=each, outcome=outcomes.get(each.number))
