"""The same patients as four systems would export them: two dialects of CSV, FHIR and HL7 v2, each with its feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from concordat.data.extract import Batch, land

RECEIVED = datetime(2026, 11, 3, 9, tzinfo=UTC)
MEMBERS = {"comma": "RZ1", "pipe": "RZ4", "fhir": "RZ5", "hl7": "RZ8"}


@dataclass(frozen=True)
class Patient:
    """A patient as all four systems know them."""

    id: str
    nhs: str
    given: str
    family: str
    born: date
    gender: str
    ethnic: str
    postcode: str


_DETAILS = (
    ("7001", "9434765919", "Ann", "O'Hara", date(1980, 2, 1), "2", "A", "LS1 1AA"),
    ("7002", "9434765870", "Zoë", "Nuñez-Bell", date(1950, 12, 11), "1", "H", "M60 1NW"),
    ("7003", "", "Bo", "Li", date(2026, 3, 29), "9", "Z", ""),
)
PATIENTS = tuple(Patient(*each) for each in _DETAILS)
EXPECTED = [
    {
        "patient_id": each.id,
        "nhs_number": each.nhs or None,
        "given_name": each.given,
        "family_name": each.family,
        "birth_date": each.born,
        "gender": each.gender,
        "ethnic_category": each.ethnic,
        "postcode": each.postcode or None,
    }
    for each in PATIENTS
]
COLUMNS = tuple(EXPECTED[0])


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}".strip()


def comma(patients: Sequence[Patient] = PATIENTS) -> bytes:
    """A PAS's CSV: headings, days first, letters for codes, a space in the number, UTF-8 with a mark."""
    sex = {"1": "M", "2": "F", "9": "I"}
    rows = [
        f'{p.id},{_spaced(p.nhs)},"{p.family}, {p.given}",{p.born:%d/%m/%Y},{sex[p.gender]},'
        f"{p.ethnic},{p.postcode.lower()}"
        for p in patients
    ]
    return "\r\n".join(["Hospital No,NHS No,Name,DOB,Sex,Ethnicity,Post code", *rows, ""]).encode("utf-8-sig")


def pipe(patients: Sequence[Patient] = PATIENTS) -> bytes:
    """An EPR's report: pipes, Windows-1252, words for codes, times after days, NULL for nothing."""
    sex = {"1": "Male", "2": "Female", "9": "Other"}
    rows = [
        f"{p.id}|{p.nhs or 'NULL'}|{p.given}|{p.family}|{p.born:%Y-%m-%d} 00:00:00|{sex[p.gender]}|{p.ethnic}|"
        f"{p.postcode.replace(' ', '') or 'NULL'}"
        for p in patients
    ]
    return "\n".join(["MRN|NHS|FORENAME|SURNAME|BIRTH_DT|GENDER|ETH|PCODE", *rows, ""]).encode("cp1252")


def fhir(patients: Sequence[Patient] = PATIENTS) -> bytes:
    """NDJSON of UK-flavoured Patients."""
    gender = {"1": "male", "2": "female", "9": "other"}
    ethnic = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
    lines = [
        json.dumps(
            {
                "resourceType": "Patient",
                "id": p.id,
                "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": p.nhs}] if p.nhs else [],
                "name": [{"use": "official", "family": p.family, "given": [p.given]}],
                "gender": gender[p.gender],
                "birthDate": p.born.isoformat(),
                "address": [{"postalCode": p.postcode}] if p.postcode else [],
                "extension": [{"url": ethnic, "valueCodeableConcept": {"coding": [{"code": p.ethnic}]}}],
            }
        )
        for p in patients
    ]
    return "\n".join([*lines, ""]).encode()


def hl7(patients: Sequence[Patient] = PATIENTS) -> bytes:
    """ADT messages, a segment a line ended by CR; the first state of each is overtaken by its A08."""
    sex = {"1": "M", "2": "F", "9": "O"}
    return b"".join(
        "\r".join(
            [
                f"MSH|^~\\&|PAS|RZ8|CON|X|2026110{at}0900||ADT^{event}|{p.id}{event}|P|2.4|||||GBR|UNICODE UTF-8",
                f"PID|1||{p.id}^^^RZ8^MR~{p.nhs}^^^NHS^NH||{family}^{p.given}||{p.born:%Y%m%d}|{sex[p.gender]}|||"
                f"^^^^{p.postcode}|||||||||||{p.ethnic}",
                "",
            ]
        ).encode()
        for p in patients
        for at, event, family in ((1, "A28", "Wrong"), (2, "A08", p.family))
    )


