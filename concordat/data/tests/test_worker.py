"""The confined process: what is unwanted fails in it without any guard, and each of its layers without the other."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from concordat.data.answering import SETTINGS
from concordat.data.sandbox import version
from concordat.data.worker import Limits, NotAnswered, Worker

CANARY = "canary-9434765919"
SMALL = Limits(seconds=1, grace=1, cpu=5, rows=1_000, columns=5, bytes=1 << 20)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "store.duckdb"
    (path.parent / "beside.txt").write_text(CANARY)
    with duckdb.connect(str(path)) as session:
        session.execute("create table t as select range as a, range % 7 as b, 'x' || range as c from range(5000)")
    path.chmod(0o400)
    return path


@pytest.fixture(scope="module")
def worker(store: Path) -> Iterator[Worker]:
    with Worker(store, SMALL) as made:
        yield made


def kind(worker: Worker, sql: str) -> str:
    with pytest.raises(NotAnswered) as problem:
        worker.ask(sql)
    assert CANARY not in str(problem.value) and "x4999" not in str(problem.value)
    return problem.value.kind


def test_it_answers_and_stays_warm(worker: Worker) -> None:
    assert worker.ask("select b, count(*) as n from t group by b order by b limit 1").to_pylist() == [
        {"b": 0, "n": 715}
    ]
    process = worker._process
    assert worker.ask("select count(*) as n from t").to_pylist() == [{"n": 5000}] and worker._process is process
    assert worker.ask("select a from t where false").num_rows == 0


@pytest.mark.skipif(not version(), reason="the kernel has no Landlock")
def test_it_says_which_isolation_is_in_use(worker: Worker) -> None:
    worker.ask("select 1")
    assert worker.isolation == f"Landlock {version()} and resource limits"


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{beside}')",
        "select * from '{beside}'",
        "copy t to '{folder}/out.csv'",
        "copy (select 1) to '/tmp/out.parquet'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "load 'httpfs'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 9",
        "create table z as select 1",
        "delete from t",
        "select getenv('HOME') as h, error('stop')",
    ],
)
def test_what_is_unwanted_fails_without_a_guard(worker: Worker, store: Path, sql: str) -> None:
    kind(worker, sql.format(beside=store.parent / "beside.txt", folder=store.parent))
    assert sorted(each.name for each in store.parent.iterdir()) == ["beside.txt", "store.duckdb"]


def test_a_failure_is_told_by_its_kind_and_never_by_a_value(worker: Worker) -> None:
    assert kind(worker, "select cast(c as integer) from t") == "value"
    assert kind(worker, "select error(c) from t") in ("value", "other")
    assert kind(worker, "select secret from t") == "names"


@pytest.mark.parametrize(
    "sql",
    ["select a from t", "select 1, 2, 3, 4, 5, 6", "select repeat('x', 2000000) as long"],
)
def test_an_answer_beyond_a_bound_is_refused(worker: Worker, sql: str) -> None:
    assert kind(worker, sql) == "size"


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from t x, t y, t z where x.a + y.a + z.a = 5",
        "select sum(length(repeat('x', 1000000000) || a)) from t",
        "select repeat('x', 3000000000)",
        "select list(repeat('x', 1000000) || a) from t",
    ],
)
def test_what_takes_too_much_is_ended_and_the_next_question_is_answered(worker: Worker, sql: str) -> None:
    assert kind(worker, sql) in ("time", "memory", "other")
    assert worker.ask("select 1 as one").to_pylist() == [{"one": 1}]


def test_a_process_that_was_killed_is_begun_anew(worker: Worker) -> None:
    worker.ask("select 1")
    assert worker._process
    worker._process.kill()
    worker._process.wait()
    assert worker.ask("select 1 as one").num_rows == 1


_TRIES = """
import json, os, socket, sys
from concordat.data.sandbox import confine, limit
from pathlib import Path
limit(memory=4 << 30)
said = confine([Path(sys.argv[1])])
def fails(act):
    try: act()
    except OSError: return True
    return False
print(json.dumps({
    "said": said,
    "store": not fails(lambda: open(sys.argv[1], "rb").read(1)),
    "beside": fails(lambda: open(sys.argv[2]).read()),
    "listing": fails(lambda: os.listdir(os.path.dirname(sys.argv[2]))),
    "passwd": fails(lambda: open("/etc/passwd").read()),
    "writing": fails(lambda: open(sys.argv[2] + ".new", "w").write("x")),
    "deleting": fails(lambda: os.unlink(sys.argv[2])),
    "running": fails(lambda: os.execv("/bin/true", ["true"])),
    "calling": fails(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 1)),
    "signalling": fails(lambda: os.kill(os.getppid(), 0)),
}))
"""


@pytest.mark.skipif(version() < 6, reason="the kernel's Landlock does not cover connections and signals")
def test_the_sandbox_alone_holds_whatever_runs_in_it(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        given = [sys.executable, "-c", _TRIES, str(store), str(store.parent / "beside.txt"), port]
        done = subprocess.run(given, capture_output=True, check=True, text=True, env={**os.environ})
    told = json.loads(done.stdout)
    assert told.pop("said").startswith("Landlock") and all(told.values()), told
    assert (store.parent / "beside.txt").read_text() == CANARY


def test_duckdbs_own_settings_alone_reach_no_file(store: Path) -> None:
    with duckdb.connect(str(store), read_only=True) as session:
        for name, value in SETTINGS.items():
            session.execute(f"SET {name} = {value}")
        for sql in ("select * from read_text('{}')", "copy t to '{}.csv'", "attach '{}.db'", "set threads = 9"):
            with pytest.raises(duckdb.Error):
                session.execute(sql.format(store.parent / "beside.txt"))
