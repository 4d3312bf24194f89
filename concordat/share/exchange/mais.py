"""Agreements as Multi-Agency Information Sharing policies, written and read.

The SharingPolicy of https://github.com/SocialCareData/information-governance (dsa.json, version 0.1). The standard
has no member for flows, rows, forms, signatures or roles: it gets the limits in words, and ours carries the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from concordat.register.bundle import Bundle
from concordat.register.record import Record
from concordat.register.sharing import Article6, Article9, Confidentiality, Schedule1, Transform
from concordat.share.exchange import words
from concordat.share.exchange.document import parsed
from concordat.share.exchange.draft import Draft, FlowDraft, column_of, first_day, last_day
from concordat.share.exchange.extension import found, restored, written
from concordat.share.exchange.report import At, Given, Members, Report, each
from concordat.share.exchange.vocabulary import (
    AGREEMENTS,
    EXTENSION,
    ODRL,
    ODS_SYSTEM,
    PURPOSES,
    organisation_of,
    policy_address,
    purpose_of,
)

USE, DELETE, REVIEW, INFORM = "odrl:use", "odrl:delete", "odrl:reviewPolicy", "odrl:inform"
_PARTS_OF_USE = ("odrl:read", "odrl:display", "odrl:present", "odrl:print", "odrl:index")

_WRITTEN: Mapping[tuple[str, Any], str] = {
    (name, choice): f"{source} {choice.value}"
    for name, source, choices in (
        ("article_6", "UK GDPR", Article6),
        ("article_9", "UK GDPR", Article9),
        ("schedule_1", "DPA 2018 Schedule 1", Schedule1),
        ("confidentiality", "Duty of confidentiality:", Confidentiality),
    )
    for choice in choices
}
_LAW = {text.casefold(): pair for pair, text in _WRITTEN.items()}
_BINDS_ANYWAY = ("gdpr", "uk gdpr", "data protection act 2018", "dpa 2018", "duty of confidentiality")
"""Law that binds whether an agreement names it or not, so that leaving it out loses nothing."""


def policy_of(record: Record, key: str, as_of: date) -> dict[str, Any]:
    """The agreement with this key as it was that day, as a SharingPolicy with our rows. Raises NoSuchAgreement."""
    carried = found(record, key, as_of)
    return standard(carried.bundle, carried.names, as_of) | {EXTENSION: written(carried)}


def standard(bundle: Bundle, names: Mapping[str, str], as_of: date) -> dict[str, Any]:
    """What a SharingPolicy itself can say; `names` of organisations by code."""
    agreement = bundle.agreement
    parties = dict.fromkeys(each.party for each in bundle.active(as_of))
    items = (item for found in bundle.items.values() for item in found if item.transform is not Transform.DROP)
    return {
        "URI": policy_address(agreement),
        "Identifier": {"value": bundle.key, "System": AGREEMENTS},
        "Name": agreement.title,
        "Contact": _contact(bundle) or names.get(agreement.organisation, agreement.organisation),
        "Party": [{"Name": names.get(code, code), "CatalogueID": [catalogue_id(code)]} for code in parties],
        "Data": list(dict.fromkeys(item.name for item in items)),
        "Purpose": [PURPOSES[purpose] for purpose in bundle.purposes],
        "StartDate": agreement.starts_on.isoformat(),
        "EndDate": agreement.ends_on.isoformat(),
        "PermittedUse": [USE],
        "Restrictions": list(_restrictions(bundle, as_of)),
        "DataRecipientResponsibilities": list(_responsibilities(bundle)),
        "SecurityMeasure": [agreement.security] if agreement.security else [],
        "LegalCompliance": list(_law(bundle)),
    }


def catalogue_id(code: str) -> dict[str, str]:
    """An organisation's identifier with its system, as MAIS writes one."""
    return {"value": code, "system": ODS_SYSTEM}


def identifier_of(at: At, report: Report) -> tuple[str, str]:
    """The value and the system of an identifier; blank where it is none, which is told."""
    given, path = at
    if not isinstance(given, dict):
        report.wrong(path, "This is no identifier", "give it as an object with value and system")
        return "", ""
    members = Members(given, path, report)
    value, where = members.text("value", "Value")
    system, _ = members.text("system", "System")
    if not value:
        report.wrong(where, "It has no value", "give the identifier itself as a text")
    members.rest()
    return value, system


