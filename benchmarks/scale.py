"""How the work grows with rows on DuckDB and on Spark: mapping a batch, and building a governed store of it.

Prints a table: for each size seconds of processor, seconds on the clock and the most megabytes at once, of Python and
Java together, each engine in a process of its own; what it takes to begin is told apart. There is no bar: it says when
to move. DuckDB has 512 MB to map with and 2 GB to build with, as in a workspace; Java has --memory.

    python benchmarks/scale.py --rows 250000 1000000 4000000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB, Engine
from concordat.data.extract import Batch
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.data.opt_out import PermittedList
from concordat.data.part import part_of
from concordat.data.permit import Permit
from concordat.data.spark import Spark, why_not
from concordat.data.store import agreement_key, build, states
from concordat.data.tests.workspace import AT, DAY, OWNERS, desk
from concordat.share.mapping.feed_file import feed_of
from concordat.share.standardise.batch import Source, over
from concordat.share.standardise.stage import standardise_sql

WORKS = ("begin", "map", "build")
FEED = """
member: RZ1
system: PAS
table: encounter
source: {format: csv}
columns:
  encounter_id: ID
  patient_id: MRN
  encounter_class: {from: KIND, codes: {I: IMP, O: AMB, E: EMER}}
  started_at: {from: START, date: dd/mm/yyyy}
  ended_at: {from: END, date: dd/mm/yyyy}
  treatment_function_code: {from: TFC, clean: [three digits]}
  site_code: SITE
