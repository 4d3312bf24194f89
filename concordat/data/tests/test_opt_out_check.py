"""The check file and its reply: the bytes MESH wants, what is left out, and replies that are not what they seem."""

from __future__ import annotations

import logging
import re
import traceback
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.nhs_number import parse, passes_check
from concordat.data import opt_out_check
from concordat.data.opt_out import NotAList
from concordat.data.opt_out_check import (
    MOST_BYTES,
    BadReply,
    CheckFile,
    NoCheckFile,
    Route,
    check_file,
    faults,
    permitted_list,
)

ANN, BEN, CAT = "9434765919", "9990000018", "9990000026"
NOT_REAL = ["9000000000", "9000000001"]  # right in all but the check digit, as the service's own example has them
WRONG = ["9434765918", "1111111111", "0000000000", "943476591", "", None, "NHS number", "９４３４７６５９１９"]
SENDING: dict[str, Any] = {
    "mailbox": "X26HC001", "made_on": date(2026, 11, 2), "sequence": 7, "subject": "AKI", "message": "AKI-0007",
}  # fmt: skip
SENT = f"{ANN},\n{BEN},\n{CAT},\n".encode()


def made(numbers: Any, **changed: Any) -> CheckFile:
    return check_file(numbers, **{**SENDING, **changed})


def reply_to(reply: bytes, sent: bytes = SENT) -> Any:
    return permitted_list(reply, sent=sent, controller="RXX", as_at=date(2026, 11, 15))


def test_each_number_has_a_comma_and_a_line_feed_and_comes_once() -> None:
    file = made([CAT, "943 476 5919", parse(ANN), BEN, CAT])
    assert file.content == SENT
    assert file.left_out == 0


def test_its_name_is_the_mailbox_the_day_and_the_sequence() -> None:
    file = made([ANN])
    assert file.name == "X26HC001-021126-0007.dat"
    assert (file.subject, file.message, file.workflow) == ("AKI", "AKI-0007", "SPINE_NTT_UPHOLDING")


def test_what_is_no_nhs_number_is_left_out_and_counted() -> None:
    file = made([ANN, *WRONG])
    assert (file.content, file.left_out) == (f"{ANN},\n".encode(), len(WRONG))


def test_test_data_lets_wrong_check_digits_in_and_malformed_numbers_still_not() -> None:
    assert not any(map(passes_check, NOT_REAL))
    file = made([*NOT_REAL, "123", None], test_data=True)
    assert (file.content, file.left_out) == (b"9000000000,\n9000000001,\n", 2)


@given(
    numbers=st.lists(st.integers(0, 10**10 - 1).map("{:010}".format), min_size=1),
    sequence=st.integers(1, 9999),
    made_on=st.dates(date(2018, 5, 25), date(2099, 12, 31)),
)
def test_what_is_made_here_is_without_fault(numbers: list[str], sequence: int, made_on: date) -> None:
    file = made([ANN, *numbers], sequence=sequence, made_on=made_on)
    assert list(faults(file)) == []
    test = made(numbers, sequence=sequence, made_on=made_on, test_data=True)
    assert list(faults(test, test_data=True)) == []


@given(st.binary(max_size=60))
def test_any_bytes_are_without_fault_only_if_each_line_asks_about_a_number(content: bytes) -> None:
    file = replace(made([ANN]), content=content)
    asking = [line for line in content.split(b"\n")[:-1] if re.fullmatch(rb"[0-9]{10},", line)]
    well_made = bool(content) and content == b"".join(line + b"\n" for line in asking)
    assert (list(faults(file, test_data=True)) == []) == well_made


def test_every_fault_is_told_at_once_and_no_number_is() -> None:
    told = list(faults(replace(made([ANN]), name="x.csv", message="", content=b"9434765918,\r\n123")))
    assert [each.rule for each in told] == ["IG-11"] * 5
    assert not any("943" in str(each) for each in told)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mailbox": "../../etc"}, "mailbox"),
        ({"mailbox": "X26HC001\n"}, "mailbox"),
        ({"sequence": 0}, "sequence"),
        ({"sequence": 10_000}, "sequence"),
        ({"subject": ""}, "subject"),
        ({"message": " "}, "message"),
        ({"message": "12:30"}, "message"),
        ({"subject": "AKI\r\nX: y"}, "subject"),
    ],
)
def test_what_mesh_would_not_answer_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(NoCheckFile, match=said):
        made([ANN], **changed)


def test_everything_wrong_with_it_is_said_at_once_and_no_number_with_it() -> None:
    with pytest.raises(NoCheckFile) as refusal:
        made(WRONG, mailbox="", sequence=0, subject="", message="")
    told = str(refusal.value)
    assert all(part in told for part in ("mailbox", "sequence", "subject", "message", "no number"))
    assert not any(each in told for each in WRONG if each)


