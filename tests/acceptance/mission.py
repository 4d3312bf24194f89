"""The mission: what a provider collaborative needs, row by row, and the verb that is to serve it."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One need. `verbs` are those that serve it, or will."""

    row: str
    need: str
    verbs: str


ROWS = (
    Row("M01", "Supplier solutions aligned across sites: who runs what, from whom; true interoperability told from "
        "claimed; lock-in and exit seen; overlapping and incompatible data between services found", "converge, share"),
    Row("M02", "A shared database whose data-protection and privacy consequences are handled, early and in writing, "
        "and obeyed by the system", "share"),
    Row("M03", "Maintenance windows that work for every organisation that shares a solution", "maintain"),
    Row("M04", "Day-to-day management: roles, responsibilities, risk and commitments of each organisation", "govern"),
    Row("M05", "Policies and standard operating procedures harmonised across trusts", "align"),
    Row("M06", "Legal input in time: framework fit, key requirements and procurement route before the choice is made",
        "procure"),
    Row("M07", "Contracts of 10–15 years: expiries managed in the lead-up to shared solutions, and convergence planned "
        "well in advance", "converge, procure"),
    Row("M08", "Consistent decisions at the right seniority; responsibilities split between collaborative and ICB",
        "govern"),
    Row("M09", "Data sharing with partners outside the NHS", "share"),
    Row("M10", "Each collaborative's own starting point: variation in what is shared already is measured, not assumed",
        "converge, govern"),
    Row("M11", "Shared goals, membership and governance of each collaborative; a provider may be in several",
        "register, govern"),
    Row("M12", "Funding secured and shared; appetite for risk made explicit", "resource"),
    Row("M13", "Integration across different cultures, priorities and processes", "govern"),
    Row("M14", "Resistance to change of boards, governors and others understood and answered", "govern"),
    Row("M15", "Data sharing with privacy and security", "share"),
    Row("M16", "Workforce capacity for collaborative work beside each trust's own", "resource"),
    Row("M17", "Scalability: will what worked in one region work in another", "measure"),
    Row("M18", "Impact measured, also in the short term, well enough to secure continued support", "measure"),
    Row("M19", "Joint decision-making used lawfully, each member brought along, a member's own loss seen", "govern"),
    Row("M20", "Coordinated care, duplicated effort and waste reduced, best practice shared",
        "share, measure, align"),
    Row("M21", "Better outcomes, higher efficiency, lower cost: shown", "measure, converge"),
    Row("N01", "One connected record: if a contract slips, a trust leaves or an ICB dissolves, what breaks?",
        "register, converge"),
    Row("N02", "The route finder: which bodies, which meetings, earliest lawful day", "govern"),
    Row("N03", "Agreements that execute: one record gives the verdict, the documents and the enforcement", "share"),
    Row("N04", "Convergence planned by optimisation, with law as a constraint and a reason for each date",
        "converge"),
    Row("N05", "Honest impact: each method's measured false-positive rate beside its result", "measure"),
    Row("N06", "Clause-by-clause comparison of obligations over any number of members, with a joint draft", "align"),
    Row("N07", "Gaps in data traced to the supplier and the contract that cause them", "share"),
)  # fmt: skip
