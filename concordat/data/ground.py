"""A ground: one rule applied to one case: whether it holds, the fact it rests on, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Rule, Status
from concordat.data.case import Case


@dataclass(frozen=True, slots=True)
class Ground:
    """What one rule says of one case.

    `about` is what it was applied to (an ODS code, a column, a register; blank: the case as a whole), `remedy` what
    would change a failure, `until` the last day on which what holds still holds as things stand (None: no end known).
    """

    fact: str
    holds: bool
    remedy: str = ""
    about: str = ""
    until: date | None = None
    rule: str = ""
    source: str = ""

    def as_dict(self) -> dict[str, str | bool]:
        """The ground for JSON."""
        return {"rule": self.rule, "source": self.source, "fact": self.fact, "holds": self.holds, "remedy": self.remedy}


def holds(fact: str, *, about: str = "", until: date | None = None) -> Ground:
    """A ground that holds."""
    return Ground(fact, True, about=about, until=until)


def fails(fact: str, remedy: str, *, about: str = "") -> Ground:
    """A ground that fails, and what would change it."""
    return Ground(fact, False, remedy, about)


def judged(held: str, problems: Iterable[tuple[str, str]], *, about: str = "", until: date | None = None) -> Ground:
    """One ground on several things: it fails naming each (what is wrong, what to do) at once, or `held` holds."""
    found = list(problems)
    if not found:
        return holds(held, about=about, until=until)
    return fails(". ".join(what for what, _ in found), "; ".join(remedy for _, remedy in found), about=about)


def earliest(*days: date | None) -> date | None:
    """The first of the days that are given."""
    return min((each for each in days if each), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule(Rule):
    """A Rule applied to a case, which declares what of the question it looks at, so that answers can be shared.

    A failure denies (severity error), asks a person to look (warning), or is only told (note). One that is `partial`
    takes away the column it is about; one that is `hard` gives way to nothing, not even to the duty to share for care.
    `each` says that it judges columns, controllers (`whose`) or the `lists` of each controller one at a time, so that
    what fails of several is what fails of one of them alone; lists that need not be applied it passes over.
    """

    asks: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    partial: bool = False
    hard: bool = False

    def grounds(self, case: Case) -> tuple[Ground, ...]:
        """What it says of this case, each ground citing it."""
        assert self.check is not None
        return tuple(map(self.cited, self.check(case)))

    def cited(self, ground: Ground) -> Ground:
        """A ground that cites this rule."""
        return Ground(ground.fact, ground.holds, ground.remedy, ground.about, ground.until, self.id, self.source)


GDPR = date(2018, 5, 25)
"""The day the GDPR began to apply: no question about an earlier day is answered."""

CHECKED = date(2026, 11, 22)
"""The day the sources of these rules were last gone through."""

Check = Callable[[Case], Iterator[Ground]]


def rule(
    id: str,
    source: str,
    *,
    asks: tuple[str, ...] = (),
    each: tuple[str, ...] = (),
    severity: Severity = Severity.ERROR,
    since: date = GDPR,
    status: Status = Status.ENACTED,
    partial: bool = False,
    hard: bool = False,
) -> Callable[[Check], DecisionRule]:
    """Make a function a rule: its docstring is the rule's text, and its result the rule's grounds."""

    def made(check: Check) -> DecisionRule:
        return DecisionRule(
            id=id,
            text=" ".join((check.__doc__ or "").split()),
            source=source,
            severity=severity,
            in_force_from=since,
            status=status,
            checked_on=CHECKED,
            check=check,
            asks=asks,
            each=each,
            partial=partial,
            hard=hard,
        )

    return made
