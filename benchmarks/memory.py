"""How much memory a long file takes on its way to the shared tables: 1 GB of FHIR NDJSON, each step in its own process.

Claim: neither `share flatten`, `share land` nor `share map` comes to more than 500 MB, however long the file is. Run
`python benchmarks/memory.py [--megabytes N]`. Made-up Observations, one in ten thousand of which is no JSON with
--spoilt. The most that Linux saw of each process (VmHWM); CPU seconds are printed beside it. Exit 1: the bar is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from concordat.cli import main as command

MOST = 500
VIEW = {
    "resource": "Observation",
    "select": [
        {
            "column": [
                {"name": "observation_id", "path": "getResourceKey()"},
                {"name": "patient_id", "path": "subject.getReferenceKey(Patient)"},
                {"name": "code", "path": "code.coding.code.first()"},
                {"name": "status", "path": "status"},
                {"name": "effective_at", "path": "effective.ofType(dateTime)"},
                {"name": "value_number", "path": "value.ofType(Quantity).value"},
                {"name": "value_unit", "path": "value.ofType(Quantity).unit"},
            ]
        }
    ],
}
KEPT = ("observation_id", "patient_id", "code", "status", "effective_at", "value_number", "value_unit")
ABSENT = ("encounter_id", "code_system", "code_display", "value_text", "capability")


def written(path: Path, megabytes: float, *, spoilt: bool) -> None:
    """A file of so many MB of Observations, five to a patient."""
    about = {"status": "generated", "div": f"<div>{'Made up. ' * 40}</div>"}
    one = {
        "resourceType": "Observation", "id": "@-o", "text": about, "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2", "display": "Body height"}]},
        "subject": {"reference": "Patient/p@"}, "effectiveDateTime": "2026-10-01T10:00:00+01:00",
        "valueQuantity": {"value": 170.5, "unit": "cm"},
    }  # fmt: skip
    line = json.dumps(one, separators=(",", ":")) + "\n"
    bad = '{"resourceType": "Observation", "id": \n' if spoilt else ""
    with path.open("w", encoding="utf-8") as file:
        for number in count():
            file.write(line.replace("@", str(number), 1).replace("@", str(number // 5), 1))
            if number % 10_000 == 0:
                file.write(bad)
                if file.tell() >= megabytes * 1e6:
                    return


def fed(home: Path, view: Path) -> None:
    """The feed of those Observations."""
    folder = home / "feeds/RZ1"
    folder.mkdir(parents=True)
    (folder / view.name).write_text(json.dumps(VIEW), encoding="utf-8")
    columns = "".join(f"  {name}: {name}\n" for name in KEPT) + "".join(
        f"  {name}: {{absent: not sent}}\n" for name in ABSENT
    )
    head = f"member: RZ1\nsystem: RZ1-EPR\ntable: observation\nview: {view.name}\n"
    source = "source: {format: fhir, resource: Observation}\n"
    (folder / "observation.yaml").write_text(f"{head}{source}columns:\n{columns}", encoding="utf-8")


def one(arguments: list[str]) -> int:
    """Run a command in this process, and tell the most memory it came to, and its CPU."""
    code = command(arguments)
    (most,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print(f"\n{int(most) / 1024:.0f} {time.process_time():.1f}")
    return code


def held(name: str, *arguments: str) -> bool:
    """Run a command in a process of its own; whether it keeps to the bar."""
    begun = [sys.executable, __file__, "--one", *arguments]
    done = subprocess.run(begun, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} failed: {done.stderr or done.stdout}")
    most, seconds = done.stdout.split()[-2:]
    holds = float(most) <= MOST
    print(
        f"  {name:8} {float(most):6.0f} MB   bar <= {MOST}   {float(seconds):6.1f} CPU s   {'' if holds else 'MISSED'}"
    )
    return holds


def main() -> int:
    """Each step after the other, on the same file."""
    if sys.argv[1:2] == ["--one"]:
        return one(sys.argv[2:])
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--megabytes", type=float, default=1_000, help="of the file (default 1000)")
    ask.add_argument("--spoilt", action="store_true", help="with bad lines, so that it is read with care")
    given = ask.parse_args()
    with TemporaryDirectory() as folder:
        path, home, view = Path(folder) / "observations.ndjson", Path(folder) / "home", Path(folder) / "view.json"
        written(path, given.megabytes, spoilt=given.spoilt)
        fed(home, view)
        view.write_text(json.dumps(VIEW), encoding="utf-8")
        print(f"{path.stat().st_size / 1e6:,.0f} MB of Observations{', spoilt' * given.spoilt}")
        rows, where = str(Path(folder) / "rows.parquet"), ("--home", str(home))
        told = ("--organisation", "RZ1", "--system", "RZ1-EPR", "--period", "2026-10", "--table", "observation")
        steps = [
            held("flatten", "share", "flatten", "--view", str(view), str(path), "--parquet", rows),
            held("land", "share", "land", str(path), *where, *told),
            held("map", "share", "map", *where),
        ]
    return 0 if all(steps) else 1


if __name__ == "__main__":
    sys.exit(main())
