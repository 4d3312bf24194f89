"""What is bought, in place of which contracts, under which law, and the day on which the option is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from concordat.core.finding import Severity
from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.core.rule import Rule, Status
from concordat.procure.law.gather import replaced, ruled
from concordat.procure.named import contract_named, purchase_named
from concordat.procure.usual import WAYS, Way
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.procurement import Authority, BuyingRoute, Procurement, Subject
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record
from concordat.register.term import notice_day, renewed, running

CHECKED = date(2026, 11, 22)

LAST_DAY = Rule(
    id="PR-09-END",
    text="What replaces a contract is in use by the last day on which that contract lawfully runs.",
    source="The contract's own term; PCR 2015 reg 72, Procurement Act 2023 s74, PSR Regulations 2023 reg 13",
    severity=Severity.ERROR,
    in_force_from=date(2015, 2, 26),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)


class NothingLost(Refusal):
    """A purchase that says nothing of any last day."""


@dataclass(frozen=True, kw_only=True)
class Buying:
    """A purchase and what it replaces. `lost_on` is the day the option is lost, `reasons` say why it is that day.

    `recorded` is False where nobody has put a purchase on the record yet, and the usual one is assumed; `ended_by` are
    then the keys of purchases that do not name the contract and carry out a proposal that would end it.
    """

    procurement: Procurement
    contracts: tuple[Contract, ...]
    proposal: Proposal | None
    regime: Regime
    lost_on: date
    live_by: date
    reasons: tuple[Reason, ...]
    framework: Framework | None = None
    recorded: bool = True
    ended_by: tuple[str, ...] = ()

    @property
    def organisations(self) -> tuple[str, ...]:
        """ODS codes of the buyer and of all it buys for."""
        return tuple(dict.fromkeys((self.procurement.organisation, *self.procurement.on_behalf_of)))

    @property
    def route(self) -> BuyingRoute:
        """How the supplier is chosen; where that is not said, in the usual way with or without a framework."""
        usual = BuyingRoute.MINI if self.procurement.framework else BuyingRoute.OPEN
        return self.procurement.route or usual

    @property
    def way(self) -> Way:
        """The steps that this takes."""
        return WAYS[self.route]

    @property
    def light_touch(self) -> bool:
        """Whether the lighter rules for social and other specific services apply."""
        return self.procurement.subject is Subject.LIGHT_TOUCH

    @property
    def sign_by(self) -> date | None:
        """The last day on which its framework, if it has one, lets a contract be awarded."""
        return self.framework.closes_on if self.framework else None

    @property
    def decide_by(self) -> date | None:
        """The proposal's last responsible moment."""
        return self.proposal.decide_by if self.proposal else None


def buying(record: Record, as_of: date, *, contract: str = "", procurement: str = "") -> Buying:
    """What is bought in place of a contract, or by a purchase, given by its key. Raises NotOnRecord, NothingLost."""
    if procurement:
        found = purchase_named(procurement, record, as_of)
        return _buying(found, replaced(found, record), record, as_of)
    row = contract_named(contract, record, as_of)
    purchases = (each for each in record.all(Procurement, as_of) if contract in each.replaces)
    first = min(purchases, key=lambda each: (each.begun_on or date.max, each.key), default=None)
    if first:
        return _buying(first, (row,), record, as_of)
    usual = _buying(_usual(row, record), (row,), record, as_of, recorded=False)
    ended_by = tuple(_ending(contract, record, as_of))
    return replace(usual, ended_by=ended_by, reasons=(*usual.reasons, *map(_carries_out, ended_by)))


