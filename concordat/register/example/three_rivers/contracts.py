"""Three Rivers: its frameworks, and the contracts with all their awkwardness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.core.period import months_later
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.example.measures import day, days, thousands
from concordat.register.example.three_rivers.applications import (
    ASSAYRA,
    BRIGHT,
    CRADLE,
    DOOR,
    DOSE,
    EVEN,
    FERN,
    FOLIANT,
    GREY,
    HALDEN,
    JUNC,
    LATCH,
    LUMEN,
    OPERAND,
    QUILL,
    REDCHAIR,
    ROTA,
    SCAN,
    SCRUB,
    STILL,
    TARN,
    VIAL,
    WEFT,
)
from concordat.register.noun import Noun

PCR, PA23, PSR, SMALL = Regime.PCR2015, Regime.PA2023, Regime.PSR, Regime.BELOW_THRESHOLD

_FRAMEWORKS = (  # reference, name, agency, regime, closes on, longest call-off in months
    ("HIS-14", "Health Information Systems 2014", "Northern Shires Procurement Hub", PCR, "2022-06-30", 180),
    ("CDS-19", "Clinical and Digital Solutions", "Northern Shires Procurement Hub", PCR, "2026-03-31", 120),
    ("WFS-20", "Workforce Systems 2020", "Northern Shires Procurement Hub", PCR, "2024-09-30", 84),
    ("DHS-23", "Digital Health Software 2", "Commons Buying Agency", PCR, "2028-06-30", 120),
    ("PDX-25", "Patient and Diagnostic Systems", "Commons Buying Agency", PA23, "2031-03-31", 120),
    ("WFM-25", "Workforce and Corporate Systems", "Commons Buying Agency", PA23, "2028-12-31", 84),
)

_CONTRACTS: tuple[tuple[Any, ...], ...] = (
    # reference, title, supplier, regime, framework, starts, ends, options, notice,
    # £000 a year: licence, hosting, support; what else
    ("RZ1-PAS-18", "Patient administration", HALDEN, PCR, "HIS-14", "2018-10-01", "2028-09-30", (24,), 6,
     (380, 120, 120), {"exit_help": 6, **days(exit_plan_on="2024-05-14")}),
    ("RZ5-PAS-17", "Patient administration, Wend Royal", BRIGHT, PCR, "HIS-14", "2017-04-01", "2027-03-31", (), 6,
     (130, 30, 50), {
         "permitted_ground": "PCR 2015 reg. 72(1)(b): change of contractor not possible for technical reasons; VEAT "
                             "2026/S 000-990117; counsel's note of 3 June 2026",
         **days(permitted_until="2029-12-31")}),
    ("RZ4-PAS-20", "Patient administration", BRIGHT, PCR, "", "2020-04-01", "2027-09-30", (), 6, (250, 90, 70),
     {"auto_renew": 12, "original_months": 120, "evidence": "Schedule 4, page 31"}),
    ("Z3R4V-PAS-22", "Patient administration", QUILL, PCR, "CDS-19", "2022-07-01", "2029-06-30", (12, 12), 6,
     (165, 55, 40), {}),
    ("RZ8-PAS-21", "Patient administration", HALDEN, PCR, "CDS-19", "2021-09-01", "2028-08-31", (12,), 6,
     (120, 40, 30), {}),
    ("RZ1-EPR-19", "Electronic patient record", HALDEN, PCR, "HIS-14", "2019-04-01", "2031-03-31", (), 12,
     (2500, 1000, 700), {"indexation": 1.5, "break_fee": 40.0, "exit_fee": thousands(350), "exit_help": 12,
                         "exit_format": "FHIR R4 bulk export", "evidence": "Call-off schedule 9, page 114",
                         **days(break_from="2029-04-01", exit_plan_on="2023-11-02")}),
    ("RZ4-EPR-18", "Electronic patient record", TARN, PCR, "HIS-14", "2018-11-01", "2028-10-31", (24,), 9,
     (1600, 450, 550), {"extension_uplift": 6.0, "indexation": 1.0, "exit_fee": thousands(220), "exit_help": 6,
                        "exit_format": "proprietary dump"}),
    ("RZ1-EPMA-20", "Electronic prescribing", TARN, PCR, "CDS-19", "2020-06-01", "2027-05-31", (24,), 6,
     (240, 60, 80), {"extension_notice": 6, "extension_uplift": 4.0}),
    ("RZ4-EPMA-21", "Electronic prescribing", TARN, PCR, "CDS-19", "2021-02-01", "2028-01-31", (12, 12), 6,
     (165, 45, 50), {"extension_uplift": 3.0}),
    ("Z3R4V-EPMA-23", "Electronic prescribing", DOSE, PCR, "DHS-23", "2023-04-01", "2028-03-31", (24,), 6,
     (110, 35, 25), {}),
    ("RZ8-EPMA-24", "Electronic prescribing", DOSE, PCR, "DHS-23", "2024-10-01", "2029-09-30", (), 6, (80, 25, 15), {}),
    ("RZ1-OCS-19", "Order communications", ASSAYRA, PCR, "HIS-14", "2019-07-01", "2027-06-30", (), 3, (120, 30, 40),
     {"auto_renew": 12, "original_months": 144}),
    ("RZ4-OCS-21", "Order communications", TARN, PCR, "CDS-19", "2021-07-01", "2028-06-30", (24,), 6, (85, 25, 30), {}),
    ("Z3R4V-OCS-22", "Order communications", ASSAYRA, PCR, "CDS-19", "2022-03-01", "2029-02-28", (), 6,
     (45, 15, 10), {}),
    ("RZ8-OCS-25", "Order communications", ASSAYRA, PA23, "PDX-25", "2025-06-01", "2028-05-31", (12, 12), 3,
     (35, 12, 8), {}),
    ("RZ1-LIMS-14", "Laboratory information", ASSAYRA, PCR, "", "2014-07-01", "2026-06-30", (), 6, (360, 120, 160), {
        "override_reason": "Pathology network replacement under way; the chief finance officer accepts the risk of "
                           "challenge, board paper F26/118",
        **days(override_until="2029-03-31")}),
    ("RZ4-LIMS-24", "Hosted pathology service, with its laboratory system", VIAL, PSR, "", "2024-07-01", "2029-06-30",
     (24,), 12, (300, 100, 80), {"exit_fee": thousands(60)}),
    ("RZ1-IMG-20", "Radiology information and images", LUMEN, PCR, "CDS-19", "2020-03-01", "2030-02-28", (24,), 6,
     (480, 190, 140), {"break_fee": 25.0, "exit_format": "DICOM", **days(break_from="2028-03-01")}),
    ("RZ4-RIS-22", "Radiology information", GREY, PCR, "CDS-19", "2022-09-01", "2029-08-31", (12,), 6, (160, 45, 45),
     {}),
    ("RZ4-PACS-17", "Radiology images", GREY, PCR, "HIS-14", "2017-03-01", "2027-02-28", (), 6, (200, 75, 45),
     {"auto_renew": 24, "original_months": 144, "exit_fee": thousands(90), "exit_format": "DICOM"}),
    ("RZ5-PACS-18", "Radiology images, Wend Royal", GREY, PCR, "HIS-14", "2018-07-01", "2028-06-30", (12,), 6,
     (110, 45, 25), {"exit_fee": thousands(40), "exit_format": "DICOM"}),
    ("RZ8-IMG-23", "Radiology information and images", LUMEN, PCR, "DHS-23", "2023-11-01", "2028-10-31", (12, 12), 6,
     (120, 45, 35), {"exit_format": "DICOM"}),
    ("RZ1-MAT-21", "Maternity record", CRADLE, PCR, "CDS-19", "2021-05-01", "2028-04-30", (24,), 6, (140, 40, 30), {}),
    ("RZ4-MAT-22", "Maternity record", QUILL, PCR, "CDS-19", "2022-01-01", "2027-12-31", (12, 12), 3, (95, 30, 25), {}),
    ("RZ1-THE-23", "Theatres", SCRUB, PCR, "CDS-19", "2023-02-01", "2030-01-31", (24,), 6, (110, 25, 25), {}),
    ("RZ4-THE-22", "Theatres", OPERAND, PCR, "CDS-19", "2022-10-01", "2029-09-30", (24,), 6, (75, 15, 20), {}),
    ("RZ8-THE-25", "Day-case theatres", SCRUB, PA23, "PDX-25", "2025-11-01", "2030-10-31", (), 3, (25, 8, 5), {}),
    ("RZ1-ED-20", "Emergency department", REDCHAIR, PCR, "CDS-19", "2020-11-01", "2027-10-31", (24,), 6,
     (160, 40, 40), {}),
    ("RZ4-ED-19", "Emergency department", TARN, PCR, "HIS-14", "2019-12-01", "2027-11-30", (12, 12), 6, (110, 30, 30),
     {"extension_uplift": 5.0}),
    ("RZ8-ED-24", "Urgent treatment centre", REDCHAIR, PCR, "DHS-23", "2024-04-01", "2029-03-31", (), 6,
     (55, 18, 12), {}),
    ("Z3R4V-COM-21", "Mental health record", STILL, PCR, "CDS-19", "2021-12-01", "2028-11-30", (24,), 9,
     (720, 250, 180), {"extension_uplift": 4.0, "exit_fee": thousands(80), "exit_format": "CSV extracts",
                       "exit_help": 6, **days(exit_plan_on="2025-02-20")}),
    ("RZ8-COM-20", "Community record", FERN, PCR, "CDS-19", "2020-08-01", "2027-07-31", (24, 12), 6,
     (600, 220, 160), {"extension_notice": 6, "extension_uplift": 3.0, "exit_fee": thousands(70)}),
    ("RZ1-COM-22", "Community record", FERN, PCR, "CDS-19", "2022-06-01", "2028-05-31", (12,), 6, (115, 40, 25), {}),
    ("RZ4-COM-23", "Hospital at home record", STILL, PCR, "DHS-23", "2023-03-01", "2028-02-29", (12, 12), 6,
     (60, 18, 12), {}),
    ("QZ3-PHR-23", "Patient portal for the system", LATCH, PCR, "DHS-23", "2023-09-01", "2028-08-31", (12, 12), 6,
     (210, 70, 50), {"parties": ("Z3R4V", "RZ8")}),
    ("RZ1-PHR-22", "Patient portal", DOOR, PCR, "CDS-19", "2022-04-01", "2027-03-31", (12, 12), 3, (170, 40, 30),
     {"extension_uplift": 5.0}),
    ("RZ4-PHR-21", "Patient portal", DOOR, PCR, "CDS-19", "2021-10-01", "2027-09-30", (24,), 6, (105, 25, 20), {}),
    ("RZ1-DOC-18", "Document management and scanning", FOLIANT, PCR, "HIS-14", "2018-04-01", "2028-03-31", (24,), 6,
     (160, 60, 40), {}),
    ("RZ4-DOC-22", "Document management", SCAN, PCR, "CDS-19", "2022-02-01", "2029-01-31", (24,), 6, (100, 40, 30), {}),
    ("Z3R4V-DOC-23", "Document management", FOLIANT, PCR, "DHS-23", "2023-07-01", "2028-06-30", (24,), 6, (55, 20, 15),
     {}),
    ("RZ8-DOC-25", "Document scanning", SCAN, SMALL, "", "2025-01-01", "2027-12-31", (12,), 3, (17, 5, 3), {}),
    ("QZ3-DOC-24", "Document management", FOLIANT, PCR, "DHS-23", "2024-07-01", "2027-06-30", (), 2, (30, 10, 5),
     {"auto_renew": 12, "original_months": 84}),
    ("098-DOC-21", "Corporate and care records", SCAN, PCR, "", "2021-04-01", "2029-03-31", (24,), 6, (70, 25, 15), {}),
    ("099-DOC-22", "Corporate and care records", FOLIANT, PCR, "", "2022-01-01", "2027-12-31", (24,), 6, (50, 18, 12),
     {}),
    ("Z3R4V-ROS-22", "E-rostering for two trusts", ROTA, PCR, "WFS-20", "2022-02-01", "2028-01-31", (12,), 6,
     (240, 50, 50), {"parties": ("RZ8",)}),
    ("RZ1-ROS-21", "E-rostering", EVEN, PCR, "WFS-20", "2021-03-01", "2028-02-29", (24,), 6, (230, 40, 40), {}),
    ("RZ4-ROS-23", "E-rostering", ROTA, PCR, "WFS-20", "2023-06-01", "2030-05-31", (), 6, (150, 30, 30), {}),
    ("RZ1-INT-19", "Integration engine", JUNC, PCR, "HIS-14", "2019-04-01", "2029-03-31", (24,), 6, (140, 30, 50), {}),
    ("RZ4-INT-21", "Integration engine", WEFT, PCR, "CDS-19", "2021-06-01", "2028-05-31", (24,), 6, (95, 25, 30), {}),
    ("Z3R4V-INT-23", "Integration engine", JUNC, PCR, "DHS-23", "2023-10-01", "2028-09-30", (12, 12), 3, (50, 15, 15),
     {}),
    ("QZ3-INT-24", "Integration hub", WEFT, PCR, "DHS-23", "2024-02-01", "2029-01-31", (12,), 3, (38, 12, 10), {}),
    ("098-INT-25", "Integration engine", JUNC, PA23, "", "2025-09-01", "2028-08-31", (12, 12), 3, (24, 8, 8), {}),
)

_VAT = 1.2

_WITHOUT_EXIT_PLAN = ("RZ5-PAS-17", "RZ4-EPR-18", "RZ8-COM-20")


def contracts() -> Iterator[Noun]:
    """Every row of contracts.xlsx."""
    for key, name, agency, regime, closes, longest in _FRAMEWORKS:
        yield Framework(framework=key, name=name, agency=agency, regime=regime, closes_on=day(closes),
                        longest_call_off=longest)
    yield from map(_contract, _CONTRACTS)


def _contract(row: tuple[Any, ...]) -> Contract:
    key, title, supplier, regime, framework, starts, ends, options, notice, (licence, hosting, support), more = row
    starts_on, ends_on = day(starts), day(ends)
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1 + sum(options)  # whole months
    awarded = {"original_months": months, "exit_format": "CSV with a data dictionary"} | more
    if key not in _WITHOUT_EXIT_PLAN:
        awarded.setdefault("exit_plan_on", months_later(starts_on, 6))
    return Contract(
        contract=key, title=title, customer=key.split("-")[0], supplier=supplier, regime=regime, framework=framework,
        starts_on=starts_on, ends_on=ends_on, extension_options=options, notice=notice,
        annual_licence=thousands(licence), annual_hosting=thousands(hosting), annual_support=thousands(support),
        original_value=round(thousands(licence + hosting + support) * awarded["original_months"] / 12 * _VAT),
        **awarded,
    )
