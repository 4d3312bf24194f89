"""The rules of deciding together, GOV-01 to GOV-12: each with its source and dates. Not legal advice."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status

CHECKED = date(2026, 11, 22)
READ = date(2026, 11, 23)
"""The day the law was read against the rules that cite it; the rest is good practice."""
_JOINT_POWERS = date(2022, 7, 1)  # the day section 71 of the Health and Care Act 2022 came into force
_ALWAYS = date(2006, 11, 8)  # the day the NHS Act 2006 was passed

FORM = Rule(
    id="GOV-01",
    text="A body decides only what its form in law lets it: an advisory group recommends and binds nobody.",
    source="NHS Act 2006 s65Z5(1) and s65Z6(2); for a trust's own committees SI 1990/2024 regs 15-16, for a foundation"
    " trust's Sch 7 para 15",
    severity=Severity.ERROR,
    in_force_from=_JOINT_POWERS,
    checked_on=READ,
)
SCHEME = Rule(
    id="GOV-02",
    text="Each member's scheme of delegation gives the body this function and decision up to this whole-life value.",
    source="Each organisation's scheme of reservation and delegation; NHS Act 2006 s65Z5(1) and (4)",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    checked_on=READ,
)
QUORUM = Rule(
    id="GOV-03",
    text="A body decides only with a quorum of voting members, of each organisation too, conflicts having withdrawn.",
    source="Its terms of reference; for the board of an NHS trust SI 1990/2024 reg 20 and Sch para 3(5)",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=READ,
)
RESERVED = Rule(
    id="GOV-04",
    text="A reserved matter is decided by the body it is kept to, and where governors must approve, by them too.",
    source="Each scheme of reservation; for governors NHS Act 2006 s51A (more than half of those voting) and s56(1A),"
    " s56A(2), s56B(2) and s57A(2) (more than half of all)",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    checked_on=READ,
)
SUB_DELEGATION = Rule(
    id="GOV-05",
    text="Power is passed on only where the one who has it may pass it on, and never more than it has.",
    source="Each organisation's scheme of reservation and delegation",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
ICB_PARTY = Rule(
    id="GOV-06",
    text="Where a function of the integrated care board is exercised, the board is party to the decision.",
    source="NHS Act 2006 s65Z5(1)-(2)",
    severity=Severity.ERROR,
    in_force_from=_JOINT_POWERS,
    checked_on=READ,
)
DUTIES = Rule(
    id="GOV-07",
    text="Public involvement, equality, quality and the triple aim are considered, and that is recorded.",
    source="NHS Act 2006 s242(1B) and s14Z45; s26A, s63A and s14Z43; Equality Act 2010 s149",
    severity=Severity.WARNING,
    in_force_from=_JOINT_POWERS,
    checked_on=READ,
)
DECISION_LOG = Rule(
    id="GOV-08",
    text="A decision is recorded with its paper, options, votes, conditions, owner and due day.",
    source="Good practice of company secretaries; Freedom of Information Act 2000 s19 for what is published",
    severity=Severity.WARNING,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
REVIEW = Rule(
    id="GOV-09",
    text="Terms of reference are reviewed every year.",
    source="Good practice of company secretaries",
    severity=Severity.WARNING,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
ALIVE = Rule(
    id="GOV-10",
    text="Whoever delegates, decides or is bound exists on that day; where it has gone, its successor is meant.",
    source="Organisation Data Service; the order that dissolved or merged it",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    checked_on=CHECKED,
)
SITTING = Rule(
    id="GOV-11",
    text="A body decides at a meeting whose papers can still be given in time, or by its chair where terms allow.",
    source="Its terms of reference and calendar",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
CHAIR = Rule(
    id="GOV-12",
    text="A chair decides between meetings up to what the terms allow, and the next meeting ratifies it.",
    source="Its terms of reference",
    severity=Severity.WARNING,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
