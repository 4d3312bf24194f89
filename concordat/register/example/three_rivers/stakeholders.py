"""Three Rivers: where each office stands on two proposals, when it was spoken with, and what they do to each member."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.register.example.measures import day, day_or_blank, days, thousands
from concordat.register.noun import Noun
from concordat.register.stakeholder import Effect, EffectKind, Engagement, Interest, Position, Stance

_PORTAL, _LABORATORIES = "converge-phr", "TR-P-04"
_DECIDES, _ADVISES, _DELIVERS, _AFFECTED = Interest
_UNKNOWN, _OPPOSED, _NEUTRAL, _SUPPORTS, _LEADS = Stance

_CHIEF, _BOARD, _GOVERNORS = "Chief executive", "Board of directors", "Council of governors"

_POSITIONS: tuple[tuple[str, str, str, Interest, Stance, Stance, str, dict[str, Any]], ...] = (
    # proposal, organisation, office, why it matters, where it stands, where it must, seen on, what else
    (_PORTAL, "RZ1", _CHIEF, _DECIDES, _LEADS, _SUPPORTS, "2026-11-19", {
        "evidence": "JC/26/19, item 5", "gains": "One portal in place of its own, and a lower price"}),
    (_PORTAL, "RZ4", _CHIEF, _DECIDES, _SUPPORTS, _SUPPORTS, "2026-11-19", {"evidence": "JC/26/19, item 5"}),
    (_PORTAL, "RZ4", "Finance and performance committee", _ADVISES, _NEUTRAL, _SUPPORTS, "2026-10-20", {
        "evidence": "Minutes, item 9", "concern": "Two contracts are paid for at once",
        "question": "For how many months are two portals paid for?", "answer": "For one month, October 2029",
        "answered_by": "Digital lead", **days(answer_by="2026-12-08", answered_on="2026-11-19")}),
    (_PORTAL, "Z3R4V", _CHIEF, _DECIDES, _SUPPORTS, _SUPPORTS, "2026-08-03", {"evidence": "Letter of 3 August"}),
    # nobody has spoken with that office since
    (_PORTAL, "RZ8", _CHIEF, _DECIDES, _OPPOSED, _SUPPORTS, "2026-11-19", {
        "evidence": "JC/26/19, item 5", "concern": "Its board will not explain a higher price to its staff",
        "question": "Why would we pay more for the portal that we have?", "answered_by": "Programme director",
        "gains": "Support at weekends", "loses": "The low price of its present contract",
        "mitigation": "RZ1 makes the difference good: heads of terms v3, clause 7", **days(answer_by="2026-12-10")}),
    (_PORTAL, "QZ3", _CHIEF, _DECIDES, _UNKNOWN, _SUPPORTS, "", {
        "question": "Does the contract outlive a change of the boards' borders?", "answered_by": "Legal lead",
        **days(answer_by="2026-12-01")}),
    (_PORTAL, "Z3R4V", _GOVERNORS, _AFFECTED, _NEUTRAL, _NEUTRAL, "2026-11-18", {"evidence": "Minutes, item 4"}),
    (_PORTAL, "RZ4", "Digital lead", _DELIVERS, _NEUTRAL, _SUPPORTS, "2026-11-05", {
        "evidence": "Note of a call", "concern": "No trainers before the spring"}),
    (_LABORATORIES, "RZ1", _BOARD, _DECIDES, _SUPPORTS, _SUPPORTS, "2026-10-28", {"evidence": "Private minutes"}),
    (_LABORATORIES, "RZ1", _GOVERNORS, _DECIDES, _UNKNOWN, _SUPPORTS, "", {
        "question": "Who would own the laboratory, and could it be sold?", "answered_by": "Company secretary",
        **days(answer_by="2027-02-09")}),  # nobody has spoken with them
    (_LABORATORIES, "RZ4", _BOARD, _DECIDES, _NEUTRAL, _SUPPORTS, "2026-10-01", {
        "evidence": "Private minutes", "concern": "The laboratory at Sarnmouth closes by night",
        "loses": "Forty posts at Sarnmouth"}),  # and nothing makes it good
    (_LABORATORIES, "RZ4", "Staff side", _AFFECTED, _OPPOSED, _NEUTRAL, "2026-11-05", {
        "evidence": "Letter of 5 November", "concern": "Transfer to a company outside the NHS pay agreement",
        "question": "On which terms would staff be employed?", "answered_by": "Chief operating officer",
        **days(answer_by="2027-01-15")}),
    (_LABORATORIES, "QZ3", "Finance and investment committee", _ADVISES, _SUPPORTS, _NEUTRAL, "2026-11-03", {
        "evidence": "Minutes, item 7"}),
)

_ENGAGEMENTS = (  # proposal, organisation, office, on, how, what came of it
    (_PORTAL, "RZ1", _CHIEF, "2026-11-19", "Joint committee", "Will speak for it"),
    (_PORTAL, "RZ4", _CHIEF, "2026-11-19", "Joint committee", "For it, if its committee is"),
    (_PORTAL, "RZ4", "Finance and performance committee", "2026-10-20", "Paper", "Asked about double running"),
    (_PORTAL, "RZ4", "Digital lead", "2026-11-05", "Call", "Asked for trainers"),
    (_PORTAL, "Z3R4V", _CHIEF, "2026-08-03", "Letter", "For it"),
    (_PORTAL, "Z3R4V", _GOVERNORS, "2026-11-18", "Seminar", "Asked to see it tried"),
    (_PORTAL, "RZ8", _CHIEF, "2026-11-19", "Joint committee", "Against it as it stands"),
    (_LABORATORIES, "RZ1", _BOARD, "2026-10-28", "Paper", "Outline case noted"),
    (_LABORATORIES, "RZ4", _BOARD, "2026-10-01", "Paper", "Asked what happens by night"),
    (_LABORATORIES, "RZ4", "Staff side", "2026-11-05", "Meeting", "Asked for the terms in writing"),
    (_LABORATORIES, "QZ3", "Finance and investment committee", "2026-11-03", "Paper", "Content"),
)

_GAIN, _COST, _LOSS, _MADE_GOOD = EffectKind
_EFFECTS: tuple[tuple[str, str, EffectKind, str, float, str, dict[str, Any]], ...] = (
    # proposal, organisation, kind, what, £000 over the whole life, evidence, what else
    (_PORTAL, "QZ3", _GAIN, "Present portal no longer paid for", 1_180, "JC/26/20, table 3", {}),
    (_PORTAL, "QZ3", _COST, "Its share of the new one", 905, "JC/26/20, table 4", {}),
    (_PORTAL, "RZ1", _GAIN, "Present portal no longer paid for", 2_410, "JC/26/20, table 3", {}),
    (_PORTAL, "RZ1", _COST, "Its share of the new one", 1_690, "JC/26/20, table 4", {}),
    (_PORTAL, "RZ4", _GAIN, "Present portal no longer paid for", 1_420, "JC/26/20, table 3", {}),
    (_PORTAL, "RZ4", _COST, "Its share of the new one", 1_260, "JC/26/20, table 4", {}),
    (_PORTAL, "Z3R4V", _GAIN, "Present portal no longer paid for", 690, "JC/26/20, table 3", {}),
    (_PORTAL, "Z3R4V", _COST, "Its share of the new one", 640, "JC/26/20, table 4", {}),
    (_PORTAL, "RZ8", _GAIN, "Present portal no longer paid for", 510, "JC/26/20, table 3", {}),
    (_PORTAL, "RZ8", _COST, "Its share of the new one", 553, "JC/26/20, table 4", {}),
    (_PORTAL, "RZ8", _LOSS, "Helping its patients to move", 18, "JC/26/20, table 5", {}),
    (_PORTAL, "RZ8", _MADE_GOOD, "A lower share", 75, "Heads of terms v3, clause 7",
     {"paid_by": "RZ1"}),
    (_LABORATORIES, "RZ1", _GAIN, "One laboratory by night", 4_900, "Outline case, table 11", {}),
    (_LABORATORIES, "RZ1", _COST, "Its share of the building", 2_750, "Outline case, table 12", {}),
    (_LABORATORIES, "RZ4", _GAIN, "One laboratory by night", 2_100, "Outline case, table 11", {}),
    (_LABORATORIES, "RZ4", _COST, "Its share of the building", 1_900, "Outline case, table 12", {}),
    (_LABORATORIES, "RZ4", _LOSS, "Urgent samples sent by road", 840, "Outline case, table 14", {}),
    (_LABORATORIES, "RZ4", _MADE_GOOD, "A share of what RZ1 gains", 300, "", {"paid_by": "RZ1"}),  # never agreed
)


def stakeholders() -> Iterator[Noun]:
    """Every row of stakeholders.xlsx."""
    for proposal, organisation, office, interest, stance, needed, seen, more in _POSITIONS:
        yield Position(proposal=proposal, organisation=organisation, office=office, interest=interest, stance=stance,
                       needed=needed, seen_on=day_or_blank(seen), **more)
    for proposal, organisation, office, on, how, outcome in _ENGAGEMENTS:
        yield Engagement(proposal=proposal, organisation=organisation, office=office, on=day(on), how=how,
                         outcome=outcome)
    for proposal, organisation, kind, what, amount, evidence, more in _EFFECTS:
        yield Effect(proposal=proposal, organisation=organisation, kind=kind, what=what, amount=thousands(amount),
                     evidence=evidence, **more)
