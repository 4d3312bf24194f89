"""The handbook of a shared service: one value that the page, the Word document, the workbook and the command show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.money import in_pounds
from concordat.core.shown import MONEY, WHOLE, Table, column
from concordat.govern.hosting.exposure import Share, chance, exposure, summed, total
from concordat.govern.hosting.ladder import Kind
from concordat.govern.hosting.mirror import Line, Pooled, counted, mirror, pooled, unit_of
from concordat.govern.hosting.raci import Matrix
from concordat.govern.hosting.sides import Sides, service_named, sides
from concordat.govern.hosting.sight import EVERYTHING, WITHHELD, Sight
from concordat.register.contract import Contract
from concordat.register.naming import name_and_code
from concordat.register.record import Record
from concordat.register.service import Duty, HostModel, Obligation, Responsibility, Risk, Rung, Service
from concordat.register.system import Supplier

MODELS = {
    HostModel.LEAD: "One organisation holds the contract and recharges the others; to them it is the supplier.",
    HostModel.OWN: "Each signs its own contract on common terms; nobody answers to another for the supplier.",
    HostModel.ON_BEHALF: "One buys on behalf of the others, who may hold the supplier to the contract themselves.",
    HostModel.TEAM: "A team of its own runs it, employed by one for all.",
    HostModel.VENTURE: "A joint body runs it; what each may decide is in its founding agreement.",
    HostModel.DIRECT: "The supplier serves each directly; users meet in a group that has no duties.",
}
"""What a way of running a service means for who answers to whom."""


@dataclass(frozen=True, kw_only=True)
class Handbook:
    """A service on a day as one reader may see it. Tables have pence for money, or a word where a sum is withheld."""

    as_of: date
    sides: Sides
    sight: Sight
    names: dict[str, str]
    contract: Contract | None
    lines: tuple[Line, ...]
    pooled: Pooled | None
    matrix: Matrix
    rungs: tuple[Rung, ...]
    risks: tuple[Risk, ...]
    shares: tuple[Share, ...]

    @property
    def service(self) -> Service:
        """The service's own row."""
        return self.sides.service

    @property
    def faults(self) -> tuple[Line, ...]:
        """Lines of the mirror with something to mend."""
        return tuple(each for each in self.lines if not each.verdict.sound)

    @property
    def pooled_said(self) -> str:
        """Whether the host is covered if every member claims; blank where it is. The sum is for the host alone."""
        if self.pooled is None or not self.pooled.exposed_by:
            return ""
        said = "What the host owes all members together is more than the supplier's cap and what members give back"
        every = (*self.sides.given, *self.sides.promised, *self.sides.returned)
        caps = [each for each in every if each.duty is Duty.LIABILITY]
        return f"{said}, by {in_pounds(self.pooled.exposed_by)}" if self.sight.sees_cap(*caps) else said

    def name(self, code: str) -> str:
        """What an organisation or supplier is called."""
        return self.names.get(code, code)

    def about(self) -> tuple[tuple[str, str], ...]:
        """What a reader must know first, as pairs of words; those the record does not know are left out."""
        service = self.service
        told = (
            ("How it is run", f"{service.model.value[:1].upper()}{service.model.value[1:]}. {MODELS[service.model]}"),
            ("Host", self.name(service.host)),
            ("Used by", "; ".join(self.name(each) for each in service.users)),
            ("Hours", service.hours),
            ("Back within", f"{service.recovery_time} hours" if service.recovery_time else ""),
            ("Data that may be lost", f"{service.recovery_point} minutes" if service.recovery_point else ""),
            ("Contract", f"{self.contract.title} ({self.contract.contract})" if self.contract else service.contract),
            ("Agreement", service.agreement),
            ("Exit, step-in and run-off", service.exit_schedule),
        )
        return tuple((what, words) for what, words in told if words)

    def obligations(self) -> Table:
        """Each duty to mirror side by side, a row for each member, and who is exposed by how much."""
        headings = ("Duty", "Member", "The supplier gives", "The host promises", "Compared", "Host is exposed by")
        rows = tuple(
            (
                each.duty.value, self.name(each.member), self._said(each.given), self._said(each.promised),
                each.verdict.value, self._exposed(each),
            )
            for each in self.lines
        )  # fmt: skip
        return Table(title="Obligations side by side", columns=tuple(map(column, headings)), rows=rows)

    def other_duties(self) -> Table:
        """Duties that are not mirrored: of members to the host, and on data, safety and staff."""
        shown = {each.obligation for line in self.lines for each in (line.given, line.promised) if each}
        every = (*self.sides.given, *self.sides.promised, *self.sides.returned)
        rows = tuple(
            (each.duty.value, self.name(each.owed_by), self._all(each.owed_to), self._said(each), each.clause)
            for each in every
            if each.obligation not in shown
        )
        columns = tuple(map(column, ("Duty", "Owed by", "Owed to", "What is owed", "Clause")))
        return Table(title="Other duties", columns=columns, rows=rows)

    def raci(self) -> Table:
        """Activities as rows, organisations as columns: A accountable, R responsible, C consulted, I informed."""
        codes = self.matrix.organisations
        columns = tuple(map(column, ("Activity", *map(self.name, codes))))
        rows = tuple((each, *(self.matrix.cell(each, code) for code in codes)) for each in self.matrix.activities)
        return Table(title="Who does what", columns=columns, rows=rows)

    def ladder(self, kind: Kind) -> Table:
        """The rungs of a ladder in order."""
        own = sorted((each for each in self.rungs if each.kind.strip().casefold() == kind.value), key=lambda r: r.rung)
        before = "Minutes before it goes up" if kind is Kind.INCIDENT else "Working days before it goes up"
        columns = (
            column("Rung", WHOLE),
            *map(column, ("Who", "Of", "How to reach them", "When")),
            column(before, WHOLE),
        )
        rows = tuple(
            (each.rung, each.who, each.organisation and self.name(each.organisation), each.contact, hours(each),
             each.within or None)
            for each in own
        )  # fmt: skip
        return Table(title=f"Whom to call about {kind.one}", columns=columns, rows=rows)

    def risk_table(self) -> Table:
        """Risks with what each may cost all members together."""
        columns = (*map(column, ("Risk", "Likelihood, impact", "Chance", "Owner", "What is done")),
                   column("Expected", MONEY), column("At worst", MONEY))  # fmt: skip
        return Table(title="Risks", columns=columns, rows=tuple(self._risks()))

    def by_member(self) -> Table:
        """What the risks may cost each member."""
        columns = (column("Member"), column("Expected", MONEY), column("At worst", MONEY))
        rows = tuple(
            (self.name(code), self.sight.cost(code, each.expected), self.sight.cost(code, each.worst))
            for code, each in self.sight.ordered(summed(self.shares, lambda share: share.organisation))
        )
        return Table(title="Exposure by member", columns=columns, rows=rows)

    def _risks(self) -> Iterator[tuple[Any, ...]]:
        sums = summed(self.shares, lambda share: share.risk.key)
        for each in self.risks:
            cost = sums.get(each.key)
            owner = (
                f"{each.owner_office.value}, {self.name(each.owner)}" if each.owner_office else self.name(each.owner)
            )
            yield (
                each.title, f"{each.likelihood}, {each.impact}", f"{chance(each)[0].normalize():f}%", owner,
                each.mitigation, cost and self.sight.total(cost.expected), cost and self.sight.total(cost.worst),
            )  # fmt: skip

    def _said(self, duty: Obligation | None) -> str:
        """What is owed, with its amount or as much of its cap as may be shown."""
        if duty is None:
            return "nothing"
        cap, unit = self.sight.cap(duty), unit_of(duty)
        figure = in_pounds(cap) if isinstance(cap, int) else f"a cap {cap}" if cap else ""
        if duty.amount is not None and not figure:
            figure = counted(duty.amount, unit)
        return f"{duty.terms} ({figure})" if figure else duty.terms

    def _exposed(self, line: Line) -> str | None:
        by = self.sight.exposed_by(line)
        if by is None or by == WITHHELD:
            return None if by is None else f"an amount {WITHHELD}"
        return in_pounds(int(by)) if line.in_pounds else counted(float(by), line.unit)

    def _all(self, codes: tuple[str, ...]) -> str:
        return "; ".join(self.name(each) for each in codes)


