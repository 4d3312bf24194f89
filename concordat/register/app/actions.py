"""The register's actions: add, update, retire and release a row; store a whole intake; and what verbs propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, Signature
from concordat.register.app.action import Done, action
from concordat.register.app.importing import LONGEST_KEY, plan, standing
from concordat.register.app.models import Entry
from concordat.register.app.permission import Act, Person, check
from concordat.register.app.store import ChangedMeanwhile, Writing, write
from concordat.register.cell import jsonable
from concordat.register.closed import closed, misplaced, version_of, voted
from concordat.register.intake import Intake
from concordat.register.links import mentions
from concordat.register.meeting import Decision, Vote
from concordat.register.noun import Noun, columns
from concordat.register.proposal import Proposal
from concordat.web.scope import entries, hidden, labels, row_of

_FILLED_IN_BY_PEOPLE = ("function", "decision_class", "personal_data", "icb_function", "duties")
"""What no verb knows of its proposal, where it leaves it blank."""


class RowRefused(Refusal):
    """A row that cannot be stored; `problems` are (column name, what is wrong, what to do next)."""

    def __init__(self, row: Noun, problems: Sequence[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        what = "; ".join(each[1] for each in problems)
        super().__init__(what, where=f"{row.SHEET} {row.label}", remedy=problems[0][2])


class NothingToStore(Refusal):
    """An intake with errors, of which nothing is stored."""


@action
def add_row(*, by: Person, as_of: date, row: Noun, private: bool = False) -> Done:
    """Add a row; `private` keeps it to its owner's organisation until it is released. Gives its Entry."""
    check(by, Act.ADD, row.owner)
    _fits(row, by, private)
    (entry,) = write([Writing(row=row, private=private)], by=by)
    return Done(subject=_subject(row, private), facts={"private": private, "version": entry.version}, value=entry)


@action
def update_row(*, by: Person, as_of: date, row: Noun, entry: int) -> Done:
    """Put a row in the place of the entry that was open when it was changed. Gives the new Entry.

    What the person may not see stays as it is; where the owner changes, it is left behind.
    """
    before = _current(by, entry)
    check(by, Act.UPDATE, before.owner)
    check(by, Act.UPDATE, row.owner)
    old = row_of(before)
    row = replace(row, **{name: getattr(old, name) for name in hidden(old, by) if old.owner == row.owner})
    _fits(row, by, before.private, without=before)
    (made,) = write([Writing(row=row, before=before, private=before.private)], by=by)
    changed = [each.heading for each in columns(type(row)) if getattr(old, each.name) != getattr(row, each.name)]
    return Done(subject=_subject(row, before.private), facts={"changed": changed, "version": made.version}, value=made)


@action
def retire_row(*, by: Person, as_of: date, entry: int, last_day: date) -> Done:
    """Say that a row is no longer true from a day on; it stays, and so does its history. Gives the new Entry."""
    before = _current(by, entry)
    check(by, Act.RETIRE, before.owner)
    row = replace(row_of(before), valid_to=last_day)
    _open(by, row_of(before), row, before.private)
    (made,) = write([Writing(row=row, before=before, private=before.private)], by=by)
    facts = {"until": last_day.isoformat(), "version": made.version}
    return Done(subject=_subject(row, before.private), facts=facts, value=made)


@action
def release_row(*, by: Person, as_of: date, entry: int) -> Done:
    """Show a private draft to the whole collaborative. Gives the new Entry."""
    before = _current(by, entry)
    check(by, Act.RELEASE, before.owner)
    row = row_of(before)
    if not before.private:
        raise RowRefused(row, [("", "It is not a private draft", "nothing needs to be done: all members see it")])
    if isinstance(row, Agreement):
        raise RowRefused(row, [("", "It is released with all its rows at once", "release it on the agreement's page")])
    _fits(row, by, False, without=before)
    (made,) = write([Writing(row=row, before=before)], by=by)
    return Done(subject=_subject(row), facts={"version": made.version}, value=made)


@action
def import_record(*, by: Person, as_of: date, intake: Intake, digest: str = "") -> Done:
    """Store a whole intake or nothing: refused where it has any error, or where `digest` is of another preview.

    Gives the Plan that was carried out. The ledger gets counts by sheet.
    """
    made = plan(by, intake, standing(by))
    if made.findings:
        first = f"{len(made.findings)} things are wrong with it; the first: {made.findings[0]}"
        raise NothingToStore(first, remedy="Mend them in the file and upload it again; nothing was stored")
    if digest and digest != made.digest:
        raise ChangedMeanwhile("the register, or your upload")
    writings = made.writings
    write(writings, by=by)
    sheets: dict[str, int] = {}
    for each in writings:
        sheets[each.row.SHEET] = sheets.get(each.row.SHEET, 0) + 1
    facts = {"sheets": sheets, "new": made.count("new"), "changed": made.count("changed"), "same": made.count("same")}
    return Done(subject="import", facts=facts, value=made)