def test_a_file_too_large_for_its_route_is_refused_and_goes_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(opt_out_check.MOST_BYTES, Route.WEB_PAGE, 24)
    assert len(made([ANN, BEN]).content) == 24
    with pytest.raises(NoCheckFile, match="36 bytes"):
        made([ANN, BEN, CAT])
    assert made([ANN, BEN, CAT], route=Route.CLIENT).content == SENT


def test_every_route_has_its_bound() -> None:
    assert set(MOST_BYTES) == set(Route)


def test_the_reply_lists_those_who_may_be_disclosed() -> None:
    found = reply_to(f"{ANN},\n{CAT},\n".encode())
    assert (found.permitted, found.checked) == ({ANN, CAT}, {ANN, BEN, CAT})
    assert [found.may_be_disclosed(each) for each in (ANN, BEN, CAT)] == [True, False, True]


@pytest.mark.parametrize("reply", [f"{ANN},\r\n{CAT},\r\n", f"\n{ANN}\n\n{CAT}", f"{CAT},\n{ANN},\n{ANN},"])
def test_a_reply_that_a_program_on_the_way_has_touched_says_the_same(reply: str) -> None:
    assert reply_to(reply.encode()).permitted == {ANN, CAT}


@pytest.mark.parametrize("reply", [b"", b"\n", b" \r\n\r\n"])
def test_an_empty_reply_permits_nobody(reply: bytes) -> None:
    with pytest.raises(NotAList, match="permits nobody"):
        reply_to(reply)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (b"The file contains one or more invalid NHS Numbers.\n", "refused the whole file"),
        (b'{"status": "pending", "id": 9434765919}', "arrived"),
        (b"NHS_NUMBER\n9434765919,\n", "line 1 of"),
        (b"9434765919,Y\n\xff\xfe\n9434765919,\n", "lines 1, 2 of"),
        (b"\xef\xbb\xbf9434765919,\n", "line 1 of"),
        (b"9434765919;\n" * 9, "1, 2, 3, 4, 5 and 4 more"),
        (b"9990000034,\n", "1 of its numbers were not asked about"),
        (b"PK\x03\x04\n\x00\n", "lines 1, 2 of"),
    ],
)
def test_what_is_not_the_reply_is_refused_by_what_it_is(reply: bytes, said: str) -> None:
    with pytest.raises(BadReply, match=f"(?i){said}") as refusal:
        reply_to(reply)
    shown = "".join(traceback.format_exception(refusal.value))
    assert "9434765919" not in shown and "9990000034" not in shown


def test_everything_wrong_with_a_reply_is_said_at_once() -> None:
    with pytest.raises(BadReply) as refusal:
        permitted_list(b"9990000034,\nx1\n", sent=b"heading\n" + SENT, controller="", as_at=date(2026, 11, 15))
    told = str(refusal.value)
    assert all(part in told for part in ("ODS code", "no check file: see line 1", "line 2", "not asked about"))


def test_nothing_made_or_read_tells_a_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        shown = repr(made([ANN])) + str(made([ANN])) + repr(reply_to(f"{ANN},\n".encode()))
    assert ANN not in shown and ANN not in caplog.text


TEN_DIGITS = st.text("0123456789", min_size=10, max_size=10)


@given(st.sets(TEN_DIGITS, min_size=1), st.data())
def test_what_is_written_is_read_again(numbers: set[str], data: st.DataObject) -> None:
    file = made(numbers, test_data=True)
    permitted = data.draw(st.sets(st.sampled_from(sorted(numbers)), min_size=1))
    reply = made(permitted, test_data=True).content
    found = reply_to(reply, sent=file.content)
    assert (found.checked, found.permitted) == (numbers, permitted)
    assert b"\r" not in file.content and file.content.count(b",\n") == len(numbers)


@given(st.lists(st.one_of(TEN_DIGITS, st.text(), st.none())))
def test_nothing_but_nhs_numbers_is_ever_sent(numbers: list[str | None]) -> None:
    try:
        file = made(numbers)
    except NoCheckFile as refusal:
        assert "o number that can be checked" in str(refusal)
        return
    lines = file.content.decode("ascii").split(",\n")[:-1]
    assert all(map(passes_check, lines))
    assert len(lines) + file.left_out <= len(numbers)


@given(st.binary())
def test_any_bytes_are_a_list_of_those_asked_about_or_a_refusal(reply: bytes) -> None:
    try:
        found = reply_to(reply)
    except (BadReply, NotAList):
        return
    assert found.permitted <= {ANN, BEN, CAT}
