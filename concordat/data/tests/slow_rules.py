"""Every rule of the decision again, slow and obvious: one short function a rule.

What the rules of `concordat.data` are tested against, so it shares no code with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from concordat.core.period import months_later
from concordat.data.tests.slow_case import CARE, TRUSTS, Asked, Told, before, earliest, named
from concordat.data.tests.slow_force import force_until, ig_28, in_force, others
from concordat.register.agreement import ARTICLE_26, ARTICLE_28, Automated, Party, PartyRole, Territory
from concordat.register.assurance import CagOptOut, DpiaStatus, DsptFramework, DsptOutcome, DsptStatus, IcoRegistration
from concordat.register.organisation import OrganisationKind
from concordat.register.person import Office, OfficeRole
from concordat.register.sharing import (
    Article6,
    Article9,
    Confidentiality,
    DataItem,
    Flow,
    Operator,
    OptOutPosition,
    Purpose,
    RowCondition,
    Schedule1,
    Transform,
)
from concordat.register.system import System

USUAL = {
    (Article9.HEALTH_OR_SOCIAL_CARE, Schedule1.HEALTH_OR_SOCIAL_CARE),
    (Article9.PUBLIC_HEALTH, Schedule1.PUBLIC_HEALTH),
    (Article9.RESEARCH, Schedule1.RESEARCH),
    (Article9.SUBSTANTIAL_PUBLIC_INTEREST, Schedule1.STATUTORY),
    (Article9.SUBSTANTIAL_PUBLIC_INTEREST, Schedule1.SAFEGUARDING),
}
OFFICERS = {OfficeRole.DPO, OfficeRole.SIRO, OfficeRole.CALDICOTT}
WITHOUT_SCHEDULE_1 = {Article9.EXPLICIT_CONSENT, Article9.VITAL_INTERESTS, Article9.LEGAL_CLAIMS}


def ig_01(asked: Asked) -> Iterator[Told]:
    """The purpose has its bases: Article 6, Article 9 with Schedule 1, and confidentiality."""
    basis = asked.basis
    if basis is None or not asked.personal:
        yield "", basis is not None, None
        return
    schedule = bool(basis.schedule_1) or basis.article_9 in WITHOUT_SCHEDULE_1
    yield "", bool(basis.article_6 and basis.article_9 and basis.confidentiality and schedule), None


def ig_02(asked: Asked) -> Iterator[Told]:
    """The pair of bases is usual or explained, and a policy document stands behind it where one must."""
    basis = asked.basis
    if basis and asked.personal and basis.article_6 and basis.article_9:
        usual = basis.article_6 is Article6.PUBLIC_TASK and (basis.article_9, basis.schedule_1) in USUAL
        undocumented = basis.schedule_1 and basis.schedule_1.needs_policy_document and not basis.policy_document
        yield "", bool((usual or basis.basis_reason) and not undocumented), None


def ig_03(asked: Asked) -> Iterator[Told]:
    """A public authority does not rest on legitimate interests."""
    basis = asked.basis
    if basis and asked.personal and basis.article_6:
        interests = basis.article_6 in (Article6.LEGITIMATE_INTERESTS, Article6.RECOGNISED_INTEREST)
        public = any(asked.kind(each) in {*CARE, OrganisationKind.ICB} for each in asked.everybody)
        yield "", not (interests and public), None


def ig_04(asked: Asked) -> Iterator[Told]:
    """Consent is not the Article 6 basis of care."""
    basis = asked.basis
    if basis and asked.personal and basis.article_6 and asked.question.purpose is Purpose.INDIVIDUAL_CARE:
        yield "", basis.article_6 is not Article6.CONSENT, None


def ig_05(asked: Asked) -> Iterator[Told]:
    """The route of confidentiality fits the purpose, and has its papers."""
    basis = asked.basis
    if not (basis and asked.personal and basis.confidentiality):
        return
    route, holds = basis.confidentiality, True
    if route is Confidentiality.IMPLIED_CONSENT:
        holds = asked.question.purpose in (Purpose.INDIVIDUAL_CARE, Purpose.LOCAL_AUDIT)
    if route in (Confidentiality.STATUTE, Confidentiality.COURT):
        holds = bool(basis.power)
    if route is Confidentiality.PUBLIC_INTEREST:
        holds = bool(basis.public_interest_record)
    yield "", holds, None


def ig_06(asked: Asked) -> Iterator[Told]:
    """Where the National Data Opt-Out is due, it is applied, disapplied by CAG, or exempt for a reason."""
    basis = asked.basis
    if basis is None or not asked.beyond:
        return
    due = basis.confidentiality in (Confidentiality.SECTION_251_2, Confidentiality.SECTION_251_5)
    disapplied = asked.cag is not None and asked.cag.opt_out is CagOptOut.DISAPPLIED
    met = {
        OptOutPosition.APPLIES: True,
        OptOutPosition.DISAPPLIED: disapplied,
        OptOutPosition.EXEMPT: bool(basis.opt_out_reason),
        OptOutPosition.NOT_DUE: False,
    }
    yield "", not (asked.personal and due) or met[basis.opt_out], None


def ig_07(asked: Asked) -> Iterator[Told]:
    """The National Data Opt-Out is never applied to care."""
    if asked.basis and not asked.beyond:
        yield "", asked.basis.opt_out is not OptOutPosition.APPLIES, None


def ig_08(asked: Asked) -> Iterator[Told]:
    """No list is of a day to come."""
    for each in asked.question.lists or ():
        if each.register in asked.registers and each.as_at:
            yield each.controller, each.as_at <= asked.day, None


def ig_09(asked: Asked) -> Iterator[Told]:
    """Each list that must be applied is there and young enough; before anything is disclosed, that is only told."""
    for register, controllers in asked.registers.items():
        if asked.question.lists is None:
            yield register.value, True, None
            continue
        for controller in controllers:
            assert asked.basis
            found = asked.lists(register, controller)
            oldest = timedelta(days=asked.basis.oldest_list)
            young = [each.as_at and each.people > 0 and asked.day - each.as_at <= oldest for each in found]
            until = earliest(*(each.as_at + oldest for each in found if each.as_at))
            yield f"{register.value} {controller}", bool(found) and all(young), until


def ig_10(asked: Asked) -> Iterator[Told]:
    """Everybody disclosed was checked."""
    for register, controllers in asked.registers.items():
        for controller in controllers:
            found = asked.lists(register, controller)
            if found:
                yield f"{register.value} {controller}", all(each.unchecked == 0 for each in found), None


def ig_12(asked: Asked) -> Iterator[Told]:
    """Type 1 opt-outs keep a practice's data from what is beyond care."""
    practices = any(asked.kind(each) is OrganisationKind.PRIMARY_CARE for each in asked.whose)
    if asked.basis and asked.beyond and asked.personal and practices:
        yield "", asked.basis.type_1, None


