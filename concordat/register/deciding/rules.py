"""The rules of deciding together, GOV-01 to GOV-12: each with its source and dates. Not legal advice."""

from __future__ import annotations

from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status

CHECKED = date(2026, 11, 22)
_JOINT_POWERS = date(2022, 7, 1)  # the day section 71 of the Health and Care Act 2022 came into force
_ALWAYS = date(2006, 11, 8)  # the day the NHS Act 2006 was passed

FORM = Rule(
    id="GOV-01",
    text="A body decides only what its form in law lets it: an advisory group recommends and binds nobody.",
    source="NHS Act 2006 s65Z5-65Z6; Sch 4 para 15 and Sch 7 para 15 for a trust's own committees",
    severity=Severity.ERROR,
    in_force_from=_JOINT_POWERS,
    checked_on=CHECKED,
)
SCHEME = Rule(
    id="GOV-02",
    text="Each member's scheme of delegation gives the body this function and decision up to this whole-life value.",
    source="Each organisation's scheme of reservation and delegation; NHS Act 2006 s65Z5",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    checked_on=CHECKED,
)
QUORUM = Rule(
    id="GOV-03",
    text="A body decides only with a quorum of voting members, of each organisation too, conflicts having withdrawn.",
    source="Its terms of reference",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
RESERVED = Rule(
    id="GOV-04",
    text="A reserved matter is decided by the body it is kept to, and where governors must approve, by them too.",
    source="Each scheme of reservation; NHS Act 2006 s51A, s56-57A for councils of governors",
    severity=Severity.ERROR,
    in_force_from=_ALWAYS,
    checked_on=CHECKED,
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
    source="NHS Act 2006 s65Z5",
    severity=Severity.ERROR,
    in_force_from=_JOINT_POWERS,
    checked_on=CHECKED,
)
DUTIES = Rule(
    id="GOV-07",
    text="Public involvement, equality, quality and the triple aim are considered, and that is recorded.",
    source="NHS Act 2006 s242, s14Z45, s26A, s63A; Equality Act 2010 s149",
    severity=Severity.WARNING,
    in_force_from=_JOINT_POWERS,
    checked_on=CHECKED,
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
