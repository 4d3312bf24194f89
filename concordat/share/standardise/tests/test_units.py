"""Units between members: one test in two units is a gap of each that sends it, and of nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.data.part import part_of
from concordat.share.mapping.feed_file import feed_of
from concordat.share.standardise.gaps import gaps
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.tests.dialects import RECEIVED
from concordat.share.standardise.units import keep_units, kept_units, units

SCHEMA = pa.schema(
    [*((each, pa.string()) for each in ("_member", "_batch", "code_system", "code", "value_unit")),
     ("value_number", pa.float64())]
)  # fmt: skip
LOINC = "http://loinc.org"


def lake_of(home: Path, sent: dict[str, list[tuple[str, str, str | None]]]) -> Path:
    """A lake in which each member sent results of (system, code, unit)."""
    home.mkdir(parents=True, exist_ok=True)
    lake = Lake(home)
    for member, results in sent.items():
        rows = [dict(zip(SCHEMA.names, (member, "b", *each, 1.0), strict=True)) for each in results]
        path = home / f"{member}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path)
        part = part_of(path, table="observation", organisation=member, batch="b")
        lake.commit([part], by="test", at=RECEIVED)
    return home


def test_each_member_with_a_unit_of_its_own_is_told_with_whom_it_cannot_be_pooled(tmp_path: Path) -> None:
    home = lake_of(tmp_path, {
        "RZ1": [(LOINC, "718-7", "g/L"), (LOINC, "2160-0", "umol/L"), ("local", "HB", "g/L")],
        "RZ4": [(LOINC, "718-7", "g/dL"), (LOINC, "2160-0", "UMOL/L ")],
        "RZ5": [(LOINC, "718-7", "g/L"), ("other", "HB", "g/dL"), (LOINC, "2160-0", None)],
    })  # fmt: skip
    assert units(home) == {"RZ1": (1, ("RZ4",)), "RZ4": (1, ("RZ1", "RZ5")), "RZ5": (1, ("RZ4",))}
    keep_units(home)
    assert kept_units(home) == units(home)
    said = "member: RZ4\nsystem: lab\ntable: observation\nsource: {format: csv}\ncolumns: {observation_id: id}\n"
    feed = feed_of(said, file="lab.yaml")
    told = gaps([], [feed], model=shared_model(), as_of=date(2026, 11, 4), units=units(home))
    (one,) = (each for each in told if each.kind is GapKind.UNIT_CONFLICT)
    assert str(one) == (
        "RZ4 sends 1 of the tests that it shares with RZ1, RZ5 in other units, so that they cannot be pooled; "
        "its system is lab."
    )


SENT = st.lists(st.tuples(st.just(LOINC), st.sampled_from("ab"), st.sampled_from(["x", "y", None])), max_size=4)


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(["RZ1", "RZ4", "RZ5"]), SENT))
def test_it_is_what_comparing_each_with_each_finds(
    tmp_path_factory: pytest.TempPathFactory, sent: dict[str, list[tuple[str, str, str | None]]]
) -> None:
    folder = tmp_path_factory.mktemp("lake")
    used = {
        (member, code): frozenset(unit for _, one, unit in results if one == code and unit)
        for member, results in sent.items()
        for code in "ab"
    }
    expected: dict[str, tuple[set[str], set[str]]] = {}
    for (member, code), mine in used.items():
        for (other, its), theirs in used.items():
            if member != other and code == its and mine and theirs and mine != theirs:
                tests, others = expected.setdefault(member, (set(), set()))
                tests.add(code)
                others.add(other)
    found = units(lake_of(folder, sent))
    assert found == {who: (len(tests), tuple(sorted(others))) for who, (tests, others) in expected.items()}
