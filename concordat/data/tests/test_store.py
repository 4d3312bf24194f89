"""The governed store: what a permit lets through is in it, in the form agreed; and nothing else is, in any byte."""

import hmac
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concordat.data.going import BEYOND, HELD, OPTED_OUT
from concordat.data.governed import CannotBuild
from concordat.data.opt_out import CannotDisclose, PermittedList
from concordat.data.part import part_of
from concordat.data.store import Store, agreement_key, build, stores, withdraw
from concordat.data.tests.workspace import AT, DAY, ITEMS, OUTSIDER, SECRET, Person, Workspace, workspace
from concordat.register.sharing import Form, Operator, Transform

GOING, STAYING = "9434765919", "9876543210"
KEY = agreement_key(SECRET, "DSA-01")
PEOPLE = (
    Person(member="RZ1", number=GOING, seen=(date(2026, 3, 4), date(2026, 5, 6))),
    Person(member="RZ2", number=GOING, postcode="RG1 1AA"),
    Person(member="RZ1", number=STAYING, code="CANARY-CODE"),
    Person(member="RZ1", number="", code="CANARY-CODE"),
    Person(member=OUTSIDER, number=GOING, code="CANARY-CODE"),
)


def built(space: Workspace, key: bytes = KEY, **more: Any) -> Store:
    given: dict[str, Any] = {
        "snapshot": space.lake.head(),
        "lake": space.lake,
        "lists": space.lists,
        "home": space.home,
    } | more
    return build(space.permit, key=key, **given)


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(store.file), read_only=True) as session:
        return session.sql(sql).to_arrow_table().to_pylist()


def test_only_permitted_rows_and_columns_in_the_form_agreed(tmp_path: Path) -> None:
    store = built(workspace(tmp_path, PEOPLE, [GOING]))
    assert store.tables == {"encounter": tuple(_of("encounter")), "patient": tuple(_of("patient"))}
    assert store.rows == {"encounter": 3, "patient": 2}
    patients = rows(store, "from patient order by postcode")
    assert [each["postcode"] for each in patients] == ["RG1", "ZZ99"]
    assert {each["birth_date"] for each in patients} == {"75 to 79"}
    seen = rows(store, "from encounter order by organisation, started_at")
    assert [(each["organisation"], each["started_at"]) for each in seen] == [
        ("RZ1", "2026-03"), ("RZ1", "2026-05"), ("RZ2", "2026-03"),
    ]  # fmt: skip
    joined = "select count(*) as n from encounter join patient using (patient_id)"
    assert rows(store, joined) == [{"n": 3}]


def _of(table: str) -> list[str]:
    return [each.partition(".")[2] for each in ITEMS if each.startswith(table + ".")]


def test_no_canary_nor_key_is_in_any_byte_of_the_workspace_but_the_lake(tmp_path: Path) -> None:
    store = built(workspace(tmp_path, PEOPLE, [GOING]))
    for path in store.folder.iterdir():
        content = path.read_bytes()
        for secret in (b"CANARY", GOING.encode(), STAYING.encode(), KEY, KEY.hex().encode(), SECRET, b"RX9"):
            assert secret not in content
    assert store.file.stat().st_mode & 0o777 == 0o400


def test_identifiers_are_hmacs_of_their_kind_and_whose_they_are(tmp_path: Path) -> None:
    store = built(workspace(tmp_path, PEOPLE, [GOING]))
    told = rows(store, "select patient_id, nhs_number from patient order by postcode")
    for member, row in zip(("RZ2", "RZ1"), told, strict=True):
        local = f"patient_id\x1f{member}\x1fCANARY-ID-{member}-{GOING}"
        assert row["patient_id"] == hmac.digest(KEY, local.encode(), "sha256").hex()[:32]
        assert row["nhs_number"] == hmac.digest(KEY, f"nhs_number\x1f\x1f{GOING}".encode(), "sha256").hex()[:32]


def test_two_agreements_cannot_be_linked_by_identifiers_nor_by_order(tmp_path: Path) -> None:
    people = [Person(member="RZ1", number=GOING, id=f"p{number}") for number in range(50)]
    space = workspace(tmp_path, people, [GOING])
    first = rows(built(space), "select patient_id from patient")
    (tmp_path / "b").mkdir()
    other = workspace(tmp_path / "b", people, [GOING])
    second = rows(built(other, key=agreement_key(SECRET, "DSA-02")), "select patient_id from patient")
    assert not {each["patient_id"] for each in first} & {each["patient_id"] for each in second}
    names = [hmac.digest(KEY, f"patient_id\x1fRZ1\x1fp{number}".encode(), "sha256").hex()[:32] for number in range(50)]
    assert [each["patient_id"] for each in first] == sorted(names) != names


