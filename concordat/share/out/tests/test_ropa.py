"""The record of processing: every letter of Article 30, every agreement of an organisation, and no row too few."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from concordat.register.agreement import Agreement, Party, Territory
from concordat.register.bundle import bundle_of
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import Flow, PurposeBasis
from concordat.share.out.ropa import NoOrganisation, tables, xlsx
from concordat.share.redraft import next_version
from concordat.share.tests.sample import AS_OF, KEY, PROTOCOL, sample

A, B, C = "Art 30(1)(a)", "Art 30(1)(b)", "Art 30(1)(c)"


def rows(record: Record, code: str, sheet: int = 0, as_of: date = AS_OF) -> list[dict[str, Any]]:
    table = tables(record, code, as_of)[sheet]
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def under(row: dict[str, Any], letter: str) -> str:
    return " | ".join(str(value) for heading, value in row.items() if heading.startswith(letter))


def test_the_columns_are_headed_by_every_letter_of_the_article_in_order() -> None:
    for table, part, letters in zip(tables(sample(), "QZ3", AS_OF), (1, 2), ("abcdefg", "abcd"), strict=True):
        found = re.findall(rf"Art 30\({part}\)\((\w)\)", " ".join(table.headings))
        assert found == sorted(found) and set(found) == set(letters)


def test_a_controller_has_a_row_for_each_purpose_and_flow_of_each_agreement() -> None:
    found = rows(sample(), "RZ1")
    assert [row["Agreement"] for row in found] == [PROTOCOL, "TR-DSA-07 / 1", KEY, KEY]
    planning = next(row for row in found if "planning" in under(row, B))
    assert "About 48,000 people who wait" in under(planning, C) and "waiting_list.referred_on" in under(planning, C)
    assert "NHS Three Rivers Integrated Care Board (QZ3)" in under(planning, "Art 30(1)(d)")
    assert "Lantern Data Services Ltd (8KX21)" in under(planning, "Art 30(1)(d)")
    assert under(planning, "Art 30(1)(e)") == "United Kingdom"
    assert "24 months" in under(planning, "Art 30(1)(f)") and "Encrypted" in under(planning, "Art 30(1)(g)")
    assert planning["Asset register entry"] == "RZ1-IAR-114"


def test_joint_controllers_are_named_with_their_contacts_and_data_protection_officers() -> None:
    found = under(rows(sample(), "RZ1")[-1], A)
    assert "ig@qz3.test; data protection officer: Dpo of QZ3, dpo@qz3.test" in found
    assert "Wendshire County Council" not in found, "it has left"


def test_a_flow_that_is_not_ones_own_is_not_ones_processing() -> None:
    assert not [row for row in rows(sample(), "RZ4") if "Waiting list to the ICB" in row["Flow"]]
    assert [row for row in rows(sample(), "RZ8") if "Waiting list to the ICB" in row["Flow"]], "they are RZ8's data too"


def test_a_processor_has_a_row_for_each_controller_it_acts_for() -> None:
    found = rows(sample(), "8KX21", 1)
    assert [under(row, "Art 30(2)(a)").split(" | ")[1].split(" (")[1][:3] for row in found] == [
        "QZ3",
        "RZ1",
        "RZ8",
        "RZ4",
    ]
    assert "Shared view of waits" in under(found[1], "Art 30(2)(b)")
    assert "Shared view of waits" not in under(found[0], "Art 30(2)(b)"), "QZ3 neither gives nor gets it"
    assert not rows(sample(), "8KX21")


def test_a_sub_processor_has_the_controllers_behind_its_processor() -> None:
    (row,) = rows(sample(), "8KX22", 1)
    assert under(row, "Art 30(2)(a)").count("data protection officer") == 5
    assert row["Role"] == "sub-processor for Lantern Data Services Ltd (8KX21)"
    assert row["Authorised on"] == "10 April 2026"


def test_an_agreement_of_nothing_still_has_its_row() -> None:
    bare = sample(without=[(Flow, f"{KEY} / {name}") for name in ("waiting-list", "shared-view")])
    assert [row["Flow"] for row in rows(bare, "RZ1") if row["Agreement"] == KEY] == ["Not recorded"] * 2
    purposes = [f"{KEY} / {name}" for name in ("individual care", "planning and commissioning")]
    bare = sample(without=[(PurposeBasis, each) for each in purposes])
    assert [under(row, B) for row in rows(bare, "RZ1") if row["Agreement"] == KEY] == ["Not recorded"] * 2


def test_a_transfer_is_told_with_its_safeguard() -> None:
    change = {"territory": Territory.ELSEWHERE, "transfer_safeguard": "IDTA of 3 May 2026"}
    record = sample(changes={(Agreement, KEY): change})
    assert under(rows(record, "RZ1")[-1], "Art 30(1)(e)") == "elsewhere: IDTA of 3 May 2026"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"terminated_on": AS_OF}, "terminated on 22 November 2026"),
        ({"ends_on": date(2026, 11, 21)}, "ended on 21 November 2026"),
        ({"suspended_on": date(2026, 11, 1)}, "suspended since 1 November 2026"),
        ({"suspended_on": date(2026, 11, 1), "resumed_on": AS_OF}, "current by its dates"),
        ({"starts_on": date(2026, 12, 1)}, "not begun; it starts on 1 December 2026"),
    ],
)
def test_what_is_no_longer_current_says_so(change: dict[str, date], state: str) -> None:
    assert rows(sample(changes={(Agreement, KEY): change}), "RZ1")[-1]["State"] == state


def test_an_earlier_version_is_replaced_by_a_later_once_that_is_signed_and_has_begun() -> None:
    found = bundle_of(sample(), KEY, AS_OF)
    assert found is not None
    own, *rest = next_version(found, 3, AS_OF)
    assert isinstance(own, Agreement)
    signed = [replace(each, agreement=own.key) for each in found.signatures]

    def state(own: Agreement, *rows_of_it: Noun) -> str:
        return next(row["State"] for row in rows(sample(own, *rest, *rows_of_it), "RZ1") if row["Agreement"] == KEY)

    begun = replace(own, text_hash=found.agreement.text_hash, starts_on=AS_OF)
    assert state(begun, *signed) == "replaced by version 3"
    assert state(begun, *signed[1:]) == "current by its dates", "one has not signed it"
    assert state(replace(begun, starts_on=date(2027, 1, 1)), *signed) == "current by its dates"


def test_one_that_has_left_has_no_row_and_one_unknown_is_refused() -> None:
    assert not [row for row in rows(sample(), "098") if row["Agreement"] == KEY]
    before = rows(sample(), "098", as_of=date(2026, 9, 29))
    assert [row for row in before if row["Agreement"] == KEY]
    with pytest.raises(NoOrganisation, match="'RZ99' is party to no agreement"):
        tables(sample(), "RZ99", AS_OF)


def test_the_workbook_holds_both_tables_and_no_formula() -> None:
    live = "=HYPERLINK(1)"
    record = sample(changes={(Party, f"{KEY} / RZ1 / joint controller"): {"contact": live}})
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx(record, "RZ1", AS_OF)))
    assert book.sheet_names == ["Controller Art 30(1)", "Processor Art 30(2)"]
    assert len(book.get_sheet_by_name("Controller Art 30(1)").to_python()) == 5
