"""Coverage and departures: what is allowed for which data of whom, and what stops when somebody leaves."""

from __future__ import annotations

from pathlib import Path

from concordat.register.agreement import Party
from concordat.register.intake import read_record
from concordat.register.sharing import Purpose
from concordat.share.coverage import Cover, coverage
from concordat.share.departure import departure
from concordat.share.health import standings
from concordat.share.stage import Stage
from concordat.share.tests.sample import AS_OF, KEY, sample

RECORD = read_record(Path(__file__).parents[3] / "examples" / "three_rivers").record
MATRIX = coverage(RECORD, AS_OF)


def test_every_purpose_and_table_has_a_cell_for_every_member() -> None:
    assert len(MATRIX.cells) == len(MATRIX.purposes) * len(MATRIX.tables) * len(MATRIX.members)
    assert {"RZ1", "RZ4", "RZ8", "Z3R4V"} <= set(MATRIX.members)


def test_a_cell_says_who_may_see_it_under_what_and_what_stops_the_rest() -> None:
    waits = MATRIX.cell(Purpose.PLANNING, "waiting_list", "RZ1")
    assert waits.cover is Cover.ALLOWED and waits.routes[0].agreement == "TR-DSA-01 / 2"
    assert waits.routes[0].receiver == "QZ3"
    draft = next(each for each in waits.routes if each.agreement == "TR-DSA-01 / 3")
    assert draft.cover is Cover.STOPPED and draft.stopped_by


def test_a_table_with_columns_that_are_not_justified_is_allowed_in_part() -> None:
    covers = {MATRIX.cell(Purpose.PLANNING, "caseload", member).cover for member in ("RZ8", "Z3R4V")}
    assert covers == {Cover.PARTLY}


def test_a_purpose_that_no_agreement_serves_yet_is_named() -> None:
    assert Purpose.RESEARCH in MATRIX.unserved and Purpose.PLANNING not in MATRIX.unserved
    assert Purpose.RISK_STRATIFICATION in MATRIX.unserved, "agreed, but its section 251 review is overdue"


def test_whoever_has_left_covers_nothing() -> None:
    assert not [each for each in MATRIX.cells if each.member == "099" and each.routes]


def test_a_departure_names_what_is_lost_and_what_must_be_done() -> None:
    found = departure(RECORD, "RZ4", AS_OF)
    lost = {(cell.purpose, cell.table, cell.member) for cell, _ in found.lost}
    assert (Purpose.PLANNING, "waiting_list", "RZ4") in lost
    assert (Purpose.PLANNING, "waiting_list", "RZ1") not in lost, "the others' data are still allowed"
    assert {each.what.partition(":")[0] for each in found.duties} == set(found.agreements)
    assert "TR-DSA-01 / 2" in found.agreements and all(each.next for each in found.duties)


def test_a_processor_that_leaves_takes_the_terms_with_it_and_the_data_stay_controlled() -> None:
    processors = [each.party for each in sample().all(Party, AS_OF) if each.agreement == KEY and each.acts_for]
    found = departure(sample(), processors[0], AS_OF)
    assert KEY in found.agreements and found.duties[0].next.startswith("return or delete")


def test_an_agreement_that_is_over_cannot_be_left() -> None:
    found = departure(RECORD, "RZ4", AS_OF)
    assert "TR-DSA-06 / 1" in found.agreements and not {"TR-DSA-01 / 1", "TR-DSA-03 / 1"} & {*found.agreements}


def test_a_departure_changes_nothing_on_the_record_and_nothing_for_a_stranger() -> None:
    before = [each.stage for each in standings(RECORD, AS_OF)]
    nobody = departure(RECORD, "RX1", AS_OF)
    assert (nobody.agreements, nobody.stopped, nobody.lost, nobody.duties) == ((), (), (), ())
    assert [each.stage for each in standings(RECORD, AS_OF)] == before and Stage.IN_FORCE in before
