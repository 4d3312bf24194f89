"""Writes a record as the workbooks a programme office keeps: who, what runs, what is bought, shared and planned."""

from __future__ import annotations

from pathlib import Path

from concordat.core.refusal import Refusal
from concordat.core.sheets import write_workbook
from concordat.register.noun import Noun, nouns
from concordat.register.outtake import sheets_of
from concordat.register.record import Record

_REST = "programme.xlsx"
_HOMES = {
    "organisation": "organisations.xlsx",
    "person": "organisations.xlsx",
    "system": "applications.xlsx",
    "contract": "contracts.xlsx",
    "agreement": "agreements.xlsx",
    "sharing": "agreements.xlsx",
    "assurance": "assurance.xlsx",
    "authority": "governance.xlsx",
    "meeting": "governance.xlsx",
    "proposal": "governance.xlsx",
    "service": "services.xlsx",
    "stakeholder": "stakeholders.xlsx",
    "procurement": "procurement.xlsx",
}
"""Which workbook holds the nouns of a register module; every other module's are in the programme's own."""


class NotAFolder(Refusal):
    """A path at which the workbooks cannot be written."""


def workbooks(record: Record) -> dict[str, tuple[type[Noun], ...]]:
    """File name to the nouns in it, of those that have rows."""
    found: dict[str, tuple[type[Noun], ...]] = {}
    for noun in nouns():
        if record.all(noun):
            name = _HOMES.get(noun.__module__.rpartition(".")[2], _REST)
            found[name] = (*found.get(name, ()), noun)
    return found


def write_workbooks(record: Record, folder: Path) -> tuple[Path, ...]:
    """Write the record into a folder, made if need be; files of the same names there are replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotAFolder(f"{folder} is a file", remedy="Give the name of a folder; it is made if need be") from None
    written = tuple(folder / name for name in workbooks(record))
    for path in written:
        write_workbook(path, sheets_of(record, workbooks(record)[path.name]))
    return written
