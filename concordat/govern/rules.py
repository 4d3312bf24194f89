"""The rules of bringing everybody along, ST-01 to ST-05: when silence or doubt is too near to a decision."""

from __future__ import annotations

from datetime import date, timedelta

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status

CHECKED = date(2026, 11, 22)
_SINCE = date(2022, 7, 1)
_DATA_PROTECTION = date(2018, 5, 25)

NEAR = timedelta(days=60)
"""So long before a decision those who take it should be known to stand where they must (ST-01, ST-03)."""
SILENCE = timedelta(days=90)
"""So long without a word, and nobody knows where an office stands any more (ST-04)."""

WON = Rule(
    id="ST-01",
    text="Sixty days before a decision, nobody who must take it is opposed to it or of unknown mind.",
    source="Good practice of programme management: stakeholder engagement",
    severity=Severity.ERROR,
    in_force_from=_SINCE,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
NO_LOSS = Rule(
    id="ST-02",
    text="No organisation is left with a net loss that nothing makes good.",
    source="Good practice of provider collaboratives: the no-detriment principle",
    severity=Severity.WARNING,
    in_force_from=_SINCE,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
ENGAGED = Rule(
    id="ST-03",
    text="Governors, staff side and patients are spoken with before the decision that concerns them, not after it.",
    source="NHS Act 2006 s242 and s14Z45; s51A and s56-57A for governors; Trade Union and Labour Relations"
    " (Consolidation) Act 1992 s188",
    severity=Severity.WARNING,
    in_force_from=_SINCE,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
IN_TOUCH = Rule(
    id="ST-04",
    text="Nobody who decides goes ninety days without being spoken with.",
    source="Good practice of programme management: stakeholder engagement",
    severity=Severity.WARNING,
    in_force_from=_SINCE,
    status=Status.GUIDANCE,
    checked_on=CHECKED,
)
BY_OFFICE = Rule(
    id="ST-05",
    text="Where somebody stands is kept by office, not by the name of a person.",
    source="UK GDPR Articles 4(1) and 5(1)(c): an opinion about a named person is personal data (field knowledge, not"
    " cite-checked)",
    severity=Severity.NOTE,
    in_force_from=_DATA_PROTECTION,
    checked_on=CHECKED,
)
