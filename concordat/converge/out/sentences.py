"""Sentences that several outputs share: the answer in a line, how sure it is, and what was assumed against the law."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from concordat.converge.solver.model import Kind
from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.register.organisation import Collaborative
from concordat.register.programme import AssumptionName

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

NOT_LEGAL_ADVICE = (
    "This paper applies the rules named in it to the facts on the register. It is not legal advice: "
    "have the dates and grounds it rests on confirmed before anything is signed."
)


def name_of(roadmap: Roadmap) -> str:
    """What the collaborative is called, as far as the record says."""
    names = [each.name for each in roadmap.record.all(Collaborative, roadmap.as_of)]
    return names[0] if len(names) == 1 else "The collaborative"


_HAPPENS = {
    Kind.ALONE: "to move to an offer",
    Kind.SHARED: "to move to an offer",
    Kind.RENEW: "to be bought again",
    Kind.STAY: "to stay",
}


def headline(roadmap: Roadmap) -> str:
    """The answer in a sentence or two."""
    plan = roadmap.plan
    if not roadmap.problem.cells:
        return "There is nothing to plan: no system on the register is under a contract that still runs."
    if plan is None:
        return f"No lawful plan exists on these facts: {many(len(roadmap.conflicts), 'conflict')} found."
    before, after = plan.products()
    counts = Counter(_HAPPENS[move.kind] for move in plan.moves)
    what = listed([f"{counts[words]} {words}" for words in dict.fromkeys(_HAPPENS.values()) if counts[words]])
    systems = f"{many(len(plan.moves), 'system')}: {what}. {many(before, 'product')} become {after}."
    return f"{systems} The plan costs {in_short(plan.cost)} at today's value, {against_minimum(roadmap)}."


def against_minimum(roadmap: Roadmap) -> str:
    """ "£1.2m (9.5%) less than replacing each system when its contract ends"."""
    assert roadmap.plan is not None
    minimum = roadmap.without.do_minimum
    saved = minimum - roadmap.plan.cost
    share = f" ({abs(saved) / abs(minimum):.1%})" if minimum else ""
    side = "less" if saved >= 0 else "more"
    return f"{in_short(abs(saved))}{share} {side} than replacing each system when its contract ends"


def certainty(roadmap: Roadmap) -> str:
    """What has been proved about the plan, in plain words."""
    plan = roadmap.plan
    if plan is None:
        return "That no lawful plan exists is proved for the facts as they are recorded."
    if plan.gap < 0.00005:
        proved = "It is proved that no lawful plan on these facts costs less."
    else:
        most = in_short(round(plan.cost - plan.bound))
        proved = (
            f"It is proved that no lawful plan on these facts costs less than {in_short(round(plan.bound))}: "
            f"at most {most} ({_share(plan.gap)}) could still be saved."
        )
    cut = " The search was cut short by time; given longer it may find a cheaper plan."
    return proved + (cut if plan.cut_by_time else "")


def overrides(roadmap: Roadmap) -> tuple[str, ...]:
    """Every end assumed against the law as understood, with its reason; shown on every output."""
    return tuple(
        f"Contract {contract} is assumed to run to {long_date(until)} against the law as understood. "
        f"Reason given: {reason.rstrip('.')}."
        for contract, until, reason in roadmap.overrides
    )


def discounting(roadmap: Roadmap) -> str:
    """How future pounds are counted."""
    rate = roadmap.problem.assume(AssumptionName.DISCOUNT_RATE)
    start, end = long_date(roadmap.problem.starts_on), roadmap.problem.quarters[-1].label
    return f"Value today at {rate:g}% a year, from {start} to the end of {end}."


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def short(organisation: str) -> str:
    """A trust's name without its legal form, which all of them share."""
    for form in (" NHS Foundation Trust", " NHS Trust", " Integrated Care Board"):
        organisation = organisation.removesuffix(form)
    return organisation


def many(count: int, noun: str) -> str:
    """ "1 move", "4 moves"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _share(gap: float) -> str:
    return f"{gap:.1%}" if gap >= 0.001 else f"{gap:.2%}"
