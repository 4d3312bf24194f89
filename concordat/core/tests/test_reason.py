"""Reasons: they say why, cite their rule, and can be told without pounds."""

from __future__ import annotations

import pytest

from concordat.core.reason import Reason


@pytest.mark.parametrize(
    ("text", "facts"), [("It is worth £2m", ()), ("It is above the limit", ("the limit is £1,000.00",))]
)
def test_what_tells_pounds_is_told_otherwise_and_keeps_its_rule(text: str, facts: tuple[str, ...]) -> None:
    told = Reason(text, facts, "GOV-02", "SoRD, page 4").without_pounds("Up to its limit")
    assert told == Reason("Up to its limit", (), "GOV-02", "SoRD, page 4")


def test_what_tells_none_stays_as_it_is() -> None:
    reason = Reason("Its board meets in March", ("on the third",), "GOV-11", "Its calendar")
    assert reason.without_pounds("Another") is reason


def test_a_reason_is_never_blank_and_its_facts_are_no_one_string() -> None:
    with pytest.raises(ValueError, match="says why"):
        Reason("  ")
    with pytest.raises(TypeError, match="tuple"):
        Reason("Why", "one string")  # type: ignore[arg-type]
