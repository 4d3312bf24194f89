"""A small collaborative that buys: RZB for itself and RZA, in place of a contract of each; with a draft beside it.

What RZB's purchase is worth, what its lawyers answered and what interests were declared are its own to see.
"""

from __future__ import annotations

from datetime import date

from concordat.core.money import in_short
from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.procurement import Conflict, LegalAdvice, Priority, Procurement, PublishedNotice, Requirement
from concordat.web.tests.fixtures import intake_of, person, rows, signed_in

__all__ = ["person", "signed_in"]

AS_OF = date(2026, 11, 22)
VALUE = 345_678_901
"""Pence: what RZB's purchase is worth."""
ADVICE, INTEREST, DRAFT = "Canary advice to RZB", "Canary interest at RZB", "Canary purchase of RZB"
CANARIES = (ADVICE, INTEREST, DRAFT, "3,456,789.01", "3456789.01", "345678901", in_short(VALUE))
OTHERS_PRICES = {"RZA": ("987,654.31", "987654.31", "98765431"), "RZB": ("876,543.29", "876543.29", "87654329")}
"""The yearly licence of each trust's contract, as the shell's fixtures have them."""


def purchase(key: str = "PURCHASE", **changes: object) -> Procurement:
    """A purchase of RZB's for both trusts."""
    given: dict[str, object] = {
        "procurement": key,
        "title": "One patient administration for both",
        "organisation": "RZB",
        "on_behalf_of": ("RZA",),
        "value": VALUE,
        "months": 120,
        "replaces": ("RZA-PAS", "RZB-PAS"),
    }
    return Procurement(**{**given, **changes})  # type: ignore[arg-type]


def buying_rows() -> list[Noun]:
    """All of it that members share."""
    return [
        *rows(),
        purchase(),
        purchase("UNDATED", title="Something, some day", on_behalf_of=(), replaces=()),
        LegalAdvice(
            advice="LA-1", procurement="PURCHASE", organisation="RZB", instructed_on=date(2026, 3, 2), question=ADVICE,
            answered_on=date(2026, 3, 9), answer=ADVICE,
        ),
        Conflict(
            procurement="PURCHASE", organisation="RZB", office=OfficeRole.CHIEF_EXECUTIVE,
            declared_on=date(2026, 3, 3), interest=INTEREST,
        ),
        Requirement(procurement="PURCHASE", requirement="1", text="It tells who is waiting", priority=Priority.MUST),
        PublishedNotice(procurement="PURCHASE", notice="UK2", published_on=date(2026, 4, 1)),
    ]  # fmt: skip


def load() -> Person:
    """The programme office, at RZA, with the record loaded and RZB's draft beside it."""
    office = person("olwen", "RZA", Part.OFFICE)
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of(buying_rows()))
    editor = person("boris", "RZB", Part.EDITOR)
    actions.add_row(by=editor, as_of=AS_OF, row=purchase("RZB-DRAFT", title=DRAFT), private=True)
    return office
