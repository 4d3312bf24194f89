"""Fit as an Excel workbook: the lots, every requirement against each, the tests of each, and the heads."""

from __future__ import annotations

from io import BytesIO

from concordat.core.sheets import write_workbook
from concordat.core.shown import Table
from concordat.procure.fit import Comparison
from concordat.procure.out.fit_table import heads_table, lots_table, requirements_table, tests_table
from concordat.procure.requirements import Coverage


def xlsx(found: Comparison, covered: Coverage) -> bytes:
    """The workbook's bytes, the same for the same answer."""
    stream = BytesIO()
    tables = (lots_table(found), requirements_table(found), _every_test(found), heads_table(covered))
    write_workbook(stream, [each.sheet() for each in tables])
    return stream.getvalue()


def _every_test(found: Comparison) -> Table:
    each = [(candidate.lot.key, tests_table(candidate)) for candidate in found.candidates]
    if not each:
        return Table(title="Tests", columns=lots_table(found).columns[:1], rows=())
    columns = (lots_table(found).columns[0], *each[0][1].columns)
    return Table(title="Tests", columns=columns, rows=tuple((key, *row) for key, table in each for row in table.rows))
