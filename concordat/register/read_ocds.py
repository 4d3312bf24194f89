"""OCDS releases become organisations, suppliers and contracts: Contracts Finder, Find a Tender, packages or lines.

The standard is at https://standard.open-contracting.org/1.1/en/. A row is a release, numbered by its place in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from concordat.core.bounds import COMMAND_LINE, Limits, given_bytes
from concordat.core.finding import Finding, Severity
from concordat.register.intake import Intake
from concordat.register.noun import Noun
from concordat.register.ocds.document import Damaged, releases_in
from concordat.register.ocds.notice import Deal, deals, strays, why_none
from concordat.register.ocds.party import Directory, likeness, organisations, suppliers
from concordat.register.ocds.value import identifier, member, moment
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Place, Record
from concordat.register.system import Supplier

LARGEST = 100 << 20  # JSON takes some ten times its size once it is read
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Release:
    """One row: where it stands, when it was said, and what it comes to."""

    row: int
    sheet: str
    said: datetime
    given: Any
    deals: tuple[Deal, ...]


def read(path: Path | str, limits: Limits = COMMAND_LINE) -> Intake:
    """The contracts in a file of releases, with every release that yields none; raises Refusal for the whole file."""
    path = Path(path)
    bounded = replace(limits, file_size=min(limits.file_size, LARGEST))
    return intake_bytes(given_bytes(path, bounded), path.name, limits)


def intake_bytes(data: bytes, file: str, limits: Limits = COMMAND_LINE) -> Intake:
    """The same from the bytes of a file; `file` is what findings call it."""
    given = releases_in(data, file)
    limits.check("rows", len(given), where=file)
    directory = Directory.of(given)
    releases = [_release(row, each, directory) for row, each in enumerate(given, 1)]
    standing = _standing(releases)
    findings: list[Finding] = []
    notes: list[Finding] = []
    stored = 0
    for each in releases:
        told = [replace(one, file=file, sheet=each.sheet, row=each.row) for one in _told(each, standing)]
        if _kept(each, standing):
            stored += 1
            notes += [_softened(one) for one in told]
        else:
            findings += told
    record = _record(releases, standing, file)
    notes += [replace(each, file=file) for each in _file_notes(record)]
    return Intake(record=record, rows_in=len(given), stored=stored, findings=tuple(findings), notes=tuple(notes))


def _release(row: int, given: Any, directory: Directory) -> Release:
    return Release(
        row=row,
        sheet=identifier(member(given, "ocid")) or "releases",
        said=moment(member(given, "date")) or _LONG_AGO,
        given=given,
        deals=deals(given, directory),
    )


def _standing(releases: Iterable[Release]) -> dict[str, tuple[Release, Deal]]:
    """For each award the latest deal that has contracts or says it is over; of two said at once, the later row."""
    last: dict[str, tuple[Release, Deal]] = {}
    for release in sorted(releases, key=lambda each: (each.said, each.row)):
        for deal in release.deals:
            if deal.award and (deal.contracts or deal.over):
                last[deal.award] = (release, deal)
    return last


def _stands(deal: Deal, standing: dict[str, tuple[Release, Deal]]) -> bool:
    return bool(deal.contracts) and standing[deal.award][1] is deal


def _kept(release: Release, standing: dict[str, tuple[Release, Deal]]) -> bool:
    return any(_stands(deal, standing) for deal in release.deals)


def _told(release: Release, standing: dict[str, tuple[Release, Deal]]) -> Iterator[Finding]:
    """Everything there is to say of a release: findings where nothing of it stands, else notes."""
    if isinstance(release.given, Damaged):
        yield Finding(f"Line {release.given.line} is not JSON, or is cut short", "fetch the file again")
    elif not release.deals:
        yield why_none(release.given)
    else:
        yield from strays(release.given)
    for deal in release.deals:
        yield from deal.problems
        if _stands(deal, standing):
            yield from deal.notes
        elif deal.award in standing and standing[deal.award][1] is not deal:
            yield from _superseded(release, deal, *standing[deal.award])


def _superseded(release: Release, deal: Deal, by: Release, winner: Deal) -> Iterator[Finding]:
    row = "this row" if by is release else f"row {by.row}"
    if deal.contracts:
        what = f"The release on {row} {'says that this award is over' if winner.over else 'gives this award again'}"
        yield Finding(what, "nothing: the latest word on an award counts", column="awards", rule=SUPERSEDED)
    elif (release.said, release.row) > (by.said, by.row):
        what = f"So the release on {row}, which is older, stands"
        yield Finding(what, "check the contract stored from it against this notice", column="awards")


def _softened(finding: Finding) -> Finding:
    """What was lost of a release that was stored nonetheless is a warning."""
    return replace(finding, severity=Severity.WARNING) if finding.severity is Severity.ERROR else finding


def _record(releases: list[Release], standing: dict[str, tuple[Release, Deal]], file: str) -> Record:
    """The parties and contracts of the deals that stand; a party is placed where it was last named."""
    winners = [(each, deal) for each in releases for deal in each.deals if _stands(deal, standing)]
    in_time = [deal for _, deal in sorted(winners, key=lambda pair: (pair[0].said, pair[0].row))]
    bodies = organisations(mention for deal in in_time for mention in deal.buyers)
    companies = suppliers(mention for deal in in_time for mention in deal.suppliers)
    places: dict[Noun, Place] = {}
    named: dict[str, Place] = {}
    for release, deal in winners:
        place = Place(file, release.sheet, release.row)
        places.update((each, place) for each in deal.contracts)
        named.update((mention.key, place) for mention in (*deal.buyers, *deal.suppliers))
    contracts = tuple(places)
    places.update((each, named[each.key]) for each in (*bodies, *companies))
    return Record.of((*bodies, *companies, *contracts), places)


def _file_notes(record: Record) -> Iterator[Finding]:
    """What was lost or assumed throughout, and what may be one and the same."""
    if not len(record):
        return
    yield Finding(
        "Values are as published: with VAT where a gross amount is given, mostly without it where none is",
        "add VAT to Original value where it is missing",
        severity=Severity.WARNING,
    )
    yield Finding(
        "Notices give no yearly charges, notice periods, break or exit terms: these are blank or as the sheet assumes",
        "fill them in from the contracts that matter",
        severity=Severity.WARNING,
    )
    bodies = record.all(Organisation)
    if strangers := [each.code for each in bodies if "-" in each.code]:
        what = f"{len(strangers)} of {len(bodies)} buyers have no ODS code in their notices, only another identifier"
        next = "give the ODS code of those that are yours, here and in Customer"
        yield Finding(what, next, column="buyer.id", severity=Severity.WARNING)
    if unsure := [each.name for each in bodies if each.kind is OrganisationKind.OTHER]:
        what = f"{len(unsure)} of {len(bodies)} buyers are of kind 'other', since their names do not say what they are"
        yield Finding(what, "give the Kind of those that are yours", column="buyer.name", severity=Severity.WARNING)
    yield from _doubles("buyers", {each.code: each.name for each in bodies})
    yield from _doubles("suppliers", {each.supplier: each.name for each in record.all(Supplier)})


def _doubles(of: str, names: dict[str, str]) -> Iterator[Finding]:
    """Keys whose names are alike: told, never joined, since two companies may bear one name."""
    alike: dict[str, list[str]] = {}
    for key, name in names.items():
        alike.setdefault(likeness(name), []).append(key)
    for keys in alike.values():
        if len(keys) > 1:
            what = f"{len(keys)} {of} called {names[keys[0]]} may be one: {', '.join(keys[:10])}"
            yield Finding(what, "join them if their registers say so", severity=Severity.WARNING)
