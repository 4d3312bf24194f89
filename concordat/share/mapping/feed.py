"""Feed: how one extract of a member becomes one shared table, in the file a person signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.formats.source import SourceSpec
from concordat.share.mapping.codes import CodeMap
from concordat.share.mapping.expression import Expression

PERIODS = {"day": 4, "week": 12, "month": 45}
"""How often a feed may be due, and after how many days without a file it is overdue."""


class BadFeed(Refusal):
    """A feed that cannot be followed; `findings` are all that is wrong with it, each with its line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first, more = self.findings[0], len(self.findings) - 1
        rest = f" (and {more} more)" if more else ""
        super().__init__(f"{first.what}{rest}", where=f"{first.file}, line {first.row}", remedy=first.next)


@dataclass(frozen=True, kw_only=True)
class FeedColumn:
    """Where a column of the shared table comes from: `sources`, of which the first that has a value counts, or an
    `expression`; or it is `absent`, for the reason given.

    `dates`: how its days are written (standardise.dates.FORMS); `clean`: cleaners by name; `level`: the coarser level
    of its value set at which this source speaks, "" for the finest.
    """

    target: str
    line: int = 0
    sources: tuple[str, ...] = ()
    expression: Expression | None = None
    absent: str = ""
    dates: tuple[str, ...] = ()
    clean: tuple[str, ...] = ()
    codes: CodeMap | None = None
    level: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The source columns it needs."""
        return self.expression.columns if self.expression else self.sources


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One member's feed of one table. `hash` is of all that was written: the feed, its code maps and its view.

    `files` is a pattern of the names of files it is for; `grain`: the columns by which a source that repeats a row
    is brought down to one, the last; `view`: a ViewDefinition whose columns the feed's columns then read.
    """

    name: str
    file: str
    hash: str
    member: str
    system: str
    table: str
    source: SourceSpec
    columns: tuple[FeedColumn, ...]
    contract: str = ""
    filter: Expression | None = None
    grain: tuple[str, ...] = ()
    view: Mapping[str, object] | None = None
    files: str = "*"
    every: str = "month"

    def column(self, target: str) -> FeedColumn | None:
        """What the feed says of a column of the table, if anything."""
        return next((each for each in self.columns if each.target == target), None)

    @property
    def mapped(self) -> tuple[FeedColumn, ...]:
        """The columns it gives."""
        return tuple(each for each in self.columns if not each.absent)

    @property
    def reads(self) -> tuple[str, ...]:
        """Every source column it needs, once."""
        named = [name for each in self.mapped for name in each.reads]
        return tuple(dict.fromkeys([*named, *self.grain, *(self.filter.columns if self.filter else ())]))
