"""The ledger against someone who may rewrite it: each way of tampering is found, and named."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.ledger import FIRST_PREVIOUS, Kind, Line, NotForTheLedger, append, canonical, seal, verify
from concordat.core.nhs_number import parse

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
FACTS = st.dictionaries(
    TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=5
    ),
    max_size=4,
)


def kept(count: int) -> list[Line]:
    """A whole ledger of `count` lines."""
    lines: list[Line] = []
    for n in range(count):
        last = lines[-1] if lines else None
        at = NOW + timedelta(minutes=n)
        lines.append(append(last, at=at, by="a.khan", action="update", subject=f"Contract/C{n}", facts={"n": n}))
    return lines


def kinds(lines: list[Line], checkpoint: tuple[int, str] | None = None) -> set[Kind]:
    return {problem.kind for problem in verify(lines, checkpoint)}


LEDGERS = st.integers(3, 12).map(kept)


@given(LEDGERS)
def test_a_whole_ledger_has_no_problems_also_against_any_of_its_own_checkpoints(lines: list[Line]) -> None:
    assert all(verify(lines, (line.number, line.seal)) == () for line in lines)
    assert verify(lines) == verify([]) == ()


@given(LEDGERS, st.data())
def test_an_edited_line_is_found_and_numbered(lines: list[Line], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    change: dict[str, Any] = data.draw(
        st.sampled_from(
            [{"by": "b"}, {"action": "x"}, {"subject": "y"}, {"facts": {"n": -1}}, {"at": NOW - timedelta(days=1)}]
        )
    )
    lines[place] = dataclasses.replace(lines[place], **change)
    assert [(problem.kind, problem.number) for problem in verify(lines)] == [(Kind.EDITED, place + 1)]


@given(LEDGERS, st.data())
def test_a_line_edited_and_sealed_anew_breaks_the_next_ones_chain(lines: list[Line], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines) - 2))
    edited = dataclasses.replace(lines[place], by="somebody else")
    lines[place] = dataclasses.replace(edited, seal=seal(edited))
    assert [(problem.kind, problem.number) for problem in verify(lines)] == [(Kind.EDITED, place + 1)]


@given(LEDGERS, st.data())
def test_deleted_lines_are_found_wherever_they_were(lines: list[Line], data: st.DataObject) -> None:
    last = lines[-1]
    first_gone = data.draw(st.integers(0, len(lines) - 2))
    del lines[first_gone : data.draw(st.integers(first_gone + 1, len(lines) - 1))]
    problems = verify(lines, (last.number, last.seal))
    assert [(problem.kind, problem.number) for problem in problems] == [(Kind.DELETED, first_gone + 1)]


@given(LEDGERS, st.data())
def test_lines_in_another_order_are_found(lines: list[Line], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(lines).filter(lambda order: order != lines))
    assert kinds(mixed) == {Kind.REORDERED}


@given(LEDGERS, st.data())
def test_a_ledger_cut_short_is_found_with_a_checkpoint_and_only_with_one(
    lines: list[Line], data: st.DataObject
) -> None:
    last = lines[-1]
    short = lines[: data.draw(st.integers(0, len(lines) - 1))]
    assert kinds(short, (last.number, last.seal)) == {Kind.TRUNCATED}
    assert kinds(short) == set(), "why checkpoints are needed"


def test_a_ledger_written_anew_from_the_start_is_found_with_a_checkpoint() -> None:
    honest = kept(5)
    forged = [append(None, at=NOW, by="b", action="x", subject="y", facts={})]
    for _ in range(4):
        forged.append(append(forged[-1], at=NOW, by="b", action="x", subject="y", facts={}))
    assert verify(forged) == ()
    assert kinds(forged, (5, honest[4].seal)) == {Kind.EDITED}


def test_a_line_put_in_twice_is_found() -> None:
    lines = kept(4)
    assert kinds([*lines[:2], lines[1], *lines[2:]]) == {Kind.REPEATED}


def test_a_ledger_that_does_not_start_from_nothing_is_found() -> None:
    first = dataclasses.replace(kept(1)[0], previous="f" * 64)
    assert kinds([dataclasses.replace(first, seal=seal(first))]) == {Kind.EDITED}
    assert kept(1)[0].previous == FIRST_PREVIOUS


@given(FACTS)
def test_the_seal_survives_the_way_through_a_database_of_json(facts: dict[str, Any]) -> None:
    line = append(None, at=NOW, by="é", action="a", subject="s", facts=facts)
    summer = NOW.astimezone(timezone(timedelta(hours=1)))
    back = dataclasses.replace(line, facts=json.loads(json.dumps(line.facts)), at=summer)
    assert verify([back]) == ()


def test_the_canonical_form_is_utf_8_with_sorted_keys_and_no_blanks() -> None:
    line = append(None, at=NOW, by="Zoë", action="add", subject="S", facts={"b": 1, "a": [True, None]})
    assert canonical(line).decode() == (
        '{"action":"add","at":"2026-11-22T09:30:00.000000+00:00","by":"Zoë","facts":{"a":[true,null],"b":1},'
        f'"number":1,"previous":"{FIRST_PREVIOUS}","subject":"S"}}'
    )


def test_what_the_caller_does_to_the_facts_afterwards_does_not_reach_the_line() -> None:
    facts: dict[str, Any] = {"names": ["a"]}
    line = append(None, at=NOW, by="b", action="x", subject="y", facts=facts)
    facts["names"].append("c")
    assert verify([line]) == ()


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), NOW, b"x", {1: "a"}, {"a", "b"}, object(), "\ud800", parse("9434765919")]
)
def test_what_would_not_read_back_and_patients_are_refused(value: object) -> None:
    with pytest.raises(NotForTheLedger) as refused:
        append(None, at=NOW, by="b", action="x", subject="y", facts={"value": value})
    assert "5919" not in str(refused.value)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NotForTheLedger, match="time zone"):
        append(None, at=datetime(2026, 11, 22), by="b", action="x", subject="y", facts={})
