"""The sides of a shared service: what the supplier owes, what the host owes each member, and what members owe it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.core.refusal import Refusal
from concordat.register.record import Record
from concordat.register.service import Obligation, Service


class NoSuchService(Refusal):
    """A key that is no shared service's on that day."""


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The duties of one service on a day. `members` are its users but for the host; ODS codes, in the record's order.

    `given` are duties of whoever is neither host nor user: the supplier's. `promised` are the host's, and `returned`
    those of members, such as an indemnity.
    """

    service: Service
    members: tuple[str, ...]
    given: tuple[Obligation, ...]
    promised: tuple[Obligation, ...]
    returned: tuple[Obligation, ...]


def service_named(record: Record, key: str, as_of: date) -> Service:
    """The service with this key. Raises NoSuchService."""
    found = record.get(Service, key, as_of)
    if found is None:
        known = ", ".join(each.service for each in record.all(Service, as_of)) or "none is on the record"
        raise NoSuchService(f"There is no shared service {key[:60]!r}", remedy=f"use one of these: {known}")
    return found


def sides(record: Record, service: Service, as_of: date) -> Sides:
    """The duties of a service that are true on a day."""
    members = tuple(each for each in dict.fromkeys(service.users) if each != service.host)
    duties = [each for each in record.all(Obligation, as_of) if each.service == service.service]
    inside = {service.host, *members} - {""}
    return Sides(
        service=service,
        members=members,
        given=tuple(each for each in duties if each.owed_by not in inside),
        promised=tuple(each for each in duties if service.host and each.owed_by == service.host),
        returned=tuple(each for each in duties if each.owed_by in members),
    )
