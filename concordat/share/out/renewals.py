"""Every day on which something about an agreement runs out or is due, as a calendar with alarms well before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.ics import Event, calendar, steady_uid
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.register.assurance import CagApproval, DsptStatus, IcoRegistration
from concordat.register.bundle import Bundle, bundles
from concordat.register.lapse import Lapse, lapses, toolkit
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.share.out.context.agreement import over
from concordat.share.out.context.said import Speaker
from concordat.share.out.context.whole import required
from concordat.share.out.form import Form

ALARMS = (90, 60, 30)
"""Days before each day on which to remind of it."""


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What lapses, and the keys of the agreements for which that matters."""

    lapse: Lapse
    agreements: tuple[str, ...]


def ics(record: Record, key: str, as_of: date) -> bytes:
    """The calendar of one agreement, or of all on the record where the key is blank. Raises NoAgreement."""
    about = required(record, key, as_of).agreement.label if key else "every agreement"
    return calendar(
        name=f"Renewals: {about}",
        description=f"What runs out or is due, on the facts recorded on {long_date(as_of)}. Not legal advice.",
        prodid="-//Concordat//share//EN",
        as_of=as_of,
        events=[_event(each, as_of) for each in renewals(record, key, as_of)],
    )


def renewals(record: Record, key: str, as_of: date) -> tuple[Renewal, ...]:
    """What lapses of one agreement, or of all where the key is blank, soonest first, what is shared named once.

    An agreement that is over has none but those of who left it. Raises NoAgreement.
    """
    found = (required(record, key, as_of),) if key else bundles(record, as_of)
    shared: dict[tuple[date, str], Renewal] = {}
    for bundle in found:
        for at, lapse in {(each.day, each.key): each for each in _of(bundle, record, as_of)}.items():
            before = shared[at].agreements if at in shared else ()
            shared[at] = Renewal(lapse=lapse, agreements=(*before, bundle.key))
    return tuple(shared[each] for each in sorted(shared))


def _of(bundle: Bundle, record: Record, as_of: date) -> Iterator[Lapse]:
    if over(Speaker(record, as_of), bundle.agreement):
        rows: tuple[Noun, ...] = bundle.parties
    else:
        rows = tuple(_rests_on(bundle, record, as_of))
        yield from (toolkit(record, each.party, as_of) for each in bundle.active(as_of))
    for row in rows:
        yield from lapses(row, record, as_of)


def _rests_on(bundle: Bundle, record: Record, as_of: date) -> Iterator[Noun]:
    """The rows of which something lapses: its own, its parties', and of its assessment and approvals."""
    yield from (bundle.agreement, *bundle.parties)
    if bundle.dpia:
        yield bundle.dpia
    approvals = (record.get(CagApproval, each.cag, as_of) for each in bundle.purposes.values() if each.cag)
    yield from filter(None, approvals)
    active = {each.party for each in bundle.active(as_of)}
    yield from (each for each in record.all(IcoRegistration, as_of) if each.organisation in active)
    yield from (each for each in record.all(DsptStatus, as_of) if each.organisation in active)


def _event(renewal: Renewal, as_of: date) -> Event:
    """What is overdue is put on the day the calendar is made, where somebody will see it."""
    due = renewal.lapse
    late = f"Overdue since {long_date(due.day)}: " if due.day < as_of else ""
    told = (
        f"Due {long_date(due.day)}. {as_sentence(due.why)} Next: {due.next}.",
        f"For {'; '.join(renewal.agreements)}.",
    )
    return Event(
        uid=steady_uid(f"concordat:share:{due.key}"),
        day=max(due.day, as_of),
        summary=f"{late}{due.what}",
        description="\n".join((*told, "Not legal advice.")),
        category="Overdue" if late else "Renewal",
        alarms=ALARMS,
    )


FORMS = (
    Form(name="renewals", what="calendar of renewals", ending="ics", media_type="text/calendar", made=ics, of_all=True),
)
