"""Is it lawful? The bases of the UK GDPR, the duty of confidentiality, and the form in which data may be seen."""

from __future__ import annotations

from collections.abc import Iterator

from concordat.core.finding import Severity
from concordat.core.rule import Status
from concordat.data.case import Case
from concordat.data.facts import PUBLIC_AUTHORITIES
from concordat.data.ground import Ground, fails, holds, rule
from concordat.register.sharing import Article6, Article9, Confidentiality, Purpose, PurposeBasis, Schedule1

WITH_SCHEDULE_1 = frozenset(
    {
        Article9.EMPLOYMENT,
        Article9.SUBSTANTIAL_PUBLIC_INTEREST,
        Article9.HEALTH_OR_SOCIAL_CARE,
        Article9.PUBLIC_HEALTH,
        Article9.RESEARCH,
    }
)
"""Conditions that are met only together with one of Schedule 1 (Data Protection Act 2018 section 10)."""

USUAL_CONDITIONS = {
    Article9.HEALTH_OR_SOCIAL_CARE: (Schedule1.HEALTH_OR_SOCIAL_CARE,),
    Article9.PUBLIC_HEALTH: (Schedule1.PUBLIC_HEALTH,),
    Article9.RESEARCH: (Schedule1.RESEARCH,),
    Article9.SUBSTANTIAL_PUBLIC_INTEREST: (Schedule1.STATUTORY, Schedule1.SAFEGUARDING),
}
"""What health and care bodies rest on beside 6(1)(e), as the NHS's own guidance pairs them."""

NOT_FOR_AUTHORITIES = (Article6.LEGITIMATE_INTERESTS, Article6.RECOGNISED_INTEREST)
IMPLIED_CONSENT_FOR = (Purpose.INDIVIDUAL_CARE, Purpose.LOCAL_AUDIT)
PAPERS = {
    Confidentiality.STATUTE: ("power", "the Act and section, or the direction"),
    Confidentiality.COURT: ("power", "the court order"),
    Confidentiality.PUBLIC_INTEREST: ("public_interest_record", "where the public-interest decision is recorded"),
}
"""What must stand behind a route of confidentiality: in which column, and what goes there."""


@rule(
    "IG-01",
    "UK GDPR Articles 6 and 9; Data Protection Act 2018 section 10 and Schedule 1; common law duty of confidentiality",
    asks=("purpose", "form"),
)
def all_three_bases(case: Case) -> Iterator[Ground]:
    """An agreement is not a legal basis. It names the purpose, and for personal data an Article 6 basis, an Article 9
    condition with the Schedule 1 condition it needs, and how the duty of confidentiality is met."""
    purpose = case.question.purpose.value
    if case.basis is None:
        remedy = f"add {purpose} to the purposes of a new version, with its bases, or ask for a purpose it has"
        yield fails(f"{case.bundle.key} is not for {purpose}", remedy)
        return
    missing = list(_missing(case.basis)) if case.personal_basis else []
    if missing:
        yield fails(
            f"For {purpose}, {case.bundle.key} names no {' and no '.join(missing)}", "name it, in a new version"
        )
    else:
        bases = "every legal basis" if case.personal_basis else "the purpose, and no personal data are asked for"
        yield holds(f"For {purpose}, {case.bundle.key} names {bases}")


@rule(
    "IG-02",
    "UK GDPR Articles 6(1)(e) and 9(2)(g) to (j); Data Protection Act 2018 Schedule 1, paragraphs 5 and 39",
    asks=("purpose", "form"),
    severity=Severity.WARNING,
    status=Status.GUIDANCE,
)
def usual_pair(case: Case) -> Iterator[Ground]:
    """Health and care rest on a public task, 6(1)(e), with one of the pairs of Article 9 and Schedule 1 that go with
    it; another pair needs a stated reason. Substantial public interest, and employment and social protection, need an
    appropriate policy document, which no reason stands in for."""
    basis = case.personal_basis
    if basis is None or basis.article_6 is None or basis.article_9 is None:
        return
    pair = ", ".join(each.value for each in (basis.article_6, basis.article_9, basis.schedule_1) if each)
    usual = basis.article_6 is Article6.PUBLIC_TASK and basis.schedule_1 in USUAL_CONDITIONS.get(basis.article_9, ())
    if basis.schedule_1 and basis.schedule_1.needs_policy_document and not basis.policy_document:
        remedy = "write the policy document (Schedule 1 paragraph 39), and name it"
        yield fails(f"{basis.schedule_1.value} needs an appropriate policy document, and none is named", remedy)
    elif usual:
        yield holds(f"Usual together: {pair}")
    elif basis.basis_reason:
        yield holds(f"Not usual together: {pair}. The reason stated: {basis.basis_reason}")
    else:
        yield fails(f"Not usual together, and no reason is stated: {pair}", "state the reason, or choose a usual pair")


