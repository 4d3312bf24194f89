"""Procure: every legal step reckoned back from the day an option is lost, so that the law is asked in time."""

from concordat.capability import Capability

CAPABILITY = Capability(
    verb="procure",
    question="What must happen before we can buy, and by when?",
    theme="Reckons every gate back from the end of a contract: legal advice, notices, standstill, approvals.",
)
