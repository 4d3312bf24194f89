"""What stands behind an agreement: support, assessment, toolkits, fees, officers. Examples of IG-13, 14, 17 and 18."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from concordat.data.spec.example import Change, fails, holds, replace, row, with_, without
from concordat.data.spec.ground import BOARD, CAG, CARE, DPIA, HOST, KEY, PRACTICE, TRUST, planning
from concordat.register.agreement import Agreement
from concordat.register.assurance import (
    CagApproval,
    Dpia,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.person import Office
from concordat.register.sharing import Confidentiality

TOOLKIT = f"{TRUST} / 2026"
ACCEPTED = {"outcome": DsptOutcome.NOT_MET, "accepted_until": date(2026, 11, 22), "accepted_by": "SIRO of RZ1"}


def support(**columns: Any) -> Change:
    """The CAG approval with other values."""
    return replace(CagApproval, CAG, **columns)


def assessment(**columns: Any) -> Change:
    """The impact assessment with other values."""
    return replace(Dpia, DPIA, **columns)


def toolkit(**columns: Any) -> Change:
    """The trust's toolkit of 2025-26 with other values."""
    return replace(DsptStatus, TOOLKIT, **columns)


def another_toolkit(**columns: Any) -> Change:
    """One more toolkit of the trust."""
    return with_(dataclasses.replace(row(DsptStatus, TOOLKIT), **columns))


EXAMPLES = (
    holds("IG-13", "CAG supports it, and its annual review is not due yet"),
    holds("IG-13", "The last day of its review year", as_of=date(2027, 3, 2)),
    fails("IG-13", "Its annual review is overdue", as_of=date(2027, 3, 3)),
    fails("IG-13", "No annual review is set", support(review_due_on=None)),
    fails("IG-13", "It expired yesterday", support(expires_on=date(2026, 11, 21))),
    fails("IG-13", "It is decided only tomorrow", support(decided_on=date(2026, 11, 23))),
    fails("IG-13", "It is under another regulation", support(regulation=Confidentiality.SECTION_251_2)),
    fails("IG-13", "The approval is not on the record", without(CagApproval, CAG)),
    holds("IG-14", "Approved, for this version, not due for review"),
    holds("IG-14", "The last day before its review", as_of=date(2027, 4, 15)),
    fails("IG-14", "Its review is overdue", as_of=date(2027, 4, 16)),
    fails("IG-14", "No review of it is set", assessment(review_on=None)),
    fails("IG-14", "A draft", assessment(status=DpiaStatus.DRAFT)),
    fails("IG-14", "Approved only tomorrow", assessment(approved_on=date(2026, 11, 23))),
    fails("IG-14", "It covers another version", assessment(covers=("DSA-01 / 2",))),
    fails("IG-14", "No assessment is named", replace(Agreement, KEY, dpia="")),
    holds("IG-17", "Last year's toolkit, against the CAF, standards met", about=TRUST),
    holds("IG-17", "Approaching standards", toolkit(outcome=DsptOutcome.APPROACHING), about=TRUST),
    fails("IG-17", "Standards not met", toolkit(outcome=DsptOutcome.NOT_MET), about=TRUST),
    holds("IG-17", "Not met, and a SIRO accepts it until today", toolkit(**ACCEPTED), about=TRUST),
    fails("IG-17", "The same, tomorrow", toolkit(**ACCEPTED), about=TRUST, as_of=date(2026, 11, 23)),
    holds("IG-17", "30 June: the toolkit of the year before still counts", about=TRUST, as_of=date(2027, 6, 30)),
    fails("IG-17", "1 July: it counts no longer", about=TRUST, as_of=date(2027, 7, 1)),
    fails("IG-17", "A trust, not against the CAF", toolkit(framework=DsptFramework.NDG), about=TRUST),
    holds("IG-17", "A practice is not asked for the CAF", question=planning(whose=(PRACTICE,)), about=PRACTICE),
    fails(
        "IG-17",
        "A later toolkit counts, though the earlier was met",
        another_toolkit(year=2027, outcome=DsptOutcome.NOT_MET, published_on=date(2026, 11, 22)),
        about=TRUST,
    ),
    fails("IG-17", "Published only tomorrow", toolkit(published_on=date(2026, 11, 23)), about=TRUST),
    fails("IG-17", "A processor has published none", without(DsptStatus, f"{HOST} / 2026"), about=HOST),
    holds("IG-18", "Registered, with its three officers", about=TRUST),
    holds("IG-18", "The last day of its registration", about=TRUST, as_of=date(2027, 3, 31)),
    fails("IG-18", "Its registration has expired", about=TRUST, as_of=date(2027, 4, 1)),
    fails("IG-18", "No registration", without(IcoRegistration, BOARD), about=BOARD),
    fails(
        "IG-18",
        "Its Caldicott Guardian left yesterday",
        replace(Office, f"{TRUST} / Caldicott Guardian", valid_to=date(2026, 11, 22)),
        question=CARE,
        about=TRUST,
    ),
)
