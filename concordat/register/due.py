"""What is due: the coming dates of a record by which somebody must act or lose a choice, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date, months_later
from concordat.core.reason import Reason
from concordat.register.agreement import Agreement, LeaverDuty, Party
from concordat.register.assurance import CagApproval, Dpia, DpiaStatus, DsptStatus, IcoRegistration
from concordat.register.contract import Contract, Framework
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.system import Product, System
from concordat.register.term import notice_day, running


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that falls on a day: what, on account of which row, and why then. `late`: that day has passed."""

    day: date
    what: str
    row: Noun
    reason: Reason
    late: bool = False


def due(record: Record, as_of: date, *, months: int = 18) -> tuple[Due, ...]:
    """Everything due within so many months, the earliest first, after what is already late."""
    last = months_later(as_of, months)
    found = [each for noun, dates in _DATES.items() for row in record.all(noun, as_of) for each in dates(row, as_of)]
    return tuple(sorted((each for each in found if each.day <= last), key=lambda each: (each.day, each.what)))


def _contract(contract: Contract, as_of: date) -> Iterator[Due]:
    end = running(contract, as_of).ends_on
    if contract.auto_renew:
        yield _renewal(contract, end, as_of)
        return
    if end < as_of:
        why = Reason(f"It ended on {long_date(end)}", facts=("it is still on the register as if it ran",))
        what = f"{contract.title} has ended: record what follows it"
        yield Due(day=end, what=what, row=contract, reason=why, late=True)
        return
    if contract.extension_options:
        yield _extension(contract, end, as_of)
    why = Reason(f"Its term ends on {long_date(end)}", facts=(f"let under {contract.regime.value}",))
    yield Due(day=end, what=f"{contract.title} ends", row=contract, reason=why)


def _renewal(contract: Contract, end: date, as_of: date) -> Due:
    day = notice_day(end, contract.notice)
    facts = (f"its term ends on {long_date(end)}", f"{contract.notice} months of notice stop the renewal")
    why = Reason(f"It renews itself for {contract.auto_renew} months unless notice is given", facts=facts)
    late = day < as_of
    what = f"{'Too late' if late else 'Last day'} to stop {contract.title} renewing"
    return Due(day=day, what=what, row=contract, reason=why, late=late)


def _extension(contract: Contract, end: date, as_of: date) -> Due:
    day, months = notice_day(end, contract.extension_notice), contract.extension_options[0]
    facts = (f"its term ends on {long_date(end)}", f"{contract.extension_notice} months of notice use the extension")
    why = Reason(f"It may be extended by {months} months", facts=facts)
    late = day < as_of
    what = f"{'Too late' if late else 'Last day'} to extend {contract.title}"
    return Due(day=day, what=what, row=contract, reason=why, late=late)


def _framework(framework: Framework, as_of: date) -> Iterator[Due]:
    if framework.closes_on >= as_of:
        why = Reason("Nothing can be called off it afterwards", facts=(f"run by {framework.agency or 'not recorded'}",))
        yield Due(day=framework.closes_on, what=f"{framework.name} closes", row=framework, reason=why)


def _support(row: Product | System, as_of: date) -> Iterator[Due]:
    day = row.support_ends_on
    if day is not None:
        late = day < as_of
        facts = (f"supported until {long_date(day)}",)
        why = Reason("Faults, security ones too, are not mended afterwards", facts=facts)
        what = f"{row.label} {'has been' if late else 'is'} without support from the next day"
        yield Due(day=day, what=what, row=row, reason=why, late=late)


def _agreement(agreement: Agreement, as_of: date) -> Iterator[Due]:
    """The last days of what runs: one that has ended or was terminated is history."""
    if agreement.ends_on < as_of or (agreement.terminated_on and agreement.terminated_on <= as_of):
        return
    title = agreement.label
    yield _lapse(agreement, agreement.ends_on, as_of, f"{title} ends", "Nothing may be shared under it afterwards")
    if agreement.review_on:
        grace = f"it stays in force for {agreement.review_grace} days after a missed review"
        yield _lapse(agreement, agreement.review_on, as_of, f"{title} must be reviewed", grace)


def _assessment(dpia: Dpia, as_of: date) -> Iterator[Due]:
    if dpia.review_on and dpia.status is DpiaStatus.APPROVED:
        why = "Agreements that rest on it permit nothing afterwards"
        yield _lapse(dpia, dpia.review_on, as_of, f"DPIA {dpia.dpia} must be reviewed", why)


def _support_251(approval: CagApproval, as_of: date) -> Iterator[Due]:
    if approval.expires_on >= as_of:
        ends = "Confidential patient information may not be used without consent afterwards"
        yield _lapse(approval, approval.expires_on, as_of, f"{approval.reference} expires", ends)
        if approval.review_due_on:
            what = f"{approval.reference} must be renewed at its annual review"
            yield _lapse(approval, approval.review_due_on, as_of, what, ends)


def _fee(registration: IcoRegistration, as_of: date) -> Iterator[Due]:
    what = f"ICO registration of {registration.organisation} expires"
    yield _lapse(registration, registration.expires_on, as_of, what, "The data protection fee must be paid every year")


def _toolkit(status: DsptStatus, as_of: date) -> Iterator[Due]:
    """The next toolkit: due by 30 June of the year after the one published."""
    day = date(status.year + 1, 6, 30)
    if status.accepted_until:
        what = f"Acceptance of {status.label} ends"
        yield _lapse(status, status.accepted_until, as_of, what, f"accepted by {status.accepted_by}")
    if day >= as_of:
        what = f"{status.organisation} must publish its {status.year}-{(status.year + 1) % 100:02} toolkit"
        yield _lapse(status, day, as_of, what, "Data Security and Protection Toolkit, due every 30 June")


def _leaving(party: Party, as_of: date) -> Iterator[Due]:
    owed = party.leaver_duty not in (None, LeaverDuty.NONE)
    if party.left_on and owed and not party.duty_done_on:
        assert party.leaver_duty is not None
        what = f"{party.party} leaves {party.agreement}, and must show: {party.leaver_duty.value}"
        yield _lapse(
            party, party.left_on, as_of, what, "A leaver's data are returned or deleted, and that is certified"
        )


def _lapse(row: Noun, day: date, as_of: date, what: str, why: str) -> Due:
    return Due(day=day, what=what, row=row, reason=Reason(why, facts=(f"on {long_date(day)}",)), late=day < as_of)


_DATES: dict[type[Noun], Callable[..., Iterator[Due]]] = {
    Contract: _contract,
    Framework: _framework,
    Product: _support,
    System: _support,
    Agreement: _agreement,
    Dpia: _assessment,
    CagApproval: _support_251,
    IcoRegistration: _fee,
    DsptStatus: _toolkit,
    Party: _leaving,
}
