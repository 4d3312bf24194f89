"""The only door to gates: those of each purchase and contract a person may see, and no pounds in them not theirs.

Gates are reckoned on what all members share, values included, so that all are told the same days. What would tell
pounds is left unsaid to whoever does not see all that it follows from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from concordat.core.refusal import Refusal
from concordat.procure.app.quiet import quiet_account, quiet_comparison, quiet_gates, quiet_way, without_contracts
from concordat.procure.fit import Comparison, comparison
from concordat.procure.gate import Gate, Gates, gates
from concordat.procure.law.account import Account, account
from concordat.procure.possible import Possible
from concordat.procure.requirements import Coverage, coverage
from concordat.procure.still_possible import still_possible
from concordat.register.app.permission import Person
from concordat.register.contract import Contract
from concordat.register.naming import names_in
from concordat.register.procurement import Procurement, Requirement
from concordat.register.record import Record
from concordat.web.scope import entries, record_of, row_of, seen, whole_record_for_computation


class NothingBought(Refusal):
    """A purchase or contract that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such purchase or contract", remedy="Start from what is bought, and what runs out")


@dataclass(frozen=True, kw_only=True)
class Gated:
    """A purchase, or a contract and what would follow it, with its gates; `cannot` says why there are none."""

    row: Procurement | Contract
    private: bool
    gates: Gates | None
    cannot: str = ""

    @property
    def next(self) -> Gate | None:
        """The gate to come to next: where any was missed, the first of them."""
        return self.gates.next if self.gates else None

    @property
    def missed(self) -> tuple[Gate, ...]:
        """The gates that can no longer be met."""
        return self.gates.missed if self.gates else ()

    @property
    def lost_on(self) -> date | None:
        """The day on which the option is lost."""
        return self.gates.buying.lost_on if self.gates else None


class Desk:
    """The gates of one person on one day: the record is read once, however many are asked for."""

    def __init__(self, by: Person, as_of: date) -> None:
        self.by, self.as_of = by, as_of

    @cached_property
    def record(self) -> Record:
        """What all members share."""
        return whole_record_for_computation(self.by.collaborative)

    @cached_property
    def readable(self) -> Record:
        """What this person may read of it: what pictures and papers take names from."""
        return record_of(self.by)

    @cached_property
    def with_drafts(self) -> Record:
        """The same with the drafts of this person's organisation: only for what is itself such a draft."""
        drafts = (row_of(each) for each in entries(self.by).filter(private=True).order_by("pk"))
        return Record.of([*self.record, *drafts])

    @cached_property
    def names(self) -> dict[str, str]:
        """What organisations are called, by code."""
        return names_in(self.record, self.as_of)

    def purchases(self) -> tuple[Gated, ...]:
        """Every purchase, those whose next gate comes first at the top."""
        return _ordered(self._found(Procurement))

    def contracts(self) -> tuple[Gated, ...]:
        """Every contract in force that no purchase replaces yet, in the same order."""
        bought = {key for each in self.record.all(Procurement, self.as_of) for key in each.replaces}
        found = self._found(Contract)
        return _ordered(
            each for each in found if each.row.key not in bought and (each.lost_on or date.min) >= self.as_of
        )

    def one(self, key: str) -> Gated:
        """A purchase or contract by its key. Raises NothingBought, the same whether it is another's or nobody's."""
        found = next((each for noun in (Procurement, Contract) for each in self._found(noun, key)), None)
        if found is None:
            raise NothingBought
        return found

    def still_possible(self, found: Gated) -> tuple[Possible, ...]:
        """What is still possible once a gate is missed."""
        if not found.gates or not found.missed:
            return ()
        ways = still_possible(found.gates, self._record_of(found.private))
        return ways if self._sees_figures(found) else tuple(map(quiet_way, ways))

    def law(self, found: Gated) -> Account | None:
        """What the law says of a purchase; None of a contract that nobody has begun to replace."""
        if not isinstance(found.row, Procurement):
            return None
        told = account(self._record_of(found.private), found.row.key, self.as_of)
        if found.row.owner != self.by.organisation:
            return quiet_account(told, self.by.organisation)
        return told if self._sees_figures(found) else without_contracts(told)

    def purchase(self, key: str) -> Gated:
        """A purchase by its key. Raises NothingBought, also for a contract."""
        found = self.one(key)
        if not isinstance(found.row, Procurement):
            raise NothingBought
        return found

    def as_its_buyer(self, found: Gated) -> Record | None:
        """What papers for the buyer alone are written from: what its people may read. None for anybody else.

        Nor where it follows from a proposal whose value is another's, without which its dates would be wrong.
        """
        proposal = found.gates.buying.proposal if found.gates else None
        owners = {found.row.owner, proposal.owner if proposal else ""} - {""}
        return self.readable if owners == {self.by.organisation} else None

    def comparison(self, found: Gated) -> Comparison:
        """Which lot of which framework fits a purchase. Raises NothingToFit."""
        told = comparison(self._record_of(found.private), found.row.key, self.as_of)
        return told if found.row.owner == self.by.organisation else quiet_comparison(told, self.by.organisation)

    def coverage(self, found: Gated, wanted: tuple[Requirement, ...]) -> Coverage:
        """What the requirements of a purchase cover."""
        assert isinstance(found.row, Procurement)
        return coverage(self._record_of(found.private), found.row, wanted)

    def _found(self, noun: type[Procurement] | type[Contract], key: str = "") -> Iterator[Gated]:
        kept = entries(self.by, noun).order_by("pk")
        for entry in kept.filter(key=key) if key else kept:
            row = seen(entry, self.by)
            if isinstance(row, Procurement | Contract) and row.valid_on(self.as_of):
                yield self._gated(row, entry.private)

    def _gated(self, row: Procurement | Contract, private: bool) -> Gated:
        asked = {"procurement" if isinstance(row, Procurement) else "contract": row.key}
        try:
            found = gates(self._record_of(private), self.as_of, **asked)
        except Refusal as refusal:
            return Gated(row=row, private=private, gates=None, cannot=str(refusal))
        made = Gated(row=row, private=private, gates=found)
        return made if self._sees_figures(made) else replace(made, gates=quiet_gates(found, self.by.organisation))

    def _record_of(self, private: bool) -> Record:
        return self.with_drafts if private else self.record

    def _sees_figures(self, found: Gated) -> bool:
        """Whether everything that gates and ways out rest on is this person's organisation's own."""
        bought = found.gates.buying if found.gates else None
        rows = (bought.procurement, *bought.contracts, bought.proposal) if bought else (found.row,)
        return {each.owner for each in rows if each} <= {self.by.organisation, ""}


def _ordered(found: Iterator[Gated]) -> tuple[Gated, ...]:
    return tuple(sorted(found, key=lambda each: (each.next.latest if each.next else date.max, each.row.key)))
