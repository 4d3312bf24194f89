"""One feed: the batches received, its rejects by kind with file, line and column, and its gaps. Never a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from concordat.data.extract import Batch
from concordat.register.app.permission import Person
from concordat.share.app import feeds
from concordat.share.app.feeds import Act, Kept
from concordat.share.app.pages.feeds import FeedLine, line_of
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.mapping import versions
from concordat.share.mapping.versions import Version
from concordat.share.standardise.arrivals import left_out
from concordat.share.standardise.found import Found
from concordat.share.standardise.gaps import Gap
from concordat.share.standardise.workspace import feeds_of, refusal_of
from concordat.web.page import Page

_MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Received:
    """A batch of the feed: `rows` in the table and `rejected`, None where it is in no table; `refused`: why not."""

    batch: Batch
    rows: int | None
    rejected: int | None
    refused: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Rejects of a kind in a column, "" for whole rows: how many."""

    kind: str
    column: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Where one reject is, and why in words."""

    file: str
    line: int | None
    column: str
    kind: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FeedPage(Page):
    """`line`: how it arrives; `received`: its batches, the newest first; `kinds` and `rejects` of the batch that is
    `here`, of which `more` are not shown; `gaps`; `versions` of its mapping, where one may see it.

    What a file is called, and why one was refused, is for its `own` organisation; `yours`: one may act on the feed.
    """

    template: ClassVar[str] = "share/feed.jinja"

    tabs: tuple[Tab, ...]
    line: FeedLine
    name: str
    received: tuple[Received, ...]
    kinds: tuple[Kind, ...]
    rejects: tuple[Reject, ...]
    more: int
    gaps: tuple[Gap, ...]
    own: bool
    yours: bool
    versions: tuple[Version, ...]
    as_of: date


def feed_page(*, by: Person, as_of: date, organisation: str, name: str, batch: str) -> FeedPage:
    """One feed, with the rejects of a batch: the last, unless another is asked for. Raises NoSuchFeed."""
    kept = feeds.kept(by, as_of)
    line = line_of(kept, kept.arrival(organisation, name))
    shown = next((each for each in line.arrival.found if each.batch == batch), line.arrival.last)
    rejects = _rejects(kept.home, shown) if shown else None
    yours = feeds.may(by, Act.MAP, organisation) is None
    return FeedPage(
        title=f"{line.feed.table[:1].upper()}{line.feed.table[1:]}s of {kept.names.get(organisation, organisation)}",
        crumbs=crumbs("share_feeds", "Feeds"),
        tabs=tabs("share_feeds"),
        line=line,
        name=kept.names.get(organisation, organisation),
        received=tuple(_received(kept, line, shown)),
        kinds=tuple(_kinds(rejects)) if rejects else (),
        rejects=tuple(_shown(rejects)) if rejects else (),
        more=max(0, rejects.num_rows - _MOST_SHOWN) if rejects else 0,
        gaps=tuple(each for each in kept.gaps if (each.member, each.feed) == (organisation, name)),
        own=by.organisation == organisation,
        yours=yours,
        versions=versions.versions(kept.home, organisation, name) if yours else (),
        as_of=as_of,
    )


def _received(kept: Kept, line: FeedLine, shown: Found | None) -> Iterator[Received]:
    found = {each.batch: each for each in line.arrival.found}
    own = [each for each in kept.batches if each.id in found or feeds_of(each, (line.feed,))]
    for each in sorted(own, key=lambda each: each.order, reverse=True):
        one, refusal = found.get(each.id), refusal_of(kept.home, each.id)
        yield Received(
            batch=each,
            rows=one.rows + one.unread - left_out(one) if one else None,
            rejected=left_out(one) if one else None,
            refused=str(refusal) if refusal else "",
            here=bool(shown and shown.batch == each.id),
        )


def _rejects(home: Path, found: Found) -> pa.Table | None:
    """Where the rejects of a batch are kept, which holds no value by being made so (`standardise.rejects`)."""
    path = home / "mapped" / found.batch / f"rejects-{found.feed}.parquet"
    return pq.read_table(path, columns=["file", "line", "column", "kind", "reason"]) if path.is_file() else None


def _kinds(rejects: pa.Table) -> Iterator[Kind]:
    table = rejects.group_by(["kind", "column"]).aggregate([([], "count_all")])
    for row in sorted(table.to_pylist(), key=lambda row: -row["count_all"]):
        yield Kind(kind=row["kind"], column=row["column"] or "", count=row["count_all"])


def _shown(rejects: pa.Table) -> Iterator[Reject]:
    order = pc.sort_indices(rejects, sort_keys=[("kind", "ascending"), ("column", "ascending"), ("line", "ascending")])
    for row in rejects.take(order[:_MOST_SHOWN]).to_pylist():
        yield Reject(**{**row, "column": row["column"] or ""})
