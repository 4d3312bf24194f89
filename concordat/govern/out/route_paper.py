"""One paper for every body on a route, and before it a cover sheet for each organisation: what is asked of whom, when.

What the record does not say is left to be written by hand, under the headings that boards expect.
"""

from __future__ import annotations

from collections.abc import Iterator

from concordat.core.money import in_pounds
from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.core.picture import png
from concordat.core.refusal import as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.core.shown import TEXT, Table, column
from concordat.govern.out.headline import headline
from concordat.govern.out.lanes import body_of
from concordat.govern.out.quiet import quiet
from concordat.govern.out.route_table import (
    alternatives_table,
    blocked_table,
    missing_table,
    route_table,
    shorter_table,
)
from concordat.govern.out.swim_lanes import swim_lanes
from concordat.govern.routing import Routing
from concordat.register.deciding.route import Step
from concordat.register.meeting import Purpose

FINE = 1_900  # pixels of a picture across the page
TO_WRITE = "To be written by the sponsor."
IMPLICATIONS = (
    ("Strategy and risk", "Which entry of the board assurance framework it bears on, and how"),
    ("Quality and safety", "quality"),
    ("Patients and the public", "public involvement"),
    ("Equality", "equality"),
    ("Triple aim", "triple aim"),
    ("Data protection", "data protection"),
    ("Resources and finance", "Capital and revenue by year, and who pays"),
    ("Legal and procurement", "Which law it is under, and what advice was taken"),
    ("Workforce", "Who must do what beside their work"),
)
"""The headings of a cover sheet, each with the duty whose paper the proposal names, or what to write there."""


def route_paper(answer: Routing, *, figures: bool = True) -> bytes:
    """The pack as a Word document; without `figures` its reader is told no pounds. Raises CannotDraw."""
    answer = answer if figures else quiet(answer)
    proposal, as_of = answer.proposal, answer.route.as_of
    paper = Paper(proposal.title, as_of, "Paper for decision")
    paper.foot(f"{proposal.key}. Facts as of {long_date(as_of)}. {NOT_LEGAL_ADVICE}")
    _contents(paper, answer)
    for member in answer.route.matter.members:
        _cover(paper, answer, member)
    _core(paper, answer, figures=figures)
    return paper.done()


def _contents(paper: Paper, answer: Routing) -> None:
    paper.say(as_sentence(headline(answer.route, answer.names)), bold="In short.")
    members = ", ".join(map(answer.names.get, answer.route.matter.members, answer.route.matter.members))
    paper.say(f"One paper for all, and before it a cover sheet for each of: {members}.")


def _cover(paper: Paper, answer: Routing, member: str) -> None:
    """What one organisation is asked, where it went before, and the headings under which its board expects words."""
    paper.heading(f"Cover sheet: {answer.names.get(member, member)}", new_page=True)
    own = [each for each in answer.route.steps if each.organisation == member]
    paper.table(_asked(answer, member, own), (3.0, 2.4, 2.4, 2.2, 3.4, 3.6))
    paper.say(_meaning(answer, member))
    paper.heading("Implications", 2)
    rows = tuple((heading, _written(answer, about)) for heading, about in IMPLICATIONS)
    paper.table(Table(title="", columns=(column("Heading"), column("What it says")), rows=rows), (4, 13), least=0.9)


def _asked(answer: Routing, member: str, own: list[Step]) -> Table:
    """A row for each body of its own; for one that is bound by others, that its board is told."""
    names = ("Body", "Meets on", "Papers due", "Purpose", "Sponsor", "Previous fora")
    rows = [
        (
            answer.names.get(each.body, each.body), long_date(each.meeting_on), long_date(each.papers_due),
            each.asked_to, _sponsor(answer, each), _previous(answer, each),
        )
        for each in own
    ]  # fmt: skip
    decided = next((each for each in answer.route.steps if member in each.binds), None)
    if decided and decided not in own:
        place = f"{body_of(decided, answer.names)}, {long_date(decided.meeting_on)}"
        rows.append(("Board", "Its next meeting", "", Purpose.NOTE.value, "", place))
    return Table(title="", columns=tuple(column(each, TEXT) for each in names), rows=tuple(rows))


