"""Finding: what is wrong, in which file, sheet, row and column, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
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
