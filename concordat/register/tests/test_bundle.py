"""A bundle, and the hash of its terms: any change of a term is another text, and what comes after signing is not."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from concordat.register.agreement import (
    Agreement,
    Party,
    PartyRole,
    Signature,
)
from concordat.register.bundle import HASH_OF_TERMS, bundle_of
from concordat.register.noun import Column, Kind, Noun, columns
from concordat.register.outtake import without_confidential
from concordat.register.record import Record
from concordat.register.tests.agreement_rows import (
    AGREEMENT,
    BASIS,
    FLOW,
    FOUNDER,
    FUND,
    ITEM,
    KEY,
    LIMIT,
    OF,
    PARTY,
    RECORD,
    ROWS,
    SIGNATURE,
    TODAY,
    bundle,
)


def _altered(row: Noun, name: str) -> Noun:
    """The row with another value in one column, of the kind that column holds."""
    column = next(each for each in columns(type(row)) if each.name == name)
    changes: dict[str, Any] = {name: _other(column, getattr(row, name))}
    return replace(row, **changes)


def _other(column: Column, value: Any) -> Any:
    if column.choices:
        return next(each for each in column.choices if each is not value)
    if isinstance(value, tuple):
        return value[1:] or ("RY9",)
    if column.kind is Kind.YES_NO:
        return not value
    step: Any = {Kind.DATE: timedelta(days=1), Kind.WHOLE: 1, Kind.MONEY: 1}.get(column.kind, "x")
    return value + step


AFTER_SIGNING = {
    Agreement: {
        "suspended_on", "resumed_on", "terminated_on", "end_reason", "text_hash", "evidence", "dpia", "valid_from",
        "valid_to",
    },
    Party: {"left_on", "leaver_duty", "duty_done_on", "contact", "valid_from", "valid_to"},
}  # fmt: skip
"""What may change once an agreement is signed; everything else is a term."""

_SIGNED = replace(PARTY, joined_on=None)
"""The second party as one of the first to sign."""

TERMS = [
    (row, each.name)
    for row in (AGREEMENT, _SIGNED, FUND, BASIS, FLOW, ITEM, LIMIT)
    for each in columns(type(row))
    if getattr(row, each.name) and not each.key and not each.confidential
    if each.name not in AFTER_SIGNING.get(type(row), set())
    if (type(row), each.name) != (Party, "joined_on")
]


@pytest.mark.parametrize(("row", "name"), TERMS, ids=lambda each: each if isinstance(each, str) else each.SHEET)
def test_any_change_of_a_term_changes_the_hash(row: Noun, name: str) -> None:
    assert bundle(_SIGNED, _altered(row, name)).text_hash() != bundle(_SIGNED).text_hash()


def test_what_is_confidential_is_no_part_of_the_hash_so_that_every_party_can_work_it_out() -> None:
    theirs = bundle(without_confidential(FUND, "RY9"))
    assert theirs.section_75 != bundle().section_75 and theirs.text_hash() == bundle().text_hash()


@pytest.mark.parametrize("row", [FOUNDER, FUND, BASIS, FLOW, ITEM, LIMIT], ids=lambda row: row.SHEET)
def test_a_term_taken_away_changes_the_hash(row: Noun) -> None:
    assert bundle(without=row).text_hash() != bundle().text_hash()


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (AGREEMENT, {"terminated_on": date(2027, 1, 1), "end_reason": "Breach", "dpia": "", "evidence": "p. 9"}),
        (_SIGNED, {"left_on": None, "leaver_duty": None, "duty_done_on": None, "contact": "new@ry2.example"}),
    ],
)
def test_what_happens_after_signing_leaves_the_hash_alone(row: Noun, change: dict[str, Any]) -> None:
    assert bundle(_SIGNED, replace(row, **change)).text_hash() == bundle(_SIGNED).text_hash()


def test_a_late_joiner_leaves_the_hash_alone_and_a_new_founder_does_not() -> None:
    late = Party(**OF, party="RY3", role=PartyRole.CONTROLLER, joined_on=TODAY, deed="Deed 2")
    assert bundle(late).text_hash() == bundle().text_hash()
    assert bundle(replace(late, joined_on=None)).text_hash() != bundle().text_hash()


def test_signatures_and_the_order_of_rows_leave_the_hash_alone() -> None:
    assert bundle(without=SIGNATURE).text_hash() == bundle().text_hash()
    upside_down = bundle_of(Record.of(reversed(ROWS)), KEY, TODAY)
    assert upside_down and upside_down.text_hash() == bundle().text_hash()


def test_a_text_is_unchanged_while_its_terms_are_and_a_scan_is_taken_at_its_word() -> None:
    released = replace(AGREEMENT, text_hash=bundle().text_hash())
    assert released.text_hash.startswith(HASH_OF_TERMS) and bundle(released).unchanged()
    assert not bundle(replace(released, least_count=1)).unchanged()
    assert bundle(replace(released, least_count=1, text_hash="0" * 64)).unchanged()


def test_a_bundle_holds_only_its_own_versions_rows() -> None:
    others = replace(FLOW, agreement="ISP-01 / 1", flow="other")
    protocol = bundle_of(Record.of([*ROWS, others]), "ISP-01 / 1", TODAY)
    assert protocol and protocol.flows == (others,) and protocol.parties == () and protocol.dpia is None
    assert bundle_of(RECORD, "ISP-01 / 2", TODAY) is None


def test_every_row_under_an_agreement_is_in_its_bundle() -> None:
    """A noun that hangs on an agreement or a flow, and is not among its rows, would be a term that nobody signed."""
    hanging = {type(row) for row in ROWS if {"agreement", "flow"} & {each.name for each in fields(row)}}
    assert {type(each) for each in bundle().rows()} == hanging - {Signature}
