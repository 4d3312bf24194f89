"""What an organisation is called on a day: its name then, its last one where it is closed, or its code."""

from __future__ import annotations

from datetime import date

from concordat.register.organisation import Organisation
from concordat.register.record import Record


def name_of(record: Record, code: str, as_of: date) -> str:
    """Its name, or the code where the record has none."""
    found = record.get(Organisation, code, as_of) or record.get(Organisation, code)
    return found.name if found else code


def name_and_code(record: Record, code: str, as_of: date) -> str:
    """Its name and ODS code as sentences write them, "Wendshire County Council (098)"; or the code alone."""
    name = name_of(record, code, as_of)
    return code if name == code else f"{name} ({code})"


def names_in(record: Record, as_of: date) -> dict[str, str]:
    """The name of every organisation on the record, by code."""
    codes = dict.fromkeys(each.code for each in record.all(Organisation))
    return {code: name_of(record, code, as_of) for code in codes}
