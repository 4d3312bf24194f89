"""A mandate: for whom a body may decide a matter on a day, by which power, and why for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.register.authority import Body, BodyForm, ReservedMatter, TermsOfReference, Voting
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.obstacle import lacks_icb
from concordat.register.deciding.power import Power, all_or_nobody, powers
from concordat.register.deciding.rules import FORM, ICB_PARTY, SCHEME, SITTING
from concordat.register.deciding.standing import Standing
from concordat.register.meeting import APPROVING, Decision


class NoSuchBody(Refusal):
    """A body that is not on the record, or has no terms by which it could decide."""

    status = 404


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """`powers` by which it may decide, one for each it binds; `against`: why it may not for each of the others.

    `besides` is what another body must approve too before an organisation is bound.
    """

    powers: tuple[Power, ...] = ()
    against: tuple[Reason, ...] = ()
    besides: tuple[ReservedMatter, ...] = ()

    @property
    def binds(self) -> tuple[str, ...]:
        """ODS codes of those for whom it may decide."""
        return tuple(each.organisation for each in self.powers)

    @property
    def sources(self) -> str:
        """Where its powers are written, each place once."""
        return "; ".join(dict.fromkeys(each.source for each in self.powers))


def mandate(standing: Standing, matter: Matter, body: Body, on: date) -> Mandate:
    """For whom of those affected this body may decide the matter on that day, and why not for the others.

    A joint committee binds all its members whom it affects and nobody has bound yet, or none (NHS Act 2006 s65Z6).
    """
    found, against = [], []
    for organisation in matter.members:
        able, reasons = _of(organisation, standing, matter, body, on)
        found += [able] if able else []
        against += reasons
    lacking = sorted(_together(standing, body, matter, on) - {each.organisation for each in found})
    if found and lacking:
        found, against = [], [*against, all_or_nobody(body.name, lacking)]
    besides = tuple(row for power in found for row in power.besides(on))
    return Mandate(powers=tuple(found), against=tuple(dict.fromkeys(against)), besides=besides)


def mandate_to_decide(standing: Standing, matter: Matter, body: Body, on: date) -> Mandate:
    """The same for the whole of a matter: none where it exercises a function of an ICB that is no party to it."""
    if lacks_icb(matter, standing):
        what = "It exercises a function of the integrated care board, which is no party to it"
        return Mandate(against=(ICB_PARTY.reason(what),))
    return mandate(standing, matter, body, on)


def body_of(standing: Standing, key: str, on: date) -> Body:
    """The body with this key on a day. Raises NoSuchBody."""
    body = standing.body(key, on)
    if body is None:
        raise NoSuchBody(f"There is no body {key} on {long_date(on)}", remedy="Give a key of sheet Bodies")
    return body


def terms_of(standing: Standing, body: Body, on: date) -> TermsOfReference:
    """A body's terms on a day; an office needs none. Raises NoSuchBody where it has none."""
    terms = standing.terms(body.key, on)
    if terms is None and body.form is BodyForm.OFFICE:
        return TermsOfReference(body=body.key, voting=Voting.CONSENSUS)
    if terms is None:
        raise NoSuchBody(
            f"{body.name} has no terms of reference on {long_date(on)}, so nobody can say how it votes",
            where=body.key,
            remedy="Add them to sheet Terms of reference",
        )
    return terms


def not_sitting(standing: Standing, body: Body, on: date) -> Reason | None:
    """Why the body does not meet on that day; None where it does. An office meets nobody."""
    if body.form is BodyForm.OFFICE or any(each.on == on for each in standing.sittings(body.key)):
        return None
    return SITTING.reason(f"{body.name} does not meet on {long_date(on)}, as far as its calendar says")


def _of(
    organisation: str, standing: Standing, matter: Matter, body: Body, on: date
) -> tuple[Power | None, list[Reason]]:
    """The power of a body over one organisation; or, where it has none, everything that stands against it."""
    held = [each for each in powers(organisation, matter, standing) if each.body == body.key]
    held += _besides(organisation, standing, matter, body)
    reasons: list[Reason] = []
    for power in held:
        against = [*power.stands_against(matter, standing, on), *power.too_soon(matter, standing, on)]
        if not against:
            return power, []
        reasons += against
    return None, reasons or [_no_power(organisation, body)]


def _besides(organisation: str, standing: Standing, matter: Matter, body: Body) -> Iterator[Power]:
    """The power to approve besides whoever decides, as governors do.

    A decision that waits for it still does where the reservation has lapsed since: what held was that of its day.
    """
    for row in standing.reserved(organisation, matter.function, matter.decision_class, matter.value):
        if row.besides and row.body == body.key:
            waits = any(row.valid_on(each.decided_on) for each in _made(organisation, standing, matter))
            row = replace(row, valid_from=None, valid_to=None) if waits else row
            yield Power(organisation=organisation, body=body.key, row=row)


def _made(organisation: str, standing: Standing, matter: Matter) -> Iterator[Decision]:
    """What was decided on the matter for an organisation."""
    for each in standing.record.all(Decision):
        if each.proposal == matter.proposal and organisation in each.binds:
            yield each


def _together(standing: Standing, body: Body, matter: Matter, on: date) -> frozenset[str]:
    """Those whom it must bind together: not who is bound by another body's decision already."""
    if body.form is not BodyForm.JOINT:
        return frozenset()
    concerned = (each for each in matter.members if not body.members or each in body.members)
    return frozenset(each for each in concerned if not any(_elsewhere(each, standing, body, matter, on)))


def _elsewhere(organisation: str, standing: Standing, body: Body, matter: Matter, on: date) -> Iterator[bool]:
    for each in _made(organisation, standing, matter):
        yield each.body != body.key and each.decided_on <= on and each.outcome in APPROVING


def _no_power(organisation: str, body: Body) -> Reason:
    if body.form is BodyForm.ADVISORY:
        return FORM.reason(f"{body.name} is an advisory group: it recommends, and decides nothing")
    return SCHEME.reason(f"{organisation} has given {body.name} no power to decide this")
