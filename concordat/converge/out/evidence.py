"""What the plan rests on, as tables: fit, links, lock-in, leverage, findings, assumptions, overrides and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concordat.converge.facts.fit import fits, gaps, leverage, lock_in
from concordat.converge.out.reader import WITHHELD, Reader, owner_of_charges
from concordat.core.sheet import Kind
from concordat.core.shown import DATE, MONEY, WHOLE, Table, column
from concordat.register.programme import DEFAULTS, Assumption

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap


def fit_table(roadmap: Roadmap) -> Table:
    """Every product against what every site needs."""
    name = roadmap.problem.name
    columns = (
        column("Capability", width=26),
        column("Organisation", width=30),
        column("Product", width=24),
        column("Meets the needs", Kind.YES_NO),
        column("Not shown to offer", width=40),
        column("Only claimed", width=40),
    )
    rows = [
        (name(each.capability), name(each.organisation), name(each.product), each.meets,
         ", ".join(each.missing), ", ".join(each.claimed))
        for each in fits(roadmap.problem)
    ]  # fmt: skip
    return Table(title="Fit", columns=columns, rows=tuple(rows))


def links_table(roadmap: Roadmap) -> Table:
    """Systems that exchange data and share no standard."""
    columns = (column("From", width=26), column("To", width=26), column("What", width=80))
    rows = [(gap.origin.label, gap.target.label, gap.what) for gap in gaps(roadmap.record, roadmap.as_of)]
    return Table(title="Links without a standard", columns=columns, rows=tuple(rows))


def lock_in_table(roadmap: Roadmap, reader: str | None = None) -> Table:
    """How hard each system is to leave, hardest first; what leaving costs only for the customer of the contract."""
    problem = roadmap.problem
    columns = (
        column("System", width=26),
        column("Organisation", width=30),
        column("Product", width=24),
        column("Contract", width=14),
        column("Lock-in (0 to 10)", WHOLE),
        column("Why", width=80),
    )
    rows = []
    for cell in problem.cells:
        priced = Reader(reader).sees(owner_of_charges(roadmap, cell.contract))
        found = lock_in(cell, problem, priced=priced)
        at = cell.system.label, problem.name(cell.organisation), problem.name(cell.system.product)
        rows.append((*at, cell.contract.contract, found.score, "; ".join(found.reasons)))
    return Table(title="Lock-in", columns=columns, rows=tuple(sorted(rows, key=lambda row: -row[4])))


def leverage_table(roadmap: Roadmap, reader: str | None = None) -> Table:
    """What each supplier holds across the members, and what they could ask for together."""
    columns = (
        column("Supplier", width=30),
        column("Contracts", WHOLE),
        column("Members", width=40),
        column("Charges a year", MONEY),
        column("First end", DATE),
        column("Last end", DATE),
        column("End within a year of each other", width=36),
        column("What to ask for together", width=60),
    )
    rows = []
    for each in leverage(roadmap.record, roadmap.as_of):
        members = ", ".join(roadmap.problem.name(code) for code in each.members)
        seen = Reader(reader).sees_sum(owner_of_charges(roadmap, contract) for contract in each.contracts)
        together = "; ".join(", ".join(run) for run in each.together)
        ends = each.ends[0], each.ends[-1]
        annual = each.annual if seen else WITHHELD
        rows.append((each.name, len(each.contracts), members, annual, *ends, together, "; ".join(each.asks)))
    return Table(title="Leverage", columns=columns, rows=tuple(rows))


def findings_table(roadmap: Roadmap) -> Table:
    """Everything that was found on the way, where, and what to do next."""
    columns = (
        column("Kind"),
        column("What", width=60),
        column("What to do next", width=50),
        column("File", width=20),
        column("Sheet", width=16),
        column("Row", WHOLE),
        column("Column", width=18),
        column("Rule", width=14),
    )
    rows = [
        (each.severity.value, each.what, each.next, each.file, each.sheet, each.row, each.column, each.rule)
        for each in roadmap.findings
    ]
    return Table(title="Findings", columns=columns, rows=tuple(rows))


def assumptions_table(roadmap: Roadmap) -> Table:
    """The figures all sums rest on, each with its source."""
    columns = (
        column("Assumption", width=50),
        column("Figure", Kind.NUMBER),
        column("Given by", width=16),
        column("Source", width=70),
    )
    given = {each.name: each for each in roadmap.record.all(Assumption, roadmap.as_of)}
    rows = [
        (name.value, roadmap.problem.assume(name), "the register" if name in given else "default",
         (given[name].source or "no source given") if name in given else source)
        for name, (_, source) in DEFAULTS.items()
    ]  # fmt: skip
    return Table(title="Assumptions", columns=columns, rows=tuple(rows))


def overrides_table(roadmap: Roadmap) -> Table:
    """Ends assumed against the law as understood, each with its reason."""
    columns = (column("Contract"), column("Assumed to run to", DATE), column("Reason given", width=80))
    return Table(title="Overrides", columns=columns, rows=roadmap.overrides)


def conflicts_table(roadmap: Roadmap) -> Table:
    """The facts that leave no lawful plan, and what would change them."""
    columns = (column("What", width=50), column("Facts", width=80), column("What would change it", width=60))
    rows = tuple((each.what, "; ".join(each.facts), each.remedy) for each in roadmap.conflicts)
    return Table(title="Conflicts", columns=columns, rows=rows)
