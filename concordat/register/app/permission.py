"""Who may do what: a person acts for an organisation, in a part, and one table says what each part may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal


class Part(StrEnum):
    """What a person may do for their organisation; stored as these words, so that code can be renamed."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OFFICE = "programme office"


class Act(StrEnum):
    """What can be done to a row of the register."""

    ADD = "add"
    UPDATE = "update"
    RETIRE = "retire"
    RELEASE = "release"
    PROPOSE = "propose"


class NotPermitted(Refusal):
    """What this person may not do, and who may."""

    status = 403


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody acting for one organisation in one collaborative: the `by` of every action.

    `user` is the sign-in name, `seat` the row that says they may; both are 0 or blank for the command line.
    """

    user: str
    name: str
    organisation: str
    collaborative: str
    part: Part
    office: str = ""
    seat: int = 0

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"


OWN, COMMON, OTHERS = "own rows", "rows of the collaborative", "rows of another organisation"

ALLOWED: dict[Part, dict[Act, frozenset[str]]] = {
    Part.VIEWER: {},
    Part.EDITOR: {act: frozenset({OWN}) for act in Act},
    Part.OFFICE: {
        **{act: frozenset({OWN, COMMON, OTHERS}) for act in Act},
        Act.RELEASE: frozenset({OWN}),
    },
}
"""Whose rows each part may act on. An upload needs what its changes need: rows that stay the same need nothing."""


def may(by: Person, act: Act, owner: str) -> Reason | None:
    """None if they may; else the reason why not. `owner` is the ODS code of the row's owner, blank for common rows."""
    whose = COMMON if not owner else OWN if owner == by.organisation else OTHERS
    if whose in ALLOWED[by.part].get(act, ()):
        return None
    able = [part.value for part, acts in ALLOWED.items() if whose in acts.get(act, ())]
    belongs = {COMMON: "it belongs to the collaborative", OWN: "it belongs to your organisation"}
    why = belongs.get(whose, f"it belongs to {owner}")
    facts = (f"you act as {by.part.value} for {by.organisation}", why, f"who may: {', '.join(able) or 'its owner'}")
    return Reason(f"You may not {act.value} this row: {why}", facts=facts)


def check(by: Person, act: Act, owner: str) -> None:
    """Raises NotPermitted where `may` gives a reason."""
    reason = may(by, act, owner)
    if reason:
        who = reason.facts[-1].removeprefix("who may: ")
        raise NotPermitted(reason.text, remedy=f"Ask somebody who may: {who}")
