"""What to check about an award that is stored: who its parties are, which law it is under, and damaged words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.register.ocds.party import Mention, Names, company_number, named_buyers, party_of
from concordat.register.ocds.regime import is_call_off, ruling
from concordat.register.ocds.value import identifier, is_damaged, member, objects, text


def doubts(release: Any, award: Any, buyers: Sequence[Mention], sellers: Sequence[Mention]) -> list[Finding]:
    """Warnings about an award that is stored, its parties being those given."""
    given = [party_of(release, each) for each in objects(member(award, "suppliers"))]
    found = [*_about_names((*buyers, *sellers)), *_about_law(release, award), *_about_words(release, award)]
    if len(given) > len(sellers):
        what = f"Of {len(given)} suppliers named, {len(given) - len(sellers)} have no id or are named twice"
        found.append(_note(what, "compare them with the notice", "awards.suppliers"))
    if len({identifier(each.get("id")) for each in named_buyers(release)}) > len(buyers):
        what = "Not every buyer it names has an identifier of its own that a register gives"
        found.append(_note(what, "compare Customer and Parties with the notice", "parties"))
    return [*found, *(note for each in given for note in _about_identity(each))]


def _about_names(kept: Sequence[Mention]) -> Iterator[Finding]:
    for mention in kept:
        if not mention.name or is_damaged(mention.name):
            what = f"The name of {mention.key} is {f'damaged: {mention.name[:80]}' if mention.name else 'missing'}"
            yield _note(what, "write it as its register has it", "name")


def _about_identity(party: Names) -> Iterator[Finding]:
    number = party.under("GB-COH")
    if party.id and not party.registered:
        what = f"{party.name or party.id} has no identifier that any register gives, so other notices of it stay apart"
        yield _note(what, "find its company number, and give it in Suppliers", "awards.suppliers")
    elif number and not company_number(number):
        what = f"{number} of {party.name} is not a Companies House number"
        yield _note(what, "look the company up, and give its number in Suppliers", "identifier.id")


def _about_law(release: Any, award: Any) -> Iterator[Finding]:
    law = ruling(release, award)
    if law.why:
        what = f"It was taken to be under {law.regime.value}, since {law.why}"
        yield _note(what, "check the regime in the contract: it decides what may change", "legalBasis")
    if is_call_off(release):
        what = "It was called off a framework or dynamic purchasing system that the notice does not identify"
        yield _note(what, "name it in Framework", "procurementMethodDetails")
    elif member(release, "tender", "techniques", "hasFrameworkAgreement") is True:
        what = "It sets up a framework agreement, under which contracts may be called off"
        yield _note(what, "add it to Frameworks, with its closing day", "techniques")


def _about_words(release: Any, award: Any) -> Iterator[Finding]:
    if is_damaged(text(member(award, "title")) or text(member(release, "tender", "title"))):
        yield _note("Its title has damaged characters", "write the title as the notice has it", "title")


def _note(what: str, next: str, column: str) -> Finding:
    return Finding(what, next, column=column, severity=Severity.WARNING)
