"""How long a contract runs: its first and last days, how far it may be extended, and what the release only hints at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.core.period import ONE_DAY, long_date
from concordat.register.ocds.value import day, identifier, member, objects, text

_MOST_MONTHS = 600  # what the column of extensions takes
_MOST_DAYS = 36_525
_FLAGS = ("hasRenewal", "hasOptions", "hasExtension")
_TEXTS = ("renewal", "options", "extension")
_HINT = re.compile(r"\bexten(?:d|ded|sion|sions)\b|\brenew(?:al|ed)?\b", re.IGNORECASE)
_WRITE_THEM = "read the notice, and write the extensions in Extension options"


@dataclass(frozen=True, kw_only=True)
class Term:
    """First and last day; `furthest` is the last day of every extension, None where none is dated."""

    starts_on: date
    ends_on: date
    furthest: date | None = None

    @property
    def extension_options(self) -> tuple[int, ...]:
        """The extension in whole months, as one: a release does not say how it is parted."""
        months = whole_months(self.ends_on, self.furthest) if self.furthest else 0
        return (months,) if 0 < months <= _MOST_MONTHS else ()

    @property
    def months(self) -> int:
        """The longest term in months, a part of one counted whole."""
        last = max(self.ends_on, self.furthest or self.ends_on)
        before = self.starts_on - ONE_DAY
        return whole_months(before, last) + (not _lands(before, last))


def whole_months(after: date, last: date) -> int:
    """How many whole months run from the day after one day to the end of another, such as 31 March to 31 May: 2."""
    start, end = after + ONE_DAY, last + ONE_DAY
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _lands(after: date, last: date) -> bool:
    return (after + ONE_DAY).day == (last + ONE_DAY).day


def term(release: Any, award: Any, contract: Any) -> Term | list[Finding]:
    """The term of a contract, or everything that keeps it from being known."""
    found = next((each for each in _periods(release, award, contract) if _is_whole(each[1])), None)
    if found is None:
        what = "No contract period with a start and an end is given"
        return [Finding(what, "look the dates up in the contract, and add it by hand", column="contractPeriod")]
    where, period = found
    starts_on, ends_on = day(period.get("startDate")), _last_day(period)
    wrong = [
        Finding(f"{name} is not a date between 1990 and 2100", "look it up in the notice", column=f"{where}.{name}")
        for name, value in (("startDate", starts_on), ("endDate", ends_on))
        if value is None
    ]
    if starts_on and ends_on and ends_on < starts_on:
        what = f"It ends on {long_date(ends_on)}, before it starts on {long_date(starts_on)}"
        wrong.append(Finding(what, "look both dates up in the notice", column=where))
    if wrong or not starts_on or not ends_on:
        return wrong
    extents = (day(each.get("maxExtentDate")) for _, each in _periods(release, award, contract))
    furthest = next(filter(None, extents), None)
    return Term(starts_on=starts_on, ends_on=ends_on, furthest=furthest if furthest and furthest > ends_on else None)


def term_notes(release: Any, award: Any, contract: Any, known: Term) -> Iterator[Finding]:
    """What the release says about the term that a row cannot hold, or says elsewhere than of the contract itself."""
    where = next(where for where, each in _periods(release, award, contract) if _is_whole(each))
    if where.startswith("tender"):
        what = "The award gives no period of its own, so that of the tender was taken"
        yield _note(what, "check the dates in the contract", where)
    if known.extension_options:
        what = f"It may run to {long_date(known.furthest or known.ends_on)}: kept as one extension of whole months"
        yield _note(what, "part it as the contract does, such as 12+12", f"{where}.maxExtentDate")
    elif (said := _said_of_extensions(release, award, contract)) is not None:
        yield _note(f"It may be extended or renewed, without dates{said}", _WRITE_THEM, "renewal")
    elif _HINT.search(f"{text(member(award, 'description'))} {text(member(release, 'tender', 'description'))}"):
        yield _note("Its description speaks of an extension or renewal", _WRITE_THEM, "description")


def _note(what: str, next: str, column: str) -> Finding:
    return Finding(what, next, column=column, severity=Severity.WARNING)


def _periods(release: Any, award: Any, contract: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every period that may be the contract's, the nearest to it first, with its place."""
    tender = member(release, "tender")
    for where, part, name in (
        ("contracts.period", contract, "period"),
        ("contracts.contractPeriod", contract, "contractPeriod"),
        ("awards.contractPeriod", award, "contractPeriod"),
        ("awards.period", award, "period"),
        *(("tender.lots.contractPeriod", lot, "contractPeriod") for lot in lots(release, award)),
        ("tender.contractPeriod", tender, "contractPeriod"),
    ):
        if isinstance(found := member(part, name), dict):
            yield where, found


def lots(release: Any, award: Any) -> list[dict[str, Any]]:
    """The lots an award is for; the only lot where it names none."""
    every = objects(member(release, "tender", "lots"))
    related = member(award, "relatedLots")
    wanted = {identifier(each) for each in related} if isinstance(related, list) else set()
    if not wanted:
        return every if len(every) == 1 else []
    return [each for each in every if identifier(each.get("id")) in wanted]


def _is_whole(period: dict[str, Any]) -> bool:
    """Whether it says when it starts and when it ends; not yet whether what it says are dates."""
    return bool(period.get("startDate")) and bool(period.get("endDate") or period.get("durationInDays"))


def _last_day(period: dict[str, Any]) -> date | None:
    if period.get("endDate"):
        return day(period["endDate"])
    starts_on, days = day(period.get("startDate")), period.get("durationInDays")
    if starts_on is None or isinstance(days, bool) or not isinstance(days, int) or not 0 < days <= _MOST_DAYS:
        return None
    return starts_on + timedelta(days=days - 1)


def _said_of_extensions(release: Any, award: Any, contract: Any) -> str | None:
    """ ": two periods of 12 months" where words are given, "" where only a flag is, None where neither."""
    parts = [contract, award, *lots(release, award), member(release, "tender")]
    words = (text(member(part, name, "description")) for part in parts for name in _TEXTS)
    if said := next(filter(None, words), ""):
        return f": {said[:200]}"
    return "" if any(member(part, flag) is True for part in parts for flag in _FLAGS) else None
