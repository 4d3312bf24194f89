"""Answers that are kept: read back as they were given on another day by another process, or not at all."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.data import answers, durable
from concordat.data.answer import hash_of
from concordat.data.answers import HEAD, ROWS, NotKept, keep, kept, waiting, withdraw, write_as_csv
from concordat.data.counted import BadCounting, Counted, Where, as_json, from_json
from concordat.data.query import Door
from concordat.data.tests.test_door_killed import in_a_process
from concordat.data.tests.test_query import BY, COUNT, OTHER, At
from concordat.data.tests.workspace import AT, SECRET
from concordat.register.sharing import Form, Operator


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    made = At(tmp_path)
    yield made
    made.door.close()


def test_an_answer_is_released_by_a_second_person_from_another_process(at: At) -> None:
    line = at.ask(COUNT).line
    other = Door(at.space.home, at.space.desk, SECRET)
    (head,) = waiting(at.space.home)
    assert (head.line, head.by, head.rows, head.whose, head.released) == (line, BY, 3, ("RZ1", "RZ2"), False)
    path = other.release(kept(at.space.home, line), by=OTHER, at=AT, counts=("people",))
    assert pq.read_table(path).to_pylist() == [{"code": "110", "people": 40}]
    assert waiting(at.space.home)[0].released


def test_what_is_read_back_is_what_was_given_even_columns_that_parquet_cannot_hold(at: At) -> None:
    columns = "organisation, organisation, max(interval 3 day) as span, sum(1) as n, null as none"
    sql = f"select {columns} from encounter group by organisation"
    answer = at.ask(sql)
    again = kept(at.space.home, answer.line)
    assert again == answer and again.table.equals(answer.table)


def test_counts_are_kept_with_what_was_counted(tmp_path: Path) -> None:
    at = At(tmp_path, form=Form.AGGREGATE)
    since = Where(column="started_at", operator=Operator.AT_LEAST, values=("2026-01",))
    answer = at.ask(counted=Counted(table="encounter", by=("treatment_function_code",), where=(since,)))
    at.door.close()
    assert kept(tmp_path, answer.line) == answer


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (HEAD, b'"protected": false', b'"protected": true'),
        (HEAD, b'"by": "a.khan"', b'"by": "c.smith"'),
        (HEAD, b'"whose": [', b'"whose": ["RX7",'),
        (HEAD, b'"line": 1', b'"line": 2'),
        (HEAD, b"{", b"["),
        (ROWS, b"110", b"111"),
        (ROWS, b"ARROW1", b"BORROW"),
    ],
)
def test_an_altered_one_is_refused(at: At, name: str, old: bytes, new: bytes) -> None:
    line = at.ask(COUNT).line
    file = at.space.home / "answers" / f"{line:09}" / name
    content = file.read_bytes()
    assert old in content
    durable.write(file, content.replace(old, new))
    with pytest.raises(NotKept, match="not the answer"):
        kept(at.space.home, line)


def test_one_that_the_log_does_not_know_or_knows_otherwise_is_refused(at: At) -> None:
    answer = at.ask(COUNT)
    keep(at.space.home, replace(answer, line=9))
    for line in (9, 77, 0, -1, 10**300):
        with pytest.raises(NotKept):
            kept(at.space.home, line)
    forged = replace(answer, protected=True)
    assert answers.was_given(at.space.home, answer) and not answers.was_given(at.space.home, forged)


def test_what_a_spreadsheet_would_run_is_shielded() -> None:
    stream = io.BytesIO()
    write_as_csv(pa.table({"code": ["=HYPERLINK(1)", None], "day": [date(2026, 4, 1), None], "n": [8, 10]}), stream)
    lines = stream.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"\'=HYPERLINK(1)",') and lines[1].endswith(",8") and "2026-04-01" in lines[1]


def test_those_answers_go_of_which_it_is_said(at: At) -> None:
    line = at.ask(COUNT).line
    assert withdraw(at.space.home, lambda each: "RX9" in each.whose) == ()
    assert withdraw(at.space.home, lambda each: "RZ2" in each.whose) == (line,)
    assert waiting(at.space.home) == () and not list(at.space.home.glob("answers/0*"))


def test_killed_before_any_step_an_answer_is_kept_whole_or_not_at_all(at: At) -> None:
    answer, step = at.ask(COUNT), 0
    withdraw(at.space.home, lambda each: True)
    while not in_a_process(lambda: keep(at.space.home, answer), at.space.home, step):
        step += 1
        assert all(kept(at.space.home, each.line) == answer for each in waiting(at.space.home))
    assert step >= 5 and kept(at.space.home, answer.line) == answer
    assert not list(at.space.home.rglob(f"{durable.UNFINISHED}*"))


def test_nobody_else_may_read_the_rows(at: At) -> None:
    folder = at.space.home / "answers" / f"{at.ask(COUNT).line:09}"
    assert folder.stat().st_mode & 0o077 == 0 and (folder / ROWS).stat().st_mode & 0o077 == 0


def test_two_columns_of_one_name_are_both_vouched_for() -> None:
    tables = [pa.Table.from_arrays([pa.array([each]), pa.array([2])], ["a", "a"]) for each in (1, 3)]
    assert hash_of(tables[0]) != hash_of(tables[1])


_COLUMNS = {
    "text": st.text(max_size=5),
    "days": st.dates(),
    "some": st.none() | st.floats(),
    "many": st.lists(st.none() | st.integers(-9, 9), max_size=3),
}


@given(st.lists(st.fixed_dictionaries(_COLUMNS), max_size=9), st.integers(0, 9))
def test_rows_are_vouched_for_however_they_are_cut(rows: list[dict[str, Any]], at: int) -> None:
    types = (pa.string(), pa.date32(), pa.float64(), pa.list_(pa.int64()))
    table = pa.Table.from_pylist(rows, schema=pa.schema(list(zip(_COLUMNS, types, strict=True))))
    cut = pa.concat_tables([table.slice(0, at), table.slice(at)])
    back = pa.ipc.open_file(answers._content(cut)).read_all()
    assert hash_of(back) == hash_of(cut) == hash_of(table)
    if at < len(rows):
        assert hash_of(table.slice(0, at)) != hash_of(table)


_VALUES = st.text(max_size=9) | st.integers(-99, 99) | st.floats(allow_nan=False)


@given(st.builds(Where, column=st.text(max_size=5), operator=st.sampled_from(Operator), values=st.tuples(_VALUES)))
def test_what_is_counted_reads_back_from_json(where: Where) -> None:
    asked = Counted(table="encounter", by=("organisation",), where=(where,))
    assert from_json(as_json(asked)) == asked
    assert from_json(as_json(replace(asked, where=(replace(where, values=(date(2026, 1, 2),)),)))).where[0].values == (
        "2026-01-02",
    )


@pytest.mark.parametrize(
    "bad", [None, [], {}, {"table": "a", "by": "bc"}, {"table": "a", "where": {}}, {"table": "a", "where": [{}]}]
)
def test_what_cannot_be_read_as_counts_is_told(bad: object) -> None:
    with pytest.raises(BadCounting, match="cannot be read"):
        from_json(bad)
