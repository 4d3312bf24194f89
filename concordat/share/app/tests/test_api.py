"""What programs may ask: the same as the pages give, whoever asks; problems tell what to do and never a row's value."""

from __future__ import annotations

import datetime
import io
import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from concordat.data.log import Log, verify_log
from concordat.data.permit import decide
from concordat.data.question import from_json
from concordat.data.tests.workspace import DAY
from concordat.register.app.models import Seat
from concordat.register.app.permission import Part, Person
from concordat.share.app import records
from concordat.share.app.api import forms
from concordat.share.app.api.forms import ARROW, JSON, PARQUET
from concordat.share.app.tests import fed
from concordat.share.app.tests.agreed import editor
from concordat.share.app.tests.shared_data import CANARY, COUNT, STAYING, Shared, shared
from concordat.web import keys, rate
from concordat.web.models import ProgramKey
from concordat.web.problem import API, MEDIA_TYPE
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db
OPERATIONS = {
    "may": "POST may",
    "ask": "POST ask",
    "answers": "GET answers",
    "answer": "GET answers/1",
    "release": "POST answers/1/release",
    "feeds": "GET feeds",
    "gaps": "GET gaps",
    "agreements": "GET agreements",
}


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Iterator[Shared]:
    settings.HOME = tmp_path
    settings.AS_OF = DAY
    rate.forget()
    yield shared()


class Program:
    """A program that asks with a key, and holds every answer to the description."""

    def __init__(self, by: Person | None, key: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.key = key or (keys.make_key(by=by, as_of=DAY, name="notebook", days=30) if by else "")
        description = self.client.get(f"{API}openapi.json").json()
        self.paths = description["paths"]
        self.components = description["components"]

    def send(self, operation: str, body: Any = None, accept: str = JSON, **more: str) -> Any:
        method, _, path = operation.partition(" ")
        content = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        sent = {"data": content, "content_type": JSON} if method == "POST" else {}
        headers = {"Accept": accept, **({"Authorization": f"Bearer {self.key}"} if self.key else {}), **more}
        response = self.client.generic(method, f"{API}{path}", headers=headers, **sent)
        self.hold(method.lower(), path, response)
        return response

    def hold(self, method: str, path: str, response: Any) -> None:
        """The response is one that the description has, and its content as that says."""
        known = self.paths.get(f"{API}{path.partition('?')[0]}".replace("answers/1", "answers/{line}"), {})
        if method in known:
            content = known[method]["responses"][str(response.status_code)]["content"]
            schema = {**content[response["Content-Type"]]["schema"], "components": self.components}
            if schema.get("format") != "binary":
                jsonschema_rs.validate(schema, response.json())


def asked(here: Shared, sql: str = COUNT, **question: Any) -> dict[str, Any]:
    return {"question": {**here.question, **question}, "sql": sql}


def told(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    problem: dict[str, Any] = response.json()
    assert response["Content-Type"] == MEDIA_TYPE and problem["status"] == status
    assert problem["what"] and problem["remedy"]
    return problem


def test_an_answer_is_given_in_three_forms_and_the_log_says_who_asked(here: Shared) -> None:
    program = Program(here.asker)
    found = program.send("POST ask", asked(here)).json()
    assert sorted(found["rows"], key=lambda row: row["code"]) == [
        {"code": "110", "people": 31}, {"code": "120", "people": 17}, {"code": "130", "people": 3},
        {"code": "140", "people": 9},
    ]  # fmt: skip
    assert (found["columns"], found["protected"], found["line"]) == (["code", "people"], False, 1)
    stream = program.send("POST ask", asked(here), ARROW)
    table = pa.ipc.open_stream(stream.content).read_all()
    head = json.loads(table.schema.metadata[forms.METADATA])
    assert table.num_rows == 4 and head["line"] == 3 and head["agreement"] == found["agreement"]
    assert pq.read_table(io.BytesIO(program.send("POST ask", asked(here), PARQUET).content)).num_rows == 4
    log = Log(here.home)
    assert {each.by for each in log.lines()} == {"ann"} and verify_log(here.home) == ()


def test_types_come_through(here: Shared) -> None:
    sql = (
        "SELECT DATE '2026-11-22' AS day, CAST(1.10 AS DECIMAL(9, 2)) AS exact, CAST(NULL AS INTEGER) AS nothing, "
        "'é' AS text, CAST('nan' AS DOUBLE) AS none, TIMESTAMP '2026-11-22 09:30:00' AS moment"
    )
    program = Program(here.asker)
    table = pa.ipc.open_stream(program.send("POST ask", asked(here, sql), ARROW).content).read_all()
    assert table.schema.field("exact").type == pa.decimal128(9, 2) and table.schema.field("nothing").type == pa.int32()
    (row,) = table.to_pylist()
    assert row["exact"] == Decimal("1.10") and row["nothing"] is None and row["day"] == DAY
    (plain,) = program.send("POST ask", asked(here, sql)).json()["rows"]
    assert (plain["exact"], plain["nothing"], plain["none"], plain["text"]) == ("1.10", None, "nan", "é")
    assert plain["moment"] == "2026-11-22T09:30:00"


def test_a_verdict_is_as_the_command_prints_it(here: Shared) -> None:
    for program in (Program(here.asker), Program(here.viewer), Program(here.other)):
        for change in ({}, {"role": "porter"}, {"whose": ["RX9"]}):
            question = {**here.question, **change}
            verdict = decide(from_json(question), records.shared(here.asker), DAY).as_dict()
            assert program.send("POST may", question).json() == json.loads(json.dumps(verdict))
    assert Log(here.home).lines() == (), "a verdict gives nothing of any row"


def test_a_refusal_tells_every_rule_what_would_change_it_and_its_line(here: Shared) -> None:
    problem = told(Program(here.asker).send("POST ask", asked(here, role="porter", whose=["RZ1", "RX9"])), 403)
    assert problem["rules"] and problem["line"] == 1 and len(problem["problems"]) > 1
    assert any(each["remedy"] for each in problem["problems"])
    intent, outcome = Log(here.home).lines()
    assert (intent.action, intent.by, outcome.action) == ("asked", "ann", "refused")
    assert set(outcome.facts["reasons"]) == set(problem["rules"])


def test_lists_that_are_stale_refuse_it_with_its_line(here: Shared) -> None:
    for each in here.home.glob("opt_outs/*/reply-*.dat"):
        each.rename(each.with_name("reply-2026-01-02.dat"))
    assert told(Program(here.asker).send("POST ask", asked(here)), 403)["line"] == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select cast(treatment_function_code as date) from encounter",
        f"select '{STAYING}' / 0 from nowhere_{STAYING}",
        "select family_name from patient",
        "select error(patient_id) from encounter",
        "select * from read_csv('/etc/passwd')",
    ],
)
def test_what_cannot_be_worked_out_tells_no_value(here: Shared, sql: str) -> None:
    response = Program(here.asker).send("POST ask", asked(here, sql))
    problem = told(response, 422)
    assert not any(each in response.content.decode() for each in (CANARY, STAYING, "110", "passwd"))
    assert problem["line"] == 1 and Log(here.home).lines()[0].action == "asked"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[1]", 400),
        (b"\xff{", 400),
        (b'{"question": NaN}', 400),
        (b"[" * 100_000, 400),
        (b'{"sql": "\\ud800"}', 400),
        ({}, 422),
        ({"question": 1, "sql": "select 1"}, 422),
        ({"question": {}, "sql": "select 1", "count": {}}, 422),
        ({"question": {}, "sql": "x" * 20_001, "snapshot": True, "more": 1}, 422),
        (b" " * ((1 << 20) + 1), 413),
    ],
)
def test_what_cannot_be_read_is_told_whole_and_asks_nothing(here: Shared, body: Any, status: int) -> None:
    told(Program(here.asker).send("POST ask", body), status)
    assert Log(here.home).lines() == ()