def lawful_end(contract: Contract, as_of: date) -> tuple[date, Reason]:
    """The last day on which a contract lawfully runs unless something more is done, and why it is that day."""
    end = running(contract, as_of).ends_on
    text = f"{contract.contract} ends on"
    while notice_day(end, contract.notice) < as_of and (later := renewed(contract, end)):
        end, text = later, f"It is too late to stop {contract.contract} renewing: it ends on"
    if contract.permitted_until and contract.permitted_until > end:
        end, text = contract.permitted_until, f"{contract.contract} runs on a documented ground to"
    left = " + ".join(map(str, contract.extension_options))
    facts = (f"options of {left} months are not used yet",) if left else ()
    return end, LAST_DAY.reason(f"{text} {long_date(end)}", *facts)


def _buying(
    procurement: Procurement, contracts: tuple[Contract, ...], record: Record, as_of: date, *, recorded: bool = True
) -> Buying:
    days = sorted(_last_days(procurement, contracts, as_of), key=lambda each: each[0])
    proposal = record.get(Proposal, procurement.proposal, as_of) if procurement.proposal else None
    if not days:
        raise NothingLost(
            f"Nothing says by when {procurement.title} is needed",
            where=f"purchase {procurement.key}",
            remedy="Fill in Replaces, the contracts it takes the place of, or Needed live on",
        )
    ends = [lawful_end(each, as_of)[0] for each in contracts]
    return Buying(
        procurement=procurement,
        contracts=contracts,
        proposal=proposal,
        regime=procurement.regime or ruled(procurement, record, as_of).regime,
        lost_on=min(ends, default=days[0][0]),
        live_by=days[0][0],
        reasons=tuple(reason for _, reason in days),
        framework=record.get(Framework, procurement.framework) if procurement.framework else None,
        recorded=recorded,
    )


def _ending(contract: str, record: Record, as_of: date) -> Iterator[str]:
    """Purchases that carry out a proposal, not withdrawn, by which this contract would end."""
    for each in record.all(Procurement, as_of):
        proposal = record.get(Proposal, each.proposal, as_of) if each.proposal else None
        if proposal and proposal.status is not ProposalStatus.WITHDRAWN and contract in proposal.contracts:
            yield each.key


def _carries_out(purchase: str) -> Reason:
    what = f"{purchase} carries out a proposal that would end this contract too"
    return LAST_DAY.reason(what, "its Replaces does not name the contract: add it there if it takes its place")


def _last_days(procurement: Procurement, contracts: tuple[Contract, ...], as_of: date) -> Iterator[tuple[date, Reason]]:
    """Every day by which it must be in use. An option is used by the day of its notice, or it is lost."""
    extends = procurement.route is BuyingRoute.EXTEND
    for each in contracts:
        end, reason = lawful_end(each, as_of)
        if extends and each.extension_options:
            day = notice_day(end, each.extension_notice)
            yield day, LAST_DAY.reason(f"Notice to extend {each.contract} is given by {long_date(day)}", reason.text)
        else:
            yield end, reason
    if needed := procurement.needed_live_on:
        yield needed, LAST_DAY.reason(f"It is needed in use by {long_date(needed)}")


def _usual(contract: Contract, record: Record) -> Procurement:
    """What would be bought in place of a contract, while nobody has put a purchase on the record: the same again."""
    return Procurement(
        procurement=f"after {contract.contract}",
        title=f"What follows {contract.title}",
        organisation=contract.customer,
        on_behalf_of=contract.parties,
        authority=_authority(record.get(Organisation, contract.customer)),
        subject=Subject.HEALTH if contract.regime is Regime.PSR else Subject.SERVICES,
        regime=Regime.BELOW_THRESHOLD if contract.regime is Regime.BELOW_THRESHOLD else None,
        replaces=(contract.contract,),
    )


_TRUSTS = (
    OrganisationKind.ACUTE, OrganisationKind.MENTAL_HEALTH, OrganisationKind.COMMUNITY, OrganisationKind.AMBULANCE,
)  # fmt: skip


def _authority(customer: Organisation | None) -> Authority:
    """NHS trusts count as central, boards and councils do not; an unknown buyer has the lower threshold."""
    return Authority.CENTRAL if customer is None or customer.kind in _TRUSTS else Authority.SUB_CENTRAL
