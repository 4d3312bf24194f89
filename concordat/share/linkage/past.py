"""Past runs of the linkage, as the identity ledger keeps them: each with its report and how its pairs scored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.csv import ConvertOptions, read_csv

from concordat.core.ledger import Line
from concordat.data.engine import Engine
from concordat.share.linkage import ledger
from concordat.share.linkage.block import Blocks
from concordat.share.linkage.known import keys_sql
from concordat.share.linkage.link import Report
from concordat.share.linkage.quality import Quality, measured
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.weights import Parameters

_MEMBER = "split_part(record_id, ':', 1)"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run: its entry in the ledger, when, by whom, with which settings, and how it went."""

    entry: int
    at: datetime
    by: str
    settings: Settings
    report: Report


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many pairs scored from `weight` to below the next whole number, and whether they were linked."""

    weight: int
    linked: bool
    pairs: int


def runs(home: Path) -> tuple[Run, ...]:
    """Every run whose report was kept, in order."""
    kept = (each for each in ledger.known(home).runs if (each / "report.json").exists())
    lines = {each.number: each for each in ledger.lines(home)}
    return tuple(_run(each, lines[int(each.name)]) for each in kept)


def scores(home: Path, run: Run, *, engine: Engine) -> tuple[Score, ...]:
    """How the pairs that a run compared scored, lowest first."""
    (folder,) = (each for each in ledger.entries(home) if int(each.name) == run.entry)
    rows = engine.run("SELECT * FROM scores ORDER BY weight, linked", {"scores": folder / "scores.parquet"})
    return tuple(Score(**each) for each in rows.to_pylist())


def held_by(home: Path, *, engine: Engine) -> dict[int, int]:
    """How many persons have records at so many members: {members: persons}. Raises NotInLedger."""
    known = ledger.known(home)
    if not known.runs:
        return {}
    inputs = {"all_assigned": known.all("assigned"), "all_replaced": known.all("replaced")}
    sql = f"""
        SELECT members, count(*) AS persons FROM (
            SELECT count(DISTINCT {_MEMBER}) AS members FROM ({keys_sql()}) GROUP BY person_key)
        GROUP BY members ORDER BY members"""
    return {each["members"]: each["persons"] for each in engine.run(sql, inputs).to_pylist()}


def measured_against_truth(home: Path, *, engine: Engine) -> tuple[Quality, ...]:
    """How right the linkage is, of all and by member, where `truth/people.csv` says who is who; () where it does not.

    Only made-up people come with a truth (record_id, person).
    """
    truth = home / "truth" / "people.csv"
    if not truth.is_file():
        return ()
    persons = ledger.persons(home, engine=engine)
    members = engine.run(f"SELECT record_id, {_MEMBER} AS records_of FROM persons", {"persons": persons})
    as_text = ConvertOptions(column_types={"record_id": pa.string(), "person": pa.string()})
    return measured(persons, read_csv(truth, convert_options=as_text), engine=engine, groups=members)


def _run(folder: Path, line: Line) -> Run:
    settings = Settings(**json.loads((folder / "settings.json").read_bytes()))
    return Run(entry=line.number, at=line.at, by=line.by, settings=settings, report=_report(folder))


def _report(folder: Path) -> Report:
    said: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    parameters = {name: value for name, value in said.pop("parameters").items() if name != "version"}
    return Report(
        **{
            **said,
            "blocks": tuple(Blocks(**each) for each in said["blocks"]),
            "parameters": Parameters(**parameters),
            "expected": Quality(**said["expected"]),
        }
    )
