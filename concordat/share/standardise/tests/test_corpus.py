"""Malformed files, from landing to the lake: nothing crashes, good rows stay, and each fault has a line."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from concordat.data.engine import DuckDB
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise.tests.dialects import ENDING, PATIENTS, RECEIVED, WRITTEN, landed, workspace
from concordat.share.standardise.workspace import map_home

ANN, ZOE, BO = PATIENTS
IDS = {each.id for each in PATIENTS}
SECRET = "Zebedee"


def mapped(home: Path, name: str, content: bytes) -> tuple[set[str], list[tuple[int, str]]]:
    """The ids that came into the lake, and where the rejects are and of what kind."""
    workspace(home, [name], ())
    batch = landed(home, name, content)
    (done,) = map_home(home, read_feeds(home), model=shared_model(), by="test", at=RECEIVED)
    assert done.refusal is None, done.refusal
    table = pq.read_table(home / "mapped" / batch.id / f"rejects-{name}.parquet")
    assert SECRET not in str(table.to_pylist()) and SECRET not in str(done.found)
    rejects = sorted({(each["line"], each["kind"]) for each in table.to_pylist()})
    lake = Lake(home)
    head = lake.head()
    if "patient" not in head.tables:
        return set(), rejects
    rows = DuckDB(reads=(lake.folder,)).run(lake.sql("patient", head)).to_pylist()
    assert all(each["_row"] or name == "fhir" for each in rows)
    return {each["patient_id"] for each in rows}, rejects


@pytest.mark.parametrize("name", WRITTEN)
def test_a_truncated_gz_keeps_its_whole_rows_and_says_where_it_breaks_off(tmp_path: Path, name: str) -> None:
    packed = gzip.compress(WRITTEN[name](PATIENTS * 2_000), mtime=0)
    ids, rejects = mapped(tmp_path, name, packed[: len(packed) // 3])
    assert ids == IDS
    assert [line > 1_000 for line, kind in rejects if kind == "broken"] == [True]


@pytest.mark.parametrize("name", WRITTEN)
def test_bytes_that_the_encoding_does_not_have_cost_their_row_alone(tmp_path: Path, name: str) -> None:
    text = WRITTEN[name]((ANN, ZOE, BO))
    spoilt = text.replace("Zoë".encode("cp1252" if name == "pipe" else "utf-8"), b"Zo\x81\xff")
    ids, rejects = mapped(tmp_path, name, spoilt.replace(b"Zo\\u00eb", b"Zo\x81\xff"))
    assert spoilt != text or name == "fhir"
    assert {ANN.id, BO.id} <= ids and any("encoding" in kind for _, kind in rejects)


@pytest.mark.parametrize("name", ["comma", "pipe", "hl7"])
def test_nuls_cost_their_row_alone(tmp_path: Path, name: str) -> None:
    ids, rejects = mapped(tmp_path, name, WRITTEN[name]((ANN, ZOE, BO)).replace(b"Bell", b"Be\0ll"))
    assert {ANN.id, BO.id} <= ids and all(line for line, _ in rejects)


def fhir(*more: str) -> bytes:
    """Ann, what is given, and Bo, a line each."""
    good = WRITTEN["fhir"]((ANN, BO)).decode().splitlines()
    return "\n".join([good[0], *more, good[1], ""]).encode()


def patient(**more: Any) -> str:
    return json.dumps({"resourceType": "Patient", "id": ZOE.id, **more})


NULLS = (
    patient(name=None, identifier=None, address=None, birthDate=None, extension=None),
    patient(name=[None], identifier=[None, {}, {"system": None}], address=[None], extension=[None]),
    patient(name=[{"use": "official", "family": None, "given": [None, None]}], extension=[{"url": None}]),
    patient(name=[{"use": "official", "family": "a\0b", "given": ["\0"]}]),
    patient(name=[], identifier=[], address=[{}], contained=[None], extension=[]),
)
WRONG = (
    patient(name=5), patient(name={"family": SECRET}), patient(name=[[{"family": SECRET}]]), patient(birthDate={}),
    patient(gender=["male"]), patient(identifier="9434765919"), patient(address=[[]]), patient(extension={"url": []}),
)  # fmt: skip
DEEP = (
    '{"resourceType":"Patient","id":"7002","contained":' + "[" * 50_000 + "]" * 50_000 + "}",
    '{"resourceType":"Patient","id":"7002","extension":' + '[{"extension":' * 20_000 + "[]" + "}]" * 20_000 + "}",
    '{"resourceType":"Bundle","entry":' + '[{"resource":{"resourceType":"Bundle","entry":' * 2_000 + "[" + SECRET,
)
NOT_RESOURCES = (
    "null",
    "[]",
    "12",
    f'"{SECRET}"',
    "{}",
    "[null]",
    '{"resourceType":null}',
    '{"resourceType":["Patient"]}',
)
TWICE = (
    '{"resourceType":"Patient","id":"7002","id":"7002","gender":"male","gender":"female"}',
    '{"resourceType":"Observation","resourceType":"Patient","id":"7002"}',
)


@pytest.mark.parametrize("line", [*NULLS, *WRONG, *DEEP, *NOT_RESOURCES, *TWICE], ids=lambda each: each[:60])
def test_a_hostile_resource_costs_no_other_and_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    ids, rejects = mapped(tmp_path, "fhir", fhir(line))
    assert {ANN.id, BO.id} <= ids <= IDS
    assert {at for at, _ in rejects} <= {1, 2, 3}
    if line in (*WRONG, *DEEP[2:], *NOT_RESOURCES):
        assert 2 in {at for at, _ in rejects}


def test_a_huge_contained_resource_is_passed_over(tmp_path: Path) -> None:
    big = patient(contained=[{"resourceType": "Binary", "data": "A" * (20 << 20)}])
    ids, rejects = mapped(tmp_path, "fhir", fhir(big))
    assert ids == IDS and not [kind for line, kind in rejects if kind == "too_long"]


def test_rows_with_one_key_are_told_by_line_in_every_format(tmp_path: Path) -> None:
    for name in ("comma", "pipe", "fhir"):
        ids, rejects = mapped(tmp_path / name, name, WRITTEN[name]((ANN, ZOE, ANN)))
        assert ids == {ANN.id, ZOE.id}
        assert [line for line, kind in rejects if kind == "duplicate_key"] == [1 if name == "fhir" else 2]


_READS = r"""
import json, re, sys
from pathlib import Path
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise.batch import read_source
home, path = map(Path, sys.argv[1:])
(feed,) = read_feeds(home)
source = read_source(path, feed, home / "work")
from concordat.data.engine import DuckDB
rows = DuckDB().run(f"SELECT count(*) AS n FROM ({source.sql})", source.inputs).to_pylist()[0]["n"]
told = DuckDB().run("SELECT line FROM r", {"r": list(source.rejects)}).to_pylist()
most = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps([rows, [each["line"] for each in told], most]))
"""


@pytest.fixture
def gigabyte(tmp_path: Path) -> Iterator[Path]:
    """Where a file may be that says it has a gigabyte, and takes no room for it."""
    yield tmp_path
    for each in tmp_path.glob("big.*"):
        each.unlink()


@pytest.mark.parametrize("name", ["comma", "fhir", "hl7"])
def test_a_line_of_a_gigabyte_is_told_once_and_never_held(gigabyte: Path, name: str) -> None:
    workspace(gigabyte, [name], ())
    good, path = WRITTEN[name](PATIENTS), gigabyte / f"big.{ENDING[name]}"
    last = good[good.rindex(b"\rMSH") :] if name == "hl7" else b"\n" + good.splitlines(keepends=True)[-1]
    with path.open("wb") as file:
        file.write(good)
        file.seek(1 << 30, 1)
        file.write(last)
    done = subprocess.run([sys.executable, "-c", _READS, gigabyte, path], capture_output=True, text=True, check=True)
    rows, lines, most = json.loads(done.stdout)
    assert len(set(lines)) == 1 and rows >= len(PATIENTS) and most < 500, (rows, lines, most)
