"""Past runs of the linkage, as the identity ledger keeps them: each with its report and how its pairs scored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from concordat.data.engine import Engine
from concordat.share.linkage import ledger
from concordat.share.linkage.block import Blocks
from concordat.share.linkage.known import keys_sql
from concordat.share.linkage.link import Report
from concordat.share.linkage.quality import Quality
from concordat.share.linkage.weights import Parameters


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run: its entry in the ledger, when, by whom, and how it went."""

    entry: int
    at: datetime
    by: str
    report: Report


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many pairs scored from `weight` to below the next whole number, and whether they were linked."""

    weight: int
    linked: bool
    pairs: int


def runs(home: Path) -> tuple[Run, ...]:
    """Every run whose report was kept, in order."""
    lines = {each.number: each for each in ledger.lines(home)}
    kept = (each for each in ledger.known(home).runs if (each / "report.json").exists())
    return tuple(
        Run(entry=int(each.name), at=lines[int(each.name)].at, by=lines[int(each.name)].by, report=_report(each))
        for each in kept
    )


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
            SELECT count(DISTINCT split_part(record_id, ':', 1)) AS members FROM ({keys_sql()}) GROUP BY person_key)
        GROUP BY members ORDER BY members"""
    return {each["members"]: each["persons"] for each in engine.run(sql, inputs).to_pylist()}


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