def read_policy(data: dict[str, Any] | bytes, kept_by: str, *, file: str = "") -> Given:
    """The rows of a SharingPolicy that `kept_by` will keep, with a Finding for all that is not ours word for word.

    With our rows in it, exactly those, if the standard members say the same. Raises NotJson.
    """
    report = Report(file)
    document = parsed(data, file)
    inner = document.get("SharingPolicy", document) if isinstance(document, dict) else document
    if not isinstance(inner, dict):
        next = "ask for the policy as an object with its fields"
        report.wrong("$", "This is no SharingPolicy: it is no object", next)
        return report.given(())
    at = "$"
    if inner is not document:
        at = "$.SharingPolicy"
        Members({name: value for name, value in document.items() if name != "SharingPolicy"}, "$", report).rest()
    if EXTENSION in inner:
        alone = {name: value for name, value in inner.items() if name != EXTENSION}
        return report.given(restored(inner[EXTENSION], f"{at}.{EXTENSION}", alone, standard, kept_by, report))
    return report.given(_foreign(Members(inner, at, report), kept_by, report).rows(report))


def _contact(bundle: Bundle) -> str:
    keeper = bundle.agreement.organisation
    return next((each.contact for each in bundle.parties if each.party == keeper and each.contact), "")


def _restrictions(bundle: Bundle, as_of: date) -> Iterator[str]:
    yield from bundle.agreement.other_restrictions
    for limits in (words.flows, words.row_conditions, words.transforms, words.forms, words.recipients):
        yield from limits(bundle)
    for limits in (words.handling, words.outputs, words.automated, words.territory, words.retention):
        yield from limits(bundle)
    yield from words.state(bundle, as_of)


def _responsibilities(bundle: Bundle) -> Iterator[str]:
    agreement = bundle.agreement
    if agreement.retention_months or agreement.disposal:
        yield DELETE
    if agreement.review_on:
        yield REVIEW
    if agreement.breach_contact:
        yield INFORM


def _law(bundle: Bundle) -> Iterator[str]:
    names = dict.fromkeys(name for name, _ in _WRITTEN)
    chosen = ((name, getattr(basis, name)) for basis in bundle.purposes.values() for name in names)
    yield from dict.fromkeys(_WRITTEN[pair] for pair in chosen if pair[1])


def _foreign(policy: Members, kept_by: str, report: Report) -> Draft:
    """What the fields of a policy made elsewhere come to."""
    draft = Draft(kept_by=kept_by)
    _identity(policy, draft, report)
    _parties(policy, draft, report)
    _purposes(policy.take("Purpose"), draft, report)
    _data(policy, draft, report)
    _dates(policy, draft, report)
    _uses(policy.take("PermittedUse"), report)
    for value, path in each(policy.take("Restrictions")):
        report.left(path, value, "is a restriction in words", bare=isinstance(value, str))
    _duties(policy.take("DataRecipientResponsibilities"), draft, report)
    _security(policy.take("SecurityMeasure"), draft, report)
    _compliance(policy.take("LegalCompliance"), draft, report)
    policy.rest()
    return draft


def _identity(policy: Members, draft: Draft, report: Report) -> None:
    draft.facts["evidence"], _ = policy.text("URI")
    draft.facts["title"], _ = policy.text("Name")
    given, path = policy.take("Identifier")
    if isinstance(given, dict):
        members = Members(given, path, report)
        value, at = members.text("value", "Value")
        draft.identify(value, at, report)
        system, at = members.text("System", "system")
        if system and system != AGREEMENTS:
            report.note(at, f"Its identifier is of {system[:200]}, which is not carried over", "nothing needs doing")
        members.rest()
    else:
        draft.identify(given if isinstance(given, str) else "", path, report)


def _parties(policy: Members, draft: Draft, report: Report) -> None:
    for value, path in each(policy.take("Party")):
        if not isinstance(value, dict):
            report.wrong(path, f"{path} is no party", "give it as an object with Name and CatalogueID")
            continue
        members = Members(value, path, report)
        name, _ = members.text("Name")
        codes = _codes(members.take("CatalogueID"), report)
        for code in codes:
            draft.parties[code] = {}
        if name:
            whom = f"{', '.join(codes)} is" if codes else "This party is"
            report.note(f"{path}.Name", f"{whom} called {name[:200]!r} there", "compare it with the name on the record")
        if not codes:
            report.wrong(path, f"{path} has no ODS code", "give its ODS code in CatalogueID")
        members.rest()
    if not draft.parties:
        report.wrong("$.Party", "It names no party", "give its parties with their ODS codes")
    contact, path = policy.text("Contact")
    if contact and draft.kept_by in draft.parties:
        draft.parties[draft.kept_by]["contact"] = contact
    elif contact:
        report.dropped(path, contact, f"is not carried over, as {draft.kept_by} is no party")


def _codes(at: At, report: Report) -> tuple[str, ...]:
    """The ODS codes among identifiers in a catalogue."""
    found: dict[str, None] = {}
    for value, path in each(at):
        code = _code(value, path, report)
        if code:
            found[code] = None
        else:
            report.left(path, value, "is no ODS code")
    return tuple(found)


