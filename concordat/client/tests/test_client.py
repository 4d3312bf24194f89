"""The client: the same at a server and in a workspace; it shows no row and no key, and every failure is advice."""

from __future__ import annotations

import datetime
import http.server
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import URLError

import pyarrow as pa
import pytest

from concordat.client import Concordat, NotAnswered, NotReached, over_http
from concordat.client.result import NotInstalled, result_of
from concordat.core.refusal import Refusal
from concordat.data.log import Log
from concordat.data.tests.workspace import DAY
from concordat.register.outtake import write_record
from concordat.share.app.tests.shared_data import CANARY, COUNT, Shared, shared
from concordat.web import keys, rate

KEY = "concordat_of-no-use-to-anybody"
HEAD = {"agreement": "DSA", "version": 2, "snapshot": 7, "line": 41, "isolation": "landlock", "protected": False}
TABLE = pa.table(
    {
        "name": pa.array([f"{CANARY}-NAME", None]),
        "day": pa.array([DAY, None], pa.date32()),
        "exact": pa.array([Decimal("1.10"), None], pa.decimal128(9, 2)),
        "count": pa.array([1, None], pa.int32()),
    }
)


@pytest.fixture
def here(transactional_db: None, settings: Any, tmp_path: Path) -> Shared:
    settings.HOME = tmp_path
    settings.AS_OF = DAY
    rate.forget()
    return shared()


@pytest.fixture
def at_server(here: Shared, live_server: Any) -> Callable[[Any], Concordat]:
    def client(by: Any) -> Concordat:
        return Concordat(live_server.url, token=keys.make_key(by=by, as_of=DAY, name="notebook", days=30))

    return client


@pytest.fixture
def in_folder(here: Shared, tmp_path: Path) -> Callable[[Any], Concordat]:
    write_record(here.record, tmp_path / "register.xlsx")

    def client(by: Any) -> Concordat:
        return Concordat.workspace(here.home, record=tmp_path / "register.xlsx", as_of=DAY, by=by.user)

    return client


