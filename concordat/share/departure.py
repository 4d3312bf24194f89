"""What a departure does: the agreements and uses that stop when an organisation leaves, and what it must do then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.register.agreement import Agreement, LeaverDuty, Party, PartyRole
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import Flow, Purpose
from concordat.share.coverage import Cell, Cover, coverage
from concordat.share.health import standings


@dataclass(frozen=True, kw_only=True)
class Departure:
    """What changes on the day `organisation` leaves every agreement it is party to that is not over.

    `stopped` are agreements that are no longer in force, `lost` the cells of the matrix that are worse covered, each
    with how it was, and `duties` what must be done about data it holds or that others hold of it.
    """

    organisation: str
    agreements: tuple[str, ...]
    stopped: tuple[str, ...]
    lost: tuple[tuple[Cell, Cover], ...]
    duties: tuple[Finding, ...]

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes that lose something."""
        return tuple(dict.fromkeys(cell.purpose for cell, _ in self.lost))


def departure(record: Record, organisation: str, as_of: date) -> Departure:
    """What the departure of an organisation from all its agreements would do on a day."""
    after = Record.of((_left(each, organisation, as_of) for each in record), record.places)
    stood = (each.key for each in standings(record, as_of) if each.stage.holds)
    stands = {each.key for each in standings(after, as_of) if each.stage.holds}
    running = {each.key for each in record.all(Agreement, as_of) if not each.over(as_of)}
    own = (each for each in record.all(Party, as_of) if each.party == organisation and each.active(as_of))
    parts = [each for each in own if each.agreement in running]
    return Departure(
        organisation=organisation,
        agreements=tuple(dict.fromkeys(each.agreement for each in parts)),
        stopped=tuple(key for key in stood if key not in stands),
        lost=_lost(record, after, as_of),
        duties=tuple(_duty(record, each, as_of) for each in parts),
    )


def _left(row: Noun, organisation: str, as_of: date) -> Noun:
    """A party's row as it would be had it left today; rows of others as they are."""
    if not isinstance(row, Party) or row.party != organisation or not row.active(as_of):
        return row
    joined = None if row.joined_on and row.joined_on >= as_of else row.joined_on
    return replace(row, joined_on=joined, left_on=as_of, leaver_duty=row.leaver_duty or LeaverDuty.RETURN_AND_DELETE)


def _lost(record: Record, after: Record, as_of: date) -> tuple[tuple[Cell, Cover], ...]:
    """What is covered worse than before; a cell that is named by nothing any more is covered by nothing."""
    order = list(Cover)
    then = {(each.purpose, each.table, each.member): each for each in coverage(after, as_of).cells}
    now = coverage(record, as_of).cells
    was = ((then.get((each.purpose, each.table, each.member), replace(each, routes=())), each.cover) for each in now)
    return tuple((cell, before) for cell, before in was if order.index(cell.cover) > order.index(before))


def _duty(record: Record, party: Party, as_of: date) -> Finding:
    flows = [each for each in record.all(Flow, as_of) if each.agreement == party.agreement]
    received = [each.flow for each in flows if each.receiver == party.party]
    given = [each.flow for each in flows if party.party in each.whose]
    held = f"it received {', '.join(received)}" if received else "it received nothing"
    gave = f"and gave {', '.join(given)}" if given else "and gave nothing"
    what = f"{party.agreement}: {party.party} is {party.role.value}; {held} {gave}"
    processor = party.role in (PartyRole.PROCESSOR, PartyRole.SUB_PROCESSOR)
    next = (
        "return or delete all of it, and certify that" if processor or received else "have the others return or delete"
    )
    return record.finding(party, "leaver_duty", what, next, rule="IG-28", severity=Severity.NOTE)
