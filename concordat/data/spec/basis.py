"""Is it lawful? Examples of IG-01 to IG-05 and IG-30."""

from __future__ import annotations

from concordat.data.spec.example import fails, holds, replace
from concordat.data.spec.ground import CARE, HOST, planning
from concordat.register.sharing import Article6, Article9, Confidentiality, Form, Purpose, PurposeBasis, Schedule1

FOR_PLANNING, FOR_CARE = Purpose.PLANNING.value, Purpose.INDIVIDUAL_CARE.value
INTEREST, SAFEGUARDING = Article9.SUBSTANTIAL_PUBLIC_INTEREST, Schedule1.SAFEGUARDING

EXAMPLES = (
    holds("IG-01", "All three are named"),
    fails("IG-01", "The agreement is not for research", question=planning(purpose=Purpose.RESEARCH)),
    fails(
        "IG-01",
        "Nothing says how confidentiality is met",
        replace(PurposeBasis, FOR_PLANNING, confidentiality=None),
    ),
    fails(
        "IG-01",
        "Several are missing, and all are told",
        replace(PurposeBasis, FOR_PLANNING, article_6=None, schedule_1=None),
    ),
    holds(
        "IG-01",
        "Explicit consent needs no Schedule 1",
        replace(PurposeBasis, FOR_PLANNING, article_9=Article9.EXPLICIT_CONSENT, schedule_1=None),
    ),
    holds(
        "IG-01",
        "Counts are no personal data",
        replace(PurposeBasis, FOR_PLANNING, article_6=None, article_9=None, confidentiality=None),
        question=planning(form=Form.AGGREGATE),
    ),
    holds("IG-02", "A public task, and the management of health care"),
    fails("IG-02", "Another pair, and no reason", replace(PurposeBasis, FOR_PLANNING, schedule_1=Schedule1.RESEARCH)),
    holds(
        "IG-02",
        "Another pair, with its reason",
        replace(PurposeBasis, FOR_PLANNING, article_6=Article6.LEGAL_OBLIGATION, basis_reason="NHS Act 2006 s259"),
    ),
    holds(
        "IG-02",
        "Safeguarding, with a policy document",
        replace(PurposeBasis, FOR_PLANNING, article_9=INTEREST, schedule_1=SAFEGUARDING, policy_document="APD-3"),
    ),
    fails(
        "IG-02",
        "A reason is no policy document",
        replace(PurposeBasis, FOR_PLANNING, article_9=INTEREST, schedule_1=SAFEGUARDING, basis_reason="as ever"),
    ),
    holds("IG-03", "A trust and an ICB rest on a public task"),
    fails(
        "IG-03",
        "They rest on legitimate interests",
        replace(PurposeBasis, FOR_PLANNING, article_6=Article6.LEGITIMATE_INTERESTS),
    ),
    fails(
        "IG-03",
        "They rest on recognised ones",
        replace(PurposeBasis, FOR_PLANNING, article_6=Article6.RECOGNISED_INTEREST),
    ),
    holds(
        "IG-03",
        "A company rests on its own",
        replace(PurposeBasis, FOR_PLANNING, article_6=Article6.LEGITIMATE_INTERESTS),
        question=planning(organisation=HOST, whose=(HOST,)),
    ),
    holds("IG-04", "Care as a public task", question=CARE),
    fails("IG-04", "Care by consent", replace(PurposeBasis, FOR_CARE, article_6=Article6.CONSENT), question=CARE),
    holds("IG-05", "Implied consent, for individual care", question=CARE),
    fails(
        "IG-05",
        "Implied consent, for planning",
        replace(PurposeBasis, FOR_PLANNING, confidentiality=Confidentiality.IMPLIED_CONSENT),
    ),
    holds(
        "IG-05",
        "A statute that is named",
        replace(PurposeBasis, FOR_PLANNING, confidentiality=Confidentiality.STATUTE, power="NHS Act 2006 s13Z3"),
    ),
    fails(
        "IG-05",
        "Some statute",
        replace(PurposeBasis, FOR_PLANNING, confidentiality=Confidentiality.STATUTE),
    ),
    fails("IG-05", "A court order", replace(PurposeBasis, FOR_PLANNING, confidentiality=Confidentiality.COURT)),
    fails(
        "IG-05",
        "A public interest that nobody recorded",
        replace(PurposeBasis, FOR_PLANNING, confidentiality=Confidentiality.PUBLIC_INTEREST),
    ),
    holds("IG-30", "Pseudonymised is agreed, and asked for"),
    holds("IG-30", "Less identifying than agreed", question=planning(form=Form.AGGREGATE)),
    fails("IG-30", "Identifiable, where only pseudonymised is agreed", question=planning(form=Form.IDENTIFIABLE)),
)
