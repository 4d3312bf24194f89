"""A matter: what is to be decided, as schemes of delegation see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.refusal import Refusal
from concordat.register.authority import DecisionClass, Function
from concordat.register.organisation import Organisation
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.succession import successor_of


class NotAMatter(Refusal):
    """A proposal that does not say enough to be routed."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is decided: its function and class, its whole-life value with VAT in pence, its length, whom it affects."""

    proposal: str
    title: str
    function: Function
    decision_class: DecisionClass
    value: int
    months: int
    members: tuple[str, ...]
    personal_data: bool = False
    icb_function: bool = False

    def __post_init__(self) -> None:
        if not self.members:
            raise NotAMatter("The proposal affects nobody", where=self.proposal, remedy="Say whom: column Members")


_USUAL = {
    "converge": (Function.DIGITAL, DecisionClass.AWARD),
    "share": (Function.INFORMATION, DecisionClass.AGREEMENT),
}
"""What a verb's proposals are about where they do not say."""


def matter_of(proposal: Proposal, icbs: tuple[str, ...] = ()) -> Matter:
    """The matter a proposal puts; `icbs` must be party where it exercises a function of theirs. Raises NotAMatter."""
    function, kind = _USUAL.get(proposal.verb, (None, None))
    function, kind = proposal.function or function, proposal.decision_class or kind
    missing = [name for name, given in (("Function", function), ("Decision class", kind)) if given is None]
    if function is None or kind is None:
        what = f"The proposal does not say its {' and '.join(missing).lower()}"
        raise NotAMatter(what, where=proposal.proposal, remedy=f"Fill in {' and '.join(missing)}")
    return Matter(
        proposal=proposal.proposal,
        title=proposal.title,
        function=function,
        decision_class=kind,
        value=proposal.value,
        months=proposal.months,
        members=tuple(_members(proposal, icbs)),
        personal_data=proposal.personal_data,
        icb_function=proposal.icb_function,
    )


def matter_in(record: Record, proposal: Proposal, as_of: date) -> Matter:
    """The matter a proposal puts, the ICBs of those it affects being party where it must be. Raises NotAMatter."""
    found = (record.get(Organisation, each, as_of) for each in proposal.members)
    named = (each.icb for each in found if each and each.icb)
    return matter_of(proposal, tuple(dict.fromkeys(successor_of(record, each, as_of) for each in named)))


def _members(proposal: Proposal, icbs: tuple[str, ...]) -> Iterator[str]:
    yield from dict.fromkeys((*proposal.members, *(icbs if proposal.icb_function else ())))
