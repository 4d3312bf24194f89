"""The law in plain English, for people whose data it is: what each basis and route means, in part of a sentence."""

from __future__ import annotations

from concordat.register.sharing import Article6, Article9, Confidentiality, Form, OptOutPosition, Purpose, PurposeBasis

PURPOSES = {
    Purpose.INDIVIDUAL_CARE: "to care for you",
    Purpose.CARE_ADMINISTRATION: "to arrange your care",
    Purpose.LOCAL_AUDIT: "to check that the teams who treat you do so well",
    Purpose.PLANNING: "to plan and pay for services",
    Purpose.RISK_STRATIFICATION: "to find people who may need help early",
    Purpose.INVOICE_VALIDATION: "to check bills between organisations",
    Purpose.SERVICE_EVALUATION: "to find out how well a service works",
    Purpose.RESEARCH: "for research",
    Purpose.PUBLIC_HEALTH: "to control infections and protect the public's health",
    Purpose.SAFEGUARDING: "to protect people from harm",
    Purpose.REGULATION: "to meet a duty that the law sets",
}
FORMS = {
    Form.AGGREGATE: "only as totals, from which nobody can be known",
    Form.ANONYMISED: "only with everything taken out that could show who you are",
    Form.PSEUDONYMISED: "with your name and NHS number replaced by a code",
    Form.IDENTIFIABLE: "in a form that shows who you are",
}
ARTICLES_6 = {
    Article6.CONSENT: "you have agreed to it",
    Article6.CONTRACT: "a contract with you needs it",
    Article6.LEGAL_OBLIGATION: "the law requires it",
    Article6.VITAL_INTERESTS: "somebody's life may depend on it",
    Article6.PUBLIC_TASK: "it is part of the public task that the law gives these organisations",
    Article6.RECOGNISED_INTEREST: "the law recognises the interest it serves",
    Article6.LEGITIMATE_INTERESTS: "it serves a legitimate interest that does not outweigh yours",
}
ARTICLES_9 = {
    Article9.EXPLICIT_CONSENT: "you have agreed to it in so many words",
    Article9.EMPLOYMENT: "employment or social protection law needs it",
    Article9.VITAL_INTERESTS: "somebody's life may depend on it",
    Article9.LEGAL_CLAIMS: "a legal claim needs it",
    Article9.SUBSTANTIAL_PUBLIC_INTEREST: "there is a substantial public interest in it",
    Article9.HEALTH_OR_SOCIAL_CARE: "health and social care need it",
    Article9.PUBLIC_HEALTH: "the public's health needs it",
    Article9.RESEARCH: "research or statistics need it",
}
ROUTES = {
    Confidentiality.IMPLIED_CONSENT: "you would expect it as part of your care",
    Confidentiality.EXPLICIT_CONSENT: "you have agreed to it",
    Confidentiality.SECTION_251_2: "the law allows it for cancer registration (section 251 of the NHS Act 2006)",
    Confidentiality.SECTION_251_3: "the law allows it to control infections (section 251 of the NHS Act 2006)",
    Confidentiality.SECTION_251_5: "it was approved on independent advice (section 251 of the NHS Act 2006)",
    Confidentiality.STATUTE: "the law requires it",
    Confidentiality.COURT: "a court has ordered it",
    Confidentiality.PUBLIC_INTEREST: "the public interest in it outweighs the duty to keep it private",
}
OPT_OUTS = {
    OptOutPosition.APPLIES: "If you have set a National Data Opt-Out, your information is left out.",
    OptOutPosition.DISAPPLIED: "The approval says that the National Data Opt-Out is not applied to this use.",
    OptOutPosition.EXEMPT: "National policy exempts this use from the National Data Opt-Out.",
    OptOutPosition.NOT_DUE: "The National Data Opt-Out does not apply to this use.",
}


def plainly(row: PurposeBasis) -> dict[str, str]:
    """What a purpose, its form, its bases and its opt-out mean to those whose data they are; "" where not given."""
    return {
        "plain_purpose": PURPOSES[row.purpose],
        "plain_form": FORMS[row.form],
        "plain_article_6": ARTICLES_6[row.article_6] if row.article_6 else "",
        "plain_article_9": ARTICLES_9[row.article_9] if row.article_9 else "",
        "plain_confidentiality": ROUTES[row.confidentiality] if row.confidentiality else "",
        "plain_opt_out": OPT_OUTS[row.opt_out],
    }
