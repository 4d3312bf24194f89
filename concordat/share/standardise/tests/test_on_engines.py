"""A mapping gives the same tables, rejects and counts on every engine: four systems' patients, and odd rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from concordat.data.dialects.patterns import NotCarried
from concordat.data.engine import Engine
from concordat.data.extract import Batch, land
from concordat.data.extract import landed as landed_in
from concordat.data.model import shared_model
from concordat.data.tests.engines import ON_SPARK, OTHERS, engine_of
from concordat.share.mapping.carried import carried
from concordat.share.mapping.expression import read_expression
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.standardise.batch import standardise
from concordat.share.standardise.tests.dialects import MEMBERS, RECEIVED, landed, workspace
from concordat.share.standardise.workspace import feeds_of

MODEL = shared_model()
ODD = (
    '1,943 476 5919,"O\'Hara, Ann",01/02/1980,F,A,ls11aa',
    '1,9434765919,"Later, Ann",1/2/1980 23:30,F,A,LS1 1AA',
    ",9434765919,nobody,01/02/1980,M,A,LS1 1AA",
    '2,9434765918,"back\\slash, `tick`",31/02/1980,Q,Q,nowhere',
    '3,1111111111,"😀, Zoë",01/01/1900,M,Z,EC1A 1BB.',
    "4,,x,1999,M,,\u00a0 ",
    '5,NULL,"a,b,c",25/10/2090,m,A,M60 1NW',
    '6,943476591९,${env:HOME},05/10/26,F,A,"LS1\n1AA"',
)
OBSERVATIONS = (
    "ID,MRN,Enc,Code,Result,Units,Status,When,Note",
    "1,7001,,GLU,5.4,mmol/L,final,25/10/2026 01:30:00,x",
    '2,7001,,GLU,"1,234.5",mg/dL,final,29/03/2026 01:30,',
    "3,7001,,GLU,<5,mmol/L,FINAL,2026-10-25,y",
    "4,7002,,HBA,+1e3,,prelim,31/12/1999 23:59:59,z",
    "4,7002,,HBA,.5,,prelim,31/12/1999 24:00,z",
    "5,7003,,XXX,1e999,%,entered,01/07/2026 10:00+0530,",
)
OBSERVED = """
member: RZ1
system: comma
table: observation
files: "observations*"
source: {format: csv}
filter: "Status <> 'entered' AND NOT (Note IS NULL AND Units IS NULL)"
grain: [ID, Result]
columns:
  observation_id: ID
  patient_id: MRN
  encounter_id: Enc
  code: {expression: "CASE Code WHEN 'GLU' THEN lower(Code) || '/' || left(Code, 1) ELSE upper(trim(Code)) END"}
  code_system: {expression: "CASE WHEN Code LIKE 'G%' THEN concat('urn:', Note, ':', length(Code)) ELSE NULL END"}
  code_display: {expression: "regexp_replace(coalesce(nullif(Code, 'XXX'), 'none'), '[A-F]', '<\\\\0>', 'g')"}
  status:
    expression: "CASE WHEN Status IN ('final', 'FINAL') THEN 'final' WHEN starts_with(Status, 'p') THEN 'amended' END"
  effective_at: {from: When, date: dd/mm/yyyy}
  value_number: Result
  value_text: {expression: "CASE WHEN regexp_matches(Result, '^[<>]') THEN substring(Result, 2) END"}
  value_unit: Units
  capability: {absent: "not held"}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of four systems, with rows in which much is wrong."""
    home = workspace(tmp_path_factory.mktemp("engines"))
    landed(home, "comma", "\n".join(("Hospital No,NHS No,Name,DOB,Sex,Ethnicity,Post code", *ODD)).encode())
    (home / "feeds" / "RZ1" / "observed.yaml").write_text(OBSERVED)
    path = home / "observations.csv"
    path.write_text("\n".join(OBSERVATIONS))
    land(
        path, home=home, organisation="RZ1", system="comma", period="2026-11", received_at=RECEIVED, table="observation"
    )
    return home


def made(home: Path, batch: Batch, work: Path, engine: Engine | None) -> dict[str, Any]:
    """All that becomes of a batch: each table, its rejects, and what was found."""
    told: dict[str, Any] = {}
    for feed in feeds_of(batch, read_feeds(home)):
        done = standardise(batch, feed, home=home, model=MODEL, work=work / feed.name, engine=engine)
        told |= {f"{feed.name} {each.table}": rows(Path(each.path)) for each in done.parts}
        told |= {f"{feed.name} rejects": rows(done.rejects), f"{feed.name} found": done.found.as_dict()}
    return told


def rows(path: Path) -> list[str]:
    table = pq.read_table(path, partitioning=None)
    return sorted(str({name: str(value) for name, value in sorted(row.items())}) for row in table.to_pylist())


@pytest.mark.parametrize("name", OTHERS)
def test_every_batch_becomes_the_same_on_every_engine(home: Path, tmp_path: Path, name: str) -> None:
    engine, seen = engine_of(name), set()
    for batch in landed_in(home):
        one, other = (made(home, batch, tmp_path / batch.id / str(at), each) for at, each in enumerate((None, engine)))
        assert other == one, batch.name
        seen.add(batch.organisation)
        if batch.name == "observations.csv":
            assert len(one["observed observation"]) == 4 and one["observed rejects"]
    assert seen == set(MEMBERS.values())


@pytest.mark.parametrize(
    "expression",
    ["TRY_CAST(x AS DOUBLE) * 10", "x + 1", "x = 1", "x LIKE 'a_c'", "REGEXP_REPLACE(x, 'a', 'b')", "SUBSTRING(x, -2)",
     "REGEXP_EXTRACT(x, '(?i)a')", "ROUND(2.5)", "RPAD(x, 3, ' ')", "x IS TRUE", "CASE WHEN x THEN 1 END"],
)  # fmt: skip
def test_an_expression_that_could_answer_otherwise_is_refused(expression: str) -> None:
    with pytest.raises(NotCarried):
        carried(read_expression(expression), engine_of("memory").dialect)


@pytest.mark.parametrize("name", [ON_SPARK])
def test_a_feed_that_cannot_be_carried_is_refused_whole(home: Path, tmp_path: Path, name: str) -> None:
    feed = next(each for each in read_feeds(home) if each.name == "observed")
    text = OBSERVED.replace("value_number: Result", 'value_number: {expression: "TRY_CAST(Result AS DOUBLE) / 2"}')
    (tmp_path / "feeds" / "RZ1").mkdir(parents=True)
    (tmp_path / "feeds" / "RZ1" / "observed.yaml").write_text(text)
    (feed,) = read_feeds(tmp_path)
    (batch,) = (each for each in landed_in(home) if each.name == "observations.csv")
    with pytest.raises(NotCarried, match="DuckDB"):
        standardise(batch, feed, home=home, model=MODEL, work=tmp_path / "work", engine=engine_of(name))