def handbook(record: Record, key: str, as_of: date, sight: Sight = EVERYTHING) -> Handbook:
    """The handbook of a service on a day. Raises NoSuchService."""
    service = service_named(record, key, as_of)
    found = sides(record, service, as_of)
    risks = tuple(each for each in record.all(Risk, as_of) if each.service == service.service)
    matrix = Matrix.of(service, record.all(Responsibility, as_of))
    return Handbook(
        as_of=as_of,
        sides=found,
        sight=sight,
        names=_names(record, as_of, (*matrix.organisations, *_named(found), *_at_risk(risks))),
        contract=record.get(Contract, service.contract, as_of) if service.contract else None,
        lines=mirror(found),
        pooled=pooled(found),
        matrix=matrix,
        rungs=tuple(each for each in record.all(Rung, as_of) if each.service == service.service),
        risks=risks,
        shares=exposure(risks),
    )


def everywhere(record: Record, as_of: date, sight: Sight) -> tuple[Table, Table]:
    """What all risks on the record may cost: by member, and by service; those of no service together, last."""
    shares = exposure(record.all(Risk, as_of))
    services = {each.service: each.name for each in record.all(Service, as_of)}
    sums = (column("Expected", MONEY), column("At worst", MONEY))
    members = [
        (name_and_code(record, code, as_of), sight.cost(code, each.expected), sight.cost(code, each.worst))
        for code, each in sight.ordered(summed(shares, lambda share: share.organisation))
    ]
    whole = total(shares)
    members += [("All together", sight.total(whole.expected), sight.total(whole.worst))] if shares else []
    of_services = tuple(
        (services.get(key, key) or "Of no one service", sight.total(each.expected), sight.total(each.worst))
        for key, each in sorted(summed(shares, lambda share: share.risk.service).items(), key=lambda pair: not pair[0])
    )
    return (
        Table(title="By member", columns=(column("Member"), *sums), rows=tuple(members)),
        Table(title="By service", columns=(column("Service"), *sums), rows=of_services),
    )


def hours(rung: Rung) -> str:
    """When a rung can be called, in words."""
    window = f"{rung.starts_at or '00:00'} to {rung.ends_at or '24:00'}" if rung.starts_at or rung.ends_at else ""
    days = "on working days" if rung.weekdays_only else "every day"
    return f"{window} {days}" if window else days if rung.weekdays_only else "always"


def _named(found: Sides) -> Iterator[str]:
    for each in (*found.given, *found.promised, *found.returned):
        yield from (each.owed_by, *each.owed_to)
    yield from (found.service.host, *found.service.users)


def _at_risk(risks: tuple[Risk, ...]) -> Iterator[str]:
    for risk in risks:
        yield from (risk.owner, *(name for name, _ in risk.exposure))


def _names(record: Record, as_of: date, codes: tuple[str, ...]) -> dict[str, str]:
    """What each is called: an organisation by name and code, a supplier by name."""
    suppliers = {each.supplier: each.name for each in record.all(Supplier, as_of)}
    return {code: suppliers.get(code) or name_and_code(record, code, as_of) for code in dict.fromkeys(codes) if code}
