"""Whether an office is written as somebody's name: where somebody stands is kept by office (ST-05)."""

from __future__ import annotations

import re

from concordat.register.authority import BodyForm
from concordat.register.person import OfficeRole

_TITLES = re.compile(r"^(mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|cllr)\.?\s", re.I)
_OFFICE_WORDS = {
    word.casefold() for each in (*OfficeRole, *BodyForm) for word in re.findall(r"[A-Za-z]+", each.value)
} | set(
    re.findall(
        r"[a-z]+",
        """
        advisory assistant associate cabinet carers ceo cfo chair chairs cio ciso clinicians cmo cnio councillors
        department deputy desk digital directorate doctors finance forum gps head healthwatch icb information lead
        leads mayor member members network nurses partnership patients people place practice practices president
        programme project public reference service services side sro staff team trust union users vice workforce
        """,
    )
)


def looks_like_a_person(office: str) -> bool:
    """Whether it has a title, or is two or three words in capitals of which none is a word of an office."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", office)
    if _TITLES.match(office.strip()):
        return True
    named = 2 <= len(words) <= 3 and all(each[0].isupper() for each in words)
    return named and not any(each.casefold() in _OFFICE_WORDS for each in words)
