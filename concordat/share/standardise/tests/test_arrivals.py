"""How feeds arrive: late on the day after the last one in time, and by the period, not by when a file came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from concordat.data.formats.source import SourceSpec
from concordat.data.model import shared_model
from concordat.share.mapping.feed import PERIODS, Feed
from concordat.share.standardise.arrivals import Arrival, arrivals
from concordat.share.standardise.found import Found, last_of_each
from concordat.share.standardise.gaps import gaps
from concordat.share.standardise.kind import GapKind

DAY = date(2026, 10, 6)


def feed(every: str = "month") -> Feed:
    return Feed(
        name="f", file="f.yaml", hash="h", member="RZ1", system="S", table="patient", source=SourceSpec(format="csv"),
        columns=(), every=every,
    )  # fmt: skip


def found(period: str, received: date = DAY, **more: object) -> Found:
    given: dict[str, object] = {
        "feed": "f", "hash": "h", "member": "RZ1", "system": "S", "contract": "", "table": "patient", "batch": period,
        "file": "x", "period": period, "received": f"{received.isoformat()}T09:00:00+00:00", "rows": 10,
    }  # fmt: skip
    return Found(**{**given, **more})  # type: ignore[arg-type]


def arrival(*all_of: Found, as_of: date = DAY, every: str = "month") -> Arrival:
    (made,) = arrivals([feed(every)], all_of, as_of=as_of)
    return made


@pytest.mark.parametrize("every", PERIODS)
def test_the_last_day_in_time_is_in_time_and_the_next_is_late(every: str) -> None:
    due = DAY + timedelta(days=PERIODS[every])
    assert arrival(found("2026-09"), as_of=due, every=every).due_on == due
    assert not arrival(found("2026-09"), as_of=due, every=every).late
    assert arrival(found("2026-09"), as_of=due + timedelta(days=1), every=every).late


def test_a_feed_of_which_nothing_came_is_late_and_has_no_share() -> None:
    made = arrival()
    assert made.late and made.last is None and made.share is None and made.rejected == 0


def test_an_old_period_that_comes_late_is_not_the_last() -> None:
    last = arrival(found("2026-10", DAY), found("2026-08", DAY + timedelta(days=9))).last
    assert last and last.period == "2026-10"


def test_gaps_and_fields_are_judged_by_the_same_batch() -> None:
    late = found("2026-08", DAY + timedelta(days=9), rows=7, duplicates=1)
    given = [found("2026-10", DAY), late]
    assert last_of_each(given) == {("RZ1", "f"): arrival(*given).last}
    told = gaps(given, [feed()], model=shared_model(), as_of=DAY)
    assert {each.batch for each in told} == {"2026-10"} and GapKind.DUPLICATE_KEY not in {each.kind for each in told}


def test_rows_out_are_a_part_of_all_that_was_sent() -> None:
    made = arrival(found("2026-09", rows=8, unread=2, left_out=1, duplicates=1))
    assert (made.rejected, made.share) == (4, 0.4)
    assert arrival(found("2026-09", rows=0)).share is None


def test_columns_that_are_new_are_those_the_month_before_had_not() -> None:
    before, after = found("2026-09", spare=("Note", "Ward")), found("2026-10", spare=("NOTE", "Bed"))
    assert arrival(before, after).new == ("Bed",)
    assert arrival(after).new == (), "of the first file nothing is new"
    assert arrival(before, found("2026-10", missing={"gender": ("Sex",), "postcode": ("PC", "Sex")})).gone == (
        "Sex",
        "PC",
    )
