"""Drafts of notices: what the record already says of one, shaped as an OCDS release, and what is left to write.

Nothing is made up: what the record does not say is left out and named under `to_write`. A draft has an id of its own,
which the official service replaces when the notice is published there. Where the contract is not signed yet, its days
follow from the last day for signing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.period import ONE_DAY, long_date, months_later
from concordat.core.refusal import Refusal
from concordat.procure.gate import Gates, gates
from concordat.procure.law.account import Account, account
from concordat.procure.law.dues import Due, State
from concordat.procure.law.notice import Event
from concordat.register.contract import Regime
from concordat.register.naming import name_of
from concordat.register.procurement import BuyingRoute, GateKind, Procurement, Subject
from concordat.register.record import Record

DONE = (State.DONE, State.DONE_EARLY, State.DONE_LATE)


class NoSuchNotice(Refusal):
    """A notice that the law does not ask for of a purchase."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """How OCDS tells a notice: its `tag`, the state of the competition, and that of award and contract, if any."""

    tag: str
    tender: str
    award: str = ""
    contract: str = ""
    to_write: tuple[str, ...] = ()


_WHO_TO_ASK = "contact point of the buyer"
_WON = ("supplier's legal name and number", "why it was chosen, against each criterion")
_PLANNED = Stage(tag="planning", tender="planned", to_write=(_WHO_TO_ASK,))
_OPENED = Stage(
    tag="tender", tender="active", to_write=(_WHO_TO_ASK, "award criteria and weights", "where offers are sent")
)
_INTENDED = Stage(
    tag="award", tender="complete", award="pending", to_write=(*_WON, "ground for it, with the facts that show it")
)
_AWARDED = Stage(tag="award", tender="complete", award="pending", to_write=_WON)
_SIGNED = Stage(tag="contract", tender="complete", award="active", contract="active", to_write=_WON)
_RUNS = Stage(
    tag="implementation", tender="complete", award="active", contract="active", to_write=("what was paid or measured",)
)
_CHANGED = Stage(
    tag="contractAmendment", tender="complete", award="active", contract="active",
    to_write=("what is changed, and from when", "ground for the change, with the facts that show it"),
)  # fmt: skip
_ENDED = Stage(
    tag="contractTermination", tender="complete", award="active", contract="terminated", to_write=("why it ends",)
)
_GIVEN_UP = Stage(tag="tenderCancellation", tender="cancelled", to_write=("why it was given up",))

_BY_EVENT = {
    Event.YEAR: _PLANNED,
    Event.ENGAGED: _PLANNED,
    Event.TENDERED: _PLANNED,
    Event.DECIDED: _OPENED,
    Event.SIGNED: _AWARDED,
    Event.PAID: _RUNS,
    Event.CHANGED: _CHANGED,
    Event.URGENT: _INTENDED,
    Event.ENDED: _ENDED,
    Event.ABANDONED: _GIVEN_UP,
}
_BY_CODE = {
    "PSR intended approach": _PLANNED,
    "UK5": _INTENDED,
    "VEAT": _INTENDED,
    "PSR intention to award": _INTENDED,
    "UK7": _SIGNED,
    "PCR award notice": _SIGNED,
    "PSR confirmation of award": _SIGNED,
    "UK9": _RUNS,
}
"""Notices that are told otherwise than others of their event."""

_METHODS = {
    BuyingRoute.OPEN: "open",
    BuyingRoute.FLEXIBLE: "selective",
    BuyingRoute.MINI: "selective",
    BuyingRoute.PSR_COMPETITIVE: "open",
    BuyingRoute.PSR_MOST_SUITABLE: "limited",
}
"""OCDS's word for a way of choosing; any other is direct."""
_CATEGORIES = {Subject.GOODS: "goods", Subject.WORKS: "works"}
_LAWS = {
    Regime.PA2023: ("2023/54", "UKPGA"),
    Regime.BELOW_THRESHOLD: ("2023/54", "UKPGA"),
    Regime.PSR: ("2023/1348", "UKSI"),
    Regime.PCR2015: ("2015/102", "UKSI"),
}
"""Each law's year and number, and the series it is numbered in, as the official service cites it."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A notice that is to be published: when, its release, and what the record cannot say of it."""

    due: Due
    release: dict[str, Any]
    to_write: tuple[str, ...]

    @property
    def called(self) -> str:
        """Its code and name; a code of several words is a name."""
        code, name = self.due.notice.code, self.due.notice.name
        return code if " " in code else f"{code} {name}"


def drafts(record: Record, key: str, as_of: date, only: str = "") -> tuple[Draft, ...]:
    """A draft of every notice of a purchase that is not published, or `only` of one, by its code.

    Raises NotOnRecord, NothingLost, NoSuchNotice.
    """
    reckoned = gates(record, as_of, procurement=key)
    signed = reckoned.of(GateKind.SIGNED)
    found = account(record, key, as_of, sign_on=max(signed.latest, as_of) if signed else None)
    unpublished = [each for each in found.dues if each.state not in DONE]
    made = tuple(_draft(each, found, reckoned, record, as_of) for each in unpublished if only in ("", each.notice.code))
    if not made and only:
        codes = ", ".join(dict.fromkeys(each.notice.code for each in unpublished)) or "none"
        raise NoSuchNotice(f"{key} has no notice {only} to come", remedy=f"Name one of: {codes}")
    return made


