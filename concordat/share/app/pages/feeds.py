"""Feeds and their health: what came last, whether the next is late, what was rejected, and who signed for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.finding import Finding
from concordat.data.extract import Batch
from concordat.register.app.permission import Person
from concordat.share.app import feeds
from concordat.share.app.feeds import Act, Kept
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.versions import Version, is_name
from concordat.share.standardise.arrivals import Arrival
from concordat.share.standardise.gaps import Behind
from concordat.share.standardise.said import share
from concordat.share.standardise.workspace import refusal_of
from concordat.web.page import Page


@dataclass(frozen=True, kw_only=True)
class FeedLine:
    """One feed: `behind` it are a system, supplier and contract; `signed` by whom, None for nobody; `href` its page."""

    arrival: Arrival
    behind: Behind
    signed: Version | None
    href: str
    share: str

    @property
    def feed(self) -> Feed:
        """The feed itself."""
        return self.arrival.feed


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file that is landed and in no table. `refused`: why, for its `own` organisation; `yours`: one may act on it."""

    batch: Batch
    refused: str
    own: bool
    yours: bool


@dataclass(frozen=True, kw_only=True)
class FeedsPage(Page):
    """`lines`: the feeds by member; `late`: how many; `waiting`: files in no table; `unused`: mappings proposed and in
    use nowhere; `wrong`: what is wrong with one's own mappings; `others`: by member, how many cannot be followed."""

    template: ClassVar[str] = "share/feeds.jinja"

    tabs: tuple[Tab, ...]
    lines: tuple[FeedLine, ...]
    names: dict[str, str]
    late: int
    unsigned: int
    waiting: tuple[Waiting, ...]
    unused: tuple[Version, ...]
    wrong: tuple[Finding, ...]
    others: dict[str, int]
    may_send: bool
    as_of: date


def feeds_page(*, by: Person, as_of: date) -> FeedsPage:
    """Every feed of the collaborative, for any of its members."""
    kept = feeds.kept(by, as_of)
    lines = tuple(line_of(kept, each) for each in kept.arrivals)
    yours = {each for each in (by.organisation,) if feeds.may(by, Act.MAP, each) is None}
    return FeedsPage(
        title="Feeds and their health",
        crumbs=crumbs(),
        tabs=tabs("share_feeds"),
        lines=lines,
        names=kept.names,
        late=sum(each.arrival.late for each in lines),
        unsigned=sum(each.signed is None for each in lines),
        waiting=tuple(_waiting(kept, by)),
        unused=kept.unused(by.organisation) if yours else (),
        wrong=tuple(finding for each in kept.wrong if each.member in yours for finding in each.findings),
        others=Counter(each.member for each in kept.wrong if each.member not in yours),
        may_send=feeds.may(by, Act.SEND, by.organisation) is None,
        as_of=as_of,
    )


def line_of(kept: Kept, arrival: Arrival) -> FeedLine:
    """One feed as a line."""
    feed, last = arrival.feed, arrival.last
    named = {"organisation": feed.member, "feed": feed.name}
    return FeedLine(
        arrival=arrival,
        behind=kept.behind(feed),
        signed=kept.signature(feed),
        href=reverse("share_feed", kwargs=named) if is_name(feed.name) else "",
        share=share(arrival.rejected, last.rows + last.unread) if last else "",
    )


def _waiting(kept: Kept, by: Person) -> Iterator[Waiting]:
    """Files that were landed and of which nothing was found."""
    mapped = {each.batch for each in kept.found}
    for each in kept.batches:
        if each.id not in mapped:
            refusal = refusal_of(kept.home, each.id)
            yours, own = feeds.may(by, Act.MAP, each.organisation) is None, each.organisation == by.organisation
            yield Waiting(batch=each, refused=str(refusal) if refusal and own else "", own=own, yours=yours)
