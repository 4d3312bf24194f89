"""Share: who may see which data, decided by agreements that run, and written out as the papers people sign."""

from concordat.capability import Capability

CAPABILITY = Capability(
    verb="share",
    question="May they see it?",
    theme="Turns agreements into decisions with reasons, into coverage, and into the documents that are signed.",
)