def package(draft: Draft, as_of: date) -> dict[str, Any]:
    """The release in a package, as open contracting data are exchanged."""
    return {
        "uri": f"urn:concordat:{draft.release['id']}",
        "version": "1.1",
        "publishedDate": _moment(as_of),
        "publisher": {"name": draft.release["buyer"]["name"]},
        "releases": [draft.release],
    }


def _draft(due: Due, found: Account, reckoned: Gates, record: Record, as_of: date) -> Draft:
    stage = _BY_CODE.get(due.notice.code) or _BY_EVENT[due.notice.event]
    bought = found.procurement
    release: dict[str, Any] = {
        "ocid": f"draft-{bought.key}",
        "id": f"draft-{bought.key}-{due.notice.code}".replace(" ", "-"),
        "date": _moment(as_of),
        "language": "en",
        "tag": [stage.tag],
        "initiationType": "tender",
        "parties": list(_parties(bought, record, as_of)),
        "buyer": _named(bought.organisation, record, as_of),
        "tender": _tender(bought, stage, found, reckoned),
    }
    if stage.award:
        release["awards"] = [{"id": "1", "status": stage.award, "title": bought.title, **_worth(bought)}]
    if stage.contract:
        span = _span(reckoned, bought)
        release["contracts"] = [{"id": "1", "awardID": "1", "status": stage.contract, "period": span, **_worth(bought)}]
    return Draft(due=due, release=release, to_write=(*_unsaid(bought), *stage.to_write))


def _unsaid(bought: Procurement) -> Iterator[str]:
    """What the record should say of any purchase, and does not."""
    asked = (
        ("CPV code", bought.cpv), ("value with VAT", bought.value), ("term in months", bought.months),
        ("way of choosing a supplier", bought.route),
    )  # fmt: skip
    yield from (what for what, given in asked if not given)
    yield "description of what is bought"


def _tender(bought: Procurement, stage: Stage, found: Account, reckoned: Gates) -> dict[str, Any]:
    tender: dict[str, Any] = {
        "id": bought.key,
        "title": bought.title,
        "status": stage.tender,
        "legalBasis": _law(found),
        "procurementMethod": _METHODS.get(reckoned.buying.route, "direct"),
        "procurementMethodDetails": reckoned.buying.route.value,
        "mainProcurementCategory": _CATEGORIES.get(bought.subject, "services"),
        "contractPeriod": _span(reckoned, bought),
        **_worth(bought),
    }
    if found.purchase.regime is Regime.BELOW_THRESHOLD:
        tender["aboveThreshold"] = False
    if bought.cpv:
        tender["items"] = [{"id": "1", "classification": {"scheme": "CPV", "id": bought.cpv}}]
    opened, ended = reckoned.of(GateKind.TENDER), reckoned.of(GateKind.EVALUATION)
    if stage.tender in ("planned", "active") and opened and ended:
        begins = opened.done_on or opened.latest
        tender["tenderPeriod"] = {"startDate": _moment(begins), "endDate": _moment(max(begins, ended.begin_by))}
    return tender


def _law(found: Account) -> dict[str, str]:
    id, scheme = _LAWS[found.purchase.regime]
    return {"id": id, "scheme": scheme, "description": "; ".join(map(str, found.ruling.reasons))}


def _span(reckoned: Gates, bought: Procurement) -> dict[str, Any]:
    """From the last day for signing, for as long as the purchase is for."""
    signed = reckoned.of(GateKind.SIGNED)
    begins = (signed.done_on or signed.latest) if signed else reckoned.buying.live_by
    ends = months_later(begins, bought.months) - ONE_DAY if bought.months else None
    return {"startDate": _moment(begins), **({"endDate": _moment(ends)} if ends else {})}


def _worth(bought: Procurement) -> dict[str, Any]:
    """The value with VAT, as the official service writes it; without VAT it is not on the record."""
    return {"value": {"amountGross": bought.value / 100, "currency": "GBP"}} if bought.value else {}


def _parties(bought: Procurement, record: Record, as_of: date) -> Iterator[dict[str, Any]]:
    """Who runs it, and everybody whose budget pays: OCDS calls the one procuring entity and the others buyers."""
    for each in dict.fromkeys((bought.organisation, *bought.on_behalf_of)):
        name = name_of(record, each, as_of)
        yield {
            "id": _id(each),
            "name": name,
            "identifier": {"scheme": "GB-NHS", "id": each, "legalName": name},
            "roles": ["buyer", "procuringEntity"] if each == bought.organisation else ["buyer"],
        }


def _named(code: str, record: Record, as_of: date) -> dict[str, str]:
    return {"id": _id(code), "name": name_of(record, code, as_of)}


def _id(code: str) -> str:
    return f"GB-NHS-{code}"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def when(draft: Draft) -> str:
    """Between which days it is published, in words; and that it is late, where it is."""
    due = draft.due
    first = f"from {long_date(due.earliest)} " if due.earliest else ""
    if due.latest:
        return f"{first}by {long_date(due.latest)}{', so it is late' if due.state is State.LATE else ''}"
    return f"{first}without delay" if due.earliest else "on a day that is not known yet"
