"""Clerical review: the list of pairs, and one question a page: are these the same person? Never a value of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.register.app.permission import Person
from concordat.share.app import clerks, workspace
from concordat.share.app.clerks import Desk
from concordat.share.app.openings import wrong_with
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.linkage import past, review
from concordat.share.linkage.ledger import SAID, Decided
from concordat.share.linkage.review import Pair, Said
from concordat.web.field import Field, Problem, problems_of
from concordat.web.page import Moved, Page

_WORDS = {"same": True, "different": False, "cannot tell": None}
_ASKED = (("same", "Yes, the same person"), ("different", "No, different people"), ("cannot tell", "I cannot tell"))
_HINT = "In a few words. Name no patient and no number: it is kept for good, and others who look at the pair read it."
_MOST = 100
"""How many pairs the list shows at once."""
_LONGEST = 9
"""Digits of an entry of the ledger: of a number that is much longer Python makes none."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A pair in the list: whose two records it is of, and the ids of those that are the reader’s own."""

    href: str
    pair: Pair
    sides: str
    own: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PairsPage(Page):
    """`waiting` and `settled` pairs that this reader may look at; `desk.may_not` says why one may not."""

    template: ClassVar[str] = "share/pairs.jinja"

    tabs: tuple[Tab, ...]
    desk: Desk
    waiting: tuple[Line, ...]
    more: int
    settled: tuple[Line, ...]
    said: Mapping[bool | None, str]


@dataclass(frozen=True, kw_only=True)
class PairPage(Page):
    """One pair: `comparison` adds up to its weight; `history` is what people decided before; `fields` to decide."""

    template: ClassVar[str] = "share/pair.jinja"

    pair: Pair
    sides: str
    own: tuple[str, ...]
    comparison: tuple[Said, ...]
    history: tuple[Decided, ...]
    fields: tuple[Field, ...]
    seen: int
    said: Mapping[bool | None, str]
    left: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


def pairs_page(*, by: Person, as_of: date) -> PairsPage:
    """What waits for this person, the most doubtful first, and what was decided."""
    desk = clerks.desk(by=by, as_of=as_of)
    lines = [_line(by, name, each) for name, each in desk.pairs.items()]
    waiting = [each for each in lines if each.pair.waits]
    return PairsPage(
        title="Are these the same person?",
        crumbs=crumbs("share_linkage", "Linkage"),
        tabs=tabs("share_linkage"),
        desk=desk,
        waiting=tuple(waiting[:_MOST]),
        more=max(len(waiting) - _MOST, 0),
        settled=tuple(each for each in lines if not each.pair.waits),
        said=SAID,
    )


def pair_page(*, by: Person, as_of: date, name: str, posted: Mapping[str, str] | None = None) -> PairPage:
    """One pair, with what was posted and is wrong. Raises NoSuchPair."""
    desk = clerks.desk(by=by, as_of=as_of)
    pair = desk.pairs.get(name)
    if pair is None:
        raise clerks.NoSuchPair
    history = clerks.history(by=by, pair=pair)
    parameters = past.runs(workspace.home_of(by))[-1].report.parameters
    fields = _fields(posted)
    return PairPage(
        title="Are these the same person?",
        crumbs=(*crumbs("share_linkage", "Linkage"), *crumbs("share_pairs", "Pairs to look at")[-1:]),
        pair=pair,
        sides=_sides(pair),
        own=clerks.own_ids(by, pair),
        comparison=review.comparison(pair, parameters),
        history=history,
        fields=fields,
        seen=history[0].entry if history else 0,
        said=SAID,
        left=sum(each.waits for each in desk.pairs.values()),
        status=422 if any(each.error for each in fields) else 200,
    )


def decide(*, by: Person, as_of: date, name: str, posted: Mapping[str, str]) -> PairPage | Moved:
    """Enter what was decided, and go on to the next pair. Raises NoSuchPair, NotPermitted, Overtaken and Busy."""
    if any(each.error for each in _fields(posted)):
        return pair_page(by=by, as_of=as_of, name=name, posted=posted)
    seen = posted.get("seen", "")
    pair = clerks.decide(
        by=by,
        as_of=as_of,
        name=name,
        same=_WORDS[posted["same"]],
        why=posted["why"],
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= _LONGEST else 0,
    )
    left = clerks.desk(by=by, as_of=as_of).pairs
    following = next((each for each, one in left.items() if one.decided is None), "")
    to = reverse("share_pair", kwargs={"pair": following}) if following else reverse("share_pairs")
    said = SAID[_WORDS[posted["same"]]]
    return Moved(to=to, notice=f"Kept: {_sides(pair)}, {said}. It holds from the next run of the linkage.")


def _fields(posted: Mapping[str, str] | None) -> tuple[Field, ...]:
    given = posted or {}
    same, why = given.get("same", ""), given.get("why", "").strip()
    unsaid = posted is not None and same not in _WORDS
    return (
        Field(
            name="same",
            label="Are these the same person?",
            widget="radios",
            value=same,
            options=_ASKED,
            error="Choose one. If you are not sure, say that you cannot tell." if unsaid else "",
        ),
        Field(
            name="why",
            label="What you went by",
            hint=_HINT,
            widget="textarea",
            value=why,
            error=wrong_with(why, what=clerks.REASON) if posted is not None else "",
        ),
    )


def _line(by: Person, name: str, pair: Pair) -> Line:
    href = reverse("share_pair", kwargs={"pair": name})
    return Line(href=href, pair=pair, sides=_sides(pair), own=clerks.own_ids(by, pair))


def _sides(pair: Pair) -> str:
    """Whose the two records are, as ODS codes."""
    one, other = sorted(review.side(each)[0] or "a file" for each in (pair.a, pair.b))
    return f"two records of {one}" if one == other else f"a record of {one} and one of {other}"
