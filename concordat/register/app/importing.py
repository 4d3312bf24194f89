"""What storing an intake would change, row by row, for one person: worked out alike for the preview and the act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.crypto import salted_hmac

from concordat.core.finding import Finding, Severity
from concordat.core.period import long_date
from concordat.register.agreement import Agreement, Signature
from concordat.register.app.models import Entry
from concordat.register.app.permission import Act, Part, Person, may
from concordat.register.app.store import Writing
from concordat.register.cell import blank, jsonable
from concordat.register.closed import closed, misplaced, voted
from concordat.register.intake import Change, Intake, compare, replaced
from concordat.register.meeting import Decision
from concordat.register.noun import Misbuilt, Noun, columns
from concordat.register.record import Record
from concordat.web.scope import entries, hidden, row_of

LONGEST_KEY = 400  # an index of the database holds no longer one
Problem = tuple[Noun, str, str, str]
"""A row that cannot be stored: the row, the name of a column or blank, what is wrong, what to do next."""


Standing = Mapping[Noun, Entry]
"""The shared rows as they stand, and the entry of each."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`changes` for rows not in error, `findings` that stop it, and the `digest` that tells it from another."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    before: Standing
    digest: str

    @property
    def writings(self) -> list[Writing]:
        """The rows to write: those that are new or changed."""
        return [
            Writing(row=each.noun, before=self.before[each.before] if each.before else None)
            for each in self.changes
            if each.state != "same"
        ]

    def count(self, state: str) -> int:
        """How many rows are "new", "changed" or "same"."""
        return sum(each.state == state for each in self.changes)


def standing(by: Person) -> Standing:
    """Every shared row of the person's collaborative: what an upload's rows replace, and may rest on."""
    return {row_of(each): each for each in entries(by).filter(private=False).order_by("pk")}


def plan(by: Person, intake: Intake, kept: Standing) -> Plan:
    """What this person's storing the intake would change; the intake's own findings come first."""
    existing = Record.of(kept)
    merging = [_merged(each, existing, by) for each in intake.record]
    merged = replace(intake, record=Record.of(each.row for each in merging))
    by_row = {each.row: each for each in merging}
    changes = tuple(_told(each, by, by_row[each.noun].given) for each in _once_each(compare(merged, existing)))
    wrong = (*_misbuilt(merging), *(each for change in changes for each in _refused(change, by)))
    wrong += (*_overlaps(changes, existing), *_closed(changes, existing, by))
    findings = tuple(
        intake.record.finding(by_row[row].supplied, name, what, next, severity=Severity.ERROR)
        for row, name, what, next in wrong
    )
    refused = {row for row, *_ in wrong}
    return Plan(
        changes=tuple(each for each in changes if each.noun not in refused),
        findings=intake.findings + findings,
        before=kept,
        digest=_digest(changes, kept),
    )


@dataclass(frozen=True, kw_only=True)
class _Merged:
    """A row as it would be stored, as it was `supplied`, and which hidden columns its uploader filled in."""

    row: Noun
    supplied: Noun
    given: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def _merged(row: Noun, existing: Record, by: Person) -> _Merged:
    """The row, with what its uploader may not see, and so left blank, as it stands."""
    before = replaced(row, existing)
    if before is None or before.owner != row.owner:
        return _Merged(row=row, supplied=row)
    unseen = hidden(before, by)
    empty = [name for name in unseen if getattr(row, name) in (None, (), blank(type(row), name))]
    given = tuple(sorted(unseen - set(empty)))
    try:
        whole = replace(row, **{name: getattr(before, name) for name in empty}) if empty else row
    except Misbuilt as misbuilt:
        return _Merged(row=row, supplied=row, problems=tuple((row, *each) for each in misbuilt.problems))
    return _Merged(row=whole, supplied=row, given=given)


def _misbuilt(merging: list[_Merged]) -> Iterator[Problem]:
    for each in merging:
        yield from each.problems


