"""Gates: each step before a contract with its latest day, reckoned back from the day the option is lost.

The last step must be done by that day; each other by the day on which what waits for it must begin. So a day later at
the end never moves a gate to an earlier day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from concordat.core.finding import Finding
from concordat.core.reason import Reason
from concordat.procure.approval import approvals
from concordat.procure.backward import Backward, Span
from concordat.procure.buying import Buying, buying
from concordat.procure.done import Done, done
from concordat.procure.order import out_of_order
from concordat.procure.steps import STEPS, left_out, waits_for
from concordat.procure.usual import Pace, pace_of
from concordat.register.deciding.route import Step as Sitting
from concordat.register.person import OfficeRole
from concordat.register.procurement import GateKind
from concordat.register.record import Record

SOON = timedelta(days=30)


class GateStatus(StrEnum):
    """How a step stands on the day that is asked about."""

    DONE = "done"
    LATE = "done late"
    OPEN = "open"
    SOON = "due soon"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A step before a contract: `latest` is the last day on which doing it keeps every later one.

    All it waits for is done by `begin_by`; where that is nothing, both are the same. `at_a_push` is the last day if
    each later step took no longer than the shortest known. `slack` is in days, below nought where the day was missed or
    it was done late. `sittings` are the meetings of the approvals, where the calendar gives them.
    """

    kind: GateKind
    latest: date
    begin_by: date
    at_a_push: date
    slack: int
    status: GateStatus
    office: OfficeRole
    organisation: str
    depends_on: tuple[GateKind, ...]
    reason: Reason
    done_on: date | None = None
    evidence: str = ""
    sittings: tuple[Sitting, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gates:
    """All gates of a purchase, the first to come first; and the steps that are left out, with why."""

    buying: Buying
    as_of: date
    pace: Pace
    gates: tuple[Gate, ...]
    left_out: dict[GateKind, str]
    findings: tuple[Finding, ...] = ()

    @property
    def missed(self) -> tuple[Gate, ...]:
        """The gates that can no longer be met."""
        return tuple(each for each in self.gates if each.status is GateStatus.MISSED)

    @property
    def next(self) -> Gate | None:
        """The gate not done yet whose day comes first; one that was missed before all others."""
        left = (each for each in self.gates if each.done_on is None)
        return min(left, key=lambda each: each.latest, default=None)

    def of(self, kind: GateKind) -> Gate | None:
        """The gate of a kind; None where it is left out."""
        return next((each for each in self.gates if each.kind is kind), None)


def gates(record: Record, as_of: date, *, contract: str = "", procurement: str = "") -> Gates:
    """The gates before what replaces a contract, or before a purchase, given by its key.

    Raises NotOnRecord, NothingLost.
    """
    return gates_of(buying(record, as_of, contract=contract, procurement=procurement), record, as_of)


def gates_of(bought: Buying, record: Record, as_of: date) -> Gates:
    """The gates of a purchase."""
    pace, left = pace_of(bought.procurement, bought.way, record, as_of), left_out(bought)
    meetings = approvals(bought, record, as_of)
    usual = Backward(bought, pace, left, meetings).spans()
    push = Backward(bought, pace, left, meetings, shortest=True).spans()
    found = [
        _gate(kind, usual[kind], push[kind], done(kind, bought, record, as_of), bought, left, as_of) for kind in usual
    ]
    return Gates(
        buying=bought,
        as_of=as_of,
        pace=pace,
        left_out=left,
        gates=tuple(sorted(found, key=lambda each: each.latest)),
        findings=tuple(out_of_order(found, bought, record)),
    )


def _gate(
    kind: GateKind, span: Span, push: Span, was: Done | None, bought: Buying, left: dict[GateKind, str], as_of: date
) -> Gate:
    slack = (span.latest - (was.on if was else as_of)).days
    return Gate(
        kind=kind,
        latest=span.latest,
        begin_by=span.begin_by,
        at_a_push=max(push.latest, span.latest),
        slack=slack,
        status=_status(slack, was),
        office=STEPS[kind].office,
        organisation=bought.procurement.organisation,
        depends_on=waits_for(kind, left),
        reason=span.why,
        done_on=was.on if was else None,
        evidence=was.evidence if was else "",
        sittings=span.sittings,
    )


def _status(slack: int, was: Done | None) -> GateStatus:
    if was:
        return GateStatus.DONE if slack >= 0 else GateStatus.LATE
    if slack < 0:
        return GateStatus.MISSED
    return GateStatus.SOON if slack <= SOON.days else GateStatus.OPEN
