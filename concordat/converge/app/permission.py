"""Who may plan, agree and suppose: one table, and one rule about what each may suppose different."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from concordat.converge.app.audience import Audience
from concordat.converge.facts.what_if import WhatIf
from concordat.core.reason import Reason
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.register.contract import Contract
from concordat.register.record import Record
from concordat.register.succession import successor_of


class Act(StrEnum):
    """What can be done with plans."""

    PLAN = "plan the convergence"
    AGREE = "agree a plan"
    SUPPOSE = "ask what if"


ALLOWED = {
    Act.PLAN: (Part.OFFICE,),
    Act.AGREE: (Part.OFFICE,),
    Act.SUPPOSE: (Part.OFFICE, Part.EDITOR),
}


def may(by: Person, act: Act, audience: Audience) -> Reason | None:
    """None if they may; else the reason why not. Whoever sees no totals cannot ask what changes them."""
    if by.part in ALLOWED[act] and audience.totals:
        return None
    able = " or ".join(f"{'an' if part is Part.EDITOR else 'the'} {part.value}" for part in ALLOWED[act])
    facts = (f"you act as {by.part.value} for {by.organisation}", f"who may: {able} of a member")
    return Reason(f"You may not {act.value}", facts=facts)


def check(by: Person, act: Act, audience: Audience) -> None:
    """Raises NotPermitted where `may` gives a reason."""
    reason = may(by, act, audience)
    if reason:
        raise NotPermitted(reason.text, remedy=f"Ask somebody who may: {reason.facts[-1].removeprefix('who may: ')}")


def check_facts(by: Person, what_if: WhatIf, record: Record, as_of: date) -> None:
    """Raises NotPermitted where somebody but the programme office supposes a price, or facts of another organisation.

    How the total changes when one contract of another slips would tell what that contract costs; and the price of an
    offer at which another's system would leave its contract tells as much.
    """
    if what_if.prices and by.part is not Part.OFFICE:
        raise NotPermitted(
            "You may not suppose the price of an offer", remedy="Ask the programme office, which sees every price"
        )
    contracts = {each.contract: each for each in record.all(Contract)}
    supposed = {contracts[key].customer for key, _ in what_if.slips if key in contracts} | {*what_if.leavers}
    others = sorted(code for code in supposed if not owns(by, code, record, as_of))
    if others:
        raise NotPermitted(
            f"You may not suppose facts of another organisation: {', '.join(others)}",
            remedy="Suppose your own, or ask the programme office, which sees every price",
        )


def owns(by: Person, code: str, record: Record, as_of: date) -> bool:
    """Whether a person may suppose facts of this organisation, or of one that theirs took over."""
    return by.part is Part.OFFICE or successor_of(record, code, as_of) == by.organisation
