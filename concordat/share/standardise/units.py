"""Units that differ between members: one test, by its code, whose numbers cannot be pooled as they were sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from concordat.data.engine import DuckDB
from concordat.data.lake import Lake
from concordat.share.standardise.kept import keep, kept

TABLE = "observation"
Units = Mapping[str, tuple[int, tuple[str, ...]]]
"""By member: how many tests it sends in other units than another does, and who those others are."""

_SQL = """
WITH used AS (
    SELECT _member AS member, code_system AS system, code,
        list_sort(list(DISTINCT lower(trim(value_unit)))) AS units
    FROM ({rows}) WHERE code IS NOT NULL AND value_unit IS NOT NULL AND value_number IS NOT NULL
    GROUP BY member, system, code)
SELECT a.member, count(DISTINCT (a.system, a.code)) AS tests, list_sort(list(DISTINCT b.member)) AS others
FROM used a JOIN used b ON a.code = b.code AND a.system IS NOT DISTINCT FROM b.system
WHERE a.member <> b.member AND a.units <> b.units GROUP BY a.member"""
"""A test is a code of a system: local codes that happen to be alike are two tests. Case is none of a unit's meaning
here, since mmol/l and mmol/L are written for one another."""


def units(home: Path) -> Units:
    """In the last snapshot, who sends tests in units of their own."""
    lake = Lake(home)
    head = lake.head()
    if TABLE not in head.tables:
        return {}
    found = DuckDB(reads=(lake.folder,)).run(_SQL.format(rows=lake.sql(TABLE, head))).to_pylist()
    return {each["member"]: (each["tests"], tuple(each["others"])) for each in found}


def keep_units(home: Path) -> None:
    """Count them and keep that, for pages: they run no query."""
    keep(home, "units", [[who, *found] for who, found in units(home).items()])


def kept_units(home: Path) -> Units:
    """What was counted of the last snapshot; nothing where that has not been done."""
    return kept(home, "units", lambda found: {who: (tests, tuple(others)) for who, tests, others in found})
