"""Two trusts and what they decide together: a record that tests change one row of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    TermsOfReference,
    Voting,
)
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import Meeting
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record

AS_OF = date(2027, 1, 4)  # a Monday
TRUSTS = ("RZ1", "RZ2")
LIMIT = 1_000_000_00
ABOUT: dict[str, Any] = {"function": Function.DIGITAL, "decision_class": DecisionClass.AWARD}

PROPOSAL = Proposal(
    proposal="P-1", title="One record", verb="govern", status=ProposalStatus.RELEASED, members=TRUSTS, value=LIMIT,
    months=60, **ABOUT,
)  # fmt: skip


def together(form: BodyForm = BodyForm.JOINT) -> Iterator[Noun]:
    """Each finance committee considers it, then what they have together decides up to a limit; boards meet late."""
    yield _body("JC", form, members=TRUSTS)
    yield from _sits("JC", TRUSTS, date(2027, 2, 12))
    for trust in TRUSTS:
        yield _body(f"{trust}-BOARD", BodyForm.BOARD, organisation=trust)
        yield from _sits(f"{trust}-BOARD", (trust,), date(2027, 3, 25))
        yield _body(f"{trust}-FPC", BodyForm.COMMITTEE, organisation=trust)
        yield from _sits(f"{trust}-FPC", (trust,), date(2027, 1, 20))
        yield Delegation(
            organisation=trust, body="JC", limit=LIMIT, months_limit=60, after=(f"{trust}-FPC",),
            source=f"Scheme of {trust}, page 9", **ABOUT,
        )  # fmt: skip


def routed(*rows: Noun, proposal: Proposal = PROPOSAL, as_of: date = AS_OF) -> Route:
    """The route of a proposal on a record of these rows."""
    standing = Standing(Record.of(rows))
    return route(matter_in(standing.record, proposal, as_of), standing, as_of)


def changed(key: str, noun: type[Noun], *, rows: tuple[Noun, ...] = (), **values: Any) -> tuple[Noun, ...]:
    """The rows, the one of that noun whose key begins so having these values."""
    found = rows or tuple(together())
    assert any(isinstance(each, noun) and each.key.startswith(key) for each in found), key
    return tuple(
        replace(each, **values) if isinstance(each, noun) and each.key.startswith(key) else each for each in found
    )


def _body(key: str, form: BodyForm, **more: Any) -> Body:
    return Body(body=key, name=key, form=form, **more)


def _sits(key: str, organisations: tuple[str, ...], on: date) -> Iterator[Noun]:
    yield TermsOfReference(
        body=key, voting=Voting.MAJORITY, quorum=2, quorum_each=1, papers_days=5, source=f"{key} terms"
    )
    for each in organisations:
        for office in (OfficeRole.CHIEF_EXECUTIVE, OfficeRole.FINANCE_LEAD):
            yield BodyMember(body=key, organisation=each, office=office)
    yield Meeting(body=key, on=on)
