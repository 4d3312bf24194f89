"""Who is let go of a lake's people, and how much of a table is held and left out for each reason: SQL of any engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import Dialect
from concordat.data.governed import Governed
from concordat.data.opt_out import Wishes

HELD, OPTED_OUT, BEYOND = "held", "opted out or not checked", "beyond the limits of the agreement"
_LISTED = pa.schema([("_member", pa.string()), ("number", pa.string())])


def listed(lists: Sequence[Wishes]) -> Mapping[str, pa.Table]:
    """The inputs of `people_sql`: for each register, the numbers that may be disclosed, and whose patients they are."""
    return {name: pa.Table.from_pylist(list(_pairs(given)), schema=_LISTED) for name, given in _registers(lists)}


def people_sql(lists: Sequence[Wishes], patients: str, to: Dialect = DUCKDB) -> str:
    """SQL over `listed` for the patients whom every list that covers them lets go, by each number any row bears."""
    joins, tests = [], []
    for name, given in _registers(lists):
        covered = ", ".join(to.text(each.controller) for each in given)
        joins.append(f"LEFT JOIN {name} ON {name}._member = numbered._member AND {name}.number = numbered.number")
        tests.append(f"(numbered._member NOT IN ({covered}) OR {name}.number IS NOT NULL)")
    number = f"replace({to.cast('nhs_number', 'VARCHAR')}, ' ', '')"
    kept = f"min(CASE WHEN {' AND '.join(tests)} THEN 1 ELSE 0 END) = 1"
    return (
        f"SELECT numbered._member, patient_id FROM (SELECT _member, patient_id, {number} AS number FROM ({patients}) "
        f"AS patients) AS numbered {' '.join(joins)} GROUP BY numbered._member, patient_id HAVING {kept}"
    )


def tally_sql(table: Governed, rows: str, columns: Iterable[str]) -> str:
    """SQL over `people`, if lists are due, for six counts: rows and patients HELD, OPTED_OUT and BEYOND; where the
    table has no patients, its rows count as they."""
    patient = "patient_id" if "patient_id" in columns else "row_number() OVER (ORDER BY _member) AS patient_id"
    going = "people.patient_id IS NOT NULL" if table.people else "true"
    joined = ""
    if table.people:
        joined = "LEFT JOIN people ON people._member = whole._member AND people.patient_id = whole.patient_id"
    counted = ", ".join(
        f"coalesce(sum({many}) FILTER (WHERE {who}), 0) AS rows_{at}, "
        f"count(*) FILTER (WHERE {who} AND {many} > 0) AS people_{at}"
        for at, (many, who) in enumerate((("fitting", going), ("n", f"NOT ({going})"), ("n - fitting", going)))
    )
    return (
        f"WITH told AS (SELECT _member, {patient}, coalesce({table.where}, false) AS fits FROM ({rows}) AS source), "
        "whole AS (SELECT _member, patient_id, count(*) AS n, count(*) FILTER (WHERE fits) AS fitting FROM told "
        f"GROUP BY _member, patient_id) SELECT {counted} FROM whole {joined}"
    )


def tallies(counts: Sequence[int]) -> dict[str, tuple[int, int]]:
    """What `tally_sql` gave: rows and people, by reason."""
    return {
        reason: (int(counts[2 * at]), int(counts[2 * at + 1])) for at, reason in enumerate((HELD, OPTED_OUT, BEYOND))
    }


def _registers(lists: Sequence[Wishes]) -> Iterator[tuple[str, list[Wishes]]]:
    for place, register in enumerate(dict.fromkeys(each.SCOPE for each in lists)):
        yield f"listed_{place}", [each for each in lists if each.SCOPE is register]


def _pairs(lists: Iterable[Wishes]) -> Iterator[dict[str, str]]:
    for each in lists:
        yield from ({"_member": each.controller, "number": number} for number in each.disclosable)
