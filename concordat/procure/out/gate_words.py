"""Sentences that several outputs of gates share: what the answer is in a line, what was missed, what comes next."""

from __future__ import annotations

from concordat.core.period import long_date
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.procure.gate import Gate, Gates
from concordat.procure.usual import Way
from concordat.register.contract import Regime

FOOT = (
    "Dates before the law's own periods are reckoned from usual lengths: one that names no source is a house estimate,"
    f" to be replaced by your own record on sheet Assumptions. {NOT_LEGAL_ADVICE}"
)
"""What holds for every gate, and so is said once."""


def title(gates: Gates) -> str:
    """What the gates are before."""
    bought = gates.buying.procurement
    return f"{bought.title} ({bought.key})" if gates.buying.recorded else bought.title


def headline(gates: Gates) -> str:
    """The answer in a sentence or two."""
    ends, by = long_date(gates.buying.lost_on), long_date(gates.buying.live_by)
    lost = f"The option is lost on {ends}"
    if gates.buying.live_by != gates.buying.lost_on:
        extends = gates.buying.way is Way.EXTEND
        lost = (
            f"The option to extend is lost after {by}, and cover ends on {ends}"
            if extends
            else (f"{lost}, and what is bought is needed by {by}")
        )
    if gates.missed:
        return f"{lost}. {_missed(gates)}"
    if gates.next is None:
        return f"{lost}. Every gate is done."
    return f"{lost}. Every gate can still be met; next is {due(gates.next)}."


def assumed(gates: Gates) -> str:
    """How it is bought, and what of that is assumed because the record does not say it."""
    law = gates.buying.regime
    under = "below the threshold" if law is Regime.BELOW_THRESHOLD else f"under {law.value}"
    how, pace = f"Bought by {gates.buying.route.value} {under}", gates.pace
    major = _MAJOR if pace.major and not pace.implementation else ""
    if not gates.buying.recorded:
        return f"{_unrecorded(gates)} {how}.{major}"
    sure = "" if gates.buying.procurement.route else ", as long as the record does not say otherwise"
    return f"{how}{sure}.{major}"


def _unrecorded(gates: Gates) -> str:
    """That no purchase names the contract, and which may be meant for it."""
    ended_by = gates.buying.ended_by
    if not ended_by:
        return "No purchase is on the record for this contract, so the usual one is assumed."
    carry = "carries" if len(ended_by) == 1 else "carry"
    return (
        f"No purchase names this contract, so the usual one is assumed. {', '.join(ended_by)} {carry} out a proposal"
        " that would end this contract too: name it in Replaces if what is bought there takes its place."
    )


_MAJOR = " It is taken for a major purchase, as the go-live of a system that it replaces is a major one."


def due(gate: Gate) -> str:
    """A gate with its day."""
    return f"“{gate.kind.value}” by {long_date(gate.latest)}"


def days(count: int) -> str:
    """A number of days."""
    return f"{count:,} day{'' if count == 1 else 's'}"


def sentence(words: str) -> str:
    """The words with a capital."""
    return words[:1].upper() + words[1:]


def _missed(gates: Gates) -> str:
    first = gates.missed[0]
    which, count = f"“{first.kind.value}”, due by {long_date(first.latest)}", len(gates.missed)
    return f"{count} gates were missed, the first of them {which}." if count > 1 else f"One gate was missed: {which}."
