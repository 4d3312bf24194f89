"""The answer in plain text, for a terminal: the headline, what comes next, and the moves, on a screen or so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from concordat.converge.out.duties import Step, duties
from concordat.converge.out.figures import options_table
from concordat.converge.out.form import Form
from concordat.converge.out.sentences import certainty, headline, many, name_of, overrides, short
from concordat.core.money import in_short
from concordat.core.period import long_date
from concordat.core.sheet_xml import printable

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap

NEXT, MOVES, WIDE = 8, 24, 34  # lines of next dates and of moves, and the most letters of a column


def text(roadmap: Roadmap, reader: str | None = None) -> str:
    """Sixty lines or so: a list that is longer says how much more there is, and where; overrides are never cut."""
    return "\n".join(_plain(line) for line in _lines(roadmap))


def _lines(roadmap: Roadmap) -> Iterator[str]:
    yield f"{name_of(roadmap)}, as of {long_date(roadmap.as_of)}"
    yield headline(roadmap)
    yield certainty(roadmap)
    yield from (f"OVERRIDE: {each}" for each in overrides(roadmap))
    for conflict in roadmap.conflicts:
        yield from ("", conflict.what, *(f"  - {fact}" for fact in conflict.facts), f"  Next: {conflict.remedy}.")
    if roadmap.plan:
        yield from ("", "At today's value")
        yield from aligned([(f"  {row[0]}", in_short(row[1])) for row in options_table(roadmap).rows])
        yield from ("", "Next dates")
        yield from _next(roadmap)
        yield from ("", "Moves")
        yield from _moves(roadmap)
    yield from ("", _found(roadmap))


def _next(roadmap: Roadmap) -> Iterator[str]:
    coming = [duty for duty in duties(roadmap) if duty.step is not Step.END]
    yield from aligned([(f"  {long_date(duty.on)}", duty.what, duty.subject) for duty in coming[:NEXT]], last=70)
    if len(coming) > NEXT:
        yield f"  and {len(coming) - NEXT:,} more: --ics or --xlsx has them all"


def _moves(roadmap: Roadmap) -> Iterator[str]:
    assert roadmap.plan is not None
    changed, name = roadmap.plan.changed, roadmap.problem.name
    rows = [
        (f"  {long_date(move.dates.cutover_on)}", move.cell.system.capability, short(name(move.cell.organisation)),
         name(move.cell.system.product), name(move.product), long_date(move.decide_by) if move.decide_by else "")
        for move in changed[:MOVES] if move.dates
    ]  # fmt: skip
    yield from aligned([("  Cutover", "For", "At", "From", "To", "Decide by"), *rows])
    if len(changed) > MOVES:
        yield f"  and {len(changed) - MOVES:,} more: --xlsx has them all"


def _found(roadmap: Roadmap) -> str:
    if not roadmap.findings:
        return "Nothing was found wrong with the register."
    kinds = Counter(finding.severity.value for finding in roadmap.findings)
    told = ", ".join(many(count, kind) for kind, count in sorted(kinds.items()))
    return f"Found on the way: {told}. --json and --xlsx say where, and what to do next."


def aligned(rows: Sequence[Sequence[str]], last: int = WIDE) -> Iterator[str]:
    """The rows in columns, each as wide as it needs, up to a width; a blank row gives none."""
    bounds = [WIDE] * (max(map(len, rows), default=1) - 1) + [last]
    cut = [[_cut(value, bound) for value, bound in zip(row, bounds, strict=True)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    for row in cut:
        yield "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()


def _cut(value: str, width: int) -> str:
    return value if len(value) <= width else f"{value[: width - 1]}…"


def _plain(line: str) -> str:
    """The line without anything a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in printable(line))


def _made(roadmap: Roadmap, reader: str | None = None) -> bytes:
    return (text(roadmap, reader) + "\n").encode()


FORMS = (Form(name="txt", what="answer in plain text", media_type="text/plain; charset=utf-8", made=_made),)
