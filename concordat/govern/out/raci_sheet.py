"""Who does what as an Excel workbook: the matrix to discuss, the duties side by side, and the two ladders."""

from __future__ import annotations

from io import BytesIO

from concordat.core.sheets import write_workbook
from concordat.govern.hosting.handbook import Handbook
from concordat.govern.hosting.ladder import Kind


def xlsx(book: Handbook) -> bytes:
    """The workbook's bytes, the same for the same handbook; what its reader may not see is not in it."""
    tables = (book.raci(), book.obligations(), book.other_duties(), *map(book.ladder, Kind), book.risk_table())
    stream = BytesIO()
    write_workbook(stream, [each.sheet() for each in tables])
    return stream.getvalue()
