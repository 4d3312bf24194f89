"""What an answer's SQL must say of it before it may leave: it counts people, by groups that identify nobody."""
# ruff: noqa: E501

from __future__ import annotations

import duckdb
import pytest

from concordat.data.countable import check_counts
from concordat.data.disclosure import NotReleasable
from concordat.data.grammar import AGGREGATES, FUNCTIONS
from concordat.data.guard import guard
from concordat.share.duplicated import COUNTS
from concordat.share.repeats import repeats_by_pair_sql

STORE = {
    "encounter": ("encounter_id", "patient_id", "organisation", "code", "started_at", "site"),
    "observation": (
        "observation_id", "patient_id", "person_key", "organisation", "code", "capability", "status", "effective_at",
    ),
    "patient": ("patient_id", "nhs_number", "birth_date", "gender", "postcode"),
}  # fmt: skip


def check(sql: str, *counts: str) -> None:
    """As at the door: only what the guard lets through, and DuckDB can run, was ever answered."""
    session = duckdb.connect()
    for table, columns in STORE.items():
        typed = (f"{each} {'TIMESTAMP' if each.endswith('_at') else 'VARCHAR'}" for each in columns)
        session.execute(f"CREATE TABLE {table} ({', '.join(typed)})")
    names = [each[0] for each in session.execute(guard(sql, STORE).sql).description]
    check_counts(sql, STORE, names, counts or ("people",))


PEOPLE = "count(DISTINCT patient_id) AS people"

LEAVE = f"""
SELECT {PEOPLE} FROM encounter
SELECT code, {PEOPLE} FROM encounter GROUP BY code ORDER BY people DESC, 1
SELECT code AS c, {PEOPLE} FROM encounter GROUP BY c
SELECT e.code AS c, {PEOPLE} FROM encounter e GROUP BY E.CODE
SELECT code, {PEOPLE} FROM encounter GROUP BY ALL
SELECT date_trunc('month', started_at) AS m, upper(code), {PEOPLE} FROM encounter GROUP BY 1, 2
SELECT p.gender, count(DISTINCT e.patient_id) AS people FROM encounter e JOIN patient p USING (patient_id) GROUP BY 1
SELECT gender, {PEOPLE} FROM encounter e LEFT JOIN patient USING (patient_id) WHERE code = '110' GROUP BY gender
SELECT often, {PEOPLE} FROM (SELECT patient_id, count(*) AS often FROM encounter GROUP BY patient_id) GROUP BY often
SELECT code, {PEOPLE} FROM (SELECT * EXCLUDE (site) FROM encounter) AS e GROUP BY code
WITH a AS (SELECT patient_id AS who, code AS c FROM encounter), b AS (SELECT who, c FROM a) SELECT c, count(DISTINCT who) AS people FROM b GROUP BY c
SELECT code, count(DISTINCT e.patient_id) AS people FROM encounter e SEMI JOIN patient p ON p.patient_id = e.patient_id AND p.gender = '1' GROUP BY code
SELECT code, count(DISTINCT person_key) AS people FROM observation GROUP BY code
""".strip().splitlines()  # fmt: skip


@pytest.mark.parametrize("sql", LEAVE)
def test_counts_of_people_by_groups_leave(sql: str) -> None:
    check(sql)


def test_counts_of_rows_leave_beside_those_of_people_and_so_do_tests_done_twice() -> None:
    check(f"SELECT code, count(*) AS n, {PEOPLE} FROM encounter GROUP BY code", "people", "n")
    check(repeats_by_pair_sql(days=7, zone=""), *COUNTS)


