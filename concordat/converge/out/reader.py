"""Who an output is for: pounds of one organisation's own contract are for it and for the programme office alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concordat.register.succession import successor_of

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap
    from concordat.register.contract import Contract

WITHHELD = "for its owner"
_POUNDS = re.compile(r"-?£\s?[0-9][0-9,]*(?:\.[0-9]+)?(?:k|m|bn)?")


@dataclass(frozen=True)
class Reader:
    """`code` is the ODS code of the organisation that reads, None for the programme office, which sees everything."""

    code: str | None = None

    def sees(self, owner: str) -> bool:
        """Whether pounds of this organisation's own contracts may be shown."""
        return self.code in (None, owner)

    def sees_sum(self, owners: Iterable[str]) -> bool:
        """Whether a sum may be shown: not where less the reader's own part it is one contract of another."""
        return self.code is None or sum(owner != self.code for owner in owners) != 1

    def pence(self, amount: int | None, owner: str) -> int | str | None:
        """The amount, or a word in its place."""
        return amount if amount is None or self.sees(owner) else WITHHELD

    def words(self, text: str, owner: str) -> str:
        """The text, its amounts left out where they are not for this reader."""
        return text if self.sees(owner) else _POUNDS.sub(f"an amount {WITHHELD}", text)


def owner_of_charges(roadmap: Roadmap, contract: Contract) -> str:
    """The ODS code of whose pounds a contract's are: its customer's, after mergers, whoever uses its systems."""
    return successor_of(roadmap.record, contract.customer, roadmap.as_of)
