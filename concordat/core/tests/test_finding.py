"""Findings and reasons: advice with a place, answers with their facts."""

import dataclasses
import json
from dataclasses import replace

import pytest

from concordat.core.finding import Finding, Severity, folded
from concordat.core.reason import Reason


def test_a_place_names_as_much_as_is_known() -> None:
    assert Finding("a", "b", "contracts.xlsx", "Contract", 14, "End").place == (
        "contracts.xlsx, sheet Contract, row 14, column End"
    )
    assert Finding("a", "b", row=0, column="End").place == "row 0, column End"
    assert Finding("a", "b").place == ""


def test_printed_it_is_a_place_and_two_sentences() -> None:
    finding = Finding("End is before start", "swap the two dates", file="c.csv", row=2)
    assert str(finding) == "c.csv, row 2: End is before start. Swap the two dates."


def test_as_a_dictionary_it_has_every_field_in_plain_types() -> None:
    finding = Finding("a", "b", severity=Severity.WARNING)
    assert set(finding.as_dict()) == {field.name for field in dataclasses.fields(Finding)}
    assert json.loads(json.dumps(finding.as_dict()))["severity"] == "warning"


def test_a_severity_may_be_given_by_its_word_but_must_be_one() -> None:
    assert Finding("a", "b", severity="note").severity is Severity.NOTE  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="fatal"):
        Finding("a", "b", severity="fatal")  # type: ignore[arg-type]


def test_neither_can_be_empty() -> None:
    with pytest.raises(ValueError, match="what is wrong"):
        Finding(" ", "do something")
    with pytest.raises(ValueError, match="why"):
        Reason("")


def test_facts_are_a_tuple_however_given_but_never_the_letters_of_a_string() -> None:
    assert Reason("x", facts=["a", "b"]).facts == ("a", "b")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not one string"):
        Reason("x", facts="ab")  # type: ignore[arg-type]


def test_a_reason_cites_its_rule() -> None:
    reason = Reason("Notice is due", ("ends 31 March 2028",), "CV-02", "PA 2023 s74")
    assert str(reason) == "Notice is due [CV-02, PA 2023 s74]"
    assert reason.as_dict()["facts"] == ["ends 31 March 2028"]


def test_what_is_the_same_in_many_places_is_told_once() -> None:
    lost = [Finding("There is no column End", "add it", "c.xlsx", "Contracts", row) for row in range(2, 52)]
    other = Finding("Start is empty", "fill it in", "c.xlsx", "Contracts", 7)
    once, beside = folded([*lost[:5], other, *lost[5:]])
    assert (once.place, once.next, beside) == (lost[0].place, "add it", other)
    assert once.what.startswith("There is no column End. So it is in 49 more places, such as sheet Contracts, row 3;")
    assert folded([*lost, replace(lost[0], file="d.xlsx")])[1:] == (replace(lost[0], file="d.xlsx"),)


@pytest.mark.parametrize("many", range(4))
def test_what_is_the_same_in_a_few_is_told_of_each(many: int) -> None:
    few = [Finding("It is empty", "fill it in", row=row) for row in range(many)]
    assert folded(few) == tuple(few)
