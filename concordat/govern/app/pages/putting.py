"""Putting something to a body: on its agenda, to its vote, on record as decided in the room, or to its chair alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from concordat.core.period import long_date
from concordat.govern.app import actions, recording, voting
from concordat.govern.app.chamber import CannotDecide, Chamber
from concordat.govern.app.pages.around import crumbs
from concordat.govern.app.pages.asking import (
    AskPage,
    Problems,
    put_form,
    put_given,
    seat_fields,
    seats_given,
    text_field,
    told,
)
from concordat.govern.app.pages.meeting import crumbs_of
from concordat.govern.app.permission import may_record, may_run, refuse
from concordat.govern.ballot import electorate
from concordat.register.app.forms import form_of, read
from concordat.register.app.permission import Person
from concordat.register.meeting import AgendaItem, Purpose
from concordat.register.naming import names_in
from concordat.web.field import Field
from concordat.web.page import Crumb, Moved
from concordat.web.scope import record_of

_ITEM = ("proposal", "purpose", "sponsor", "paper", "previous")
Posted = Mapping[str, str] | None


def agenda_page(
    *, by: Person, as_of: date, body: str, on: date, posted: Posted = None, errors: Problems = ()
) -> AskPage:
    """Asks what to put on the agenda of a meeting. Raises NoSuchBody, NotPermitted."""
    whose = Chamber(by, as_of).body(body, on)
    refuse(may_run(by, whose, as_of))
    return AskPage(
        title="Put something on the agenda",
        crumbs=crumbs_of(whose, on),
        status=422 if errors else 200,
        about=f"Of the {whose.name}, for its meeting of {long_date(on)}.",
        form=form_of(by, AgendaItem, posted=posted, errors=errors, only=_ITEM),
        button="Put it on the agenda",
    )


def agenda(*, by: Person, as_of: date, body: str, on: date, posted: Mapping[str, str]) -> Moved | AskPage:
    """Put on the agenda what was posted; or the form again with everything that is wrong."""
    asked: dict[str, Any] = {"by": by, "as_of": as_of, "body": body, "on": on}
    item = read(by, AgendaItem, posted, only=_ITEM, given={"body": body, "on": on})
    if not isinstance(item, AgendaItem):
        return agenda_page(**asked, posted=posted, errors=item if isinstance(item, tuple) else ())
    try:
        actions.put_on_agenda(**asked, **{name: getattr(item, name) for name in _ITEM})
    except CannotDecide as refused:
        return agenda_page(**asked, posted=posted, errors=told(refused))
    return Moved(to=_meeting(body, on), notice="It is on the agenda.")


def put_page(
    *, by: Person, as_of: date, body: str, on: date, proposal: str, posted: Posted = None, errors: Problems = ()
) -> AskPage:
    """Asks what is put with the question: conditions, and who carries it out. Raises NotPermitted and more."""
    chamber = Chamber(by, as_of)
    whose, asked = chamber.body(body, as_of), chamber.proposal(proposal)
    refuse(may_run(by, whose, as_of))
    warning = ""
    if chamber.purpose(proposal, whose, on) is Purpose.APPROVE and not errors:
        warning = " ".join(str(each) for each in chamber.mandate(asked, whose, on).against)
    return AskPage(
        title=f"Put to the vote: {asked.title}",
        crumbs=crumbs_of(whose, on),
        status=422 if errors else 200,
        about=f"Who may vote, and the terms of the {whose.name}, are frozen as they are today. What is put cannot be "
        "changed while it is voted on.",
        form=put_form(by, posted, errors),
        button="Open the ballot",
        warning=warning,
    )


def put(*, by: Person, as_of: date, body: str, on: date, proposal: str, posted: Mapping[str, str]) -> Moved | AskPage:
    """Open the ballot with what was posted; or the form again with everything that stands against it."""
    asked: dict[str, Any] = {"by": by, "as_of": as_of, "body": body, "proposal": proposal}
    given = put_given(by, posted, proposal, body, on)
    if isinstance(given, tuple):
        return put_page(**asked, on=on, posted=posted, errors=given)
    try:
        made = voting.open_ballot(**asked, meeting_on=on, put=given)
    except CannotDecide as refused:
        return put_page(**asked, on=on, posted=posted, errors=told(refused))
    return Moved(to=reverse("govern_ballot", kwargs={"ballot": made.pk}), notice="The ballot is open.")


def record_page(
    *, by: Person, as_of: date, body: str, on: date, proposal: str, posted: Posted = None, errors: Problems = ()
) -> AskPage:
    """Asks how each seat voted in the room. Raises NotPermitted and more."""
    chamber = Chamber(by, as_of)
    whose, asked = chamber.body(body, on), chamber.proposal(proposal)
    refuse(may_record(by, whose, as_of))
    names = names_in(record_of(by), as_of)
    seats = seat_fields(electorate(chamber.standing.record, whose, on), names, posted)
    return AskPage(
        title=f"Record what was decided: {asked.title}",
        crumbs=crumbs_of(whose, on),
        status=422 if errors else 200,
        about=f"In the {whose.name} on {long_date(on)}. What the votes come to is worked out from its terms.",
        form=put_form(by, posted, errors),
        more=(*seats, _minutes(posted)),
        button="Record it",
    )


def record(
    *, by: Person, as_of: date, body: str, on: date, proposal: str, posted: Mapping[str, str]
) -> Moved | AskPage:
    """Record what was posted; or the form again with everything that stands against it."""
    asked: dict[str, Any] = {"by": by, "as_of": as_of, "body": body, "on": on, "proposal": proposal}
    given = put_given(by, posted, proposal, body, on)
    if isinstance(given, tuple):
        return record_page(**asked, posted=posted, errors=given)
    chamber = Chamber(by, as_of)
    said = seats_given(electorate(chamber.standing.record, chamber.body(body, on), on), posted)
    try:
        key = recording.record_decision(**asked, said=said, put=given, minutes=posted.get("minutes", "").strip())
    except CannotDecide as refused:
        return record_page(**asked, posted=posted, errors=told(refused))
    return Moved(to=decision_address(key), notice=f"It is recorded as decision {key}.")


def chair_page(
    *, by: Person, as_of: date, body: str, proposal: str, posted: Posted = None, errors: Problems = ()
) -> AskPage:
    """Asks the chair why it cannot wait. Raises NotPermitted and more."""
    chamber = Chamber(by, as_of)
    whose, asked = chamber.body(body, as_of), chamber.proposal(proposal)
    refuse(recording.not_the_chair(by, whose, electorate(chamber.standing.record, whose, as_of), as_of))
    return AskPage(
        title=f"Decide by chair's action: {asked.title}",
        crumbs=(*crumbs(), Crumb(text=asked.title, href=reverse("govern_route", kwargs={"proposal": proposal}))),
        status=422 if errors else 200,
        about=f"You decide for the {whose.name} between its meetings, within the limit of its terms. Its next meeting "
        "is asked to ratify it.",
        form=put_form(by, posted, errors),
        more=(text_field("reason", "Why can it not wait?", "Recorded with the decision.", posted),),
        button="Decide it",
    )


def chair(*, by: Person, as_of: date, body: str, proposal: str, posted: Mapping[str, str]) -> Moved | AskPage:
    """Decide as the chair; or the form again with everything that stands against it."""
    asked: dict[str, Any] = {"by": by, "as_of": as_of, "body": body, "proposal": proposal}
    given = put_given(by, posted, proposal, body, as_of)
    if isinstance(given, tuple):
        return chair_page(**asked, posted=posted, errors=given)
    try:
        key = recording.chairs_action(**asked, reason=posted.get("reason", ""), put=given)
    except CannotDecide as refused:
        return chair_page(**asked, posted=posted, errors=told(refused))
    return Moved(to=decision_address(key), notice=f"It is decided, as {key}; the next meeting is to ratify it.")


def decision_address(key: str) -> str:
    """The address of a decision."""
    return reverse("govern_decision", kwargs={"decision": key})


def _meeting(body: str, on: date) -> str:
    return reverse("govern_meeting", kwargs={"body": body, "on": on})


def _minutes(posted: Posted) -> Field:
    return text_field("minutes", "Reference of the minutes (optional)", "Such as JC/26/19, item 3.", posted, long=False)