def _code(value: Any, path: str, report: Report) -> str:
    if not isinstance(value, dict):
        return organisation_of(value) if isinstance(value, str) else ""
    members = Members(value, path, report)
    text, _ = members.text("value", "Value")
    system, _ = members.text("system", "System")
    if system not in ("", ODS_SYSTEM):
        return ""
    members.rest()
    return organisation_of(text)


def _purposes(at: At, draft: Draft, report: Report) -> None:
    for value, path in each(at):
        purpose = purpose_of(value) if isinstance(value, str) else None
        if purpose is None:
            report.dropped(path, value, "is a purpose that is not known here, so nothing is allowed for it")
            continue
        draft.purposes.append(purpose)
        if value != purpose.value:
            report.doubt(path, f"{value[:200]} is taken for {purpose.value}", "check that this is what is meant")


def _data(policy: Members, draft: Draft, report: Report) -> None:
    """Columns, and flows where the policy says who provides and who receives (as the standard's own dsaschema does)."""
    providers = _codes(policy.take("DataProviderCatalogueID"), report)
    receivers = _codes(policy.take("DataRecipientCatalogueID"), report)
    for code in (*providers, *receivers):
        draft.parties.setdefault(code, {})
    columns = {}
    for value, path in each(policy.take("Data")):
        column = column_of(value) if isinstance(value, str) else None
        if column is None:
            report.dropped(path, value, "is no table.column, so no column is allowed by it")
        elif not (providers and receivers):
            report.dropped(path, value, "is given without saying from whom to whom it goes, so no flow allows it")
        else:
            columns[column] = Transform.KEEP
    pairs = len(providers) * len(receivers) if columns else 0
    if not draft.has_room(pairs, len(columns), report):
        return
    for provider, receiver in product(providers, receivers) if pairs else ():
        flow = FlowDraft(name=f"{provider}-{receiver}", whose=(provider,), receiver=receiver, columns=columns)
        draft.flows.append(flow)


def _dates(policy: Members, draft: Draft, report: Report) -> None:
    for name, column, day in (("StartDate", "starts_on", first_day), ("EndDate", "ends_on", last_day)):
        value, path = policy.take(name)
        draft.facts[column] = day(value) if isinstance(value, str) else None
        if draft.facts[column] is None:
            report.wrong(path, f"{path} is no day", "write it as 2026-11-22")
        elif str(value).strip()[:10] != draft.facts[column].isoformat():
            what = f"{value[:40]} is not a whole day; {draft.facts[column]} is taken, which is within it"
            report.doubt(path, what, "agreements here run by whole days")


def _uses(at: At, report: Report) -> None:
    """Only `use` is understood; a lesser action beside it adds nothing, and one without it is a limit."""
    given = [
        (value.strip().replace(ODRL, "odrl:"), path) if isinstance(value, str) else (value, path)
        for value, path in each(at)
    ]
    whole = any(value == USE for value, _ in given)
    for value, path in given:
        if value != USE and not (whole and value in _PARTS_OF_USE):
            report.left(path, value, "is a permitted use that nothing here can hold anyone to")
    if not given:
        report.wrong(at[1], "It permits no use", 'give PermittedUse, such as ["odrl:use"]')


def _duties(at: At, draft: Draft, report: Report) -> None:
    for value, path in each(at):
        if isinstance(value, str) and value.strip().replace(ODRL, "odrl:") == DELETE:
            draft.facts["disposal"] = "The recipient deletes the data"
        else:
            report.left(path, value, "is a duty that nothing here executes")


def _security(at: At, draft: Draft, report: Report) -> None:
    measures = []
    for value, path in each(at):
        if isinstance(value, str) and value.strip():
            measures.append(value.strip())
        else:
            report.left(path, value)
    draft.facts["security"] = "\n".join(measures)


def _compliance(at: At, draft: Draft, report: Report) -> None:
    """Bases in our own words where there is one of each, since a policy gives them for all of its purposes at once."""
    given = list(each(at))
    known = [
        (_LAW[value.casefold()], value, path)
        for value, path in given
        if isinstance(value, str) and value.casefold() in _LAW
    ]
    named = [name for (name, _), _, _ in known]
    for (name, choice), value, path in known:
        if named.count(name) == 1:
            draft.basis[name] = choice
            report.doubt(path, f"{value} is taken for every purpose", "check it purpose by purpose")
        else:
            report.dropped(path, value, "is one of several, and nothing says for which purpose")
    for value, path in given:
        if isinstance(value, str) and value.casefold() in _BINDS_ANYWAY:
            report.note(path, f"{value} binds whether it is named or not", "nothing needs doing")
        elif not (isinstance(value, str) and value.casefold() in _LAW):
            report.left(path, value)