def test_a_form_that_is_not_given_is_refused_before_anything_is_asked(here: Shared) -> None:
    program = Program(here.asker)
    told(program.send("POST ask", asked(here), "text/html"), 406)
    assert Log(here.home).lines() == ()
    assert program.send("POST ask", asked(here), "text/html, */*;q=0.1").status_code == 200
    told(program.send("DELETE may"), 405)
    told(program.send("GET nowhere"), 404)


def test_only_a_second_person_of_the_same_organisation_releases(here: Shared) -> None:
    mine, theirs, looks, far = (Program(each) for each in (here.asker, here.colleague, here.viewer, here.other))
    mine.send("POST ask", asked(here))
    release, counts = "POST answers/1/release", {"counts": ["people"]}
    assert told(mine.send(release, counts), 403)["line"] == 3
    for program in (looks, far):
        assert told(program.send(release, counts), 404)
        assert told(program.send("GET answers/1"), 404) == told(program.send("GET answers/1"), 404)
        assert program.send("GET answers").json() == []
    assert [each["released"] for each in theirs.send("GET answers").json()] == [False]
    assert theirs.send("GET answers/1").json()["rows"] == mine.send("GET answers/1").json()["rows"]
    left = theirs.send(release, counts).json()
    assert left["protected"] and {each["code"] for each in left["rows"]} == {"110", "120"}, "nor the next smallest"
    assert [each["released"] for each in mine.send("GET answers").json()] == [True]
    assert {each.by for each in Log(here.home).lines() if each.action == "released"} == {"bea"}
    told(theirs.send(release, {"counts": 1}), 422)