@pytest.mark.parametrize(
    ("limit", "left"),
    [
        (("encounter.treatment_function_code", Operator.IS, ("110",)), 3),
        (("encounter.treatment_function_code", Operator.IS_NOT, ("110",)), 0),
        (("encounter.treatment_function_code", Operator.ONE_OF, ("110", "120")), 3),
        (("encounter.treatment_function_code", Operator.NONE_OF, ("110", "120")), 0),
        (("encounter.started_at", Operator.AT_LEAST, ("2026-05-06",)), 1),
        (("encounter.started_at", Operator.AT_MOST, ("2026-05-05",)), 2),
        (("encounter.site_code", Operator.IS, ("x' or 'a' = 'a",)), 0),
    ],
)
def test_limits_on_rows_are_typed_and_never_sql(tmp_path: Path, limit: Any, left: int) -> None:
    store = built(workspace(tmp_path, PEOPLE, [GOING], limits=[limit]))
    assert store.rows["encounter"] == left


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"limits": [("encounter.started_at", Operator.AT_LEAST, ("18",))]}, "cannot be compared"),
        ({"limits": [("encounter.ward", Operator.IS, ("A",))]}, "has no ward"),
        ({"items": {"encounter.ward": Transform.KEEP}}, "has no ward"),
        ({"items": {"procedure.code": Transform.KEEP}}, "has no procedure"),
        ({"items": {"patient.gender": Transform.AREA}}, "larger area"),
        ({"items": {"patient.gender": Transform.AGE_BAND}}, "no date"),
        ({"items": {"patient.nhs_number": Transform.KEEP}}, "tells who"),
    ],
)
def test_what_cannot_be_carried_out_refuses_and_builds_nothing(tmp_path: Path, about: Any, said: str) -> None:
    with pytest.raises(CannotBuild, match=said):
        built(workspace(tmp_path, PEOPLE, [GOING], **about))
    assert not list(tmp_path.glob("stores/*/*"))


def test_identifiable_data_are_as_they_are_where_that_is_agreed(tmp_path: Path) -> None:
    items = {"patient.nhs_number": Transform.KEEP, "patient.patient_id": Transform.KEEP}
    store = built(workspace(tmp_path, PEOPLE, [GOING], items=items, form=Form.IDENTIFIABLE))
    assert {each["nhs_number"] for each in rows(store, "from patient")} == {GOING}


def test_a_list_missing_stale_or_of_a_day_to_come_refuses(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, [GOING])
    old = [replace(each, as_at=DAY - timedelta(days=8)) for each in space.lists]
    ahead = [replace(each, as_at=DAY + timedelta(days=1)) for each in space.lists]
    for lists, said in (
        (space.lists[:1], "RZ2 gave no list"),
        ((), "RZ1 gave no"),
        (old, "too old"),
        (ahead, "to come"),
    ):
        with pytest.raises(CannotDisclose, match=said):
            built(space, lists=lists)
    assert not list(tmp_path.glob("stores/*/*"))


def test_a_wish_counts_for_the_controller_whose_list_knows_it(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, [GOING])
    assert isinstance(space.lists[1], PermittedList)
    second = replace(space.lists[1], permitted=frozenset({STAYING}))
    store = built(space, lists=(space.lists[0], second))
    assert {each["organisation"] for each in rows(store, "from encounter")} == {"RZ1"}


def test_one_of_two_numbers_opted_out_keeps_all_rows_of_the_patient_back(tmp_path: Path) -> None:
    twice = [Person(member="RZ1", number=number, id="p1") for number in (GOING, STAYING)]
    other = Person(member="RZ2", number=GOING)
    assert built(workspace(tmp_path, [*twice, other], [GOING])).rows == {"encounter": 1, "patient": 1}


