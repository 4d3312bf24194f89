"""Invented names for generated collaboratives: trusts and their codes, suppliers, capabilities. Likeness is chance."""

from __future__ import annotations

from itertools import product
from string import ascii_uppercase, digits

_NEW_STYLE = 10
"""Every tenth trust has a code of five characters, as new trusts have had since 2024."""

_PLACE_HEADS = ("Aldwen", "Brenmor", "Corvel", "Dunsmar", "Elsgrim", "Fallow", "Garvel", "Hexmere", "Ingrel", "Jarvel")
_PLACE_TAILS = ("thwaite", "hythe", "borough", "combe", "water", "minster", "stowe")
_SUPPLIER_HEADS = ("Vel", "Ostr", "Quen", "Tarl", "Brix", "Lum", "Cass", "Ferr", "Nyd", "Holm", "Zann", "Pell")
_SUPPLIER_TAILS = ("ada", "ion", "ora", "wick", "ent", "ulis", "ara")

SUBJECTS = (
    "patient administration", "patient record", "prescribing", "order communications", "laboratory results",
    "radiology booking", "radiology images", "maternity record", "theatre lists", "emergency department",
    "community visits", "mental health record", "patient portal", "scanned documents", "staff rostering",
    "message integration", "cellular pathology", "blood transfusion", "blood tracking", "endoscopy reporting",
    "ophthalmology images", "renal care", "cardiology reporting", "cardiac images", "diabetes care",
    "oncology record", "chemotherapy prescribing", "radiotherapy planning", "critical care charting",
    "anaesthetic charting", "observations and alerts", "bed and flow board", "handover and tasks", "dictation",
    "clinical photography", "sexual health", "audiology", "dental record", "therapies record", "dietetics",
    "stroke pathway", "sleep studies", "lung function", "neurophysiology", "infection control", "pharmacy stock",
    "automated dispensing", "sterile services", "medical equipment", "catering and diets", "outpatient check-in",
    "appointment letters", "virtual wards", "child health", "school nursing", "looked-after children",
    "safeguarding", "incident reporting", "complaints", "mortality review",
)


def trust_codes(count: int) -> tuple[str, ...]:
    """So many codes of valid shape that no trust on the published lists bears; 72 at most."""
    short = iter([f"{first}Z{last}" for first, last in product("RT", digits + ascii_uppercase)])
    return tuple(_long(number) if number % _NEW_STYLE == _NEW_STYLE - 1 else next(short) for number in range(count))


def _long(number: int) -> str:
    return f"Z{number // _NEW_STYLE % 10}Z{number % 10}Z"


def places() -> tuple[str, ...]:
    """Seventy towns that are on no map."""
    return tuple(head + tail for tail, head in product(_PLACE_TAILS, _PLACE_HEADS))


def supplier_names(count: int) -> tuple[str, ...]:
    """So many companies that nobody registered."""
    stems = [head + tail for tail, head in product(_SUPPLIER_TAILS, _SUPPLIER_HEADS)]
    turns = (divmod(number, len(stems)) for number in range(count))
    return tuple(f"{stems[place]} Health {_series(turn)}Limited" for turn, place in turns)


def subject(number: int) -> str:
    """What the capability with this number, from 0, is about; they repeat with a series number after sixty."""
    return f"{SUBJECTS[number % len(SUBJECTS)]} {_series(number // len(SUBJECTS))}".strip()


def _series(number: int) -> str:
    return f"{number + 1} " if number else ""