@pytest.mark.parametrize("way", ["at_server", "in_folder"])
def test_may_ask_and_release(here: Shared, way: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(way)
    with client(here.asker) as mine, client(here.colleague) as theirs:
        verdict = mine.may(here.question)
        assert verdict.permitted and verdict.columns and not verdict.failing
        refused = mine.may({**here.question, "role": "porter"})
        assert refused.word == "DENY" and "porter" in repr(refused)

        result = mine.ask(here.question, sql=COUNT)
        assert result.columns == ("code", "people") and len(result) == 4 and result.line == 1
        assert result.arrow().schema.field("people").type == pa.int64() and not result.arrow().schema.metadata
        with pytest.raises(Refusal, match="does not release"):
            mine.release(result.line, counts=["people"])
        left = theirs.release(result.line, counts=["people"])
        assert left.protected and set(left.arrow().column("code").to_pylist()) == {"110", "120"}
        assert {each.by for each in Log(here.home).lines()} == {"ann", "bea"}


@pytest.mark.parametrize("way", ["at_server", "in_folder"])
def test_types_come_through(here: Shared, way: str, request: pytest.FixtureRequest) -> None:
    sql = (
        "SELECT DATE '2026-11-22' AS day, CAST(1.10 AS DECIMAL(9, 2)) AS exact, CAST(NULL AS INTEGER) AS nothing, "
        "'é' AS text, TIMESTAMP '2026-11-22 09:30:00' AS moment"
    )
    with request.getfixturevalue(way)(here.asker) as client:
        table = client.ask(here.question, sql=sql).arrow()
    assert table.schema.field("day").type == pa.date32() and table.schema.field("nothing").type == pa.int32()
    assert table.to_pylist() == [
        {
            "day": DAY, "exact": Decimal("1.10"), "nothing": None, "text": "é",
            "moment": datetime.datetime(2026, 11, 22, 9, 30),
        }
    ]  # fmt: skip


@pytest.mark.parametrize("way", ["at_server", "in_folder"])
def test_a_refusal_tells_rules_and_line(here: Shared, way: str, request: pytest.FixtureRequest) -> None:
    with request.getfixturevalue(way)(here.asker) as client:
        with pytest.raises(Refusal) as refused:
            client.ask({**here.question, "role": "porter"}, sql=COUNT)
        assert refused.value.line == 1 and refused.value.rules  # type: ignore[attr-defined]
        for wrong in ({"purpose": "gossip"}, {**here.question, "more": 1}):
            with pytest.raises(Refusal, match="question"):
                client.ask(wrong, sql=COUNT)
        with pytest.raises(Refusal):
            client.ask(here.question, sql="SELECT family_name FROM patient")
    assert [each.action for each in Log(here.home).lines()] == ["asked", "refused"] * 2


def test_who_may_not_is_told_by_the_server(here: Shared, at_server: Callable[[Any], Concordat]) -> None:
    for by in (here.other, here.viewer):
        with pytest.raises(NotAnswered, match="QZ3"):
            at_server(by).ask(here.question, sql=COUNT)
    asker = at_server(here.asker)
    keys.revoke_key(by=here.asker, as_of=DAY, key=keys.keys_of(here.asker, DAY)[0].id)
    with pytest.raises(NotReached, match="does not take this key"):
        asker.may(here.question)


def test_shown_it_tells_no_row_and_no_key() -> None:
    result = result_of(HEAD, TABLE)
    shown = f"{result!r} {result} {vars(Concordat)} {Concordat('https://concordat.example', token=KEY)!r}"
    assert CANARY not in shown and KEY not in shown
    assert repr(result) == "<Result: 2 rows of name, day, exact, count; under DSA version 2, line 41 of the log>"
    assert not hasattr(result, "_repr_html_")


def test_a_frame_is_made_by_its_own_package_and_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    result = result_of(HEAD, TABLE)
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(NotInstalled, match=f"pip install {name}"):
            getattr(result, name)()
    monkeypatch.setitem(sys.modules, "polars", SimpleNamespace(from_arrow=lambda table: ("frame of", table)))
    assert result.polars() == ("frame of", TABLE)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotInstalled, match="pip install pyarrow"):
        Concordat("https://concordat.example", token=KEY).ask({}, sql="SELECT 1")


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_frames_keep_days_decimals_and_what_is_absent(name: str) -> None:
    pytest.importorskip(name, reason=f"{name} is not installed: it is the notebook's own")
    frame = getattr(result_of(HEAD, TABLE), name)()
    back = pa.Table.from_pandas(frame, preserve_index=False) if name == "pandas" else frame.to_arrow()
    assert [list(each.values()) for each in back.to_pylist()] == [list(each.values()) for each in TABLE.to_pylist()]


