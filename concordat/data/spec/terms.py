"""Terms between the parties of an agreement. Examples of IG-15 and IG-16."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from concordat.data.spec.example import Change, fails, holds, replace, row, with_, without
from concordat.data.spec.ground import BOARD, CLOUD, GROUND, HOST, KEY, TRUST
from concordat.register.agreement import ARTICLE_28, Agreement, Clause, Party, Signature
from concordat.register.system import System

PROCESSOR, SUB_PROCESSOR = f"{HOST} / processor", f"{CLOUD} / sub-processor"
NO_CLAUSES = replace(Agreement, KEY, clauses=())
NO_AUDIT = replace(Agreement, KEY, clauses=tuple(each for each in ARTICLE_28 if each is not Clause.AUDIT))


def elsewhere(**columns: Any) -> Change:
    """Another agreement between the same parties, signed by all of them, with every clause but for `columns`."""
    other = dataclasses.replace(row(Agreement, KEY), agreement="JCA-01", **columns)
    bound = (each for each in GROUND if isinstance(each, (Party, Signature)))
    return with_(other, *(dataclasses.replace(each, agreement=other.key) for each in bound))


EXAMPLES = (
    holds("IG-15", "The joint controllers' arrangement is in the agreement itself"),
    fails("IG-15", "Joint controllers, and nothing says who answers for what", NO_CLAUSES),
    holds("IG-15", "The arrangement is in another agreement", NO_CLAUSES, elsewhere()),
    fails("IG-15", "The other agreement has no arrangement either", NO_CLAUSES, elsewhere(clauses=ARTICLE_28)),
    fails("IG-15", "The other agreement ended yesterday", NO_CLAUSES, elsewhere(ends_on=date(2026, 11, 21))),
    fails(
        "IG-15",
        "The arrangement is between others",
        NO_CLAUSES,
        elsewhere(),
        without(Party, f"JCA-01 / 1 / {TRUST} / joint controller"),
    ),
    holds("IG-15", "Its processor is bound in the agreement itself", about=HOST),
    fails("IG-15", "A processor whom nobody may audit", NO_AUDIT, about=HOST),
    holds("IG-15", "Its processor is bound by another agreement", NO_AUDIT, elsewhere(), about=HOST),
    fails(
        "IG-15",
        "The other agreement binds it to others than it acts for",
        NO_AUDIT,
        elsewhere(),
        without(Party, f"JCA-01 / 1 / {TRUST} / joint controller"),
        about=HOST,
    ),
    fails("IG-15", "A processor of nobody in particular", replace(Party, PROCESSOR, acts_for=()), about=HOST),
    fails(
        "IG-15",
        "The system it flows through is run by no party",
        replace(System, "hub", organisation="098"),
        about="098",
    ),
    fails("IG-15", "The system it flows through is not on the record", without(System, "hub"), about="hub"),
    holds("IG-16", "Authorised, and works for the processor", about=CLOUD),
    holds("IG-16", "Authorised today", replace(Party, SUB_PROCESSOR, authorised_on=date(2026, 11, 22)), about=CLOUD),
    fails(
        "IG-16",
        "Authorised only tomorrow",
        replace(Party, SUB_PROCESSOR, authorised_on=date(2026, 11, 23)),
        about=CLOUD,
    ),
    fails("IG-16", "Authorised by nobody", replace(Party, SUB_PROCESSOR, authorised_on=None), about=CLOUD),
    fails("IG-16", "It works for nobody in particular", replace(Party, SUB_PROCESSOR, acts_for=()), about=CLOUD),
    fails(
        "IG-16", "It works for who is no processor", replace(Party, SUB_PROCESSOR, acts_for=(HOST, BOARD)), about=CLOUD
    ),
)