def ig_13(asked: Asked) -> Iterator[Told]:
    """Section 251 support is on the record, for this regulation, running, and reviewed."""
    basis, cag = asked.basis, asked.cag
    if not (basis and asked.personal and basis.confidentiality and basis.confidentiality.section_251):
        return
    if cag is None or cag.review_due_on is None:
        yield "", False, None
        return
    last = min(cag.expires_on, cag.review_due_on)
    holds = cag.decided_on <= asked.day <= last and cag.regulation is basis.confidentiality
    yield "", holds, earliest(last, before(cag.valid_to))


def ig_14(asked: Asked) -> Iterator[Told]:
    """An approved impact assessment covers this version."""
    dpia = asked.dpia
    if not asked.personal:
        return
    if dpia is None or dpia.approved_on is None or dpia.review_on is None:
        yield "", False, None
        return
    timely = dpia.approved_on <= asked.day <= dpia.review_on
    covered = asked.agreement.key in dpia.covers
    yield "", dpia.status is DpiaStatus.APPROVED and timely and covered, earliest(dpia.review_on, before(dpia.valid_to))


def ig_15(asked: Asked) -> Iterator[Told]:
    """Joint controllers have their arrangement, processors their terms, and whoever runs the system is in it."""
    joint = {each.party for each in asked.in_role(PartyRole.JOINT_CONTROLLER)}
    if len(joint) > 1 and set(ARTICLE_26) <= set(asked.agreement.clauses):
        yield "", True, None
    elif len(joint) > 1:
        elsewhere = [each for each in others(asked) if arranges(each, joint) and in_force(each)]
        yield "", bool(elsewhere), lasts(elsewhere)
    for processor in asked.in_role(PartyRole.PROCESSOR):
        if set(ARTICLE_28) <= set(asked.agreement.clauses):
            yield processor.party, bool(processor.acts_for), None
        else:
            elsewhere = [each for each in others(asked) if binds(each, processor) and in_force(each)]
            yield processor.party, bool(processor.acts_for and elsewhere), lasts(elsewhere)
    used = {flow.system for controller in asked.whose for flow in asked.flows(controller) if flow.system}
    for system in sorted(used):
        found = named(asked.record, System, system, asked.day)
        runs = found.organisation if found else system
        if runs not in {each.party for each in asked.parties}:
            yield runs, False, None


