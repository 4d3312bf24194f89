"""How much CPU `concordat share flatten` takes, against a hand-written loop, a FHIRPath library and hand-written SQL.

Run `python benchmarks/flatten.py [--megabytes N]`. The resources of ../shared/data/fhir again and again, with ids of
their own; made-up ones where those are not there. MB of NDJSON a second of this process's CPU, the best of five laps,
all in one thread (two on one busy core each count the other's waiting); memory is that of a process of its own. The
loop parses with orjson if it is installed, else with json; fhirpathpy runs if it is installed, on a slice. Exit 1: a
bar is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from concordat.data.formats.fhir import flatten
from concordat.share.mapping.view_sql import compile_view

try:
    from orjson import loads
except ImportError:
    loads = json.loads
try:
    import fhirpathpy
except ImportError:
    fhirpathpy = None

SHARED = Path(__file__).resolve().parents[2] / "shared/data/fhir"
LAPS = 5
PEERS = {"loop": f"{loads.__module__} and a loop", "sql": "hand-written SQL", "fhirpathpy": "fhirpathpy"}
BARS = {"loop": 2.0, "fhirpathpy": 20.0, "sql": 0.8}  # times as much as each
CAREFUL = 0.3  # of the fast way, with a bad line in every thousand
MEMORY = 400  # MB, for any length
RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race"


def columns(**paths: str) -> list[dict[str, str]]:
    """Columns of a view."""
    return [{"name": name, "path": path} for name, path in paths.items()]


VIEWS: dict[str, dict[str, Any]] = {
    "Patient": {
        "resource": "Patient",
        "select": [
            {
                "column": columns(
                    id="getResourceKey()",
                    gender="gender",
                    birth_date="birthDate",
                    death_date="deceased.ofType(dateTime)",
                    family="name.where(use = 'official').family.first()",
                    given="name.where(use = 'official').given.first()",
                    race=f"extension('{RACE}').extension('ombCategory').value.ofType(Coding).code.first()",
                    postcode="address.postalCode.first()",
                    record="identifier.where(type.coding.code.first() = 'MR').value.first()",
                )
            }
        ],
    },
    "Observation": {
        "resource": "Observation",
        "select": [
            {
                "column": columns(
                    id="getResourceKey()",
                    patient="subject.getReferenceKey(Patient)",
                    encounter="encounter.getReferenceKey(Encounter)",
                    status="status",
                    at="effective.ofType(dateTime)",
                    value="value.ofType(Quantity).value",
                    unit="value.ofType(Quantity).unit",
                )
            },
            {"forEach": "code.coding", "column": columns(code="code", system="system")},
        ],
    },
}


def loop_patient(each: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The Patient view, as one would write it by hand."""
    name = next((one for one in each.get("name", ()) if one.get("use") == "official"), {})
    race = next((one for one in each.get("extension", ()) if one["url"] == RACE), {})
    race = next((one["valueCoding"]["code"] for one in race.get("extension", ()) if one["url"] == "ombCategory"), None)
    records = (
        one.get("value")
        for one in each.get("identifier", ())
        if next((code.get("code") for code in one.get("type", {}).get("coding", ())), None) == "MR"
    )
    yield (
        each["id"],
        each.get("gender"),
        each.get("birthDate"),
        each.get("deceasedDateTime"),
        name.get("family"),
        next(iter(name.get("given", ())), None),
        race,
        next((one["postalCode"] for one in each.get("address", ()) if "postalCode" in one), None),
        next(records, None),
    )


