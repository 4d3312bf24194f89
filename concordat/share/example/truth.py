"""What is true of the example's extracts: whose each record is, which tests were done twice, and counts of it all."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.nhs_number import passes_check
from concordat.share.example import hl7_files
from concordat.share.example.activity import Activity, Row
from concordat.share.example.people import People
from concordat.share.example.sent import Sent

SINCE = date(2024, 4, 1)
"""From when TR-DSA-08 covers tests."""
WITHIN = 30


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """A test that one trust did and another did again: the truth that is to be found."""

    person: int
    code: str
    capability: str
    first: str
    second: str
    first_on: date
    second_on: date


def write_truth(made: People, happened: Activity, counted: Mapping[str, Any], folder: Path) -> Iterator[Path]:
    """Write people.csv, repeats.csv, opted_out.csv and summary.json."""
    folder.mkdir(parents=True, exist_ok=True)
    records = zip(made.truth["record_id"].to_pylist(), made.truth["person"].to_pylist(), strict=True)
    yield write_table(folder / "people.csv", ["record_id", "person"], records)
    twice = (asdict(each).values() for each in covered(happened.tests))
    yield write_table(folder / "repeats.csv", list(Repeat.__dataclass_fields__), twice)
    yield write_table(folder / "opted_out.csv", ["person"], ([each] for each in sorted(happened.opted_out)))
    summary = folder / "summary.json"
    summary.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8", newline="\n")
    yield summary


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def numbers_out(made: People, happened: Activity) -> frozenset[str]:
    """The NHS numbers of those who have opted out nationally."""
    numbers: list[str] = made.persons["nhs_number"].to_pylist()
    return frozenset(numbers[person] for person in happened.opted_out)


def is_number(text: str) -> bool:
    """Whether an NHS number as recorded is one that can be asked about."""
    return len(text) == 10 and passes_check(text)


def repeats(tests: Sequence[Row], *, days: int = 30) -> tuple[Repeat, ...]:
    """The tests done twice, by the definition of share.repeats: another trust's last one on an earlier day."""
    done: dict[tuple[int, str], dict[tuple[date, str], Row]] = {}
    for each in tests:
        if each["code"] and each["status"] != "cancelled":
            of_person = done.setdefault((each["person"], each["code"]), {})
            of_person[each["effective_at"].date(), each["member"]] = each
    found = []
    for (person, code), all_of_it in done.items():
        ordered = sorted(all_of_it)
        for day, member in ordered:
            before = [each for each in ordered if each[1] != member and 0 < (day - each[0]).days <= days]
            if before:
                last, first = min(before, key=lambda each: (-each[0].toordinal(), each[1]))
                capability = all_of_it[day, member]["capability"]
                found.append(Repeat(person=person, code=code, capability=capability, first=first, second=member,
                                    first_on=last, second_on=day))  # fmt: skip
    return tuple(found)


def covered(tests: Sequence[Row]) -> tuple[Repeat, ...]:
    """The tests done twice that the agreement covers."""
    return tuple(each for each in repeats(tests, days=WITHIN) if each.first_on >= SINCE)


def counts(made: People, happened: Activity, months: Sequence[Sent]) -> dict[str, Any]:
    """How many of what there are. `repeats_disclosable` are those of which both tests are of a record whose NHS number
    is on its trust's list; `repeats_by_pair` has capability, first trust, second trust and how many of `repeats`."""
    twice = covered(happened.tests)
    out = numbers_out(made, happened)
    listed = {
        (each["member"], each["patient_id"])
        for each in happened.patients
        if is_number(each["nhs_number"]) and each["nhs_number"] not in out
    }
    shown = tuple(each for each in happened.tests if (each["member"], each["patient_id"]) in listed)
    by_pair = Counter((each.capability, each.first, each.second) for each in twice)
    return {
        "people": len(made.persons),
        "records": len(made.records),
        "opted_out": len(happened.opted_out),
        "merged_numbers": hl7_files.merges(each for each in happened.patients if each["member"] == "Z3R4V"),
        "unmapped_tests": sum(not each["code"] for each in happened.tests),
        "rows": _rows(months),
        "repeats": len(twice),
        "people_tested_again": len({each.person for each in twice}),
        "repeats_disclosable": len(covered(shown)),
        "repeats_by_pair": [[*pair, many] for pair, many in sorted(by_pair.items())],
    }


def _rows(months: Sequence[Sent]) -> dict[str, dict[str, int]]:
    tables = ("patients", "encounters", "referrals", "pathways", "tests")

    def many(member: str, table: str) -> int:
        found: Iterable[tuple[Row, ...]] = (getattr(each, table) for each in months if each.member == member)
        return sum(map(len, found))

    members = dict.fromkeys(each.member for each in months)
    return {member: {table: many(member, table) for table in tables} for member in members}