def arranges(other: Asked, joint: set[str]) -> bool:
    """Whether another agreement is the joint controllers' arrangement."""
    complete = set(ARTICLE_26) <= set(other.agreement.clauses)
    return complete and joint <= {each.party for each in other.parties}


def binds(other: Asked, processor: Party) -> bool:
    """Whether another agreement holds a processor to Article 28 for all it acts for."""
    complete = set(ARTICLE_28) <= set(other.agreement.clauses)
    there = processor.party in {each.party for each in other.in_role(PartyRole.PROCESSOR)}
    controllers = {each.party for each in other.parties if each.role.controls}
    return complete and there and set(processor.acts_for) <= controllers


def lasts(agreements: list[Asked]) -> date | None:
    """The last day on which one of these agreements is in force."""
    days = [force_until(each) for each in agreements]
    return max((day for day in days if day), default=None)


def ig_16(asked: Asked) -> Iterator[Told]:
    """Each sub-processor is authorised, and works for processors of this agreement."""
    processors = {each.party for each in asked.in_role(PartyRole.PROCESSOR)}
    for each in asked.in_role(PartyRole.SUB_PROCESSOR):
        authorised = each.authorised_on is not None and each.authorised_on <= asked.day
        fits = bool(each.acts_for) and set(each.acts_for) <= processors
        yield each.party, authorised and fits, before(each.left_on)


def ig_17(asked: Asked) -> Iterator[Told]:
    """Everybody's toolkit is of the last year, against its framework, and met."""
    last_june = date(asked.day.year, 6, 30)
    needed = asked.day.year if asked.day > last_june else asked.day.year - 1
    processors = [each.party for each in asked.in_role(PartyRole.PROCESSOR)]
    for code in dict.fromkeys([*asked.everybody, *processors]):
        rows = [each for each in asked.record.all(DsptStatus, asked.day) if each.organisation == code]
        rows = [each for each in rows if each.published_on <= asked.day]
        if not rows:
            yield code, False, None
            continue
        last = max(rows, key=lambda each: each.year)
        caf_due = last.year >= 2025 and asked.kind(code) in {*TRUSTS, OrganisationKind.ICB}
        right = last.framework is DsptFramework.CAF or not caf_due
        if last.year >= needed and right and last.outcome is not DsptOutcome.NOT_MET:
            yield code, True, earliest(date(last.year + 1, 6, 30), before(last.valid_to))
        else:
            accepted = last.accepted_until is not None and last.accepted_until >= asked.day
            yield code, accepted, earliest(last.accepted_until, before(last.valid_to))


