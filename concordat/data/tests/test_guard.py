"""The guard: what is benign gives the same rows as unguarded, and what is not listed does not get through."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.grammar import FUNCTIONS
from concordat.data.guard import LONGEST, NotAllowed, guard

TABLES = {"t": ("a", "b", "c", "day"), "u": ("a", "x")}
CANARY = "9434765919"

BENIGN = """
select a, count(*) as n from t where b > 3 and not (c between 1 and 2) or a in (1, 2) group by a having count(*) > 1
select a, count(*) as n from t group by a order by n desc nulls last, a limit 3 offset 1
select distinct a from t
with x as (select a from t), y(c) as materialized (select * from x) select * from x join y on x.a = y.c
select case when a is null then 'x' else upper(c::varchar) end as k, try_cast(c as integer) from t
select sum(a) filter (where b > 1), count(distinct a) from t
select row_number() over (partition by a order by b, c rows between 1 preceding and current row) from t
select lag(a, 1, 0) over w from t window w as (partition by b order by c)
select (select max(a) from t) as m, exists(select 1 from u), a in (select x from u), a > all(select b from t) from t
select a from t union all select b from t
select a from t union select b from t except select x from u intersect select 1
select * from (select a from t) s(z), u as v where z = v.a
select t.* from t
select * exclude (a) from t
select extract(year from day), date_trunc('month', day), c::varchar like '1%' from t
select a, b, count(*) from t group by rollup(a, b)
select a, b, grouping(a), count(*) from t group by grouping sets ((a), (b))
select a from t qualify row_number() over (order by a, b, c) = 1
from t select a
select * from t semi join u using (a)
select * from t anti join u using (a)
select * from t left join u on t.a = u.x and u.a > 0
select * from t natural join u
select quantile_cont(a, 0.5), median(a), stddev(b) from t
select a is distinct from b, coalesce(a, b), nullif(a, b), greatest(a, b), a::decimal(10,2) from t
select date '2026-11-22' - day, day + interval 3 days, date_diff('day', day, date '2026-11-22') from t
select sum(a) over (order by day range between interval 1 day preceding and current row) from t
values (1, 'x'), (2, 'y')
select 1 + 2 * 3 as n, 'it''s' as q, null as z, true as y, 1.5e3 as f
select substring(c::varchar from 1 for 1), position('1' in c::varchar), trim(both '1' from c::varchar) from t
""".strip().splitlines()

UNWANTED = """
select * from read_csv('/etc/passwd')
select * from read_parquet('x')
select * from '/etc/passwd'
select * from "x.parquet"
select * from glob('*')
copy t to 'x'
attach 'x'
install httpfs
load httpfs
set threads = 1
pragma database_list
create table z as select 1
insert into t values (1)
update t set a = 1
delete from t
drop table t
export database 'x'
call pragma_version()
explain select 1
explain analyze select 1
prepare p as select 1
execute p
checkpoint
summarize t
describe t
show tables
select 1; select 2
select $1
select ?
select * from duckdb_tables()
select * from duckdb_tables
select * from duckdb_settings()
select * from information_schema.tables
select * from sqlite_master
select * from pg_catalog.pg_class
select * from pg_class
select a from main.t
select a from memory.main.t
select main.t.a from t
select rowid from t
select 1 as rowid, rowid from t
select "rowid" from t
select t.rowid from t
select t from t
select current_setting('threads')
select getenv('HOME')
select getvariable('x')
select current_user
select current_date
select now()
select random()
select version()
select txid_current()
select nextval('s')
select query('select 1')
select * from query('select 1')
select * from query_table('t')
select json_execute_serialized_sql('x')
select * from json_execute_serialized_sql('x')
select md5(a::varchar) from t
select repeat('x', 1000000000)
select lpad('x', 1000000000, 'y')
select list(a) from t
select string_agg(a::varchar, ',') from t
select unnest([1, 2])
select [1, 2]
select {'a': 1}
select list_transform([1], x -> x + 1)
select error('x')
select columns('.*') from t
select * replace (a + 1 as a) from t
select * rename (a as z) from t
select #1 from t
select a collate nocase from t
select a from t at (version => 1)
select * from t tablesample 10%
select a from t using sample 3
select * from t positional join u
select * from t pivot (sum(b) for a in (1, 2))
unpivot t on a, b into name n value v
with recursive r as (select 1 as i union all select i + 1 from r where i < 5) select * from r
with t as (select 1 as a) select a from t
with duckdb_tables as (select 1 as a) select a from duckdb_tables
with pg_class as (select 1 as a) select a from pg_class
select * from range(10)
select * from generate_series(1, 1000000000)
select a::regclass from t
select a::json from t
select cast(a as struct(x integer)) from t
select try(a) from t
select secret from t
select * from secret
select * from t join lateral (select secret) on true
select "a"."b"."c"()
select main.sum(a) from t
select x'00'
select 1 as "a'b"
select 1 as "9434765919"
select not_a_function(a) from t
select a from t limit 10%
""".strip().splitlines()


@pytest.fixture(scope="module")
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        columns = "i % 4 as a, i % 5 as b, i as c, date '2026-01-01' + i::int as day"
        opened.execute(f"create table t as select {columns} from range(40) r(i)")
        opened.execute("create table u as select i as a, i * 2 as x from range(3) r(i)")
        yield opened


@pytest.mark.parametrize("sql", BENIGN)
def test_what_is_benign_runs_and_gives_what_it_would_unguarded(session: duckdb.DuckDBPyConnection, sql: str) -> None:
    checked = guard(sql, TABLES)
    ordered = " order by " in sql
    given, guarded = (session.execute(each).fetchall() for each in (sql, checked.sql))
    assert (given if ordered else sorted(given, key=repr)) == (guarded if ordered else sorted(guarded, key=repr))
    assert set(checked.tables) <= set(TABLES)
    assert guard(checked.sql, TABLES).functions == checked.functions


@pytest.mark.parametrize("sql", UNWANTED)
def test_what_is_not_listed_does_not_get_through(sql: str) -> None:
    with pytest.raises(NotAllowed) as problem:
        guard(sql, TABLES)
    assert CANARY not in str(problem.value)


@pytest.mark.parametrize(
    "sql",
    [
        "select 1\0",
        "select '" + "x" * 1_001 + "'",
        "select " + "1 + " * (LONGEST // 4) + "1",
        "select 1" + " " * LONGEST,
        "select " + "(" * 500 + "1" + ")" * 500 + " from t",
        "select * from " + "(select * from " * 200 + "t" + ")" * 200,
        "select " + ", ".join(["a"] * 201) + " from t",
        "select * from " + ", ".join(["t"] * 21),
        "select " + "case when true then " * 300 + "1" + " end" * 300,
        "select " + "not " * 2_000 + "true",
        "select '\u202e'",
        "",
        ";",
        "-- nothing",
    ],
)
def test_what_is_too_much_or_nothing_is_refused(sql: str) -> None:
    with pytest.raises(NotAllowed):
        guard(sql, TABLES)


def test_everything_wrong_is_told_at_once_and_no_constant_is_repeated() -> None:
    with pytest.raises(NotAllowed) as problem:
        guard(f"select secret, md5('{CANARY}'), rowid from nowhere where a = '{CANARY}'", TABLES)
    assert len(problem.value.problems) >= 4 and CANARY not in str(problem.value)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(" ".join(BENIGN + UNWANTED).split()), max_size=12).map(" ".join))
def test_any_text_is_checked_or_refused_and_nothing_else(sql: str) -> None:
    try:
        checked = guard(sql, TABLES)
    except NotAllowed:
        return
    assert set(checked.tables) <= set(TABLES) and {each.casefold() for each in checked.functions} <= FUNCTIONS


def test_every_function_that_may_be_called_is_one_of_duckdbs(session: duckdb.DuckDBPyConnection) -> None:
    known = {name for (name,) in session.execute("select distinct function_name from duckdb_functions()").fetchall()}
    assert known >= FUNCTIONS and 150 < len(FUNCTIONS) < 230


def test_no_function_that_may_be_called_gives_another_answer_each_time(session: duckdb.DuckDBPyConnection) -> None:
    volatile = "select distinct function_name from duckdb_functions() where stability = 'VOLATILE' or has_side_effects"
    assert not FUNCTIONS & {name for (name,) in session.execute(volatile).fetchall()}


def test_no_view_of_the_catalogue_can_be_named_after_with(session: duckdb.DuckDBPyConnection) -> None:
    for (name,) in session.execute("select distinct view_name from duckdb_views() where internal").fetchall():
        for sql in (f"select * from {name}", f"with {name} as (select 1 as a) select a from {name}"):
            if name.endswith(("constraints", "usage", "sets")) and sql.startswith("with"):
                continue  # of the information schema, which nothing reaches without naming it
            with pytest.raises(NotAllowed):
                guard(sql, TABLES)
