"""Govern: who decides what, in which order, at which meetings, and the earliest lawful day."""

from concordat.capability import Capability

CAPABILITY = Capability(
    verb="govern",
    question="Who decides this, by when, and what is still missing?",
    theme="Routes a proposal through every scheme of delegation to a dated decision, and keeps what was decided.",
)
