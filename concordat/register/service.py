"""A shared service day by day: who hosts it, what is owed to whom, who does what, whom to call, what may go wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.register.noun import Kind, Noun, column
from concordat.register.person import OfficeRole

MOST_POUNDS = 100_000_000_000
"""A cost beyond which a slip of the pen is likelier."""


class HostModel(StrEnum):
    """How a shared service is run."""

    LEAD = "one contracts and recharges"
    OWN = "each signs its own call-off"
    ON_BEHALF = "one buys on behalf of others"
    TEAM = "autonomous project team"
    VENTURE = "joint venture"
    DIRECT = "supplier direct, with a user group"


class Duty(StrEnum):
    """What an obligation is about."""

    HOURS = "hours"
    SERVICE_LEVEL = "service level"
    NOTICE = "notice"
    LIABILITY = "liability"
    AUDIT = "audit"
    INSURANCE = "insurance"
    EXIT = "exit"
    DATA = "data protection"
    SAFETY = "clinical safety"
    STAFF = "staff"


class Unit(StrEnum):
    """What the amount of a duty counts, which says whether more of it is more."""

    HOURS_A_WEEK = "hours a week"
    PER_CENT = "per cent"
    WORKING_DAYS = "working days of notice"
    MONTHS = "months"
    TIMES_A_YEAR = "times a year"
    MINUTES_TO_ACT = "minutes to act"
    HOURS_TO_ACT = "hours to act"
    DAYS_TO_ACT = "working days to act"

    @property
    def fewer_is_more(self) -> bool:
        """Whether the smaller number promises more."""
        return self in (Unit.MINUTES_TO_ACT, Unit.HOURS_TO_ACT, Unit.DAYS_TO_ACT)


_HOUR = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


class Raci(StrEnum):
    """What somebody has to do with an activity."""

    RESPONSIBLE = "responsible"
    ACCOUNTABLE = "accountable"
    CONSULTED = "consulted"
    INFORMED = "informed"


@dataclass(frozen=True, kw_only=True)
class Service(Noun):
    """A service that several organisations use together, and how it is hosted."""

    SHEET = "Services"
    MEANS = "A shared service: who hosts it in what way, and who uses it."

    service: str = column(Kind.TEXT, "Short key.", key=True)
    name: str = column(Kind.TEXT, "What it is called.")
    model: HostModel = column(Kind.CHOICE, "How it is run.", choices=HostModel)
    host: str = column(Kind.LINK, "ODS code of the host.", to="Organisation", default="")
    users: tuple[str, ...] = column(Kind.LINKS, "ODS codes of those who use it.", to="Organisation", default=())
    contract: str = column(Kind.LINK, "The supplier's contract.", to="Contract", default="")
    agreement: str = column(Kind.LINK, "The collaboration agreement, such as CA-01 / 1.", to="Agreement", default="")
    hours: str = column(Kind.TEXT, "When it is supported, such as 24/7 or Mon-Fri 08:00-18:00.", default="")
    recovery_time: int = column(Kind.WHOLE, "Hours within which it must be back.", default=0)
    recovery_point: int = column(Kind.WHOLE, "Minutes of data that may be lost.", default=0)
    exit_schedule: str = column(Kind.TEXT, "Where exit, step-in and run-off costs are agreed.", default="")


@dataclass(frozen=True, kw_only=True)
class Obligation(Noun):
    """A duty in the supplier's contract or from the host to its members; the two should mirror each other."""

    SHEET = "Obligations"
    MEANS = "What is owed to whom, and the duty on the other side of the host that mirrors it."

    obligation: str = column(Kind.TEXT, "Short key.", key=True)
    service: str = column(Kind.LINK, "The service.", to="Service")
    duty: Duty = column(Kind.CHOICE, "What it is about.", choices=Duty)
    owed_by: str = column(Kind.TEXT, "ODS code or key of the supplier that owes it.")
    owed_to: tuple[str, ...] = column(Kind.LINKS, "ODS codes of those it is owed to.", to="Organisation", default=())
    terms: str = column(Kind.TEXT, "What is owed.")
    amount: float | None = column(Kind.NUMBER, "As a number: hours, per cent, working days.", default=None)
    unit: Unit | None = column(
        Kind.CHOICE, "What the number counts; blank: what is usual for such a duty.", choices=Unit, default=None
    )
    limit: int = column(Kind.MONEY, "Cap in pounds, for liability and insurance.", default=0, confidential=True)
    mirrors: str = column(Kind.LINK, "The supplier's duty that it passes on.", to="Obligation", default="")
    clause: str = column(Kind.TEXT, "Document and clause.", default="")
    organisation: str = column(
        Kind.LINK, "ODS code of whose row it is; blank: the one in the middle.", heading="Kept by", to="Organisation",
        default="",
    )  # fmt: skip

    @property
    def owner(self) -> str:
        """Whose row it is, and so who sees its cap: who passes a duty on, or the first that one is owed to.

        Never nobody where somebody is named: what nobody owns is shown to all.
        """
        return self.organisation or (self.owed_by if self.mirrors or not self.owed_to else self.owed_to[0])

    def problems(self) -> Iterator[tuple[str, str, str]]:
        if self.limit < 0:
            yield "limit", "A cap is below nought", "give the most that is owed, or 0 where no cap is given"
        if self.amount is not None and not 0 <= self.amount <= MOST_POUNDS:
            yield "amount", f"{self.amount:g} cannot be right", "give a number of nought or more, or leave it blank"
        if self.mirrors == self.obligation:
            yield "mirrors", "It mirrors itself", "name the supplier's duty that it passes on, or leave it blank"


