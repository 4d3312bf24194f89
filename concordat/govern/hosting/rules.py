"""The rules of hosting, HOST-01 to HOST-08: each with its source and dates. Not legal advice."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status

CHECKED = date(2026, 11, 22)
READ = date(2026, 11, 23)
"""The day the regulations were read against the rule that cites them; the rest is good practice or as marked."""
_ACT = date(2006, 11, 8)  # the day the NHS Act 2006 was passed: for good practice that no law dates

RACI = Rule(
    id="HOST-01",
    text="Every activity of a shared service has exactly one that is accountable and somebody responsible; every user "
    "appears, nobody is accountable for too much, and nothing that nobody may forget is forgotten.",
    source="Good practice of service management; no law prescribes it",
    severity=Severity.WARNING,
    in_force_from=_ACT,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
BACK_TO_BACK = Rule(
    id="HOST-02",
    text="What the supplier owes the host is passed on to every member, and the host promises no more than it is "
    "given: its liability is not above the supplier's cap unless the members indemnify it.",
    source="Good practice of back-to-back contracts; no law prescribes it",
    severity=Severity.WARNING,
    in_force_from=_ACT,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
PROCESSOR_TERMS = Rule(
    id="HOST-03",
    text="A host that holds members' data is their processor, bound to each by the terms of Article 28; or they are "
    "joint controllers with the arrangement of Article 26. See IG-15.",
    source="UK GDPR Articles 26 and 28 (field knowledge, not cite-checked)",
    severity=Severity.ERROR,
    in_force_from=date(2018, 5, 25),
    checked_on=CHECKED,
)
EXIT = Rule(
    id="HOST-04",
    text="Exit, step-in and run-off costs are agreed: a schedule is named, and each member is owed help on leaving.",
    source="Good practice of collaboration agreements; UK GDPR Article 28(3)(g) for the data",
    severity=Severity.WARNING,
    in_force_from=_ACT,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
SAFETY = Rule(
    id="HOST-05",
    text="Each organisation that deploys a shared system has its own clinical safety officer responsible for it.",
    source="DCB0160 version 3.2, an information standard under the Health and Social Care Act 2012 section 250 (its"
    " version and day are field knowledge, not cite-checked)",
    severity=Severity.ERROR,
    in_force_from=date(2013, 4, 1),
    checked_on=CHECKED,
)
INDEMNITY = Rule(
    id="HOST-06",
    text="It is noted which indemnity or insurance covers the host for what it does for others (CNST, LTPS or other).",
    source="NHS Act 2006 s71; National Health Service (Clinical Negligence Scheme) Regulations 2015 regs 1-4 and 8",
    severity=Severity.WARNING,
    in_force_from=date(2015, 4, 1),
    status=Status.GUIDANCE,
    checked_on=READ,
)
DISPUTES = Rule(
    id="HOST-07",
    text="A dispute goes up a ladder with days on each rung: operational, executives, chief executives, mediation.",
    source="Good practice of collaboration agreements; no law prescribes it",
    severity=Severity.WARNING,
    in_force_from=_ACT,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
STAFF = Rule(
    id="HOST-08",
    text="It is agreed how staff work for others: under TUPE, by secondment, by honorary contract, or not at all.",
    source="Transfer of Undertakings (Protection of Employment) Regulations 2006 (SI 2006/246)",
    severity=Severity.WARNING,
    in_force_from=date(2006, 4, 6),
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