def put_forward(by: Person, proposals: Sequence[Proposal]) -> list[Entry]:
    """Write the proposals that are new or changed, within an action by which a verb proposes something.

    Each takes the place of the one with its key, where there is one, and keeps what people filled in there.
    """
    kept = {each.key: each for each in entries(by, Proposal).filter(private=False, key__in=[p.key for p in proposals])}
    proposals = [_filled_in(each, kept[each.key]) if each.key in kept else each for each in proposals]
    for each in proposals:
        check(by, Act.PROPOSE, each.owner)
        if each.key in kept:
            check(by, Act.PROPOSE, kept[each.key].owner)
        _links(each, by, private=False)
    changed = [each for each in proposals if each.key not in kept or kept[each.key].values != jsonable(each)]
    return write([Writing(row=each, before=kept.get(each.key)) for each in changed], by=by)


def _filled_in(put: Proposal, kept: Entry) -> Proposal:
    """What a verb puts forward, with what it leaves blank and people know as they filled it in before."""
    before = row_of(kept)
    blank = (name for name in _FILLED_IN_BY_PEOPLE if not getattr(put, name))
    return replace(put, **{name: getattr(before, name) for name in blank})


def _subject(row: Noun, private: bool = False) -> str:
    """Everybody may read the ledger, so it does not tell the key of a private draft."""
    return f"{type(row).__name__} {'(private draft)' if private else row.key}"


def _current(by: Person, entry: int) -> Entry:
    """The entry, while it is still the current one and this person sees it. Raises ChangedMeanwhile."""
    found: Entry | None = entries(by).filter(pk=entry).first()
    if found is None:
        raise ChangedMeanwhile("this row")
    return found


def _fits(row: Noun, by: Person, private: bool, without: Entry | None = None) -> None:
    """Refuses a row whose key is taken on any of its days, is too long, or that names what is not there."""
    if private and not row.owner:
        raise RowRefused(row, [("", "It belongs to all members, so it cannot be private", "add it for all to see")])
    if len(row.key) > LONGEST_KEY:
        raise RowRefused(row, [(_key(row), f"It is longer than {LONGEST_KEY} characters", "give it a short key")])
    twins = entries(by, type(row)).filter(key=row.key, private=private).exclude(pk=without.pk if without else None)
    for twin in map(row_of, twins):
        if twin.valid.overlaps(row.valid):
            advice = "change that row, or give the two periods that do not overlap in Valid from and Valid to"
            raise RowRefused(row, [(_key(row), f"{row.key} is there already", advice)])
    _open(by, row_of(without) if without else None, row, private)
    _links(row, by, private)


def _open(by: Person, before: Noun | None, row: Noun, private: bool) -> None:
    """Refuses what no form may change: a signature, a vote, what was signed or decided, or another's agreement."""
    if isinstance(row, Signature):
        advice = "the holder of the office signs on the agreement's own page"
        raise RowRefused(row, [("", "A signature is not filled in as a form", advice)])
    if isinstance(row, (Decision, Vote)) and before is None:
        advice = "record the decision with its votes in Govern, which judges them"
        raise RowRefused(row, [("", "A decision and its votes are not filled in as a form", advice)])
    found = [each for each in (before, row) if each is not None]
    drafts, keepers = _keepers(by, private=True), _keepers(by, private=False)
    if private and version_of(row, drafts):
        problems = [misplaced(row, drafts)]
    else:
        versions = {version_of(each, keepers) for each in found} - {""}
        signed = entries(by, Signature).filter(private=False, values__agreement__in=versions)
        problems = [misplaced(row, keepers), voted(before, row, ())]
        problems.append(closed(before, row, set(signed.values_list("values__agreement", flat=True))))
        if private and versions and not isinstance(row, Agreement):
            problems.append(("", "It is of a released version, so it cannot be private", "add it for all to see"))
    wrong = [each for each in problems if each]
    if wrong:
        raise RowRefused(row, wrong)


def _keepers(by: Person, *, private: bool) -> dict[str, str]:
    """Who keeps each version of an agreement, by its key: of those all see, or of one's own drafts."""
    return dict(entries(by, Agreement).filter(private=private).values_list("key", "owner"))


def _links(row: Noun, by: Person, private: bool) -> None:
    """A shared row rests on shared rows only: else it would tell of what others may not see."""
    named = [*mentions(row)]
    there = labels(by, ((each.noun, each.key) for each in named), shared_only=not private)
    own = (type(row), row.key)
    loose = [each for each in named if (each.noun, each.key) not in there and (each.noun, each.key) != own]
    if loose:
        advice = "add it first, or correct it" if private else "add it first (and release it), or correct it"
        raise RowRefused(row, [(x.column.name, f"There is no {x.key} in {x.noun.SHEET}", advice) for x in loose])


def _key(row: Noun) -> str:
    return next(each.name for each in columns(type(row)) if each.key)