@dataclass(frozen=True, kw_only=True)
class Responsibility(Noun):
    """What an office has to do with an activity of a service."""

    SHEET = "Responsibilities"
    MEANS = "Who is responsible, accountable, consulted or informed for each activity of a service."

    service: str = column(Kind.LINK, "The service.", key=True, to="Service")
    activity: str = column(Kind.TEXT, "What is done.", key=True)
    organisation: str = column(Kind.LINK, "ODS code.", key=True, to="Organisation")
    office: OfficeRole = column(Kind.CHOICE, "Office.", key=True, choices=OfficeRole)
    part: Raci = column(Kind.CHOICE, "Its part.", key=True, choices=Raci)


@dataclass(frozen=True, kw_only=True)
class Rung(Noun):
    """A rung of the ladder by which a problem or a dispute goes up, and whom to call there."""

    SHEET = "Escalation"
    MEANS = "Whom to call about a service, in which order, at which hours."

    service: str = column(Kind.LINK, "The service.", key=True, to="Service")
    kind: str = column(Kind.TEXT, "Incident or dispute.", key=True)
    rung: int = column(Kind.WHOLE, "1 first.", key=True)
    organisation: str = column(Kind.LINK, "ODS code.", to="Organisation", default="")
    who: str = column(Kind.TEXT, "Office or desk, such as Service desk.")
    contact: str = column(Kind.TEXT, "Telephone or address.", default="")
    starts_at: str = column(Kind.TEXT, "From what hour, such as 18:00; blank: always.", default="")
    ends_at: str = column(Kind.TEXT, "Until what hour, such as 08:00; blank: always.", default="")
    weekdays_only: bool = column(Kind.YES_NO, "Whether on working days only.", default=False)
    within: int = column(Kind.WHOLE, "Minutes (incident) or working days (dispute) before it goes up.", default=0)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        for name in ("starts_at", "ends_at"):
            hour = getattr(self, name)
            if hour and not _HOUR.fullmatch(hour) and (name, hour) != ("ends_at", "24:00"):
                yield name, f"{hour[:20]!r} is not an hour of the day", "write it as 18:00, or leave it blank"
        if self.kind.strip().casefold() not in ("incident", "dispute"):
            yield "kind", f"{self.kind[:40]!r} is no ladder", "write incident or dispute"
        if not 0 <= self.within <= 100_000:
            yield "within", f"{self.within:,} cannot be right", "give minutes for an incident, days for a dispute"


@dataclass(frozen=True, kw_only=True)
class Risk(Noun):
    """What may go wrong with something shared, how likely, and what it would cost each member."""

    SHEET = "Risks"
    MEANS = "What may go wrong, how likely it is, and what it would cost whom."

    risk: str = column(Kind.TEXT, "Short key.", key=True)
    title: str = column(Kind.TEXT, "What may happen.")
    service: str = column(Kind.LINK, "The service.", to="Service", default="")
    proposal: str = column(Kind.LINK, "The proposal.", to="Proposal", default="")
    likelihood: int = column(Kind.WHOLE, "1 to 5.")
    impact: int = column(Kind.WHOLE, "1 to 5.")
    probability: float = column(Kind.PERCENT, "Chance that it happens.", default=0.0)
    exposure: tuple[tuple[str, float], ...] = column(
        Kind.AMOUNTS, "Cost to each in pounds, such as RZ1: 250000; RZ2: 90000.", default=(), confidential=True
    )
    owner: str = column(Kind.LINK, "ODS code of the one that owns it.", to="Organisation", default="")
    owner_office: OfficeRole | None = column(Kind.CHOICE, "Office that owns it.", choices=OfficeRole, default=None)
    mitigation: str = column(Kind.TEXT, "What is done about it.", default="")
    review_on: date | None = column(Kind.DATE, "Day it is looked at again.", default=None)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        for name in ("likelihood", "impact"):
            if not 1 <= getattr(self, name) <= 5:
                yield name, f"{getattr(self, name)} is not on the scale", "give 1 to 5"
        if not 0 <= self.probability <= 100:
            yield "probability", f"{self.probability:g}% is no chance", "give 0% to 100%"
        if not all(0 <= amount <= MOST_POUNDS for _, amount in self.exposure):
            yield "exposure", "A cost cannot be right", f"give each as pounds, from 0 to {MOST_POUNDS:,}"
