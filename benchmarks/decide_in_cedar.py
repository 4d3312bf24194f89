"""The rules of a permit and the facts they rest on, as a careful user of Cedar would write them.

One permit for each version, asker and purpose, with the rules as its conditions; and bodies without their assurances
are forbidden. Cedar works the rules out of facts, as we do. It is given what its language cannot work out: sets of who
is a party, has signed this text and is open on the day, the hash of the terms as they are, the first day from which
training counts, and whether row conditions compare with numbers or days. Days are whole numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from concordat.core.period import months_later
from concordat.data.facts import PUBLIC_AUTHORITIES, Facts
from concordat.data.opt_out import OptOut
from concordat.data.question import Question
from concordat.data.rules.assurance import CAF_BODIES, FIRST_CAF_YEAR, OFFICERS
from concordat.data.rules.basis import IMPLIED_CONSENT_FOR, NOT_FOR_AUTHORITIES, USUAL_CONDITIONS, WITH_SCHEDULE_1
from concordat.data.rules.executable import not_executable
from concordat.register.agreement import ARTICLE_26, ARTICLE_28, Automated, Party, PartyRole, Territory
from concordat.register.assurance import DsptFramework, DsptOutcome
from concordat.register.bundle import Bundle
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.sharing import (
    Article6,
    Article9,
    Confidentiality,
    Flow,
    OptOutPosition,
    Purpose,
    PurposeBasis,
    Schedule1,
    Transform,
)

PERSONAL = "context.form >= 2"
SECTION_251 = [each for each in Confidentiality if each.section_251]


def policies(facts: Facts) -> str:
    """Everything that is permitted, and what is forbidden to whom and about whom."""
    permits = [
        _permit(bundle, receiver, purpose, facts)
        for bundle in facts.bundles
        for receiver in sorted({each.receiver for each in bundle.flows})
        for purpose in bundle.purposes
    ]
    controllers = sorted({code for bundle in facts.bundles for flow in bundle.flows for code in flow.whose})
    about = [
        f'forbid (principal, action, resource) when {{ context.whose.contains("{code}") }} unless {{ {_assured(it)} }};'
        for code in controllers
        for it in [f'Organisation::"{code}"']
    ]
    asker = f"forbid (principal, action, resource) unless {{ {_assured('principal')} }};"
    return "\n".join([*permits, *about, asker])


def _permit(bundle: Bundle, receiver: str, purpose: Purpose, facts: Facts) -> str:
    it, of = f'Agreement::"{bundle.key}"', f'Basis::"{bundle.key} / {purpose.value}"'
    flows = [each for each in bundle.flows if each.receiver == receiver and each.serves(purpose)]
    conditions = [
        *_asked(it, of),
        _columns(bundle, flows),
        *_in_force(bundle, facts),
        *_lawful(of, purpose),
        *_agreed(bundle, it, of, purpose),
        *_terms(bundle, it, flows, facts),
        *_lists(of, flows, purpose),
    ]
    scope = f'principal == Organisation::"{receiver}", action == Action::"{purpose.value}", resource'
    return f"permit ({scope}) when {{\n  {_all(conditions)}\n}};"


def _all(conditions: Iterable[str]) -> str:
    return " &&\n  ".join(f"({each})" for each in conditions)


def _set(members: Iterable[str]) -> str:
    return json.dumps(list(members))


def _asked(it: str, of: str) -> Iterator[str]:
    """IG-19, IG-24, IG-29, IG-30 and the parties of IG-28: what of the question is within the agreement."""
    yield f"{it}.recipients.contains(context.role)"
    yield f"{it}.trained_since <= context.trained_on && context.trained_on <= context.today"
    yield f"context.form <= {of}.form"
    yield f"context.territory <= {it}.territory && ({it}.territory == 0 || {it} has transfer_safeguard)"
    yield f"context.automated <= {it}.automated && ({it}.automated == 0 || {it} has automated_safeguards)"
    alone = _set([Article9.EXPLICIT_CONSENT, Article9.SUBSTANTIAL_PUBLIC_INTEREST])
    yield f"{it}.automated < 2 || !({PERSONAL}) || ({of} has article_9 && {alone}.contains({of}.article_9))"
    yield f"{it}.open_parties.contains(principal.code) && {it}.open_parties.containsAll(context.whose)"


def _columns(bundle: Bundle, flows: list[Flow]) -> str:
    """IG-20: any column of the schedules of everybody whose data it is; by whose they may be seen of."""
    whose: dict[str, set[str]] = {}
    for flow in flows:
        for item in bundle.items[flow.key]:
            if item.justification and item.transform is not Transform.DROP:
                whose.setdefault(item.name, set()).update(flow.whose)
    groups: dict[tuple[str, ...], list[str]] = {}
    for column, codes in whose.items():
        groups.setdefault(tuple(sorted(codes)), []).append(column)
    of_all = (
        f"({_set(codes)}.containsAll(context.whose) && context.columns.containsAny({_set(columns)}))"
        for codes, columns in groups.items()
    )
    return " || ".join(of_all) or "false"


def _in_force(bundle: Bundle, facts: Facts) -> Iterator[str]:
    """IG-28: it stands, no later version has begun, and its protocol stands."""
    own = bundle.agreement
    yield from _stands(bundle.key)
    for each in facts.versions[own.agreement]:
        if each.agreement.version > own.version:
            later = f'Agreement::"{each.key}"'
            begun = f"{later}.starts_on <= context.today && {later}.signed.containsAll({later}.first_to_sign)"
            yield f"!({later} has text_hash && {begun})"
    if own.under:
        yield from _stands(own.under)


def _stands(key: str) -> Iterator[str]:
    it, today = f'Agreement::"{key}"', "context.today"
    yield f"{it}.starts_on <= {today} && {today} <= {it}.ends_on"
    yield f"!({it} has terminated_on) || {today} < {it}.terminated_on"
    yield f"{it} has review_on && {today} <= {it}.review_on + {it}.review_grace"
    resumed = f"({it} has resumed_on && {it}.resumed_on <= {today})"
    yield f"!({it} has suspended_on) || {today} < {it}.suspended_on || {resumed}"
    yield f"{it} has text_hash && {it}.text_hash == {it}.hash_of_terms"
    yield f"{it}.signed.containsAll({it}.must_sign) && {it}.open_parties.containsAll({it}.must_sign)"
    yield f"{it}.deeds.containsAll({it}.joined_later)"


def _lawful(of: str, purpose: Purpose) -> Iterator[str]:
    """IG-01 to IG-07, IG-12, IG-13 and IG-27: the bases of the purpose."""
    yield f"!({PERSONAL}) || ({_all(_personal(of, purpose))})"
    if purpose.is_care:
        yield f'{of}.opt_out != "{OptOutPosition.APPLIES}" && !{of}.type_1'
    if purpose is Purpose.INDIVIDUAL_CARE:
        yield f"{of}.objections"


def _personal(of: str, purpose: Purpose) -> Iterator[str]:
    yield f"{of} has article_6 && {of} has article_9 && {of} has confidentiality"
    yield f"!{_set(WITH_SCHEDULE_1)}.contains({of}.article_9) || {of} has schedule_1"
    documented = _set(each for each in Schedule1 if each.needs_policy_document)
    yield f"!({of} has schedule_1 && {documented}.contains({of}.schedule_1)) || {of} has policy_document"
    pairs = (
        f'({of}.article_9 == "{article}" && {_set(conditions)}.contains({of}.schedule_1))'
        for article, conditions in USUAL_CONDITIONS.items()
    )
    usual = f'{of}.article_6 == "{Article6.PUBLIC_TASK}" && {of} has schedule_1 && ({" || ".join(pairs)})'
    yield f"({usual}) || {of} has basis_reason"
    public = "principal.public || resource.public.containsAny(context.whose)"
    yield f"!{_set(NOT_FOR_AUTHORITIES)}.contains({of}.article_6) || !({public})"
    if purpose is Purpose.INDIVIDUAL_CARE:
        yield f'{of}.article_6 != "{Article6.CONSENT}"'
    if purpose not in IMPLIED_CONSENT_FOR:
        yield f'{of}.confidentiality != "{Confidentiality.IMPLIED_CONSENT}"'
    by_power = _set([Confidentiality.STATUTE, Confidentiality.COURT])
    yield f"!{by_power}.contains({of}.confidentiality) || {of} has power"
    yield f'{of}.confidentiality != "{Confidentiality.PUBLIC_INTEREST}" || {of} has public_interest_record'
    yield f"!{_set(SECTION_251)}.contains({of}.confidentiality) || ({_all(_supported(of))})"
    if not purpose.is_care:
        yield f"{of}.type_1 || !resource.practices.containsAny(context.whose)"
        yield f"!{_set(each for each in SECTION_251 if each is not Confidentiality.SECTION_251_3)}.contains(" + (
            f"{of}.confidentiality) || {_opt_out_met(of)}"
        )


def _supported(of: str) -> Iterator[str]:
    yield f"{of} has cag && {of}.cag.regulation == {of}.confidentiality"
    yield f"{of}.cag.decided_on <= context.today && context.today <= {of}.cag.expires_on"
    yield f"{of}.cag has review_due_on && context.today <= {of}.cag.review_due_on"


def _opt_out_met(of: str) -> str:
    disapplied = f'{of}.opt_out == "{OptOutPosition.DISAPPLIED}" && {of} has cag && {of}.cag.opt_out == "disapplied"'
    exempt = f'{of}.opt_out == "{OptOutPosition.EXEMPT}" && {of} has opt_out_reason'
    return f'({of}.opt_out == "{OptOutPosition.APPLIES}" || ({disapplied}) || ({exempt}))'


def _agreed(bundle: Bundle, it: str, of: str, purpose: Purpose) -> Iterator[str]:
    """IG-14, IG-21 to IG-23, IG-25 and IG-31: what stands behind it, and what it limits."""
    assessed = [
        f'{it} has dpia && {it}.dpia.status == "approved" && {it}.dpia has approved_on',
        f"{it}.dpia.approved_on <= context.today && {it}.dpia has review_on && context.today <= {it}.dpia.review_on",
        f'{it}.dpia.covers.contains("{bundle.key}")',
    ]
    yield f"!({PERSONAL}) || ({_all(assessed)})"
    yield f"{it}.retention_months > 0 && ({it} has retention_class || {it} has retention_reason)"
    yield f"{it} has complaints_route && {it} has privacy_notice"
    yield f"{it}.other_restrictions.isEmpty() && {it}.rows_compare"
    if not purpose.is_care:
        unlinked = f"context.linked_with.isEmpty() && {it}.links_with.isEmpty()"
        keyed = f"{it} has key_holder && {it}.key_holder != principal.code && {it} has dpia && {it}.dpia has linking"
        yield f"({unlinked}) || ({it}.links_with.containsAll(context.linked_with) && {keyed})"
        yield f"{it}.least_count >= 5 && {it}.rounding >= 1"


def _terms(bundle: Bundle, it: str, flows: list[Flow], facts: Facts) -> Iterator[str]:
    """IG-15, IG-16, and IG-17 of processors: what binds joint controllers and processors."""
    others = [each for each in facts.bundles if each.key != bundle.key]
    yield f"{it}.joint_controllers < 2 || {_clauses(it, ARTICLE_26, others, f'parties.containsAll({it}.joint)')}"
    for party in bundle.active(facts.as_of):
        name = json.dumps(party.party)
        for_whom = f"{it}.acts_for[{name}]"
        if party.role is PartyRole.PROCESSOR:
            binds = f"controllers.containsAll({for_whom}) && OTHER.processors.contains({name})"
            yield f"!{for_whom}.isEmpty() && {_clauses(it, ARTICLE_28, others, binds)}"
            yield _toolkit(f"Organisation::{name}")
        elif party.role is PartyRole.SUB_PROCESSOR:
            yield f"!{for_whom}.isEmpty() && {it}.processors.containsAll({for_whom})"
            yield f"{it}.authorised has {name} && {it}.authorised[{name}] <= context.today"
    for flow in flows:
        if flow.system:
            runs = f'{it}.parties.contains(System::"{flow.system}".organisation)'
            yield f"!context.whose.containsAny({_set(flow.whose)}) || {runs}"


def _clauses(it: str, wanted: Iterable[str], others: list[Bundle], binds: str) -> str:
    """Whether these clauses are here, or in another that is in force and binds the same; of those that have them."""
    elsewhere = [
        _all((f"OTHER.clauses.containsAll({_set(wanted)})", f"OTHER.{binds}", *_stands(each.key))).replace(
            "OTHER", f'Agreement::"{each.key}"'
        )
        for each in others
        if set(wanted).issubset(each.agreement.clauses)
    ]
    return "(" + " || ".join([f"{it}.clauses.containsAll({_set(wanted)})", *(f"({each})" for each in elsewhere)]) + ")"


def _assured(who: str) -> str:
    """IG-17 and IG-18 of who asks, or of one whose data it is."""
    led = f"{who} has fee_until && context.today <= {who}.fee_until && {who}.offices.containsAll({_set(OFFICERS)})"
    return f"{_toolkit(who)} && {led}"


def _toolkit(who: str) -> str:
    it = f"{who}.toolkit"
    accepted = f"({it} has accepted_until && context.today <= {it}.accepted_until)"
    caf = f'({it}.framework == "{DsptFramework.CAF}" || {it}.year < {FIRST_CAF_YEAR} || !{who}.owes_caf)'
    met = f'({it}.year >= context.toolkit_due && {caf} && {it}.outcome != "{DsptOutcome.NOT_MET}")'
    return f"{who} has toolkit && ({accepted} || {met})"


def _lists(of: str, flows: list[Flow], purpose: Purpose) -> Iterator[str]:
    """IG-08 to IG-10: the opt-out lists of everybody whose data it is, where they must be applied."""
    due = {OptOut.CARE_OBJECTION: f"{of}.objections"} if purpose is Purpose.INDIVIDUAL_CARE else {}
    if not purpose.is_care:
        due[OptOut.NATIONAL] = f'{PERSONAL} && {of}.opt_out == "{OptOutPosition.APPLIES}"'
        due[OptOut.TYPE_1] = f"{PERSONAL} && {of}.type_1 && resource.practices.containsAny(context.whose)"
    given = [
        _list(register, code, condition, of)
        for register, condition in due.items()
        for code in sorted({code for flow in flows for code in flow.whose})
    ]
    if given:
        yield f"context.planning || ({_all(given)})"


def _list(register: OptOut, code: str, due: str, of: str) -> str:
    name = f"{register.value} {code}"
    it = f'context.lists["{name}"]'
    fresh = f"{it}.as_at <= context.today && context.today - {it}.as_at <= {of}.oldest_list"
    usable = f'context.lists has "{name}" && {fresh} && {it}.people > 0 && {it}.unchecked == 0'
    own = f' && resource.practices.contains("{code}")' if register is OptOut.TYPE_1 else ""
    return f'!({due} && context.whose.contains("{code}"){own}) || ({usable})'


def entities(facts: Facts) -> str:
    """The facts, as Cedar's JSON."""
    codes = [each.code for each in facts.record.all(Organisation, facts.as_of)]
    practices = [each for each in codes if facts.kind(each) is OrganisationKind.PRIMARY_CARE]
    public = [each for each in codes if facts.kind(each) in PUBLIC_AUTHORITIES]
    found: list[tuple[str, str, dict[str, Any]]] = [
        ("Data", "Three Rivers", {"practices": practices, "public": public})
    ]
    found += [("Organisation", code, _organisation(code, facts)) for code in codes]
    for bundle in facts.bundles:
        found.append(("Agreement", bundle.key, _agreement(bundle, facts)))
        found += [("Basis", each.key, _basis(each, facts)) for each in bundle.purposes.values()]
        systems = {each.system for each in bundle.flows if each.system}
        found += [("System", each, {"organisation": facts.system_owner(each)}) for each in sorted(systems)]
    known = {(kind, name): given(**it) for kind, name, it in found}
    return json.dumps(
        [{"uid": {"type": kind, "id": name}, "attrs": it, "parents": []} for (kind, name), it in known.items()]
    )


