"""How feeds arrive: the last period of each, whether the next is late, what was rejected, and how its columns drift."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from concordat.share.mapping.feed import PERIODS, Feed
from concordat.share.standardise.found import Found


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A feed on a day. `found`: its batches, the newest first; `due_on`: the last day on which the next is in time.

    `gone`: columns of the source that the mapping reads and the last file lacks; `new`: columns of the last file that
    the one before had not and the mapping does not read. A file without the columns of the key is refused, so that
    what stands here are headings, and never the values of a first row.
    """

    feed: Feed
    found: tuple[Found, ...] = ()
    due_on: date | None = None
    late: bool = False
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def last(self) -> Found | None:
        """Its last batch."""
        return self.found[0] if self.found else None

    @property
    def rejected(self) -> int:
        """Rows of the last batch that are not in the table."""
        return left_out(self.found[0]) if self.found else 0

    @property
    def share(self) -> float | None:
        """The rejected part of what was sent last; None while nothing was."""
        return share_out(self.found[0]) if self.found else None


def arrivals(feeds: Sequence[Feed], found: Iterable[Found], *, as_of: date) -> tuple[Arrival, ...]:
    """Every feed on a day, in the order they are given."""
    kept: dict[tuple[str, str], list[Found]] = {}
    for each in sorted(found, key=lambda each: each.order, reverse=True):
        kept.setdefault((each.member, each.feed), []).append(each)
    return tuple(_arrival(each, tuple(kept.get((each.member, each.name), ())), as_of) for each in feeds)


def left_out(found: Found) -> int:
    """Rows of a batch that are not in the table: unread, without their key, or with one that is there again."""
    return found.unread + found.left_out + found.duplicates


def share_out(found: Found) -> float | None:
    """The part of what was sent that is not in the table; None where nothing was sent."""
    sent = found.rows + found.unread
    return left_out(found) / sent if sent else None


def received_on(found: Found) -> date:
    """The day a batch was received."""
    return datetime.fromisoformat(found.received).date()


def _arrival(feed: Feed, found: tuple[Found, ...], as_of: date) -> Arrival:
    if not found:
        return Arrival(feed=feed, late=True)
    last, before = found[0], found[1] if len(found) > 1 else None
    due_on = received_on(last) + timedelta(days=PERIODS[feed.every])
    known = {each.casefold() for each in before.spare} if before else {each.casefold() for each in last.spare}
    return Arrival(
        feed=feed,
        found=found,
        due_on=due_on,
        late=as_of > due_on,
        gone=tuple(dict.fromkeys(name for names in last.missing.values() for name in names)),
        new=tuple(each for each in last.spare if each.casefold() not in known),
    )
