"""An organisation is called what it was called on the day, and is never nameless once it has closed."""

from __future__ import annotations

from datetime import date

from concordat.register.naming import name_and_code, name_of, names_in
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record

RENAMED, CLOSED = date(2024, 4, 1), date(2026, 4, 1)
OLD = Organisation(code="RZ1", name="Northmoor Infirmary", kind=OrganisationKind.ACUTE, valid_to=RENAMED)
NEW = Organisation(
    code="RZ1", name="Northmoor Hospitals", kind=OrganisationKind.ACUTE, valid_from=RENAMED, valid_to=CLOSED
)
RECORD = Record.of([NEW, OLD])


def test_the_name_is_that_of_the_day_and_the_last_one_for_good() -> None:
    days = (date(2024, 3, 31), RENAMED, CLOSED, date(2040, 1, 1))
    assert [name_of(RECORD, "RZ1", day) for day in days] == [OLD.name, NEW.name, NEW.name, NEW.name]
    assert names_in(RECORD, days[0]) == {"RZ1": OLD.name} and names_in(RECORD, CLOSED) == {"RZ1": NEW.name}


def test_a_code_that_is_not_on_the_record_stands_for_itself() -> None:
    assert name_and_code(RECORD, "RZ1", CLOSED) == "Northmoor Hospitals (RZ1)"
    assert name_and_code(RECORD, "QZ9", CLOSED) == "QZ9" and name_and_code(RECORD, "", CLOSED) == ""
