"""Agreements, what flows under them and what stands behind them: what a row refuses, and that it comes back whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    LONGEST,
    Clause,
)
from concordat.register.bundle import bundle_of, bundles
from concordat.register.cell import from_json, jsonable
from concordat.register.intake import read_record
from concordat.register.noun import Misbuilt, Noun, columns
from concordat.register.outtake import write_record
from concordat.register.record import Record
from concordat.register.sharing import (
    Confidentiality,
    Operator,
    Purpose,
)
from concordat.register.succession import superseded
from concordat.register.tests.agreement_rows import (
    AGREEMENT,
    BASIS,
    BODIES,
    CAG,
    DPIA,
    FLOW,
    KEY,
    LIMIT,
    PARTY,
    PROTOCOL,
    RECORD,
    RISK,
    ROWS,
    SIGNATURE,
    TODAY,
    TOOLKIT,
    bundle,
)

WRONG = (
    (AGREEMENT, {"version": 0}, "version"),
    (AGREEMENT, {"ends_on": date(2025, 12, 31)}, "ends_on"),
    (AGREEMENT, {"suspended_on": None}, "resumed_on"),
    (AGREEMENT, {"resumed_on": date(2026, 3, 1)}, "resumed_on"),
    (AGREEMENT, {"least_count": -1}, "least_count"),
    (AGREEMENT, {"retention_months": LONGEST + 1}, "retention_months"),
    (AGREEMENT, {"clauses": ("28(3)(z) something",)}, "clauses"),
    (PARTY, {"left_on": date(2026, 2, 1)}, "left_on"),
    (PARTY, {"leaver_duty": None}, "leaver_duty"),
    (BASIS, {"oldest_list": 32}, "oldest_list"),
    (BASIS, {"oldest_list": -1}, "oldest_list"),
    (FLOW, {"purposes": ("marketing",)}, "purposes"),
    (LIMIT, {"operator": Operator.AT_LEAST}, "values"),
    (LIMIT, {"values": ()}, "values"),
    (DPIA, {"approved_by": ""}, "approved_on"),
    (DPIA, {"approved_on": None}, "approved_on"),
    (RISK, {"likelihood": 0}, "likelihood"),
    (RISK, {"impact": 6}, "impact"),
    (RISK, {"residual_impact": 6}, "residual_impact"),
    (TOOLKIT, {"year": 26}, "year"),
    (TOOLKIT, {"accepted_by": ""}, "accepted_by"),
    (CAG, {"reference": "24/CAG/99"}, "reference"),
    (CAG, {"regulation": Confidentiality.COURT}, "regulation"),
)


@pytest.mark.parametrize(("row", "change", "column"), WRONG, ids=lambda each: each if isinstance(each, str) else "")
def test_a_row_that_cannot_be_right_is_refused_at_its_column_with_advice(
    row: Noun, change: dict[str, Any], column: str
) -> None:
    with pytest.raises(Misbuilt) as caught:
        replace(row, **change)
    assert [(name, bool(what and next)) for name, what, next in caught.value.problems] == [(column, True)]


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (AGREEMENT, {"ends_on": AGREEMENT.starts_on}),
        (AGREEMENT, {"least_count": 0, "retention_months": LONGEST}),
        (PARTY, {"left_on": date(2026, 2, 2)}),
        (BASIS, {"oldest_list": 0}),
        (BASIS, {"oldest_list": 31}),
        (LIMIT, {"values": ("360",)}),
        (RISK, {"likelihood": 5, "impact": 1, "residual_likelihood": 0}),
    ],
)
def test_a_row_at_the_very_bound_is_right(row: Noun, change: dict[str, Any]) -> None:
    assert replace(row, **change).key == row.key


@pytest.mark.parametrize("way", ["workbook.xlsx", "folder"])
def test_every_column_of_every_row_comes_back_from_a_file(way: str, tmp_path: Path) -> None:
    write_record(RECORD, tmp_path / way)
    intake = read_record(tmp_path / way)
    assert intake.findings == () and intake.notes == ()
    assert {noun: intake.record.all(noun) for noun in RECORD.rows} == dict(RECORD.rows)
    assert bundle_of(intake.record, KEY, TODAY) == bundle_of(RECORD, KEY, TODAY)
    assert [each.text_hash() for each in bundles(intake.record, TODAY)] == [
        each.text_hash() for each in bundles(RECORD, TODAY)
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.SHEET)
def test_every_column_comes_back_from_storage(row: Noun) -> None:
    assert from_json(type(row), jsonable(row)) == row


def test_the_sample_fills_every_column_so_that_the_round_trip_is_of_all_of_them() -> None:
    filled = {(type(row), each.name) for row in ROWS for each in columns(type(row)) if getattr(row, each.name)}
    blank = {(type(row), each.name) for row in ROWS for each in columns(type(row))} - filled
    assert {name for noun, name in blank} <= {"valid_from", "valid_to", "system"}


@pytest.mark.parametrize(
    ("day", "suspended"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)],
)
def test_it_is_suspended_from_the_first_day_to_the_day_before_it_resumes(day: date, suspended: bool) -> None:
    assert AGREEMENT.suspended(day) is suspended
    assert replace(AGREEMENT, resumed_on=None).suspended(day) is (day >= date(2026, 3, 1))


@pytest.mark.parametrize(
    ("day", "active"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_a_party_is_one_from_the_day_it_joins_to_the_day_before_it_leaves(day: date, active: bool) -> None:
    assert PARTY.active(day) is active
    assert {each.party for each in bundle().active(day)} == ({"RY1", "RY2"} if active else {"RY1"})


def test_each_clause_belongs_to_one_article() -> None:
    assert len(ARTICLE_28) == 8 and set(ARTICLE_26) | set(ARTICLE_28) == set(Clause)
    assert all(each.value.startswith("28(3)") for each in ARTICLE_28)


def test_a_flow_is_of_its_senders_data_and_for_every_purpose_unless_it_says_otherwise() -> None:
    plain = replace(FLOW, controllers=(), purposes=())
    assert plain.whose == ("RY1",) and all(plain.serves(each) for each in Purpose)
    assert FLOW.whose == ("RY1", "RY2")
    assert {each for each in Purpose if FLOW.serves(each)} == {Purpose.PLANNING, Purpose.RESEARCH}


MERGED = (BODIES[0], replace(BODIES[1], valid_to=TODAY, successor="RY1"))


def test_what_was_signed_is_not_mended_by_writing_the_successors_name_into_it() -> None:
    found = superseded(Record.of([*MERGED, *ROWS]), TODAY)
    advice = {each.sheet: each.next.partition(" ")[0] for each in found}
    assert advice == {
        "Agreements": "write",
        "Agreement parties": "agree",
        "Data flows": "agree",
        "DPIA addenda": "write",
    }


@pytest.mark.parametrize(
    "row",
    [
        replace(PARTY, left_on=TODAY),
        replace(SIGNATURE, organisation="RY2"),
        replace(FLOW, agreement="ISP-01 / 1"),
    ],
    ids=lambda row: row.SHEET,
)
def test_a_row_that_tells_what_was_may_name_a_body_that_has_closed(row: Noun) -> None:
    ended = replace(PROTOCOL, ends_on=date(2026, 11, 21))
    assert superseded(Record.of([*MERGED, replace(AGREEMENT, key_holder=""), ended, row]), TODAY) == ()
    still = replace(PROTOCOL, ends_on=TODAY)
    assert bool(superseded(Record.of([*MERGED, still, row]), TODAY)) is (row.SHEET == FLOW.SHEET)
