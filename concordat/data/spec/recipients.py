"""Who sees the data, and what nothing can execute. Examples of IG-29 and IG-31."""

from __future__ import annotations

from datetime import date

from concordat.data.spec.example import fails, holds, replace
from concordat.data.spec.ground import KEY, planning
from concordat.register.agreement import Agreement
from concordat.register.sharing import Operator, RowCondition

SINCE = f"{KEY} / waits / referral / referred_on / {Operator.AT_LEAST.value}"

EXAMPLES = (
    holds("IG-29", "A role the agreement names", about="role"),
    holds("IG-29", "The same in capitals", question=planning(role="ANALYST"), about="role"),
    fails("IG-29", "A role it does not name", question=planning(role="porter"), about="role"),
    fails("IG-29", "No role is given", question=planning(role=""), about="role"),
    fails("IG-29", "It names no roles", replace(Agreement, KEY, recipients=()), about="role"),
    holds("IG-29", "Trained within the year", about="training"),
    holds("IG-29", "Trained today", question=planning(trained_on=date(2026, 11, 22)), about="training"),
    fails("IG-29", "To be trained tomorrow", question=planning(trained_on=date(2026, 11, 23)), about="training"),
    holds("IG-29", "Trained a year ago to the day", question=planning(trained_on=date(2025, 11, 22)), about="training"),
    fails("IG-29", "A day longer ago", question=planning(trained_on=date(2025, 11, 21)), about="training"),
    fails("IG-29", "No training is given", question=planning(trained_on=None), about="training"),
    holds("IG-31", "Rows are compared with a day"),
    holds("IG-31", "Rows are compared with a number", replace(RowCondition, SINCE, values=("18.5",))),
    fails("IG-31", "Rows are compared with words by size", replace(RowCondition, SINCE, values=("last spring",))),
    fails("IG-31", "Rows are compared with no such day", replace(RowCondition, SINCE, values=("2026-02-29",))),
    holds(
        "IG-31", "Words, compared for being the same",
        replace(RowCondition, SINCE, operator=Operator.IS, values=("last spring",)),
    ),
    fails(
        "IG-31", "A restriction in words", replace(Agreement, KEY, other_restrictions=("Not to judge any one surgeon",))
    ),
)  # fmt: skip
