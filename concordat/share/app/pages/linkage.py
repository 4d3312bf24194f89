"""How good the linkage is: what the last run did, how right it is expected and measured to be, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from markupsafe import Markup

from concordat.core.ledger import Problem
from concordat.core.shown import DATE, PERCENT, WHOLE, Table, column
from concordat.data.disclosure import LEAST, ROUNDING, rounded
from concordat.data.engine import DuckDB, Engine
from concordat.register.app.permission import Person
from concordat.share.app import clerks, workspace
from concordat.share.app.clerks import Desk
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.linkage import ledger, past
from concordat.share.linkage.bands import FIELDS
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.past import Run
from concordat.share.linkage.weights import Parameters
from concordat.share.out import score_picture
from concordat.web.page import Page

_RUNS_SHOWN = 12
_PRECISION = "of the linked pairs should be right; the rest would be two people taken for one"
_RECALL = "of the pairs that are one person’s should be found; the rest would be one person taken for two"
_MEASURED = {"pairs": "All pairs of records", "clusters": "Persons put together exactly"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number, what it is of, and what it means in plain words."""

    what: str
    value: str
    means: str


@dataclass(frozen=True, kw_only=True)
class NoLinkagePage(Page):
    """Before anybody was linked, or where the runs kept no report."""

    template: ClassVar[str] = "share/no_linkage.jinja"

    tabs: tuple[Tab, ...]


@dataclass(frozen=True, kw_only=True)
class LinkagePage(Page):
    """The last `run`: `figures` of it, `scores` as a picture and a table, and what it rests on.

    `measured` is None where no truth is known; `held`: persons by at how many members; `problems` of the ledger;
    `desk`: the pairs that wait for this reader, and for others.
    """

    template: ClassVar[str] = "share/linkage.jinja"

    tabs: tuple[Tab, ...]
    run: Run
    figures: tuple[Figure, ...]
    picture: Markup
    says: str
    scores: Table
    measured: Table | None
    held: Table
    weights: Table
    runs: Table
    problems: tuple[Problem, ...]
    lines: int
    desk: Desk


def linkage_page(*, by: Person, as_of: date) -> LinkagePage | NoLinkagePage:
    """The last run of the collaborative's linkage, which every member may see: it tells of no patient."""
    home, engine = workspace.home_of(by), DuckDB()
    made = past.runs(home)
    beside: dict[str, Any] = {"title": "How good the linkage is", "crumbs": crumbs(), "tabs": tabs("share_linkage")}
    if not made:
        return NoLinkagePage(**beside)
    run = made[-1]
    scores = past.scores(home, run, engine=engine)
    return LinkagePage(
        **beside,
        run=run,
        figures=tuple(_figures(run)),
        picture=Markup(score_picture.svg(scores, run.settings)),
        says=score_picture.says(scores, run.settings),
        scores=score_picture.table(scores, run.settings),
        measured=_measured(home, engine),
        held=_held(home, engine),
        weights=_weights(run.report.parameters),
        runs=_runs(made),
        problems=ledger.verified(home),
        lines=len(ledger.lines(home)),
        desk=clerks.desk(by=by, as_of=as_of),
    )


def _figures(run: Run) -> Iterator[Figure]:
    report, bands, skipped = run.report, run.report.bands, run.report.skipped_groups
    told = (
        ("Records", f"{report.records:,}", f"were looked at; {report.given:,} came with this run"),
        ("Persons", f"{report.persons:,}", "are who those records are of, as far as is known"),
        ("Linked", f"{bands['linked']:,}", "records are one person’s with others"),
        ("To be looked at", f"{bands['review']:,}", "records are of somebody of whom a person should judge"),
        ("Apart", f"{bands['apart']:,}", "records are like no other"),
        ("Precision, estimated", f"{report.expected.precision:.1%}", _PRECISION),
        ("Recall, estimated", f"{report.expected.recall:.1%}", _RECALL),
        ("Pairs compared", f"{report.pairs_compared:,}", f"and {skipped:,} groups were too large to compare"),
        ("With an NHS number", f"{report.numbered:.1%}", "of the records have one that passes its check"),
    )
    return (Figure(what=what, value=value, means=means) for what, value, means in told)


def _measured(home: Path, engine: Engine) -> Table | None:
    found = past.measured_against_truth(home, engine=engine)
    if not found:
        return None
    named = (_MEASURED.get(each.what) or f"With a record of {each.what.split()[-1]}" for each in found)
    rows = tuple((of, each.claimed, each.precision, each.recall) for of, each in zip(named, found, strict=True))
    columns = (column("Of"), column("Said to be one", WHOLE), column("Precision", PERCENT), column("Recall", PERCENT))
    return Table(title="Measured against the truth, which is known of made-up people", columns=columns, rows=rows)


def _held(home: Path, engine: Engine) -> Table:
    """Persons by at how many members they have records; few are not told, and the rest rounded."""
    rows = tuple(
        (str(members), f"fewer than {LEAST}" if persons < LEAST else f"{rounded(persons, ROUNDING):,}")
        for members, persons in past.held_by(home, engine=engine).items()
    )
    columns = (column("Members with a record"), column("Persons, to the nearest 5"))
    return Table(title="Persons by the number of members that hold a record of them", columns=columns, rows=rows)


def _weights(parameters: Parameters) -> Table:
    rows = tuple(
        (
            FIELDS[name][:1].upper() + FIELDS[name][1:],
            word,
            f"{parameters.m[name][level]:.3%}",
            f"{parameters.u[name][level]:.3%}",
            f"{parameters.weight(name, level):+.1f}",
        )
        for name, levels in LEVELS.items()
        for level, word in enumerate(levels)
    )
    headings = ("Field", "How it compares", "Among records of one person", "Among strangers", "Weight")
    return Table(title="What each field weighs", columns=tuple(map(column, headings)), rows=rows)


def _runs(made: tuple[Run, ...]) -> Table:
    rows = tuple(
        (
            str(each.entry),
            each.at.date(),
            each.by,
            each.report.given,
            each.report.persons,
            each.report.pairs_for_review,
            each.report.expected.precision,
            each.report.expected.recall,
            each.report.parameters.version,
        )
        for each in reversed(made[-_RUNS_SHOWN:])
    )
    columns = (
        column("Entry"), column("On", DATE), column("By"), column("Records given", WHOLE), column("Persons", WHOLE),
        column("Pairs to look at", WHOLE), column("Precision, estimated", PERCENT),
        column("Recall, estimated", PERCENT), column("Model"),
    )  # fmt: skip
    return Table(title="The last runs", columns=columns, rows=rows)
