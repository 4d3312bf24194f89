"""Everything a template may use about one version of an agreement, and what each name means."""

from __future__ import annotations

from datetime import date

from concordat.core.period import long_date
from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement
from concordat.register.bundle import Bundle, bundle_of
from concordat.register.record import Record
from concordat.share.out.context.agreement import agreement, section_75
from concordat.share.out.context.assessment import addenda, dpia, risks
from concordat.share.out.context.party import parties, signatories
from concordat.share.out.context.said import Said, Speaker
from concordat.share.out.context.sharing import approvals, flows, purposes

CONTEXT = {
    "day": "The day as of which the document is written, such as 22 November 2026.",
    "agreement": "The agreement's own terms; with key, state, lacks_26 and lacks_28.",
    "parties": "Its parties; with code, name, today, standing, controls, dspt, ico, caldicott, dpo and siro.",
    "signatories": "A sheet for each party that signs: code, name, roles, office, deed, joined_on, and signatures, "
    "each with doubt where it may not count.",
    "purposes": "Its purposes; with kind, personal, and in plain words plain_purpose, plain_form, plain_article_6, "
    "plain_article_9, plain_confidentiality and plain_opt_out.",
    "approvals": "The section 251 support its purposes rest on.",
    "flows": "Its data flows; with label, whose, serves, held_in, items (each with name) and conditions (with text).",
    "dpia": "Its impact assessment, or nothing; with covers_this.",
    "risks": "The risks of that assessment; with before and after, each scored.",
    "addenda": "What each organisation adds to the assessment; with code, name and given, blank where it has not.",
    "section_75": "Its partnership terms, or nothing; pounds that are not for this reader are said to be withheld.",
}
"""The names of a template's context. A row also has each column of its register, by the name the manual lists."""


class NoAgreement(Refusal):
    """An agreement that is not on the record that day."""


def required(record: Record, key: str, as_of: date) -> Bundle:
    """The version with this key. Raises NoAgreement, which says which there are."""
    found = bundle_of(record, key, as_of)
    if found is None:
        there = [each.key for each in record.all(Agreement, as_of)]
        known = f"Name one of {', '.join(there)}" if there else "Enter the agreement first; the record has none"
        raise NoAgreement(f"No agreement '{key}' is on the record on {long_date(as_of)}", remedy=known)
    return found


def context_of(record: Record, key: str, as_of: date) -> dict[str, Said]:
    """The names of CONTEXT, each a string, tuple or dict of such. Raises NoAgreement."""
    say, bundle = Speaker(record, as_of), required(record, key, as_of)
    return {
        "day": long_date(as_of),
        "agreement": agreement(say, bundle),
        "parties": parties(say, bundle),
        "signatories": signatories(say, bundle),
        "purposes": purposes(say, bundle),
        "approvals": approvals(say, bundle),
        "flows": flows(say, bundle),
        "dpia": dpia(say, bundle),
        "risks": risks(say, bundle),
        "addenda": addenda(say, bundle),
        "section_75": section_75(say, bundle.section_75),
    }
