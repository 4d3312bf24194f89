"""The record that answers are worked out on: shared rows, or with one's own drafts in place of what they redraft."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from concordat.register.agreement import Agreement
from concordat.register.app.permission import Person
from concordat.register.closed import version_of
from concordat.register.outtake import without_confidential
from concordat.register.record import Record
from concordat.share.app.versions import Version
from concordat.web.scope import entries, row_of, whole_record_for_computation


def shared(by: Person, recorded_on: date | None = None) -> Record:
    """What all are answered by: now, or as it was recorded at the end of a day.

    Nothing is blanked: the hash that was signed is of what is confidential too. No answer tells any of it.
    """
    return whole_record_for_computation(by.collaborative, _end_of(recorded_on) if recorded_on else None)


def with_drafts(by: Person) -> Record:
    """The same as if the drafts of this person's organisation were released; of a version it drafts, the draft alone.

    What comes of it is for that organisation only.
    """
    drafts = [row_of(each) for each in entries(by).filter(private=True).order_by("pk")]
    keys = {each.key for each in drafts if isinstance(each, Agreement)}
    drafted = {(type(each), each.key) for each in drafts}
    kept = (each for each in shared(by) if not version_of(each, keys) and (type(each), each.key) not in drafted)
    return Record.of([*kept, *drafts])


def readable(by: Person, version: Version | None = None) -> Record:
    """What papers for this person are written from: others' confidential columns are blank in it.

    Of a `version` its parties read all they sign; and a draft is written with the drafts it rests on.
    """
    record = with_drafts(by) if version and version.private else shared(by)
    own = version.entries if version and version.concerns(by) else {}
    return Record.of(each if each in own else without_confidential(each, by.organisation) for each in record)


def drafted(by: Person) -> frozenset[str]:
    """The keys of the versions that this person's organisation drafts."""
    kept = entries(by, Agreement).filter(private=True)
    return frozenset(row_of(each).key for each in kept)


def drafts(by: Person) -> int:
    """How many private drafts this person's organisation has."""
    return int(entries(by).filter(private=True).count())


def _end_of(day: date) -> datetime:
    """The last moment of a day, in London."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)
