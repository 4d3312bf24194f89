"""Scope: the only door through which pages read the register, and so what one person may see of it.

A row is seen by everybody in its collaborative, unless it is a private draft: then by its owner's organisation alone.
A confidential column is seen by the organisation that owns the row, and by all where nobody does.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from django.db.models import Count, F, Q, QuerySet

from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.register.cell import from_json
from concordat.register.noun import Noun, columns, link_columns, noun_named, nouns
from concordat.register.organisation import Organisation
from concordat.register.outtake import without_confidential
from concordat.register.record import Record

LATEST_LAST = F("valid_from").asc(nulls_first=True)
"""The order in which what is true now comes after what was true before."""


def record_of(person: Person, recorded_by: datetime | None = None) -> Record:
    """The whole record as this person may see it: now, or as it was recorded at a past moment.

    Confidential columns of others' rows are blank in it (nought, for money): for sums, ask
    `whole_record_for_computation` and show what comes of it through `hidden`.
    """
    found = _visible(person).filter(_at(recorded_by))
    return Record.of(seen(each, person) for each in found.order_by("pk"))


def whole_record_for_computation(collaborative: str, recorded_by: datetime | None = None) -> Record:
    """Every shared row of a collaborative with nothing blanked: for a server's sums, never to be shown as it is.

    Private drafts of any organisation are left out, so that no answer rests on what only some may know. With
    `recorded_by` it is as it was recorded at a past moment.
    """
    found = Entry.objects.filter(_at(recorded_by), collaborative=collaborative, private=False)
    return Record.of(row_of(each) for each in found.order_by("pk"))


def entries(person: Person, noun: type[Noun] | None = None) -> QuerySet[Entry]:
    """The current entries this person may see; all they hold but what `seen` blanks may be shown."""
    found = _visible(person).filter(superseded_at=None)
    return found.filter(noun=noun.__name__) if noun else found


def history(person: Person, noun: type[Noun], key: str) -> QuerySet[Entry]:
    """Every version of a row that this person may see, the newest first."""
    return _visible(person).filter(noun=noun.__name__, key=key).order_by("-version", "-pk")


def search(found: QuerySet[Entry], *, text: str = "", organisation: str = "") -> QuerySet[Entry]:
    """Those that have every word of the text, and belong to the organisation; confidential columns are not searched."""
    if organisation:
        found = found.filter(owner=organisation)
    return reduce(lambda kept, word: kept.filter(words__contains=word), text.casefold().split()[:8], found)


def counts(person: Person) -> dict[type[Noun], int]:
    """How many current rows each noun has for this person, those with none included."""
    counted = dict(entries(person).order_by().values_list("noun").annotate(Count("pk")))
    return {noun: counted.get(noun.__name__, 0) for noun in nouns()}


def labels(
    person: Person, wanted: Iterable[tuple[type[Noun], str]], *, shared_only: bool = False
) -> dict[tuple[type[Noun], str], str]:
    """What readers call these rows, by noun and key; a row the person may not see is not in it."""
    keys: dict[type[Noun], set[str]] = {}
    for noun, key in wanted:
        keys.setdefault(noun, set()).add(key)
    if not keys:
        return {}
    either = reduce(operator.or_, (Q(noun=noun.__name__, key__in=sorted(each)) for noun, each in keys.items()))
    kept = entries(person).filter(private=False) if shared_only else entries(person)
    found = kept.filter(either).order_by(LATEST_LAST).values_list("noun", "key", "label")
    return {(noun_named(noun), key): label for noun, key, label in found}


def owners(person: Person, noun: type[Noun]) -> tuple[tuple[str, str], ...]:
    """The organisations that own rows of a noun, as (ODS code, name), by name."""
    codes = entries(person, noun).exclude(owner="").order_by().values_list("owner", flat=True).distinct()
    names = {key: label for (_, key), label in labels(person, ((Organisation, code) for code in codes)).items()}
    return tuple(sorted(((code, names.get(code, code)) for code in codes), key=lambda each: each[1]))


def mentioning(person: Person, row: Noun) -> QuerySet[Entry]:
    """The entries this person may see of the nouns that can name a row of this one's, narrowed by its key as text."""
    naming = [noun.__name__ for noun in nouns() if any(each.to == type(row).__name__ for each in link_columns(noun))]
    return entries(person).filter(noun__in=naming, words__contains=row.key.casefold())


def row_of(entry: Entry) -> Noun:
    """The row an entry holds, with nothing blanked."""
    return from_json(noun_named(entry.noun), entry.values)


def seen(entry: Entry, person: Person) -> Noun:
    """The row an entry holds, as this person may see it."""
    return without_confidential(row_of(entry), person.organisation)


def hidden(row: Noun, person: Person) -> frozenset[str]:
    """The names of the columns of a row that this person may not see: say so, rather than show them blank."""
    if row.owner in ("", person.organisation):
        return frozenset()
    return frozenset(each.name for each in columns(type(row)) if each.confidential)


def _visible(person: Person) -> QuerySet[Entry]:
    own = Q(private=False) | Q(owner=person.organisation)
    return Entry.objects.filter(own, collaborative=person.collaborative)


def _at(moment: datetime | None) -> Q:
    """What is current, or was at a past moment."""
    if moment is None:
        return Q(superseded_at=None)
    return Q(recorded_at__lte=moment) & (Q(superseded_at=None) | Q(superseded_at__gt=moment))