def test_nobody_asks_as_another_organisation_and_who_only_looks_does_not_ask(here: Shared) -> None:
    for by in (here.other, here.viewer):
        problem = told(Program(by).send("POST ask", asked(here)), 403)
        assert "QZ3" in problem["what"]
    told(Program(here.asker).send("POST ask", asked(here, organisation="RZ1")), 403)
    assert Log(here.home).lines() == ()


def body_of(name: str, here: Shared) -> Any:
    return {"may": here.question, "ask": asked(here), "release": {"counts": ["people"]}}.get(name)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_as_every_role_and_no_canary(here: Shared, name: str) -> None:
    Program(here.asker).send("POST ask", asked(here))
    for by in (here.asker, here.colleague, here.viewer):
        response = Program(by).send(OPERATIONS[name], body_of(name, here))
        assert response.status_code in (200, 403, 404) and CANARY not in response.content.decode()
        assert response["Cache-Control"] == "no-store"
    response = Program(here.other).send(OPERATIONS[name], body_of(name, here))
    assert (f"{CANARY} draft" in response.content.decode()) == (name == "agreements"), "else this proves nothing"


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_key_opens_nothing_once_it_is_over(here: Shared, name: str, settings: Any) -> None:
    made = Program(here.asker)
    operation, body = OPERATIONS[name], body_of(name, here)
    key = ProgramKey.objects.get()
    seat = Seat.objects.select_related("user").get(pk=here.asker.seat)
    for wrong in ("", "x", f"{keys.PREFIX}x", key.digest, "x" * 10_000, "é"):
        told(Program(None, wrong or " ").send(operation, body), 401)
    assert signed_in(here.asker).get(f"{API}answers").status_code == 401, "a session is no key"
    response = made.client.generic("POST", f"{API}may", headers={"Authorization": f"Basic {made.key}"})
    assert response.status_code == 401 and response["WWW-Authenticate"].startswith("Bearer")

    settings.AS_OF = key.expires_on - datetime.timedelta(days=1)
    assert made.send(operation, body).status_code != 401, "its last day"
    settings.AS_OF = key.expires_on
    told(made.send(operation, body), 401)
    settings.AS_OF = DAY
    seat.user.is_active = False
    seat.user.save()
    told(made.send(operation, body), 401)
    seat.user.is_active = True
    seat.user.save()
    assert made.send(operation, body).status_code != 401
    second = Program(here.asker)
    keys.revoke_key(by=here.asker, as_of=DAY, key=key.pk)
    told(made.send(operation, body), 401)
    seat.delete()
    told(second.send(operation, body), 401)
    assert not ProgramKey.objects.exists()


def test_feeds_and_gaps_are_told_to_every_member_and_no_row_of_them(db: None, settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.AS_OF = tmp_path, DAY
    fed.fed(tmp_path)
    for by in (editor("RZ1"), editor("RZ8")):
        program = Program(by)
        feeds, gaps = program.send("GET feeds"), program.send("GET gaps")
        assert [(each["member"], each["batches"], each["rows"]) for each in feeds.json()] == [
            (member, 2, 40) for member in fed.MEMBERS
        ]
        assert {"Halden Health"} == {each["behind"]["supplier"] for each in gaps.json()}
        assert any("does not" in each["sentence"] for each in gaps.json())
        assert not any(each in f"{feeds.content!r} {gaps.content!r}" for each in (fed.CANARY, fed.OWN_WORDS))


def test_a_part_that_is_changed_counts_at_once(here: Shared) -> None:
    program = Program(here.asker)
    assert program.send("POST ask", asked(here)).status_code == 200
    Seat.objects.filter(pk=here.asker.seat).update(part=Part.VIEWER)
    told(program.send("POST ask", asked(here)), 403)


def test_too_much_at_once_is_told_to_come_back(here: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(here.asker)
    monkeypatch.setattr(rate, "_places", threading.BoundedSemaphore(1))
    with rate.long_question():
        assert program.send("POST ask", asked(here))["Retry-After"] == "5"
    assert Log(here.home).lines() == ()
    monkeypatch.setattr(rate, "A_MINUTE", 2)
    rate.forget()
    assert [program.send("GET answers").status_code for _ in range(3)] == [200, 200, 429]
    assert Program(here.colleague).send("GET answers").status_code == 200, "each has their own"


def test_the_description_is_whole(here: Shared) -> None:
    description = Client().get(f"{API}openapi.json").json()
    assert description["openapi"].startswith("3.1")
    every = [each for methods in description["paths"].values() for each in methods.values()]
    assert {each["operationId"] for each in every} == set(OPERATIONS)
    for each in every:
        assert each["security"] == [{"Key": []}] and each["description"]
        assert {"400", "401", "403", "404", "422", "429"} <= set(each["responses"])
    assert "http" not in json.dumps(description["paths"]), "nothing of it is elsewhere"
