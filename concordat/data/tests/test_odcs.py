"""The shared tables, and what is said of a contract that cannot be read as tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from concordat.data.located import read_yaml
from concordat.data.model import ColumnModel, shared_model
from concordat.data.odcs import BadContract, model_of, read_model

BAD = """apiVersion: v2.2.0
kind: DataContract
schema:
  - name: Patient
    properties:
      - name: a
        logicalType: strng
        classification: secret
        customProperties: [{property: valueSet, value: none}]
        quality: [{type: custom, engine: concordat, implementation: luck}]
      - name: a
"""
SMALL = """apiVersion: v3.1.0
kind: DataContract
schema:
  - name: t
    properties:
      - {name: k, primaryKey: true, logicalType: integer}
      - name: c
        quality: [{metric: invalidValues, arguments: {validValues: [x, y]}, mustBe: 0}]
"""


def columns() -> Iterator[tuple[str, ColumnModel]]:
    for table in shared_model().tables:
        for each in table.columns:
            yield table.name, each


def test_every_reference_of_the_shared_tables_leads_to_a_key() -> None:
    model = shared_model()
    for table, each in columns():
        if each.references:
            to, _, column = each.references.partition(".")
            assert model.table(to).key == (column,), (table, each.name)


def test_every_column_says_what_it_is_and_a_name_of_another_column_is_no_synonym() -> None:
    for table, each in columns():
        assert each.description, (table, each.name)
        assert not set(each.synonyms) & {*shared_model().table(table).names, each.name}, (table, each.name)


def test_every_level_of_a_value_set_takes_in_all_its_codes_once() -> None:
    for _, each in columns():
        for level in each.value_set.levels.values() if each.value_set else ():
            codes = [code for group in level.values() for code in group]
            assert each.value_set and sorted(codes) == sorted(each.value_set.codes)


def test_what_is_wrong_with_a_contract_is_told_at_once_with_its_line() -> None:
    with pytest.raises(BadContract) as caught:
        model_of(read_yaml(BAD, file="bad.odcs.yaml"))
    assert sorted({each.row or 0 for each in caught.value.findings}) == [1, 4, 6, 7, 8, 10]
    assert all(each.next for each in caught.value.findings)


def test_a_small_contract_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "small.odcs.yaml"
    path.write_text(SMALL)
    (table,) = read_model(path).tables
    assert table.key == ("k",)
    value_set = table.column("c").value_set
    assert value_set and value_set.at("") == ("x", "y")


@pytest.mark.parametrize(
    "text", ["", "a", "[]", "kind: DataContract", "kind: [1]\nschema: 7", "schema: [1, {properties: 3}]"]
)
def test_what_is_no_contract_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadContract) as caught:
        model_of(read_yaml(text, file="x"))
    assert str(caught.value).endswith(".")


def test_the_key_of_a_person_is_made_in_every_table_of_patients_and_sent_in_none() -> None:
    for table in shared_model().tables:
        made = {each.name: each.sensitivity for each in table.made}
        assert made == ({"person_key": "key"} if "patient_id" in table.names else {}), table.name
        assert "person_key" not in table.names and len(table.whole) == len(table.columns) + len(made)
