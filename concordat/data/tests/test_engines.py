"""One suite for every engine: what goes in, what comes out, what is told of a failure, and a governed store built."""

from __future__ import annotations

import hmac
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.data.elsewhere import PADS
from concordat.data.engine import Engine, EngineFailed
from concordat.data.governed import keyed
from concordat.data.spark import Spark, spark_in
from concordat.data.store import Store, agreement_key, build
from concordat.data.tests.engines import ENGINES, ON_SPARK, OTHERS, engine_of
from concordat.data.tests.workspace import OUTSIDER, SECRET, Person, Workspace, workspace
from concordat.data.work import workplace
from concordat.data.worker import Worker
from concordat.register.sharing import Form, Operator

ROWS = pa.table(
    {
        "a name, with `marks`": ["Zoë 'O''Hara'", "back\\slash", None],
        "day": pa.array([date(1950, 2, 28), None, date(2026, 3, 29)], pa.date32()),
        "at": pa.array([datetime(2026, 3, 29, 1, 30, tzinfo=UTC), None, None], pa.timestamp("us", "UTC")),
        "n": pa.array([1.5, -2.0, None], pa.float64()),
        "place": pa.array([1, 2, 3], pa.int64()),
    }
)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return engine_of(request.param)


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest) -> Engine:
    return engine_of(request.param)


def test_what_goes_in_comes_out_of_memory_and_of_files(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "organisation=RZ1" / "a {b} [c] d"
    folder.mkdir(parents=True)
    sql = "SELECT * FROM given ORDER BY place"
    assert engine.run(sql, {"given": ROWS}).to_pylist() == ROWS.to_pylist()
    written = engine.write("SELECT * FROM given", folder / "one.parquet", {"given": ROWS})
    assert written.rows == 3 and written.bytes == (folder / "one.parquet").stat().st_size
    assert engine.run(sql, {"given": folder / "one.parquet"}).to_pylist() == ROWS.to_pylist()
    assert [each.name for each in folder.iterdir()] == ["one.parquet"]


def test_files_of_one_input_are_put_together_by_the_names_of_their_columns(engine: Engine, tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["1"], "b": ["2"]}), tmp_path / "one.parquet")
    pq.write_table(pa.table({"b": ["4"], "c": ["5"]}), tmp_path / "two.parquet")
    given = {"given": (tmp_path / "one.parquet", tmp_path / "two.parquet")}
    found = engine.run("SELECT a, b, c FROM given ORDER BY b", given).to_pylist()
    assert found == [{"a": "1", "b": "2", "c": None}, {"a": None, "b": "4", "c": "5"}]


def test_rows_in_many_files_are_in_the_order_of_the_query(engine: Engine, tmp_path: Path) -> None:
    many = pa.table({"n": list(range(500, 0, -1))})
    files = engine.write_all("SELECT n FROM given ORDER BY n", tmp_path / "made", {"given": many})
    assert [n for each in files for n in pq.read_table(each).column("n").to_pylist()] == list(range(1, 501))
    assert engine.write_all("SELECT n FROM given WHERE n < 0", tmp_path / "none", {"given": many})


def test_a_query_without_rows_has_its_columns(engine: Engine, tmp_path: Path) -> None:
    engine.write("SELECT place, n FROM given WHERE place > 9", tmp_path / "none.parquet", {"given": ROWS})
    assert pq.read_schema(tmp_path / "none.parquet").names == ["place", "n"]
    assert engine.run("SELECT place FROM given WHERE place > 9", {"given": ROWS}).column_names == ["place"]


