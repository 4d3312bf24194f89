"""What an organisation's name says it is, where it says so: a hint for files that do not give the kind."""

from __future__ import annotations

import re

from concordat.register.organisation import OrganisationKind

_TRUST = re.compile(r"\bnhs\b.*\btrust\b")

# The first that fits. A "partnership" trust has been a mental health one since those were founded with councils
# (Health Act 1999, section 31); a name such as "Oxford Health" or "Isle of Wight" says nothing, and neither does
# "teaching". Bodies that only sound like councils (Arts Council England) are why the sort of council must be named.
_TRUST_WORDS = (
    (re.compile(r"\bambulance\b"), OrganisationKind.AMBULANCE),
    (re.compile(r"\bmental health\b|\bpartnership\b"), OrganisationKind.MENTAL_HEALTH),
    (re.compile(r"\bcommunity\b"), OrganisationKind.COMMUNITY),
    (re.compile(r"\b(hospitals?|acute|children's|women's|cancer|orthopaedic)\b"), OrganisationKind.ACUTE),
)
_OTHER_WORDS = (
    (re.compile(r"\bintegrated care board\b"), OrganisationKind.ICB),
    (
        re.compile(r"\b(city|county|borough|district|metropolitan|town|parish)\b.*\bcouncil\b|\blondon borough of\b"),
        OrganisationKind.LOCAL_AUTHORITY,
    ),
)


def kind_by_name(name: str) -> OrganisationKind:
    """The kind that the name tells, or OTHER where it does not: a wrong kind would do more harm than none."""
    plain = name.casefold()
    words = _TRUST_WORDS if _TRUST.search(plain) else _OTHER_WORDS
    return next((kind for pattern, kind in words if pattern.search(plain)), OrganisationKind.OTHER)
