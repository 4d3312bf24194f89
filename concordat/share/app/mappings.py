"""Share's actions on feeds: an extract is received, a mapping proposed, and signed; each for one's own organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.extract import land
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Person
from concordat.share.app import feeds
from concordat.share.app.feeds import Act
from concordat.share.app.workspace import home_of, moment
from concordat.share.mapping import versions
from concordat.share.mapping.feed import BadFeed, Feed
from concordat.share.mapping.feed_file import sound_feeds

MOST_BYTES = 20 << 20
"""Of an extract that is sent from a page; a larger one is landed by the command, where it lies."""


class NotAsRead(Refusal):
    """A version that is no longer what its reader saw."""

    status = 409


@action
def receive_extract(
    *, by: Person, as_of: date, path: Path, name: str, system: str, period: str, table: str = ""
) -> Done:
    """Land a file that was sent, for the person's own organisation. Gives its Batch, `known` if it was there before.

    Raises NotPermitted, CannotLand.
    """
    feeds.check(by, Act.SEND, by.organisation)
    batch = land(
        path,
        home=home_of(by),
        organisation=by.organisation,
        system=system,
        period=period,
        received_at=moment(as_of),
        table=table,
        name=name,
        most=MOST_BYTES,
    )
    facts = {"batch": batch.id, "system": batch.system, "period": batch.period, "known": batch.known}
    return Done(subject=f"Extract {batch.id} of {by.organisation}", facts=facts, value=batch)


@action
def propose_mapping(*, by: Person, as_of: date, feed: str, text: str, base: int) -> Done:
    """Keep a version of a mapping of the person's own organisation, signed by nobody. Gives its Version.

    `base` is the number of the newest version its author saw. Raises NotPermitted, BadFeed, BadYaml, CannotPropose.
    """
    feeds.check(by, Act.MAP, by.organisation)
    home = home_of(by)
    read = read_mapping(by, feed, text)
    made = versions.propose(home, feed=read, text=text, by=str(by), at=moment(as_of), base=base)
    return Done(subject=_subject(by, made), facts={"hash": made.hash[:16]}, value=made)


@action
def sign_mapping(*, by: Person, as_of: date, feed: str, number: int, hash: str) -> Done:
    """Sign a version of a mapping of the person's own organisation, and put it to use. Gives its Version.

    `hash` is that of the version they read. Raises NotPermitted, NoSuchMapping, NotAsRead, CannotPropose, BadFeed.
    """
    feeds.check(by, Act.SIGN, by.organisation)
    home = home_of(by)
    found = versions.version(home, by.organisation, feed, number)
    if found.hash != hash:
        raise NotAsRead("This is not the version that you read", remedy="Open it again, and sign what it says now")
    read_mapping(by, feed, found.text)
    signed = versions.sign(home, version=found, by=str(by), at=moment(as_of))
    return Done(subject=_subject(by, signed), facts={"hash": signed.hash[:16]}, value=signed)


def read_mapping(by: Person, feed: str, text: str) -> Feed:
    """The feed that a text says, if it is of this person's organisation. Raises BadFeed, BadYaml."""
    read = versions.read_text(home_of(by), by.organisation, feed, text)
    if read.member != by.organisation:
        what = f"The mapping is of {read.member}, and you act for {by.organisation}"
        raise BadFeed([Finding(what, f"Write {by.organisation} as its member", file=read.file, row=1)])
    return read


def unsigned(by: Person) -> tuple[Feed, ...]:
    """The mappings in use of this person's organisation that nobody has signed as they now are."""
    own, home = (each for each in sound_feeds(home_of(by))[0] if each.member == by.organisation), home_of(by)
    return tuple(each for each in own if versions.signature(home, each) is None)


def _subject(by: Person, version: versions.Version) -> str:
    return f"Mapping {by.organisation} / {version.feed} version {version.number}"
