"""The gates as an Excel workbook: a summary, the gates, what is still possible, what is out of order or left out."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from concordat.core.period import long_date
from concordat.core.sheets import write_workbook
from concordat.core.shown import Table, column
from concordat.procure.gate import Gates
from concordat.procure.out.gate_table import gate_table, left_out_table, order_table, possible_table
from concordat.procure.out.gate_words import FOOT, assumed, headline, title
from concordat.procure.possible import Possible
from concordat.register.record import Record


def xlsx(gates: Gates, ways: Sequence[Possible], record: Record) -> bytes:
    """The workbook's bytes, the same for the same answer."""
    tables = (
        _summary(gates),
        gate_table(gates, record),
        possible_table(ways),
        order_table(gates.findings),
        left_out_table(gates),
    )
    stream = BytesIO()
    write_workbook(stream, [each.sheet() for each in tables])
    return stream.getvalue()


def _summary(gates: Gates) -> Table:
    rows = (
        ("Purchase", title(gates)),
        ("Replaces", ", ".join(each.key for each in gates.buying.contracts) or "nothing"),
        ("As of", long_date(gates.as_of)),
        ("Answer", headline(gates)),
        ("How it is bought", assumed(gates)),
        *(("Why then", str(each)) for each in gates.buying.reasons),
        ("How sure this is", FOOT),
    )
    return Table(title="Summary", columns=(column("What", width=24), column("Answer", width=100)), rows=rows)
