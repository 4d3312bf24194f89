"""The only door to versions of agreements: those a person may see, each with the rows it is made of.

A version is worked out from whole rows, what is confidential included: its hash is of all of it, whoever reads it.
What a page then shows of a row goes through `shown_rows`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from concordat.core.refusal import Refusal
from concordat.data.facts import Facts
from concordat.register.agreement import Agreement, Party, Section75, Signature
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.register.assurance import CagApproval, Dpia, DpiaAddendum, DpiaRisk, DsptStatus, IcoRegistration
from concordat.register.bundle import Bundle, bundle_of
from concordat.register.closed import version_of
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation
from concordat.register.outtake import without_confidential
from concordat.register.person import Office
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, PurposeBasis, RowCondition
from concordat.register.system import System
from concordat.share.health import Standing, standing_of
from concordat.web.scope import entries, row_of

FAMILY = (Agreement, Party, Signature, PurposeBasis, Flow, DataItem, RowCondition, Section75)
"""The nouns that a version is made of."""

_BESIDE = (Organisation, Office, System, Dpia, DpiaRisk, DpiaAddendum, CagApproval, DsptStatus, IcoRegistration)
"""The nouns that its being in force rests on."""


class NoSuchAgreement(Refusal):
    """A version that is not there for this person."""

    status = 404

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no agreement {key}", remedy="Look for it in the list of agreements")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version as it stands on the day of its facts; `entries` are those of its rows, `private`: a draft."""

    bundle: Bundle
    facts: Facts
    entries: Mapping[Noun, Entry]
    private: bool

    @property
    def agreement(self) -> Agreement:
        """Its own row."""
        return self.bundle.agreement

    @property
    def key(self) -> str:
        """Its key, such as `DSA-01 / 2`."""
        return self.bundle.key

    @property
    def keeper(self) -> str:
        """ODS code of the organisation that keeps it."""
        return self.agreement.organisation

    @property
    def signed(self) -> bool:
        """Whether anybody has signed it, so that its terms are closed."""
        return bool(self.bundle.signatures)

    @cached_property
    def standing(self) -> Standing:
        """How far it has come, and what the rules say of it."""
        return standing_of(self.bundle, self.facts, private=self.private)

    def rows(self, noun: type[Noun]) -> tuple[Noun, ...]:
        """Its rows of one noun, in the order in which they were added."""
        return tuple(each for each in self.entries if type(each) is noun and each.valid_on(self.facts.as_of))

    def concerns(self, by: Person) -> bool:
        """Whether their organisation keeps it or is party to it, and so reads all of it."""
        return by.organisation in {self.keeper, *(each.party for each in self.bundle.parties)}

    def shown_rows(self, by: Person) -> Bundle:
        """It as this person may see it: its parties see all they sign, others nothing that is confidential."""
        if self.concerns(by):
            return self.bundle
        record = Record.of(without_confidential(each, by.organisation) for each in self.facts.record)
        found = bundle_of(record, self.key, self.facts.as_of)
        assert found is not None
        return found


def one(by: Person, key: str, as_of: date) -> Version:
    """The version with this key: the shared one, else their own organisation's draft.

    Raises NoSuchAgreement, the same whether it is hidden or nowhere.
    """
    kept = _kept(by)
    found = _version(_shared(kept), key, as_of, private=False) or _version(
        _drafted(kept, key), key, as_of, private=True
    )
    if found is None:
        raise NoSuchAgreement(key)
    return found


def draft(by: Person, key: str, as_of: date) -> Version:
    """Their own organisation's private draft with this key, whatever is shared under it. Raises NoSuchAgreement."""
    found = _version(_drafted(_kept(by), key), key, as_of, private=True)
    if found is None:
        raise NoSuchAgreement(key)
    return found


def every(by: Person, as_of: date) -> tuple[Version, ...]:
    """All versions that this person may see, by reference, the newest first; their drafts among them."""
    kept = _kept(by)
    shared = _shared(kept)
    facts = Facts(Record.of(shared), as_of)
    found = [_made(each, facts, shared, private=False) for each in facts.bundles]
    keys = dict.fromkeys(row.key for row, each in kept if each.private and isinstance(row, Agreement))
    drafts = (_version(_drafted(kept, key), key, as_of, private=True) for key in keys)
    found += [each for each in drafts if each]
    return tuple(sorted(found, key=lambda each: (each.agreement.agreement, -each.agreement.version, each.private)))


def versions_of(by: Person, reference: str, as_of: date) -> tuple[Version, ...]:
    """The versions of one agreement, the newest first."""
    return tuple(each for each in every(by, as_of) if each.agreement.agreement == reference)


def before(by: Person, version: Version) -> Version | None:
    """The latest shared version with a lower number; None for the first."""
    older = (
        each
        for each in versions_of(by, version.agreement.agreement, version.facts.as_of)
        if each.agreement.version < version.agreement.version and not each.private
    )
    return next(older, None)


Kept = list[tuple[Noun, Entry]]


def _kept(by: Person) -> Kept:
    nouns = [each.__name__ for each in (*FAMILY, *_BESIDE)]
    return [(row_of(each), each) for each in entries(by).filter(noun__in=nouns).order_by("pk")]


def _shared(kept: Kept) -> dict[Noun, Entry]:
    return {row: each for row, each in kept if not each.private}


def _drafted(kept: Kept, key: str) -> dict[Noun, Entry]:
    """The shared rows with their own drafts; of the version that is looked at, the drafts alone."""
    return {row: each for row, each in kept if each.private or not version_of(row, (key,))}


def _version(rows: Mapping[Noun, Entry], key: str, as_of: date, *, private: bool) -> Version | None:
    facts = Facts(Record.of(rows), as_of)
    bundle = facts.by_key.get(key)
    return _made(bundle, facts, rows, private=private) if bundle else None


def _made(bundle: Bundle, facts: Facts, rows: Mapping[Noun, Entry], *, private: bool) -> Version:
    of_it = ((row, each) for row, each in rows.items() if version_of(row, (bundle.key,)))
    own = {row: each for row, each in of_it if each.private is private}
    return Version(bundle=bundle, facts=facts, entries=own, private=private)