def test_a_merged_record_is_one_patient_whose_wishes_all_count(tmp_path: Path) -> None:
    people = tuple(Person(member="RZ1", number=number, id=id) for number, id in ((GOING, "A"), (GOING, "B")))
    space = workspace(tmp_path, (*people, PEOPLE[1], Person(member="RZ1", number=STAYING, id="C")), [GOING])

    def counted(kept: str, gone: str) -> dict[str, int]:
        said = {"_member": ["RZ1"], "_batch": [gone], "_at": ["2026"], "merged": [gone], "kept": [kept]}
        pq.write_table(pa.table(said), tmp_path / "merges.parquet")
        part = part_of(tmp_path / "merges.parquet", table="merges", organisation="RZ1", batch=gone)
        space.lake.commit([part], by="a.khan", at=AT)
        sql = "select count(*) as n, count(distinct patient_id) as people from encounter where organisation = 'RZ1'"
        return rows(built(space), sql)[0]

    assert counted("A", "B") == {"n": 2, "people": 1}
    assert counted("A", "C") == {"n": 0, "people": 0}


def test_the_same_again_is_the_same_store_and_another_list_another(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, [GOING])
    first = built(space)
    assert built(space) == first
    wide = frozenset({GOING, STAYING})
    wider = [replace(each, permitted=wide) for each in space.lists if isinstance(each, PermittedList)]
    assert built(space, lists=wider).name != first.name and len(stores(tmp_path)) == 2


def test_those_stores_go_of_which_it_is_said(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, [GOING])
    store = built(space)
    assert withdraw(tmp_path, lambda each: "RX9" in each.whose) == () and stores(tmp_path) == (store,)
    assert withdraw(tmp_path, lambda each: "RZ2" in each.whose) == (store.name,) and stores(tmp_path) == ()
    assert built(space).name == store.name


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(CannotBuild, match="32 bytes"):
        agreement_key(b"short", "DSA-01")


PERSON_ITEMS = {
    "encounter.person_key": Transform.PSEUDONYM,
    "encounter.organisation": Transform.KEEP,
    "encounter.treatment_function_code": Transform.KEEP,
}


def key_rows(space: Workspace, folder: Path, members: tuple[str, ...]) -> None:
    """Put a person's key in all rows of these members, the same one in each."""
    made = {}
    for part in space.lake.head().parts:
        if part.organisation in members:
            path = folder / f"{part.table}-{part.organisation}-keyed.parquet"
            table = pq.read_table(space.lake.folder / part.path)
            keys = pa.array([7_654_321] * table.num_rows, pa.int64())
            pq.write_table(table.append_column("person_key", keys), path)
            made[part.path] = replace(part, path=str(path), sha256="")
    space.lake.replace(made, note="person keys", by="a.khan", at=AT)


def test_a_person_is_told_across_members_by_a_key_of_the_agreement_and_never_by_the_true_one(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, [GOING], items=PERSON_ITEMS)
    key_rows(space, tmp_path, ("RZ1", "RZ2"))
    keys = []
    for agreement in ("DSA-01", "DSA-02"):
        store = built(space, agreement_key(SECRET, agreement))
        found = rows(store, "select organisation, person_key from encounter")
        assert {each["organisation"] for each in found} == {"RZ1", "RZ2"}
        (key,) = {each["person_key"] for each in found}
        assert len(key) == 32 and b"7654321" not in store.file.read_bytes() and "7654321" not in str(key)
        keys.append(key)
        withdraw(tmp_path, lambda each: True)
    assert len(set(keys)) == 2


def test_rows_that_came_after_people_were_linked_are_not_told_as_of_other_people(tmp_path: Path) -> None:
    space = workspace(tmp_path, PEOPLE, [GOING], items=PERSON_ITEMS)
    key_rows(space, tmp_path, ("RZ1",))
    with pytest.raises(CannotBuild, match="came after people were linked: run concordat share link"):
        built(space)
    (tmp_path / "counted").mkdir()
    counted = workspace(tmp_path / "counted", PEOPLE, [GOING], form=Form.AGGREGATE)
    key_rows(counted, tmp_path, ("RZ1", OUTSIDER))
    with pytest.raises(CannotBuild, match="came after people were linked"):
        built(counted)


def test_it_tells_what_it_holds_and_left_out_by_reason(tmp_path: Path) -> None:
    limits = [("encounter.started_at", Operator.AT_LEAST, ("2026-04-01",))]
    tallies = built(workspace(tmp_path, PEOPLE, [GOING], limits=limits)).tallies
    assert tallies["patient"] == {HELD: (2, 2), OPTED_OUT: (2, 2), BEYOND: (0, 0)}
    assert tallies["encounter"] == {HELD: (1, 1), OPTED_OUT: (2, 2), BEYOND: (2, 2)}
