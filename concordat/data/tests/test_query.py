"""The door: no answer without a permit that still holds, every question on the log, and release by another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.core.refusal import Refusal
from concordat.data.counted import Counted, Where
from concordat.data.disclosure import NotReleasable
from concordat.data.guard import NotAllowed
from concordat.data.log import verify_log
from concordat.data.opt_out import CannotDisclose
from concordat.data.query import Answer, Door, Query, Refused
from concordat.data.tests.workspace import AT, OUTSIDER, SECRET, Person, Workspace, workspace
from concordat.data.worker import Limits, NotAnswered
from concordat.register.sharing import Form, Operator, Purpose

BY, OTHER = "a.khan", "b.jones"
GOING = [f"9{number:09}" for number in range(60)]
STAYING = "9876543210"
PEOPLE = (
    *(Person(member=("RZ1", "RZ2")[place % 2], number=number, code="110") for place, number in enumerate(GOING[:40])),
    *(Person(member="RZ1", number=number, code="120") for number in GOING[40:57]),
    *(Person(member="RZ2", number=number, code="130") for number in GOING[57:]),
    Person(member="RZ1", number=STAYING, code="CANARY-CODE"),
    Person(member=OUTSIDER, number=GOING[0], code="CANARY-CODE"),
)
COUNT = (
    "select treatment_function_code as code, count(distinct patient_id) as people from encounter group by 1 order by 1"
)


class At:
    """A door with what is asked at it."""

    def __init__(self, folder: Path, people: Any = PEOPLE, permitted: Any = GOING, **about: Any) -> None:
        self.space: Workspace = workspace(folder, people, permitted, **about)
        self.door = Door(folder, self.space.desk, SECRET, Limits(seconds=3, grace=1))

    def ask(self, sql: str = "", counted: Counted | None = None, **more: Any) -> Answer:
        given: dict[str, Any] = {"lists": self.space.lists, "by": BY, "at": AT} | more
        question = given.pop("question", self.space.question)
        return self.door.query(Query(question=question, sql=sql, counted=counted), self.space.permit, **given)

    @property
    def actions(self) -> list[str]:
        return [each.action for each in self.door.log.lines()]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    made = At(tmp_path)
    yield made
    made.door.close()


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[At]:
    made = At(tmp_path, form=Form.AGGREGATE)
    yield made
    made.door.close()


def test_a_permitted_question_is_answered_and_both_lines_are_sealed(at: At) -> None:
    answer = at.ask(COUNT)
    assert answer.table.to_pylist() == [
        {"code": "110", "people": 40}, {"code": "120", "people": 17}, {"code": "130", "people": 3},
    ]  # fmt: skip
    asked, answered = at.door.log.lines()
    assert (asked.action, answered.action, answered.facts["asked"]) == ("asked", "answered", 1)
    assert asked.facts["sql"].startswith("select treatment_function_code as code , count ( distinct patient_id )")
    assert answered.facts["result_sha256"] == answer.sha256 and verify_log(at.space.home) == ()


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("select secret from encounter", NotAllowed),
        ("select * from read_csv('/etc/passwd')", NotAllowed),
        ("select cast(organisation as integer) from encounter", NotAnswered),
        ("select family_name from patient", NotAllowed),
        ("select _member from encounter", NotAllowed),
        ("", Refused),
    ],
)
def test_what_is_not_answered_is_on_the_log_as_well_and_no_value_of_it(at: At, sql: str, problem: Any) -> None:
    with pytest.raises(problem):
        at.ask(sql)
    assert at.actions[0] == "asked" and at.actions[1] in ("refused", "failed") and len(at.actions) == 2
    assert "passwd" not in at.door.log.file.read_text()


def test_the_permit_is_decided_again_with_the_lists_of_now(at: At) -> None:
    old = [replace(each, as_at=each.as_at - timedelta(days=8)) for each in at.space.lists]
    for lists in (old, (), at.space.lists[:1]):
        with pytest.raises((Refused, CannotDisclose)):
            at.ask(COUNT, lists=lists)
    for change in ({"purpose": Purpose.RESEARCH}, {"whose": ("RZ1", OUTSIDER)}, {"organisation": "RX7"}, {"role": "x"}):
        with pytest.raises(Refused):
            at.ask(COUNT, question=replace(at.space.question, **change))
    with pytest.raises(Refused, match="today"):
        at.ask(COUNT, at=AT + timedelta(days=1))
    assert at.actions == ["asked", "refused"] * 8
    assert any("IG-" in " ".join(each.facts.get("reasons", ())) for each in at.door.log.lines())


def test_what_is_no_permit_is_no_key(at: At) -> None:
    for forged in (None, object(), at.door.desk.decide(replace(at.space.question, role="x"))):
        with pytest.raises(Refused, match="no permit"):
            at.door.query(Query(question=at.space.question, sql=COUNT), forged, by=BY, at=AT)  # type: ignore[arg-type]


def test_a_permit_for_fewer_columns_does_not_open_more(at: At) -> None:
    few = at.door.desk.decide(replace(at.space.question, columns=("patient.gender",)))
    with pytest.raises(Refused, match="not for this"):
        at.door.query(Query(question=at.space.question, sql=COUNT), few, lists=at.space.lists, by=BY, at=AT)  # type: ignore[arg-type]


def test_an_earlier_snapshot_can_be_asked(at: At) -> None:
    assert at.ask(COUNT, snapshot=3).table.num_rows == at.ask(COUNT).table.num_rows
    with pytest.raises(Refusal, match="snapshot 9"):
        at.ask(COUNT, snapshot=9)


def test_no_value_of_any_row_is_ever_on_the_log(at: At) -> None:
    at.ask(
        f"select count(*) as n from encounter where treatment_function_code = '{STAYING}' or patient_id = 'CANARY-ID'"
    )
    with pytest.raises(NotAllowed):
        at.ask(f"select '{STAYING}' as \"CANARY-NAME\" from nowhere_{STAYING}")
    told = at.door.log.file.read_text()
    assert "CANARY" not in told and not any(number in told for number in (STAYING, *GOING))


def test_counts_leave_out_the_few_and_one_more_and_round_the_rest(counting: At) -> None:
    answer = counting.ask(counted=Counted(table="encounter", by=("treatment_function_code",)))
    assert answer.protected and answer.table.to_pylist() == [
        {"treatment_function_code": "110", "rows": 40, "people": 40}
    ]
    total = counting.ask(counted=Counted(table="encounter")).table.to_pylist()
    assert total == [{"rows": 61, "people": 61}]


def test_a_count_that_differs_by_few_from_one_told_before_is_not_told(counting: At) -> None:
    assert counting.ask(counted=Counted(table="encounter")).table.num_rows == 1
    less = Where(column="treatment_function_code", operator=Operator.IS_NOT, values=("130",))
    assert counting.ask(counted=Counted(table="encounter", where=(less,))).table.num_rows == 0
    many = Where(column="treatment_function_code", operator=Operator.IS, values=("110",))
    assert counting.ask(counted=Counted(table="encounter", where=(many,))).table.num_rows == 1
    assert counting.ask(counted=Counted(table="encounter")).table.num_rows == 1


def test_an_aggregate_agreement_has_no_sql_and_a_hostile_count_is_refused(counting: At) -> None:
    with pytest.raises(Refused, match="no SQL"):
        counting.ask(COUNT)
    hostile = "x' or '1' = '1"
    limit = Where(column="treatment_function_code", operator=Operator.IS, values=(hostile,))
    assert counting.ask(counted=Counted(table="encounter", where=(limit,))).table.num_rows == 0
    for counted in (
        Counted(table="encounter", by=("patient_id",)),
        Counted(table="encounter", by=("_person",)),
        Counted(table="encounter; drop table x"),
        Counted(table="encounter", by=("organisation",) * 2),
        Counted(table="encounter", where=(Where(column="secret", operator=Operator.IS, values=("a",)),)),
        Counted(table="encounter", where=(replace(limit, values=("a", "b")),)),
    ):
        with pytest.raises(Refusal):
            counting.ask(counted=counted)
    assert hostile not in counting.door.log.file.read_text()


def test_an_answer_leaves_by_a_second_person_and_checked(at: At) -> None:
    answer = at.ask(COUNT)
    with pytest.raises(Refused, match="Who asked"):
        at.door.release(answer, by=BY, at=AT, counts=("people",))
    path = at.door.release(answer, by=OTHER, at=AT, counts=("people",))
    assert pq.read_table(path).to_pylist() == [{"code": "110", "people": 40}]
    assert at.actions[-2:] == ["asked", "released"] and verify_log(at.space.home) == ()


def test_rows_of_people_do_not_leave(at: At) -> None:
    answer = at.ask("select patient_id, organisation from encounter")
    for counts in ((), ("patient_id",), ("n",)):
        with pytest.raises(NotReleasable):
            at.door.release(answer, by=OTHER, at=AT, counts=counts)
    assert not list(at.space.home.glob("released/*.parquet"))


def test_an_answer_that_was_altered_or_never_given_does_not_leave(at: At) -> None:
    answer = at.ask(COUNT)
    table = pa.table({"code": ["110"], "people": [99]})
    for other in (replace(answer, table=table), replace(answer, line=7), replace(answer, by="c.smith")):
        with pytest.raises(Refused, match="not the answer"):
            at.door.release(other, by=OTHER, at=AT, counts=("people",))


def test_counts_leave_as_they_were_told(counting: At) -> None:
    answer = counting.ask(counted=Counted(table="encounter", by=("treatment_function_code",)))
    assert pq.read_table(counting.door.release(answer, by=OTHER, at=AT)).to_pylist() == answer.table.to_pylist()


def test_a_day_is_one_in_london_wherever_the_machine_is(at: At) -> None:
    at.ask(COUNT)
    (worker,) = at.door._workers.values()
    (row,) = worker.ask("select cast(timestamptz '2026-06-01 23:30:00+00' as date) as day").to_pylist()
    assert row["day"].isoformat() == "2026-06-02"
