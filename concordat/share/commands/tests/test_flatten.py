"""concordat share flatten, as a user runs it: rows on one stream, what was left out on the other, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from concordat.cli import main

VIEW = {
    "resource": "Patient",
    "select": [
        {"column": [{"name": "id", "path": "id"}, {"name": "names", "path": "name.family", "collection": True}]},
        {"forEachOrNull": "telecom", "column": [{"name": "phone", "path": "value"}]},
    ],
}
LINES = [
    {"resourceType": "Patient", "id": "ann", "name": [{"family": "Ash"}], "telecom": [{"value": "\x1b[31m01"}]},
    {"resourceType": "Patient", "id": "ben"},
]


@pytest.fixture
def given(tmp_path: Path) -> tuple[str, str]:
    view, lines = tmp_path / "view.json", tmp_path / "patients.ndjson"
    view.write_text(json.dumps(VIEW))
    lines.write_text("".join(f"{json.dumps(each)}\n" for each in LINES) + "{broken\n")
    return str(view), str(lines)


def test_rows_as_json_and_rejects_beside_them(given: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    view, lines = given
    assert main(["share", "flatten", "--view", view, lines, "--json"]) == 0
    out, err = capsys.readouterr()
    assert sorted(out.splitlines()) == [
        '{"id": "ann", "names": ["Ash"], "phone": "\\u001b[31m01"}',
        '{"id": "ben", "names": [], "phone": null}',
    ]
    assert "patients.ndjson, line 3: The line is not JSON" in err and "1 line or value was left out" in err


def test_a_table_obeys_no_text_in_it(given: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    view, lines = given
    assert main(["share", "flatten", "--view", view, lines, lines]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["id", "names", "phone"] and "\x1b" not in out
    assert out.count("Ash") == 2


def test_parquet_of_several_files(given: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view, lines = given
    assert main(["share", "flatten", "--view", view, lines, lines, "--parquet", str(tmp_path / "rows.parquet")]) == 0
    table = pq.read_table(tmp_path / "rows.parquet")
    assert table.num_rows == 4 and table.column_names == ["id", "names", "phone"]
    assert "4 rows written" in capsys.readouterr().out
    assert sorted(each.name for each in tmp_path.iterdir()) == ["patients.ndjson", "rows.parquet", "view.json"]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("{", "cannot be read as JSON"),
        ('{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "resolve()"}]}]}', "There are: "),
        ('{"resource": "Patient", "select": [{"column": [{"name": "a", "path": "contact.name.family"}]}]}', "first()"),
    ],
)
def test_a_bad_view_ends_with_2(tmp_path: Path, view: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "view.json").write_text(view)
    two = {"resourceType": "Patient", "contact": [{"name": {"family": "A"}}, {"name": {"family": "B"}}]}
    (tmp_path / "two.ndjson").write_text(json.dumps(two))
    command = ["share", "flatten", "--view", str(tmp_path / "view.json"), str(tmp_path / "two.ndjson")]
    assert main(command) == 2
    assert said in capsys.readouterr().err


def test_no_such_file_ends_with_2(given: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["share", "flatten", "--view", given[0], "nowhere.ndjson"]) == 2
    assert "nowhere.ndjson" in capsys.readouterr().err


def test_an_element_that_is_not_there_is_told(given: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    view, lines = given
    slip = {"resource": "Patient", "select": [{"column": [{"name": "born", "path": "brithDate"}]}]}
    Path(view).write_text(json.dumps(slip))
    assert main(["share", "flatten", "--view", view, lines, "--json"]) == 0
    assert "is birthDate meant?" in capsys.readouterr().err
