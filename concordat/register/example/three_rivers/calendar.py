"""Three Rivers: its proposals, when its bodies meet, what was decided and how, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from concordat.core.calendar import is_working_day
from concordat.register.authority import DecisionClass, Function
from concordat.register.example.measures import day, day_or_blank, days, thousands
from concordat.register.example.three_rivers.authority import TRUSTS
from concordat.register.meeting import (
    Action,
    AgendaItem,
    Choice,
    Decision,
    Meeting,
    MeetingStatus,
    Outcome,
    Purpose,
    Vote,
)
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus

_PLANNED_ON = day("2026-11-22")
_FIRST, _AFTER = day("2026-10-01"), day("2028-04-01")
_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = range(5)
_EVERY, _ODD, _EVEN = range(1, 13), range(1, 13, 2), range(2, 13, 2)
_WEEK = timedelta(weeks=1)

_PATTERNS = (  # body, weekday, which of the month, months
    ("RZ1-BOARD", _WEDNESDAY, (4,), _EVERY),
    ("RZ1-FPC", _WEDNESDAY, (3,), _EVERY),
    ("RZ1-EMT", _TUESDAY, (1, 3), _EVERY),
    ("RZ1-COG", _TUESDAY, (2,), range(3, 13, 3)),
    ("RZ4-BOARD", _THURSDAY, (1,), _EVEN),
    ("RZ4-FPC", _TUESDAY, (3,), _EVERY),
    ("RZ4-EMT", _MONDAY, (2, 4), _EVERY),
    ("Z3R4V-BOARD", _THURSDAY, (4,), _ODD),
    ("Z3R4V-FPC", _WEDNESDAY, (2,), _EVERY),
    ("Z3R4V-EMT", _MONDAY, (1, 3), _EVERY),
    ("Z3R4V-COG", _WEDNESDAY, (3,), range(2, 13, 3)),
    ("RZ8-BOARD", _THURSDAY, (4,), _ODD),
    ("RZ8-FPC", _THURSDAY, (3,), _EVERY),
    ("RZ8-EMT", _WEDNESDAY, (1, 3), _EVERY),
    ("QZ3-BOARD", _TUESDAY, (4,), _ODD),
    ("QZ3-FIC", _TUESDAY, (1,), _EVERY),
    ("098-CABINET", _TUESDAY, (2,), (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)),
    ("TR-JC", _THURSDAY, (3,), _EVERY),
    ("TR-PB", _FRIDAY, (1,), _EVERY),
    ("TR-DIG", _MONDAY, (3,), _EVERY),
)
_NO_MEETINGS = (18, 31)
"""The days of December between which nobody meets."""
_CANCELLED = {("RZ4-FPC", day("2026-11-17"))}
_PLACES = {"TR-JC": "Wendbridge Community Hospital, seminar room", "TR-PB": "By video", "TR-DIG": "By video"}

_CHIEF, _DIGITAL, _SIRO = OfficeRole.CHIEF_EXECUTIVE, OfficeRole.DIGITAL_LEAD, OfficeRole.SIRO
_FINANCE, _DIRECTOR = OfficeRole.FINANCE_LEAD, OfficeRole.PROGRAMME_DIRECTOR
_RELEASED, _DECIDED = ProposalStatus.RELEASED, ProposalStatus.DECIDED

_ProposalRow = tuple[str, str, ProposalStatus, str, str, Function, DecisionClass, float, int, str, dict[str, Any]]

_PROPOSALS: tuple[_ProposalRow, ...] = (
    # key, title, status, put forward by, for whom, function, class, £000 with VAT, months, decide by, what else
    ("converge-phr", "Share Openlatch for Patient portal at 5 organisations", _RELEASED, "RZ1", "QZ3 Z3R4V RZ8 RZ1 RZ4",
     Function.DIGITAL, DecisionClass.AWARD, 5048, 102, "2026-12-31", {
         "verb": "converge", "capability": "PHR", "contracts": ("QZ3-PHR-23", "RZ1-PHR-22", "RZ4-PHR-21"),
         "personal_data": True, "duties": (
             "equality: EIA-26/09", "public involvement: patients' panel, 15 September 2026",
             "triple aim: JC/26/20, section 6"),
         "reasons": ("Openlatch is shared by 5 sites, which opens its price for 5 or more",)}),  # a new plan takes over
    ("TR-P-01", "Sign the agreement on emergency attendances for winter planning", _RELEASED, "QZ3", "RZ4",
     Function.INFORMATION, DecisionClass.AGREEMENT, 0, 12, "2027-01-04",
     {"personal_data": True, "duties": ("equality: EIA-26/07",),
      "reasons": ("RZ1 and QZ3 signed TR-DSA-02 on 14 September, RZ4 has not",)}),
    ("TR-P-02", "Adopt one policy on planned and unplanned downtime", _RELEASED, "RZ1", " ".join(TRUSTS),
     Function.POLICY, DecisionClass.ADOPTION, 0, 36, "2027-03-31",
     {"duties": ("equality: EIA-26/14", "quality: QIA-26/14"),
      "reasons": ("The four policies give notice of three, five, seven and ten working days",)}),
    ("TR-P-03", "Enlarge the pooled fund for integrated discharge", _RELEASED, "098", "RZ8 098",
     Function.COMMISSIONING, DecisionClass.POOLED_FUND, 1260, 36, "2027-03-09",
     {"icb_function": True, "reasons": ("The fund was spent by August in 2026/27",)}),  # the ICB is not named
    ("TR-P-04", "Bring the laboratories of RZ1 and RZ4 into one company", _RELEASED, "RZ1", "RZ1 RZ4",
     Function.CLINICAL, DecisionClass.MERGER, 62_000, 120, "2027-09-30",
     {"duties": ("equality: EIA-26/11", "quality: QIA-26/10", "triple aim: outline case, section 4"),
      "reasons": ("RZ1-LIMS-14 has ended, and neither trust can staff two laboratories at night",)}),
    ("TR-P-05", "Claim the first extension of the patient portal of RZ1", _RELEASED, "RZ1", "RZ1",
     Function.DIGITAL, DecisionClass.EXTENSION, 303, 12, "2026-12-31",
     {"contracts": ("RZ1-PHR-22",), "reasons": ("It ends on 31 March 2027, before a shared portal can replace it",)}),
    ("TR-P-06", "Pay for a shared integration team for a year", _DECIDED, "RZ1", "RZ1 RZ4 Z3R4V RZ8",
     Function.DIGITAL, DecisionClass.CONTRIBUTION, 380, 12, "2026-10-31", {}),
    ("TR-P-07", "Adopt one policy on access for clinicians who work at two trusts", _DECIDED, "RZ4", "RZ1 RZ4 Z3R4V",
     Function.POLICY, DecisionClass.ADOPTION, 0, 36, "2026-11-30", {"duties": ("equality: EIA-26/12",)}),
    ("TR-P-08", "Test the shared network for weaknesses before winter", _DECIDED, "RZ1", "RZ1 RZ4",
     Function.DIGITAL, DecisionClass.CONTRIBUTION, 84, 2, "2026-10-30", {}),
    ("TR-P-09", "Extend the scanning contract of RZ8", _DECIDED, "RZ8", "RZ8",
     Function.DIGITAL, DecisionClass.EXTENSION, 30, 12, "2027-09-30", {"contracts": ("RZ8-DOC-25",)}),
)

_AGENDA = (  # body, day, proposal, purpose, sponsor, paper, considered before
    ("TR-PB", "2026-10-02", "TR-P-06", Purpose.RECOMMEND, _DIRECTOR, "PB/26/31", ""),
    ("TR-JC", "2026-10-15", "TR-P-06", Purpose.APPROVE, _DIRECTOR, "JC/26/14", "Programme board, 2 October 2026"),
    ("TR-PB", "2026-11-06", "TR-P-07", Purpose.RECOMMEND, _DIGITAL, "PB/26/36", ""),
    ("TR-PB", "2026-11-06", "TR-P-09", Purpose.APPROVE, _DIGITAL, "", ""),
    ("TR-JC", "2026-11-19", "TR-P-07", Purpose.APPROVE, _DIGITAL, "JC/26/18", "Programme board, 6 November 2026"),
    ("TR-PB", "2026-12-04", "TR-P-02", Purpose.RECOMMEND, _DIGITAL, "PB/26/41", ""),
    ("RZ1-EMT", "2026-12-01", "TR-P-05", Purpose.APPROVE, _DIGITAL, "EMT/26/212", ""),
    ("QZ3-FIC", "2026-12-01", "converge-phr", Purpose.RECOMMEND, _DIGITAL, "FIC/26/77", ""),
    ("RZ4-BOARD", "2026-12-03", "TR-P-04", Purpose.APPROVE, _CHIEF, "Private paper 12/26", ""),
    ("Z3R4V-EMT", "2026-12-07", "converge-phr", Purpose.RECOMMEND, _DIGITAL, "EMT/26/141", ""),
    ("RZ4-FPC", "2026-12-15", "converge-phr", Purpose.RECOMMEND, _DIGITAL, "FPC/26/98", ""),
    ("TR-JC", "2026-12-17", "converge-phr", Purpose.APPROVE, _DIRECTOR, "JC/26/20", ""),
    ("TR-JC", "2027-01-21", "TR-P-02", Purpose.APPROVE, _DIGITAL, "", "Programme board, 4 December 2026"),
)

_DECISIONS: tuple[tuple[str, str, str, str, Outcome, str, dict[str, Any]], ...] = (
    # key, proposal, body, day, outcome, whom it binds, what else
    ("D-2026-001", "TR-P-06", "TR-JC", "2026-10-15", Outcome.CONDITIONS, "RZ1 RZ4 Z3R4V RZ8", {
        "power": "Each trust's scheme: contributions; NHS Act 2006 s65Z6",
        "options": ("No shared team", "A shared team for a year", "A shared team for three years"),
        "conditions": ("RZ8 pays no more than £40,000", "The team reports its hours by trust each month"),
        "owner": "RZ1", "owner_office": _DIRECTOR, "minutes": "JC/26/15, item 4",
        "dissent": ("RZ8: its share is measured by systems, and should be measured by interfaces",),
        **days(due_on="2027-01-04", review_on="2027-07-15")}),
    ("D-2026-002", "TR-P-08", "TR-JC", "2026-10-29", Outcome.APPROVED, "RZ1 RZ4", {
        "power": "Terms of reference, section 6: chair's action up to £100,000", "chairs_action": True,
        "options": ("Test now", "Test in the spring"), "owner": "RZ1", "owner_office": _DIGITAL,
        "minutes": "JC/26/17, the chair's letter",
        **days(due_on="2026-12-18", review_on="2027-01-21")}),  # the November meeting did not ratify it
    ("D-2026-003", "TR-P-09", "TR-PB", "2026-11-06", Outcome.APPROVED, "RZ8", {}),  # no more was written down
    ("D-2026-004", "TR-P-07", "TR-JC", "2026-11-19", Outcome.APPROVED, "RZ1 RZ4 Z3R4V", {
        "power": "Each trust's scheme: adoption of policies; NHS Act 2006 s65Z6",
        "options": ("One policy with local annexes", "One policy", "Four policies"), "owner": "RZ4",
        "owner_office": OfficeRole.COMPANY_SECRETARY, "minutes": "JC/26/19, item 3",
        **days(due_on="2027-02-01", review_on="2027-11-18")}),
)

_VOTES = (  # decision, organisation, choice, reason
    ("D-2026-001", "RZ1", Choice.FOR, ""),
    ("D-2026-001", "RZ4", Choice.FOR, "Its own team has two vacancies"),
    ("D-2026-001", "Z3R4V", Choice.FOR, ""),
    ("D-2026-001", "RZ8", Choice.FOR, "On condition that its share is capped"),
    ("D-2026-001", "QZ3", Choice.ABSTAINED, "It pays nothing"),
    ("D-2026-004", "RZ1", Choice.FOR, ""),
    ("D-2026-004", "RZ4", Choice.FOR, ""),
    ("D-2026-004", "Z3R4V", Choice.FOR, "Annex C keeps its rules for units under the Mental Health Act"),
    ("D-2026-004", "RZ8", Choice.ABSTAINED, "Its own executive team adopts policies"),
    ("D-2026-004", "QZ3", Choice.FOR, ""),
)
_VOTES_HELD = {"RZ1": 2}

_ACTIONS = (  # key, title, decision, organisation, office, due, done
    ("A-001", "Send each trust its share for 2026/27", "D-2026-001", "RZ1", _FINANCE, "2026-10-30", "2026-10-27"),
    ("A-002", "Agree how hours are counted by trust", "D-2026-001", "RZ8", _DIGITAL, "2026-11-13", ""),  # overdue
    ("A-003", "Appoint the tester, and tell both information risk owners", "D-2026-002", "RZ1", _DIGITAL,
     "2026-12-04", ""),
    ("A-004", "Publish the policy on three intranets with its annexes", "D-2026-004", "RZ4",
     OfficeRole.COMPANY_SECRETARY, "2027-01-29", ""),
)


def calendar() -> Iterator[Noun]:
    """Every proposal, and every row of governance.xlsx about meetings and what they decided."""
    for key, title, status, organisation, members, function, kind, value, months, decide_by, more in _PROPOSALS:
        yield Proposal(proposal=key, title=title, status=status, organisation=organisation, value=thousands(value),
                       members=tuple(members.split()), function=function, decision_class=kind, months=months,
                       decide_by=day(decide_by), **{"verb": "govern", **more})
    for body, weekday, nths, months_met in _PATTERNS:
        for on in _days(weekday, nths, months_met):
            yield Meeting(body=body, on=on, status=_status(body, on), place=_PLACES.get(body, ""))
    for body, held, proposal, purpose, sponsor, paper, previous in _AGENDA:
        yield AgendaItem(body=body, on=day(held), proposal=proposal, purpose=purpose, sponsor=sponsor, paper=paper,
                         previous=previous)
    for key, proposal, body, decided, outcome, binds, more in _DECISIONS:
        yield Decision(decision=key, proposal=proposal, body=body, decided_on=day(decided), outcome=outcome,
                       binds=tuple(binds.split()), **more)
    for decision, organisation, choice, reason in _VOTES:
        yield Vote(decision=decision, organisation=organisation, office=_CHIEF, choice=choice, reason=reason,
                   votes=_VOTES_HELD.get(organisation, 1))
    for key, title, decision, organisation, office, due, done in _ACTIONS:
        yield Action(action=key, title=title, decision=decision, organisation=organisation, office=office,
                     due_on=day(due), done_on=day_or_blank(done))


def _days(weekday: int, nths: tuple[int, ...], months: range | tuple[int, ...]) -> Iterator[date]:
    """The days of a pattern; a bank holiday puts a meeting off by a week."""
    on = _FIRST + timedelta((weekday - _FIRST.weekday()) % 7)
    while on < _AFTER:
        if on.month in months and (on.day + 6) // 7 in nths and not _at_christmas(on):
            yield on if is_working_day(on) else on + _WEEK
        on += _WEEK


def _at_christmas(on: date) -> bool:
    first, last = _NO_MEETINGS
    return on.month == 12 and first <= on.day <= last


def _status(body: str, on: date) -> MeetingStatus:
    if (body, on) in _CANCELLED:
        return MeetingStatus.CANCELLED
    return MeetingStatus.HELD if on < _PLANNED_ON else MeetingStatus.PLANNED
