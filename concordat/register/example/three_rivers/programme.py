"""Three Rivers: what could be bought, with whose time, when not, with what money, on which assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from concordat.register.example.measures import day, day_or_blank, thousands
from concordat.register.noun import Noun
from concordat.register.offer import Basis, Offer
from concordat.register.programme import Assumption, AssumptionName, Blackout, Budget, Capacity

ENGINEER, MIGRATION = "integration engineer", "data migration analyst"
TRAINER, SAFETY = "trainer", "clinical safety officer"

EACH, USER = Basis.SYSTEM, Basis.USER

_OFFERS = (
    # key, capability, product, framework, basis, {organisations: £ a year}
    # £000: paid once (capital, revenue), set-up at each (capital, revenue), benefit a year at each
    # months: implementation, procurement, double running; WTE: engineer, migration, trainer, safety; slots a quarter
    ("PAS-MER", "PAS", "MER-PAS", "PDX-25", USER, {1: 120, 2: 110, 3: 102, 4: 94},
     (120, 60, 230, 170, 45), (12, 8, 2), (1.0, 1.0, 2.0, 0.3), 2),
    ("PAS-QUI", "PAS", "QUI-PAS", "DHS-23", USER, {1: 118, 2: 112, 4: 104},
     (0, 90, 260, 180, 30), (12, 8, 2), (1.0, 1.0, 2.0, 0.3), 1),
    ("EPR-MER", "EPR", "MER-EPR", "PDX-25", USER, {1: 790, 2: 600},
     (600, 300, 2600, 1900, 420), (18, 14, 3), (3.0, 2.0, 6.0, 0.8), 1),
    ("EPR-TAR", "EPR", "TAR-EPR", "CDS-19", USER, {1: 720, 2: 610},
     (400, 300, 2800, 1900, 300), (18, 12, 3), (3.0, 2.0, 6.0, 0.8), 1),
    ("EPMA-TAR", "EPMA", "TAR-MED", "PDX-25", USER, {1: 99, 2: 86, 3: 84},
     (0, 40, 140, 120, 20), (9, 8, 1), (0.8, 0.4, 2.0, 0.4), 1),
    ("EPMA-MER", "EPMA", "MER-MED", "PDX-25", USER, {1: 94, 2: 84, 3: 77},
     (90, 40, 170, 140, 45), (9, 9, 1), (0.8, 0.4, 2.0, 0.4), 1),
    ("EPMA-DOS", "EPMA", "DOS-MED", "PDX-25", USER, {1: 99, 2: 92, 4: 80},
     (0, 30, 110, 100, 20), (9, 8, 1), (0.6, 0.4, 2.0, 0.4), 2),
    ("OCS-MER", "OCS", "MER-ORD", "PDX-25", USER, {1: 42, 2: 33, 3: 31},
     (20, 15, 30, 26, 16), (6, 7, 1), (1.0, 0.2, 0.8, 0.2), 2),
    ("OCS-ASS", "OCS", "ASS-ORD", "PDX-25", USER, {1: 42, 3: 34, 4: 32},
     (0, 25, 35, 30, 8), (6, 7, 1), (0.8, 0.2, 0.8, 0.2), 2),
    ("LIMS-VIA", "LIMS", "VIA-LAB", "PDX-25", EACH, {1: 590_000, 2: 495_000},
     (250, 120, 620, 380, 90), (15, 12, 3), (2.0, 1.5, 1.5, 0.5), 1),
    ("LIMS-ASS", "LIMS", "ASS-LAB", "PDX-25", EACH, {1: 610_000, 2: 540_000},
     (150, 100, 560, 340, 60), (15, 12, 3), (2.0, 1.5, 1.5, 0.5), 1),
    ("RIS-LUM", "RIS", "LUM-RIS", "PDX-25", USER, {1: 395, 2: 358, 3: 325},
     (0, 30, 80, 70, 12), (9, 7, 1), (0.8, 0.6, 0.8, 0.2), 2),
    ("RIS-GRE", "RIS", "GRE-RIS", "DHS-23", USER, {1: 385, 2: 362, 3: 348},
     (0, 30, 90, 70, 8), (9, 7, 1), (0.8, 0.6, 0.8, 0.2), 1),
    ("PACS-LUM", "PACS", "LUM-PAC", "PDX-25", USER, {1: 368, 2: 338, 3: 308, 4: 284},
     (160, 60, 130, 80, 35), (9, 9, 3), (0.8, 1.5, 0.8, 0.2), 1),
    ("PACS-GRE", "PACS", "GRE-PAC", "DHS-23", USER, {1: 358, 2: 340, 3: 325},
     (150, 60, 130, 90, 20), (9, 8, 3), (0.8, 1.5, 0.8, 0.2), 1),
    ("MAT-CRA", "MAT", "CRA-MAT", "PDX-25", USER, {1: 322, 2: 258},
     (0, 30, 80, 85, 22), (9, 7, 1), (0.6, 0.5, 1.5, 0.4), 1),
    ("MAT-QUI", "MAT", "QUI-MAT", "DHS-23", USER, {1: 310, 2: 264},
     (0, 30, 80, 85, 14), (9, 7, 1), (0.6, 0.5, 1.5, 0.4), 1),
    ("THE-SCR", "THE", "SCR-THE", "PDX-25", USER, {1: 214, 2: 204, 3: 196},
     (0, 40, 150, 120, 0), (9, 8, 1), (0.8, 0.5, 1.5, 0.3), 1),
    ("THE-OPE", "THE", "OPE-THE", "PDX-25", USER, {1: 212, 2: 205, 3: 194},
     (0, 40, 150, 120, 0), (9, 8, 1), (0.8, 0.5, 1.5, 0.3), 1),
    ("ED-RED", "ED", "RED-ED", "PDX-25", USER, {1: 212, 2: 188, 3: 166},
     (0, 30, 85, 95, 20), (9, 8, 1), (1.0, 0.4, 2.0, 0.4), 1),
    ("ED-TAR", "ED", "TAR-ED", "CDS-19", USER, {1: 195, 2: 172, 3: 160},
     (0, 30, 85, 95, 12), (9, 8, 1), (1.0, 0.4, 2.0, 0.4), 1),
    ("COM-STI", "COM", "STI-COM", "PDX-25", USER, {1: 430, 2: 348, 3: 338, 4: 330},
     (180, 120, 290, 260, 70), (12, 10, 2), (1.2, 1.2, 3.0, 0.4), 1),
    ("COM-FER", "COM", "FER-COM", "PDX-25", USER, {1: 405, 2: 338, 3: 322, 4: 310},
     (120, 100, 270, 250, 60), (12, 9, 2), (1.2, 1.2, 3.0, 0.4), 1),
    ("PHR-LAT", "PHR", "LAT-PHR", "PDX-25", USER, {1: 112, 3: 98, 4: 90, 5: 82},
     (60, 40, 40, 45, 25), (6, 7, 1), (0.8, 0.2, 0.5, 0.1), 2),
    ("PHR-DOO", "PHR", "DOO-PHR", "DHS-23", USER, {1: 101, 2: 96, 4: 88},
     (0, 40, 40, 45, 10), (6, 7, 1), (0.8, 0.2, 0.5, 0.1), 2),
    ("DOC-FOL", "DOC", "FOL-DOC", "WFM-25", USER, {1: 66, 3: 62, 5: 59},
     (0, 50, 120, 110, 0), (9, 7, 2), (0.5, 1.5, 1.0, 0.0), 2),
    ("DOC-SCA", "DOC", "SCA-DOC", "WFM-25", USER, {1: 64, 4: 58},
     (0, 50, 130, 110, 0), (9, 7, 2), (0.5, 1.5, 1.0, 0.0), 2),
    ("ROS-ROT", "ROS", "ROT-ROS", "WFM-25", USER, {1: 37, 2: 34, 3: 31, 4: 28},
     (0, 40, 40, 75, 30), (6, 8, 1), (0.4, 0.4, 2.0, 0.0), 2),
    ("ROS-EVE", "ROS", "EVE-ROS", "WFM-25", USER, {1: 34, 2: 32, 4: 29},
     (0, 40, 45, 80, 35), (6, 8, 1), (0.4, 0.4, 2.0, 0.0), 2),
    ("INT-JUN", "INT", "JUN-INT", "PDX-25", EACH, {1: 138_000, 2: 112_000, 3: 98_000},
     (80, 40, 60, 50, 10), (9, 7, 2), (1.5, 0.2, 0.2, 0.1), 1),
    ("INT-WEF", "INT", "WEF-INT", "DHS-23", EACH, {1: 136_000, 2: 118_000, 4: 102_000},
     (60, 40, 60, 50, 8), (9, 7, 2), (1.5, 0.2, 0.2, 0.1), 1),
)

_CAPACITY = (  # organisation (blank: the shared team), skill, WTE, starts, ends
    ("", ENGINEER, 5.0, "", "2028-03-31"),
    ("", ENGINEER, 10.0, "2028-04-01", ""),
    ("", MIGRATION, 8.0, "", ""),
    ("RZ1", TRAINER, 9.0, "", ""),
    ("RZ4", TRAINER, 10.0, "", ""),
    ("Z3R4V", TRAINER, 4.0, "", ""),
    ("RZ8", TRAINER, 3.5, "", ""),
    ("QZ3", TRAINER, 1.0, "", ""),
    ("098", TRAINER, 1.0, "", ""),
    ("099", TRAINER, 1.0, "", ""),
    ("RZ1", SAFETY, 1.6, "", ""),
    ("RZ4", SAFETY, 1.6, "", ""),
    ("Z3R4V", SAFETY, 1.0, "", ""),
    ("RZ8", SAFETY, 0.6, "", ""),
)

_BLACKOUTS = (  # name, organisation (blank: all), first day, last day, every year
    ("Winter pressure", "", "2023-12-01", "2024-02-29", True),
    ("Resident doctors' changeover", "", "2027-08-01", "2027-08-07", True),
    ("Move to the new emergency block", "RZ4", "2028-09-01", "2028-11-30", False),
)

_BUDGETS = (  # organisation (blank: all), financial year, £000 capital, £000 one-off revenue
    ("", "2026/27", 300, 400),
    ("", "2027/28", 1200, 1100),
    ("", "2028/29", 3900, 3000),
    ("", "2029/30", 4500, 3500),
    ("", "2030/31", 3200, 3200),
    ("", "2031/32", 2300, 2200),
    ("", "2032/33", 1500, 1500),
    ("", "2033/34", 1500, 1500),
    ("", "2034/35", 1500, 1500),
    ("", "2035/36", 1500, 1500),
    ("", "2036/37", 1500, 1500),
    ("RZ8", "2028/29", 300, 300),
    ("RZ8", "2029/30", 250, 300),
)

_ASSUMPTIONS = (  # the rest stand at the defaults that the manual gives
    (AssumptionName.DISCOUNT_RATE, 3.5, "HM Treasury Green Book"),
    (AssumptionName.OPTIMISM_BIAS, 20, "Programme board paper 26/41, from four earlier go-lives"),
    (AssumptionName.HORIZON, 40, "To March 2037, the end of the longest contract wanted"),
    (AssumptionName.APPROVALS, 4, "Finance committees, four boards, then the leadership board"),
    (AssumptionName.GO_LIVES_SITE, 2, "Agreed with the four chief operating officers"),
    (AssumptionName.GO_LIVES_ALL, 5, "What the shared team can attend"),
    (AssumptionName.MAJOR_GAP, 2, "One major go-live at a site in six months"),
    (AssumptionName.RENEWAL_UPLIFT, 8, "Median of nine renewals since 2021"),
    (AssumptionName.RENEWAL_COST, 45_000, "Procurement hub's charge, with legal advice"),
    (AssumptionName.RENEWAL_PROCUREMENT, 7, "Procurement hub's standard timetable"),
    (AssumptionName.ROLL_ON, 25, "Wend Royal's last three roll-on letters"),
    (AssumptionName.SAME_PRODUCT, 40, "Supplier day, September 2026"),
)


def programme() -> Iterator[Noun]:
    """Every row of programme.xlsx."""
    for key, capability, product, framework, basis, prices, money, months, effort, slots in _OFFERS:
        once_capital, once_revenue, capital, revenue, benefit = map(thousands, money)
        implementation, procurement, double_running = months
        skills = zip((ENGINEER, MIGRATION, TRAINER, SAFETY), effort, strict=True)
        yield Offer(
            offer=key, capability=capability, product=product, framework=framework, basis=basis, slots=slots,
            prices=tuple((sites, price * 100) for sites, price in prices.items()), once_capital=once_capital,
            once_revenue=once_revenue, set_up_capital=capital, set_up_revenue=revenue, annual_benefit=benefit,
            implementation=implementation, procurement=procurement, double_running=double_running,
            effort=tuple((skill, wte) for skill, wte in skills if wte),
        )
    for organisation, skill, wte, start, end in _CAPACITY:
        yield Capacity(organisation=organisation, skill=skill, wte=wte, starts_on=day_or_blank(start),
                       ends_on=day_or_blank(end))
    for name, organisation, first, last, yearly in _BLACKOUTS:
        yield Blackout(name=name, organisation=organisation, starts_on=day(first), ends_on=day(last), yearly=yearly)
    for organisation, year, capital, revenue in _BUDGETS:
        yield Budget(organisation=organisation, financial_year=year, capital=thousands(capital),
                     revenue=thousands(revenue))
    for name, value, source in _ASSUMPTIONS:
        yield Assumption(name=name, value=value, source=source)