STAY = {
    "no column that is named": f"""
SELECT patient_id, 100 AS people FROM encounter
SELECT code, count(*) AS people FROM encounter GROUP BY code
SELECT code, count(patient_id) AS people FROM encounter GROUP BY code
SELECT site, count(DISTINCT code) AS people FROM encounter GROUP BY site
SELECT code, count(DISTINCT encounter_id) AS people FROM encounter GROUP BY code
SELECT code, count(DISTINCT patient_id || started_at) AS people FROM encounter GROUP BY code
SELECT code, count(DISTINCT patient_id) + 100 AS people FROM encounter GROUP BY code
SELECT code, count(DISTINCT patient_id) FILTER (WHERE site = 'A') AS people FROM encounter GROUP BY code
SELECT code, count(DISTINCT patient_id) OVER (PARTITION BY patient_id) AS people FROM encounter
SELECT code, max(100) AS people FROM encounter GROUP BY code
SELECT code, sum(people) AS people FROM (SELECT code, {PEOPLE} FROM encounter GROUP BY code, patient_id) GROUP BY code
SELECT code, {PEOPLE} FROM observation GROUP BY code
SELECT code, {PEOPLE} FROM (SELECT code, encounter_id AS patient_id FROM encounter) GROUP BY code
WITH e AS (SELECT code, row_number() OVER (PARTITION BY patient_id ORDER BY site) AS patient_id FROM encounter) SELECT code, {PEOPLE} FROM e GROUP BY code
SELECT code, {PEOPLE} FROM (SELECT code, patient_id || started_at AS patient_id FROM encounter) GROUP BY code""",
    "identifies a person": f"""
SELECT patient_id, {PEOPLE} FROM encounter GROUP BY patient_id
SELECT patient_id AS code, {PEOPLE} FROM encounter GROUP BY 1
SELECT encounter_id AS site, {PEOPLE} FROM encounter GROUP BY ALL
SELECT upper(nhs_number) AS gender, {PEOPLE} FROM patient GROUP BY 1
SELECT patient_id = 'X' AS gender, {PEOPLE} FROM patient GROUP BY 1
SELECT CASE WHEN nhs_number > 'X' THEN 1 ELSE 0 END AS half, {PEOPLE} FROM patient GROUP BY half
SELECT code, {PEOPLE} FROM (SELECT patient_id, encounter_id AS code FROM encounter) GROUP BY code
SELECT code, {PEOPLE} FROM (SELECT patient_id, max(encounter_id) AS code FROM encounter GROUP BY patient_id) GROUP BY code
WITH a AS (SELECT patient_id, left(nhs_number, 3) AS x FROM patient), b AS (SELECT patient_id, x AS y FROM a) SELECT y, {PEOPLE} FROM b GROUP BY y
SELECT p.nhs_number AS site, count(DISTINCT e.patient_id) AS people FROM encounter e JOIN patient p USING (patient_id) GROUP BY 1""",
    "several rows": f"""
SELECT code, max(started_at) AS latest, {PEOPLE} FROM encounter GROUP BY code
SELECT code, any_value(patient_id) AS one, {PEOPLE} FROM encounter GROUP BY code
SELECT code, count(*), {PEOPLE} FROM encounter GROUP BY code
SELECT code, row_number() OVER (PARTITION BY patient_id) AS place, {PEOPLE} FROM encounter GROUP BY code, patient_id""",
    "not grouped by": f"SELECT 'a' AS label, {PEOPLE} FROM encounter",
    "does not show": f"""
SELECT code, {PEOPLE} FROM encounter GROUP BY code, site
SELECT code, {PEOPLE} FROM encounter GROUP BY code, patient_id""",
    "picks groups": f"""
SELECT code, {PEOPLE} FROM encounter GROUP BY code HAVING max(patient_id = 'X')
SELECT code, {PEOPLE} FROM encounter GROUP BY code ORDER BY max(patient_id = 'X') LIMIT 1
SELECT DISTINCT code, {PEOPLE} FROM encounter GROUP BY code""",
    "name each column once": f"""
SELECT code, patient_id AS people, {PEOPLE} FROM encounter GROUP BY code, patient_id
SELECT * FROM (SELECT code, {PEOPLE} FROM encounter GROUP BY code, patient_id)""",
    "several ways at once": f"""
SELECT code, site, {PEOPLE} FROM encounter GROUP BY GROUPING SETS ((code), (site))
SELECT code, {PEOPLE} FROM encounter GROUP BY ROLLUP (code)""",
    "several SELECTs together": f"""
SELECT code, {PEOPLE} FROM encounter GROUP BY code UNION ALL SELECT patient_id, 100 FROM encounter
SELECT code, {PEOPLE} FROM (SELECT code, patient_id FROM encounter UNION SELECT nhs_number, patient_id FROM patient) GROUP BY code""",
    "rows of different people": f"""
SELECT birth_date, count(DISTINCT e.patient_id) AS people FROM patient p CROSS JOIN encounter e GROUP BY 1
SELECT birth_date, count(DISTINCT e.patient_id) AS people FROM patient p, encounter e WHERE p.patient_id = e.patient_id GROUP BY 1
SELECT birth_date, count(DISTINCT e.patient_id) AS people FROM patient p JOIN encounter e ON p.patient_id = e.patient_id OR 1 = 1 GROUP BY 1
SELECT birth_date, count(DISTINCT e.patient_id) AS people FROM patient p JOIN encounter e ON p.patient_id = p.patient_id GROUP BY 1
SELECT gender, {PEOPLE} FROM encounter e NATURAL JOIN patient AS p GROUP BY 1
SELECT code, count(DISTINCT e.patient_id) AS people FROM encounter e SEMI JOIN patient p ON p.nhs_number = 'X' AND p.gender = '1' GROUP BY code
SELECT site, {PEOPLE} FROM encounter e JOIN (SELECT code FROM observation) AS o ON e.code = o.code GROUP BY site""",
    "SELECT within an expression": f"""
SELECT (SELECT max(nhs_number) FROM patient) AS x, {PEOPLE} FROM encounter GROUP BY x
SELECT code, {PEOPLE} FROM encounter WHERE EXISTS (SELECT 1 FROM patient WHERE gender = '1') GROUP BY code""",
    "rows of several people": f"""
SELECT age, {PEOPLE} FROM (SELECT patient_id, max(birth_date) OVER () AS age FROM patient) GROUP BY age
SELECT age, {PEOPLE} FROM (SELECT patient_id, lag(birth_date) OVER (ORDER BY nhs_number) AS age FROM patient) GROUP BY age""",
    "those of several people": f"""
WITH a AS (SELECT max(birth_date) AS b FROM patient) SELECT code, {PEOPLE} FROM encounter CROSS JOIN a GROUP BY code""",
    "some rows by others": f"SELECT code, {PEOPLE} FROM (SELECT * FROM encounter ORDER BY site LIMIT 8) GROUP BY code",
    "by their places": f"""
SELECT code, {PEOPLE} FROM encounter AS e(a, code, b, patient_id, c, d) GROUP BY code
WITH e(patient_id, code) AS (SELECT encounter_id, patient_id FROM encounter) SELECT code, {PEOPLE} FROM e GROUP BY code""",
    "where a column comes from": f"""
SELECT e AS site, {PEOPLE} FROM encounter e GROUP BY e
SELECT y, {PEOPLE} FROM (SELECT patient_id, encounter_id AS x, x AS y FROM encounter) GROUP BY y""",
    "two columns code": f"SELECT code_1, {PEOPLE} FROM (SELECT patient_id, site AS code, encounter_id AS code, code AS code_1 FROM encounter) GROUP BY 1",
    "asks of no table": "SELECT count(DISTINCT patient_id) AS people FROM (VALUES ('a'), ('b')), encounter",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sql"), [(said, sql) for said, several in STAY.items() for sql in several.strip().splitlines()]
)
def test_what_is_anything_else_stays_and_it_is_said_what_to_write(said: str, sql: str) -> None:
    with pytest.raises(NotReleasable) as refused:
        check(sql)
    assert said in refused.value.what and refused.value.remedy


