"""The roadmap as an Excel workbook: a summary, then a sheet for each table of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from concordat.converge.out import evidence
from concordat.converge.out.duties import dates_table
from concordat.converge.out.figures import options_table, organisations_table, years_table
from concordat.converge.out.form import Form
from concordat.converge.out.moves import moves_table, stays_table
from concordat.converge.out.reader import WITHHELD
from concordat.converge.out.sentences import NOT_LEGAL_ADVICE, certainty, discounting, headline, name_of, overrides
from concordat.core.period import long_date
from concordat.core.sheets import write_workbook
from concordat.core.shown import MONEY, Table, column

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap


def xlsx(roadmap: Roadmap, reader: str | None = None) -> bytes:
    """The workbook's bytes, the same for the same roadmap and reader."""
    stream = BytesIO()
    write_workbook(stream, [table.sheet() for table in tables(roadmap, reader)])
    return stream.getvalue()


def tables(roadmap: Roadmap, reader: str | None = None) -> tuple[Table, ...]:
    """The sheets in order; conflicts only where there are some."""
    return (
        summary(roadmap, reader),
        *([evidence.conflicts_table(roadmap)] if roadmap.conflicts else []),
        moves_table(roadmap, reader),
        dates_table(roadmap),
        years_table(roadmap),
        organisations_table(roadmap, reader),
        stays_table(roadmap, reader),
        evidence.fit_table(roadmap),
        evidence.links_table(roadmap),
        evidence.lock_in_table(roadmap, reader),
        evidence.leverage_table(roadmap, reader),
        evidence.findings_table(roadmap),
        evidence.assumptions_table(roadmap),
    )


def summary(roadmap: Roadmap, reader: str | None = None) -> Table:
    """What a reader must know first: the answer, how sure it is, the options with why each loses, every override."""
    columns = (column("What", width=34), column("Answer", width=90), column("Cost at today's value", MONEY))
    return Table(title="Summary", columns=columns, rows=tuple(_summary(roadmap, reader)))


def _summary(roadmap: Roadmap, reader: str | None) -> Iterator[tuple[str, str, int | None]]:
    plan = roadmap.plan
    yield "Collaborative", name_of(roadmap), None
    yield "As of", long_date(roadmap.as_of), None
    yield "Answer", headline(roadmap), None
    yield "Status", plan.status if plan else "infeasible", None
    yield "How sure", certainty(roadmap), None
    for override in overrides(roadmap):
        yield "Override", override, None
    for option, cost, _, _, why in options_table(roadmap).rows:
        yield option, why, cost
    yield "How costs are counted", discounting(roadmap), None
    yield "Findings", f"{len(roadmap.findings):,}; see the sheet Findings", None
    if reader is not None:
        yield "This copy is for", f"{roadmap.problem.name(reader)}; what others pay is marked “{WITHHELD}”", None
    yield "Not legal advice", NOT_LEGAL_ADVICE, None


FORMS = (
    Form(
        name="xlsx", what="Excel workbook of the plan", made=xlsx,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
)  # fmt: skip
