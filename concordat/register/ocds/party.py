"""Who buys and who supplies: identifiers become ODS codes and company numbers, and parties become organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from concordat.core import ods
from concordat.register.kind_by_name import kind_by_name
from concordat.register.ocds.value import identifier, member, objects, text
from concordat.register.organisation import Organisation
from concordat.register.system import Supplier

# https://org-id.guide: a register's code, then what that register calls the body. "org-1" is the notice's own number.
_REGISTERED = re.compile(r"[A-Z]{2,3}-[A-Z0-9]{2,12}-.+", re.DOTALL)
# https://www.gov.uk/government/organisations/companies-house: eight digits, or two letters and six; registers of
# societies end in R, and the old ones of Northern Ireland begin with it.
_COMPANY = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{5}[0-9R]|R[0-9]{7}")
_NOUGHTS_LOST = range(5, 8)
_SAME_WORD = (("limited", "ltd"), ("company", "co"), ("and", "&"), ("public limited company", "plc"))


def company_number(value: Any) -> str:
    """A Companies House number, its leading noughts restored; blank for what is none."""
    number = identifier(value).upper()
    if number.isascii() and number.isdigit() and len(number) in _NOUGHTS_LOST:
        number = number.zfill(8)
    return number if _COMPANY.fullmatch(number) else ""


@dataclass(frozen=True)
class Names:
    """What a party is called: its identifier in the notice, its name, and every register's identifier for it."""

    id: str
    name: str
    registered: tuple[str, ...]

    def under(self, register: str) -> str:
        """What one register calls it; blank if that register's identifier is not given."""
        prefix = f"{register}-"
        return next((each.removeprefix(prefix) for each in self.registered if each.startswith(prefix)), "")


def names(party: Any) -> Names:
    """The names of a party, buyer or supplier of a release."""
    own = identifier(member(party, "id"))
    schemes = [member(party, "identifier"), *objects(member(party, "additionalIdentifiers"))]
    pairs = [(identifier(member(each, "scheme")), identifier(member(each, "id"))) for each in schemes]
    written = [own, *(f"{scheme}-{number.removeprefix(f'{scheme}-')}" for scheme, number in pairs if scheme and number)]
    name = text(member(party, "name")) or text(member(party, "identifier", "legalName"))
    return Names(own, name, tuple(dict.fromkeys(each for each in written if _REGISTERED.fullmatch(each))))


@dataclass
class Directory:
    """Every party of every release, so that one who gives its number once is known by it throughout."""

    numbers: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(releases: Iterable[Any]) -> Directory:
        """What the parties of these releases say of themselves; the first to give a number is believed."""
        found = Directory()
        for release in releases:
            for party in parties(release):
                found._learn(names(party))
        return found

    def _learn(self, known: Names) -> None:
        number = company_number(known.under("GB-COH"))
        code = _ods_code(known.under("GB-NHS"))
        for each in known.registered:
            if number:
                self.numbers.setdefault(each, number)
            if code:
                self.codes.setdefault(each, code)

    def number(self, known: Names) -> str:
        """The company number of a party; blank if none is known."""
        return next((self.numbers[each] for each in known.registered if each in self.numbers), "")

    def code(self, known: Names) -> str:
        """The ODS code of a party, else the identifier that another register gives it; blank if it has none."""
        ours = next((self.codes[each] for each in known.registered if each in self.codes), "")
        return ours or next((each for each in known.registered if each.startswith("GB-")), "")

    def key(self, known: Names, ocid: str) -> str:
        """The key of a supplier: its company number where known, else its identifier, else one within its process."""
        number = self.number(known)
        if number:
            return f"GB-COH-{number}"
        return next(iter(known.registered), "") or (f"{ocid}/{known.id}" if known.id else "")


def parties(release: Any) -> Iterator[dict[str, Any]]:
    """Every mention of a party in a release."""
    yield from objects(member(release, "parties"))
    yield from objects(member(release, "buyer"))
    for award in objects(member(release, "awards")):
        yield from objects(member(award, "suppliers"))


def named_buyers(release: Any) -> list[dict[str, Any]]:
    """The buyer, then every party in the role of one; the same body may be there twice."""
    parties = objects(member(release, "parties"))
    return [*objects(member(release, "buyer")), *(each for each in parties if "buyer" in _roles(each))]


def _roles(party: Any) -> list[str]:
    roles = member(party, "roles")
    return [text(each) for each in roles] if isinstance(roles, list) else [text(roles)]


def party_of(release: Any, mention: Any) -> Names:
    """A buyer or supplier with what the release's list of parties adds to it."""
    known = names(mention)
    for party in objects(member(release, "parties")) if known.id else ():
        if identifier(member(party, "id")) == known.id:
            also = names(party)
            registered = tuple(dict.fromkeys(known.registered + also.registered))
            return Names(known.id, known.name or also.name, registered)
    return known


def _ods_code(written: str) -> str:
    try:
        return ods.parse(written)
    except ods.NotAnOdsCode:
        return ""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A contract's mention of a party: its key, its name there, and its company number where known."""

    key: str
    name: str
    number: str = ""


def organisations(mentions: Iterable[Mention]) -> tuple[Organisation, ...]:
    """One organisation a code, under its latest name; `mentions` are in the order they were said."""
    return tuple(
        Organisation(code=code, name=called[-1], kind=kind_by_name(called[-1]))
        for code, called in _names_by_key(mentions).items()
    )


def suppliers(mentions: Iterable[Mention]) -> tuple[Supplier, ...]:
    """One supplier a key, under its latest name; earlier names are aliases only where a company number proves it."""
    mentions = tuple(mentions)
    numbers = {each.key: each.number for each in mentions}
    return tuple(
        Supplier(
            supplier=key,
            name=called[-1],
            company_number=numbers[key],
            aliases=tuple(each.replace(";", ",") for each in called[:-1]) if numbers[key] else (),
        )
        for key, called in _names_by_key(mentions).items()
    )


def _names_by_key(mentions: Iterable[Mention]) -> dict[str, list[str]]:
    """Every name by key, the latest last; capitals make no difference; a party never named is called by its key."""
    found: dict[str, dict[str, str]] = {}
    for each in mentions:
        called = found.setdefault(each.key, {})
        if each.name:
            called.pop(each.name.casefold(), None)
            called[each.name.casefold()] = each.name
    return {key: list(called.values()) or [key] for key, called in found.items()}


def likeness(name: str) -> str:
    """A name for finding likely doubles, never for joining them: no capitals, punctuation or form of company."""
    words = re.sub(r"[^\w&]+", " ", name.casefold())
    for long, short in _SAME_WORD:
        words = re.sub(rf"\b{long}\b", short, words)
    return " ".join(words.split())
