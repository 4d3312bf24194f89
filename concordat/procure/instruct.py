"""Instruct: everything that lawyers are sent of a purchase, and what they are asked, from what the record raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.procure.advice import AdviceLog, advice_log
from concordat.procure.fit import Comparison, NothingToFit, comparison
from concordat.procure.gate import Gates, gates
from concordat.procure.law.account import Account, account
from concordat.procure.requirements import Coverage, coverage
from concordat.register.record import Record

ALWAYS_ASKED = (
    "Is this the right law for it, and is the way of choosing a supplier lawful under that law?",
    "May it be bought for everybody named, and what must they sign among themselves first?",
    "Do the contracts it replaces allow the dates below, and what notice must be given by whom?",
    "Does the draft contract secure each requirement that must be met, and the heads marked as forgotten?",
    "Who is controller and who processor, and are the terms for that in the draft?",
)
"""What lawyers are asked whatever the record holds."""


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """Everything that lawyers are sent of a purchase. `compared` is None while nothing is required of it."""

    account: Account
    gates: Gates
    advice: AdviceLog
    compared: Comparison | None
    covered: Coverage | None

    @property
    def asked(self) -> tuple[str, ...]:
        """What they are asked: always the same, then what the record raises."""
        return (*ALWAYS_ASKED, *self._raised())

    def _raised(self) -> Iterator[str]:
        for review in self.account.ruling.review:
            yield f"{review.text}: how is that to be settled?"
        for found in (*self.account.findings, *self.gates.findings):  # of requirements it is always asked
            yield f"{found.what}: what do you advise?"
        for missed in self.gates.missed:
            yield f"“{missed.kind.value}” was due by {long_date(missed.latest)}: what is still lawful now?"


def instruction(record: Record, key: str, as_of: date) -> Instruction:
    """What lawyers are sent of a purchase. Raises NotOnRecord, NothingLost."""
    told_of = account(record, key, as_of)
    try:
        compared = comparison(record, key, as_of)
    except NothingToFit:
        compared = None
    return Instruction(
        account=told_of,
        gates=gates(record, as_of, procurement=key),
        advice=advice_log(record, told_of.procurement, as_of),
        compared=compared,
        covered=coverage(record, compared.purchase, compared.requirements) if compared else None,
    )
