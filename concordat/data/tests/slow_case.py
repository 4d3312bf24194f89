"""A question put to one version of one agreement, with what the slow rules look up: plain loops, nothing kept.

Part of the slow decision, which shares no code with the one it is there to test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from concordat.data.opt_out import OptOut
from concordat.data.question import ListState, Question
from concordat.register.agreement import Agreement, Party, PartyRole
from concordat.register.assurance import CagApproval, Dpia
from concordat.register.noun import Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from concordat.register.sharing import Flow, Form, OptOutPosition, Purpose, PurposeBasis

N = TypeVar("N", bound=Noun)
Told = tuple[str, bool, date | None]
"""What a rule says: about what, whether it holds, and the last day on which it does as things stand."""

ONE_DAY = timedelta(days=1)

TRUSTS = {
    OrganisationKind.ACUTE, OrganisationKind.MENTAL_HEALTH, OrganisationKind.COMMUNITY, OrganisationKind.AMBULANCE,
}  # fmt: skip
CARE = {*TRUSTS, OrganisationKind.PRIMARY_CARE, OrganisationKind.LOCAL_AUTHORITY}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question put to one version of one agreement, on a day."""

    question: Question
    record: Record
    day: date
    agreement: Agreement

    def under(self, noun: type[N]) -> list[N]:
        """The rows of a sheet that belong to the agreement."""
        key = self.agreement.key
        return [each for each in self.record.all(noun, self.day) if each.agreement == key]  # type: ignore[attr-defined]

    @property
    def basis(self) -> PurposeBasis | None:
        for each in self.under(PurposeBasis):
            if each.purpose is self.question.purpose:
                return each
        return None

    @property
    def personal(self) -> bool:
        return self.question.form in (Form.PSEUDONYMISED, Form.IDENTIFIABLE)

    @property
    def beyond(self) -> bool:
        return not self.question.purpose.is_care

    @property
    def whose(self) -> list[str]:
        return list(dict.fromkeys(self.question.whose))

    @property
    def everybody(self) -> list[str]:
        return list(dict.fromkeys([self.question.organisation, *self.question.whose]))

    @property
    def parties(self) -> list[Party]:
        return [each for each in self.under(Party) if each.active(self.day)]

    def in_role(self, role: PartyRole) -> list[Party]:
        return [each for each in self.parties if each.role is role]

    @property
    def dpia(self) -> Dpia | None:
        return named(self.record, Dpia, self.agreement.dpia, self.day)

    @property
    def cag(self) -> CagApproval | None:
        return named(self.record, CagApproval, self.basis.cag, self.day) if self.basis else None

    def flows(self, controller: str) -> list[Flow]:
        """By which the asker gets this controller's data for this purpose."""
        mine = [each for each in self.under(Flow) if each.receiver == self.question.organisation]
        return [each for each in mine if controller in each.whose and each.serves(self.question.purpose)]

    def kind(self, code: str) -> OrganisationKind | None:
        found = body(self.record, code, self.day)
        return found.kind if found else None

    @property
    def registers(self) -> dict[OptOut, list[str]]:
        """The registers that must be applied, and to whose data."""
        basis, found = self.basis, {}
        if basis is None:
            return {}
        if self.beyond and self.personal and basis.opt_out is OptOutPosition.APPLIES:
            found[OptOut.NATIONAL] = self.whose
        practices = [each for each in self.whose if self.kind(each) is OrganisationKind.PRIMARY_CARE]
        if self.beyond and self.personal and practices and basis.type_1:
            found[OptOut.TYPE_1] = practices
        if self.question.purpose is Purpose.INDIVIDUAL_CARE and basis.objections:
            found[OptOut.CARE_OBJECTION] = self.whose
        return found

    def lists(self, register: OptOut, controller: str) -> list[ListState]:
        named_lists = self.question.lists or ()
        return [each for each in named_lists if each.register is register and each.controller == controller]


def named(record: Record, noun: type[N], key: str, day: date) -> N | None:
    """The row with a key that is true on a day."""
    for each in record.all(noun, day):
        if each.key == key:
            return each
    return None


def body(record: Record, code: str, day: date) -> Organisation | None:
    """The organisation with an ODS code, where it is on the record and open."""
    for each in record.all(Organisation, day):
        if each.code == code:
            return each
    return None


def earliest(*days: date | None) -> date | None:
    """The first of the days that are given."""
    return min((each for each in days if each), default=None)


def before(day: date | None) -> date | None:
    """The day before one that may not be given."""
    return day - ONE_DAY if day else None
