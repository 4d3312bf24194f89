"""A leaver: nothing of it is left in any byte of the workspace, and the proof names all that went, whatever crashes."""

from pathlib import Path

import pytest

from concordat.data.extract import land
from concordat.data.lake import NotInLake
from concordat.data.leaver import remove
from concordat.data.query import Door, Query
from concordat.data.store import agreement_key, build
from concordat.data.tests.test_door_killed import in_a_process
from concordat.data.tests.workspace import AT, SECRET, Person, Workspace, workspace

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
        land(path, home=space.home, organisation=member, system="EPR", period="2026-10", received_at=AT)
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
    assert (len(gone.landed), len(gone.parts), len(gone.stores)) == (1, 2, 1)
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


@pytest.mark.parametrize("step", range(0, 24, 3))
def test_killed_and_run_again_it_is_as_if_it_had_never_been_killed(space: Workspace, step: int) -> None:
    in_a_process(lambda: remove(space.home, "RZ1", by="a.khan", at=AT), space.home, step)
    gone = remove(space.home, "RZ1", by="a.khan", at=AT)
    assert not holding(space.home) and gone.left == ()
    assert (len(gone.landed), len(gone.parts), len(gone.stores)) == (1, 2, 1)
    assert space.lake.verify() == ()
