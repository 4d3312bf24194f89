"""One release becomes deals: for each award its contracts and parties, or everything that keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from concordat.core.finding import Finding
from concordat.register.contract import Contract
from concordat.register.noun import Misbuilt
from concordat.register.ocds.doubts import doubts
from concordat.register.ocds.party import Directory, Mention, named_buyers, party_of
from concordat.register.ocds.regime import ruling
from concordat.register.ocds.term import Term, term, term_notes
from concordat.register.ocds.value import identifier, member, objects, text
from concordat.register.ocds.worth import Worth, worth

_OVER = ("cancelled", "unsuccessful", "withdrawn", "terminated")


@dataclass(frozen=True, kw_only=True)
class Deal:
    """What one award comes to. `award` is its reference: a later release with the same one replaces it.

    `over` says that it was cancelled, which replaces an earlier release of it too.
    """

    award: str
    contracts: tuple[Contract, ...] = ()
    buyers: tuple[Mention, ...] = ()
    suppliers: tuple[Mention, ...] = ()
    problems: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What every contract of an award shares."""

    release: Any
    award: Any
    reference: str
    buyers: tuple[Mention, ...]
    sellers: tuple[Mention, ...]


def deals(release: Any, directory: Directory) -> tuple[Deal, ...]:
    """A deal for each award of a release; none where it awards nothing, and `why_none` says why."""
    return tuple(_deal(release, award, directory) for award in objects(member(release, "awards")))


def why_none(release: Any) -> Finding:
    """Why a release has no deals, and what to do about it."""
    if not isinstance(release, dict):
        return Finding("This is not a release", "fetch the file again from where it was published")
    if "url" in release and "ocid" not in release:
        return Finding("This is a link to a release, not the release", "fetch what it links to, and read that")
    if objects(release.get("contracts")):
        what = "It has contracts but no award, which would say who supplies them"
        return Finding(what, "read the record package of this process instead", column="awards")
    tags = release.get("tag")
    said = ", ".join(filter(None, map(text, tags))) if isinstance(tags, list) else text(tags)
    what = f"It awards nothing: it is a notice of {said or 'an unknown sort'}"
    return Finding(what, "nothing now; read its award notice once there is one", column="awards")


def strays(release: Any) -> tuple[Finding, ...]:
    """Contracts of a release that name an award it does not have, so that nobody knows who supplies them."""
    awards = {identifier(each.get("id")) for each in objects(member(release, "awards"))}
    lost = [each for each in objects(member(release, "contracts")) if identifier(each.get("awardID")) not in awards]
    what = f"{len(lost)} of its contracts name an award that is not in this release"
    next = "read the record package of this process instead"
    return (Finding(what, next, column="contracts.awardID"),) if lost else ()


def _deal(release: Any, award: dict[str, Any], directory: Directory) -> Deal:
    reference = _reference(release, award)
    if _is_over(award):
        return Deal(award=reference, over=True, problems=(_over_problem("award", award),))
    buyers = tuple(_buyers(release, directory))
    sellers = tuple(_sellers(release, award, directory))
    lacks = tuple(_missing(release, award, reference, buyers, sellers))
    source = _Source(release=release, award=award, reference=reference, buyers=buyers, sellers=sellers)
    parts = [_contracts(source, name, entry, sure=not lacks) for name, entry in _entries(source)]
    contracts = tuple(contract for part in parts for contract in part.contracts)
    problems = tuple(dict.fromkeys((*lacks, *(problem for part in parts for problem in part.problems))))
    if not contracts:
        return Deal(award=reference, problems=problems, over=any(part.over for part in parts))
    notes = (*(note for part in parts for note in part.notes), *doubts(release, award, buyers, sellers))
    return Deal(
        award=reference,
        contracts=contracts,
        buyers=buyers,
        suppliers=sellers,
        problems=problems,
        notes=tuple(dict.fromkeys(notes)),
    )


def _reference(release: Any, award: Any) -> str:
    """The award's identifier, within its process unless it names that itself; blank if either is missing."""
    ocid, own = identifier(member(release, "ocid")), identifier(award.get("id"))
    if not ocid or not own:
        return ""
    return own if own.startswith(ocid) else f"{ocid}/{own}"


def _is_over(part: Any) -> bool:
    return text(member(part, "status")).lower() in _OVER


def _over_problem(kind: str, part: Any) -> Finding:
    what = f"The {kind} is {text(member(part, 'status')).lower()}"
    return Finding(what, "nothing, unless you know it to be wrong", column=f"{kind}s.status")


