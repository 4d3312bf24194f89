"""Who may do what in deciding: whoever holds an office on the register votes from it; a secretary runs and records."""

from __future__ import annotations

from datetime import date

from concordat.core.reason import Reason
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.register.authority import Body
from concordat.register.meeting import Action
from concordat.register.person import Office, OfficeRole
from concordat.web.scope import entries, row_of

SECRETARY = OfficeRole.COMPANY_SECRETARY


def holds(by: Person, organisation: str, office: str, as_of: date) -> bool:
    """Whether they act from this office, and the register says that on this day it is theirs."""
    if by.organisation != organisation or by.office.casefold() != office.casefold():
        return False
    held = entries(by, Office).filter(key=f"{organisation} / {office}", private=False)
    return any(each.valid_on(as_of) and each.label == by.name for each in map(row_of, held))


def may_run(by: Person, body: Body, as_of: date) -> Reason | None:
    """None if they may put things to a body and open and close its votes; else who may.

    The secretary of an organisation whose body it is; of one of the collaborative, the programme office as well.
    """
    if not body.organisation and by.part is Part.OFFICE:
        return None
    return may_record(by, body, as_of, "run the votes", also="" if body.organisation else ", or the programme office")


def may_record(
    by: Person, body: Body, as_of: date, what: str = "record what was decided", also: str = ""
) -> Reason | None:
    """None if they are company secretary of one whose body it is; else who may."""
    whose = (body.organisation,) if body.organisation else body.members
    if any(holds(by, each, SECRETARY.value, as_of) for each in whose):
        return None
    who = f"who may: the {SECRETARY.value} of {' or '.join(whose) or 'a member'}{also}"
    return Reason(f"You may not {what} of {body.name}", facts=(_you(by), who))


def may_complete(by: Person, action: Action, as_of: date) -> Reason | None:
    """None if they may say that an action is done: whoever holds its office, and editors of its organisation."""
    own = by.organisation == action.organisation
    if own and (by.part is not Part.VIEWER or holds(by, action.organisation, action.office.value, as_of)):
        return None
    who = f"who may: the {action.office.value} of {action.organisation}, or its editors"
    return Reason("You may not say that this is done", facts=(_you(by), who))


def refuse(reason: Reason | None) -> None:
    """Raises NotPermitted where there is a reason why not."""
    if reason:
        who = reason.facts[-1].removeprefix("who may: ")
        raise NotPermitted(reason.text, remedy=f"Ask somebody who may: {who}")


def _you(by: Person) -> str:
    return f"you are {by.name}, {by.office or by.part.value} at {by.organisation}"
