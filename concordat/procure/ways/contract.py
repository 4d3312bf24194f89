"""Through the contract there is: by an option it was awarded with, or by a change that its law allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.calendar import working_day_on_or_before
from concordat.core.finding import Severity
from concordat.core.period import ONE_DAY, long_date
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.procure.buying import lawful_end
from concordat.procure.law.modification import Answer, Verdict, judge
from concordat.procure.law.modifying.change import Basis, Change, Made, cost
from concordat.procure.law.notice import Event
from concordat.procure.law.purchase import Purchase
from concordat.procure.possible import Possibility, Possible, notices
from concordat.procure.standstill import notice_by
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.modification import GROUND
from concordat.register.procurement import BuyingRoute, Procurement
from concordat.register.record import Record
from concordat.register.term import notice_day, prolonged

OPTION = Rule(
    id="PR-09-OPTION",
    text="A contract runs on through an option it was awarded with, if notice is in time and its framework lets it.",
    source="PCR 2015 reg 72(1)(a); Procurement Act 2023 s74(1)(a) and Sch 8 para 1; PSR Regulations 2023 reg 13(1)(a)",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    checked_on=date(2026, 11, 23),
)

MOST = 60
"""Months beyond which no small change goes."""
NOT_MEASURED = "Its charges and value are not known here, and the law measures a change by them"


def extended(contract: Contract, record: Record, as_of: date) -> Possible:
    """By the next of its options, whole or not at all."""
    end, _ = lawful_end(contract, as_of)
    by = notice_day(end, contract.extension_notice)
    months = contract.extension_options
    covers = prolonged(end, months[0]) if months else None
    against = _against_option(contract, record, end, by, covers, as_of)
    then = " and then ".join(f"{each} months" for each in months[1:])
    facts = (f"then it has {then} more",) if then else ()
    told = f"It may be extended by {months[0]} months if notice is given by {long_date(by)}" if months else ""
    return Possible(
        way=Possibility.OPTION,
        what=f"Extend {contract.contract} by its own option",
        open=not against,
        until=by if months else None,
        covers=None if against else covers,
        notices=_change_notices(contract, as_of),
        risk="Low: the contract provides for it; but it only buys time, so begin to buy now",
        reasons=against or (OPTION.reason(told, *facts),),
    )


def _against_option(
    contract: Contract, record: Record, end: date, by: date, covers: date | None, as_of: date
) -> tuple[Reason, ...]:
    if covers is None:
        return (OPTION.reason(f"{contract.contract} has no option left"),)
    if end < as_of:
        return (OPTION.reason(f"{contract.contract} ended on {long_date(end)}: an option ends with its contract"),)
    if by < as_of:
        return (OPTION.reason(f"Notice to extend {contract.contract} had to be given by {long_date(by)}"),)
    framework = record.get(Framework, contract.framework) if contract.framework else None
    if framework and framework.longest_call_off:
        last = prolonged(contract.starts_on - ONE_DAY, framework.longest_call_off)
        if covers > last:
            longest = f"{framework.name} lets a call-off last to {long_date(last)}"
            return (OPTION.reason(f"It would run to {long_date(covers)}, and {longest}"),)
    return ()


def changed(contract: Contract, bought: Procurement, as_of: date, short: int | None) -> Iterator[Possible]:
    """By a change so small that it needs no ground, and by one on a ground that must be shown, for what is short."""
    end, _ = lawful_end(contract, as_of)
    if end < as_of:
        yield _closed(contract, f"Change {contract.contract}", f"It ended on {long_date(end)}", as_of)
        return
    made = Made.of(contract, bought.subject, bought.authority)
    small = _small(contract, made, end, as_of) if _is_measured(contract) else _not_measured(contract, as_of)
    yield small
    if short and (small.covers is None or small.covers < prolonged(end, short)):
        yield _on_a_ground(contract, made, end, as_of, short)


def _is_measured(contract: Contract) -> bool:
    return bool(contract.annual_charge and contract.original_value)


def _not_measured(contract: Contract, as_of: date) -> Possible:
    return _closed(contract, f"Prolong {contract.contract} as a small change", NOT_MEASURED, as_of)


def _small(contract: Contract, made: Made, end: date, as_of: date) -> Possible:
    """For the most months that need no ground."""
    months = next(
        (each for each in range(MOST, 0, -1) if _asked(contract, made, each, as_of).answer is Answer.ALLOWED), 0
    )
    verdict = _asked(contract, made, max(months, 1), as_of)
    length = f"by up to {months} months" if months else "by a month or more"
    return Possible(
        way=Possibility.CHANGE,
        what=f"Prolong {contract.contract} {length} as a small change",
        open=bool(months),
        until=end if months else None,
        covers=prolonged(end, months) if months else None,
        notices=() if months else _change_notices(contract, as_of),
        risk="Low while all changes together stay within the limit; two that belong together count as one",
        reasons=verdict.reasons,
    )


def _on_a_ground(contract: Contract, made: Made, end: date, as_of: date, months: int) -> Possible:
    """For as many months as are short, if what is shown is that only this supplier can go on meanwhile."""
    until = _announced_by(contract, end)
    late = until < as_of
    told = (GROUND.reason(f"It had to be announced by {long_date(until)}"),) if late else ()
    if _is_measured(contract):
        verdict = _asked(contract, made, months, as_of, Basis.ADDITIONAL)
        allowed, reasons = verdict.answer is not Answer.NOT_ALLOWED, verdict.reasons
    else:
        allowed, reasons = contract.regime is not Regime.PSR, (GROUND.reason(NOT_MEASURED, GROUND.text),)
    open = allowed and not late
    return Possible(
        way=Possibility.CHANGE,
        what=f"Prolong {contract.contract} by {months} months on a ground that is shown and announced",
        open=open,
        until=until,
        covers=prolonged(end, months) if open else None,
        notices=_change_notices(contract, as_of),
        risk="High: whoever would have tendered may challenge it; it stands only on the ground lawyers confirm",
        reasons=(*told, *reasons),
    )


def _asked(contract: Contract, made: Made, months: int, as_of: date, basis: Basis | None = None) -> Verdict:
    evidence = "to be written down, and confirmed by lawyers" if basis else ""
    change = Change(months=months, value=cost(contract, months), basis=basis, evidence=evidence)
    return judge(made, change, as_of)


def _announced_by(contract: Contract, end: date) -> date:
    """The last day for the notice before the change, which is made by the last day of the contract."""
    made = working_day_on_or_before(end)
    route = BuyingRoute.EXTEND if contract.regime is Regime.PCR2015 else None
    noticed = notice_by(Regime.PCR2015, made, route=route) if route else made - ONE_DAY
    return working_day_on_or_before(noticed)


def _closed(contract: Contract, what: str, against: str, as_of: date) -> Possible:
    return Possible(
        way=Possibility.CHANGE,
        what=what,
        open=False,
        until=None,
        notices=_change_notices(contract, as_of),
        risk="High: an unlawful change is a new award without any procedure",
        reasons=(GROUND.reason(against),),
    )


def _change_notices(contract: Contract, as_of: date) -> tuple[str, ...]:
    purchase = Purchase(regime=contract.regime, route=BuyingRoute.EXTEND)
    return notices(purchase, as_of, Event.CHANGED)
