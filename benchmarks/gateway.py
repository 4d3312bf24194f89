"""The whole door against ungoverned DuckDB on the lake's own Parquet, the same SQL in one run.

Claim: of ten million rows or more a governed question takes at most 0.8 times what an ungoverned one does (geometric
mean); of any number none takes more than 1.5 times as much and 30 ms. Each goes through everything: decided again,
guarded, logged twice, run in the confined process, and kept. The ungoverned one has neither fewer rows nor a better
order. The store is built beforehand, at no more than 2 CPU seconds a million rows in. CPU time of this process and of
the confined one, the least of so many runs; wall time, which tells what else the machine does, is printed beside it.

Run `python benchmarks/gateway.py [--rows N] [--runs N]`. Exit 1: a bar is missed.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from concordat.data.engine import DuckDB
from concordat.data.lake import Lake
from concordat.data.opt_out import PermittedList
from concordat.data.part import part_of
from concordat.data.permit import Permit
from concordat.data.query import Door, Query
from concordat.data.store import agreement_key, build, states
from concordat.data.tests.workspace import AT, DAY, OWNERS, SECRET, desk
from concordat.data.worker import Limits
from concordat.register.sharing import Transform

MEAN, EACH, SLACK, BUILD, MANY = 0.8, 1.5, 0.030, 2.0, 10_000_000
MEMBERS = (*OWNERS, "RX8", "RX9")
ITEMS = dict.fromkeys(
    (
        "patient.patient_id", "patient.gender", "encounter.encounter_id", "encounter.patient_id",
        "encounter.organisation", "encounter.started_at", "encounter.treatment_function_code",
    ),
    Transform.KEEP,
)  # fmt: skip
QUESTIONS = {
    "by trust": "select organisation, count(*) as n from encounter group by organisation",
    "filtered": "select count(*) from encounter where treatment_function_code = '110' and started_at > '2026-06-01'",
    "join patients": "select gender, count(*) as n from encounter join patient using (patient_id) group by gender",
    "distinct": "select treatment_function_code, count(distinct patient_id) as n from encounter group by 1",
    "by month": "select date_trunc('month', started_at) as m, count(*) as n from encounter group by 1",
    "repeats": "select count(*) as n from (select patient_id from encounter group by patient_id having count(*) > 6) r",
    "ten latest": "select encounter_id, started_at from encounter order by started_at desc limit 10",
}
_PATIENT = """
SELECT '{member}-' || i AS patient_id, printf('%d%08d', 40 + {number}, i) AS nhs_number, (i % 2 + 1)::VARCHAR AS gender,
    '{member}' AS _member, 'b' AS _batch
FROM range({people}) r(i)
"""
_ENCOUNTER = """
SELECT '{member}-e-' || i AS encounter_id, '{member}-' || (hash(i) % {people}) AS patient_id,
    DATE '2025-01-01' + (hash(i + 7) % 690)::INTEGER AS started_at,
    (100 + hash(i + 3) % 40)::VARCHAR AS treatment_function_code,
    '{member}' AS _member, 'b' AS _batch
FROM range({rows}) r(i)
"""


def filled(home: Path, rows: int) -> Lake:
    """A lake of so many encounters of four members, five to a person."""
    lake, parts = Lake(home), []
    for number, member in enumerate(MEMBERS):
        about = {"member": member, "number": number, "rows": rows // 4, "people": max(rows // 20, 1)}
        for table, sql in {"patient": _PATIENT, "encounter": _ENCOUNTER}.items():
            path = home / f"{table}-{member}.parquet"
            DuckDB(memory="2GB").write(sql.format(**about), path)
            parts.append(part_of(path, table=table, organisation=member, batch="b"))
    lake.commit(parts, by="benchmark", at=AT)
    return lake


def lists(people: int) -> tuple[PermittedList, ...]:
    """The owners' lists: one in twenty has opted out."""
    found = []
    for number, owner in enumerate(OWNERS):
        numbers = [f"{40 + number}{each:08}" for each in range(people)]
        staying = frozenset(each for place, each in enumerate(numbers) if place % 20)
        found.append(PermittedList(controller=owner, as_at=DAY, checked=frozenset(numbers), permitted=staying))
    return tuple(found)


def spent() -> float:
    """Seconds of CPU of this process and of those it began, while they run (clock_getcpuclockid(3) of Linux)."""
    begun = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return time.process_time() + sum(time.clock_gettime((~int(each) << 3) | 2) for each in begun)


def least(act: Callable[[], Any], runs: int) -> tuple[float, float]:
    """The least of so many runs, in seconds: of CPU, and of wall time."""
    times = []
    for _ in range(runs):
        before, start = spent(), time.perf_counter()
        act()
        times.append((spent() - before, time.perf_counter() - start))
    return min(cpu for cpu, _ in times), min(wall for _, wall in times)


def measured(home: Path, rows: int, runs: int) -> list[str]:
    """Print each question's times and ratio; the bars that were missed."""
    lake, given = filled(home, rows), lists(max(rows // 20, 1))
    judge, question = desk(items=ITEMS)
    question = replace(question, lists=states(given))
    permit = judge.decide(question)
    assert isinstance(permit, Permit)
    start = time.process_time()
    key = agreement_key(SECRET, permit.agreement)
    store = build(permit, key=key, snapshot=lake.head(), lake=lake, lists=given, home=home)
    built = (time.process_time() - start) / (rows * 1.2 / 1e6)
    print(f"{rows:,} encounters in the lake; the store has {dict(store.rows)}; {built:.2f} CPU s a million rows in")
    door = Door(home, judge, SECRET, Limits(seconds=120, cpu=600, memory=1 << 30))
    raw = duckdb.connect()
    raw.execute("SET threads = 2")
    for table in ("patient", "encounter"):
        raw.execute(f"CREATE VIEW {table} AS SELECT *, _member AS organisation FROM ({lake.sql(table, lake.head())})")
    missed, ratios = [f"build {built:.2f} CPU s a million, bar {BUILD}"] if built > BUILD else [], []
    for name, sql in QUESTIONS.items():
        query = Query(question=question, sql=sql)
        ours, wall = least(partial(door.query, query, permit, lists=given, by="benchmark", at=AT), runs)
        theirs, their_wall = least(partial(_ungoverned, raw, sql), runs)
        ratios.append(ours / theirs)
        print(
            f"  {name:14} {ours * 1_000:8.1f} ms  {theirs * 1_000:8.1f} ms ungoverned  {ours / theirs:5.2f} ×"
            f"   wall {wall * 1_000:8.1f} and {their_wall * 1_000:8.1f} ms"
        )
        if ours > EACH * theirs + SLACK:
            missed.append(f"{name}: {ours / theirs:.2f} ×")
    door.close()
    raw.close()
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"  geometric mean {mean:.2f} ×")
    return [*missed, *([f"mean {mean:.2f}, bar {MEAN}"] if mean > MEAN and rows >= MANY else [])]


def _ungoverned(raw: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return raw.sql(sql).to_arrow_table()


def main() -> int:
    """Measure, and say which bars were missed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--runs", type=int, default=5)
    options = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        missed = measured(Path(folder), options.rows, options.runs)
    print("\n".join(["missed:", *missed]) if missed else "every bar held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
