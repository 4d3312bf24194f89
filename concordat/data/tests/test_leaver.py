"""A leaver: nothing of it is left in any byte of the workspace, and the proof names all that went, whatever crashes."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.data.extract import land, landed
from concordat.data.lake import NotInLake
from concordat.data.leaver import remove
from concordat.data.query import Door, Query
from concordat.data.store import agreement_key, build
from concordat.data.tests.test_door_killed import in_a_process
from concordat.data.tests.workspace import AT, SECRET, Person, Workspace, workspace
from concordat.data.work import workplace

NUMBERS = ("9434765919", "9876543210")
CANARY = b"CANARY-LEAVER"


def filled(folder: Path) -> Workspace:
    """Two members' rows, a store of both, and a landed file of each."""
    people = [
        Person(member="RZ1", number=NUMBERS[0], code=CANARY.decode()),
        Person(member="RZ2", number=NUMBERS[1], code="110"),
    ]
    space = workspace(folder / "home", people, NUMBERS)
    for each in (folder / "home").glob("*.parquet"):
        each.unlink()
    for member, content in (("RZ1", CANARY), ("RZ2", b"a,b\n1,2\n")):
        path = folder / f"{member}.csv"
        path.write_bytes(content)
        batch = land(path, home=space.home, organisation=member, system="EPR", period="2026-10", received_at=AT)
        kept = space.home / "mapped" / batch.id
        kept.mkdir(parents=True)
        (kept / "rows.txt").write_bytes(content)
    key = agreement_key(SECRET, "DSA-01")
    build(space.permit, key=key, snapshot=space.lake.head(), lake=space.lake, lists=space.lists, home=space.home)
    return space


def holding(home: Path) -> list[Path]:
    return [each for each in home.rglob("*") if each.is_file() and CANARY in each.read_bytes()]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    (tmp_path / "home").mkdir()
    return filled(tmp_path)


def test_nothing_of_a_leaver_is_left_in_any_byte(space: Workspace) -> None:
    assert len(holding(space.home)) >= 2
    gone = remove(space.home, "RZ1", by="a.khan", at=AT)
    assert not holding(space.home) and gone.left == ()
    assert (len(gone.landed), len(gone.mapped), len(gone.parts), len(gone.stores)) == (1, 1, 2, 1)
    assert len(list(space.home.glob("mapped/*/*"))) == 1
    assert space.lake.verify() == () and space.lake.head().organisations == ("RZ2",)
    assert len(list(space.home.glob("landed/*/stamp.json"))) == 1
    assert remove(space.home, "RZ1", by="b.jones", at=AT) == gone
    with pytest.raises(NotInLake, match="RX7"):
        remove(space.home, "RX7", by="a.khan", at=AT)


def test_what_was_answered_of_a_leaver_goes_and_the_proof_says_so(space: Workspace) -> None:
    door = Door(space.home, space.desk, SECRET)
    asked = Query(question=space.question, sql="select treatment_function_code from encounter")
    line = door.query(asked, space.permit, lists=space.lists, by="a.khan", at=AT).line
    door.close()
    assert [each for each in holding(space.home) if "answers" in each.parts]
    assert remove(space.home, "RZ1", by="a.khan", at=AT).answers == (line,)
    assert not holding(space.home)


def strays(home: Path) -> dict[str, Path]:
    """Files of which no part of the workspace knows, each of which tells of RZ1 in a way of its own."""
    batch = next(each.id for each in landed(home) if each.organisation == "RZ1")
    folder = home / "somewhere" / "else"
    folder.mkdir(parents=True)
    tables = {
        "whose": {"_member": pa.array(["RZ2", "RZ1"]).dictionary_encode(), "code": ["110", "120"]},
        "batch": {"_batch": [None, batch]},
        "pair": {"record_a": ["RZ2:1"], "record_b": ["RZ1:1"]},
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    (folder / "cut-short.parquet").write_bytes(b"PAR1")
    (folder / "job.json").write_text("x" * ((1 << 20) - 8) + f'{{"batch": "{batch}"}}')
    (folder / "decision.json").write_text('{"a": "RZ1:17"}')
    (folder / f"{batch}.csv").write_text("")
    return {each.name: each for each in folder.iterdir()}


def test_what_lies_where_nobody_knows_of_is_found_and_the_removal_is_not_done_until_it_is_gone(
    space: Workspace,
) -> None:
    wrong = strays(space.home)
    innocent = space.home / "somewhere" / "others.parquet"
    pq.write_table(pa.table({"_member": ["RZ2"], "organisation": ["RZ1"], "record_id": ["RZ2:RZ1"]}), innocent)
    gone = remove(space.home, "RZ1", by="a.khan", at=AT)
    assert gone.left == tuple(sorted(str(each.relative_to(space.home)) for each in wrong.values()))
    for each in wrong.values():
        each.unlink()
    assert remove(space.home, "RZ1", by="a.khan", at=AT).left == ()


def test_what_killed_work_left_over_goes_and_what_is_at_work_stays(space: Workspace) -> None:
    left = space.home / ".unfinished-of-a-killed-run"
    left.mkdir()
    (left / "people.parquet").write_bytes(CANARY)
    with workplace(space.home / "other") as at_work:
        assert remove(space.home, "RZ1", by="a.khan", at=AT).left == () and at_work.is_dir()
    assert not left.exists() and not holding(space.home)


def test_a_file_that_another_sends_in_its_own_name_since_is_not_the_leavers(space: Workspace, tmp_path: Path) -> None:
    first = remove(space.home, "RZ1", by="a.khan", at=AT)
    about: dict[str, Any] = {"system": "EPR", "period": "2026-10", "received_at": AT}
    land(tmp_path / "RZ1.csv", home=space.home, organisation="RZ2", **about)
    assert remove(space.home, "RZ1", by="a.khan", at=AT) == first and len(landed(space.home)) == 2


def test_a_place_of_another_layer_is_asked_and_what_it_still_holds_is_told(space: Workspace) -> None:
    asked = []

    class Kept:
        left: tuple[str, ...] = ("kept/people",)

        def held(self, home: Path, organisation: str, /) -> tuple[str, ...]:
            return self.left

        def forget(
            self, home: Path, organisation: str, /, *, by: str, at: datetime
        ) -> tuple[tuple[str, str, str], ...]:
            asked.append(organisation)
            return (("kept/people", "a", "b"),)

    place = Kept()
    gone = remove(space.home, "RZ1", by="a.khan", at=AT, places=[place])
    assert (gone.left, gone.rewritten) == (("kept/people",), (("kept/people", "a", "b"),))
    place.left = ()
    assert remove(space.home, "RZ1", by="a.khan", at=AT, places=[place]).left == () and asked == ["RZ1", "RZ1"]


@pytest.mark.parametrize("step", range(0, 36, 3))
def test_killed_and_run_again_it_is_as_if_it_had_never_been_killed(space: Workspace, step: int) -> None:
    in_a_process(lambda: remove(space.home, "RZ1", by="a.khan", at=AT), space.home, step)
    gone = remove(space.home, "RZ1", by="a.khan", at=AT)
    assert not holding(space.home) and gone.left == ()
    assert (len(gone.landed), len(gone.mapped), len(gone.parts), len(gone.stores)) == (1, 1, 2, 1)
    assert space.lake.verify() == ()
