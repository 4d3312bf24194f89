"""Extracts of Three Rivers' four trusts in four technologies, as two months of files, and beside them what is true."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.nhs_number import passes_check
from concordat.core.refusal import Refusal
from concordat.data.opt_out_check import check_file
from concordat.share.example import csv_files, fhir_files, hl7_files
from concordat.share.example.activity import Activity, Repeat, Row, activity, repeats
from concordat.share.example.people import Member, People, generate
from concordat.share.example.sent import Sent, sent

TRUSTS = (
    Member(code="RZ1", size=1.5, no_number=0.01),
    Member(code="RZ4", size=1.2, no_number=0.04),
    Member(code="RZ8", size=0.7, no_number=0.12),
    Member(code="Z3R4V", size=0.6, no_number=0.10),
)
WRITERS: Mapping[str, Callable[[Sent, Path], Iterator[Path]]] = {
    "RZ1": fhir_files.write,
    "RZ4": csv_files.write_older,
    "RZ8": csv_files.write_newer,
    "Z3R4V": hl7_files.write,
}
SYSTEMS = {"Observation": "RZ1-EPR", "RESULTS": "RZ4-OCS", "tests": "RZ8-OCS", "ORU": "Z3R4V-OCS"}
"""The system a file comes from, by how its name begins; all others come from the trust's patient administration."""
RECEIVED_ON = {"2026-09": date(2026, 10, 6), "2026-10": date(2026, 11, 5)}
CHECKED_ON = date(2026, 11, 20)
"""The day of the replies on opt-outs: two days before the example's own."""
SINCE = date(2024, 4, 1)
"""From when TR-DSA-08 covers tests."""
WITHIN = 30
MOST_PEOPLE = 1_000_000


class CannotMake(Refusal):
    """A number of people for whom no extracts are made."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was written, and counts of it that are also in truth/summary.json."""

    files: tuple[Path, ...]
    counts: Mapping[str, Any]


def write_extracts(folder: Path, *, people: int, seed: int = 1) -> Made:
    """Write extracts/ODS/MONTH/*, opt_outs/ODS/* and truth/* into a folder; the same files for the same seed.

    Truth is for tests and demonstrations alone, and no part of what trusts send. Raises CannotMake.
    """
    if not 1 <= people <= MOST_PEOPLE:
        remedy = f"Ask for 1 to {MOST_PEOPLE:,}"
        raise CannotMake(f"Extracts of {people:,} people cannot be made", remedy=remedy)
    made = generate(people, seed=seed, members=TRUSTS)
    happened = activity(made, seed=seed)
    months = sent(happened, WRITERS)
    files = [*_months(months, folder / "extracts")]
    files += [path for each in WRITERS for path in _opt_outs(each, happened, made, folder / "opt_outs" / each)]
    twice = repeats(happened.tests, days=WITHIN)
    counts = _counts(made, happened, months, twice)
    return Made(files=(*files, *_truth(made, happened, twice, counts, folder / "truth")), counts=counts)


def _months(months: Iterable[Sent], folder: Path) -> Iterator[Path]:
    """The files, and sent.csv: what to say of each when it is landed."""
    said = []
    for each in months:
        place = folder / each.member / each.month
        place.mkdir(parents=True, exist_ok=True)
        for path in WRITERS[each.member](each, place):
            start = path.stem.replace("_2", "-2").partition("-")[0]
            system = SYSTEMS.get(start, f"{each.member}-PAS")
            said.append([path.relative_to(folder).as_posix(), each.member, system, each.month, RECEIVED_ON[each.month]])
            yield path
    yield _table(folder / "sent.csv", ["file", "organisation", "system", "period", "received_on"], said)


def _opt_outs(member: str, happened: Activity, made: People, folder: Path) -> Iterator[Path]:
    """The file by which a trust asked who has opted out nationally, and the reply: the numbers of all the others."""
    numbers = [each["nhs_number"] for each in happened.patients if each["member"] == member]
    if not any(len(each) == 10 and passes_check(each) for each in numbers):
        return
    folder.mkdir(parents=True, exist_ok=True)
    asked = check_file(
        numbers,
        mailbox=f"{member}OT01"[:12],
        made_on=CHECKED_ON,
        sequence=1,
        subject="three-rivers",
        message=f"tests-done-twice-{member}",
    )
    all_numbers = made.persons["nhs_number"].to_pylist()
    out = {all_numbers[person] for person in happened.opted_out}
    yield _bytes(folder / asked.name, asked.content)
    kept = [line for line in asked.content.decode("ascii").splitlines(keepends=True) if line[:10] not in out]
    yield _bytes(folder / f"reply-{CHECKED_ON}.dat", "".join(kept).encode("ascii"))


def _truth(
    made: People, happened: Activity, twice: Iterable[Repeat], counts: Mapping[str, Any], folder: Path
) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    records = zip(made.truth["record_id"].to_pylist(), made.truth["person"].to_pylist(), strict=True)
    yield _table(folder / "people.csv", ["record_id", "person"], records)
    names = list(Repeat.__dataclass_fields__)
    yield _table(folder / "repeats.csv", names, (asdict(each).values() for each in twice))
    yield _table(folder / "opted_out.csv", ["person"], ([each] for each in sorted(happened.opted_out)))
    yield _bytes(folder / "summary.json", (json.dumps(counts, indent=1) + "\n").encode())


def _table(path: Path, headings: list[str], rows: Iterable[Iterable[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _counts(made: People, happened: Activity, months: Iterable[Sent], twice: Iterable[Repeat]) -> dict[str, Any]:
    """Counts of what is true. Repeats are also counted without those that an agreement or an opt-out leaves out."""
    covered = [each for each in twice if each.first_on >= SINCE]
    allowed = [each for each in covered if each.person not in happened.opted_out]
    by_pair = Counter((each.capability, each.first, each.second) for each in covered)
    return {
        "people": len(made.persons),
        "records": len(made.records),
        "opted_out": len(happened.opted_out),
        "merged_numbers": hl7_files.merges(each for each in happened.patients if each["member"] == "Z3R4V"),
        "unmapped_tests": sum(not each["code"] for each in happened.tests),
        "rows": _rows(months),
        "repeats": len(covered),
        "people_tested_again": len({each.person for each in covered}),
        "repeats_of_those_not_opted_out": len(allowed),
        "repeats_by_pair": [[*pair, many] for pair, many in sorted(by_pair.items())],
    }


def _rows(months: Iterable[Sent]) -> dict[str, dict[str, int]]:
    tables = ("patients", "encounters", "referrals", "pathways", "tests")

    def many(member: str, table: str) -> int:
        found: Iterable[tuple[Row, ...]] = (getattr(each, table) for each in months if each.member == member)
        return sum(map(len, found))

    members = dict.fromkeys(each.member for each in months)
    return {member: {table: many(member, table) for table in tables} for member in members}
