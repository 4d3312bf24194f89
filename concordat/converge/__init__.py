"""Converge: from contracts that run out one by one to a plan that a board can sign."""

from concordat.capability import Capability

CAPABILITY = Capability(
    verb="converge",
    question="What should we share, when must we decide, and what does it save?",
    theme="Plans which sites move to which shared product and when, with law as a constraint and a reason for each.",
)
