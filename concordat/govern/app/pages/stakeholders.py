"""Who must be won over for each proposal, what it does to each member, and how much each vote matters."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse
from markupsafe import Markup

from concordat.core.reason import Reason
from concordat.core.sheets import write_workbook
from concordat.core.shown import Table
from concordat.govern.app import stakeholder_actions as actions
from concordat.govern.app.pages.around import HOME, beside, crumbs
from concordat.govern.app.stakes import Stakes, Voting
from concordat.govern.detriment import Detriment
from concordat.govern.out import stakeholder_tables as tables
from concordat.govern.out.stakeholder_picture import stakeholder_picture
from concordat.govern.questions import Question
from concordat.govern.stakeholders import Colour, Map
from concordat.register.app.permission import NotPermitted, Person
from concordat.register.outtake import sheets_of
from concordat.register.stakeholder import Engagement, Position
from concordat.web.page import XLSX, Crumb, File, Moved, Page
from concordat.web.tabs import Tab

COLOURS = {Colour.RED: "red", Colour.AMBER: "yellow", Colour.GREEN: "green"}


@dataclass(frozen=True, kw_only=True)
class StakeholdersPage(Page):
    """`maps`: one of each proposal put forward, the first to be decided at the top."""

    template: ClassVar[str] = "govern/stakeholders.jinja"

    tabs: tuple[Tab, ...]
    maps: tuple[Map, ...]
    colours: Mapping[Colour, str]
    as_of: date


@dataclass(frozen=True, kw_only=True)
class StakesPage(Page):
    """One proposal: its `map` with a `drawing` and its `twin`, `asked` questions, what was conceded, the no-detriment
    `test` with `nets`, and `votings` with `powers`. `own`: whose concerns the reader sees; `erasable`: whose they may
    have erased. `healing` is only for who sees everybody's pounds."""

    template: ClassVar[str] = "govern/stakes.jinja"

    tabs: tuple[Tab, ...]
    map: Map
    drawing: Markup
    twin: Table
    asked: tuple[tuple[str, tuple[Question, ...]], ...]
    conceded: Table
    test: Detriment
    nets: Table
    healing: tuple[tuple[str, str, int], ...]
    votings: tuple[Voting, ...]
    powers: tuple[Table, ...]
    own: str
    erasable: frozenset[str]
    names: Mapping[str, str]
    colours: Mapping[Colour, str]
    as_of: date


@dataclass(frozen=True, kw_only=True)
class ErasePage(Page):
    """What would be erased of a `position`; `against`: why this person may not, None if they may."""

    template: ClassVar[str] = "govern/erase.jinja"

    tabs: tuple[Tab, ...]
    position: Position
    against: Reason | None
    back: str


def stakeholders_page(*, by: Person, as_of: date) -> StakeholdersPage:
    """Every proposal put forward, with how many offices are red, amber and green."""
    return StakeholdersPage(
        title="Who must be won over",
        crumbs=(HOME,),
        tabs=beside("govern_stakeholders"),
        maps=Stakes(by, as_of).every(),
        colours=COLOURS,
        as_of=as_of,
    )


def stakes_page(*, by: Person, as_of: date, proposal: str) -> StakesPage:
    """One proposal. Raises NoSuchProposal."""
    stakes = Stakes(by, as_of)
    put = stakes.one(proposal)
    found, test, votings = stakes.map(put), stakes.test(put), stakes.votings(put)
    return StakesPage(
        title=f"Who must be won over: {put.title}",
        crumbs=crumbs("govern_stakeholders", "Stakeholders"),
        tabs=beside("govern_stakes"),
        map=found,
        drawing=Markup(stakeholder_picture(found)),
        twin=tables.picture_twin(found),
        asked=_by_member(stakes.questions(put)),
        conceded=tables.concessions_table(stakes.concessions(put), stakes.sees),
        test=test,
        nets=tables.nets_table(test, stakes.sees),
        healing=test.healing if all(map(stakes.sees, (each.member for each in test.nets))) else (),
        votings=votings,
        powers=tuple(tables.power_table(each.body.name, each.powers) for each in votings),
        own=by.organisation,
        erasable=frozenset(x.organisation for x in found.offices if actions.may_not_erase(by, x.organisation) is None),
        names=stakes.names,
        colours=COLOURS,
        as_of=as_of,
    )


def workbook(*, by: Person, as_of: date, proposal: str) -> File:
    """All of it as a workbook, and its rows as the register reads them in again. Raises NoSuchProposal."""
    stakes = Stakes(by, as_of)
    put = stakes.one(proposal)
    shown = [
        tables.map_table(stakes.map(put)),
        tables.questions_table(stakes.questions(put)),
        tables.concessions_table(stakes.concessions(put), stakes.sees),
    ]
    stream = io.BytesIO()
    write_workbook(stream, [*(each.sheet() for each in shown), *sheets_of(stakes.rows(put), (Position, Engagement))])
    return File(name=f"stakeholders-{as_of.isoformat()}.xlsx", content_type=XLSX, contents=stream.getvalue())


def erase_page(*, by: Person, as_of: date, proposal: str, key: str) -> ErasePage:
    """What would be erased, before it is. Raises NoSuchProposal, NoSuchPosition."""
    Stakes(by, as_of).one(proposal)
    position = actions.position_of(by, key)
    if position.proposal != proposal:
        raise actions.NoSuchPosition
    back = _address(proposal)
    return ErasePage(
        title="Erase what was written of an office",
        crumbs=(*crumbs("govern_stakeholders", "Stakeholders"), Crumb(text="The map", href=back)),
        tabs=beside("govern_erase"),
        position=position,
        against=actions.may_not_erase(by, position.organisation),
        back=back,
    )


def erase(*, by: Person, as_of: date, proposal: str, key: str) -> Moved:
    """Erase it, and go back to the map. Raises NoSuchProposal, NoSuchPosition, NotPermitted."""
    page = erase_page(by=by, as_of=as_of, proposal=proposal, key=key)
    if page.against:
        raise NotPermitted(page.against.text, remedy="Ask an editor of its organisation, or the programme office")
    versions = actions.erase_position(by=by, as_of=as_of, key=key)
    count = "1 version" if versions == 1 else f"{versions} versions"
    return Moved(
        to=page.back, notice=f"Erased from {count}. The ledger tells that it was done, and nothing of what it was."
    )


def _address(proposal: str) -> str:
    return reverse("govern_stakes", kwargs={"proposal": proposal})


def _by_member(found: tuple[Question, ...]) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    members = dict.fromkeys(each.member for each in found)
    return tuple((code, tuple(each for each in found if each.member == code)) for code in members)