def loop_observation(each: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The Observation view, as one would write it by hand."""
    quantity = each.get("valueQuantity", {})
    head = (
        each["id"],
        key(each.get("subject"), "Patient"),
        key(each.get("encounter"), "Encounter"),
        each.get("status"),
        each.get("effectiveDateTime"),
        quantity.get("value"),
        quantity.get("unit"),
    )
    for coding in each.get("code", {}).get("coding", ()):
        yield (*head, coding.get("code"), coding.get("system"))


def key(reference: dict[str, str] | None, kind: str) -> str | None:
    """The id of a reference."""
    text = (reference or {}).get("reference", "")
    return text.rpartition("/")[2] if text.startswith(f"{kind}/") else None


LOOPS = {"Patient": loop_patient, "Observation": loop_observation}
SQL = {  # each as one would write it by hand for DuckDB, with typed columns
    "Patient": (
        """SELECT id, gender, birthDate, deceasedDateTime,
        list_filter(name, lambda n: n.use = 'official')[1].family,
        list_filter(name, lambda n: n.use = 'official')[1].given[1],
        list_filter(list_filter(extension, lambda e: e.url = '{race}')[1].extension,
            lambda e: e.url = 'ombCategory')[1].valueCoding.code,
        address[1].postalCode,
        list_filter(identifier, lambda i: i.type.coding[1].code = 'MR')[1].value FROM {source}""",
        {
            "id": "VARCHAR",
            "gender": "VARCHAR",
            "birthDate": "VARCHAR",
            "deceasedDateTime": "VARCHAR",
            "name": "STRUCT(use VARCHAR, family VARCHAR, given VARCHAR[])[]",
            "extension": "STRUCT(url VARCHAR, extension STRUCT(url VARCHAR, valueCoding STRUCT(code VARCHAR))[])[]",
            "address": "STRUCT(postalCode VARCHAR)[]",
            "identifier": "STRUCT(value VARCHAR, type STRUCT(coding STRUCT(code VARCHAR)[]))[]",
        },
    ),
    "Observation": (
        """SELECT * EXCLUDE c, c.code, c.system FROM (SELECT id, split_part(subject.reference, '/', -1) AS patient,
        split_part(encounter.reference, '/', -1) AS encounter, status, effectiveDateTime, valueQuantity.value,
        valueQuantity.unit, unnest(code.coding) AS c FROM {source})""",
        {
            "id": "VARCHAR",
            "subject": "STRUCT(reference VARCHAR)",
            "encounter": "STRUCT(reference VARCHAR)",
            "status": "VARCHAR",
            "effectiveDateTime": "VARCHAR",
            "valueQuantity": "STRUCT(value DOUBLE, unit VARCHAR)",
            "code": "STRUCT(coding STRUCT(code VARCHAR, system VARCHAR)[])",
        },
    ),
}


def by_hand(kind: str, path: Path, to: Path) -> None:
    """Parse, loop, Parquet."""
    names = [each.name for each in compile_view(VIEWS[kind]).columns]
    with path.open("rb") as lines:
        rows = [row for line in lines for row in LOOPS[kind](loads(line))]
    pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), to, compression="zstd")


def by_library(kind: str, path: Path, to: Path) -> None:
    """The same paths by fhirpathpy, compiled once; without ofType(), which it does not do for JSON's names."""
    assert fhirpathpy is not None
    paths = {
        "Patient": ["id", "gender", "birthDate", "deceased", "name.where(use = 'official').family.first()",
                    "name.where(use = 'official').given.first()", "address.postalCode.first()",
                    f"extension.where(url = '{RACE}').extension.where(url = 'ombCategory').value.code.first()",
                    "identifier.where(type.coding.code.first() = 'MR').value.first()"],
        "Observation": ["id", "subject.reference", "encounter.reference", "status", "effective", "value.value",
                        "value.unit", "code.coding.code", "code.coding.system"],
    }[kind]  # fmt: skip
    compiled = [fhirpathpy.compile(each) for each in paths]
    with path.open("rb") as lines:
        rows = [[str(act(each)) for act in compiled] for each in map(loads, lines)]
    pq.write_table(pa.table([list(each) for each in zip(*rows, strict=True)], names=list(map(str, paths))), to)


def by_sql(kind: str, path: Path, to: Path) -> None:
    """SQL that a person wrote, in one connection."""
    query, types = SQL[kind]
    given = ", ".join(f"{name}: '{each}'" for name, each in types.items())
    source = f"read_json('{path}', format = 'newline_delimited', columns = {{{given}}})"
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": False}) as session:
        query = query.format(race=RACE, source=source)
        session.execute(f"COPY ({query}) TO '{to}' (FORMAT parquet, COMPRESSION zstd)")


def ours(kind: str, path: Path, to: Path) -> None:
    """The view."""
    flatten([path], compile_view(VIEWS[kind]), to=to.with_suffix(""), reject=lambda _: None, threads=1)


def speeds(kind: str, runs: dict[str, tuple[Callable[[str, Path, Path], None], Path]], to: Path) -> dict[str, float]:
    """MB of input a CPU second of each, by its best lap; they take turns, so that what else runs slows all alike."""
    best = dict.fromkeys(runs, 0.0)
    for _ in range(LAPS):
        for name, (act, path) in runs.items():
            before = time.process_time()
            act(kind, path, to)
            best[name] = max(best[name], path.stat().st_size / 1e6 / (time.process_time() - before))
    return best


def resources(kind: str) -> list[str]:
    """Lines of one type."""
    path = SHARED / f"{kind}.ndjson"
    if path.exists():
        return path.read_text(encoding="utf-8").splitlines()
    return [json.dumps(made_up(kind, number)) for number in range(500)]


def made_up(kind: str, number: int) -> dict[str, Any]:
    """A resource like those, where they are not there."""
    about = {"status": "generated", "div": f"<div>{'Made up. ' * 40}</div>"}
    if kind == "Patient":
        coding = [{"system": "urn:example", "code": "MR"}]
        return {
            "resourceType": "Patient", "id": f"p{number}", "text": about, "gender": "female",
            "birthDate": "1970-01-01", "name": [{"use": "official", "family": f"F{number}", "given": ["A", "B"]}],
            "address": [{"city": "Leeds", "postalCode": "LS1 1AA"}],
            "identifier": [{"type": {"coding": coding}, "value": str(number)}],
        }  # fmt: skip
    return {
        "resourceType": "Observation", "id": f"o{number}", "status": "final",
        "subject": {"reference": f"Patient/p{number}"}, "encounter": {"reference": f"Encounter/e{number}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2", "display": "Body height"}]},
        "effectiveDateTime": "2026-01-01T10:00:00+00:00", "valueQuantity": {"value": 170.5, "unit": "cm"},
    }  # fmt: skip