@pytest.mark.parametrize(
    "other",
    [
        "count(*) FILTER (WHERE patient_id = 'X')", "count(CASE WHEN patient_id = 'X' THEN 1 END)", "count(site)",
        "sum(length(code))", "count(DISTINCT site)", "count(*) OVER (PARTITION BY patient_id)",
    ],
)  # fmt: skip
def test_counts_beside_that_of_people_are_of_all_rows(other: str) -> None:
    with pytest.raises(NotReleasable, match="count of all rows"):
        check(f"SELECT code, {other} AS n, {PEOPLE} FROM encounter GROUP BY code, patient_id", "people", "n")


def test_where_no_count_is_named_it_says_so() -> None:
    with pytest.raises(NotReleasable, match="o column of it is said to count people"):
        check_counts(f"SELECT {PEOPLE} FROM encounter", STORE, ["people"], ())


def test_people_are_counted_once() -> None:
    sql = "SELECT count(DISTINCT e.patient_id) AS people, count(DISTINCT p.patient_id) AS n "
    with pytest.raises(NotReleasable, match="counts people twice"):
        check(
            sql + "FROM encounter e LEFT JOIN patient p ON p.patient_id = e.patient_id AND p.gender = '1'",
            "people",
            "n",
        )


def test_every_function_that_makes_one_value_of_many_rows_is_known_as_one() -> None:
    told = "SELECT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'"
    assert {name for (name,) in duckdb.connect().execute(told).fetchall()} & FUNCTIONS <= AGGREGATES


def test_duckdb_takes_a_name_for_a_column_before_an_alias() -> None:
    session = duckdb.connect()
    assert session.execute("SELECT k AS a, a AS b FROM (VALUES ('k', 'a')) AS t(k, a)").fetchall() == [("k", "a")]
    with pytest.raises(duckdb.BinderException):
        session.execute("SELECT k AS a, count(*) FROM (VALUES ('k', 'a')) AS t(k, a) GROUP BY a")
