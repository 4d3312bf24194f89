"""The essence: what four systems write in four ways is one table, in types, whoever sent it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from concordat.data.engine import DuckDB
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise.gaps import gaps
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.matrix import Comparable, coverage_warning, matrix
from concordat.share.standardise.tests.dialects import COLUMNS, EXPECTED, MEMBERS, landed, workspace
from concordat.share.standardise.workspace import Mapped, found_in, map_home

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)


def mapped(home: Path) -> tuple[Mapped, ...]:
    return map_home(home, read_feeds(home), model=shared_model(), by="test", at=AT)


def rows(home: Path, table: str = "patient") -> list[dict[str, Any]]:
    lake = Lake(home)
    head = lake.head()
    if table not in head.tables:
        return []
    sql = "SELECT * FROM source ORDER BY _member, patient_id"
    return DuckDB().run(sql, {"source": lake.files(table, head)}).to_pylist()


def test_the_same_patients_come_out_equal_from_four_systems(tmp_path: Path) -> None:
    done = mapped(workspace(tmp_path))
    assert [str(each.refusal) for each in done if each.refusal] == []
    for name, member in MEMBERS.items():
        own = [{key: row[key] for key in COLUMNS} for row in rows(tmp_path) if row["_member"] == member]
        assert own == EXPECTED, name
    assert sorted({row["_system"] for row in rows(tmp_path)}) == sorted(MEMBERS)


def test_where_each_row_came_from_is_kept(tmp_path: Path) -> None:
    mapped(workspace(tmp_path, ["comma"]))
    assert [row["_row"] for row in rows(tmp_path)] == [2, 3, 4]
    assert [row["gender_raw"] for row in rows(tmp_path)] == ["F", "M", "I"]
    assert rows(tmp_path)[0]["nhs_number_raw"] == "943 476 5919"


def test_mapping_again_changes_nothing_and_a_changed_feed_replaces_the_batch(tmp_path: Path) -> None:
    mapped(workspace(tmp_path, ["comma", "pipe"]))
    before = Lake(tmp_path).head()
    assert all(each.known for each in mapped(tmp_path))
    assert Lake(tmp_path).head() == before
    feed = tmp_path / "feeds" / "RZ1" / "comma.yaml"
    feed.write_text(feed.read_text().replace("  postcode: Post code\n", ""))
    assert [each.known for each in mapped(tmp_path)].count(False) == 1
    assert Lake(tmp_path).head().number == before.number + 1
    assert len(rows(tmp_path)) == 2 * len(EXPECTED)
    assert {row["postcode"] for row in rows(tmp_path) if row["_member"] == "RZ1"} == {None}


def test_what_was_cut_short_after_the_lake_had_it_is_mapped_again_and_not_twice(tmp_path: Path) -> None:
    (batch,) = (each.batch for each in mapped(workspace(tmp_path, ["comma"])))
    (tmp_path / "mapped" / batch.id / "found.json").unlink()
    assert not mapped(tmp_path)[0].known
    assert len(rows(tmp_path)) == len(EXPECTED)


def test_a_batch_that_lacks_its_key_is_refused_whole_and_the_others_are_not(tmp_path: Path) -> None:
    workspace(tmp_path, ["pipe"])
    workspace(tmp_path, ["comma"])
    landed(tmp_path, "comma", b"HOSP,NHS No,Name\r\n1,9434765919,secret\r\n")
    refusals = [str(each.refusal) for each in mapped(tmp_path) if each.refusal]
    assert len(refusals) == 1 and "no column Hospital No" in refusals[0] and "secret" not in refusals[0]
    assert len(rows(tmp_path)) == 2 * len(EXPECTED)


def test_data_of_a_member_that_left_do_not_come_back(tmp_path: Path) -> None:
    mapped(workspace(tmp_path, ["comma", "pipe"]))
    Lake(tmp_path).forget("RZ1", by="test", at=AT)
    told = [str(each.refusal) for each in mapped(tmp_path) if each.refusal]
    assert len(told) == 1 and told[0].startswith("RZ1 has left")
    assert {row["_member"] for row in rows(tmp_path)} == {"RZ4"}


def test_rejects_say_where_and_never_what(tmp_path: Path) -> None:
    workspace(tmp_path, ["comma"])
    content = b"Hospital No,NHS No,Name,DOB,Sex,Ethnicity,Post code\n" + b"\n".join(
        [
            b"1,9434765918,Canary,31/02/1980,Q,Q,nowhere",
            b",9434765919,Canary,01/02/1980,M,A,LS1 1AA",
            b"3,,Canary,1999,M,A,",
        ]
    )
    batch = landed(tmp_path, "comma", content)
    mapped(tmp_path)
    path = tmp_path / "mapped" / batch.id / "rejects-comma.parquet"
    told = DuckDB().run("SELECT * FROM r", {"r": path}).to_pylist()
    assert {(each["line"], each["column"], each["kind"]) for each in told} == {
        (2, "nhs_number", "fails_check"),
        (2, "birth_date", "unparseable"),
        (2, "gender", "unmapped_code"),
        (2, "ethnic_category", "not_in_value_set"),
        (2, "postcode", "fails_check"),
        (3, "patient_id", "partial"),
        (4, "birth_date", "coarser"),
    }
    for secret in ("Canary", "9434765918", "31/02/1980", "nowhere"):
        assert secret not in str(told)
        assert secret not in (tmp_path / "mapped" / batch.id / "found.json").read_text()


def test_of_rows_that_share_a_key_the_last_stands(tmp_path: Path) -> None:
    workspace(tmp_path, ["pipe"])
    head, *_ = (tmp_path / "patients.txt").read_bytes().splitlines()
    landed(tmp_path, "pipe", b"\n".join([head, b"1||A|First|1980-01-01|Male|A|", b"1||A|Last|1980-01-01|Male|A|"]))
    mapped(tmp_path)
    assert [row["family_name"] for row in rows(tmp_path) if row["patient_id"] == "1"] == ["Last"]


def test_the_matrix_tells_lossy_from_equivalent_and_counts_members(tmp_path: Path) -> None:
    workspace(tmp_path)
    feed = tmp_path / "feeds" / "RZ4" / "pipe.yaml"
    absent = 'ethnic_category: {absent: "not held"}\n'
    feed.write_text(feed.read_text().replace("ethnic_category: ETH\n", absent))
    mapped(tmp_path)
    fields = {each.column: each for each in matrix(found_in(tmp_path), read_feeds(tmp_path), model=shared_model())}
    assert {each.member: each.comparable for each in fields["gender"].cells} == {
        "RZ1": Comparable.EQUIVALENT, "RZ4": Comparable.LOSSY, "RZ5": Comparable.LOSSY, "RZ8": Comparable.EQUIVALENT,
    }  # fmt: skip
    assert not fields["gender"].comparable and fields["birth_date"].comparable
    assert coverage_warning(fields["ethnic_category"]) == ("This covers 3 of 4 members: RZ4 sends no ethnic category.")
    (cell,) = (each for each in fields["postcode"].cells if each.member == "RZ1")
    assert cell.coverage == pytest.approx(2 / 3)


def test_a_declared_absence_that_the_data_contradict_is_an_error(tmp_path: Path) -> None:
    workspace(tmp_path, ["pipe"])
    feed = tmp_path / "feeds" / "RZ4" / "pipe.yaml"
    feed.write_text(feed.read_text().replace("postcode: PCODE", 'postcode: {absent: "not held"}'))
    mapped(tmp_path)
    told = gaps(found_in(tmp_path), read_feeds(tmp_path), model=shared_model(), as_of=date(2026, 11, 4))
    (error,) = (each for each in told if each.severity.value == "error")
    assert (error.kind, error.count, error.note) == (GapKind.CONTRADICTED, 2, "PCODE")


def test_a_mapped_column_without_any_value_is_an_error_and_a_late_feed_is_stale(tmp_path: Path) -> None:
    workspace(tmp_path, ["pipe"])
    feed = tmp_path / "feeds" / "RZ4" / "pipe.yaml"
    feed.write_text(feed.read_text() + '  gp_practice_code: {expression: "nullif(ETH, ETH)"}\n  death_date: DOD\n')
    mapped(tmp_path)
    late = AT.date() + timedelta(days=60)
    told = gaps(found_in(tmp_path), read_feeds(tmp_path), model=shared_model(), as_of=late)
    assert {(each.kind, each.column) for each in told if each.severity.value == "error"} == {
        (GapKind.EMPTY, "gp_practice_code"), (GapKind.COLUMN_MISSING, "death_date"),
    }  # fmt: skip
    assert [each.count for each in told if each.kind is GapKind.STALE] == [61]
