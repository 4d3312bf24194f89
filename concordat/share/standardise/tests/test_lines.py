"""Where a fault of FHIR is: the line of its resource, however the file is written, in rejects and in the lake."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pyarrow.parquet as pq
import pytest

from concordat.data.engine import DuckDB
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise import batch
from concordat.share.standardise.tests.dialects import PATIENTS, RECEIVED, fhir, landed, workspace
from concordat.share.standardise.workspace import map_home

ANN, ZOE, BO = PATIENTS
GOOD = fhir([ANN, BO])
BAD = fhir([replace(ZOE, nhs="9434765871", gender="9")])
AGAIN = fhir([replace(ANN, family="Last")])


def mapped(home: Path, content: bytes) -> tuple[list[tuple[int, str, str]], list[dict[str, Any]]]:
    """Where the rejects are, and the rows of the lake, after mapping this file."""
    workspace(home, ["fhir"], ())
    sent = landed(home, "fhir", content)
    (done,) = (
        each
        for each in map_home(home, read_feeds(home), model=shared_model(), by="test", at=RECEIVED)
        if each.batch.id == sent.id
    )
    assert done.refusal is None
    rejects = pq.read_table(home / "mapped" / sent.id / "rejects-fhir.parquet").to_pylist()
    lake = Lake(home)
    rows = DuckDB(reads=(lake.folder,)).run(lake.sql("patient", lake.head())).to_pylist()
    return sorted((each["line"], each["column"], each["kind"]) for each in rejects), rows


def bundled(lines: bytes) -> bytes:
    entries = [{"resource": json.loads(each)} for each in lines.splitlines()]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode() + b"\n"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (GOOD + BAD, 3),
        (BAD + GOOD, 1),
        (b"\n\n  " + GOOD + b"\r\n" + BAD, 6),
        (gzip.compress(GOOD + BAD), 3),
        (GOOD + bundled(BAD), 3),
        (GOOD + b"{not json\n" + BAD, 4),
        (GOOD.replace(b'{"resourceType"', b'{"_concordat_line": 99, "resourceType"') + BAD, 3),
    ],
)
def test_a_fault_in_a_resource_is_told_with_its_line(tmp_path: Path, written: bytes, line: int) -> None:
    rejects, rows = mapped(tmp_path, written)
    assert (line, "nhs_number", "fails_check") in rejects and all(at for at, _, _ in rejects)
    assert {each["patient_id"] for each in rows} == {each.id for each in PATIENTS}
    assert next(each["_row"] for each in rows if each["patient_id"] == ZOE.id) == line


def test_of_two_resources_with_one_key_the_last_in_the_file_stands_and_the_other_is_told(tmp_path: Path) -> None:
    for first, second, stands in ((GOOD, AGAIN, "Last"), (AGAIN, GOOD, "O'Hara")):
        rejects, rows = mapped(tmp_path / stands, first + second)
        assert rejects == [(1, "patient_id", "duplicate_key")]
        assert [each["family_name"] for each in rows if each["patient_id"] == ANN.id] == [stands]


def test_a_file_without_a_fault_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Mock(wraps=batch.read_source)
    monkeypatch.setattr(batch, "read_source", reading)
    assert mapped(tmp_path, GOOD)[0] == []
    assert [each.kwargs["lines"] for each in reading.mock_calls] == [False]