def given(**attributes: Any) -> dict[str, Any]:
    """Attributes as Cedar has them: what is not known or blank is left out, days are numbers."""
    return {
        name: value.toordinal() if isinstance(value, date) else value
        for name, value in attributes.items()
        if value is not None and value != ""
    }


def _organisation(code: str, facts: Facts) -> dict[str, Any]:
    toolkit, fee, kind = facts.dspt(code), facts.ico(code), facts.kind(code)
    return {
        "code": code,
        "public": kind in PUBLIC_AUTHORITIES,
        "owes_caf": kind in CAF_BODIES,
        "toolkit": toolkit and given(
            year=toolkit.year, framework=toolkit.framework, outcome=toolkit.outcome,
            accepted_until=toolkit.accepted_until,
        ),
        "fee_until": fee and fee.expires_on,
        "offices": [role for role in OFFICERS if facts.office(code, role)],
    }  # fmt: skip


_AS_THEY_ARE = (
    "starts_on", "ends_on", "terminated_on", "review_on", "review_grace", "suspended_on", "resumed_on", "text_hash",
    "clauses", "transfer_safeguard", "automated_safeguards", "retention_months", "retention_class",
    "retention_reason", "complaints_route", "privacy_notice", "other_restrictions", "key_holder", "least_count",
    "rounding",
)  # fmt: skip