def _buyers(release: Any, directory: Directory) -> Iterator[Mention]:
    """The buyer, then the other parties that buy; only those some register knows."""
    seen: set[str] = set()
    for each in named_buyers(release):
        known = party_of(release, each)
        code = directory.code(known)
        if code and code not in seen:
            seen.add(code)
            yield Mention(key=code, name=known.name)


def _sellers(release: Any, award: Any, directory: Directory) -> Iterator[Mention]:
    """The award's suppliers, one a key."""
    ocid = identifier(member(release, "ocid"))
    seen: set[str] = set()
    for each in objects(member(award, "suppliers")):
        known = party_of(release, each)
        key = directory.key(known, ocid)
        if key and key not in seen:
            seen.add(key)
            yield Mention(key=key, name=known.name, number=directory.number(known))


def _missing(
    release: Any, award: Any, reference: str, buyers: tuple[Mention, ...], sellers: tuple[Mention, ...]
) -> Iterator[Finding]:
    if not reference:
        what = "The release has no ocid" if not identifier(member(release, "ocid")) else "The award has no id"
        yield Finding(what, "without it no later release can amend it; add the contract by hand", column="ocid")
    if not buyers:
        what = "No register knows its buyer: its id is missing, or means something in this notice only"
        yield Finding(what, "add the contract by hand under the buyer's ODS code", column="buyer.id")
    if not sellers:
        given = len(objects(member(award, "suppliers")))
        what = "The award names no supplier" if not given else "None of the award's suppliers has an id"
        yield Finding(what, "look it up in the notice, and add the contract by hand", column="awards.suppliers")


def _entries(source: _Source) -> list[tuple[str, Any]]:
    """The contracts signed under an award, each with what tells it from the others; else the award alone."""
    own = identifier(source.award.get("id"))
    signed = [each for each in objects(member(source.release, "contracts")) if identifier(each.get("awardID")) == own]
    if len(signed) < 2:
        return [("", signed[0] if signed else None)]
    by_name = {identifier(each.get("id")) or str(place): each for place, each in enumerate(signed, 1)}
    return list(by_name.items())


def _contracts(source: _Source, name: str, entry: Any, *, sure: bool) -> Deal:
    """The contracts of one signed contract or bare award, one for each supplier; none unless all else is `sure`."""
    if _is_over(entry):
        return Deal(award=source.reference, over=True, problems=(_over_problem("contract", entry),))
    known = term(source.release, source.award, entry)
    value = worth(source.award, entry, len(source.sellers))
    problems = [*(known if isinstance(known, list) else ()), *((value,) if isinstance(value, Finding) else ())]
    if isinstance(known, list) or isinstance(value, Finding) or not sure:
        return Deal(award=source.reference, problems=tuple(problems))
    contracts: list[Contract] = []
    for seller in source.sellers:
        try:
            contracts.append(_contract(source, name, entry, seller, known, value))
        except Misbuilt as misbuilt:
            problems += [Finding(what, next, column=column) for column, what, next in misbuilt.problems]
    notes = (*value.notes, *term_notes(source.release, source.award, entry, known))
    return Deal(award=source.reference, contracts=tuple(contracts), problems=tuple(problems), notes=notes)


def _contract(source: _Source, name: str, entry: Any, seller: Mention, known: Term, value: Worth) -> Contract:
    # No identifier holds a blank, so that " / " parts what cannot be confused.
    apart = [source.reference, name, seller.key if len(source.sellers) > 1 else ""]
    return Contract(
        contract=" / ".join(filter(None, apart)),
        title=_title(source, entry),
        customer=source.buyers[0].key,
        parties=tuple(each.key for each in source.buyers[1:]),
        supplier=seller.key,
        regime=ruling(source.release, source.award).regime,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        extension_options=known.extension_options,
        original_value=value.pence,
        original_months=known.months,
        evidence=_evidence(source, entry),
    )


def _title(source: _Source, entry: Any) -> str:
    tender = member(source.release, "tender")
    given = [member(part, "title") for part in (entry, source.award, tender)] + [member(tender, "description")]
    return next(filter(None, map(text, given)), f"Award {source.reference}")


def _evidence(source: _Source, entry: Any) -> str:
    """The release and the web address of its notice."""
    release = identifier(member(source.release, "id"))
    documents = [each for part in (source.award, entry) for each in objects(member(part, "documents"))]
    addresses = [identifier(each.get("url")) for each in documents if "otice" in text(each.get("documentType"))]
    address = next((each for each in addresses if each.startswith(("https://", "http://"))), "")
    return ", ".join(filter(None, (release and f"OCDS release {release}", address)))