@rule(
    "IG-03",
    "UK GDPR Article 6(1), last sentence, as amended by the Data (Use and Access) Act 2025 section 70",
    asks=("organisation", "whose", "purpose", "form"),
)
def no_interests_of_authorities(case: Case) -> Iterator[Ground]:
    """A public authority may not rest what it does in its tasks on legitimate interests, 6(1)(f), nor on recognised
    ones, 6(1)(ea)."""
    basis = case.personal_basis
    if basis is None or basis.article_6 is None:
        return
    authorities = [each for each in case.asked if case.facts.kind(each) in PUBLIC_AUTHORITIES]
    if basis.article_6 in NOT_FOR_AUTHORITIES and authorities:
        names = ", ".join(map(case.facts.name, authorities))
        yield fails(f"{basis.article_6.value} is not open to a public authority: {names}", "rest it on 6(1)(e) or (c)")
    else:
        yield holds(f"{basis.article_6.value} is open to those who rest on it")


@rule(
    "IG-04",
    "UK GDPR Article 7 and recital 43; ICO guidance on consent",
    asks=("purpose", "form"),
    severity=Severity.WARNING,
    status=Status.GUIDANCE,
)
def care_without_consent(case: Case) -> Iterator[Ground]:
    """Consent is rarely the Article 6 basis of a person's care, since care does not end when it is withdrawn. It may
    still be how the duty of confidentiality is met."""
    basis = case.personal_basis
    if basis is None or basis.article_6 is None or case.question.purpose is not Purpose.INDIVIDUAL_CARE:
        return
    if basis.article_6 is Article6.CONSENT:
        remedy = "rest it on 6(1)(e), and keep consent for the duty of confidentiality"
        yield fails("Individual care rests on consent as its Article 6 basis", remedy)
    else:
        yield holds(f"Individual care rests on {basis.article_6.value}, and not on consent")


@rule(
    "IG-05",
    "Common law duty of confidentiality; Confidentiality: NHS Code of Practice (2003); NHS Act 2006 section 251",
    asks=("purpose", "form"),
)
def confidentiality_met(case: Case) -> Iterator[Ground]:
    """The duty of confidentiality is met by a route that fits: implied consent only for individual care or for the
    local clinical audit of those who gave it; a statute, a direction or a court order that is named; an overriding
    public interest whose decision is recorded."""
    basis = case.personal_basis
    if basis is None or basis.confidentiality is None:
        return
    route, purpose = basis.confidentiality, case.question.purpose
    column, paper = PAPERS.get(route, ("", ""))
    if route is Confidentiality.IMPLIED_CONSENT and purpose not in IMPLIED_CONSENT_FOR:
        remedy = "find another route, such as explicit consent, section 251 support or a statute"
        yield fails(f"Implied consent does not reach {purpose.value}", remedy)
    elif column and not getattr(basis, column):
        yield fails(f"The route of confidentiality is {route.value}, and nothing states {paper}", f"state {paper}")
    else:
        yield holds(f"The route of confidentiality is {route.value}")


@rule(
    "IG-30",
    "House rule, after UK GDPR Article 5(1)(c) on data minimisation",
    asks=("purpose", "form"),
    status=Status.GUIDANCE,
)
def no_more_identifying(case: Case) -> Iterator[Ground]:
    """Data are seen in no form that tells more of who people are than the agreement gives for the purpose."""
    if case.basis is None:
        return
    asked, agreed = case.question.form, case.basis.form
    told = f"Data are asked for as {asked.value}, and agreed as {agreed.value} at most"
    yield fails(told, f"ask for them as {agreed.value}") if asked.rank > agreed.rank else holds(told)


def _missing(basis: PurposeBasis) -> Iterator[str]:
    if basis.article_6 is None:
        yield "Article 6 basis"
    if basis.article_9 is None:
        yield "Article 9 condition"
    if basis.article_9 in WITH_SCHEDULE_1 and basis.schedule_1 is None:
        yield "Schedule 1 condition"
    if basis.confidentiality is None:
        yield "route of confidentiality"
