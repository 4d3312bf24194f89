"""Three Rivers: questions that its people ask of its agreements, and the verdict on each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concordat.register.example.measures import day

TODAY = "2026-11-22"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as JSON has it, by the name of its file, the day it is asked of, and what the answer must be."""

    name: str
    as_of: date
    verdict: str
    agreement: str
    why: str
    question: dict[str, Any]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.json"

    def row(self) -> str:
        """The question as a row of a Markdown table."""
        return f"| `{self.file}` | {self.as_of} | {self.verdict} | {self.agreement or 'none'} | {self.why} |"


def _list(controller: str, as_at: str, people: int, unchecked: int = 0) -> dict[str, Any]:
    return {"register": "national data opt-out", "controller": controller, "as_at": as_at, "people": people,
            "unchecked": unchecked}


def _columns(table: str, *names: str) -> list[str]:
    return [f"{table}.{name}" for name in names]


_ANALYST = {"organisation": "QZ3", "role": "analyst", "trained_on": "2026-05-11", "form": "pseudonymised"}
_PLANNING = {**_ANALYST, "purpose": "planning and commissioning"}
_WAITS = {
    **_PLANNING, "whose": ["RZ1", "RZ4", "RZ8"],
    "columns": ["patient.birth_date", *_columns("waiting_list", "referred_on", "treatment_function", "priority")],
}
_CARE = {"purpose": "individual care", "form": "identifiable"}
_ALLERGIES = ["patient.nhs_number", "patient.name", "allergy.substance"]
_AUDIT = {"role": "audit lead", "trained_on": "2026-09-02", "purpose": "local clinical audit", "form": "identifiable"}
_FRESH = [_list("RZ1", "2026-11-20", 48_211), _list("RZ4", "2026-11-19", 30_094), _list("RZ8", "2026-11-20", 17_502)]

