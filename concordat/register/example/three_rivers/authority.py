"""Three Rivers: its bodies and how they vote, who sits on them, four schemes of delegation, and what is kept back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    ReservedMatter,
    TermsOfReference,
    Voting,
)
from concordat.register.example.measures import day, days, thousands
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole

TRUSTS = ("RZ1", "RZ4", "Z3R4V", "RZ8")

_CHAIR, _NON_EXECUTIVE, _CHIEF = OfficeRole.CHAIR, OfficeRole.NON_EXECUTIVE, OfficeRole.CHIEF_EXECUTIVE
_FINANCE, _MEDICAL, _OPERATIONS = OfficeRole.FINANCE_LEAD, OfficeRole.MEDICAL_DIRECTOR, OfficeRole.OPERATING_OFFICER
_DIGITAL, _SIRO, _GOVERNOR = OfficeRole.DIGITAL_LEAD, OfficeRole.SIRO, OfficeRole.GOVERNOR

_Pattern = tuple[str, str, BodyForm, str, tuple[OfficeRole, ...], int]

_PATTERNS: tuple[_Pattern, ...] = (
    # of trusts: ending, name, form, reports to, who votes (the first chairs), quorum
    ("BOARD", "Board of directors", BodyForm.BOARD, "",
     (_CHAIR, _NON_EXECUTIVE, _CHIEF, _FINANCE, _MEDICAL, _OPERATIONS), 4),
    ("FPC", "Finance and performance committee", BodyForm.COMMITTEE, "BOARD",
     (_NON_EXECUTIVE, _CHAIR, _FINANCE, _OPERATIONS), 3),
    ("EMT", "Executive management team", BodyForm.EXECUTIVE, "BOARD", (_CHIEF, _FINANCE, _MEDICAL, _OPERATIONS), 3),
    ("COG", "Council of governors", BodyForm.GOVERNORS, "", (_CHAIR, _GOVERNOR), 2),
)
_FOUNDATION = ("RZ1", "Z3R4V")
"""The foundation trusts, which alone have governors."""

_OWN: tuple[_Pattern, ...] = (
    # of the ICB and the county council: key, and then the same
    ("QZ3-BOARD", "Board of the integrated care board", BodyForm.BOARD, "",
     (_CHAIR, _NON_EXECUTIVE, _CHIEF, _FINANCE, _MEDICAL), 3),
    ("QZ3-FIC", "Finance and investment committee", BodyForm.COMMITTEE, "QZ3-BOARD",
     (_NON_EXECUTIVE, _CHIEF, _FINANCE), 2),
    ("QZ3-SIRO", "Senior information risk owner of the ICB", BodyForm.OFFICE, "QZ3-BOARD", (_SIRO,), 0),
    ("098-CABINET", "Cabinet of the county council", BodyForm.COUNCIL, "", (_CHAIR, _NON_EXECUTIVE), 2),
)

_SHARED: tuple[tuple[str, str, BodyForm, tuple[str, ...], str, dict[str, Any]], ...] = (
    # of the collaborative: key, name, form, for whom, power, terms of reference
    ("TR-JC", "Three Rivers joint committee", BodyForm.JOINT, (*TRUSTS, "QZ3"), "NHS Act 2006 s65Z6", {
        "voting": Voting.QUALIFIED, "share_needed": 75.0, "quorum": 5, "quorum_each": 1, "affected_veto": True,
        "no_detriment": True, "blind": True, "chairs_action": thousands(100),
        "source": "Joint committee terms of reference v2, section 6, page 9",
        **days(review_on="2027-03-31", valid_from="2026-04-01")}),
    ("TR-PB", "Three Rivers programme board", BodyForm.ADVISORY, (*TRUSTS, "QZ3"), "", {
        "voting": Voting.CONSENSUS, "quorum": 4, "source": "Programme board terms of reference, page 2",
        **days(review_on="2027-04-30")}),
    ("TR-DIG", "Digital and information group", BodyForm.INDIVIDUALS, TRUSTS, "NHS Act 2006 s65Z5", {
        "voting": Voting.UNANIMITY, "quorum": 4, "quorum_each": 1, "papers_days": 3,
        "source": "Letters of delegated authority, 2 March 2026", **days(review_on="2027-02-28")}),
    ("TR-CIC", "Committees in common on emergency care", BodyForm.IN_COMMON, ("RZ1", "RZ4", "RZ5"),
     "Each trust's own standing orders", {
         "voting": Voting.UNANIMITY, "quorum": 6, "quorum_each": 2, "source": "Terms of reference 2023/1, page 4",
         **days(review_on="2024-09-30", valid_from="2023-10-01", valid_to="2025-10-01")}),
)  # the last was stood down in 2025; nobody has closed it, nor taken Wend Royal off it

_SEATS = (  # body, office, organisations, votes; the chair is first
    ("TR-JC", _CHIEF, "Z3R4V RZ4 RZ8 QZ3", 1),
    ("TR-JC", _CHIEF, "RZ1", 2),  # Wend Royal's vote came to it with the merger
    ("TR-JC", _CHAIR, "RZ8", 0),
    ("TR-JC", _FINANCE, "QZ3", 0),
    ("TR-PB", OfficeRole.PROGRAMME_DIRECTOR, "RZ1", 1),
    ("TR-PB", _DIGITAL, "RZ1 RZ4 Z3R4V RZ8 QZ3", 1),
    ("TR-DIG", _SIRO, "RZ4 RZ1 Z3R4V RZ8", 1),
    ("TR-DIG", OfficeRole.DPO, "RZ1 RZ4 Z3R4V RZ8", 0),
)

_REVIEWED = {  # terms of trusts' own bodies whose review is not due on 30 June 2027
    "RZ4-FPC": "2026-09-30",
    "QZ3-FIC": "2027-01-31",
    "RZ8-BOARD": "2027-05-31",
}
_PAPERS = {"EMT": 3, "BOARD": 6, "CABINET": 20}
"""Working days. A cabinet's key decisions are announced 28 days before (SI 2012/2089 reg 9)."""