def ig_18(asked: Asked) -> Iterator[Told]:
    """Everybody has paid the fee, and has its three officers."""
    for code in asked.everybody:
        fees = [each for each in asked.record.all(IcoRegistration, asked.day) if each.organisation == code]
        officers = [each for each in asked.record.all(Office, asked.day) if each.organisation == code]
        officers = [each for each in officers if each.role in OFFICERS]
        paid = any(each.expires_on >= asked.day for each in fees)
        ends = [before(each.valid_to) for each in (*fees, *officers)]
        holds = paid and {each.role for each in officers} == OFFICERS
        yield code, holds, earliest(*(each.expires_on for each in fees), *ends)


def ig_19(asked: Asked) -> Iterator[Told]:
    """Data stay where the agreement lets them, and abroad only under a safeguard."""
    order = [Territory.UK, Territory.ADEQUATE, Territory.ELSEWHERE]
    agreed = asked.agreement.territory
    within = order.index(asked.question.territory) <= order.index(agreed)
    yield "", within and (agreed is Territory.UK or bool(asked.agreement.transfer_safeguard)), None


def ig_20(asked: Asked) -> Iterator[Told]:
    """Each column is in the schedule for everybody whose data it is, justified, and not left out."""
    for column in dict.fromkeys(asked.question.columns):
        yield column, all(seen(asked, controller, column) for controller in asked.whose), None


def seen(asked: Asked, controller: str, column: str) -> bool:
    """Whether a flow from a controller shows a column."""
    keys = [each.key for each in asked.flows(controller)]
    for item in asked.record.all(DataItem, asked.day):
        right = item.flow in keys and f"{item.table}.{item.item}" == column
        if right and item.justification and item.transform is not Transform.DROP:
            return True
    return False


def ig_21(asked: Asked) -> Iterator[Told]:
    """It is agreed how long data are kept, by the Code or for a reason."""
    it = asked.agreement
    yield "", it.retention_months > 0 and bool(it.retention_class or it.retention_reason), None


def ig_22(asked: Asked) -> Iterator[Told]:
    """Data are linked only with what is agreed, by somebody else's key, and the assessment has thought of it."""
    it, linked = asked.agreement, asked.question.linked_with
    if asked.beyond and (linked or it.links_with):
        allowed = {*it.links_with, *(each.rpartition(" / ")[0] for each in it.links_with)}
        key = bool(it.key_holder) and it.key_holder != asked.question.organisation
        answered = asked.dpia is not None and bool(asked.dpia.linking)
        yield "", set(linked) <= allowed and key and answered, before(asked.dpia.valid_to) if asked.dpia else None


def ig_23(asked: Asked) -> Iterator[Told]:
    """Small counts are not published."""
    if asked.beyond:
        yield "", asked.agreement.least_count >= 5 and asked.agreement.rounding >= 1, None


def ig_24(asked: Asked) -> Iterator[Told]:
    """No more is left to a machine than is agreed and lawful."""
    order = [Automated.NONE, Automated.INVOLVED, Automated.SOLELY]
    it = asked.agreement
    holds = order.index(asked.question.automated) <= order.index(it.automated)
    if it.automated is not Automated.NONE and not it.automated_safeguards:
        holds = False
    if it.automated is Automated.SOLELY and asked.personal:
        condition = asked.basis.article_9 if asked.basis else None
        holds = holds and condition in (Article9.EXPLICIT_CONSENT, Article9.SUBSTANTIAL_PUBLIC_INTEREST)
    yield "", holds, None


def ig_25(asked: Asked) -> Iterator[Told]:
    """People can complain, and are told."""
    yield "", bool(asked.agreement.complaints_route and asked.agreement.privacy_notice), None


def ig_26(asked: Asked) -> Iterator[Told]:
    """For care, bodies of health and adult social care have a duty to share."""
    if asked.question.purpose is Purpose.INDIVIDUAL_CARE:
        yield "", all(asked.kind(each) in CARE for each in asked.everybody), None


