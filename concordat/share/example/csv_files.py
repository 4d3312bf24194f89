"""Extracts as delimited text in two dialects: one of an older hospital system, one of a newer one that drifts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from concordat.share.example.activity import Row
from concordat.share.example.sent import Sent

Columns = Mapping[str, str | Callable[[Row], Any]]
"""By heading, the name of what stands below it, or what gives it."""

_SEX = {"1": "M", "2": "F", "9": "U"}
_GROUPS = {  # five groups are all that the older system can hold
    **dict.fromkeys("ABC", "White"), **dict.fromkeys("DEFG", "Mixed"), **dict.fromkeys("HJKL", "Asian"),
    **dict.fromkeys("MNP", "Black"), **dict.fromkeys("RS", "Other"), "Z": "Not stated", "99": "",
}  # fmt: skip
_OLD_CLASSES = {"AMB": "OP", "EMER": "AE", "IMP": "IP"}
_OLD_STATES = {"final": "Authorised", "corrected": "Amended", "preliminary": "Interim", "cancelled": "Cancelled"}
_REFERRAL_STATES = {"active": "Open", "completed": "Closed", "revoked": "Cancelled"}

_OLD: Mapping[str, tuple[str, Columns]] = {  # the rows, and the columns of the file made of them
    "PATIENTS": ("patients", {
        "Hosp No": "patient_id", "NHS No": lambda row: _spaced(row["nhs_number"]), "NHS Status": "nhs_number_status",
        "Surname": "family_name", "Forename": "given_name", "DOB": lambda row: _british(row["birth_date"]),
        "Sex": lambda row: _SEX[row["gender"]], "Ethnic Group": lambda row: _GROUPS[row["ethnic_category"]],
        "Post Code": "postcode", "GP Practice": "gp_practice_code",
        "Date of Death": lambda row: _british(row["death_date"]),
    }),
    "ATTENDS": ("encounters", {
        "Visit No": "encounter_id", "Hosp No": "patient_id", "Type": lambda row: _OLD_CLASSES[row["encounter_class"]],
        "Start": lambda row: _british(row["started_at"]), "End": lambda row: _british(row["ended_at"]),
        "Specialty": "treatment_function_code", "Site": "site_code", "Adm Method": "admission_method",
        "Disch Dest": "discharge_destination",
    }),
    "REFERRALS": ("referrals", {
        "Ref No": "referral_id", "Hosp No": "patient_id", "Ref Date": lambda row: _british(row["requested_on"]),
        "Urgency": lambda row: row["priority"].capitalize(), "Source": "source", "Service": "service_code",
        "Status": lambda row: _REFERRAL_STATES[row["status"]],
    }),
    "WAITLIST": ("pathways", {
        "PPI": "pathway_id", "Hosp No": "patient_id",
        "Ref Recd": lambda row: _british(row["referral_request_received_date"]),
        "Clock Start": lambda row: _british(row["rtt_period_start_date"]),
        "Clock Stop": lambda row: _british(row["rtt_period_end_date"]), "RTT": "rtt_status",
        "Specialty": lambda row: row["treatment_function_code"], "Priority": "priority_type_code",
        "Source": "source_of_referral", "List": "waiting_list_type",
        "W/E": lambda row: _british(row["week_ending_date"]),
    }),
    "RESULTS": ("tests", {
        "Lab No": "observation_id", "Hosp No": "patient_id", "Visit No": "encounter_id", "Test": "local",
        "Test Name": lambda row: f"{row['words']} \u2013 {row['capability']}",  # a dash that is not in ASCII
        "State": lambda row: _OLD_STATES[row["status"]], "Collected": lambda row: _british(row["effective_at"]),
        "Result": lambda row: row["value_number"] or row["value_text"], "Units": "value_unit",
    }),
}  # fmt: skip
_LEFT_OUT_LATER = "Disch Dest"

_NEW: Mapping[str, tuple[str, Columns]] = {
    "patients": ("patients", {
        "patient_ref": "patient_id", "nhs_number": "nhs_number", "nhs_number_status": "nhs_number_status",
        "last_name": "family_name", "first_name": "given_name", "date_of_birth": "birth_date", "gender": "gender",
        "ethnicity": "ethnic_category", "postcode": "postcode", "registered_practice": "gp_practice_code",
        "deceased_on": "death_date",
    }),
    "contacts": ("encounters", {
        "contact_ref": "encounter_id", "patient_ref": "patient_id", "setting": "encounter_class",
        "started": "started_at", "ended": "ended_at", "service_line": "treatment_function_code", "site": "site_code",
    }),
    "referrals": ("referrals", {
        "referral_ref": "referral_id", "patient_ref": "patient_id", "received": "requested_on", "priority": "priority",
        "source_code": "source", "service": "service_code", "state": "status",
    }),
    "waiting_list": ("pathways", {
        "pathway": "pathway_id", "patient_ref": "patient_id", "received": "referral_request_received_date",
        "clock_start": "rtt_period_start_date", "clock_stop": "rtt_period_end_date", "rtt": "rtt_status",
        "service_line": "treatment_function_code", "priority": "priority_type_code",
        "source_code": "source_of_referral", "list": "waiting_list_type", "week_ending": "week_ending_date",
    }),
    "tests": ("tests", {
        "test_ref": "observation_id", "patient_ref": "patient_id", "contact_ref": "encounter_id",
        "test_code": "local", "test_name": "words", "state": "status",
        "collected": lambda row: row["effective_at"].date(),  # it keeps no time of day
        "value": "value_number", "comment": "value_text", "unit": "value_unit",
    }),
}  # fmt: skip
_RENAMED = {"patient_ref": "Patient Reference", "collected": "collected_date", "date_of_birth": "DOB"}
"""Headings that were others after the newer system's upgrade in October."""


def write_older(sent: Sent, folder: Path) -> Iterator[Path]:
    """Write a month of the older system: semicolons, Windows' encoding, days first; one column goes in October."""
    for name, (rows, columns) in _OLD.items():
        kept = {heading: each for heading, each in columns.items() if sent.first or heading != _LEFT_OUT_LATER}
        path = folder / f"{name}_{sent.month.replace('-', '')}.csv"
        yield write_csv(path, getattr(sent, rows), kept, delimiter=";", encoding="cp1252", line="\r\n")


def write_newer(sent: Sent, folder: Path) -> Iterator[Path]:
    """Write a month of the newer system: commas, a byte order mark, ISO days; headings change in October."""
    for name, (rows, columns) in _NEW.items():
        named = {heading if sent.first else _RENAMED.get(heading, heading): each for heading, each in columns.items()}
        yield write_csv(folder / f"{name}-{sent.month}.csv", getattr(sent, rows), named, encoding="utf-8-sig")


def write_csv(
    path: Path,
    rows: Sequence[Row],
    columns: Columns,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    line: str = "\n",
) -> Path:
    """Write rows under headings."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=line)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([row[each] if isinstance(each, str) else each(row) for each in columns.values()])
    return path


def _spaced(number: str) -> str:
    """As it is read aloud: 3, 3 and 4 digits."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number


def _british(value: str | date | datetime) -> str:
    """Day, month, year, and the time if there is one."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "/".join(reversed(value.split("-"))) if value else ""