FEEDS = {
    "comma": """
source: {format: csv}
columns:
  patient_id: Hospital No
  nhs_number: NHS No
  given_name: {expression: "split_part(Name, ',', 2)"}
  family_name: {expression: "split_part(Name, ',', 1)"}
  birth_date: {from: DOB, date: dd/mm/yyyy}
  gender: {from: Sex, codes: {M: "1", F: "2", I: "9"}}
  ethnic_category: Ethnicity
  postcode: Post code
""",
    "pipe": """
source: {format: csv, encoding: cp1252, delimiter: "|", missing: ["NULL"]}
columns:
  patient_id: MRN
  nhs_number: {priority: [NHS_TRACED, NHS]}
  given_name: FORENAME
  family_name: SURNAME
  birth_date: BIRTH_DT
  gender: {from: GENDER, codes: gender.csv}
  ethnic_category: ETH
  postcode: PCODE
""",
    "fhir": """
source: {format: fhir}
view: patient.json
columns:
  patient_id: id
  nhs_number: nhs
  given_name: given
  family_name: family
  birth_date: born
  gender: {from: gender, codes: gender.json}
  ethnic_category: ethnic
  postcode: postcode
""",
    "hl7": """
source:
  format: hl7v2
  key: id
  paths:
    {id: "PID-3[5=MR].1", nhs: "PID-3[5=NH].1", family: PID-5.1, given: PID-5.2, born: PID-7, sex: PID-8,
     postcode: PID-11.5, ethnic: PID-22}
columns:
  patient_id: id
  nhs_number: nhs
  given_name: given
  family_name: family
  birth_date: born
  gender: {from: sex, codes: {M: "1", F: "2", O: "9"}}
  ethnic_category: ethnic
  postcode: postcode
""",
}
WRITTEN = {"comma": comma, "pipe": pipe, "fhir": fhir, "hl7": hl7}
ENDING = {"comma": "csv", "pipe": "txt", "fhir": "ndjson", "hl7": "hl7"}
VIEW = {
    "resourceType": "ViewDefinition",
    "resource": "Patient",
    "status": "active",
    "select": [
        {
            "column": [
                {"name": "id", "path": "getResourceKey()"},
                {"name": "nhs", "path": "identifier.where(system = 'https://fhir.nhs.uk/Id/nhs-number').value.first()"},
                {"name": "given", "path": "name.where(use = 'official').given.first()"},
                {"name": "family", "path": "name.where(use = 'official').family.first()"},
                {"name": "born", "path": "birthDate"},
                {"name": "gender", "path": "gender"},
                {"name": "postcode", "path": "address.postalCode.first()"},
                {
                    "name": "ethnic",
                    "path": "extension('https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory')"
                    ".value.ofType(CodeableConcept).coding.code.first()",
                },
            ]
        }
    ],
}
GENDER_CSV = "source,target,equivalence\nMale,1,equivalent\nFemale,2,equivalent\nOther,9,wider\n"
GENDER_MAP = {
    "resourceType": "ConceptMap",
    "name": "administrative-gender",
    "group": [
        {
            "source": "http://hl7.org/fhir/administrative-gender",
            "element": [
                {"code": "male", "target": [{"code": "1", "equivalence": "equivalent"}]},
                {"code": "female", "target": [{"code": "2", "equivalence": "equivalent"}]},
                {"code": "other", "target": [{"code": "9", "equivalence": "inexact"}]},
                {"code": "unknown", "target": [{"code": "0", "equivalence": "equivalent"}]},
            ],
        }
    ],
}


def feed_text(name: str) -> str:
    """The feed of a dialect."""
    return f"member: {MEMBERS[name]}\nsystem: {name}\ntable: patient\n{FEEDS[name]}"


def workspace(home: Path, names: Sequence[str] = tuple(WRITTEN), patients: Sequence[Patient] = PATIENTS) -> Path:
    """A workspace with the feeds of these dialects, and their files landed if there are patients."""
    for name in names:
        folder = home / "feeds" / MEMBERS[name]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(feed_text(name), encoding="utf-8")
        (folder / "gender.csv").write_text(GENDER_CSV)
        (folder / "gender.json").write_text(json.dumps(GENDER_MAP))
        (folder / "patient.json").write_text(json.dumps(VIEW))
        if patients:
            landed(home, name, WRITTEN[name](patients))
    return home


def landed(home: Path, name: str, content: bytes) -> Batch:
    """A file of a dialect, landed."""
    path = home / f"patients.{ENDING[name]}"
    path.write_bytes(content)
    return land(path, home=home, organisation=MEMBERS[name], system=name, period="2026-10", received_at=RECEIVED)
