"""Finding: what is wrong, in which file, sheet, row and column, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from concordat.core.refusal import as_sentence


class Severity(StrEnum):
    """How much a Finding or a Rule matters: an error stops the row, a warning does not, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, as advice. `row` is numbered as the user's own sheet numbers it (the heading is row 1)."""

    what: str
    next: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    rule: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise ValueError("A Finding says what is wrong; 'what' is empty.")
        object.__setattr__(self, "severity", Severity(self.severity))

    @property
    def place(self) -> str:
        """ "contracts.xlsx, sheet Contract, row 14, column End", or as much of it as is known."""
        parts = (
            self.file,
            self.sheet and f"sheet {self.sheet}",
            "" if self.row is None else f"row {self.row}",
            self.column and f"column {self.column}",
        )
        return ", ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, str | int | None]:
        """The Finding for JSON, its place first; `row` is None where there is no row."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "what": self.what,
            "next": self.next,
            "rule": self.rule,
            "severity": self.severity.value,
        }

    def __str__(self) -> str:
        advice = " ".join(part for part in (as_sentence(self.what), as_sentence(self.next)) if part)
        return f"{self.place}: {advice}" if self.place else advice


FEW = 3
"""So many places that say the same are each told; of more, the first so many."""


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that say the same of many places of a file told once, at the first, with how many more and the next few.

    A sheet or column that is missing is one thing to mend, however many rows would need it.
    """
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for each in findings:
        alike.setdefault((each.file, each.what, each.next, each.rule, each.severity), []).append(each)
    return tuple(each for group in alike.values() for each in _told_once(group))


def _told_once(group: list[Finding]) -> list[Finding]:
    first, *others = group
    if len(others) < FEW:
        return group
    places = "; ".join(replace(each, file="").place for each in others[: FEW - 1])
    return [replace(first, what=f"{as_sentence(first.what)} So it is in {len(others):,} more places, such as {places}")]
