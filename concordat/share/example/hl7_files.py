"""An extract as HL7 v2.5.1: a file of ADT messages (A01, A08, A40) and one of results (ORU^R01), ended by CR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from concordat.share.example.activity import Row
from concordat.share.example.sent import Sent

_SEX = {"1": "M", "2": "F", "9": "U"}
_CLASSES = {"AMB": "O", "VR": "V", "IMP": "I"}
_STATES = {"final": "F", "corrected": "C", "preliminary": "P", "cancelled": "X"}
_MERGED = 40
"""One patient in so many was first registered under a number of their own that day, merged into theirs by an A40."""

_Dated = tuple[datetime, list[str]]


def write(sent: Sent, folder: Path) -> Iterator[Path]:
    """Write the two files of a month. Ethnic category has no place in what this system's interface sends."""
    month = sent.month.replace("-", "")
    patients = {each["patient_id"]: each for each in sent.patients}
    stays = [message for each in sent.encounters for message in _stay(each, patients.get(each["patient_id"]))]
    seen = {each["patient_id"] for each in sent.encounters}
    stays += [_registered(each, sent) for each in sent.patients if each["patient_id"] not in seen]
    merged = [message for each in sent.patients if _is_merged(each) for message in _merge(each, sent)]
    if stays or merged:
        yield _file(folder / f"ADT_{month}.hl7", "ADT", sorted([*stays, *merged], key=lambda each: each[0]))
    if sent.tests:
        yield _file(folder / f"ORU_{month}.hl7", "ORU", _results(sent.tests))


def merges(patients: Iterable[Row]) -> int:
    """How many of these patients had a second number merged into theirs."""
    return sum(map(_is_merged, patients))


def _is_merged(patient: Row) -> bool:
    return int(patient["patient_id"]) % _MERGED == 0


def _file(path: Path, kind: str, messages: Iterable[_Dated]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, (at, segments) in enumerate(messages, 1):
            event, *rest = segments
            file.write(f"MSH|^~\\&|STILLWATER|Z3R4V|HUB|QZ3|{at:%Y%m%d%H%M%S}||{kind}^{event}|{number}|P|2.5.1\r")
            file.write("\r".join([*([f"EVN|{event}|{at:%Y%m%d%H%M%S}"] if kind == "ADT" else ()), *rest]) + "\r")
    return path


def _stay(row: Row, patient: Row | None) -> Iterator[_Dated]:
    """An A01 as it begins, of a patient whose details are not yet all taken, and an A08 with how it went."""
    known = patient or {"patient_id": row["patient_id"]}
    first = {**known, "postcode": "", "gp_practice_code": ""} if patient else known
    begun = {**row, "ended_at": "", "discharge_destination": ""}
    yield row["started_at"], ["A01", _pid(first), _pv1(begun)]
    yield (row["ended_at"] or row["started_at"]) + timedelta(minutes=1), ["A08", _pid(known), *_pd1(known), _pv1(row)]


def _registered(patient: Row, sent: Sent) -> _Dated:
    """An A08 of a patient who has been referred and not yet seen."""
    return datetime.fromisoformat(f"{sent.month}-27 09:00"), ["A08", _pid(patient), *_pd1(patient)]


def _merge(patient: Row, sent: Sent) -> Iterator[_Dated]:
    at = datetime.fromisoformat(f"{sent.month}-28 17:00")
    other = {**patient, "patient_id": f"T{patient['patient_id']}", "nhs_number": ""}
    yield at, ["A08", _pid(other), *_pd1(other)]
    yield at + timedelta(minutes=9), ["A40", _pid(patient), f"MRG|{_local(other['patient_id'])}"]


def _results(tests: tuple[Row, ...]) -> Iterator[_Dated]:
    """One message for the tests of a visit, or of a day where they belong to none."""

    def whose(row: Row) -> tuple[str, str, date]:
        return row["patient_id"], row["encounter_id"], row["effective_at"].date()

    for (patient, visit, _), rows in groupby(sorted(tests, key=whose), key=whose):
        segments = [f"PID|1||{_local(patient)}", *([f"PV1|1|O{'|' * 17}{visit}"] if visit else ())]
        last = datetime.min
        for number, each in enumerate(rows, 1):
            last = max(last, each["effective_at"])
            segments += [_obr(number, each), _obx(each)]
        yield last + timedelta(hours=2), ["R01", *segments]


def _pid(patient: Row) -> str:
    """Without more than a number where the patient's details were sent in a month before."""
    if "family_name" not in patient:
        return f"PID|1||{_local(patient['patient_id'])}"
    number = f"~{patient['nhs_number']}^^^NHS^NH" if patient["nhs_number"] else ""
    status = f"NSTS{patient['nhs_number_status']}" if patient["nhs_number"] else ""
    fields = {
        3: _local(patient["patient_id"]) + number,
        5: f"{patient['family_name']}^{patient['given_name']}",
        7: patient["birth_date"].replace("-", ""),
        8: _SEX[patient["gender"]],
        11: f"^^^^{patient['postcode']}" if patient["postcode"] else "",
        29: f"{patient['death_date']:%Y%m%d}" if patient["death_date"] else "",
        32: status,
    }
    return _segment("PID", {1: "1", **fields})


def _pd1(patient: Row) -> tuple[str, ...]:
    practice = patient.get("gp_practice_code")
    return (_segment("PD1", {3: f"^^{practice}"}),) if practice else ()


def _pv1(row: Row) -> str:
    return _segment("PV1", {
        1: "1", 2: _CLASSES[row["encounter_class"]], 3: f"^^^{row['site_code']}", 4: row["admission_method"],
        10: row["treatment_function_code"], 19: row["encounter_id"], 36: row["discharge_destination"],
        44: f"{row['started_at']:%Y%m%d%H%M}", 45: f"{row['ended_at']:%Y%m%d%H%M}" if row["ended_at"] else "",
    })  # fmt: skip


def _obr(number: int, row: Row) -> str:
    order = {1: str(number), 3: row["observation_id"], 4: f"{row['local']}^{row['words']}^L", 24: row["capability"]}
    return _segment("OBR", {**order, 7: f"{row['effective_at']:%Y%m%d%H%M}"})


def _obx(row: Row) -> str:
    kind = "NM" if row["value_number"] else "TX"
    return _segment("OBX", {
        1: "1", 2: kind, 3: f"{row['local']}^{row['words']}^L", 5: row["value_number"] or row["value_text"],
        6: row["value_unit"], 11: _STATES[row["status"]],
    })  # fmt: skip


def _segment(name: str, fields: dict[int, str]) -> str:
    return "|".join([name, *(fields.get(place, "") for place in range(1, max(fields) + 1))])


def _local(number: str) -> str:
    return f"{number}^^^Z3R4V^MR"