_DIGITAL_WORK, _KNOWLEDGE, _POLICY = Function.DIGITAL, Function.INFORMATION, Function.POLICY
_AWARD, _EXTEND, _PAY = DecisionClass.AWARD, DecisionClass.EXTENSION, DecisionClass.CONTRIBUTION
_AGREE, _ADOPT, _CASE = DecisionClass.AGREEMENT, DecisionClass.ADOPTION, DecisionClass.BUSINESS_CASE
_TOGETHER = {
    "wording": "To award contracts for digital services that two or more members use, within the limit, whole life "
               "and with VAT",
    **days(valid_from="2026-04-01"),
}
_OF_ITS_OWN = {
    "wording": "To agree the award of digital contracts to which the Trust is party, its board having seen the case",
    **days(valid_from="2026-12-01"),
}

_SCHEMES: dict[str, str] = {
    "RZ1": "Scheme of reservation and delegation v7, April 2026, page",
    "RZ4": "Standing financial instructions 2026/27, annex B, page",
    "Z3R4V": "Scheme of delegation, November 2025, page",
    "RZ8": "Governance handbook 2026, chapter 5, page",
    "QZ3": "ICB functions and decisions map 2026, page",
}

_DELEGATIONS: tuple[tuple[str, Function, DecisionClass, str, float | None, int, dict[str, Any]], ...] = (
    # organisation, function, class, body, £000 with VAT (None: any), page, what else
    ("RZ1", _DIGITAL_WORK, _AWARD, "TR-JC", 15_000, 31, _TOGETHER),
    ("RZ1", _DIGITAL_WORK, _AWARD, "RZ1-FPC", 5_000, 30, {}),
    ("RZ1", _DIGITAL_WORK, _AWARD, "RZ1-EMT", 1_000, 30, {}),
    ("RZ1", _DIGITAL_WORK, _CASE, "RZ1-FPC", 5_000, 29, {}),
    ("RZ1", _DIGITAL_WORK, _EXTEND, "RZ1-EMT", 2_000, 30, {"months_limit": 24}),
    ("RZ1", _DIGITAL_WORK, _PAY, "TR-JC", 2_000, 31, days(valid_from="2026-04-01")),
    ("RZ1", _KNOWLEDGE, _AGREE, "TR-DIG", None, 33, {}),
    ("RZ1", _POLICY, _ADOPT, "TR-JC", None, 31, days(valid_from="2026-04-01")),
    ("RZ4", _DIGITAL_WORK, _AWARD, "TR-JC", 10_000, 14, {**_TOGETHER, "after": ("RZ4-FPC",)}),
    ("RZ4", _DIGITAL_WORK, _AWARD, "RZ4-FPC", 2_000, 12, {}),
    ("RZ4", _DIGITAL_WORK, _EXTEND, "RZ4-FPC", 2_000, 12, {}),
    ("RZ4", _DIGITAL_WORK, _EXTEND, "RZ4-EMT", 1_000, 13, {"delegated_by": "RZ4-FPC"}),  # which may not pass it on
    ("RZ4", _DIGITAL_WORK, _PAY, "TR-JC", 1_000, 14, days(valid_from="2026-04-01")),
    ("RZ4", _KNOWLEDGE, _AGREE, "TR-DIG", None, 15, {}),
    ("RZ4", _POLICY, _ADOPT, "TR-JC", None, 14, days(valid_from="2026-04-01")),
    ("Z3R4V", _DIGITAL_WORK, _AWARD, "TR-JC", 6_000, 8,
     {**_TOGETHER, "months_limit": 120, "after": ("Z3R4V-EMT",)}),
    ("Z3R4V", _DIGITAL_WORK, _AWARD, "Z3R4V-FPC", 3_000, 7, {"months_limit": 60}),
    ("Z3R4V", _DIGITAL_WORK, _EXTEND, "Z3R4V-FPC", 3_000, 7, {"may_sub_delegate": True}),
    ("Z3R4V", _DIGITAL_WORK, _EXTEND, "Z3R4V-EMT", 500, 7, {"delegated_by": "Z3R4V-FPC"}),
    ("Z3R4V", _DIGITAL_WORK, _PAY, "TR-JC", 500, 8, days(valid_from="2026-04-01")),
    ("Z3R4V", _KNOWLEDGE, _AGREE, "TR-DIG", None, 9, {}),
    ("Z3R4V", _POLICY, _ADOPT, "TR-JC", None, 8, days(valid_from="2026-04-01")),
    ("RZ8", _DIGITAL_WORK, _AWARD, "TR-JC", 5_500, 52, _OF_ITS_OWN),
    ("RZ8", _DIGITAL_WORK, _AWARD, "RZ8-FPC", 1_000, 50, {"after": ("RZ8-EMT",)}),
    ("RZ8", _DIGITAL_WORK, _EXTEND, "RZ8-FPC", 1_000, 50, {}),
    ("RZ8", _DIGITAL_WORK, _EXTEND, "TR-PB", 250, 53, {"wording": "To approve the extension of shared contracts"}),
    ("RZ8", _DIGITAL_WORK, _PAY, "TR-JC", 400, 52, days(valid_from="2026-04-01")),
    ("RZ8", _KNOWLEDGE, _AGREE, "TR-DIG", None, 54, {}),
    ("RZ8", _POLICY, _ADOPT, "TR-JC", None, 52, days(valid_from="2027-01-01")),
    ("QZ3", _DIGITAL_WORK, _AWARD, "TR-JC", 8_000, 22, {**_TOGETHER, "after": ("QZ3-FIC",)}),
    ("QZ3", _DIGITAL_WORK, _AWARD, "QZ3-FIC", 3_000, 21, {}),
    ("QZ3", _KNOWLEDGE, _AGREE, "QZ3-SIRO", None, 24, {}),
)

