"""People for the tests of linkage, a few by hand and many made up."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyarrow as pa

from concordat.data.engine import DuckDB
from concordat.share.example.people import People, generate
from concordat.share.linkage.standardise import COLUMNS

ENGINE = DuckDB()
PERSON = {
    "record_id": "RZ1:1",
    "member": "RZ1",
    "nhs_number": "9990000018",
    "nhs_number_status": "01",
    "given_name": "Margaret",
    "family_name": "Oakthorpe",
    "birth_date": "1951-03-14",
    "postcode": "RV1 2AB",
    "gender": "2",
}
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "9990000050")


def table(*people: dict[str, Any]) -> pa.Table:
    """Records that differ from PERSON in what is given; each has an id of its own unless one is given."""
    rows = [{**PERSON, "record_id": f"RZ1:{at}", **each} for at, each in enumerate(people, 1)]
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in COLUMNS})


@cache
def crowd(people: int = 1500, seed: int = 5) -> People:
    """Many made-up people, made once."""
    return generate(people, seed=seed)


def keys_by_record(persons: pa.Table) -> dict[str, int]:
    """person_key by record_id."""
    return dict(zip(persons["record_id"].to_pylist(), persons["person_key"].to_pylist(), strict=True))


def partition(persons: pa.Table) -> frozenset[frozenset[str]]:
    """Which records are together, whatever their keys."""
    together: dict[int, set[str]] = {}
    for record, key in keys_by_record(persons).items():
        together.setdefault(key, set()).add(record)
    return frozenset(map(frozenset, together.values()))
