"""The connected graph and succession: what rests on what, and who carries a duty on any day."""

from __future__ import annotations

from datetime import date

import pytest

from concordat.core.finding import folded
from concordat.register.links import dangling, resting_on
from concordat.register.organisation import Organisation, OrganisationKind, Site
from concordat.register.record import Record
from concordat.register.succession import SuccessionLoops, successor_of, superseded, supplier_of
from concordat.register.system import Supplier


def body(code: str, closed: date | None = None, successor: str = "", icb: str = "") -> Organisation:
    return Organisation(
        code=code, name=f"Body {code}", kind=OrganisationKind.ACUTE, valid_to=closed, successor=successor, icb=icb
    )


FIRST, SECOND = date(2020, 4, 1), date(2024, 4, 1)
MERGED = Record.of(
    [
        body("RY1", FIRST, "RY2"),
        body("RY2", SECOND, "RY3"),
        body("RY3"),
        Site(code="RY101", name="Old site", organisation="RY1"),
        Site(code="RY301", name="New site", organisation="RY3"),
    ]
)


@pytest.mark.parametrize(
    ("day", "heir"),
    [(date(2020, 3, 31), "RY1"), (FIRST, "RY2"), (date(2024, 3, 31), "RY2"), (SECOND, "RY3")],
)
def test_a_duty_passes_on_the_very_day_of_closing(day: date, heir: str) -> None:
    assert successor_of(MERGED, "RY1", day) == heir


def test_a_code_not_on_the_record_is_left_as_it_is() -> None:
    assert successor_of(MERGED, "RX9", SECOND) == "RX9"


def test_a_ring_of_successors_is_refused() -> None:
    ring = Record.of([body("RY1", FIRST, "RY2"), body("RY2", FIRST, "RY1")])
    with pytest.raises(SuccessionLoops):
        successor_of(ring, "RY1", SECOND)


def test_every_row_that_names_a_closed_body_is_a_finding() -> None:
    found = superseded(MERGED, SECOND)
    assert [(f.sheet, f.rule) for f in found] == [("Sites", "GOV-10")]
    assert "RY3" in found[0].what and "RY3" in found[0].next


def test_an_open_trust_whose_icb_has_gone_is_a_finding_and_a_closed_row_is_not() -> None:
    record = Record.of([body("QY1", FIRST, "QY2"), body("QY2"), body("RY3", icb="QY1"), body("RY4", FIRST, icb="QY1")])
    assert [f.column for f in superseded(record, SECOND)] == ["ICB"]


def test_a_suppliers_takeovers_are_followed_and_end_in_a_ring() -> None:
    chain = [Supplier(supplier=key, name=key, successor=to) for key, to in (("A", "B"), ("B", "C"), ("C", ""))]
    assert supplier_of(Record.of(chain), "A") == "C"
    ring = [Supplier(supplier="A", name="A", successor="B"), Supplier(supplier="B", name="B", successor="A")]
    assert supplier_of(Record.of(ring), "A") == "B"


def test_what_breaks_when_a_body_goes() -> None:
    here = MERGED.get(Organisation, "RY3")
    assert here
    assert {link.origin.key for link in resting_on(MERGED, here)} == {"RY2", "RY301"}
    assert {link.origin.key for link in resting_on(MERGED, here, deep=True)} == {"RY2", "RY301", "RY1", "RY101"}


def test_a_mention_of_nothing_is_an_error() -> None:
    lost = Record.of([Site(code="RY301", name="Site", organisation="RY3")])
    assert [f.column for f in dangling(lost)] == ["Organisation"]


def test_a_sheet_that_is_missing_is_one_thing_to_mend() -> None:
    sites = [Site(code=f"RY3{at:02}", name="Site", organisation=f"RY{at}") for at in range(1, 9)]
    (told,) = folded(dangling(Record.of(sites)))
    assert "a row of Organisations, and none is here" in told.what and "7 more places" in told.what
    other = Organisation(code="RX1", name="Another trust", kind=OrganisationKind.ACUTE)
    assert len(folded(dangling(Record.of([*sites, other])))) == len(sites), "each names a row that it alone wants"
