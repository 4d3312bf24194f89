"""What paths give, by FHIRPath 2.0: a table of them over two resources, and a second opinion where it is installed."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.data.formats.fhir import Unflattened
from concordat.share.mapping.tests.flattened import of, rows

EXTENSION = "http://example.org/colour"
ANN = {
    "resourceType": "Patient",
    "id": "ann",
    "active": True,
    "birthDate": "1950-02",
    "deceasedDateTime": "2020-06-01T10:00:00+01:00",
    "multipleBirthInteger": 2,
    "name": [{"use": "official", "family": "Ash", "given": ["Ann", "Bo"]}, {"family": "Birch", "given": ["Cy"]}],
    "telecom": [{"system": "phone", "rank": 2}, {"system": "email"}],
    "extension": [
        {"url": EXTENSION, "extension": [{"url": "hue", "valueString": "red"}]},
        {"url": "other", "valueInteger": 3},
    ],
    "generalPractitioner": [
        {"reference": "Organization/y01"},
        {"reference": "https://example.org/fhir/Practitioner/dr-1/_history/2"},
        {"reference": "urn:uuid:1"},
        {"reference": "#here"},
        {"reference": 'urn:{"not":"a/Patient/5"}'},
        {"reference": "Patient/a/b"},
        {"display": "No reference"},
    ],
}
WEIGHT = {
    "resourceType": "Observation",
    "id": "w",
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}, {"system": "urn:local", "code": "W"}]},
    "effectiveDateTime": "2026-03-01T09:30:00Z",
    "valueQuantity": {"value": 0.1, "unit": "{score}"},
    "component": [{"code": {"text": "a"}, "valueInteger": 1}, {"code": {"text": "b"}, "valueQuantity": {"value": 2}}],
}

ANSWERS = [
    # paths
    (ANN, "id", "ann"),
    (ANN, "Patient.id", "ann"),
    (ANN, "$this.id", "ann"),
    (ANN, "name.family.first()", "Ash"),
    (ANN, "name.family.last()", "Birch"),
    (ANN, "name.given[2]", "Cy"),
    (ANN, "name[1].given[0]", "Cy"),
    (ANN, "name[2].given[0]", None),
    (ANN, "name.first().given.first()", "Ann"),
    (ANN, "name.where(use = 'official').given.join(' ')", "Ann Bo"),
    (ANN, "name.where(given.where($this = 'Cy').exists()).family", "Birch"),
    (ANN, "name.where(use.empty()).family", "Birch"),
    (ANN, "where(active).id", "ann"),
    (ANN, "where(active.not()).id", None),
    (ANN, "name.count()", 2),
    (ANN, "contact.count()", 0),
    (ANN, "maritalStatus.count()", 0),
    (ANN, "telecom.where(rank > 1).system", "phone"),
    (ANN, "`name`.`family`.first() // with a comment", "Ash"),
    (ANN, "name./* and one within */family.first()", "Ash"),
    # choices and extensions
    (ANN, "deceased.ofType(dateTime)", "2020-06-01T10:00:00+01:00"),
    (ANN, "deceased.ofType(boolean)", None),
    (ANN, "deceased.ofType(FHIR.dateTime).exists()", True),
    (ANN, f"extension('{EXTENSION}').extension('hue').value.ofType(string)", "red"),
    (ANN, "extension('other').value.ofType(integer) + 1", 4),
    (WEIGHT, "value.ofType(Quantity).unit", "{score}"),
    (WEIGHT, "component.value.ofType(integer)", 1),
    (WEIGHT, "component.where(code.text = 'b').value.ofType(Quantity).value", 2.0),
    (WEIGHT, "code.coding.where(system = 'http://loinc.org').code", "29463-7"),
    (WEIGHT, "code.coding.exists(code = 'W' and system = 'urn:local')", True),
    # references
    (ANN, "getResourceKey()", "ann"),
    (ANN, "generalPractitioner.getReferenceKey(Organization)", "y01"),
    (ANN, "generalPractitioner.getReferenceKey(Practitioner)", "dr-1"),
    (ANN, "generalPractitioner.getReferenceKey(Patient)", None),
    (ANN, "generalPractitioner.getReferenceKey().join(' ')", "y01 dr-1"),
    # logic has three values
    (ANN, "active and {}", None),
    (ANN, "active.not() and {}", False),
    (ANN, "active or {}", True),
    (ANN, "active xor active", False),
    (ANN, "active.not() implies {}", True),
    (ANN, "{} = 1", None),
    (ANN, "true or true and false", True),
    (ANN, "1 + 2 * 3 = 7", True),
    (ANN, "2 - 1 - 1", 0),
    (ANN, "-2 + 3", 1.0),
    # comparing
    (ANN, "name.family = 'Ash'", False),  # two are not one
    (ANN, "name.family != 'Ash'", True),
    (ANN, "contact.name.family = 'Ash'", None),
    (ANN, "'a' < 'b'", True),
    (ANN, "'b' in name.family", False),
    (ANN, "'Ash' in name.family", True),
    (ANN, "gender in name.family", None),
    (ANN, "multipleBirth.ofType(integer) >= 2", True),
    (ANN, "multipleBirth.ofType(integer) = 2.0", True),
    (WEIGHT, "value.ofType(Quantity).value + 0.2 = 0.3", True),  # exact, as binary fractions are not
    (WEIGHT, "value.ofType(Quantity).value * 10", 1.0),
    (WEIGHT, "1 / 0", None),
    (WEIGHT, "1 / 3", 0.33333333),
    # days as far as both say
    (ANN, "birthDate = @1950-02", True),
    (ANN, "birthDate = @1950", None),
    (ANN, "birthDate = @1951", False),
    (ANN, "birthDate < @1950-03-01", True),
    (ANN, "birthDate < @1950-02-03", None),
    (WEIGHT, "effective.ofType(dateTime) = @2026-03-01T10:30:00+01:00", True),
    (WEIGHT, "effective.ofType(dateTime) >= @2026-03-01", None),
    (WEIGHT, "effective.ofType(dateTime) > @2026-02-28", True),
    (WEIGHT, "effective.ofType(dateTime) < @2026-03-01T09:30:00.001Z", True),
    (WEIGHT, "@T09:00:00 < @T10:00:00", True),
    # what a partial day may mean
    (ANN, "birthDate.lowBoundary()", "1950-02-01"),
    (ANN, "birthDate.highBoundary()", "1950-02-28"),
    (WEIGHT, "effective.ofType(dateTime).lowBoundary()", "2026-03-01T09:30:00.000Z"),
    (WEIGHT, "effective.ofType(dateTime).highBoundary()", "2026-03-01T09:30:00.999Z"),
    (WEIGHT, "@2024.highBoundary()", "2024-12-31"),
    (WEIGHT, "@2024-02T.highBoundary()", "2024-02-29T23:59:59.999-12:00"),
    (WEIGHT, "@2024T.lowBoundary()", "2024-01-01T00:00:00.000+14:00"),
    (WEIGHT, "@T10:00:00.lowBoundary()", "10:00:00.000"),
    # texts
    (ANN, "name.first().family + ', ' + name.first().given.first()", "Ash, Ann"),
    (ANN, "name.first().family + gender", None),
    (ANN, "name.first().family & gender", "Ash"),
    (ANN, "name.first().family.upper()", "ASH"),
    (ANN, "name.first().family.startsWith('As')", True),
    (ANN, "gender.startsWith('m')", None),
    (ANN, "contact.name.family.join('x')", ""),
    (ANN, r"'it\'s \u0041 \\ \t'", "it's A \\ \t"),
]


@pytest.mark.parametrize(("resource", "path", "answer"), ANSWERS)
def test_a_path_gives(resource: dict[str, Any], path: str, answer: Any) -> None:
    given = of(path, resource)
    assert given == answer and isinstance(given, bool) == isinstance(answer, bool)


CONSTANTS = [
    ("valueString", "a", "'a'"),
    ("valueCode", "a", "'a'"),
    ("valueBoolean", False, "false"),
    ("valueInteger", 7, "7"),
    ("valuePositiveInt", 7, "7"),
    ("valueDecimal", 1.25, "1.25"),
    ("valueDecimal", -3, "-3"),
    ("valueDate", "2020-01", "@2020-01"),
    ("valueDateTime", "2020-01-01T10:00:00Z", "@2020-01-01T10:00:00Z"),
    ("valueInstant", "2020-01-01T10:00:00.5+01:00", "@2020-01-01T10:00:00.5+01:00"),
    ("valueTime", "10:00:00", "@T10:00:00"),
    ("valueUri", "urn:x", "'urn:x'"),
    ("valueBase64Binary", "aGk=", "'aGk='"),
]


@pytest.mark.parametrize(("key", "value", "written"), CONSTANTS)
def test_a_constant_is_what_it_would_be_written_out(key: str, value: Any, written: str) -> None:
    assert of(f"%it = {written}", ANN, constant=[{"name": "it", key: value}]) is True


def test_several_where_one_is_wanted_is_an_error_where_it_would_be_a_guess() -> None:
    for path in (
        "name.family & 'x'",
        "name.family.upper()",
        "telecom.rank.first() > 0 and name.given.exists() = name.exists()",
    ):
        if "rank" in path:
            assert of(path, ANN) is True
            continue
        with pytest.raises(Unflattened, match="several values"):
            of(path, ANN)


NAMES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "use": st.sampled_from(["official", "old", "usual"]),
            "family": st.sampled_from(["A", "B", "é'"]),
            "given": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3),
        },
    ).filter(bool),
    max_size=4,
)
PATHS = [
    "name.family.first()",
    "name.where(use = 'official').given.first()",
    "name.where(use = 'old' or family = 'B').count()",
    "name.given.count()",
    "name.exists(given.count() > 1)",
    "name.where(family.exists() and use.empty()).exists()",
    "name[1].given[1]",
    "name.last().family",
    "name.given.where($this = 'x').empty()",
]


@pytest.mark.skipif(importlib.util.find_spec("fhirpathpy") is None, reason="the library fhirpathpy is not installed")
@given(st.lists(NAMES, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_a_second_implementation_agrees(people: list[Any]) -> None:
    evaluate = importlib.import_module("fhirpathpy").evaluate
    given = [{"resourceType": "Patient", "id": str(number), "name": name} for number, name in enumerate(people)]
    columns = [{"name": "id", "path": "id"}, *({"name": f"c{n}", "path": path} for n, path in enumerate(PATHS))]
    for row in rows({"resource": "Patient", "select": [{"column": columns}]}, given):
        patient = given[int(row["id"])]
        for number, path in enumerate(PATHS):
            assert [row[f"c{number}"]] == (evaluate(patient, path) or [None]), path
