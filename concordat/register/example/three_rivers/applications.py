"""Three Rivers: suppliers, capabilities, products, the systems in use, and what sites must have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.register.example.measures import day, days, thousands
from concordat.register.noun import Noun
from concordat.register.system import (
    Criticality,
    DigitalCapability,
    Hosting,
    Need,
    Priority,
    Product,
    Supplier,
    System,
)

_ProductRow = tuple[str, str, str, str, tuple[str, ...], tuple[str, ...], dict[str, Any]]
_SystemRow = tuple[str, str, str, str, int, Hosting, dict[str, Any]]

HALDEN, TARN, QUILL = "GB-COH-99000101", "GB-COH-99000102", "GB-COH-99000103"
BRIGHT, LUMEN, GREY = "GB-COH-99000104", "GB-COH-99000105", "GB-COH-99000106"
ASSAYRA, VIAL, CRADLE = "GB-COH-99000107", "GB-COH-99000108", "GB-COH-99000109"
FERN, STILL, ROTA = "GB-COH-99000110", "GB-COH-99000111", "GB-COH-99000112"
EVEN, JUNC, WEFT = "GB-COH-99000113", "GB-COH-99000114", "GB-COH-99000115"
LATCH, DOOR, FOLIANT = "GB-COH-99000116", "GB-COH-99000117", "GB-COH-99000118"
SCAN, SCRUB, OPERAND = "GB-COH-99000119", "GB-COH-99000120", "GB-COH-99000121"
REDCHAIR, DOSE = "GB-COH-99000122", "GB-COH-99000123"

_SUPPLIERS = (  # key, registered name, former names and brands, taken over by
    (HALDEN, "Halden Health Systems Limited", ("Meridian", "Halden UK"), ""),
    (TARN, "Tarnbrook Clinical Software Limited", ("Tarn",), ""),
    (QUILL, "Quillmere Informatics Limited", ("Brightwater Patient Systems", "Brightwater"), ""),
    (BRIGHT, "Brightwater Patient Systems Limited", (), QUILL),
    (LUMEN, "Lumenfold Imaging Limited", (), ""),
    (GREY, "Greystave Diagnostics plc", ("Greystave PACS",), ""),
    (ASSAYRA, "Assayra Laboratory Systems Limited", (), ""),
    (VIAL, "Vialbridge Pathology Services Limited", (), ""),
    (CRADLE, "Cradlewell Limited", (), ""),
    (FERN, "Fernhythe Community Software Limited", (), ""),
    (STILL, "Stillwater Mental Health Systems Limited", ("Stillwater",), ""),
    (ROTA, "Rotacraft Limited", (), ""),
    (EVEN, "Evenshift Software Limited", (), ""),
    (JUNC, "Junctura Integration Limited", (), ""),
    (WEFT, "Interweft Limited", (), ""),
    (LATCH, "Openlatch Health Limited", (), ""),
    (DOOR, "Doorhinge Patient Technologies Limited", (), ""),
    (FOLIANT, "Foliant Records Limited", (), ""),
    (SCAN, "Scanstead Limited", (), ""),
    (SCRUB, "Scrubline Limited", (), ""),
    (OPERAND, "Operandum Theatres Limited", (), ""),
    (REDCHAIR, "Redchair Emergency Software Limited", (), ""),
    (DOSE, "Doseward Limited", (), ""),
)

_CAPABILITIES = (  # key, name, after, standards, major, integration: set-up and a year, £000 a site
    ("PAS", "Patient administration", (), ("PDS", "HL7 v2"), True, 180, 60),
    ("EPR", "Electronic patient record", ("PAS",), ("SNOMED CT", "PDS"), True, 900, 260),
    ("EPMA", "Prescribing and medicines administration", (), ("dm+d",), False, 160, 45),
    ("OCS", "Order communications", ("EPR",), ("HL7 v2",), False, 90, 28),
    ("LIMS", "Laboratory information", (), ("HL7 v2", "SNOMED CT"), True, 220, 60),
    ("RIS", "Radiology information", (), ("HL7 v2",), False, 80, 20),
    ("PACS", "Radiology images", ("RIS",), ("DICOM",), False, 140, 45),
    ("MAT", "Maternity record", (), ("SNOMED CT",), False, 60, 18),
    ("THE", "Theatres", (), (), False, 45, 12),
    ("ED", "Emergency department", (), ("SNOMED CT",), False, 70, 22),
    ("COM", "Community and mental health record", (), ("SNOMED CT", "PDS"), True, 260, 85),
    ("PHR", "Patient portal", (), ("NHS login",), False, 40, 10),
    ("DOC", "Document management", (), (), False, 15, 4),
    ("ROS", "E-rostering", (), (), False, 60, 20),
    ("INT", "Integration engine", (), ("HL7 v2",), False, 50, 18),
)

_HOSPITAL = ("SNOMED CT", "PDS", "HL7 v2", "FHIR UK Core")

_PRODUCTS: tuple[_ProductRow, ...] = (  # key, name, supplier, capability, standards shown to work, features, what else
    ("MER-PAS", "Meridian PAS", HALDEN, "PAS", ("PDS", "HL7 v2", "FHIR UK Core"), ("multi-trust",), {}),
    ("QUI-PAS", "Quill PAS", QUILL, "PAS", ("PDS", "HL7 v2"), (), {"claimed": ("FHIR UK Core",)}),
    ("BRI-PAS", "Brightwater PAS 5", BRIGHT, "PAS", ("HL7 v2",), (), days(support_ends_on="2029-09-30")),
    ("MER-EPR", "Meridian EPR", HALDEN, "EPR", _HOSPITAL, ("multi-trust", "closed-loop results"), {}),
    ("TAR-EPR", "Tarn One", TARN, "EPR", ("SNOMED CT", "PDS", "HL7 v2"), ("closed-loop results",),
     {"claimed": ("FHIR UK Core",)}),
    ("TAR-MED", "Tarn Medicines", TARN, "EPMA", ("dm+d", "HL7 v2"), ("infusions", "depot injections"), {}),
    ("DOS-MED", "Doseward", DOSE, "EPMA", ("dm+d", "FHIR UK Core"), ("depot injections",), {}),
    ("MER-MED", "Meridian Medicines", HALDEN, "EPMA", ("dm+d", "FHIR UK Core"), ("infusions",), {}),
    ("ASS-ORD", "Requestry", ASSAYRA, "OCS", ("HL7 v2", "SNOMED CT"), (), {}),
    ("TAR-ORD", "Tarn Orders", TARN, "OCS", ("HL7 v2",), (), {}),
    ("MER-ORD", "Meridian Orders", HALDEN, "OCS", ("HL7 v2", "FHIR UK Core"), ("closed-loop results",), {}),
    ("ASS-LAB", "Assayra LIMS", ASSAYRA, "LIMS", ("HL7 v2", "SNOMED CT"), ("digital histology",), {}),
    ("VIA-LAB", "Vialbridge Path", VIAL, "LIMS", ("HL7 v2", "SNOMED CT", "FHIR UK Core"), ("digital histology",), {}),
    ("LUM-RIS", "Lumenfold RIS", LUMEN, "RIS", ("HL7 v2", "FHIR UK Core"), (), {}),
    ("GRE-RIS", "Greystave RIS", GREY, "RIS", ("HL7 v2",), (), {}),
    ("LUM-PAC", "Lumenfold PACS", LUMEN, "PACS", ("DICOM", "HL7 v2"), ("cross-site reading",), {}),
    ("GRE-PAC", "Greystave Archive", GREY, "PACS", ("DICOM",), (), {}),
    ("CRA-MAT", "Cradlewell Maternity", CRADLE, "MAT", ("SNOMED CT", "FHIR UK Core"), ("women's portal",), {}),
    ("QUI-MAT", "Quill Birth", QUILL, "MAT", ("SNOMED CT",), (), {}),
    ("SCR-THE", "Scrubline Theatres", SCRUB, "THE", ("HL7 v2",), (), {}),
    ("OPE-THE", "Operandum", OPERAND, "THE", ("HL7 v2",), (), {}),
    ("RED-ED", "Redchair ED", REDCHAIR, "ED", ("SNOMED CT", "HL7 v2"), ("ambulance handover",), {}),
    ("TAR-ED", "Tarn Emergency", TARN, "ED", ("SNOMED CT", "HL7 v2"), (), {}),
    ("FER-COM", "Fernhythe Community", FERN, "COM", ("SNOMED CT", "PDS", "FHIR UK Core"), ("offline visits",), {}),
    ("STI-COM", "Stillwater Record", STILL, "COM", ("SNOMED CT", "PDS", "HL7 v2"),
     ("Mental Health Act papers", "offline visits"), {"claimed": ("FHIR UK Core",)}),
    ("LAT-PHR", "Openlatch", LATCH, "PHR", ("NHS login", "FHIR UK Core"), ("letters", "proxy access"), {}),
    ("DOO-PHR", "Doorhinge", DOOR, "PHR", ("NHS login",), ("letters",), {"claimed": ("FHIR UK Core",)}),
    ("FOL-DOC", "Foliant", FOLIANT, "DOC", ("HL7 v2",), ("retention schedules",), {}),
    ("SCA-DOC", "Scanstead", SCAN, "DOC", (), (), {}),
    ("ROT-ROS", "Rotacraft", ROTA, "ROS", (), ("bank staff",), {}),
    ("EVE-ROS", "Evenshift", EVEN, "ROS", (), ("bank staff", "medical rosters"), {}),
    ("JUN-INT", "Junctura Engine", JUNC, "INT", ("HL7 v2", "FHIR UK Core"), (), {}),
    ("WEF-INT", "Interweft Hub", WEFT, "INT", ("HL7 v2",), (), {"claimed": ("FHIR UK Core",)}),
)

_CLOUD, _OWN, _PUBLIC = Hosting.SUPPLIER_CLOUD, Hosting.ON_PREMISES, Hosting.PUBLIC_CLOUD

_SYSTEMS: tuple[_SystemRow, ...] = (  # organisation, capability, product, contract, users, hosting, what else
    ("RZ1", "PAS", "MER-PAS", "RZ1-PAS-18", 5200, _OWN, {}),
    ("RZ5", "PAS", "BRI-PAS", "RZ5-PAS-17", 1700, _OWN, {"site": "RZ501", **days(support_ends_on="2029-09-30")}),
    ("RZ4", "PAS", "QUI-PAS", "RZ4-PAS-20", 3300, _CLOUD, {}),
    ("Z3R4V", "PAS", "QUI-PAS", "Z3R4V-PAS-22", 2100, _CLOUD, {}),
    ("RZ8", "PAS", "MER-PAS", "RZ8-PAS-21", 1500, _CLOUD, {}),
    ("RZ1", "EPR", "MER-EPR", "RZ1-EPR-19", 5200, _CLOUD, {}),
    ("RZ4", "EPR", "TAR-EPR", "RZ4-EPR-18", 3300, _OWN, {}),
    ("RZ1", "EPMA", "TAR-MED", "RZ1-EPMA-20", 3800, _OWN, {}),
    ("RZ4", "EPMA", "TAR-MED", "RZ4-EPMA-21", 2500, _OWN, {}),
    ("Z3R4V", "EPMA", "DOS-MED", "Z3R4V-EPMA-23", 1600, _CLOUD, {}),
    ("RZ8", "EPMA", "DOS-MED", "RZ8-EPMA-24", 1100, _CLOUD, {}),
    ("RZ1", "OCS", "ASS-ORD", "RZ1-OCS-19", 4400, _OWN, {}),
    ("RZ4", "OCS", "TAR-ORD", "RZ4-OCS-21", 3000, _OWN, {}),
    ("Z3R4V", "OCS", "ASS-ORD", "Z3R4V-OCS-22", 1500, _CLOUD, {}),
    ("RZ8", "OCS", "ASS-ORD", "RZ8-OCS-25", 1200, _CLOUD, {}),
    ("RZ1", "LIMS", "ASS-LAB", "RZ1-LIMS-14", 620, _OWN, {}),
    ("RZ4", "LIMS", "VIA-LAB", "RZ4-LIMS-24", 440, Hosting.PARTNER, {}),
    ("RZ1", "RIS", "LUM-RIS", "RZ1-IMG-20", 900, _CLOUD, {}),
    ("RZ4", "RIS", "GRE-RIS", "RZ4-RIS-22", 620, _OWN, {}),
    ("RZ8", "RIS", "LUM-RIS", "RZ8-IMG-23", 240, _CLOUD, {}),
    ("RZ1", "PACS", "LUM-PAC", "RZ1-IMG-20", 1200, _CLOUD, {}),
    ("RZ5", "PACS", "GRE-PAC", "RZ5-PACS-18", 480, _OWN, {"site": "RZ501"}),
    ("RZ4", "PACS", "GRE-PAC", "RZ4-PACS-17", 850, _OWN, {}),
    ("RZ8", "PACS", "LUM-PAC", "RZ8-IMG-23", 280, _CLOUD, {}),
    ("RZ1", "MAT", "CRA-MAT", "RZ1-MAT-21", 640, _CLOUD, {}),
    ("RZ4", "MAT", "QUI-MAT", "RZ4-MAT-22", 430, _CLOUD, {}),
    ("RZ1", "THE", "SCR-THE", "RZ1-THE-23", 900, _CLOUD, {}),
    ("RZ4", "THE", "OPE-THE", "RZ4-THE-22", 600, _CLOUD, {}),
    ("RZ8", "THE", "SCR-THE", "RZ8-THE-25", 190, _CLOUD, {}),
    ("RZ1", "ED", "RED-ED", "RZ1-ED-20", 1100, _CLOUD, {}),
    ("RZ4", "ED", "TAR-ED", "RZ4-ED-19", 760, _OWN, {}),
    ("RZ8", "ED", "RED-ED", "RZ8-ED-24", 380, _CLOUD, {}),
    ("Z3R4V", "COM", "STI-COM", "Z3R4V-COM-21", 2600, _CLOUD, {}),
    ("RZ8", "COM", "FER-COM", "RZ8-COM-20", 2200, _CLOUD, {}),
    ("RZ1", "COM", "FER-COM", "RZ1-COM-22", 420, _CLOUD, {}),
    ("RZ4", "COM", "STI-COM", "RZ4-COM-23", 210, _CLOUD, {}),
    ("QZ3", "PHR", "LAT-PHR", "QZ3-PHR-23", 400, _PUBLIC, {"instance": "threerivers-portal"}),
    ("Z3R4V", "PHR", "LAT-PHR", "QZ3-PHR-23", 900, _PUBLIC, {"instance": "threerivers-portal"}),
    ("RZ8", "PHR", "LAT-PHR", "QZ3-PHR-23", 800, _PUBLIC, {"instance": "threerivers-portal"}),
    ("RZ1", "PHR", "DOO-PHR", "RZ1-PHR-22", 2300, _CLOUD, {}),
    ("RZ4", "PHR", "DOO-PHR", "RZ4-PHR-21", 1500, _CLOUD, {}),
    ("RZ1", "DOC", "FOL-DOC", "RZ1-DOC-18", 4000, _OWN, {}),
    ("RZ4", "DOC", "SCA-DOC", "RZ4-DOC-22", 2600, _OWN, {}),
    ("Z3R4V", "DOC", "FOL-DOC", "Z3R4V-DOC-23", 1400, _CLOUD, {}),
    ("RZ8", "DOC", "SCA-DOC", "RZ8-DOC-25", 500, _CLOUD, {}),
    ("QZ3", "DOC", "FOL-DOC", "QZ3-DOC-24", 400, _PUBLIC, {"patient_data": False}),
    ("098", "DOC", "SCA-DOC", "098-DOC-21", 1700, _OWN, {}),
    ("099", "DOC", "FOL-DOC", "099-DOC-22", 1200, _OWN, {}),
    ("Z3R4V", "ROS", "ROT-ROS", "Z3R4V-ROS-22", 3600, _CLOUD, {"patient_data": False}),
    ("RZ8", "ROS", "ROT-ROS", "Z3R4V-ROS-22", 2900, _CLOUD, {"patient_data": False}),
    ("RZ1", "ROS", "EVE-ROS", "RZ1-ROS-21", 9000, _CLOUD, {"patient_data": False}),
    ("RZ4", "ROS", "ROT-ROS", "RZ4-ROS-23", 5600, _CLOUD, {"patient_data": False}),
    ("RZ1", "INT", "JUN-INT", "RZ1-INT-19", 40, _OWN, {}),
    ("RZ4", "INT", "WEF-INT", "RZ4-INT-21", 25, _OWN, {}),
    ("Z3R4V", "INT", "JUN-INT", "Z3R4V-INT-23", 14, _CLOUD, {}),
    ("RZ8", "INT", "JUN-INT", "", 9, _OWN, {}),
    ("QZ3", "INT", "WEF-INT", "QZ3-INT-24", 11, _PUBLIC, {}),
    ("098", "INT", "JUN-INT", "098-INT-25", 8, _PUBLIC, {}),
)

_RETIRED = System(
    system="RZ4-PAS-OLD", name="Green screens", organisation="RZ4", capability="PAS", product="BRI-PAS",
    version="3.2", hosting=_OWN, criticality=Criticality.TIER_1, valid_to=day("2020-04-06"),
)

_CALLED = {  # what people there call it
    "RZ1-EPR": "MyMeridian", "RZ4-EPR": "The Bridge", "RZ5-PAS": "Brightwater (Wend)", "RZ1-LIMS": "Path lab",
    "Z3R4V-COM": "Stilly", "RZ8-COM": "Fern", "QZ3-PHR": "My Three Rivers", "RZ4-PACS": "Greystave",
}

_TIERS = {
    Criticality.TIER_1: ("PAS", "EPR", "EPMA", "OCS", "LIMS", "PACS", "MAT", "ED", "COM", "INT"),
    Criticality.TIER_2: ("RIS", "THE", "PHR", "ROS"),
    Criticality.TIER_3: ("DOC",),
}

_SENDS_TO: dict[str, tuple[str, ...]] = {  # within one organisation, beside its integration engine
    "OCS": ("LIMS", "RIS"), "RIS": ("PACS",), "INT": ("PAS", "EPR", "OCS", "LIMS", "PHR", "DOC"),
}
_ALONE = ("PACS", "THE", "PHR", "DOC", "ROS", "INT")  # those that send nothing to the engine

_WITHOUT_DPIA = ("RZ5-PACS", "RZ4-DOC")
_WITHOUT_SAFETY_CASE = ("RZ4-ED", "RZ5-PAS", "RZ8-INT")

_NEEDS = (  # organisation, capability, requirement, priority
    ("Z3R4V", "COM", "Mental Health Act papers", Priority.MUST),
    ("RZ8", "COM", "offline visits", Priority.MUST),
    ("RZ1", "COM", "FHIR UK Core", Priority.SHOULD),
    ("Z3R4V", "EPMA", "depot injections", Priority.MUST),
    ("RZ1", "EPMA", "infusions", Priority.MUST),
    ("RZ4", "EPMA", "infusions", Priority.MUST),
    ("RZ1", "EPR", "FHIR UK Core", Priority.MUST),
    ("RZ4", "EPR", "closed-loop results", Priority.MUST),
    ("RZ1", "PACS", "cross-site reading", Priority.MUST),
    ("RZ4", "PACS", "cross-site reading", Priority.SHOULD),
    ("RZ1", "ED", "ambulance handover", Priority.MUST),
    ("RZ1", "ROS", "medical rosters", Priority.MUST),
    ("QZ3", "PHR", "proxy access", Priority.MUST),
    ("RZ1", "PHR", "letters", Priority.MUST),
    ("098", "DOC", "retention schedules", Priority.MUST),
    ("RZ1", "MAT", "women's portal", Priority.MUST),
)


def applications() -> Iterator[Noun]:
    """Every row of applications.xlsx."""
    for key, name, aliases, successor in _SUPPLIERS:
        yield Supplier(supplier=key, name=name, company_number=key.removeprefix("GB-COH-"), aliases=aliases,
                       successor=successor)
    for key, name, after, standards, major, set_up, annual in _CAPABILITIES:
        yield DigitalCapability(capability=key, name=name, after=after, standards=standards, major=major,
                                integration_set_up=thousands(set_up), integration_annual=thousands(annual))
    for key, name, supplier, capability, shown, features, more in _PRODUCTS:
        yield Product(product=key, name=name, supplier=supplier, capability=capability, standards=shown,
                      features=features, **more)
    yield from map(_system, _SYSTEMS)
    yield _RETIRED
    for organisation, capability, requirement, priority in _NEEDS:
        yield Need(organisation=organisation, capability=capability, requirement=requirement, priority=priority)


def _system(row: _SystemRow) -> System:
    organisation, capability, product, contract, users, hosting, more = row
    key = f"{organisation}-{capability}"
    patient_data = more.get("patient_data", True)
    return System(
        system=key, name=_CALLED.get(key, ""), organisation=organisation, capability=capability, product=product,
        contract=contract, hosting=hosting, users=users, interfaces=_interfaces(organisation, capability),
        criticality=next(tier for tier, held in _TIERS.items() if capability in held),
        standards=next(each[4] for each in _PRODUCTS if each[0] == product),
        asset_owner="" if key == "RZ8-INT" else "Chief digital and information officer",
        dpia=f"DPIA {key}" if patient_data and key not in _WITHOUT_DPIA else "",
        safety_case=f"CSCR {key}" if patient_data and key not in _WITHOUT_SAFETY_CASE else "", **more,
    )


def _interfaces(organisation: str, capability: str) -> tuple[str, ...]:
    held = {each[1] for each in _SYSTEMS if each[0] == organisation}
    engine: tuple[str, ...] = () if capability in _ALONE else ("INT",)
    named = _SENDS_TO.get(capability, ())
    return tuple(f"{organisation}-{each}" for each in (*named, *engine) if each in held)
