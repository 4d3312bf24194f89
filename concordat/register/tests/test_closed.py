"""What is closed: the terms of a signed version, row by row and column by column; and whose rows may stand under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from concordat.register.agreement import Agreement, LeaverDuty, Party, PartyRole, Signature
from concordat.register.closed import closed, misplaced, version_of
from concordat.register.noun import Noun, columns
from concordat.register.sharing import DataItem, Flow
from concordat.share.tests.sample import KEY, sample

SIGNED = (KEY,)
ROWS = [each for each in sample() if version_of(each, SIGNED) and not isinstance(each, Signature)]
OPEN = {
    Agreement: {"suspended_on", "resumed_on", "terminated_on", "end_reason", "text_hash", "evidence", "dpia"},
    Party: {"left_on", "leaver_duty", "duty_done_on", "contact"},
}
"""What the agreement itself lets happen after it is signed."""


def other(row: Noun, name: str) -> Any:
    """Another value that a column could hold."""
    value = getattr(row, name)
    if isinstance(value, str) and type(value) is str:
        return f"{value}x"
    if isinstance(value, tuple):
        return (*value, value[0]) if value else ("x",)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, date) or value is None:
        return date(2026, 12, 24)
    return next(each for each in type(value) if each is not value)


def changed(row: Noun, name: str) -> Noun:
    """The row with one column changed, even to what could not be built."""
    shell = object.__new__(type(row))
    for each, value in vars(row).items():
        object.__setattr__(shell, each, other(row, each) if each == name else value)
    return shell


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{type(row).__name__} {row.key}")
def test_every_column_of_every_row_is_closed_but_those_that_are_left_open(row: Noun) -> None:
    late = {"deed"} if isinstance(row, Party) and row.joined_on else set()
    for each in columns(type(row)):
        may = each.name in OPEN.get(type(row), set()) | late
        assert (closed(row, changed(row, each.name), SIGNED) is None) is may, each.name
        assert closed(row, changed(row, each.name), ()) is None, "nobody has signed it"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{type(row).__name__} {row.key}")
def test_no_row_is_taken_away_and_none_is_added_but_a_late_joiner(row: Noun) -> None:
    assert closed(row, None, SIGNED)
    late = isinstance(row, Party) and row.joined_on is not None
    assert (closed(None, row, SIGNED) is None) is late


def test_a_row_can_neither_leave_a_signed_version_nor_come_into_it() -> None:
    inside = next(each for each in ROWS if isinstance(each, DataItem))
    outside = replace(inside, flow="TR-DSA-01 / 3 / waiting-list")
    assert closed(inside, outside, SIGNED)
    assert closed(outside, inside, SIGNED)


def test_a_party_that_joined_from_the_start_does_not_become_a_late_one() -> None:
    """Late joiners are not what was signed: one that was would be taken out of the text."""
    party = next(each for each in ROWS if isinstance(each, Party) and each.joined_on is None)
    assert closed(party, replace(party, joined_on=date(2026, 12, 1), deed="2026/9"), SIGNED)


def test_leaving_with_its_duty_is_open() -> None:
    party = next(each for each in ROWS if isinstance(each, Party) and each.left_on is None)
    gone = replace(party, left_on=date(2026, 12, 1), leaver_duty=LeaverDuty.DELETE)
    assert closed(party, gone, SIGNED) is None
    assert closed(gone, replace(gone, duty_done_on=date(2026, 12, 9)), SIGNED) is None


def test_a_row_under_an_agreement_is_kept_by_its_keeper() -> None:
    late = Party(agreement=KEY, organisation="RZ1", party="RZ9", role=PartyRole.CONTROLLER, joined_on=date(2026, 12, 1))
    assert misplaced(late, {KEY: "QZ3"})
    assert misplaced(replace(late, organisation="QZ3"), {KEY: "QZ3"}) is None
    signature = next(each for each in sample().all(Signature) if each.organisation == "RZ1")
    assert misplaced(signature, {KEY: "QZ3"}) is None, "a signature is of whom it binds"


def test_the_longest_key_that_fits_is_the_version_of_an_item() -> None:
    flow = Flow(agreement="A / 1 / 2", organisation="QZ3", flow="f", sender="QZ3", receiver="QZ3")
    item = DataItem(flow=flow.key, table="t", item="c", organisation="QZ3")
    assert version_of(item, ("A / 1", "A / 1 / 2")) == "A / 1 / 2"
    assert version_of(item, ("B / 1",)) == ""