def _once_each(changes: tuple[Change, ...]) -> Iterator[Change]:
    """A row that stands is replaced by one row: that of the same first day; another of its key is new."""
    claimed = {each.before for each in changes if each.before and each.before.valid_from == each.noun.valid_from}
    for each in changes:
        if each.before is None or each.before.valid_from == each.noun.valid_from:
            yield each
        elif each.before in claimed:
            yield Change(state="new", noun=each.noun)
        else:
            claimed.add(each.before)
            yield each


def _told(change: Change, by: Person, given: tuple[str, ...]) -> Change:
    """The change as its uploader may see it. A hidden column they filled in is a change even where it holds the same:
    else a price could be guessed by uploading one after another."""
    if change.before is None:
        return change
    unseen = hidden(change.before, by)
    names = {each.heading: each.name for each in columns(type(change.noun))}
    seen = tuple(each for each in change.differences if names[each[0]] not in unseen)
    told = tuple((heading, "confidential", "as you gave it") for heading, name in names.items() if name in given)
    return replace(change, state="changed" if seen or told else "same", differences=seen + told)


def _refused(change: Change, by: Person) -> Iterator[Problem]:
    if len(change.noun.key) > LONGEST_KEY:
        yield change.noun, "", f"Its key is longer than {LONGEST_KEY} characters", "give it a short key"
    if change.state == "same":
        return
    act = Act.UPDATE if change.before else Act.ADD
    for owner in dict.fromkeys(each.owner for each in (change.before, change.noun) if each):
        reason = may(by, act, owner)
        if reason:
            who = reason.facts[-1].removeprefix("who may: ")
            yield change.noun, "", reason.text, f"leave this row as it is, or ask somebody who may: {who}"


def _closed(changes: tuple[Change, ...], existing: Record, by: Person) -> Iterator[Problem]:
    """Rows that no file may bring: other terms of a signed agreement, rows of another's, a signature, another vote."""
    signed = {each.agreement for each in existing.all(Signature)}
    brought = [each.noun for each in changes if isinstance(each.noun, Agreement)]
    keepers = {each.key: each.organisation for each in (*existing.all(Agreement), *brought)}
    decided = {each.key for each in existing.all(Decision)}
    for each in changes:
        if each.state == "same":
            continue
        found = [closed(each.before, each.noun, signed), misplaced(each.noun, keepers)]
        found.append(voted(each.before, each.noun, decided))
        if isinstance(each.noun, Signature) and by.part is not Part.OFFICE:
            advice = "sign on the agreement's own page, or ask the programme office to transcribe it"
            found.append(("", "A signature is not brought in by a file", advice))
        yield from ((each.noun, *problem) for problem in found if problem)


def _overlaps(changes: tuple[Change, ...], existing: Record) -> Iterator[Problem]:
    """Rows that would be true on a day on which another of their key, left as it stands, is true too."""
    gone = {each.before for each in changes}
    keys = {(type(each.noun), each.noun.key) for each in changes}
    left: dict[tuple[type[Noun], str], list[Noun]] = {}
    for row in existing:
        if (type(row), row.key) in keys and row not in gone:
            left.setdefault((type(row), row.key), []).append(row)
    for each in changes:
        for twin in left.get((type(each.noun), each.noun.key), ()):
            if twin.valid.overlaps(each.noun.valid):
                next = "give the two periods that do not overlap in Valid from and Valid to"
                yield each.noun, "", f"{each.noun.key} is on the register already, {_when(twin)}", next


def _when(row: Noun) -> str:
    if row.valid_from:
        return str(row.valid)
    return f"until {long_date(row.valid.last_day)}" if row.valid.last_day else "on every day"


def _digest(changes: Iterable[Change], kept: Standing) -> str:
    """What recognises a preview: if a row, or what stands in its place, is another, so is this.

    It is on the page, and of hidden values too: keyed, so that nobody can try out which values give it.
    """
    seen = []
    for each in changes:
        after = None if each.state == "same" else jsonable(each.noun)
        told = (each.state, type(each.noun).__name__, each.noun.key, after, kept[each.before].pk if each.before else 0)
        seen.append(json.dumps(told, sort_keys=True))
    return salted_hmac("preview", "\n".join(seen), algorithm="sha256").hexdigest()
