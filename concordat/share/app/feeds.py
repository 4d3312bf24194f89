"""The only door to feeds: what a person's collaborative has of them, and who may send, map and sign.

How feeds arrive and what they lack is for every member, since a figure of all rests on it. A mapping, what is proposed
for it and what a file holds are their own organisation's. Nothing here reads a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from concordat.core.reason import Reason
from concordat.core.refusal import Refusal
from concordat.data.extract import Batch, landed
from concordat.data.model import Model, shared_model
from concordat.register.app.permission import Person
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.system import System
from concordat.share.app import permission, records
from concordat.share.app.workspace import home_of
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.feed_file import Unsound, sound_feeds
from concordat.share.mapping.versions import Version, proposed, signature
from concordat.share.standardise.arrivals import Arrival, arrivals
from concordat.share.standardise.found import Found
from concordat.share.standardise.gaps import Behind, Gap, behind_of, gaps
from concordat.share.standardise.matrix import Field, matrix
from concordat.share.standardise.orphans import kept_orphans
from concordat.share.standardise.units import kept_units
from concordat.share.standardise.workspace import found_in


class NoSuchFeed(Refusal):
    """A feed, or a field, that is not there for this person's collaborative."""

    status = 404


class Act(StrEnum):
    """What the people of a member do with its feeds."""

    SEND = "send an extract"
    MAP = "see or change a mapping"
    SIGN = "sign a mapping"


def may(by: Person, act: Act, member: str) -> Reason | None:
    """None if they act for the member whose feed it is; else the reason why not."""
    return permission.may_act(by, member, f"{act.value} of {member}")


def check(by: Person, act: Act, member: str) -> None:
    """Raises NotPermitted where `may` gives a reason."""
    permission.refuse(may(by, act, member))


@dataclass(frozen=True)
class Kept:
    """The feeds of a collaborative on a day: `feeds` that can be followed, and what is `wrong` with others."""

    home: Path
    as_of: date
    record: Record
    feeds: tuple[Feed, ...]
    wrong: tuple[Unsound, ...]
    model: Model

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """Every file that was landed, in the order received."""
        return landed(self.home)

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """What was found in those that were mapped."""
        return found_in(self.home)

    @cached_property
    def arrivals(self) -> tuple[Arrival, ...]:
        """How each feed arrives."""
        return arrivals(self.feeds, self.found, as_of=self.as_of)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What every feed does not give, with the system, supplier and contract behind it."""
        lost, other = kept_orphans(self.home), kept_units(self.home)
        given = self.found, self.feeds
        return gaps(*given, model=self.model, as_of=self.as_of, record=self.record, orphans=lost, units=other)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field over all members."""
        return matrix(self.found, self.feeds, model=self.model)

    @cached_property
    def names(self) -> dict[str, str]:
        """What members are called, by ODS code."""
        return {each.code: each.name for day in (None, self.as_of) for each in self.record.all(Organisation, day)}

    def systems(self, member: str) -> tuple[System, ...]:
        """The systems of a member that hold patients' data, on the day."""
        own = (each for each in self.record.all(System, self.as_of) if each.organisation == member)
        return tuple(sorted((each for each in own if each.patient_data), key=lambda each: each.system))

    def behind(self, feed: Feed) -> Behind:
        """The member, system, supplier and contract behind a feed."""
        return behind_of(feed, self.record, self.as_of)

    def signature(self, feed: Feed) -> Version | None:
        """Who signed what a feed now is; None for nobody."""
        return signature(self.home, feed)

    def feed(self, member: str, name: str) -> Feed:
        """One feed. Raises NoSuchFeed."""
        for each in self.feeds:
            if (each.member, each.name) == (member, name):
                return each
        raise NoSuchFeed("There is no such feed", remedy="Choose one from the list of feeds")

    def arrival(self, member: str, name: str) -> Arrival:
        """How one feed arrives. Raises NoSuchFeed."""
        feed = self.feed(member, name)
        return next(each for each in self.arrivals if each.feed is feed)

    def unused(self, member: str) -> tuple[Version, ...]:
        """The newest version of each mapping of a member that was proposed and is not in use under any name."""
        used = {each.name for each in self.feeds if each.member == member}
        return tuple(found[0] for name, found in proposed(self.home, member).items() if name not in used)


def kept(by: Person, as_of: date) -> Kept:
    """The feeds of this person's collaborative on a day."""
    home = home_of(by)
    feeds, wrong = sound_feeds(home)
    return Kept(home=home, as_of=as_of, record=records.shared(by), feeds=feeds, wrong=wrong, model=shared_model())


def signed_feeds(home: Path, member: str) -> tuple[Feed, ...]:
    """The feeds of a member that somebody of it signed as they now are: no others are used for mapping here."""
    feeds, _ = sound_feeds(home)
    return tuple(each for each in feeds if each.member == member and signature(home, each))
