"""Who may do what with an agreement: its keeper drafts, releases and ends it; the holder of an office signs it.

And who may ask at the door for an organisation, and look over and release what another of it asked.
"""

from __future__ import annotations

from enum import StrEnum

from concordat.core.reason import Reason
from concordat.register.agreement import Party
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.register.person import Office
from concordat.share.app.versions import Version


class Act(StrEnum):
    """What the keeper of an agreement does with it."""

    DRAFT = "draft an agreement"
    CHANGE = "change this agreement"
    RENEW = "make a new version of this agreement"
    RELEASE = "release this agreement"
    WITHDRAW = "withdraw this draft"
    SUSPEND = "suspend or resume this agreement"
    TERMINATE = "terminate this agreement"
    JOIN = "let a party join this agreement"
    LEAVE = "let a party leave this agreement"


KEEPS = (Part.EDITOR, Part.OFFICE)
"""The parts that act for the organisation that keeps an agreement."""


def may(by: Person, act: Act, keeper: str) -> Reason | None:
    """None if they may; else the reason why not. `keeper` is the ODS code of who keeps the agreement."""
    return may_act(by, keeper, act.value, ", which keeps it")


def may_act(by: Person, organisation: str, what: str, more: str = "") -> Reason | None:
    """None if they are of those who act for an organisation; else that they may not do `what`, and who may."""
    if by.part in KEEPS and by.organisation == organisation:
        return None
    parts = " or ".join(KEEPS)
    facts = (f"you act as {by.part.value} for {by.organisation}", f"who may: {parts} at {organisation}{more}")
    return Reason(f"You may not {what}", facts=facts)


def check(by: Person, act: Act, keeper: str) -> None:
    """Raises NotPermitted where `may` gives a reason."""
    refuse(may(by, act, keeper))


def may_ask(by: Person, organisation: str) -> Reason | None:
    """None if they may ask for answers as this organisation; else who may. What it is given, agreements decide."""
    return may_act(by, organisation, f"ask for answers as {organisation}")


def check_ask(by: Person, organisation: str) -> None:
    """Raises NotPermitted where `may_ask` gives a reason."""
    refuse(may_ask(by, organisation))


def may_look(by: Person, asker: str, organisation: str) -> bool:
    """Whether they see an answer that `asker`, a sign-in name, was given as `organisation`: their own, or to release.

    An answer stays with those who asked: nobody of another organisation, and nobody who could not have asked it.
    """
    return by.organisation == organisation and (by.user == asker or by.part in KEEPS)


def may_sign(by: Person, version: Version) -> Reason | None:
    """None if this person holds, on the register, an office that signs for their party; else who may."""
    parties = _signing(by, version)
    held = any(_holds(by, each, version) for each in parties)
    return None if held else _not_theirs(by, parties, version)


def check_sign(by: Person, version: Version) -> Party:
    """The party they sign for. Raises NotPermitted where `may_sign` gives a reason."""
    refuse(may_sign(by, version))
    return next(each for each in _signing(by, version) if _holds(by, each, version))


def _signing(by: Person, version: Version) -> list[Party]:
    """The parts their organisation has in it that must be signed for, today's or yet to begin."""
    day = version.facts.as_of
    own = [each for each in version.bundle.parties if each.party == by.organisation and each.role.signs]
    return [each for each in own if each.left_on is None or day < each.left_on]


def _holds(by: Person, party: Party, version: Version) -> bool:
    """Whether they act from the office that signs for the party, and the register says that they hold it."""
    if by.office.casefold() != party.signs_as.value.casefold():
        return False
    office = version.facts.record.get(Office, f"{party.party} / {party.signs_as.value}", version.facts.as_of)
    return office is not None and office.name == by.name


def _not_theirs(by: Person, parties: list[Party], version: Version) -> Reason:
    you = f"you are {by.name}, {by.office or by.part.value} at {by.organisation}"
    if not parties:
        who = ", ".join(sorted({each.party for each in version.bundle.parties if each.role.signs})) or "no party yet"
        facts = (you, f"who may: those who sign for {who}")
        return Reason(f"{by.organisation} does not sign {version.key}", facts=facts)
    able = " or ".join(_holder(each, version) for each in parties)
    return Reason(f"You do not hold the office that signs for {by.organisation}", facts=(you, f"who may: {able}"))


def _holder(party: Party, version: Version) -> str:
    """The office and who holds it, as far as the register says."""
    office = version.facts.record.get(Office, f"{party.party} / {party.signs_as.value}", version.facts.as_of)
    held = office.name if office else "nobody, on the register of offices: add who holds it"
    return f"the {party.signs_as.value} of {party.party}, {held}"


def refuse(reason: Reason | None) -> None:
    """Raises NotPermitted where there is a reason why not."""
    if reason:
        who = reason.facts[-1].removeprefix("who may: ")
        raise NotPermitted(reason.text, remedy=f"Ask somebody who may: {who}")
