"""The board annex: what is asked, the plan in one picture, what must be decided by when, money, risks, and how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from concordat.converge.facts.fit import gaps
from concordat.converge.facts.law import Ground
from concordat.converge.out import evidence
from concordat.converge.out.chart import says
from concordat.converge.out.cost_chart import cost_chart
from concordat.converge.out.duties import Step, dates_table, soon
from concordat.converge.out.figures import options_table, organisations_table, years_table
from concordat.converge.out.form import Form
from concordat.converge.out.moves import moves_table
from concordat.converge.out.overview import overview
from concordat.converge.out.reader import WITHHELD
from concordat.converge.out.sentences import (
    NOT_LEGAL_ADVICE,
    certainty,
    discounting,
    headline,
    listed,
    many,
    name_of,
    overrides,
)
from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.core.picture import png

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

FINE = 1_900  # pixels of a picture across the page: 280 to the inch
MONTHS = 12


def docx(roadmap: Roadmap, reader: str | None = None) -> bytes:
    """The annex as a Word document, the same bytes for the same roadmap and reader. Raises CannotDraw."""
    name, day = name_of(roadmap), long_date(roadmap.as_of)
    paper = Paper(f"{name}: digital convergence roadmap", roadmap.as_of, "Annex for decision")
    paper.foot(f"{name}. Facts as of {day}. Not legal advice.")
    _purpose(paper, roadmap, reader)
    if roadmap.plan is None:
        _no_plan(paper, roadmap)
    else:
        _picture(paper, roadmap)
        _dates(paper, roadmap)
        _money(paper, roadmap)
        _organisations(paper, roadmap, reader)
    _risks(paper, roadmap)
    _certainty(paper, roadmap)
    if roadmap.plan:
        paper.heading("Appendix: every move")
        twin = moves_table(roadmap, reader)
        columns = ("Cutover", "Capability", "Organisation", "From", "To", "What happens", "Old contract ends")
        paper.table(twin.only(*columns), (2.6, 3.0, 3.6, 2.2, 2.2, 1.8, 2.6))
    return paper.done()


def _purpose(paper: Paper, roadmap: Roadmap, reader: str | None) -> None:
    paper.heading("Purpose")
    paper.say(
        "For decision. This annex sets out which digital systems the members could share, when each would move, what "
        f"it costs, and the last day for each decision, on the facts registered on {long_date(roadmap.as_of)}."
    )
    if reader is not None:
        paper.say(f"What other organisations pay for their own contracts is marked “{WITHHELD}”.",
                  bold=f"Copy for {roadmap.problem.name(reader)}.")  # fmt: skip
    paper.say(headline(roadmap), bold="In short.")
    for each in overrides(roadmap):
        paper.warn(each, "Override: a risk to accept or refuse.")
    paper.heading("Recommendation")
    paper.say("The board is asked to:")
    paper.points(_asks(roadmap), numbered=True)


def _asks(roadmap: Roadmap) -> Iterator[str]:
    if roadmap.plan is None:
        yield "note that no lawful plan exists on these facts, and decide which of them to change (below);"
    else:
        yield "approve the roadmap as the plan of record;"
        due = [duty for duty in soon(roadmap, MONTHS) if duty.step is Step.DECIDE]
        if due:
            decisions = f"{many(len(due), 'decision')} due within {MONTHS} months"
            yield f"settle now who takes the {decisions}, the first by {long_date(due[0].on)};"
        yield "note what the plan means for each organisation, and how sure its figures are;"
    if roadmap.overrides:
        contracts = listed([contract for contract, _, _ in roadmap.overrides])
        yield f"accept or refuse the risk of running {contracts} beyond what the law is understood to allow;"
    yield "have the dates and legal grounds confirmed before anything is signed."


def _no_plan(paper: Paper, roadmap: Roadmap) -> None:
    paper.heading("Why there is no lawful plan")
    paper.table(evidence.conflicts_table(roadmap), (4, 7, 5))


def _picture(paper: Paper, roadmap: Roadmap) -> None:
    paper.heading("The plan in one picture")
    caption = "Each band is a capability and each layer of it a site; it changes colour on the day the site moves."
    paper.picture(png(overview(roadmap), width=FINE), says(roadmap), caption)


def _dates(paper: Paper, roadmap: Roadmap) -> None:
    paper.heading("What must be decided by when")
    found = tuple(duty for duty in soon(roadmap, MONTHS) if duty.step in (Step.DECIDE, Step.NOTICE))
    if not found:
        paper.say(f"No decision and no notice falls due within {MONTHS} months.")
        return
    soonest = f"The next {MONTHS} months, soonest first."
    paper.say(f"{soonest} After each day the choice is lost, or only dearer ones remain.", keep=True)
    paper.table(dates_table(roadmap, found).only("Date", "Step", "What", "For", "Contract"), (3.0, 2.4, 4.3, 4.8, 2.5))


def _money(paper: Paper, roadmap: Roadmap) -> None:
    paper.heading("Money")
    paper.say(discounting(roadmap), bold="How costs are counted.", keep=True)
    paper.table(options_table(roadmap), (3.6, 2.2, 2.2, 1.7, 7.3))
    paper.picture(png(cost_chart(roadmap, width=760), width=FINE), _years_say(roadmap),
                  "Cost by financial year: the plan beside replacing each system when its contract ends.")  # fmt: skip
    paper.table(years_table(roadmap), (2.2, 3, 3, 3, 3))


def _years_say(roadmap: Roadmap) -> str:
    return "Bars of capital and revenue for each financial year. Every figure is in the table below. " + says(roadmap)


def _organisations(paper: Paper, roadmap: Roadmap, reader: str | None) -> None:
    paper.heading("What it means for each organisation")
    beside = "beside replacing each system when its contract ends; less than nothing is a saving"
    paper.say(f"Whole-life cost at today's value, {beside}.", keep=True)
    columns = ("Organisation", "Systems", "Systems that change", "Plan", "Do minimum", "Difference", "Difference (%)")
    paper.table(organisations_table(roadmap, reader).only(*columns), (4.8, 1.8, 1.8, 2.0, 2.2, 2.2, 2.2))


def _risks(paper: Paper, roadmap: Roadmap) -> None:
    paper.heading("Risks and overrides")
    if roadmap.overrides:
        assumed = "These contracts are assumed to run on against the law as understood."
        paper.say(f"{assumed} Whoever accepts the risk signs for it.", keep=True)
        paper.table(evidence.overrides_table(roadmap), (3, 3.4, 10))
    else:
        paper.say("No end is assumed against the law as understood.")
    paper.points(_risk_points(roadmap))


def _risk_points(roadmap: Roadmap) -> Iterator[str]:
    grounds = Counter(
        move.cell.legs[move.ending.leg].ground for move in (roadmap.plan.moves if roadmap.plan else ()) if move.ending
    )
    for ground in (Ground.MODIFICATION, Ground.PERMITTED):
        if grounds[ground]:
            contracts = many(grounds[ground], "old contract")
            yield f"{contracts} would run on under {ground.value} before the change: take legal advice first."
    links = len(gaps(roadmap.record, roadmap.as_of))
    if links:
        yield f"{many(links, 'link')} between systems rest on no standard that both ends support."
    kinds = Counter(finding.severity.value for finding in roadmap.findings)
    if kinds:
        told = listed([many(count, kind) for kind, count in sorted(kinds.items())])
        yield f"Checks of the register found {told}; the workbook lists each with what to do next."


def _certainty(paper: Paper, roadmap: Roadmap) -> None:
    paper.heading("How sure this is")
    paper.say(certainty(roadmap))
    paper.say("The proof holds for the facts and figures as registered; it says nothing about whether they are right.")
    paper.heading("Assumptions", 2)
    paper.table(evidence.assumptions_table(roadmap), (6, 2, 2.6, 6))
    paper.heading("Not legal advice", 2)
    paper.say(NOT_LEGAL_ADVICE)


FORMS = (
    Form(
        name="docx", what="board annex", made=docx,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
)  # fmt: skip