def ig_27(asked: Asked) -> Iterator[Told]:
    """For care, objections to sharing are honoured, and Type 1 opt-outs are not."""
    if asked.basis and asked.question.purpose is Purpose.INDIVIDUAL_CARE:
        yield "", asked.basis.objections, None
    if asked.basis and not asked.beyond and asked.basis.type_1:
        yield "Type 1", False, None


def ig_29(asked: Asked) -> Iterator[Told]:
    """Whoever asks is in a role that may see the data, and trained lately."""
    yield "role", asked.question.role.casefold() in [each.casefold() for each in asked.agreement.recipients], None
    if asked.agreement.training_months:
        trained = asked.question.trained_on
        last = months_later(trained, asked.agreement.training_months) if trained else None
        yield "training", bool(trained and last and trained <= asked.day <= last), last


def ig_30(asked: Asked) -> Iterator[Told]:
    """Nothing more identifying is asked for than is agreed."""
    if asked.basis:
        yield "", asked.question.form.rank <= asked.basis.form.rank, None


def ig_31(asked: Asked) -> Iterator[Told]:
    """Every restriction can be executed."""
    flows = [each.key for each in asked.under(Flow)]
    conditions = [each for each in asked.record.all(RowCondition, asked.day) if each.flow in flows]
    ordered = [each for each in conditions if each.operator in (Operator.AT_LEAST, Operator.AT_MOST)]
    readable = all(number_or_day(value) for each in ordered for value in each.values)
    yield "", readable and not asked.agreement.other_restrictions, None


def number_or_day(value: str) -> bool:
    """Whether a value is a number such as 18 or 18.5, or a day such as 2026-11-22."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False
    return re.fullmatch(r"[+-]?[0-9]+([.][0-9]+)?", value) is not None


class SlowRule(NamedTuple):
    """A rule: its id, what a failure does, since when it binds, and its function."""

    id: str
    failure: Literal["deny", "hard", "column", "review", "told"]
    since: date
    says: Callable[[Asked], Iterator[Told]]


GDPR = date(2018, 5, 25)
RULES = (
    SlowRule("IG-01", "deny", GDPR, ig_01),
    SlowRule("IG-02", "review", GDPR, ig_02),
    SlowRule("IG-03", "deny", GDPR, ig_03),
    SlowRule("IG-04", "review", GDPR, ig_04),
    SlowRule("IG-05", "deny", GDPR, ig_05),
    SlowRule("IG-06", "deny", GDPR, ig_06),
    SlowRule("IG-07", "deny", GDPR, ig_07),
    SlowRule("IG-08", "deny", GDPR, ig_08),
    SlowRule("IG-09", "deny", GDPR, ig_09),
    SlowRule("IG-10", "deny", GDPR, ig_10),
    SlowRule("IG-12", "deny", GDPR, ig_12),
    SlowRule("IG-13", "deny", GDPR, ig_13),
    SlowRule("IG-14", "deny", GDPR, ig_14),
    SlowRule("IG-15", "deny", GDPR, ig_15),
    SlowRule("IG-16", "deny", GDPR, ig_16),
    SlowRule("IG-17", "deny", date(2018, 7, 1), ig_17),
    SlowRule("IG-18", "review", GDPR, ig_18),
    SlowRule("IG-19", "hard", GDPR, ig_19),
    SlowRule("IG-20", "column", GDPR, ig_20),
    SlowRule("IG-21", "review", GDPR, ig_21),
    SlowRule("IG-22", "deny", GDPR, ig_22),
    SlowRule("IG-23", "deny", GDPR, ig_23),
    SlowRule("IG-24", "hard", date(2026, 2, 5), ig_24),
    SlowRule("IG-25", "review", date(2026, 6, 19), ig_25),
    SlowRule("IG-26", "told", date(2015, 10, 1), ig_26),
    SlowRule("IG-27", "deny", GDPR, ig_27),
    SlowRule("IG-28", "deny", GDPR, ig_28),
    SlowRule("IG-29", "deny", GDPR, ig_29),
    SlowRule("IG-30", "deny", GDPR, ig_30),
    SlowRule("IG-31", "deny", GDPR, ig_31),
)
