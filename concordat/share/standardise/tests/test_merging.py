"""Records that a trust merges: in whatever files and in whatever order their messages come, their rows are one's."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from concordat.data.engine import DuckDB
from concordat.data.extract import land
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise.orphans import orphans
from concordat.share.standardise.tests.dialects import RECEIVED
from concordat.share.standardise.workspace import Mapped, map_home

STAYS = """
member: RZ8
system: hl7
table: encounter
source:
  format: hl7v2
  key: visit
  paths: {visit: PV1-19, id: "PID-3[5=MR].1", start: PV1-44}
filter: visit IS NOT NULL
columns: {encounter_id: visit, patient_id: {from: id, clean: [digits]}, started_at: start}
"""
PATIENTS = """
member: RZ8
system: hl7
table: patient
source:
  format: hl7v2
  key: id
  paths: {id: "PID-3[5=MR].1", family: PID-5.1, event: MSH-9.2}
filter: event <> 'A99'
columns: {patient_id: {from: id, clean: [digits]}, family_name: family}
"""


def adt(day: int, event: str, *segments: str) -> bytes:
    head = f"MSH|^~\\&|PAS|RZ8|CON|X|202611{day:02}0900||ADT^{event}|{day}|P|2.4"
    return "\r".join([head, *segments, ""]).encode()


def pid(number: str) -> str:
    return f"PID|1||{number}^^^RZ8^MR||Sinclair^Ann"


def stay(day: int, number: str) -> bytes:
    return adt(day, "A01", pid(number), f"PV1|1|I{'|' * 17}V{day}{'|' * 25}202611{day:02}0900")


def merge(day: int, kept: str, gone: str) -> bytes:
    return adt(day, "A40", f"PID|1||{kept}^^^RZ8^MR", f"MRG|{gone}^^^RZ8^MR")


def mapped(home: Path, *files: bytes) -> tuple[Mapped, ...]:
    for name, feed in {"patients": PATIENTS, "stays": STAYS}.items():
        place = home / "feeds" / "RZ8" / f"{name}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(feed)
    for number, content in enumerate(files):
        path = home / f"adt-{number}.hl7"
        path.write_bytes(content)
        land(path, home=home, organisation="RZ8", system="hl7", period="2026-11", received_at=RECEIVED)
    done = map_home(home, read_feeds(home), model=shared_model(), by="test", at=RECEIVED + timedelta(days=1))
    assert [str(each.refusal) for each in done if each.refusal] == []
    return done


def whose(home: Path, table: str = "encounter") -> set[Any]:
    lake = Lake(home)
    found = DuckDB(reads=(lake.folder,)).run(lake.sql(table, lake.head())).to_pylist()
    return {(each.get("encounter_id"), each["patient_id"]) for each in found}


MESSAGES = (stay(1, "11"), stay(2, "12"), merge(3, "11", "12"), stay(4, "12"))
ONE = {("V1", "11"), ("V2", "11"), ("V4", "11")}


@pytest.mark.parametrize("cuts", [(), (2,), (1, 2, 3), (3,)])
def test_however_messages_are_cut_into_files_a_merged_records_rows_are_the_others(
    tmp_path: Path, cuts: tuple[int, ...]
) -> None:
    edges = (0, *cuts, len(MESSAGES))
    mapped(tmp_path, *(b"".join(MESSAGES[a:b]) for a, b in pairwise(edges)))
    assert whose(tmp_path) == ONE
    assert {patient for _, patient in whose(tmp_path, "patient")} == {"11"}
    assert not any(lost for lost, _ in orphans(tmp_path, shared_model()).values())


def test_a_merge_that_came_before_what_it_merges_holds_too(tmp_path: Path) -> None:
    mapped(tmp_path, *reversed(MESSAGES))
    assert whose(tmp_path) == ONE


def test_records_merged_one_into_the_next_are_the_last_and_a_merge_turned_round_is_the_later(tmp_path: Path) -> None:
    chain = (stay(1, "11"), stay(2, "12"), merge(3, "12", "11"), merge(5, "13", "12"))
    mapped(tmp_path / "chain", *chain)
    assert whose(tmp_path / "chain") == {("V1", "13"), ("V2", "13")}
    mapped(tmp_path / "turned", *chain[:3], merge(6, "11", "12"))
    assert whose(tmp_path / "turned") == {("V1", "11"), ("V2", "11")}


def test_what_leads_in_a_circle_is_left_as_it_is(tmp_path: Path) -> None:
    mapped(tmp_path, stay(1, "11"), merge(2, "12", "11"), merge(3, "13", "12"), merge(4, "11", "13"))
    assert whose(tmp_path) == {("V1", "11")}


def test_a_merge_of_one_member_is_nothing_to_another_and_goes_with_its_batch(tmp_path: Path) -> None:
    mapped(tmp_path, *MESSAGES[:3])
    lake = Lake(tmp_path)
    head = lake.head()
    assert lake.merges(head, {"RZ1"}) == "" and lake.merges(head, {"RZ8"})
    merging = next(each.batch for each in head.parts if each.table == "merges" and each.rows)
    lake.commit(remove_batches=[("RZ8", merging)], by="test", at=RECEIVED)
    assert whose(tmp_path) == {("V1", "11"), ("V2", "12")}
    assert lake.merges(head) and not lake.merges(lake.head())