_MERGER, _POOLED = DecisionClass.MERGER, DecisionClass.POOLED_FUND
_RESERVED: tuple[tuple[str, DecisionClass, str, float, bool, str], ...] = (
    # organisation, class, kept to, from £000 with VAT, besides whoever decides, source
    ("RZ1", _MERGER, "RZ1-BOARD", 0, False, "Scheme of reservation and delegation v7, April 2026, page 5"),
    ("RZ1", _MERGER, "RZ1-COG", 0, True, "NHS Act 2006 s51A and s56; constitution, annex 9, page 61"),
    ("RZ1", _AWARD, "RZ1-BOARD", 15_000, False, "Scheme of reservation and delegation v7, April 2026, page 6"),
    ("RZ1", _AWARD, "RZ1-COG", 40_000, True, "Constitution, annex 9, page 62: a tenth of turnover is significant"),
    ("RZ4", _MERGER, "RZ4-BOARD", 0, False, "Standing financial instructions 2026/27, annex A, page 3"),
    ("RZ4", _POOLED, "RZ4-BOARD", 0, False, "Standing financial instructions 2026/27, annex A, page 3"),
    ("Z3R4V", _MERGER, "Z3R4V-BOARD", 0, False, "Scheme of delegation, November 2025, page 2"),
    ("Z3R4V", _MERGER, "Z3R4V-COG", 0, True, "NHS Act 2006 s51A and s56; constitution, annex 7, page 44"),
    ("RZ8", _MERGER, "RZ8-BOARD", 0, False, "Governance handbook 2026, chapter 4, page 41"),
    ("RZ8", _POOLED, "RZ8-BOARD", 0, False, "Governance handbook 2026, chapter 4, page 41"),
    ("QZ3", _POOLED, "QZ3-BOARD", 0, False, "ICB functions and decisions map 2026, page 6"),
    ("098", _POOLED, "098-CABINET", 0, False, "Council constitution, part 3, page 88; NHS Act 2006 s75"),
)


