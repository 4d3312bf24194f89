"""Two worlds, alike in what a permit lets through and different in all that it hides: nobody can tell them apart.

Hypothesis draws both, and the questions. Everything hidden in the second world bears a canary. Then each layer is
held against attacks with the others switched off: the store without a guard, and the guard without a store.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concordat.core.refusal import Refusal
from concordat.data.counted import Counted
from concordat.data.guard import NotAllowed, guard
from concordat.data.query import Door, Query
from concordat.data.store import agreement_key, build
from concordat.data.tests.test_guard import UNWANTED
from concordat.data.tests.workspace import AT, OUTSIDER, OWNERS, SECRET, Person, Workspace, workspace
from concordat.data.worker import Limits, NotAnswered, Worker
from concordat.register.sharing import Form, Operator

DRAWS = int(os.environ.get("WORLDS_DRAWN", "4"))
"""How many pairs of worlds are drawn for each property; the build asks for more."""

LIMIT = ("encounter.treatment_function_code", Operator.NONE_OF, ("CANARY-CODE",))
SEEN = tuple(f"9{number:09}" for number in range(8))
OPTED_OUT = tuple(f"8{number:09}" for number in range(4))

_DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
_CODES = st.sampled_from(["110", "120", "130", ""])
_OWNER, _POSTCODES = st.sampled_from(OWNERS), st.sampled_from(["ZZ99 3AA", "RG1 1AA", ""])
SHOWN = st.builds(
    Person,
    member=_OWNER,
    number=st.sampled_from(SEEN),
    born=st.dates(date(1940, 1, 1), date(2020, 1, 1)),
    postcode=_POSTCODES,
    seen=st.lists(_DAYS, max_size=3).map(tuple),
    code=_CODES,
)
_HIDDEN: dict[str, Any] = {"name": st.just("CANARY-NAME"), "seen": st.lists(_DAYS, min_size=1, max_size=2).map(tuple)}
_ELSEWHERE = st.builds(
    Person, member=st.just(OUTSIDER), number=st.sampled_from(SEEN + OPTED_OUT), code=st.just("CANARY-A"), **_HIDDEN
)
_OPTED = st.builds(Person, member=_OWNER, number=st.sampled_from(OPTED_OUT), code=st.just("CANARY-B"), **_HIDDEN)
_UNNUMBERED = st.builds(Person, member=_OWNER, number=st.just(""), code=st.just("CANARY-C"), **_HIDDEN)
HIDDEN = st.one_of(_ELSEWHERE, _OPTED, _UNNUMBERED)

_COLUMNS = st.sampled_from(
    ["patient_id", "organisation", "started_at", "treatment_function_code", "encounter_id", "birth_date", "gender"]
)
_COLUMN = _COLUMNS | st.sampled_from(["family_name", "site_code", "_member", "rowid", "nhs_number", "postcode"])
_TABLE = st.sampled_from(["encounter", "patient", "encounter join patient using (patient_id)", "referral"])
_TEMPLATES = st.sampled_from(
    [
        "select {a}, {b} from {t}",
        "select {a}, count(*) as n from {t} group by {a}",
        "select {a}, row_number() over () as r from {t}",
        "select {a} from {t} limit 2",
        "select first({a}) as f, last({b}) as l, any_value({a}) as v from {t}",
        "select cast({a} as integer) as n from {t}",
        "select case when {a} like 'CANARY%' then 1 / 0 else 1 end as n from {t}",
        "select max({a}), min({b}), count(distinct {a}) from {t}",
        "select * from {t} where {a} = 'CANARY-CODE' or {b} is null",
        "select sum(cast({a} as double)) from {t}",
        "select strptime({a}, '%Y') from {t}",
        "select (select {a} from {t}) as one",
        "select {a} from {t} order by rowid",
    ]
)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """A question, permitted or not."""
    return draw(_TEMPLATES).format(a=draw(_COLUMN), b=draw(_COLUMN), t=draw(_TABLE))


@dataclass(frozen=True)
class Outcome:
    """All that an asker sees: names, types and rows in their order, or the kind of failure and its text."""

    said: str
    names: tuple[str, ...] = ()
    rows: tuple[Any, ...] = ()


def outcome(space: Workspace, door: Door, query: Query) -> Outcome:
    try:
        answer = door.query(query, space.permit, lists=space.lists, by="a.khan", at=AT)
    except Refusal as problem:
        return Outcome(f"{type(problem).__name__}: {problem}")
    return Outcome(
        str(answer.table.schema), tuple(answer.table.column_names), tuple(map(repr, answer.table.to_pylist()))
    )


def worlds(folder: Path, shown: list[Person], hidden: list[Person], **about: Any) -> tuple[Workspace, Workspace]:
    """A world of what is shown alone, and one with what is hidden beside it."""
    numbered = [replace(each, id=f"p{place}") for place, each in enumerate(shown)]
    canaries = [replace(each, id=f"CANARY-ID-{place}") for place, each in enumerate(hidden)]
    base = [*numbered, *(Person(member=owner, number=SEEN[0], id="base") for owner in OWNERS)]
    made = []
    for name, people in (("one", base), ("two", [*canaries, *base])):
        (folder / name).mkdir()
        made.append(workspace(folder / name, people, SEEN, **about))
    return made[0], made[1]


@settings(max_examples=DRAWS, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    shown=st.lists(SHOWN, max_size=6),
    hidden=st.lists(HIDDEN, min_size=1, max_size=4),
    asked=st.lists(questions(), min_size=6, max_size=12),
)
def test_no_question_tells_two_worlds_apart(
    tmp_path_factory: pytest.TempPathFactory, shown: list[Person], hidden: list[Person], asked: list[str]
) -> None:
    spaces = worlds(tmp_path_factory.mktemp("worlds"), shown, hidden)
    doors = [Door(each.home, each.desk, SECRET, Limits(seconds=5)) for each in spaces]
    try:
        for sql in asked:
            first, second = (
                outcome(space, door, Query(question=space.question, sql=sql))
                for space, door in zip(spaces, doors, strict=True)
            )
            assert first == second
            assert "CANARY" not in repr((second.names, second.rows))
        assert not any("CANARY-" in door.log.file.read_text() for door in doors)
    finally:
        for door in doors:
            door.close()


@settings(max_examples=DRAWS, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    shown=st.lists(SHOWN, max_size=12),
    hidden=st.lists(_ELSEWHERE, min_size=1, max_size=4),
)
def test_no_count_tells_two_worlds_apart(
    tmp_path_factory: pytest.TempPathFactory, shown: list[Person], hidden: list[Person]
) -> None:
    spaces = worlds(tmp_path_factory.mktemp("worlds"), shown, hidden, form=Form.AGGREGATE)
    doors = [Door(each.home, each.desk, SECRET) for each in spaces]
    try:
        for by in ((), ("treatment_function_code",), ("organisation", "treatment_function_code"), ("site_code",)):
            first, second = (
                outcome(space, door, Query(question=space.question, counted=Counted(table="encounter", by=by)))
                for space, door in zip(spaces, doors, strict=True)
            )
            assert first == second
    finally:
        for door in doors:
            door.close()


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    shown = [Person(member=owner, number=SEEN[0], code="110") for owner in OWNERS]
    hidden = [
        Person(member=OUTSIDER, number=SEEN[1], code="CANARY-A", id="CANARY-1"),
        Person(member=OWNERS[0], number=OPTED_OUT[0], code="CANARY-B", id="CANARY-2"),
        Person(member=OWNERS[1], number="", code="CANARY-C", id="CANARY-3"),
        Person(member=OWNERS[1], number=SEEN[2], code="CANARY-CODE", id="CANARY-4"),
    ]
    return workspace(tmp_path_factory.mktemp("space"), shown + hidden, SEEN, limits=[LIMIT])


@pytest.fixture(scope="module")
def unguarded(space: Workspace) -> Iterator[Worker]:
    """The store and its worker, with no guard before them."""
    key = agreement_key(SECRET, "DSA-01")
    given: dict[str, Any] = {
        "snapshot": space.lake.head(),
        "lake": space.lake,
        "lists": space.lists,
        "home": space.home,
    }
    store = build(space.permit, key=key, **given)
    with Worker(store.file, Limits(seconds=1, grace=1)) as worker:
        yield worker


ATTACKS = """
from encounter
from patient
select rowid, * from encounter
from duckdb_tables()
from duckdb_columns()
select sql from duckdb_views()
from information_schema.columns
from pragma_storage_info('encounter')
from pragma_table_info('patient')
select stats(treatment_function_code) from encounter
from duckdb_settings()
from duckdb_databases()
from pragma_database_list
describe encounter
summarize encounter
explain analyze select * from encounter
from duckdb_secrets()
from duckdb_temporary_files()
select current_setting('allowed_directories')
from glob('/**')
from read_text('/proc/self/cmdline')
from read_text('/proc/self/environ')
from duckdb_logs
from duckdb_memory()
from sqlite_master
""".strip().splitlines()


@pytest.mark.parametrize("sql", [*ATTACKS, *UNWANTED])
def test_the_store_alone_holds_nothing_that_is_hidden(space: Workspace, unguarded: Worker, sql: str) -> None:
    try:
        told = repr(unguarded.ask(sql).to_pylist())
    except NotAnswered as problem:
        told = str(problem)
    hidden = ("CANARY", OUTSIDER, SECRET.decode(), agreement_key(SECRET, "DSA-01").hex(), *OPTED_OUT, *SEEN)
    assert not [each for each in hidden if each in told]


@pytest.mark.parametrize("sql", ATTACKS[2:])
def test_the_guard_alone_keeps_from_running_what_could_reach_more(space: Workspace, sql: str) -> None:
    """Over a database that does hold what is hidden, in this very process, nothing unwanted gets as far as running."""
    with duckdb.connect() as open_to_all:
        open_to_all.execute("create table secret as select 'CANARY' as value")
        open_to_all.execute("create table encounter as select 1 as a")
        with pytest.raises(NotAllowed):
            open_to_all.execute(guard(sql, {"encounter": ("a",), "patient": ("b",)}).sql)


def test_the_shape_of_a_failure_does_not_hang_on_a_hidden_value(space: Workspace, unguarded: Worker) -> None:
    sql = "select cast(treatment_function_code as integer) as n from encounter"
    assert unguarded.ask(sql).num_rows == 2  # the hidden codes are no numbers, and would have failed