_QUESTIONS: tuple[tuple[str, str, str, str, str, dict[str, Any]], ...] = (
    # file, as of, verdict, agreement, why, question
    ("may-icb-plan-waiting-lists", TODAY, "PERMIT", "TR-DSA-01 / 2", "signed, in force, every column justified",
     _WAITS),
    ("may-icb-have-this-weeks-extract", TODAY, "PERMIT", "TR-DSA-01 / 2", "each trust's opt-out list is fresh",
     {**_WAITS, "lists": _FRESH}),
    ("may-icb-use-an-old-opt-out-list", TODAY, "DENY", "TR-DSA-01 / 2", "the list of RZ4 is 21 days old",
     {**_WAITS, "lists": [_FRESH[0], _list("RZ4", "2026-11-01", 30_077), _FRESH[2]]}),
    ("may-icb-read-comments-on-waiting-lists", TODAY, "PERMIT", "TR-DSA-01 / 2", "but not free text: it is left out",
     {**_WAITS, "columns": [*_WAITS["columns"], "waiting_list.comment"]}),
    ("may-icb-plan-caseloads", TODAY, "PERMIT", "TR-DSA-07 / 1", "but not the columns that nobody justified",
     {**_PLANNING, "whose": ["RZ8", "Z3R4V"],
      "columns": [*_columns("caseload", "team", "accepted_on", "risk_summary"), "patient.religion"]}),
    ("may-icb-evaluate-tests-done-twice", TODAY, "PERMIT", "TR-DSA-08 / 1", "linked; RZ1 holds the key, not QZ3",
     {**_ANALYST, "role": "evaluator", "purpose": "service evaluation", "whose": ["RZ1", "RZ4", "Z3R4V", "RZ8"],
      "columns": _columns("observation", "organisation", "person_key", "code", "capability", "status", "effective_at"),
      "linked_with": ["TR-DSA-01"]}),
    ("may-clinician-see-allergies", TODAY, "PERMIT", "TR-DSA-06 / 1", "care, with objections honoured",
     {**_CARE, "organisation": "RZ4", "role": "clinician", "trained_on": "2026-03-17", "whose": ["RZ1", "Z3R4V", "RZ8"],
      "columns": _ALLERGIES}),
    ("may-social-worker-see-discharge", TODAY, "PERMIT", "TR-S75-01 / 1", "the council's section 75 agreement",
     {**_CARE, "organisation": "098", "role": "social worker", "trained_on": "2026-06-08", "whose": ["RZ8"],
      "columns": ["patient.name", "patient.address", "referral.reason", "encounter.ended_on"]}),
    ("may-icb-see-wend-royal-in-march-2025", "2025-03-03", "PERMIT", "TR-DSA-01 / 1",
     "on that day version 1 was in force and RZ5 was open",
     {**_PLANNING, "trained_on": "2024-09-16", "whose": ["RZ5"], "columns": _columns("waiting_list", "referred_on")}),
    ("may-council-see-allergies-in-an-emergency", TODAY, "REVIEW", "", "no agreement, but care: break-glass",
     {**_CARE, "organisation": "098", "role": "social worker", "trained_on": "2026-06-08", "whose": ["RZ4"],
      "columns": _ALLERGIES, "break_glass": "Found collapsed at home; the ambulance asks what she must not be given"}),
    ("may-city-council-still-see-allergies", TODAY, "REVIEW", "TR-DSA-06 / 1", "it left the agreement on 1 August 2026",
     {**_CARE, "organisation": "099", "role": "clinician", "trained_on": "2026-02-02", "whose": ["RZ1"],
      "columns": _ALLERGIES}),
    ("may-icb-plan-for-winter", TODAY, "DENY", "TR-DSA-02 / 1", "RZ4 has not signed",
     {**_PLANNING, "whose": ["RZ1", "RZ4"],
      "columns": _columns("emergency_attendance", "arrived_at", "acuity", "disposal")}),
    ("may-analyst-count-theatre-sessions", TODAY, "DENY", "TR-DSA-03 / 1", "it ended on 31 March 2026",
     {"organisation": "RZ1", "role": "analyst", "trained_on": "2026-05-11", "whose": ["RZ4"], "form": "aggregate",
      "purpose": "service evaluation", "columns": _columns("theatre_session", "starts_on", "minutes_used")}),
    ("may-community-trust-audit-strokes", TODAY, "DENY", "TR-DSA-04 / 1", "RZ5, a party, has merged into RZ1",
     {**_AUDIT, "organisation": "RZ8", "whose": ["RZ4"], "columns": _columns("encounter", "started_on", "ended_on")}),
    ("may-icb-find-frail-people", TODAY, "DENY", "TR-DSA-05 / 1", "the annual review of 23/CAG/9903 is overdue",
     {**_ANALYST, "purpose": "risk stratification", "whose": ["RZ1", "RZ4", "RZ8"],
      "columns": ["patient.birth_date", "problem.code"]}),
    ("may-partnership-trust-audit-scans", TODAY, "DENY", "TR-HOST-01 / 1", "RZ1 hosts without Article 28 terms",
     {**_AUDIT, "organisation": "Z3R4V", "role": "radiologist", "whose": ["RZ4"],
      "columns": _columns("imaging_study", "image", "report")}),
    ("may-trust-audit-virtual-ward", TODAY, "DENY", "TR-DSA-09 / 1", "its DPIA was due for review by 31 October 2026",
     {**_AUDIT, "organisation": "RZ4", "whose": ["RZ8"], "columns": _columns("encounter", "started_on", "ended_on")}),
    ("may-council-plan-on-named-patients", TODAY, "DENY", "TR-S75-01 / 1", "it lets nobody plan on named people",
     {"organisation": "098", "role": "fund accountant", "trained_on": "2026-06-08", "whose": ["RZ8"],
      "purpose": "planning and commissioning", "form": "identifiable",
      "columns": ["patient.name", "referral.reason"]}),
)


def questions() -> Iterator[Asked]:
    """Every question, those that are permitted first."""
    for name, as_of, verdict, agreement, why, question in _QUESTIONS:
        yield Asked(name=name, as_of=day(as_of), verdict=verdict, agreement=agreement, why=why, question=question)


def write_questions(folder: Path) -> tuple[Path, ...]:
    """Write each question as a JSON file into a folder, made if need be; files of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    written = tuple(folder / each.file for each in questions())
    for path, each in zip(written, questions(), strict=True):
        path.write_text(json.dumps(each.question, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return written
