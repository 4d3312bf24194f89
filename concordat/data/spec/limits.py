"""What an agreement limits. Examples of IG-19 to IG-25."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.data.spec.example import Change, fails, holds, replace, without
from concordat.data.spec.ground import BOARD, DPIA, KEY, PRACTICE, TRUST, care, planning
from concordat.register.agreement import Agreement, Automated, Territory
from concordat.register.assurance import Dpia
from concordat.register.sharing import Article9, DataItem, Form, Purpose, PurposeBasis, Transform

SPECIALTY, BORN = "referral.specialty", "referral.date_of_birth"
ABROAD = planning(territory=Territory.ADEQUATE)
LINKED = planning(linked_with=("DSA-09",))
ASKED_OF_BOTH = planning(whose=(TRUST, PRACTICE), columns=(SPECIALTY, BORN))


def agreed(**columns: Any) -> Change:
    """The agreement with other values."""
    return replace(Agreement, KEY, **columns)


def item(name: str, **columns: Any) -> Change:
    """A column of the trust's waiting list in the schedule, with other values."""
    table, _, column = name.partition(".")
    return replace(DataItem, f"{KEY} / waits / {table} / {column}", **columns)


LINKABLE = agreed(links_with=("DSA-09 / 3",))
DECIDED = agreed(automated=Automated.SOLELY, automated_safeguards="Told in the notice; a person hears objections")

EXAMPLES = (
    holds("IG-19", "Seen from within the United Kingdom"),
    fails("IG-19", "Seen from elsewhere than agreed", question=ABROAD),
    fails("IG-19", "Abroad, and nothing safeguards them", agreed(territory=Territory.ADEQUATE), question=ABROAD),
    holds(
        "IG-19",
        "Abroad, under adequacy regulations",
        agreed(territory=Territory.ADEQUATE, transfer_safeguard="Adequacy regulations for the EEA"),
        question=ABROAD,
    ),
    fails("IG-19", "The agreement lets them go abroad without a safeguard", agreed(territory=Territory.ELSEWHERE)),
    holds("IG-20", "In the schedule, with its justification", about=SPECIALTY),
    holds("IG-20", "Shown as an age band", question=planning(columns=(BORN,)), about=BORN),
    fails("IG-20", "Not in the schedule", question=planning(columns=("referral.name",)), about="referral.name"),
    fails("IG-20", "In the schedule for another purpose", question=care(columns=(SPECIALTY,)), about=SPECIALTY),
    fails("IG-20", "In the schedule, and nothing says why", item(SPECIALTY, justification=""), about=SPECIALTY),
    fails("IG-20", "In the schedule, as left out", item(SPECIALTY, transform=Transform.DROP), about=SPECIALTY),
    holds("IG-20", "In the schedule of each whose data it is", question=ASKED_OF_BOTH, about=SPECIALTY),
    fails("IG-20", "In the schedule of only one of them", question=ASKED_OF_BOTH, about=BORN),
    holds("IG-21", "Two years, by a class of the Code"),
    holds(
        "IG-21", "By a reason, where the Code has no class", agreed(retention_class="", retention_reason="audit log")
    ),
    fails("IG-21", "Neither a class nor a reason", agreed(retention_class="")),
    fails("IG-21", "Nothing says how long", agreed(retention_months=0)),
    holds("IG-22", "Linked with what is named, whatever its version", LINKABLE, question=LINKED),
    fails("IG-22", "Linked with what is not named", question=LINKED),
    fails(
        "IG-22", "Linked with another version than is named", LINKABLE, question=planning(linked_with=("DSA-09 / 2",))
    ),
    fails("IG-22", "Who asks holds the key", LINKABLE, agreed(key_holder=BOARD)),
    fails("IG-22", "Nobody holds the key", LINKABLE, agreed(key_holder="")),
    fails("IG-22", "The assessment is silent on linking", LINKABLE, replace(Dpia, DPIA, linking="")),
    fails("IG-22", "There is no assessment", LINKABLE, without(Dpia, DPIA)),
    holds("IG-23", "From 5 on, rounded to 5"),
    holds("IG-23", "From 5 on, not rounded", agreed(rounding=1)),
    fails("IG-23", "From 4 on", agreed(least_count=4)),
    fails("IG-23", "Nothing is agreed", agreed(least_count=0, rounding=0)),
    fails("IG-23", "Nothing is agreed on rounding", agreed(rounding=0)),
    holds("IG-24", "People decide"),
    fails("IG-24", "A machine would, and it is not agreed", question=planning(automated=Automated.INVOLVED)),
    fails("IG-24", "A machine takes part, without safeguards", agreed(automated=Automated.INVOLVED)),
    fails("IG-24", "A machine alone, on data on health", DECIDED),
    holds(
        "IG-24",
        "A machine alone, by explicit consent",
        DECIDED,
        replace(PurposeBasis, Purpose.PLANNING.value, article_9=Article9.EXPLICIT_CONSENT),
    ),
    holds("IG-24", "A machine alone, on no personal data", DECIDED, question=planning(form=Form.AGGREGATE)),
    holds("IG-25", "A complaints route and a privacy notice"),
    fails("IG-25", "No complaints route", agreed(complaints_route="")),
    fails("IG-25", "No privacy notice, on the day the duty begins", agreed(privacy_notice=""), as_of=date(2026, 6, 19)),
)
