"""What the OCDS 1.1 release schema asks of the members that our drafts use, written down as JSON Schema.

Facts of https://standard.open-contracting.org/1.1/en/schema/release/: which members are required, of what type, and
which words its closed codelists have. It says nothing of members that we do not write.
"""

from __future__ import annotations

from typing import Any

_MOMENT = {"type": ["string", "null"], "format": "date-time"}
_TEXT = {"type": ["string", "null"]}
_VALUE = {
    "type": "object",
    "properties": {
        "amount": {"type": ["number", "null"]},
        "amountGross": {"type": ["number", "null"]},  # of the extension that values with tax are written in
        "currency": {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"},
    },
}
_PERIOD = {"type": "object", "properties": {"startDate": _MOMENT, "endDate": _MOMENT}}
_REFERENCE = {"type": "object", "properties": {"id": {"type": ["string", "integer"]}, "name": _TEXT}}
_CLASSIFICATION = {"type": "object", "properties": {"scheme": _TEXT, "id": {"type": ["string", "integer", "null"]}}}
_ITEM = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": ["string", "integer"]}, "classification": _CLASSIFICATION},
}
_PARTY = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "name": _TEXT,
        "identifier": _CLASSIFICATION,  # of the same shape
        "roles": {"type": ["array", "null"], "items": {"type": "string"}},
    },
}
_TENDER_STATES = ["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn", None]
_TENDER = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": ["string", "integer"], "minLength": 1},
        "title": _TEXT,
        "description": _TEXT,
        "status": {"type": ["string", "null"], "enum": _TENDER_STATES},
        "items": {"type": "array", "items": _ITEM, "uniqueItems": True},
        "value": _VALUE,
        "procurementMethod": {"type": ["string", "null"], "enum": ["open", "selective", "limited", "direct", None]},
        "procurementMethodDetails": _TEXT,
        "mainProcurementCategory": {"type": ["string", "null"], "enum": ["goods", "works", "services", None]},
        "tenderPeriod": _PERIOD,
        "contractPeriod": _PERIOD,
        "legalBasis": _CLASSIFICATION,
    },
}
_AWARD = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": ["string", "integer"], "minLength": 1},
        "title": _TEXT,
        "status": {"type": ["string", "null"], "enum": ["pending", "active", "cancelled", "unsuccessful", None]},
        "value": _VALUE,
        "contractPeriod": _PERIOD,
    },
}
_CONTRACT = {
    "type": "object",
    "required": ["id", "awardID"],
    "properties": {
        "id": {"type": ["string", "integer"], "minLength": 1},
        "awardID": {"type": ["string", "integer"], "minLength": 1},
        "status": {"type": ["string", "null"], "enum": ["pending", "active", "cancelled", "terminated", None]},
        "value": _VALUE,
        "period": _PERIOD,
    },
}
_TAGS = [
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award",
    "awardUpdate", "awardCancellation", "contract", "contractUpdate", "contractAmendment", "implementation",
    "implementationUpdate", "contractTermination", "compiled",
]  # fmt: skip

RELEASE: dict[str, Any] = {
    "type": "object",
    "required": ["ocid", "id", "date", "tag", "initiationType"],
    "properties": {
        "ocid": {"type": "string", "minLength": 1},
        "id": {"type": "string", "minLength": 1},
        "date": {"type": "string", "format": "date-time"},
        "tag": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": _TAGS}},
        "initiationType": {"type": "string", "enum": ["tender"]},
        "language": _TEXT,
        "parties": {"type": "array", "items": _PARTY, "uniqueItems": True},
        "buyer": _REFERENCE,
        "tender": _TENDER,
        "awards": {"type": "array", "items": _AWARD, "uniqueItems": True},
        "contracts": {"type": "array", "items": _CONTRACT, "uniqueItems": True},
    },
}
PACKAGE: dict[str, Any] = {
    "type": "object",
    "required": ["uri", "publisher", "publishedDate", "releases", "version"],
    "properties": {
        "uri": {"type": "string", "format": "uri"},
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "publishedDate": {"type": "string", "format": "date-time"},
        "publisher": {"type": "object", "required": ["name"]},
        "releases": {"type": "array", "minItems": 1, "items": RELEASE, "uniqueItems": True},
    },
}
