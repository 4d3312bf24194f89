"""Three Rivers: who belongs to it, where they work, and who holds which office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.register.example.measures import day_or_blank
from concordat.register.noun import Noun
from concordat.register.organisation import (
    Collaborative,
    Membership,
    Model,
    Organisation,
    OrganisationKind,
    Role,
    Site,
)
from concordat.register.person import Office, OfficeRole

_ACUTE, _MENTAL = OrganisationKind.ACUTE, OrganisationKind.MENTAL_HEALTH

_ORGANISATIONS = (  # code, name, kind, successor, GSS code, valid from, valid to
    ("QZ3", "NHS Three Rivers Integrated Care Board", OrganisationKind.ICB, "", "", "2022-07-01", ""),
    ("RZ1", "Ambrel Valley University Hospitals NHS Foundation Trust", _ACUTE, "", "", "", ""),
    ("RZ4", "Sarnmouth General Hospital NHS Trust", _ACUTE, "", "", "", "2023-10-01"),
    ("RZ4", "Sarnmouth and Coast Hospitals NHS Trust", _ACUTE, "", "", "2023-10-01", ""),
    ("RZ5", "Wend Royal Infirmary NHS Trust", _ACUTE, "RZ1", "", "", "2025-04-01"),
    ("Z3R4V", "Three Rivers Partnership NHS Foundation Trust", _MENTAL, "", "", "2024-11-01", ""),
    ("RZ8", "Wendshire Community Health NHS Trust", OrganisationKind.COMMUNITY, "", "", "", ""),
    ("098", "Wendshire County Council", OrganisationKind.LOCAL_AUTHORITY, "", "E10000998", "", ""),
    ("099", "Sarnmouth City Council", OrganisationKind.LOCAL_AUTHORITY, "", "E06000998", "", ""),
)

_SITES = (  # no postcode area begins with X, so no letter can reach these
    ("RZ101", "Ambrel Royal Infirmary", "RZ1", "XR1 1AA"),
    ("RZ102", "St Osyth's Hospital, Ambrel", "RZ1", "XR1 4ST"),
    ("RZ501", "Wend Royal Infirmary", "RZ5", "XR6 2WR"),
    ("RZ401", "Sarnmouth General Hospital", "RZ4", "XR9 3SM"),
    ("RZ402", "Coast Road Day Hospital", "RZ4", "XR9 8CR"),
    ("Z3R4V01", "Larkfield House", "Z3R4V", "XR2 5LH"),
    ("Z3R4V02", "Weir Lane Clinic", "Z3R4V", "XR7 1WL"),
    ("RZ801", "Wendbridge Community Hospital", "RZ8", "XR6 9WB"),
    ("RZ802", "Ambrel Health Centre", "RZ8", "XR1 2HC"),
)

_AIMS = (
    "One record a patient need not repeat",
    "Fewer, better supported systems",
    "No member worse off than alone",
)

_MEMBERS = (  # organisation, role, what it wants, valid from, valid to
    ("RZ1", Role.HOST, "Bring Wend Royal onto the trust's own systems", "2023-04-01", ""),
    ("RZ4", Role.MEMBER, "Share the cost of an EPR it cannot afford alone", "2023-04-01", ""),
    ("Z3R4V", Role.MEMBER, "Mental Health Act work kept inside the record", "2024-11-01", ""),
    ("RZ8", Role.MEMBER, "One community record across the county", "2023-04-01", ""),
    ("RZ5", Role.MEMBER, "", "2023-04-01", "2025-04-01"),
    ("QZ3", Role.PARTNER, "Value for the population", "2023-04-01", ""),
    ("098", Role.PARTNER, "Direct-care sharing without new log-ins", "2024-04-01", ""),
    ("099", Role.PARTNER, "Direct-care sharing without new log-ins", "2024-04-01", ""),
)

_OFFICES = (  # organisation, role, holder, valid from, valid to
    ("RZ1", OfficeRole.CHIEF_EXECUTIVE, "Marguerite Oyelaran", "", ""),
    ("RZ1", OfficeRole.SIRO, "Tobias Fenwright", "", ""),
    ("RZ1", OfficeRole.CALDICOTT, "Dr Anwen Castellane", "", ""),
    ("RZ1", OfficeRole.DPO, "Sunniva Carrick", "", ""),
    ("RZ1", OfficeRole.CSO, "Dr Idris Mallory", "", ""),
    ("RZ1", OfficeRole.DIGITAL_LEAD, "Priyanka Aldous", "", ""),
    ("RZ1", OfficeRole.CONTRACT_MANAGER, "Colm Harrowgate", "", ""),
    ("RZ1", OfficeRole.PROGRAMME_DIRECTOR, "Wilhelmina Strake", "", ""),
    ("RZ4", OfficeRole.SIRO, "Jocasta Pemberley", "", ""),
    ("RZ4", OfficeRole.CALDICOTT, "Dr Hollis Trevanion", "", "2024-09-01"),
    ("RZ4", OfficeRole.CALDICOTT, "Dr Rafe Quillinan", "2024-09-01", ""),
    ("RZ4", OfficeRole.DPO, "Bronagh Listerdale", "", ""),
    ("RZ4", OfficeRole.CSO, "Sister Odile Marchbanks", "", ""),
    ("RZ4", OfficeRole.DIGITAL_LEAD, "Gethin Saltmarsh", "", "2026-09-01"),
    ("RZ4", OfficeRole.DIGITAL_LEAD, "Nkechi Brandreth", "2026-09-01", ""),
    ("RZ5", OfficeRole.SIRO, "Cosmo Hartlebury", "", "2025-04-01"),
    ("RZ5", OfficeRole.CALDICOTT, "Dr Perpetua Gantry", "", "2025-04-01"),
    ("RZ5", OfficeRole.DPO, "Lysander Moxley", "", "2025-04-01"),
    ("Z3R4V", OfficeRole.SIRO, "Leopold Achterberg", "", ""),
    ("Z3R4V", OfficeRole.CALDICOTT, "Dr Saoirse Winterbourne", "", ""),
    ("Z3R4V", OfficeRole.DPO, "Ignatius Fell", "", ""),
    ("Z3R4V", OfficeRole.CSO, "Dr Benedikt Osei", "", ""),
    ("Z3R4V", OfficeRole.DIGITAL_LEAD, "Thandeka Rowbotham", "", ""),
    ("RZ8", OfficeRole.SIRO, "Hortense Abernethie", "", ""),
    ("RZ8", OfficeRole.CALDICOTT, "Dr Piers Nakamura", "", ""),
    ("RZ8", OfficeRole.DPO, "Calista Romaine", "", ""),
    ("RZ8", OfficeRole.DIGITAL_LEAD, "Ottilie Grange", "", ""),
    ("QZ3", OfficeRole.FINANCE_LEAD, "Caspian Delacroix-Webb", "", ""),
    ("QZ3", OfficeRole.DIGITAL_LEAD, "Leocadia Brinsworth", "", ""),
    ("QZ3", OfficeRole.SIRO, "Augustin Pellworth", "", ""),
    ("QZ3", OfficeRole.CALDICOTT, "Dr Tamsin Oyinlola", "", ""),
    ("QZ3", OfficeRole.DPO, "Ffion Underhay", "", ""),
    ("098", OfficeRole.SIRO, "Rosalind Haverthwaite", "", ""),
    ("098", OfficeRole.CALDICOTT, "Magnus Ferrybridge", "", ""),
    ("098", OfficeRole.DPO, "Barnaby Eccleshall", "", ""),
    ("099", OfficeRole.SIRO, "Delphine Stanyard", "", ""),
    ("099", OfficeRole.DPO, "Imelda Thackthwaite", "", ""),
    ("RZ1", OfficeRole.CHAIR, "Lucian Hatherleigh", "", ""),
    ("RZ1", OfficeRole.NON_EXECUTIVE, "Zipporah Inglemere", "", ""),
    ("RZ1", OfficeRole.FINANCE_LEAD, "Aurelio Stainforth", "", ""),
    ("RZ1", OfficeRole.OPERATING_OFFICER, "Keziah Brackenbury", "", ""),
    ("RZ1", OfficeRole.MEDICAL_DIRECTOR, "Dr Fabian Okonjo-Reed", "", ""),
    ("RZ1", OfficeRole.COMPANY_SECRETARY, "Philippa Quarmby", "", ""),
    ("RZ1", OfficeRole.GOVERNOR, "Edmund Tillotson", "", ""),
    ("RZ1", OfficeRole.LEGAL_LEAD, "Rosamund Ashgrove", "", ""),
    ("RZ1", OfficeRole.SERVICE_MANAGER, "Dashiell Mbeki-Lowe", "", ""),
    ("RZ4", OfficeRole.CHIEF_EXECUTIVE, "Verity Holmfirth", "", ""),
    ("RZ4", OfficeRole.CHAIR, "Augusta Wraxall", "", ""),
    ("RZ4", OfficeRole.NON_EXECUTIVE, "Crispin Dunmore", "", ""),
    ("RZ4", OfficeRole.FINANCE_LEAD, "Solveig Pendragon", "", ""),
    ("RZ4", OfficeRole.OPERATING_OFFICER, "Barnabas Etherley", "", ""),
    ("RZ4", OfficeRole.MEDICAL_DIRECTOR, "Dr Yolanda Merriweather", "", ""),
    ("RZ4", OfficeRole.COMPANY_SECRETARY, "Tarquin Bellweather", "", ""),
    ("Z3R4V", OfficeRole.CHIEF_EXECUTIVE, "Oluwaseun Carradine", "", ""),
    ("Z3R4V", OfficeRole.CHAIR, "Isolde Featherstone", "", ""),
    ("Z3R4V", OfficeRole.NON_EXECUTIVE, "Horatio Swinbrook", "", ""),
    ("Z3R4V", OfficeRole.FINANCE_LEAD, "Minerva Clutterbuck", "", ""),
    ("Z3R4V", OfficeRole.OPERATING_OFFICER, "Casimir Ludlow", "", ""),
    ("Z3R4V", OfficeRole.MEDICAL_DIRECTOR, "Dr Persis Abimbola", "", ""),
    ("Z3R4V", OfficeRole.COMPANY_SECRETARY, "Jemima Rookwood", "", ""),
    ("Z3R4V", OfficeRole.GOVERNOR, "Winston Oakapple", "", ""),
    ("Z3R4V", OfficeRole.SERVICE_MANAGER, "Lettice Fairweather", "", ""),
    ("RZ8", OfficeRole.CHIEF_EXECUTIVE, "Ambrose Kingsnorth", "", ""),
    ("RZ8", OfficeRole.CHAIR, "Drusilla Penhallow", "", ""),
    ("RZ8", OfficeRole.NON_EXECUTIVE, "Gervase Tamworthy", "", ""),
    ("RZ8", OfficeRole.FINANCE_LEAD, "Xanthe Burlinghame", "", ""),
    ("RZ8", OfficeRole.OPERATING_OFFICER, "Ptolemy Ashdown", "", ""),
    ("RZ8", OfficeRole.MEDICAL_DIRECTOR, "Dr Cordelia Njoroge", "", ""),
    ("RZ8", OfficeRole.COMPANY_SECRETARY, "Ulric Hazelwood", "", ""),
    ("QZ3", OfficeRole.CHIEF_EXECUTIVE, "Evadne Marlborough-Obi", "", ""),
    ("QZ3", OfficeRole.CHAIR, "Peverell Skene", "", ""),
    ("QZ3", OfficeRole.NON_EXECUTIVE, "Araminta Coldstream", "", ""),
    ("QZ3", OfficeRole.MEDICAL_DIRECTOR, "Dr Bastian Weatherby", "", ""),
    ("QZ3", OfficeRole.COMPANY_SECRETARY, "Marigold Thwaite", "", ""),
    ("QZ3", OfficeRole.LEGAL_LEAD, "Evander Lockridge", "", ""),
    ("QZ3", OfficeRole.SERVICE_MANAGER, "Temperance Adeyemi", "", ""),
    ("098", OfficeRole.CHAIR, "Hesper Milngate", "", ""),
    ("098", OfficeRole.NON_EXECUTIVE, "Orlando Pashley", "", ""),
    ("098", OfficeRole.FINANCE_LEAD, "Benedicta Crowhurst", "", ""),
)

_TITLES = ("Dr", "Sister")


def organisations() -> Iterator[Noun]:
    """Every row of organisations.xlsx."""
    for code, name, kind, successor, gss, start, end in _ORGANISATIONS:
        icb = "" if kind is OrganisationKind.ICB else "QZ3"
        yield Organisation(code=code, name=name, kind=kind, icb=icb, successor=successor, gss_code=gss,
                           valid_from=day_or_blank(start), valid_to=day_or_blank(end))
    for code, name, organisation, postcode in _SITES:
        yield Site(code=code, name=name, organisation=organisation, postcode=postcode)
    yield Collaborative(collaborative="three-rivers", name="Three Rivers Provider Collaborative",
                        model=Model.LEADERSHIP_BOARD, icb="QZ3", objectives=_AIMS)
    for organisation, role, aim, start, end in _MEMBERS:
        yield Membership(collaborative="three-rivers", organisation=organisation, role=role,
                         objectives=(aim,) if aim else (), valid_from=day_or_blank(start), valid_to=day_or_blank(end))
    for organisation, office, holder, start, end in _OFFICES:
        yield Office(organisation=organisation, role=office, name=holder, email=_email(holder),
                     valid_from=day_or_blank(start), valid_to=day_or_blank(end))


def holder(organisation: str, role: OfficeRole, on: date) -> str:
    """Who held an office on a day."""
    held = (each for each in organisations() if isinstance(each, Office) and each.valid_on(on))
    return next(each.name for each in held if (each.organisation, each.role) == (organisation, role))


def _email(holder: str) -> str:
    """An address that cannot receive mail: `.example` is reserved for this (RFC 2606)."""
    names = [each for each in holder.lower().split() if each.title() not in _TITLES]
    return f"{'.'.join(names)}@threerivers.example"
