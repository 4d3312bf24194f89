"""Sight: who is shown which pounds of a shared service.

A cap on liability or insurance is for the two sides of that duty, and for whoever keeps the row, alone: the programme
office is shown none but its own organisation's, as in the register. What a risk may cost an organisation is for that
organisation and for the programme office, which keeps the risk register; other members see it in bands, so that they
know its size and not the sum; and who is no member sees nothing of it. Sums are shown as their largest secret allows:
in bands, since a total less one's own may be another's.
That one cap is above another is told to all: it is why somebody must act. By how much is not. In the register itself a
risk's costs are shown, as every confidential column, to whoever owns the row and wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concordat.govern.hosting.exposure import Sum, band
from concordat.govern.hosting.mirror import Line
from concordat.register.service import Obligation

WITHHELD = "for its parties"
NOT_SHOWN = "for members"


@dataclass(frozen=True, kw_only=True)
class Sight:
    """For whom something is written: `reader` None for whoever holds the whole record, else an ODS code.

    `office`: for the programme office; `member`: the reader's organisation takes part.
    """

    reader: str | None = None
    office: bool = False
    member: bool = True

    def sees_cap(self, *duties: Obligation | None) -> bool:
        """Whether the caps of all these duties may be shown."""
        return self.reader is None or all(self.reader in _parties(each) for each in duties if each)

    def cap(self, duty: Obligation | None) -> int | str | None:
        """A cap in pence, a word in its place, or None where there is none."""
        if duty is None or not duty.limit:
            return None
        return duty.limit if self.sees_cap(duty) else WITHHELD

    def exposed_by(self, line: Line) -> str | float | None:
        """By how much a line exposes the host: pence for duties in pounds, else a number in its unit."""
        hidden = line.in_pounds and not self.sees_cap(line.given, line.promised)
        return WITHHELD if hidden and line.exposed_by else line.exposed_by

    @property
    def sees_costs(self) -> bool:
        """Whether everybody's exposure is shown to the penny."""
        return self.reader is None or self.office

    def cost(self, organisation: str, pence: int) -> int | str:
        """What something may cost an organisation: pence, a band, or a word."""
        if self.sees_costs or self.reader == organisation:
            return pence
        return band(pence) if self.member else NOT_SHOWN

    def total(self, pence: int) -> int | str:
        """A sum over organisations."""
        if self.sees_costs:
            return pence
        return band(pence) if self.member else NOT_SHOWN

    def ordered(self, sums: Mapping[str, Sum]) -> Iterable[tuple[str, Sum]]:
        """Sums by organisation, the most first; by code where that order would tell what is not shown."""
        return sums.items() if self.sees_costs else sorted(sums.items(), key=lambda pair: pair[0])


EVERYTHING = Sight()


def _parties(duty: Obligation) -> tuple[str, ...]:
    return (duty.organisation, duty.owed_by, *duty.owed_to)
