"""Duplicated care, asked at the door: tests that one member did and another repeated, by whom, and what qualifies it.

It counts for service evaluation, is of nobody's own care, and says nothing of any one person. A repeat is not always
waste: it may be clinically right, and only the member that did it can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from concordat.core.refusal import Refusal
from concordat.data.answer import Answer, Query
from concordat.data.disclosure import releasable
from concordat.data.model import shared_model
from concordat.data.opt_out import Wishes
from concordat.data.permit import Permit
from concordat.data.query import Door, limits_of
from concordat.data.question import Question
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.share.linkage import past
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.feed_file import Unsound, sound_feeds
from concordat.share.repeats import repeats_by_pair_sql
from concordat.share.standardise.gaps import gaps
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.orphans import kept_orphans
from concordat.share.standardise.workspace import found_in

TESTS, PATIENTS = "observation", "patient"
COUNTS = ("repeats", "people")
"""The columns of the answer that are counts: to release it, name them."""

COLUMNS = tuple(
    f"{TESTS}.{each}" for each in ("organisation", "person_key", "code", "capability", "status", "effective_at")
)
"""What the permit must give."""

_BY = {
    TESTS: frozenset(("patient_id", "code", "capability", "status", "effective_at", "")),
    PATIENTS: frozenset(("nhs_number", "given_name", "family_name", "birth_date", "postcode", "")),
}
"""The columns that the count rests on: whether two tests are the same, and whether two patients are. "" is any."""

_UNTOLD = frozenset((GapKind.DUPLICATE_KEY, GapKind.UNIT_CONFLICT))
"""Gaps that leave every test there: of a key that was repeated the last row stands, and no value is compared."""

_MANY = 0.01  # of a column's values: what fewer lack changes no count that is rounded


class CannotCount(Refusal):
    """A permit by which repeated tests cannot be counted."""


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """So many `repeats`, of so many `people`, by the `second` member of what the `first` did; both by ODS code."""

    capability: str
    first: str
    second: str
    repeats: int
    people: int


@dataclass(frozen=True, kw_only=True)
class RepeatTests:
    """The answer, suppressed and rounded: a pair of few people is not there at all. `line`: where it is on the log.

    `warnings` are sentences, each on something by which the counts may be too low or too high.
    """

    rows: tuple[Repeated, ...]
    warnings: tuple[str, ...]
    days: int
    agreement: str
    version: int
    snapshot: int
    least: int
    rounding: int
    line: int

    def as_dict(self) -> dict[str, Any]:
        """The answer for JSON."""
        return asdict(self)


def repeat_tests(
    door: Door, permit: Permit, lists: Sequence[Wishes] = (), *, days: int, by: str, at: datetime, snapshot: int = 0
) -> RepeatTests:
    """How often members repeated each other's tests within so many days, by capability and pair of members.

    Raises CannotCount, BadDays, and all that the door raises. The answer is kept, for a second person to release.
    """
    if missing := [each for each in COLUMNS if each not in permit.columns]:
        remedy = f"Ask for {', '.join(COLUMNS)}, under an agreement that has them"
        raise CannotCount(f"The permit does not give {', '.join(missing)}", remedy=remedy)
    query = repeats_query(permit.question, days)
    answer = door.query(query, permit, lists=lists, by=by, at=at, snapshot=snapshot)
    least, rounding = limits_of(permit)
    return RepeatTests(
        rows=tuple(shown(answer, least=least, rounding=rounding)),
        warnings=qualifying(door.home, permit.question.whose, record=door.desk.facts.record, as_of=at.date()),
        days=days,
        agreement=answer.agreement,
        version=answer.version,
        snapshot=answer.snapshot,
        least=least,
        rounding=rounding,
        line=answer.line,
    )


def repeats_query(question: Question, days: int) -> Query:
    """The question of how often, for the door. Raises BadDays."""
    return Query(question=question, sql=repeats_by_pair_sql(days=days, zone=""))  # the door takes days to be London's


def shown(answer: Answer, *, least: int, rounding: int) -> Iterator[Repeated]:
    """What may be told of an answer to it: a pair of few people left out, the rest rounded. Raises NotReleasable."""
    for each in releasable(answer.table, COUNTS, least=least, rounding=rounding).to_pylist():
        yield Repeated(
            capability=each["capability"] or "",
            first=each["first_organisation"],
            second=each["second_organisation"],
            repeats=each["repeats"],
            people=each["people"],
        )


def qualifying(home: Path, whose: Sequence[str], *, record: Record, as_of: date) -> tuple[str, ...]:
    """What may make the counts of these members too low or too high, a sentence each: the graver first."""
    feeds, wrong = sound_feeds(home)
    without = _without_feeds(feeds, wrong, whose, record, as_of)
    return (*without, *_gaps(home, feeds, whose, record, as_of), *_linkage(home))


def _without_feeds(
    feeds: Sequence[Feed], wrong: Sequence[Unsound], whose: Sequence[str], record: Record, as_of: date
) -> Iterator[str]:
    """Who sends too little to count; of whom a mapping cannot be read, that is not known."""
    fed, unread = {(each.member, each.table) for each in feeds}, {each.member for each in wrong}
    for member in whose:
        found = record.get(Organisation, member, as_of)
        name = f"{found.name} ({member})" if found else member
        if member in unread:
            yield f"A mapping of {name} cannot be read: what it does not give is not told here."
        elif (member, TESTS) not in fed:
            yield f"{name} sends no tests at all: none that it did or repeated is counted."
        elif (member, PATIENTS) not in fed:
            yield f"{name} sends no patients: whose its tests are is not known, and none of them is counted."


def _gaps(home: Path, feeds: Sequence[Feed], whose: Sequence[str], record: Record, as_of: date) -> Iterator[str]:
    """Gaps of what the count rests on."""
    lost = kept_orphans(home)  # tests of patients whom their member has not sent are nobody's
    found = gaps(found_in(home), feeds, model=shared_model(), as_of=as_of, record=record, orphans=lost)
    for each in found:
        rests_on = each.column in _BY.get(each.table, ())
        slight = each.rows and each.count < each.rows * _MANY and each.kind is not GapKind.EMPTY
        if each.member in whose and rests_on and each.kind not in _UNTOLD and not slight:
            yield str(each)


def _linkage(home: Path) -> Iterator[str]:
    """How far people are found again at another member, as the last linkage expects of itself."""
    for each in past.runs(home)[-1:]:
        expected = each.report.expected
        yield (
            f"People are found again by likeness: of pairs of records taken for one person an estimated "
            f"{expected.precision:.1%} are, and {expected.recall:.1%} of those that are one are found. What is not "
            "found is not counted as a repeat."
        )
