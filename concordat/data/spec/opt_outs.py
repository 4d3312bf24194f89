"""Whose data stay out of it? Examples of IG-06 to IG-10, IG-12 and IG-27."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.data.opt_out import OptOut
from concordat.data.question import ListState, Question
from concordat.data.spec.example import fails, holds, replace
from concordat.data.spec.ground import CAG, CARE, PRACTICE, TRUST, planning
from concordat.register.assurance import CagApproval, CagOptOut
from concordat.register.sharing import Confidentiality, Form, OptOutPosition, Purpose, PurposeBasis

FOR_PLANNING, FOR_CARE = Purpose.PLANNING.value, Purpose.INDIVIDUAL_CARE.value
NATIONAL, TYPE_1 = OptOut.NATIONAL.value, OptOut.TYPE_1.value
DISAPPLIED = replace(PurposeBasis, FOR_PLANNING, opt_out=OptOutPosition.DISAPPLIED)
EXEMPT = {"opt_out": OptOutPosition.EXEMPT}
FROM_PRACTICE = planning(whose=(PRACTICE,))


def disclosing(**state: Any) -> Question:
    """Disclosing the trust's data, with a national list two days old of 48,211 people, but for what is given here."""
    given = {"as_at": date(2026, 11, 20), "people": 48_211, "unchecked": 0, **state}
    return planning(lists=(ListState(register=OptOut.NATIONAL, controller=TRUST, **given),))


EXAMPLES = (
    holds("IG-06", "Applied where it is due"),
    fails(
        "IG-06",
        "Due, and said not to apply",
        replace(PurposeBasis, FOR_PLANNING, opt_out=OptOutPosition.NOT_DUE),
    ),
    fails("IG-06", "Disapplied, but not by this approval", DISAPPLIED),
    holds("IG-06", "Disapplied by CAG", DISAPPLIED, replace(CagApproval, CAG, opt_out=CagOptOut.DISAPPLIED)),
    fails("IG-06", "Exempt, without a reason", replace(PurposeBasis, FOR_PLANNING, **EXEMPT)),
    holds(
        "IG-06",
        "Exempt, with a reason",
        replace(PurposeBasis, FOR_PLANNING, **EXEMPT, opt_out_reason="cancer registration, policy section 7"),
    ),
    holds(
        "IG-06",
        "Not due under a statute",
        replace(PurposeBasis, FOR_PLANNING, confidentiality=Confidentiality.STATUTE, opt_out=OptOutPosition.NOT_DUE),
    ),
    holds(
        "IG-06",
        "Not due for counts",
        replace(PurposeBasis, FOR_PLANNING, opt_out=OptOutPosition.NOT_DUE),
        question=planning(form=Form.AGGREGATE),
    ),
    holds("IG-07", "Care without it", question=CARE),
    fails(
        "IG-07",
        "Applied to care: a danger",
        replace(PurposeBasis, FOR_CARE, opt_out=OptOutPosition.APPLIES),
        question=CARE,
    ),
    holds("IG-08", "A list of today", question=disclosing(as_at=date(2026, 11, 22)), about=TRUST),
    fails("IG-08", "A list of tomorrow", question=disclosing(as_at=date(2026, 11, 23)), about=TRUST),
    holds("IG-09", "Nothing is disclosed yet, and the duty is told", about=NATIONAL),
    holds(
        "IG-09",
        "A list seven days old",
        question=disclosing(as_at=date(2026, 11, 15)),
        about=f"{NATIONAL} {TRUST}",
    ),
    fails(
        "IG-09",
        "A list eight days old",
        question=disclosing(as_at=date(2026, 11, 14)),
        about=f"{NATIONAL} {TRUST}",
    ),
    fails("IG-09", "No list", question=planning(lists=()), about=f"{NATIONAL} {TRUST}"),
    fails("IG-09", "A list of no known day", question=disclosing(as_at=None), about=f"{NATIONAL} {TRUST}"),
    fails("IG-09", "A list of nobody", question=disclosing(people=0), about=f"{NATIONAL} {TRUST}"),
    fails(
        "IG-09",
        "A practice's patients need its own list too",
        question=planning(whose=(PRACTICE,), lists=()),
        about=f"{TYPE_1} {PRACTICE}",
    ),
    holds("IG-10", "Everybody was checked", question=disclosing(), about=f"{NATIONAL} {TRUST}"),
    fails("IG-10", "Some come from elsewhere", question=disclosing(unchecked=12), about=f"{NATIONAL} {TRUST}"),
    fails("IG-10", "Nobody counted", question=disclosing(unchecked=None), about=f"{NATIONAL} {TRUST}"),
    holds("IG-12", "Applied to what leaves a practice", question=FROM_PRACTICE),
    fails(
        "IG-12",
        "Not applied to what leaves a practice",
        replace(PurposeBasis, FOR_PLANNING, type_1=False),
        question=FROM_PRACTICE,
    ),
    holds("IG-27", "Care honours its own register", question=CARE),
    fails(
        "IG-27",
        "Care without honouring objections",
        replace(PurposeBasis, FOR_CARE, objections=False),
        question=CARE,
    ),
    fails(
        "IG-27",
        "Type 1 opt-outs applied to care",
        replace(PurposeBasis, FOR_CARE, type_1=True),
        question=CARE,
        about="Type 1",
    ),
)
