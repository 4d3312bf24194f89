"""Whether a contract still binds somebody when organisations merge, split or go: transfer, and a way to end it.

A collaborative and its integrated care boards change their shape more often than a contract ends. Without a right to
transfer it, or to end it for that reason, whoever follows has a contract that it cannot keep or leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date
from concordat.core.rule import Rule, Status
from concordat.register.contract import Contract
from concordat.register.organisation import Organisation
from concordat.register.procurement import Priority, Procurement, Requirement, Standard
from concordat.register.record import Record
from concordat.register.succession import successor_of

CHECKED = date(2026, 11, 22)

RIGHTS = Rule(
    id="PR-12",
    text="A contract may be transferred to whoever follows a party, and be ended if the collaborative or a board"
    " changes its shape; the purchase requires it and a clause secures it.",
    source="Good practice; a notice of Humber and North Yorkshire made its extension depend on changes of organisation",
    severity=Severity.WARNING,
    in_force_from=date(2022, 7, 1),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)


def unready(procurement: Procurement, record: Record) -> Iterator[Finding]:
    """What a purchase lacks for the day on which an organisation changes: the requirement, its priority, its clause."""
    found = [
        each
        for each in record.all(Requirement)
        if each.procurement == procurement.key and each.standard is Standard.ORGANISATIONAL_CHANGE
    ]
    if not found:
        what = f"{procurement.key} requires no right to transfer or end the contract when organisations change"
        next = f"add a requirement under {Standard.ORGANISATIONAL_CHANGE.value}"
        yield record.finding(procurement, "", what, next, rule=RIGHTS.id)
    for each in found:
        if each.priority is not Priority.MUST:
            what = f"{each.key} only {each.priority.value} be met"
            yield record.finding(each, "priority", what, "make it a must: boards are merged by law", rule=RIGHTS.id)
        elif not each.clause:
            what = f"No clause of the draft contract secures {each.key}"
            yield record.finding(each, "clause", what, "name the clause that does", rule=RIGHTS.id)


def outlived(record: Record, contracts: Iterable[Contract], as_of: date) -> Iterator[Finding]:
    """The contracts that outlive their customer or a party; of those gone already the register itself tells."""
    for contract in contracts:
        for code in dict.fromkeys((contract.customer, *contract.parties)):
            body = record.get(Organisation, code)
            if body and body.valid_to and as_of < body.valid_to <= contract.ends_on:
                yield _left(record, contract, code, body.valid_to)


def _left(record: Record, contract: Contract, code: str, closed: date) -> Finding:
    what = f"{contract.contract} runs to {long_date(contract.ends_on)}, but {code} closes on {long_date(closed)}"
    heir = successor_of(record, code, closed)
    to = f"to {heir}" if heir != code else "to whoever follows it"
    next = f"novate it {to} before then, and publish the change if its law asks for that"
    column = "customer" if code == contract.customer else "parties"
    return record.finding(contract, column, what, next, rule=RIGHTS.id)