def authority() -> Iterator[Noun]:
    """Every row of governance.xlsx that says who may decide what."""
    for key, name, form, organisation, above, seats, quorum in _bodies():
        ending = key.partition("-")[2]
        yield Body(body=key, name=name, form=form, organisation=organisation, reports_to=above,
                   office=seats[0] if form is BodyForm.OFFICE else None)
        yield TermsOfReference(body=key, voting=Voting.MAJORITY, quorum=quorum, papers_days=_PAPERS.get(ending, 5),
                               review_on=day(_REVIEWED.get(key, "2027-06-30")), source=f"Terms of {key}, page 3")
        for place, office in enumerate(seats):
            yield BodyMember(body=key, organisation=organisation, office=office, chairs=place == 0)
    for key, name, form, members, power, terms in _SHARED:
        yield Body(body=key, name=name, form=form, members=members, established_under=power)
        yield TermsOfReference(body=key, **terms)
    yield from _seats()
    for organisation, function, kind, body, limit, page, more in _DELEGATIONS:
        yield Delegation(organisation=organisation, function=function, decision_class=kind, body=body,
                         limit=None if limit is None else thousands(limit),
                         source=f"{_SCHEMES[organisation]} {page}", **more)
    for organisation, kind, body, least, besides, source in _RESERVED:
        yield ReservedMatter(organisation=organisation, decision_class=kind, body=body, from_value=thousands(least),
                             besides=besides, source=source)


def _bodies() -> Iterator[tuple[str, str, BodyForm, str, str, tuple[OfficeRole, ...], int]]:
    """Key, name, form, whose, reports to, who votes, quorum."""
    for code in TRUSTS:
        for ending, name, form, above, seats, quorum in _PATTERNS:
            if form is not BodyForm.GOVERNORS or code in _FOUNDATION:
                yield f"{code}-{ending}", name, form, code, f"{code}-{above}" if above else "", seats, quorum
    for key, name, form, above, seats, quorum in _OWN:
        yield key, name, form, key.partition("-")[0], above, seats, quorum


def _seats() -> Iterator[BodyMember]:
    chaired: set[str] = set()
    for body, office, codes, votes in _SEATS:
        for code in codes.split():
            yield BodyMember(body=body, organisation=code, office=office, votes=votes, chairs=body not in chaired)
            chaired.add(body)
