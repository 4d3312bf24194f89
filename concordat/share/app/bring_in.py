"""Bringing in an agreement from the JSON of a standard: looked at, then stored as a private draft, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from concordat.core.finding import Finding, Severity
from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement
from concordat.register.app.action import Done, action
from concordat.register.app.importing import LONGEST_KEY
from concordat.register.app.permission import Person
from concordat.register.app.store import Writing, write
from concordat.register.links import mentions
from concordat.register.noun import Noun
from concordat.share.app import permission
from concordat.share.app.permission import Act
from concordat.share.exchange.form import import_agreement
from concordat.web.scope import entries, labels


class CannotBringIn(Refusal):
    """A file with something wrong with it, of which nothing is stored; `findings` are all that is."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first, more = findings[0], len(findings) - 1
        others = f"; and {more} more {'thing is' if more == 1 else 'things are'} wrong with it" if more else ""
        super().__init__(f"{first.what}{others}", where=first.file, remedy=first.next)


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a file comes to: `rows` of a draft, unsigned; `wrong` what stops it, and `told` what to know of it."""

    rows: tuple[Noun, ...]
    wrong: tuple[Finding, ...]
    told: tuple[Finding, ...]

    @property
    def agreement(self) -> Agreement | None:
        """The agreement itself; None where the file gives none."""
        return next((each for each in self.rows if isinstance(each, Agreement)), None)


def look(by: Person, contents: bytes, form: str, *, file: str) -> Brought:
    """What a file would bring in for this person's organisation. Raises NoSuchForm, NotJson."""
    given = import_agreement(contents, form, by.organisation, file=file)
    rows = tuple(map(_unsigned, given.terms)) if given.sound else ()
    wrong = [each for each in given.findings if each.severity is Severity.ERROR]
    told = [each for each in given.findings if each.severity is not Severity.ERROR]
    left_out = len(given.rows) - len(given.terms)
    if left_out:
        what = f"{left_out} {'signature is' if left_out == 1 else 'signatures are'} left out"
        told.append(Finding(what, "have it signed here", file=file, severity=Severity.NOTE))
    return Brought(rows=rows, wrong=(*wrong, *_unfit(by, rows, file)), told=tuple(told))


@action
def bring_in_agreement(*, by: Person, as_of: date, contents: bytes, form: str, file: str) -> Done:
    """Store what a file comes to as a private draft of the person's organisation, signed by nobody. Gives its key.

    Raises NotPermitted, NoSuchForm, NotJson, and CannotBringIn where anything is wrong with it.
    """
    permission.check(by, Act.DRAFT, by.organisation)
    found = look(by, contents, form, file=file)
    if found.wrong:
        raise CannotBringIn(found.wrong)
    write([Writing(row=each, private=True) for each in found.rows], by=by)
    assert found.agreement is not None
    facts = {"rows": len(found.rows), "form": form}
    return Done(subject="Agreement (private draft)", facts=facts, value=found.agreement.key)


def _unsigned(row: Noun) -> Noun:
    """A row of a draft: the text is sealed when it is released here."""
    return replace(row, text_hash="") if isinstance(row, Agreement) else row


def _unfit(by: Person, rows: Sequence[Noun], file: str) -> Iterator[Finding]:
    """What stops these rows from standing on this register."""
    for row in rows:
        if row.owner != by.organisation:
            next = "bring in the agreement alone, and add this row to its own register"
            yield _wrong(row, f"{row.SHEET} {row.label} would belong to {row.owner or 'all members'}", next, file)
        if len(row.key) > LONGEST_KEY:
            yield _wrong(row, f"{row.key[:40]}… is longer than {LONGEST_KEY} characters", "give it a short key", file)
    yield from _taken(by, rows, file)
    yield from _loose(by, rows, file)


def _taken(by: Person, rows: Sequence[Noun], file: str) -> Iterator[Finding]:
    for row in rows:
        if isinstance(row, Agreement) and entries(by, Agreement).filter(key=row.key).exists():
            next = "give the file another version, or withdraw your draft of this one first"
            yield _wrong(row, f"{row.key} is there already", next, file)


def _loose(by: Person, rows: Sequence[Noun], file: str) -> Iterator[Finding]:
    """Names of rows that are neither on the register nor in the file."""
    own = {(type(row), row.key) for row in rows}
    found = [(row, each) for row in rows for each in mentions(row)]
    there = labels(by, {(each.noun, each.key) for _, each in found})
    missing = {(each.noun, each.key): row for row, each in found if (each.noun, each.key) not in {*there, *own}}
    for (noun, key), row in missing.items():
        yield _wrong(row, f"There is no {key} in {noun.SHEET}", "add it there first", file)


def _wrong(row: Noun, what: str, next: str, file: str) -> Finding:
    return Finding(what, next, file=file, sheet=row.SHEET, severity=Severity.ERROR)