def _sponsor(answer: Routing, step: Step) -> str:
    found = (each.sponsor for each in answer.agenda if (each.body, each.on) == (step.body, step.meeting_on))
    sponsor = next(filter(None, found), None)
    return sponsor.value.capitalize() if sponsor else "To be named"


def _previous(answer: Routing, step: Step) -> str:
    by_id = {each.id: each for each in answer.route.steps}
    before = [by_id[each] for each in step.depends_on]
    told = [f"{body_of(each, answer.names)}, {long_date(each.meeting_on)}" for each in before]
    told += [each.previous for each in answer.agenda if each.body == step.body and each.previous]
    return "; ".join(dict.fromkeys(told)) or "None"


def _meaning(answer: Routing, member: str) -> str:
    decided = [each for each in answer.route.steps if member in each.binds]
    if not decided:
        return "Nobody can decide it for this organisation as things are; what stands in the way is in the paper."
    last = max(decided, key=lambda each: each.meeting_on)
    by = [f"{body_of(each, answer.names)} under {_power(each, member)}" for each in decided]
    return as_sentence(f"It is bound from {long_date(last.meeting_on)}, by {' and '.join(by)}")


def _power(step: Step, member: str) -> str:
    """Of what lets a body decide for several, what is this organisation's own."""
    own = [each for each in step.power.split("; ") if f" {member} / " in each or each.startswith(f"{member}:")]
    return ", ".join(own) or step.source


def _written(answer: Routing, about: str) -> str:
    """What the proposal says of a duty, or what is to be written."""
    said = (each.partition(":") for each in answer.proposal.duties)
    found = next((where.strip() for duty, _, where in said if duty.strip().casefold() == about), "")
    if found:
        return as_sentence(f"considered in {found}")
    return TO_WRITE if about.islower() else f"{TO_WRITE} {as_sentence(about)}"


def _core(paper: Paper, answer: Routing, *, figures: bool) -> None:
    route = answer.route
    paper.heading("The paper", new_page=True)
    paper.heading("Recommendation", 2)
    paper.say("Each body is asked, as its cover sheet says, to:")
    paper.points(_asks(answer), numbered=True)
    paper.heading("What is proposed", 2)
    paper.table(_matter(answer, figures=figures), (5, 12))
    paper.points(map(as_sentence, answer.proposal.reasons))
    paper.heading("Who decides, and when", 2)
    if route.steps:
        says = as_sentence(headline(route, answer.names))
        paper.picture(
            png(swim_lanes(route, answer.names, width=900), width=FINE), says, "The route, a lane for each body."
        )
        shown = ("Meets on", "Body", "Asked to", "Papers due", "Binds", "Source")
        paper.table(route_table(route, answer.names).only(*shown), (2.2, 3.6, 2.1, 2.2, 2.2, 4.7))
    _rest(paper, answer)


def _rest(paper: Paper, answer: Routing) -> None:
    tables = (
        (blocked_table(answer.route, answer.names), (3, 1.6, 5, 4.4, 3)),
        (missing_table(answer.missing), (1.6, 8, 7.4)),
        (shorter_table(answer.shorter), (6, 2.8, 1.8, 6.4)),
        (alternatives_table(answer.alternatives), (5, 3, 9)),
    )
    for table, widths in tables:
        if table.rows:
            paper.heading(table.title, 2)
            paper.table(table, widths)


def _asks(answer: Routing) -> Iterator[str]:
    title = answer.proposal.title
    yield f"approve, where it decides: {title};"
    yield "recommend it, where it considers it before others decide;"
    yield "note the day on which all are bound, and what is still missing."


def _matter(answer: Routing, *, figures: bool) -> Table:
    matter, decide_by = answer.route.matter, answer.proposal.decide_by
    rows = (
        ("What it is about", f"{matter.function.value.capitalize()}: {matter.decision_class.value}"),
        ("Whole-life value, with VAT", in_pounds(matter.value) if figures else "Told to its owner"),
        ("Length", f"{matter.months} months" if matter.months else "Not given"),
        ("Affects", "; ".join(answer.names.get(each, each) for each in matter.members)),
        ("Last day to decide", long_date(decide_by) if decide_by else "Not given"),
    )
    return Table(title="", columns=(column("What"), column("Of this proposal")), rows=rows)
