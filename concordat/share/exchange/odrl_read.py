"""A foreign odrl:Agreement in compact JSON-LD becomes a draft: rules it can hold people to, and the rest in words.

This is no JSON-LD processor: it reads the terms of ODRL as its own context gives them, with or without the prefix,
and refuses a document whose context gives those terms another meaning.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.share.exchange.draft import Draft, first_day, last_day, names_of
from concordat.share.exchange.odrl_limits import narrowest
from concordat.share.exchange.odrl_rules import duty, permission, prohibition
from concordat.share.exchange.odrl_terms import Reading, check_context
from concordat.share.exchange.report import Members, Report, each
from concordat.share.exchange.vocabulary import (
    PROFILE,
    organisation_of,
)

MOST_RULES = 1_000
_TOO_MANY = "ask for an agreement that a person could sign"


def foreign(document: dict[str, Any], kept_by: str, report: Report) -> Draft:
    """What a policy made elsewhere comes to."""
    reading = Reading(draft=Draft(kept_by=kept_by), report=report)
    policy = reading.members(document, "$")
    check_context(policy.take("@context"), reading)
    kind, path = policy.take("@type")
    if "Agreement" not in [reading.term(value) for value, _ in each((kind, path))]:
        next = "ask for what was agreed: an offer, a request or a set binds nobody"
        report.wrong(path, "This is no odrl:Agreement", next)
    _about(policy, reading)
    for value, path in each(policy.take("profile")):
        if reading.iri(value) != PROFILE:
            what = f"It uses a profile that is not known here: {str(value)[:200]}"
            report.doubt(path, what, "read it before you sign")
    rules = {permission: "permission", prohibition: "prohibition", duty: "obligation"}
    for read, name in rules.items():
        given = list(each(policy.take(name)))
        if len(given) > MOST_RULES:
            report.wrong(f"$.{name}", f"It has {len(given):,} of them; at most {MOST_RULES:,} are read", _TOO_MANY)
        for value, path in given[:MOST_RULES]:
            read(value, path, reading)
    policy.rest()
    _merge(reading)
    return reading.draft


def _about(policy: Members, reading: Reading) -> None:
    facts = reading.draft.facts
    uid, path = policy.text("uid")
    facts["evidence"] = uid
    named, at = policy.text("dct:identifier")
    reading.draft.identify(named or uid, at if named else path, reading.report)
    facts["title"], _ = policy.text("dct:title")
    facts["title"] = facts["title"] or reading.draft.reference
    facts["objectives"], _ = policy.text("dct:description")
    publisher, at = policy.take("dct:publisher")
    if publisher is not None and organisation_of(reading.iri(publisher)) != reading.draft.kept_by:
        what = f"It is published by {str(publisher)[:200]}, and will be kept by {reading.draft.kept_by}"
        reading.report.doubt(at, what, "check who keeps it")
    valid, at = policy.text("dct:valid")
    start, _, end = valid.partition("/")
    first, last = first_day(start), last_day(end)
    if first and last:
        reading.terms.append({"starts_on": first, "ends_on": last})
    elif valid:
        reading.report.left(at, valid, "is no pair of days")


def _merge(reading: Reading) -> None:
    """An agreement has one of each limit for all of its flows: the narrowest, told where permissions differ."""
    for name, value in narrowest([*reading.terms, *reading.bounds]).items():
        reading.draft.facts[name] = value
        anywhere = any(name in one for one in reading.bounds)
        differs = any(one.get(name) != value for one in reading.bounds) if anywhere else False
        if differs or any(one.get(name, value) != value for one in reading.terms):
            what = f"Its rules differ in {name.replace('_', ' ')}; the narrowest is taken for all: {_shown(value)}"
            reading.report.doubt("$", what, "make two agreements of it where that is too narrow")
    for flow, name in zip(reading.draft.flows, names_of(flow.name for flow in reading.draft.flows), strict=True):
        flow.name = name


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nobody"
    return value.isoformat() if isinstance(value, date) else str(value)
