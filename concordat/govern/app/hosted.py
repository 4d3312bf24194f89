"""Shared services as one person may see them: worked out of every shared row, shown through their own sight."""

from __future__ import annotations

from datetime import date

from concordat.govern.hosting.handbook import Handbook, handbook
from concordat.govern.hosting.sides import NoSuchService
from concordat.govern.hosting.sight import Sight
from concordat.register.app.permission import Part, Person
from concordat.register.organisation import Membership
from concordat.register.record import Record
from concordat.register.service import Service
from concordat.web.scope import whole_record_for_computation


class NotHere(NoSuchService):
    """A service that is not there for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such shared service", remedy="Look for it in the list of services")


class Hosted:
    """The shared services of a person's collaborative on a day. No private draft of anybody is looked at."""

    def __init__(self, by: Person, as_of: date) -> None:
        self.as_of = as_of
        self.record: Record = whole_record_for_computation(by.collaborative)
        self.sight = sight_of(by, self.record, as_of)

    def every(self) -> tuple[Handbook, ...]:
        """The handbook of each service, by name."""
        found = sorted(self.record.all(Service, self.as_of), key=lambda each: (each.name, each.service))
        return tuple(handbook(self.record, each.service, self.as_of, self.sight) for each in found)

    def one(self, key: str) -> Handbook:
        """The handbook of one. Raises NotHere."""
        if self.record.get(Service, key, self.as_of) is None:
            raise NotHere
        return handbook(self.record, key, self.as_of, self.sight)


def sight_of(by: Person, record: Record, as_of: date) -> Sight:
    """What a person is shown follows from what their organisation is to the collaborative that day."""
    taking_part = any(
        each.organisation == by.organisation and each.collaborative == by.collaborative
        for each in record.all(Membership, as_of)
    )
    return Sight(reader=by.organisation, office=by.part is Part.OFFICE, member=taking_part)
