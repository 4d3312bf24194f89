"""The example's data in the demo: its trusts' extracts landed, mapped as signed, and linked; one question answered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

from concordat.data.extract import land
from concordat.data.facts import Facts
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.data.work import workplace
from concordat.register.app.models import Seat
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.share.app import asking_door, feeds, mappings, records
from concordat.share.app.pages import repeats
from concordat.share.app.permission import KEEPS
from concordat.share.app.workspace import home_of, moment
from concordat.share.example.extracts import TRUSTS, write_extracts
from concordat.share.example.feeds_written import write_feeds
from concordat.share.example.received import received
from concordat.share.linkage import past
from concordat.share.linkage.agreed import unagreed
from concordat.share.linkage.keyed import link_lake, members_of, unlinked
from concordat.share.mapping import versions
from concordat.share.standardise.orphans import keep_orphans
from concordat.share.standardise.units import keep_units
from concordat.share.standardise.workspace import map_home

PEOPLE = 2_000
"""As many made-up people as it has: enough that counts are not all too small to be told, and made within a second."""

REPEATED_WITHIN = 30
"""Days within which a test is taken for a repeat."""


def prepare(*, by: Person, as_of: date) -> dict[str, Any] | None:
    """Land, sign, map, link and ask what was not yet; counts, for JSON. None where the record is not the example's."""
    if not {each.code for each in TRUSTS} <= {each.code for each in records.shared(by).all(Organisation, as_of)}:
        return None
    land_extracts(by)
    sign_mappings(by, as_of)
    rows = map_extracts(by, as_of)
    persons = link_people(by, as_of)
    answer = ask_repeats(by, as_of)
    kept = feeds.kept(by, as_of)
    return {
        "batches": len(kept.batches),
        "feeds": len(kept.feeds),
        "rows": rows,
        "gaps": len(kept.gaps),
        "comparable": sum(each.comparable for each in kept.fields),
        "fields": len(kept.fields),
        "persons": persons,
        "repeats_answered": answer,
    }


def land_extracts(by: Person) -> None:
    """Land the made-up extracts; the same files are known, so that a landing that was cut short is completed."""
    home = home_of(by)
    if (home / "opt_outs").is_dir():  # put there last
        return
    home.mkdir(parents=True, exist_ok=True)
    with workplace(home) as work:
        write_extracts(work, people=PEOPLE)
        for each in received(work):
            land(
                each.path, home=home, organisation=each.organisation, system=each.system, period=each.period,
                received_at=each.received_at,
            )  # fmt: skip
        if not (home / "feeds").is_dir():  # else somebody may have changed them
            write_feeds(home / "feeds")
        (home / "truth").mkdir(exist_ok=True)
        shutil.copy(work / "truth" / "people.csv", home / "truth")  # by which the page on linkage measures it
        shutil.move(work / "opt_outs", home / "opt_outs")


def sign_mappings(by: Person, as_of: date) -> None:
    """Have an editor of each trust propose and sign its mappings as they stand, where nobody ever did."""
    home = home_of(by)
    for person in _editors(by):
        for feed in mappings.unsigned(person):
            if not versions.versions(home, feed.member, feed.name):
                text = versions.in_use(home, feed.member, feed.name)
                made = mappings.propose_mapping(by=person, as_of=as_of, feed=feed.name, text=text, base=0)
                mappings.sign_mapping(by=person, as_of=as_of, feed=feed.name, number=made.number, hash=made.hash)


def map_extracts(by: Person, as_of: date) -> int:
    """Map every batch by what is signed; how many rows that is."""
    home = home_of(by)
    signed = [each for trust in TRUSTS for each in feeds.signed_feeds(home, trust.code)]
    done = map_home(home, signed, model=shared_model(), by=str(by), at=moment(as_of))
    return sum(found.rows for each in done for found in each.found)


def link_people(by: Person, as_of: date) -> int:
    """Give every row of a patient's the key of its person, and count what pages show of the whole; how many persons the
    last run that linked any found. Nobody is linked unless agreements in force let all these members be."""
    home = home_of(by)
    if unlinked(Lake(home).head()) and not unagreed(members_of(home), Facts(records.shared(by), as_of)):
        link_lake(home, by=str(by), at=moment(as_of))
        keep_orphans(home, shared_model())
        keep_units(home)
    return next((each.report.persons for each in reversed(past.runs(home))), 0)


def ask_repeats(by: Person, as_of: date) -> int:
    """Have whoever may, ask once how often tests are done twice; the line of the log where that stands, or 0."""
    seats = Seat.objects.filter(collaborative=by.collaborative, part__in=KEEPS).select_related("user")
    for person in (each.person() for each in seats.order_by("pk")):
        if not repeats.whose_tests(person, as_of):
            continue
        query = repeats.query_of(by=person, as_of=as_of, days=REPEATED_WITHIN, role="evaluator", trained_on=as_of)
        known = (each.line for each in asking_door.seen(by=person) if each.by == person.user)
        return next(known, 0) or asking_door.ask(query, by=person, as_of=as_of).line
    return 0


def _editors(by: Person) -> Iterator[Person]:
    """One editor of each trust who has a seat."""
    seats = Seat.objects.filter(collaborative=by.collaborative, part__in=KEEPS).select_related("user")
    for trust in TRUSTS:
        if seat := seats.filter(organisation=trust.code).order_by("pk").first():
            yield seat.person()