def write(lines: Iterable[str], path: Path, megabytes: float, bad_every: int = 0) -> Path:
    """The lines again and again, each with an id of its own, and perhaps bad ones among them."""
    given = [re.sub(r'"id": ?"', '"id":"@', line, count=1) for line in lines]
    with path.open("w", encoding="utf-8") as file:
        written = lap = 0
        while file.tell() < megabytes * 1e6:
            lap += 1
            for line in given:
                file.write(line.replace('"@', f'"{lap}-', 1) + "\n")
                written += 1
                if bad_every and written % bad_every == 0:
                    file.write('{"resourceType": "Patient", "id": \n')
    return path


def memory(kind: str, path: Path) -> float:
    """MB that a process of its own comes to."""
    command = [sys.executable, __file__, "--one", kind, str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def one(kind: str, path: str) -> int:
    """Flatten a file, and tell the most memory it took."""
    ours(kind, Path(path), Path(path).with_suffix(".made"))
    print(most_memory())
    return 0


def most_memory() -> float:
    """MB this process came to; Linux counts those of the process that started it into getrusage, and not in here."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024


def told(what: str, got: float, bar: float, *, most: bool = False) -> bool:
    """Print a figure beside its bar; whether it holds."""
    holds = got <= bar if most else got >= bar
    print(f"  {what:<44}{got:>9.2f}   bar {'<=' if most else '>='} {bar:g}   {'' if holds else 'MISSED'}")
    return holds


def main() -> int:
    """Run every race."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=200, help="of each type of resource (default 200)")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return one(*given.one)
    megabytes = given.megabytes
    held: list[bool] = []
    with TemporaryDirectory() as folder:
        for kind in VIEWS:
            held += race(kind, Path(folder), megabytes)
    return 0 if all(held) else 1


def race(kind: str, folder: Path, megabytes: float) -> list[bool]:
    """One type of resource."""
    lines, to = resources(kind), folder / "made.parquet"
    whole = write(lines, folder / f"{kind}.ndjson", megabytes)
    spoilt = write(lines, folder / f"{kind}-spoilt.ndjson", megabytes, bad_every=1000)
    runs = {
        "ours": (ours, whole),
        "loop": (by_hand, write(lines, folder / f"{kind}-quarter.ndjson", megabytes / 4)),
        "sql": (by_sql, whole),
        "careful": (ours, spoilt),
    }
    if fhirpathpy:
        runs["fhirpathpy"] = (by_library, write(lines, folder / f"{kind}-slice.ndjson", 1))
    speed = speeds(kind, runs, to)
    print(f"{kind}, {whole.stat().st_size / 1e6:.0f} MB: {speed['ours']:.0f} MB a CPU second")
    held = [
        told(f"times {PEERS[name]} ({speed[name]:.1f} MB/s)", speed["ours"] / speed[name], bar)
        for name, bar in BARS.items()
        if name in speed
    ]
    held.append(told("careful, of fast", speed["careful"] / speed["ours"], CAREFUL))
    held.append(told("MB of memory", memory(kind, whole), MEMORY, most=True))
    held.append(told("MB of memory, careful", memory(kind, spoilt), MEMORY, most=True))
    return held


if __name__ == "__main__":
    sys.exit(main())
