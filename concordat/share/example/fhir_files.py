"""An extract as FHIR R4 NDJSON, a file a resource type, with the extensions of UK Core; the waiting list beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from concordat.share.example.activity import Row
from concordat.share.example.csv_files import write_csv
from concordat.share.example.sent import Sent

_UK = "https://fhir.hl7.org.uk"
_LOCAL = "https://ambrelvalley.example/fhir"
_LONDON = ZoneInfo("Europe/London")
_GENDERS = {"1": "male", "2": "female", "9": "unknown"}
_CATEGORIES = {"pathology": "laboratory", "radiology": "imaging", "physiology": "procedure"}
_WORDS = {"AMB": "ambulatory", "EMER": "emergency", "IMP": "inpatient encounter"}
_WAITING_LIST = {  # as the trust's patient administration system calls the columns
    "PathwayId": "pathway_id", "LocalPatientId": "patient_id", "ReferralReceived": "referral_request_received_date",
    "ClockStart": "rtt_period_start_date", "ClockStop": "rtt_period_end_date", "RttStatus": "rtt_status",
    "TFC": "treatment_function_code", "Priority": "priority_type_code", "ReferralSource": "source_of_referral",
    "ListType": "waiting_list_type", "WeekEnding": "week_ending_date",
}  # fmt: skip


def write(sent: Sent, folder: Path) -> Iterator[Path]:
    """Write the files of a month; no code here is of a system that needs a licence."""
    for name, rows, made in (
        ("Patient", sent.patients, _patient),
        ("Encounter", sent.encounters, _encounter),
        ("ServiceRequest", sent.referrals, _request),
        ("Observation", sent.tests, _observation),
    ):
        if rows:  # an export has no file of what there is none of
            yield _ndjson(folder / f"{name}-{sent.month}.ndjson", name, rows, made)
    yield write_csv(folder / f"WLMDS-{sent.month}.csv", sent.pathways, _WAITING_LIST)


def _ndjson(path: Path, name: str, rows: tuple[Row, ...], made: Callable[[Row], dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for each in rows:
            whole = {"resourceType": name, **made(each)}
            lines.write(json.dumps({key: value for key, value in whole.items() if value}, separators=(",", ":")) + "\n")
    return path


def _patient(row: Row) -> dict[str, Any]:
    number = [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": row["nhs_number"],
               "extension": [_extension("NHSNumberVerificationStatus", row["nhs_number_status"])]}]  # fmt: skip
    local = {"system": f"{_LOCAL}/Id/patient", "value": row["patient_id"]}
    practice = {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": row["gp_practice_code"]}
    return {
        "id": row["patient_id"],
        "meta": {"profile": [f"{_UK}/StructureDefinition/UKCore-Patient"]},
        "extension": [_extension("EthnicCategory", row["ethnic_category"])],
        "identifier": [*(number if row["nhs_number"] else ()), local],
        "name": [{"use": "official", "family": row["family_name"], "given": [row["given_name"]]}],
        "gender": _GENDERS[row["gender"]],
        "birthDate": row["birth_date"],
        "deceasedDateTime": row["death_date"].isoformat() if row["death_date"] else "",
        "address": [{"use": "home", "postalCode": row["postcode"]}] if row["postcode"] else [],
        "generalPractitioner": [{"type": "Organization", "identifier": practice}],
    }


def _encounter(row: Row) -> dict[str, Any]:
    stay = row["admission_method"]
    ended = {"end": _moment(row["ended_at"])} if row["ended_at"] else {}
    leaving = {"dischargeDisposition": _coded(f"{_UK}/CodeSystem/UKCore-DischargeDestinationEngland",
                                              row["discharge_destination"])}  # fmt: skip
    return {
        "id": row["encounter_id"],
        "extension": [_extension("AdmissionMethod", stay)] if stay else [],
        "status": "finished" if row["ended_at"] else "in-progress",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": row["encounter_class"],
                  "display": _WORDS[row["encounter_class"]]},
        "serviceType": _coded(f"{_LOCAL}/CodeSystem/treatment-function", row["treatment_function_code"]),
        "subject": {"reference": f"Patient/{row['patient_id']}"},
        "period": {"start": _moment(row["started_at"]), **ended},
        "hospitalization": leaving if row["discharge_destination"] else {},
        "location": [{"location": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-site-code",
                                                  "value": row["site_code"]}}}],
    }  # fmt: skip


def _request(row: Row) -> dict[str, Any]:
    return {
        "id": row["referral_id"],
        "extension": [_extension("SourceOfServiceRequest", row["source"])],
        "status": row["status"],
        "intent": "order",
        "priority": row["priority"],
        "code": _coded(f"{_LOCAL}/CodeSystem/service", row["service_code"]),
        "subject": {"reference": f"Patient/{row['patient_id']}"},
        "authoredOn": row["requested_on"].isoformat(),
    }


def _observation(row: Row) -> dict[str, Any]:
    category = "http://terminology.hl7.org/CodeSystem/observation-category"
    amount = {"value": float(row["value_number"]), "unit": row["value_unit"], "system": "http://unitsofmeasure.org",
              "code": row["value_unit"]} if row["value_number"] else {}  # fmt: skip
    return {
        "id": row["observation_id"],
        "status": row["status"],
        "category": [_coded(category, _CATEGORIES[row["capability"]])],
        "code": _coded(f"{_LOCAL}/CodeSystem/test", row["local"], row["words"]),
        "subject": {"reference": f"Patient/{row['patient_id']}"},
        "encounter": {"reference": f"Encounter/{row['encounter_id']}"} if row["encounter_id"] else {},
        "effectiveDateTime": _moment(row["effective_at"]),
        "valueQuantity": amount,
        "valueString": row["value_text"],
    }


def _extension(name: str, code: str) -> dict[str, Any]:
    coded = _coded(f"{_UK}/CodeSystem/UKCore-{name}England", code)
    return {"url": f"{_UK}/StructureDefinition/Extension-UKCore-{name}", "valueCodeableConcept": coded}


def _coded(system: str, code: str, words: str = "") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} | ({"display": words} if words else {})]}


def _moment(local: datetime) -> str:
    """As FHIR has it: with the offset of that day in London."""
    return local.replace(tzinfo=_LONDON).isoformat()
