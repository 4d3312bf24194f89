"""FHIR files that are broken, packed, bundled or hostile: the good rows stay, and every fault is told with its line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concordat.data.formats import fhir_lines
from concordat.data.formats.fhir import Reject, Unflattened, flatten, merged
from concordat.data.formats.fhir_mend import mended
from concordat.data.formats.fhir_view import FhirView, OutColumn, Shape

SECRET = "Zebedee"


def view() -> FhirView:
    """id, first family name and whether active, of a Patient: as share writes it."""
    shape = Shape(kind="Patient")
    shape.child("id", "id", False)
    shape.child("name", "HumanName", True).child("family", "string", False)
    shape.child("active", "boolean", False)
    shape.child("resourceType", "code", False)
    texts = (OutColumn(name=name, type="VARCHAR", collection=False) for name in ("id", "family"))
    return FhirView(
        sql="SELECT r.id AS id, r.name[1].family AS family, CASE WHEN r.active IS NULL THEN NULL "
        "WHEN r.active = 'true' THEN true WHEN r.active = 'false' THEN false "
        "ELSE error('concordat: type') END AS active FROM source",
        resource="Patient",
        shape=shape,
        columns=(*texts, OutColumn(name="active", type="BOOLEAN", collection=False)),
        places=(),
    )


def patient(id: str, **more: Any) -> str:
    return json.dumps({"resourceType": "Patient", "id": id, **more})


Given = tuple[list[tuple[Any, ...]], list[Reject]]


def read(tmp_path: Path, *contents: bytes | str) -> Given:
    """The rows of files of these contents, in order, and the rejects."""
    paths = []
    for number, content in enumerate(contents):
        paths.append(tmp_path / f"{number}.ndjson")
        paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
    rejects: list[Reject] = []
    made = flatten(paths, view(), to=tmp_path / "made", reject=rejects.append, threads=1)
    rows = [tuple(row.values()) for batch in made.batches() for row in batch.to_pylist()]
    assert made.rows == len(rows) and made.rejected == len(rejects)
    assert SECRET not in "".join(map(str, rejects))
    return sorted(rows, key=repr), rejects


def told(rejects: list[Reject]) -> list[tuple[int, str, str]]:
    return sorted((each.line, each.column, each.kind) for each in rejects)


def test_bad_lines_are_told_and_the_good_ones_stay(tmp_path: Path) -> None:
    lines = [
        patient("a", active=True),
        '{"resourceType": "Patient", "id": "' + SECRET,
        patient("b", name=[{"family": "Ash"}]),
        "",
        json.dumps({"id": SECRET}),
        json.dumps([SECRET]),
        json.dumps({"resourceType": "Organization", "id": "o", "name": "One"}),
        patient("c"),
    ]
    rows, rejects = read(tmp_path, "\r\n".join(lines))
    assert rows == [("a", None, True), ("b", "Ash", None), ("c", None, None)]
    assert told(rejects) == [(2, "", "not_json"), (5, "", "not_a_resource"), (6, "", "not_a_resource")]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": {"family": SECRET}}, "name"),
        ({"name": [{"family": [SECRET]}]}, "name.family"),
        ({"name": [{"family": {"a": SECRET}}, {"family": "Ash"}]}, "name.family"),
        ({"name": [SECRET]}, "name"),
        ({"name": SECRET}, "name"),
        ({"active": "true"}, "active"),
        ({"active": 3}, "active"),
    ],
)
def test_a_value_of_the_wrong_type_is_empty_and_told(tmp_path: Path, wrong: dict[str, Any], where: str) -> None:
    lines = [patient("a", active=True, name=[{"family": "Elm"}]), patient("b", **wrong), patient("c")]
    rows, rejects = read(tmp_path, "\n".join(lines))
    assert rows == [("a", "Elm", True), ("b", None, None), ("c", None, None)]
    assert told(rejects) == [(2, where, "wrong_type")]


def test_a_number_for_a_text_is_its_digits_and_what_looks_like_json_is_text(tmp_path: Path) -> None:
    names = ["{score}", "[degF]", '{"not": "an object"}', "[]"]
    lines = [*(patient(str(number), name=[{"family": name}]) for number, name in enumerate(names)), patient("x")]
    rows, rejects = read(tmp_path, "\n".join(lines).replace('"id": "x"', '"id": 7'))
    assert not rejects and rows == [
        *((str(number), name, None) for number, name in enumerate(names)),
        ("7", None, None),
    ]


def test_bundles_are_opened_whether_on_one_line_or_many(tmp_path: Path) -> None:
    entries = [{"resource": json.loads(patient(each))} for each in "ab"]
    bundle = {"resourceType": "Bundle", "entry": [*entries, {"resource": {"resourceType": "Group"}}, {"request": {}}]}
    one = json.dumps(bundle)
    rows, rejects = read(tmp_path, json.dumps(bundle, indent=1), f"{one}\n{patient('c')}\n{one}")
    assert [row[0] for row in rows] == ["a", "a", "a", "b", "b", "b", "c"] and not rejects


def test_packed_files_are_read_and_a_broken_one_as_far_as_it_goes(tmp_path: Path) -> None:
    lines = "\n".join(
        patient(f"p{number:06}", name=[{"family": f"F{number * 7919 % 10007}"}]) for number in range(20_000)
    )
    packed = gzip.compress(lines.encode())
    rows, rejects = read(tmp_path, packed)
    assert len(rows) == 20_000 and not rejects
    rows, rejects = read(tmp_path, packed[: len(packed) // 2])
    assert 5_000 < len(rows) < 15_000 and [each.kind for each in rejects][-1:] == ["broken"]


def test_what_is_not_utf8_is_told_and_a_mark_is_passed_over(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, b"\xef\xbb\xbf" + patient("a").encode() + b"\n\xff\xfe\n" + patient("b").encode())
    assert [row[0] for row in rows] == ["a", "b"] and told(rejects) == [(2, "", "encoding")]


def test_a_line_too_long_is_passed_over_without_keeping_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fhir_lines, "LONGEST", 1 << 20)
    long = patient("long", text={"div": "x" * (3 << 20)})
    rows, rejects = read(tmp_path, f"{patient('a')}\n{long}\nnot json\n{patient('b')}")
    assert [row[0] for row in rows] == ["a", "b"]
    assert told(rejects) == [(2, "", "too_long"), (3, "", "not_json")]


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_nesting_ends_nothing(tmp_path: Path, depth: int) -> None:
    deep = '{"resourceType": "Patient", "id": "deep", "name": ' + "[" * depth + "]" * depth + "}"
    aside = '{"resourceType": "Patient", "id": "aside", "text": ' + "[" * depth + "]" * depth + "}"
    rows, rejects = read(tmp_path, f"{patient('a')}\n{deep}\n{aside}")
    assert ("a", None, None) in rows and {each.line for each in rejects} >= {2}


def test_no_file_an_empty_one_and_one_without_such_resources(tmp_path: Path) -> None:
    assert read(tmp_path, "", "\n\n", '{"resourceType": "Group"}') == ([], [])
    with pytest.raises(Unflattened, match="cannot be read"):
        flatten([tmp_path / "none"], view(), to=tmp_path / "made", reject=print)


def test_parts_become_one_file(tmp_path: Path) -> None:
    paths = [tmp_path / "1", tmp_path / "2"]
    for path in paths:
        path.write_text(patient(path.name))
    made = flatten(paths, view(), to=tmp_path / "made", reject=print, threads=1)
    merged(made.parts, tmp_path / "all.parquet")
    import pyarrow.parquet as pq

    assert sorted(pq.read_table(tmp_path / "all.parquet")["id"].to_pylist()) == ["1", "2"]


def test_the_folder_of_a_name_is_not_read_as_sql(tmp_path: Path) -> None:
    path = tmp_path / "it's *.ndjson"
    path.write_text(patient("a"))
    assert flatten([path], view(), to=tmp_path / "made", reject=print, threads=1).rows == 1


@given(st.lists(st.binary(max_size=30) | st.sampled_from([patient("a").encode(), b"{", b"[]", b"null"]), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_told(tmp_path: Path, lines: list[bytes]) -> None:
    whole = b"\n".join([patient("sound").encode(), *lines])
    rows, _ = read(tmp_path, whole)
    assert ("sound", None, None) in rows


def test_what_leads_into_itself_is_mended_all_the_way_down() -> None:
    shape = Shape(kind="QuestionnaireResponse")
    item = shape.child("item", "QuestionnaireResponse.item", True)
    item.child("linkId", "string", False)
    item.repeats = (("item",), ("answer", "item"), ())
    below = {"linkId": {"not": "text"}, "item": [{"linkId": "2"}]}
    value, wrong = mended({"item": [{"linkId": "1", "answer": [{"item": [below]}]}]}, shape)
    assert wrong == ("item.answer.item.linkId",)
    assert value["item"][0]["answer"][0]["item"][0]["item"] == [{"linkId": "2"}]