def _agreement(bundle: Bundle, facts: Facts) -> dict[str, Any]:
    agreement, day, dpia = bundle.agreement, facts.as_of, bundle.dpia
    active = bundle.active(day)
    must_sign = [each for each in active if each.role.signs]
    links = agreement.links_with
    return {
        **{name: getattr(agreement, name) for name in _AS_THEY_ARE},
        "hash_of_terms": bundle.text_hash() if agreement.text_hash.startswith("terms:") else agreement.text_hash,
        "must_sign": _codes(must_sign),
        "first_to_sign": _codes(each for each in must_sign if not each.joined_on),
        "signed": [each.party for each in must_sign if _has_signed(bundle, each, day)],
        "joined_later": _codes(each for each in must_sign if each.joined_on),
        "deeds": _codes(each for each in must_sign if each.deed),
        "parties": _codes(active),
        "open_parties": [each.party for each in active if facts.open(each.party)],
        "controllers": _codes(each for each in active if each.role.controls),
        "processors": _codes(each for each in active if each.role is PartyRole.PROCESSOR),
        "joint": _codes(each for each in active if each.role is PartyRole.JOINT_CONTROLLER),
        "joint_controllers": sum(each.role is PartyRole.JOINT_CONTROLLER for each in active),
        "acts_for": {each.party: each.acts_for for each in active if not each.role.controls},
        "authorised": given(**{each.party: each.authorised_on for each in active}),
        "recipients": [each.casefold() for each in agreement.recipients],
        "trained_since": _trained_since(agreement.training_months, day),
        "territory": list(Territory).index(agreement.territory),
        "automated": list(Automated).index(agreement.automated),
        "links_with": [*links, *(each.rpartition(" / ")[0] for each in links)],
        "rows_compare": len(not_executable(bundle)) == len(agreement.other_restrictions),
        "dpia": dpia and given(
            status=dpia.status, approved_on=dpia.approved_on, review_on=dpia.review_on, covers=dpia.covers,
            linking=dpia.linking,
        ),
    }  # fmt: skip


