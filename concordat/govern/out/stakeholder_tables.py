"""What a proposal means to everybody, as tables: the map, what is asked, what was conceded, nets, and voting power."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from concordat.core.shown import DATE, MONEY, PERCENT, WHOLE, Table, column
from concordat.govern.detriment import Detriment
from concordat.govern.questions import Concession, Question
from concordat.govern.stakeholders import Map, Office
from concordat.govern.voting_power import Power

Sees = Callable[[str], bool]
"""Whether the reader may see the pounds of an organisation."""
NOT_YOURS = "For its own organisation"
_WHOLE_OFFICE = ("Evidence", "Concern", "Gains", "Loses", "What makes a loss good", "Question", "Answer")


def map_table(found: Map) -> Table:
    """Every office on the map; what is confidential is there where its row has it."""
    columns = (
        *map(column, ("Office", "Of", "Why it matters", "Stands", "Must stand")),
        column("Seen on", DATE), column("Last contact", DATE), column("Days since", WHOLE),
        *map(column, ("How it is", "Why", "Answered by")), column("By", DATE), column("Answered on", DATE),
        *map(column, _WHOLE_OFFICE),
    )  # fmt: skip
    return Table(title="Stakeholder map", columns=columns, rows=tuple(map(_office_row, found.offices)))


def picture_twin(found: Map) -> Table:
    """What the picture of the map shows: offices by why they matter and where they stand."""
    columns = tuple(map(column, ("Why it matters", "Stands", "Office", "Of", "How it is")))
    rows = (
        (each.interest.value, each.stance.value, each.office, each.organisation, each.colour.value)
        for each in found.offices
    )
    return Table(title="Where they stand, as a table", columns=columns, rows=tuple(rows))


def questions_table(found: Iterable[Question]) -> Table:
    """What each board will ask, and what it is answered."""
    columns = (*map(column, ("Member", "Asked by", "Question", "Answer", "From", "Answered by")), column("By", DATE))
    rows = (
        (each.member, each.asked_by, each.question, each.answer, each.source, each.owed_by, each.due) for each in found
    )
    return Table(title="What each board will ask", columns=columns, rows=tuple(rows))


def concessions_table(found: Iterable[Concession], sees: Sees) -> Table:
    """What was conceded to whom; pounds for those who give or take them."""
    columns = (*map(column, ("To", "What", "By")), column("Over the whole life", MONEY), column("Where it is agreed"))
    rows = (
        (each.to, each.what, each.by, _amount(each, sees), each.agreed or "Nowhere yet: it counts for nothing")
        for each in found
    )
    return Table(title="What was conceded", columns=columns, rows=tuple(rows))


def nets_table(test: Detriment, sees: Sees) -> Table:
    """What the proposal does to each member; pounds for those who may see them, and for all whether it is worse off."""
    names = ("Gains", "Costs", "Losses", "Compensation agreed", "Compensation promised", "Pays to others", "Net")
    columns = (column("Member"), column("Is left"), *(column(each, MONEY) for each in names))
    rows: list[tuple[Any, ...]] = []
    for each in test.nets:
        left = "worse off" if each.short else "better off" if each.net else "as it was"
        pounds = (each.gains, each.costs, each.losses, each.agreed, each.promised, each.pays, each.net)
        rows.append((each.member, left, *(pounds if sees(each.member) else (NOT_YOURS,) * len(pounds))))
    rows += [(each, "not known: no effect is recorded", *(None,) * len(names)) for each in test.unknown]
    return Table(title="Net effect on each member, over the whole life", columns=columns, rows=tuple(rows))


def power_table(body: str, powers: Iterable[Power]) -> Table:
    """How much each vote on a body matters."""
    columns = (
        column("Member"), column("Votes", WHOLE), column("Share of votes", PERCENT),
        column("Turns the outcome (Shapley-Shubik)", PERCENT), column("Could stop what passes (Banzhaf)", PERCENT),
        column("In a sentence"),
    )  # fmt: skip
    rows = ((x.member, x.votes, x.votes / x.of, float(x.shapley_shubik), float(x.banzhaf), f"{x}.") for x in powers)
    return Table(title=f"Voting power on {body}", columns=columns, rows=tuple(rows))


def _office_row(each: Office) -> tuple[Any, ...]:
    own = each.position
    seen: date | None = own.seen_on if own else None
    texts = (own.evidence, own.concern, own.gains, own.loses, own.mitigation, own.question, own.answer) if own else ()
    return (
        each.office, each.organisation, each.interest.value, each.stance.value, each.needed.value, seen,
        each.last_contact, each.days_silent, each.colour.value, ". ".join(x.text for x in each.reasons),
        own.answered_by if own else "", own.answer_by if own else None, own.answered_on if own else None,
        *(texts or ("",) * len(_WHOLE_OFFICE)),
    )  # fmt: skip


def _amount(each: Concession, sees: Sees) -> int | str | None:
    if each.amount is None:
        return None
    return each.amount if sees(each.to) or sees(each.by) else NOT_YOURS
