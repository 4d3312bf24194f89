"""Agreements as ODRL policies in JSON-LD with DPV purposes: how they are written, and the frame in which they are read.

ODRL 2.2, https://www.w3.org/TR/odrl-model/. What ODRL has no term for stands as prohibitions in words under a profile
of our own, so that a reader who does not know them knows that he does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from concordat.register.agreement import Territory
from concordat.register.bundle import Bundle
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, RowCondition, Transform
from concordat.share.exchange import words
from concordat.share.exchange.document import parsed
from concordat.share.exchange.extension import found, restored, written
from concordat.share.exchange.odrl_read import foreign
from concordat.share.exchange.report import Given, Report
from concordat.share.exchange.vocabulary import (
    EXTENSION,
    LEAST_COUNT,
    LIMIT,
    ODRL_CONTEXT,
    OPERATORS,
    OURS,
    PREFIXES,
    PROFILE,
    PURPOSES,
    ROUNDING,
    TERRITORIES,
    address,
    organisation_address,
    policy_address,
)

CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    **{name: PREFIXES[name] for name in ("odrl", "dpv", "sector-health", "dct", "xsd")},
    EXTENSION: {"@id": f"{OURS}rows", "@type": "@json"},
}
"""What our documents add to the context of ODRL; the rows are one JSON literal to whoever does not know them."""

Json = dict[str, Any]


def policy_of(record: Record, key: str, as_of: date) -> Json:
    """The agreement with this key as it was that day, as an odrl:Agreement with our rows. Raises NoSuchAgreement."""
    carried = found(record, key, as_of)
    return standard(carried.bundle, carried.names, as_of) | {EXTENSION: written(carried)}


def read_policy(data: Json | bytes, kept_by: str, *, file: str = "") -> Given:
    """The rows of an odrl:Agreement that `kept_by` will keep, with a Finding for all that is not ours word for word.

    With our rows in it, exactly those, if the rest of it says the same. Raises NotJson.
    """
    report = Report(file)
    document = parsed(data, file)
    if not isinstance(document, dict):
        report.wrong("$", "This is no policy: it is no object", "ask for one odrl:Agreement as a JSON-LD object")
        return report.given(())
    if EXTENSION in document:
        alone = {name: value for name, value in document.items() if name != EXTENSION}
        return report.given(restored(document[EXTENSION], f"$.{EXTENSION}", alone, standard, kept_by, report))
    return report.given(foreign(document, kept_by, report).rows(report))


def standard(bundle: Bundle, names: Mapping[str, str], as_of: date) -> Json:
    """What ODRL can say of it, with our terms where it has none; names of organisations are not part of it."""
    agreement = bundle.agreement
    about = {"dct:description": agreement.objectives} if agreement.objectives else {}
    return {
        "@context": [ODRL_CONTEXT, dict(CONTEXT)],
        "@type": "Agreement",
        "uid": policy_address(agreement),
        "profile": PROFILE,
        "dct:identifier": bundle.key,
        "dct:title": agreement.title,
        **about,
        "dct:publisher": {"@id": organisation_address(agreement.organisation)},
        "dct:valid": f"{agreement.starts_on.isoformat()}/{agreement.ends_on.isoformat()}",
        "permission": list(_permissions(bundle)),
        "prohibition": list(chain(_left_out(bundle), _limits(bundle, as_of))),
        "obligation": list(_obligations(bundle)),
    }


def _permissions(bundle: Bundle) -> Iterator[Json]:
    for flow in bundle.flows:
        purposes = [PURPOSES[each] for each in bundle.purposes if flow.serves(each)]
        kept = [each for each in bundle.items[flow.key] if each.transform is not Transform.DROP]
        if purposes and kept:
            yield {
                "uid": address("flow", bundle.agreement.agreement, str(bundle.agreement.version), flow.flow),
                **_between(flow),
                "target": [_target(each, bundle.conditions[flow.key]) for each in kept],
                "action": "use",
                "constraint": [
                    _constraint("purpose", "isAnyOf", [{"@id": each} for each in purposes]),
                    *_bounds(bundle),
                ],
            }


def _between(flow: Flow) -> Json:
    return {
        "assigner": [organisation_address(each) for each in flow.whose],
        "assignee": organisation_address(flow.receiver),
    }


def _target(item: DataItem, conditions: tuple[RowCondition, ...]) -> str | Json:
    """A column; with conditions on the rows of its table, the part of it that they leave."""
    column = address("column", item.table, item.item)
    refinement = [
        _constraint(
            address("column", each.table, each.item),
            OPERATORS[each.operator],
            list(each.values) if OPERATORS[each.operator] in ("isAnyOf", "isNoneOf") else each.values[0],
        )
        for each in conditions
        if each.table == item.table
    ]
    return {"@type": "AssetCollection", "source": column, "refinement": refinement} if refinement else column


def _bounds(bundle: Bundle) -> Iterator[Json]:
    """What limits every permission of an agreement."""
    agreement = bundle.agreement
    yield _constraint("dateTime", "gteq", _typed(agreement.starts_on.isoformat(), "date"))
    yield _constraint("dateTime", "lteq", _typed(agreement.ends_on.isoformat(), "date"))
    if agreement.territory is not Territory.ELSEWHERE:
        yield _constraint("spatial", "isPartOf", {"@id": TERRITORIES[agreement.territory]})
    if agreement.recipients:
        yield _constraint("recipient", "isAnyOf", list(agreement.recipients))
    if agreement.least_count:
        yield _constraint(LEAST_COUNT, "gteq", agreement.least_count)
    if agreement.rounding:
        yield _constraint(ROUNDING, "eq", agreement.rounding)


def _constraint(left: str, operator: str, right: Any) -> Json:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _typed(value: str, kind: str) -> Json:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _left_out(bundle: Bundle) -> Iterator[Json]:
    """Columns that are left out, where no other flow gives them to the same receiver: a prohibition would beat it."""
    kept = {
        (flow.receiver, item.name)
        for flow in bundle.flows
        for item in bundle.items[flow.key]
        if item.transform is not Transform.DROP
    }
    for flow in bundle.flows:
        dropped = [each for each in bundle.items[flow.key] if each.transform is Transform.DROP]
        targets = [
            address("column", each.table, each.item) for each in dropped if (flow.receiver, each.name) not in kept
        ]
        if targets:
            yield {**_between(flow), "target": targets, "action": "use"}


def _limits(bundle: Bundle, as_of: date) -> Iterator[Json]:
    """Limits that ODRL has no term for, in words."""
    tables = {(each.flow, each.table) for items in bundle.items.values() for each in items}
    of_no_column = (
        f"Only rows where {each.label}"
        for found in bundle.conditions.values()
        for each in found
        if (each.flow, each.table) not in tables
    )
    said = (bundle.agreement.other_restrictions, words.transforms(bundle), words.forms(bundle), of_no_column)
    nobody = () if bundle.agreement.recipients else words.recipients(bundle)
    for text in chain(*said, nobody, words.handling(bundle), words.automated(bundle), words.state(bundle, as_of)):
        yield {**_all_parties(bundle), "target": _data(bundle), "action": LIMIT, "dct:description": text}


def _obligations(bundle: Bundle) -> Iterator[Json]:
    agreement = bundle.agreement
    duty = {**_all_parties(bundle), "target": _data(bundle)}
    if agreement.retention_months or agreement.disposal:
        kept_for = _constraint("delayPeriod", "lteq", _typed(f"P{agreement.retention_months}M", "duration"))
        how = {"dct:description": agreement.disposal} if agreement.disposal else {}
        yield {**duty, "action": "delete", **({"constraint": [kept_for]} if agreement.retention_months else {}), **how}
    if agreement.review_on:
        by = _constraint("dateTime", "lteq", _typed(agreement.review_on.isoformat(), "date"))
        yield {**duty, "action": "reviewPolicy", "constraint": [by]}
    if agreement.breach_contact:
        yield {**duty, "action": "inform", "dct:description": agreement.breach_contact}


def _all_parties(bundle: Bundle) -> Json:
    keeper = organisation_address(bundle.agreement.organisation)
    receivers = list(dict.fromkeys(organisation_address(each.receiver) for each in bundle.flows))
    return {"assigner": keeper, "assignee": receivers or [keeper]}


def _data(bundle: Bundle) -> str:
    agreement = bundle.agreement
    return address("data", agreement.organisation, agreement.agreement, str(agreement.version))
