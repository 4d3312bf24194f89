"""Is the agreement in force? Examples of IG-28."""

from __future__ import annotations

import dataclasses
from datetime import date

from concordat.data.spec.example import fails, holds, replace, row, with_, without
from concordat.data.spec.ground import COUNCIL, KEY, PRACTICE, TRUST, planning
from concordat.register.agreement import Agreement, AgreementKind, Party, Signature
from concordat.register.organisation import Organisation

SECOND = dataclasses.replace(row(Agreement, KEY), version=2, starts_on=date(2026, 11, 1))
"""Without parties, it rests on its dates and text alone."""

SIGNED = tuple(
    dataclasses.replace(each, agreement=SECOND.key)
    for each in (row(Party, f"{TRUST} / joint controller"), row(Signature, f"{TRUST} / Caldicott Guardian"))
)
"""One party to it, and its signature."""

PROTOCOL = dataclasses.replace(SECOND, agreement="ISP-01", version=1, kind=AgreementKind.PROTOCOL)
ENDED = dataclasses.replace(PROTOCOL, starts_on=date(2025, 1, 1), ends_on=date(2026, 11, 21))
BY_GUARDIAN = f"{TRUST} / Caldicott Guardian"

EXAMPLES = (
    holds("IG-28", "Its last day", about="term", as_of=date(2028, 4, 30)),
    holds("IG-28", "On its first day", about="term", as_of=date(2026, 5, 1)),
    fails("IG-28", "The day before it begins", about="term", as_of=date(2026, 4, 30)),
    fails("IG-28", "The day after its last", about="term", as_of=date(2028, 5, 1)),
    fails("IG-28", "Terminated today", replace(Agreement, KEY, terminated_on=date(2026, 11, 22)), about="term"),
    holds("IG-28", "The last day of grace for its review", about="review", as_of=date(2027, 5, 14)),
    fails("IG-28", "The day after that", about="review", as_of=date(2027, 5, 15)),
    fails("IG-28", "No review is set", replace(Agreement, KEY, review_on=None), about="review"),
    fails("IG-28", "Suspended", replace(Agreement, KEY, suspended_on=date(2026, 11, 1)), about="suspended"),
    holds(
        "IG-28",
        "Suspended, and resumed since",
        replace(Agreement, KEY, suspended_on=date(2026, 11, 1), resumed_on=date(2026, 11, 15)),
        about="suspended",
    ),
    holds("IG-28", "The text is that of a document signed elsewhere", about="text"),
    fails("IG-28", "No text is named", replace(Agreement, KEY, text_hash=""), about="text"),
    fails("IG-28", "Its terms were changed since", replace(Agreement, KEY, text_hash="terms:0"), about="text"),
    holds("IG-28", "Signed by the office that signs", about=TRUST),
    fails("IG-28", "One has not signed", without(Signature, BY_GUARDIAN), about=TRUST),
    fails(
        "IG-28", "Signed, but another text", replace(Signature, BY_GUARDIAN, text_hash="sha256 of a draft"), about=TRUST
    ),
    fails("IG-28", "Signed only tomorrow", replace(Signature, BY_GUARDIAN, signed_on=date(2026, 11, 23)), about=TRUST),
    fails(
        "IG-28",
        "A party has merged into another",
        replace(Organisation, TRUST, valid_to=date(2026, 10, 1), successor="RZ2"),
        about=TRUST,
    ),
    fails(
        "IG-28",
        "One joined later, without a deed of adherence",
        replace(Party, f"{PRACTICE} / joint controller", joined_on=date(2026, 9, 1)),
        about=PRACTICE,
    ),
    holds(
        "IG-28",
        "A later version, not begun yet",
        with_(dataclasses.replace(SECOND, starts_on=date(2027, 1, 1))),
        about="version",
    ),
    fails("IG-28", "A later version is in force", with_(SECOND, *SIGNED), about="version"),
    holds("IG-28", "A later version that nobody has signed", with_(SECOND), about="version"),
    holds(
        "IG-28",
        "Under a protocol in force",
        replace(Agreement, KEY, under="ISP-01 / 1"),
        with_(PROTOCOL),
        about="protocol",
    ),
    fails(
        "IG-28",
        "Under a protocol that ended yesterday",
        replace(Agreement, KEY, under="ISP-01 / 1"),
        with_(ENDED),
        about="protocol",
    ),
    holds("IG-28", "Whose data it is, is a party", about=f"{TRUST} party"),
    fails("IG-28", "Whose data it is, is none", question=planning(whose=(COUNCIL,)), about=f"{COUNCIL} party"),
    fails("IG-28", "Who asks is none", question=planning(organisation=COUNCIL), about=f"{COUNCIL} party"),
)