def _codes(parties: Iterable[Party]) -> list[str]:
    return [each.party for each in parties]


def _has_signed(bundle: Bundle, party: Party, day: date) -> bool:
    wanted = (party.party, party.signs_as, bundle.agreement.text_hash)
    return any((it.organisation, it.office, it.text_hash) == wanted and it.signed_on <= day for it in bundle.signatures)


def _trained_since(months: int, day: date) -> date:
    days = (day - timedelta(days=back) for back in range(31 * months + 40))
    return min(each for each in days if months_later(each, months) >= day) if months else date.min


def _basis(basis: PurposeBasis, facts: Facts) -> dict[str, Any]:
    names = (
        "article_6", "article_9", "schedule_1", "basis_reason", "policy_document", "power", "confidentiality",
        "public_interest_record", "opt_out", "opt_out_reason", "type_1", "objections", "oldest_list",
    )  # fmt: skip
    support = facts.cag(basis.cag)
    cag = support and given(
        regulation=support.regulation, decided_on=support.decided_on, expires_on=support.expires_on,
        review_due_on=support.review_due_on, opt_out=support.opt_out,
    )  # fmt: skip
    return {**{name: getattr(basis, name) for name in names}, "form": basis.form.rank, "cag": cag}


def request(question: Question, as_of: date) -> dict[str, str]:
    """A question as Cedar is asked it."""
    lists = {
        f"{each.register.value} {each.controller}": {
            "as_at": each.as_at.toordinal() if each.as_at else as_of.toordinal() + 1,
            "people": each.people,
            "unchecked": 1 if each.unchecked is None else each.unchecked,
        }
        for each in question.lists or ()
    }
    context = {
        "today": as_of.toordinal(),
        "toolkit_due": as_of.year if as_of > date(as_of.year, 6, 30) else as_of.year - 1,
        "role": question.role.casefold(),
        "trained_on": question.trained_on.toordinal() if question.trained_on else as_of.toordinal() + 1,
        "whose": question.whose,
        "columns": question.columns,
        "form": question.form.rank,
        "territory": list(Territory).index(question.territory),
        "automated": list(Automated).index(question.automated),
        "linked_with": question.linked_with,
        "planning": question.lists is None,
        "lists": lists,
    }
    return {
        "principal": f'Organisation::"{question.organisation}"',
        "action": f'Action::"{question.purpose.value}"',
        "resource": 'Data::"Three Rivers"',
        "context": json.dumps(context),
    }