"""
BATCH = Batch(
    id="0" * 16, sha256="0" * 64, name="encounters.csv", organisation="RZ1", system="PAS", period="2026-10",
    received_at=datetime(2026, 11, 3, tzinfo=UTC), bytes=0,
)  # fmt: skip
STAYS = 8  # of a patient


def main() -> int:
    """Prints the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rows", type=int, nargs="+", default=[250_000, 1_000_000, 4_000_000])
    ask.add_argument("--memory", default="2g", help="that Java may take")
    ask.add_argument("--alone", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.alone:
        print(json.dumps(dict(_alone(given.alone[0], Path(given.alone[1]), given.memory))))
        return 0
    engines = ("DuckDB",) if why_not() else ("DuckDB", "Spark")
    print("Seconds of processor / seconds on the clock / most MB at once")
    print(f"| rows | engine | {' | '.join(WORKS)} |\n|---:|---|{'---:|' * len(WORKS)}")
    for rows in given.rows:
        with TemporaryDirectory() as folder:
            _extract(rows, Path(folder))
            for engine in engines:
                print(f"| {rows:,} | {engine} | {_costs(engine, folder, given.memory)} |", flush=True)
    if why_not():
        print(f"Spark was not measured: {why_not()}.")
    return 0


def _costs(engine: str, folder: str, memory: str) -> str:
    """What one engine takes for one size, in a process of its own."""
    run = [sys.executable, __file__, "--memory", memory, "--alone", engine, folder]
    done = subprocess.run(run, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    costs = json.loads(done.stdout.splitlines()[-1])
    return " | ".join("{:.1f} / {:.0f} / {:,}".format(*costs[work]) if costs[work] else "failed" for work in WORKS)


def _alone(name: str, folder: Path, memory: str) -> Iterator[tuple[str, list[float] | None]]:
    home = folder / name
    home.mkdir()
    spark = Spark(temp=home / "spark", memory=memory)
    engine: Engine = DuckDB(temp=home) if name == "DuckDB" else spark
    yield "begin", _cost(lambda: engine.run("SELECT 1 AS one"))
    yield "map", _cost(lambda: _map(engine, folder, home / "encounter.parquet"))
    tables = {"encounter": home / "encounter.parquet", "patient": folder / "patient.parquet"}
    yield "build", _cost(lambda: _build(None if name == "DuckDB" else engine, home, tables))


def _map(engine: Engine, folder: Path, to: Path) -> None:
    stage = standardise_sql(feed_of(FEED, file="encounter.yaml"), shared_model(), BATCH, None, engine.dialect)
    source = Source(sql="SELECT * FROM extract", inputs={"extract": folder / "extract.parquet"}, columns=())
    engine.write(over(source, stage), to, source.inputs)


def _build(engine: Engine | None, home: Path, tables: dict[str, Path]) -> None:
    lake = Lake(home)
    lake.commit(
        [part_of(path, table=table, organisation="RZ1", batch="b") for table, path in tables.items()], by="me", at=AT
    )
    numbers = pq.read_table(tables["patient"], columns=["nhs_number"]).column(0).to_pylist()
    lists = [
        PermittedList(controller=owner, as_at=DAY, checked=frozenset(numbers), permitted=frozenset(numbers[20:]))
        for owner in OWNERS
    ]
    judge, question = desk()
    permit = judge.decide(replace(question, lists=states(lists)))
    assert isinstance(permit, Permit)
    key = agreement_key(b"k" * 32, permit.agreement)
    build(permit, key=key, snapshot=lake.head(), lake=lake, lists=lists, home=home, engine=engine)


def _extract(rows: int, folder: Path) -> None:
    """Stays at a hospital as its system sends them, and the patients they are of as the lake has them."""
    chance, people = np.random.default_rng(rows), max(1, rows // STAYS)
    day = np.datetime64("2023-01-01") + chance.integers(0, 1_400, rows)
    clock = chance.integers(0, 24 * 60, rows)
    start = pa.array([f"{each:%d/%m/%Y}" for each in day.tolist()])
    time_of = pa.array([f" {each // 60:02}:{each % 60:02}" for each in clock.tolist()])
    when = pc.binary_join_element_wise(start, time_of, "")
    columns = {
        "ID": pa.array(np.arange(rows)).cast(pa.string()),
        "MRN": pa.array(chance.integers(0, people, rows)).cast(pa.string()),
        "KIND": pa.array(np.array(["I", "O", "E", "X"])[chance.choice(4, rows, p=(0.3, 0.5, 0.19, 0.01))]),
        "START": when,
        "END": when,
        "TFC": pa.array(chance.choice([100, 110, 120, 300, 320], rows)).cast(pa.string()),
        "SITE": pa.array(np.array(["RZ101", "rz102 "])[chance.integers(0, 2, rows)]),
        "_file": pa.repeat("encounters.csv", rows),
        "_row": pa.array(np.arange(2, rows + 2)),
    }
    pq.write_table(pa.table(columns), folder / "extract.parquet", compression="zstd")
    patient = {
        "patient_id": pa.array(np.arange(people)).cast(pa.string()),
        "nhs_number": pa.array(4_000_000_000 + np.arange(people)).cast(pa.string()),
        "birth_date": pa.array(np.datetime64("1935-01-01") + chance.integers(0, 30_000, people)),
        "postcode": pa.repeat("LS1 1AA", people),
        "gender": pa.repeat("2", people),
        "_member": pa.repeat("RZ1", people),
        "_batch": pa.repeat("b", people),
    }
    pq.write_table(pa.table(patient), folder / "patient.parquet", compression="zstd")


def _cost(work: Callable[[], object]) -> list[float] | None:
    """Seconds of processor and on the clock, and the most megabytes; None where it could not be done."""
    most, over_ = [0], threading.Event()

    def watch() -> None:
        while not over_.wait(0.05):
            most[0] = max(most[0], sum(each[1] for each in _processes()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    spent, clock = sum(each[0] for each in _processes()), time.monotonic()
    try:
        work()
        return [sum(each[0] for each in _processes()) - spent, time.monotonic() - clock, most[0] >> 20]
    except Refusal:
        return None
    finally:
        over_.set()
        watcher.join()


def _processes() -> Iterator[tuple[float, int]]:
    """Of this process and all it began: seconds of processor, and bytes that are its own."""
    mine, parents = os.getpid(), dict[int, int]()
    fields: dict[int, list[str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        fields[int(path.parent.name)], parents[int(path.parent.name)] = told, int(told[1])
    for number, told in fields.items():
        above = number
        while above not in (0, 1, mine):
            above = parents.get(above, 0)
        if above == mine:
            ticks, pages = int(told[11]) + int(told[12]), int(told[21])
            yield ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    raise SystemExit(main())
