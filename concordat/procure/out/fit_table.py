"""Fit as tables: the lots side by side, what each meets, their tests, and the heads that nobody may forget."""

from __future__ import annotations

from collections.abc import Callable

from concordat.core.reason import Reason
from concordat.core.shown import DATE, WHOLE, Table, column
from concordat.procure.fit import Candidate, Comparison
from concordat.procure.frameworks import Tested
from concordat.procure.out.gate_words import sentence
from concordat.procure.requirements import Coverage
from concordat.register.procurement import Fit, Priority

Told = Callable[[Reason], str]
"""How a reason is told to whoever reads: to some without the pounds in it."""


def lots_table(found: Comparison, told: Told = lambda reason: reason.text) -> Table:
    """A row a lot, the best first."""
    columns = (
        column("Lot", width=16),
        column("Framework", width=36),
        column("Covers", width=30),
        column("Closes on", DATE),
        column("Can be used", width=12),
        column("Musts met", WHOLE),
        column("Musts not shown", WHOLE),
        column("Why not", width=80),
    )
    return Table(title="Lots", columns=columns, rows=tuple(_lot(each, told) for each in found.candidates))


def requirements_table(found: Comparison) -> Table:
    """A row a requirement, a column a lot: how far it is met, and by which clause and test it is secured."""
    columns = (
        column("Number", width=10),
        column("Requirement", width=60),
        column("Counts as", width=10),
        column("Comes under", width=26),
        *(column(each.lot.key, width=14) for each in found.candidates),
        column("Clause", width=12),
        column("Test", width=36),
    )
    rows = tuple(
        (
            each.requirement,
            each.text,
            each.priority.value,
            each.standard.value,
            *(candidate.answers[place].fit.value for candidate in found.candidates),
            each.clause or None,
            each.test or None,
        )
        for place, each in enumerate(found.requirements)
    )
    return Table(title="Requirements", columns=columns, rows=rows)


def tests_table(candidate: Candidate, told: Told = lambda reason: reason.text) -> Table:
    """A row a test of one lot."""
    columns = (
        column("Test", width=60),
        column("Holds", width=12),
        column("Why", width=60),
        column("What would change it", width=50),
        column("Rule", width=18),
        column("Source", width=50),
    )
    rows = tuple(
        (each.rule.text, holds(each), told(each.reason), each.remedy or None, each.rule.id, each.rule.source)
        for each in candidate.tests
    )
    return Table(title=f"{candidate.framework.name}, lot {candidate.lot.lot}", columns=columns, rows=rows)


def heads_table(found: Coverage) -> Table:
    """A row a head that nobody may forget."""
    columns = (
        column("Head", width=36),
        column("What it asks", width=60),
        column("Requirements", width=20),
        column("Clauses", width=20),
        column("State", width=14),
    )
    rows = tuple(
        (
            sentence(each.standard.value),
            sentence(each.asks),
            ", ".join(row.requirement for row in each.requirements) or None,
            ", ".join(row.clause for row in each.requirements if row.clause) or None,
            "forgotten" if each.forgotten else "asked",
        )
        for each in found.heads
    )
    return Table(title="What nobody may forget", columns=columns, rows=rows)


def holds(tested: Tested) -> str:
    """Whether a test holds, in a word or two."""
    return {True: "holds", False: "does not hold", None: "not known"}[tested.holds]


def _lot(found: Candidate, told: Told) -> tuple[object, ...]:
    return (
        found.lot.key,
        found.framework.name,
        found.lot.covers,
        found.framework.closes_on,
        "yes" if found.usable else "no",
        found.count(Priority.MUST, Fit.MET),
        len(found.gaps),
        "; ".join(map(told, found.refusals)) or None,
    )
