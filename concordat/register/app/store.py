"""Writing entries: a new version beside the old, all in the transaction of one action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Max, Q
from django.utils import timezone

from concordat.core.refusal import Refusal
from concordat.register.app import ledger
from concordat.register.app.models import Entry
from concordat.register.app.permission import Person
from concordat.register.cell import jsonable, shown
from concordat.register.noun import Noun, columns

_BATCH = 500
T = TypeVar("T")


class ChangedMeanwhile(Refusal):
    """Somebody else changed a row between its being looked at and its being saved."""

    status = 409

    def __init__(self, label: str) -> None:
        super().__init__(
            "Somebody else changed this since you opened it", where=label, remedy="Open it again and make your change"
        )


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A row to be written, in place of the entry `before` where there is one."""

    row: Noun
    before: Entry | None = None
    private: bool = False


def write(writings: Sequence[Writing], *, by: Person) -> list[Entry]:
    """Store these rows as new versions; call it inside an action. Raises ChangedMeanwhile."""
    now, line = timezone.now(), ledger.next_number()
    _supersede([each.before for each in writings if each.before], now)
    versions = _versions(writings, by)
    made = [_entry(each, by, now, line, versions.get(_name(each.row), 0) + 1) for each in writings]
    return list(Entry.objects.bulk_create(made, batch_size=_BATCH))


def withdraw(entries: Sequence[Entry]) -> None:
    """Take these off the register with nothing in their place, as if they had never been true; they stay in history.

    For what nobody has relied on, such as a draft: else a row is retired. Call it inside an action.
    Raises ChangedMeanwhile.
    """
    _supersede(list(entries), timezone.now())


def erase(noun: type[Noun], *, by: Person, owner: str, **which: str) -> int:
    """Blank what is confidential in every version of an owner's rows; `which` of them, by fields of their entries.

    Gives how many versions held any of it. The only way in which an entry changes, for what a person may have erased
    (UK GDPR Article 17): nothing else of an entry repeats it. Call it inside an action, whose line tells that it was
    done.
    """
    names = confidential(noun)
    versions = Entry.objects.filter(collaborative=by.collaborative, owner=owner, noun=noun.__name__, **which)
    held = [each for each in versions.select_for_update() if any(each.values.get(name) for name in names)]
    for entry in held:
        entry.values |= {name: "" for name in names if name in entry.values}
    Entry.objects.bulk_update(held, ["values"], batch_size=_BATCH)
    return len(held)


def confidential(noun: type[Noun]) -> tuple[str, ...]:
    """The columns of a noun that are its owner's alone."""
    return tuple(each.name for each in columns(noun) if each.confidential)


def words_of(row: Noun) -> str:
    """What a search may find in a row: all it shows to everybody, in one case."""
    seen = (shown(each, getattr(row, each.name)) for each in columns(type(row)) if not each.confidential)
    return " ".join(each for each in seen if each).casefold()


def _entry(writing: Writing, by: Person, now: datetime, line: int, version: int) -> Entry:
    row = writing.row
    return Entry(
        collaborative=by.collaborative,
        noun=type(row).__name__,
        key=row.key,
        label=row.label,
        owner=row.owner,
        values=jsonable(row),
        words=words_of(row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        private=writing.private,
        version=version,
        recorded_at=now,
        recorded_by=str(by),
        line=line,
    )


def _name(row: Noun) -> tuple[str, str]:
    return type(row).__name__, row.key


def _supersede(entries: list[Entry], now: datetime) -> None:
    """Mark these as no longer current; all of them still were, or nothing is written."""
    for batch in _batches(entries):
        ended = Entry.objects.filter(pk__in=[each.pk for each in batch], superseded_at=None).update(superseded_at=now)
        if ended != len(batch):
            raise ChangedMeanwhile(batch[0].label if len(batch) == 1 else f"one of {len(batch)} rows")


def _versions(writings: Sequence[Writing], by: Person) -> dict[tuple[str, str], int]:
    """The last version of each row to be written, by noun and key; a count would tell of drafts that others hide."""
    found: dict[tuple[str, str], int] = {}
    own = Q(private=False) | Q(owner=by.organisation)
    kept = Entry.objects.filter(own, collaborative=by.collaborative)
    for noun in {type(each.row).__name__ for each in writings}:
        keys = [each.row.key for each in writings if type(each.row).__name__ == noun]
        for batch in _batches(keys):
            last = kept.filter(noun=noun, key__in=batch).values_list("key").annotate(Max("version"))
            found |= {(noun, key): version for key, version in last}
    return found


def _batches(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
