"""What is kept goes on the first day its agreement is over; of what the record does not know, nothing goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from concordat.data.answers import waiting
from concordat.data.ended import Discarded, discard
from concordat.data.facts import Facts
from concordat.data.store import stores
from concordat.data.tests.test_query import COUNT, At
from concordat.data.tests.workspace import DAY
from concordat.register.agreement import Agreement, LeaverDuty, Party
from concordat.register.noun import Noun
from concordat.register.record import Record

BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    made = At(tmp_path)
    made.ask(COUNT)
    yield made
    made.door.close()


def on(at: At, day: date, noun: type[Noun] | None = None, who: str = "", **changes: Any) -> Discarded:
    """What goes on a day, with the rows of a noun, a party's where one is named, changed."""

    def changed(row: Noun) -> Noun:
        return replace(row, **changes) if type(row) is noun and who in (getattr(row, "party", ""), "") else row

    return discard(at.space.home, Facts(Record.of(map(changed, at.space.desk.facts.record)), day))


@pytest.mark.parametrize(
    "end", [{"suspended_on": DAY, "end_reason": "x"}, {"terminated_on": DAY, "end_reason": "x"}, {"ends_on": BEFORE}]
)
def test_it_goes_on_the_first_day_it_is_over(at: At, end: dict[str, Any]) -> None:
    assert on(at, BEFORE, Agreement, **end) == Discarded()
    (held,), (head,) = stores(at.space.home), waiting(at.space.home)
    gone = on(at, DAY, Agreement, **end)
    assert (gone.stores, gone.answers, gone.unknown) == ((held.name,), (head.line,), ())
    assert not list(at.space.home.rglob("store.duckdb")) and not list(at.space.home.rglob("rows.arrow"))
    assert on(at, DAY, Agreement, **end) == Discarded(), "there is nothing left to go"


def test_it_goes_when_one_of_those_whose_rows_it_has_leaves(at: At) -> None:
    left = {"left_on": DAY, "leaver_duty": LeaverDuty.RETURN_AND_DELETE}
    assert on(at, BEFORE, Party, "RZ2", **left) == Discarded()
    gone = on(at, DAY, Party, "RZ2", **left)
    assert len(gone.stores) == len(gone.answers) == 1


def test_what_is_in_force_stays(at: At) -> None:
    assert on(at, DAY) == Discarded()
    assert at.ask(COUNT).line and len(waiting(at.space.home)) == 2


def test_a_record_that_does_not_know_the_agreement_deletes_nothing(at: At) -> None:
    gone = discard(at.space.home, Facts(Record.of([]), DAY))
    assert gone == Discarded(unknown=("DSA-01",)) and stores(at.space.home) and waiting(at.space.home)


def test_an_earlier_version_does_not_keep_what_a_suspended_later_one_had(at: At) -> None:
    record = at.space.desk.facts.record
    earlier = [
        replace(row, **({"version": 1} if isinstance(row, Agreement) else {"agreement": "DSA-01 / 1"}))
        for row in record
        if getattr(row, "agreement", "") == ("DSA-01" if isinstance(row, Agreement) else "DSA-01 / 2")
    ]
    suspended = [replace(row, suspended_on=DAY) if isinstance(row, Agreement) else row for row in record]
    gone = discard(at.space.home, Facts(Record.of([*suspended, *earlier]), DAY))
    assert len(gone.stores) == len(gone.answers) == 1


def test_where_there_is_no_workspace_none_is_made(tmp_path: Path) -> None:
    assert discard(tmp_path / "none", Facts(Record.of([]), DAY)) == Discarded() and not (tmp_path / "none").exists()
