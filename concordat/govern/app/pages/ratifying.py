"""Ratifying a chair's action: how each seat voted on it at the meeting, entered by the secretary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from concordat.core.period import long_date
from concordat.govern.app import recording
from concordat.govern.app.chamber import CannotDecide, Chamber
from concordat.govern.app.decisions import decision_of
from concordat.govern.app.pages.around import crumbs
from concordat.govern.app.pages.asking import AskPage, Problems, seat_fields, seats_given, told
from concordat.govern.app.pages.putting import decision_address
from concordat.govern.app.permission import may_record, refuse
from concordat.govern.ballot import electorate
from concordat.register.app.forms import Form
from concordat.register.app.permission import Person
from concordat.register.naming import names_in
from concordat.web.page import Crumb, Moved
from concordat.web.scope import record_of


def ratify_page(
    *, by: Person, as_of: date, key: str, on: date, posted: Mapping[str, str] | None = None, errors: Problems = ()
) -> AskPage:
    """Asks how each seat voted. Raises NoSuchDecision, NoSuchBody, NotPermitted."""
    chamber, made = Chamber(by, as_of), decision_of(by, key)
    whose = chamber.body(made.body, on)
    refuse(may_record(by, whose, as_of))
    names = names_in(record_of(by), as_of)
    return AskPage(
        title=f"Ratify {key}",
        crumbs=(*crumbs("govern_decisions", "Decisions"), Crumb(text=key, href=decision_address(key))),
        status=422 if errors else 200,
        about=f"How did the {whose.name} vote on {long_date(on)} on what its chair decided?",
        form=Form(fields=(), elsewhere=tuple(f"{what} {next}".strip() for _, what, next in errors)),
        more=seat_fields(electorate(chamber.standing.record, whose, on), names, posted),
        button="Record it",
    )


def ratify(*, by: Person, as_of: date, key: str, on: date, posted: Mapping[str, str]) -> Moved | AskPage:
    """Record what was posted; or the form again with everything that stands against it."""
    chamber, made = Chamber(by, as_of), decision_of(by, key)
    said = seats_given(electorate(chamber.standing.record, chamber.body(made.body, on), on), posted)
    asked: dict[str, Any] = {"by": by, "as_of": as_of, "on": on}
    try:
        new = recording.ratify(**asked, decision=key, said=said)
    except CannotDecide as refused:
        return ratify_page(**asked, key=key, posted=posted, errors=told(refused))
    return Moved(to=decision_address(new), notice=f"It is recorded as decision {new}.")