@pytest.mark.parametrize(
    ("address", "token", "said"),
    [
        ("http://concordat.example", KEY, "use https"),
        ("concordat.example", KEY, "no address"),
        ("https://ann:secret@concordat.example", KEY, "no address"),
        ("https://concordat.example", "", "No key"),
        ("https://concordat.example", f"{KEY}\nHost: elsewhere", "Copy it again"),
    ],
)
def test_what_could_give_a_key_away_is_refused_before_it_is_sent(
    address: str, token: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONCORDAT_KEY", raising=False)
    with pytest.raises(NotReached, match="(?i)" + said) as refused:
        Concordat(address, token=token)
    assert KEY not in str(refused.value)
    monkeypatch.setenv("CONCORDAT_KEY", KEY)
    assert Concordat("https://concordat.example")


class Saying(http.server.BaseHTTPRequestHandler):
    """A server that says one thing, and remembers what it was sent."""

    status, headers_said, body = 200, dict[str, str](), b""
    heard: list[Any] = []

    def do_POST(self) -> None:
        self.heard.append((self.path, dict(self.headers)))
        self.send_response(self.status)
        for name, value in self.headers_said.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def saying(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Iterator[tuple[str, list[Any]]]:
    heard: list[Any] = []
    kind = type("Said", (Saying,), {"status": status, "headers_said": headers or {}, "body": body, "heard": heard})
    with http.server.HTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", heard
        finally:
            server.shutdown()


PROBLEM = {"Content-Type": "application/problem+json"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (429, {**PROBLEM, "Retry-After": "7"}, b'{"what": "Other questions are worked on."}', "Ask again in 7 seconds"),
        (429, {}, b"", "Ask again in 60 seconds"),
        (401, PROBLEM, b"{}", "does not take this key"),
        (500, {"Content-Type": "text/html"}, b"<h1>CANARY</h1>", "answered 500"),
        (502, PROBLEM, b"[", "answered 502"),
        (404, {"Content-Type": "text/html"}, b"<h1>CANARY</h1>", "answered 404"),
        (200, {"Content-Type": "text/html"}, b"<h1>CANARY</h1>", "cannot be read"),
        (200, {"Content-Length": "99"}, b"half", "broke off"),
    ],
)
def test_whatever_a_server_says_is_advice(status: int, headers: dict[str, str], body: bytes, said: str) -> None:
    with saying(status, headers, body) as (address, _), pytest.raises(NotReached, match=said) as refused:
        Concordat(address, token=KEY).ask({}, sql="SELECT 1")
    assert KEY not in str(refused.value) and CANARY not in str(refused.value)
    assert refused.value.__cause__ is None and refused.value.__context__ is None, "its frames hold the key"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with saying(200) as (elsewhere, heard), saying(status, {"Location": f"{elsewhere}/x"}) as (address, _):
        with pytest.raises(NotReached, match=r"sends on to 127\.0\.0\.1"):
            Concordat(address, token=KEY).may({})
        assert heard == []


def test_a_server_that_is_silent_absent_or_nobody_is_told_apart(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NotReached, match=r"did not answer within 0\.1 seconds"):
            Concordat(f"http://127.0.0.1:{port}", token=KEY, timeout=0.1).may({})
    with pytest.raises(NotReached, match="is not reached"):
        Concordat(f"http://127.0.0.1:{port}", token=KEY).may({})
    with saying(200) as (address, _), pytest.raises(NotReached, match="does not speak TLS"):
        Concordat(address.replace("http:", "https:"), token=KEY).may({})


def test_a_wrong_certificate_is_told() -> None:
    server = over_http.Server("https://concordat.example", KEY, 1)
    problem = ssl.SSLCertVerificationError(1, "certificate verify failed")
    problem.verify_message = "self-signed certificate"
    told = server._failed(URLError(problem))
    assert "does not prove that it is who it says (self-signed certificate)" in str(told)


def test_the_key_is_sent_to_its_server_alone_and_once() -> None:
    with saying(404) as (address, heard), pytest.raises(NotReached):
        Concordat(f"{address}/", token=f" {KEY}\n").may({}, as_of=DAY)
    ((path, headers),) = heard
    assert path == "/api/v1/may?as_of=2026-11-22" and headers["Authorization"] == f"Bearer {KEY}"


def test_a_question_from_a_file_and_what_is_no_question(tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    client = Concordat("https://concordat.example", token=KEY)
    for content in (b"", b"[]", b"\xff", b"[" * 100_000):
        path.write_bytes(content)
        with pytest.raises(NotAnswered, match="not a file of JSON"):
            client.may(path)
    for asked in ({}, {"sql": "SELECT 1", "count": {}}):
        with pytest.raises(NotAnswered, match="or two things"):
            client.ask({}, **asked)  # type: ignore[arg-type]


def test_nothing_heavy_is_imported_until_it_is_needed() -> None:
    code = "import sys, concordat.client; print(sorted({'pyarrow', 'duckdb', 'django', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