def test_a_failure_tells_no_value(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    given = {"given": pa.table({"v": ["CANARY-VALUE"]})}
    told = []
    for wrong in ("SELECT CAST(v AS DECIMAL(3, 1)) + 1 AS n, no_such_column FROM given", _FAILS[type(engine).__name__]):
        with pytest.raises(EngineFailed) as failed:
            engine.run(wrong, given)
        told.append(str(failed.value))
    said = capfd.readouterr()
    assert "CANARY" not in " ".join((*told, said.out, said.err))


_FAILS = {
    "DuckDB": "SELECT CAST(v AS INTEGER) AS n FROM given",
    "Memory": "SELECT replaced(v, '(', '') AS n FROM given",
    "Spark": "SELECT CAST(v AS INT) AS n FROM given",
}
"""What each engine cannot do with a value, once it has begun."""


def test_an_input_is_of_its_query_alone(engine: Engine) -> None:
    engine.run("SELECT * FROM given", {"given": ROWS})
    with pytest.raises(EngineFailed):
        engine.run("SELECT * FROM given")


GOING, STAYING = "9434765919", "9876543210"
KEY = agreement_key(SECRET, "DSA-01")
PEOPLE = (
    Person(member="RZ1", number=GOING, seen=(date(2026, 3, 4), date(2026, 5, 6), date(2025, 12, 31))),
    Person(member="RZ2", number=GOING, postcode="rg1 1aa", born=date(1996, 2, 29)),
    Person(member="RZ2", number="9434765870", born=date(2026, 11, 21), code="CANARY's \\ code"),
    Person(member="RZ1", number=STAYING, code="CANARY-CODE"),
    Person(member="RZ1", number="", code="CANARY-CODE"),
    Person(member=OUTSIDER, number=GOING, code="CANARY-CODE"),
)


def _built(folder: Path, engine: Engine | None, form: Form) -> tuple[Workspace, Store]:
    folder.mkdir()
    limits = [
        ("encounter.started_at", Operator.AT_LEAST, ("2026-01-01",)),
        ("encounter.treatment_function_code", Operator.NONE_OF, ("120", "it's \\")),
    ]
    space = workspace(folder, PEOPLE, [GOING, "9434765870"], limits=limits, form=form)
    given: dict[str, Any] = {"snapshot": space.lake.head(), "lake": space.lake, "lists": space.lists, "home": folder}
    return space, build(space.permit, key=KEY, engine=engine, **given)


def _contents(store: Store) -> dict[str, Any]:
    with duckdb.connect(str(store.file), read_only=True) as session:
        return {
            table: (session.sql(f"DESCRIBE {table}").fetchall(), session.sql(f"FROM {table}").fetchall())
            for table in store.tables
        }


@pytest.mark.parametrize("form", [Form.PSEUDONYMISED, Form.AGGREGATE])
def test_a_governed_store_is_the_same_whichever_engine_works_it_out(other: Engine, tmp_path: Path, form: Form) -> None:
    _, one = _built(tmp_path / "a", None, form)
    _, two = _built(tmp_path / "b", other, form)
    assert (two.name, two.tables, two.rows, two.tallies) == (one.name, one.tables, one.rows, one.tallies)
    assert _contents(two) == _contents(one)
    sql = "SELECT started_at, count(*) AS n FROM encounter GROUP BY ALL ORDER BY ALL"
    with Worker(one.file) as first, Worker(two.file) as second:
        assert second.ask(sql).to_pylist() == first.ask(sql).to_pylist() != []


def test_what_was_worked_out_elsewhere_leaves_nothing_behind(other: Engine, tmp_path: Path) -> None:
    space, store = _built(tmp_path / "a", other, Form.PSEUDONYMISED)
    assert {each.name for each in store.folder.iterdir()} == {"store.duckdb", "store.json"}
    assert store.file.stat().st_mode & 0o777 == 0o400
    for path in (each for each in (space.home / "stores").rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert not any(secret in content for secret in (b"CANARY-ID", STAYING.encode(), KEY, KEY.hex().encode()))


def test_identifiers_are_keyed_alike(other: Engine) -> None:
    pads = [bytes(each ^ pad for each in KEY.ljust(64, b"\0")) for pad in (0x36, 0x5C)]
    given = {PADS: pa.table({"inside": pads[:1], "outside": pads[1:]}), "rows_sent": ROWS_OF}
    sql = f"SELECT {keyed('patient_id', other.dialect)} AS k FROM rows_sent ORDER BY place"
    messages = [f"patient_id\x1fRZ1\x1f{each}" for each in ROWS_OF.column("patient_id").to_pylist()]
    expected = [hmac.digest(KEY, each.encode(), "sha256").hex()[:32] for each in messages]
    assert other.run(sql, given).column("k").to_pylist() == expected


ROWS_OF = pa.table({"_member": ["RZ1"] * 3, "patient_id": ["1", "Zoë \\ 'x'", "\u0001"], "place": [1, 2, 3]})


@pytest.mark.parametrize("name", [ON_SPARK])
def test_a_key_is_in_no_plan(name: str) -> None:
    engine = engine_of(name)
    assert isinstance(engine, Spark)
    pads = [bytes(each ^ pad for each in KEY.ljust(64, b"\0")) for pad in (0x36, 0x5C)]
    given = {PADS: pa.table({"inside": pads[:1], "outside": pads[1:]}), "rows_sent": ROWS_OF}
    plan = engine.explained(f"SELECT {keyed('patient_id', engine.dialect)} AS k FROM rows_sent", given)
    assert "sha2" in plan
    for pad in pads:
        assert pad.hex().upper() not in plan.upper() and pad.decode("latin-1") not in plan


def test_what_spark_spills_in_a_workspace_stays_while_another_works_there(tmp_path: Path) -> None:
    with spark_in(tmp_path, "local[1]") as spark, workplace(tmp_path):
        assert spark.temp.is_dir()
    assert not spark.temp.exists()
