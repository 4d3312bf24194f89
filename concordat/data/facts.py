"""The facts of one day: the record as rules look at it, each looked up once."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from concordat.core.period import ONE_DAY, long_date
from concordat.register.agreement import Agreement, Party, Section75, Signature
from concordat.register.assurance import CagApproval, DsptStatus, IcoRegistration
from concordat.register.bundle import Bundle, bundles
from concordat.register.naming import name_and_code
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import Office, OfficeRole
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, PurposeBasis, RowCondition
from concordat.register.succession import successor_of
from concordat.register.system import System

TRUSTS = frozenset(
    {
        OrganisationKind.ACUTE,
        OrganisationKind.MENTAL_HEALTH,
        OrganisationKind.COMMUNITY,
        OrganisationKind.AMBULANCE,
    }
)
CARE_BODIES = TRUSTS | {OrganisationKind.PRIMARY_CARE, OrganisationKind.LOCAL_AUTHORITY}
"""Bodies that may owe the duty to share for care: those that give health care or adult social care."""
PUBLIC_AUTHORITIES = CARE_BODIES | {OrganisationKind.ICB}


_TERMS: tuple[type[Noun], ...] = (
    Agreement,
    Party,
    Signature,
    PurposeBasis,
    Flow,
    DataItem,
    RowCondition,
    Section75,
)
"""What an agreement is made of; the key of each begins with its reference."""


class Facts:
    """A record on one day. It never changes, so what was looked up once is kept."""

    def __init__(self, record: Record, as_of: date) -> None:
        self.record = record
        self.as_of = as_of
        self.standing: dict[str, Any] = {}
        """What each version's being in force rests on, by its key: IG-28 works it out, and other rules ask for it."""

    @cached_property
    def bundles(self) -> tuple[Bundle, ...]:
        """Every version of every agreement."""
        return bundles(self.record, self.as_of)

    @cached_property
    def versions(self) -> dict[str, list[Bundle]]:
        """The versions of each agreement by its reference."""
        found: dict[str, list[Bundle]] = {}
        for each in self.bundles:
            found.setdefault(each.agreement.agreement, []).append(each)
        return found

    @cached_property
    def by_key(self) -> dict[str, Bundle]:
        """Each version by its key, such as `DSA-01 / 2`."""
        return {each.key: each for each in self.bundles}

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return {each.code: each for each in self.record.all(Organisation, self.as_of)}

    def open(self, code: str) -> bool:
        """Whether an organisation is on the record, and open that day."""
        return code in self._organisations

    def kind(self, code: str) -> OrganisationKind | None:
        """What sort of body it is; None where it is not open."""
        found = self._organisations.get(code)
        return found.kind if found else None

    def last_open(self, code: str) -> date | None:
        """The last day an open organisation is open, where the day it closes is known."""
        found = self._organisations.get(code)
        return found.valid.last_day if found else None

    @cached_property
    def _turns(self) -> dict[str, date]:
        """The next day a row of an agreement begins or ceases to be true, by the agreement's reference."""
        rows = [each for noun in _TERMS for each in self.record.all(noun) if each.valid_from or each.valid_to]
        turns = [(day, each.key) for each in rows for day in (each.valid_from, each.valid_to) if day]
        return {key.partition(" / ")[0]: day for day, key in sorted(turns, reverse=True) if day > self.as_of}

    def steady_until(self, bundle: Bundle) -> date | None:
        """The last day on which the rows of an agreement, and of the systems its data flow through, are those of
        today; None where the record knows of no change."""
        turn = self._turns.get(bundle.agreement.agreement)
        systems = [self.record.get(System, each.system, self.as_of) for each in bundle.flows if each.system]
        days = [turn - ONE_DAY if turn else None, *(each.valid.last_day for each in systems if each)]
        return min((each for each in days if each), default=None)

    def name(self, code: str) -> str:
        """Its name with its code, as sentences write it."""
        return name_and_code(self.record, code, self.as_of)

    def gone(self, code: str) -> tuple[str, str]:
        """For one that is not open: what became of it, and what to do."""
        found = self.record.get(Organisation, code)
        if found is None:
            return f"{code} is not on the record", f"add {code} to {Organisation.SHEET}, or correct the code"
        if found.valid_to is None or self.as_of < found.valid_to:
            return f"{self.name(code)} is not open yet", "ask for a day on which it is, or correct its dates"
        heir = successor_of(self.record, code, self.as_of)
        closed = f"{self.name(code)} closed on {long_date(found.valid_to)}"
        if heir == code:
            return closed, "name the body that took over, and give the closed one a Successor"
        return f"{closed}; {self.name(heir)} took over", f"have {heir} sign a deed of adherence in its place"

    def system_owner(self, key: str) -> str:
        """The ODS code of who runs a system; blank where it is not on the record."""
        found = self.record.get(System, key, self.as_of)
        return found.organisation if found else ""

    @cached_property
    def _dspt(self) -> dict[str, DsptStatus]:
        published = [each for each in self.record.all(DsptStatus, self.as_of) if each.published_on <= self.as_of]
        return {each.organisation: each for each in sorted(published, key=lambda each: each.year)}

    def dspt(self, code: str) -> DsptStatus | None:
        """The last toolkit an organisation has published."""
        return self._dspt.get(code)

    def ico(self, code: str) -> IcoRegistration | None:
        """An organisation's registration with the Information Commissioner."""
        return self.record.get(IcoRegistration, code, self.as_of)

    def office(self, code: str, role: OfficeRole) -> Office | None:
        """Who holds an office at an organisation."""
        return self.record.get(Office, f"{code} / {role.value}", self.as_of)

    def cag(self, reference: str) -> CagApproval | None:
        """A section 251 approval."""
        return self.record.get(CagApproval, reference, self.as_of) if reference else None

    def all_versions(self, reference: str) -> tuple[Agreement, ...]:
        """Every version of an agreement, by reference or by the key of one."""
        found = self.versions.get(reference) or [each for each in self.bundles if each.key == reference]
        return tuple(each.agreement for each in found)
