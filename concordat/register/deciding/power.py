"""Power: what lets a body decide a matter for an organisation on a day, and what stands against every other body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.register.authority import Body, BodyForm, Delegation, ReservedMatter
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.rules import ALIVE, FORM, QUORUM, RESERVED, SCHEME, SUB_DELEGATION
from concordat.register.deciding.standing import EACH_ITS_OWN, Standing

ONE_DECISION = frozenset({BodyForm.JOINT, BodyForm.LEAD})
"""The forms in which one decision, at one meeting, binds several organisations."""
BINDS_OTHERS = ONE_DECISION | EACH_ITS_OWN
"""The forms in which a body may decide for an organisation whose own body it is not."""


@dataclass(frozen=True, kw_only=True)
class Power:
    """That a body may decide a matter for an organisation, by a line of its scheme or because it is the board.

    `row` is that line, or the body itself. It holds on the days of which `stands_against` gives nothing.
    """

    organisation: str
    body: str
    row: Delegation | ReservedMatter | Body
    reserved: tuple[ReservedMatter, ...] = ()

    @property
    def after(self) -> tuple[str, ...]:
        """The bodies that consider it before, in order."""
        return self.row.after if isinstance(self.row, Delegation) else ()

    @property
    def title(self) -> str:
        """What it is: the key of its line, or that it is the board's own."""
        if isinstance(self.row, Body):
            return f"{self.organisation}: the board's own power"
        return titled(self.row)

    @property
    def source(self) -> str:
        """Where it is written."""
        if isinstance(self.row, Body):
            return self.row.established_under or "Every power that is not kept to another body is the board's"
        return self.row.source or f"The scheme of {self.organisation}"

    def is_enough(self, matter: Matter) -> bool:
        """Whether its own limits are, whatever the day."""
        return not isinstance(self.row, Delegation) or not any(_beyond(self.row, matter))

    def besides(self, day: date) -> tuple[ReservedMatter, ...]:
        """What else must be approved by whom after it, as by governors."""
        return tuple(each for each in self.reserved if each.besides and each.body != self.body and each.valid_on(day))

    def stands_against(self, matter: Matter, standing: Standing, day: date) -> Iterator[Reason]:
        """Why the body cannot decide it on a day; nothing where it can."""
        body = standing.body(self.body, day)
        if body is None:
            yield FORM.reason(f"There is no body {self.body} on that day")
            return
        yield from _gone(standing, day, self.organisation, body.organisation)
        yield from self._form(self.body, standing, day)
        yield from self._kept_back(day)
        if isinstance(self.row, Delegation):
            yield from self._held(self.row, matter, standing, day)
        elif isinstance(self.row, Body):
            yield from self._said_otherwise(matter, standing, day)
        without = standing.withdrawn(matter.proposal, day)
        if short := standing.short_of(self.body, day, of=self.organisation, without=without):
            yield QUORUM.reason(f"{body.name} cannot make a quorum: it has {short}")

    def too_soon(self, matter: Matter, standing: Standing, day: date) -> Iterator[Reason]:
        """That bodies which must consider it before have not, by the day on which it is decided."""
        waits = [each for each in self.after if standing.considered(matter.proposal, each, day) is None]
        if waits:
            who, has = ", ".join(map(standing.called, waits)), "has" if len(waits) == 1 else "have"
            what = f"{who} must consider it before it is decided for {self.organisation}, and {has} not"
            yield SCHEME.reason(what, self.source)

    def _form(self, key: str, standing: Standing, day: date) -> Iterator[Reason]:
        """What its form in law lets a body do for the organisation."""
        body = standing.body(key, day)
        if body is None:
            yield FORM.reason(f"There is no body {key} on that day")
        elif body.form is BodyForm.ADVISORY:
            yield FORM.reason(f"{body.name} is an advisory group: it recommends, and decides nothing")
        elif body.organisation == self.organisation:
            return
        elif body.form not in BINDS_OTHERS:
            yield FORM.reason(f"{body.name} is no body of {self.organisation}, and none that could bind it")
        elif body.members and self.organisation not in body.members:
            yield FORM.reason(f"{body.name} does not act for {self.organisation}")
        elif standing.is_council(self.organisation, day) and not standing.in_partnership(self.organisation, day):
            text = f"{self.organisation} is a council, and no section 75 arrangement lets others exercise its functions"
            yield FORM.reason(text, "NHS Act 2006 s75; SI 2000/617")

    def _kept_back(self, day: date) -> Iterator[Reason]:
        if isinstance(self.row, ReservedMatter) and not self.row.valid_on(day):
            yield RESERVED.reason(f"{self.organisation} does not keep this to {self.body} on that day", self.source)
        kept = [each for each in self.reserved if not each.besides and each.valid_on(day)]
        if kept and self.body not in {each.body for each in kept}:
            yield RESERVED.reason(f"{self.organisation} keeps this to {kept[0].body}", kept[0].source or "its scheme")

    def _said_otherwise(self, matter: Matter, standing: Standing, day: date) -> Iterator[Reason]:
        """A board has every power, unless its scheme has a line for the board itself: then that line counts."""
        scheme = standing.delegations(self.organisation, matter.function, matter.decision_class)
        if any(each.body == self.body and each.valid_on(day) for each in scheme):
            yield SCHEME.reason(f"The scheme of {self.organisation} itself says what {self.body} decides")

    def _held(
        self, row: Delegation, matter: Matter, standing: Standing, day: date, below: tuple[str, ...] = ()
    ) -> Iterator[Reason]:
        """A line of a scheme: within its limits; and where it passes power on, from one who has it and may do so."""
        yield from _limits(row, matter, day)
        above = row.delegated_by
        if not above or above in {each.key for each in standing.boards(self.organisation)}:
            return
        if above in (*below, row.body):
            yield SUB_DELEGATION.reason(f"{row.body} and {above} have their power from one another")
            return
        scheme = standing.delegations(self.organisation, matter.function, matter.decision_class)
        lines = (each for each in scheme if each.body == above and each.may_sub_delegate and each.valid_on(day))
        line = next(lines, None)
        if line is None:
            yield SUB_DELEGATION.reason(f"{above} may not pass this power on to {row.body}")
            return
        yield from self._form(above, standing, day)
        yield from self._held(line, matter, standing, day, (*below, row.body))


def all_or_nobody(name: str, others: Iterable[str]) -> Reason:
    """Why a joint committee binds nobody: not all whom a matter affects have let it."""
    text = f"{name} binds all whom this affects or nobody, and {', '.join(others)} cannot be bound by it"
    return SCHEME.reason(text, "NHS Act 2006 s65Z6")


def titled(row: Delegation | ReservedMatter) -> str:
    """A line of a scheme as a route names it."""
    return f"{'Delegation' if isinstance(row, Delegation) else 'Reserved matter'} {row.key}"


def powers(organisation: str, matter: Matter, standing: Standing) -> tuple[Power, ...]:
    """Everything that might let a body decide a matter for an organisation, whatever may stand against it."""
    reserved = standing.reserved(organisation, matter.function, matter.decision_class, matter.value)
    scheme = standing.delegations(organisation, matter.function, matter.decision_class)
    rows: list[tuple[str, Delegation | ReservedMatter | Body]] = [(each.body, each) for each in scheme]
    rows += [(each.body, each) for each in reserved if not each.besides]
    rows += [(each.key, each) for each in standing.boards(organisation)]
    return tuple(Power(organisation=organisation, body=body, row=row, reserved=reserved) for body, row in rows)


def _gone(standing: Standing, day: date, *organisations: str) -> Iterator[Reason]:
    for each in dict.fromkeys(organisations):
        if not standing.is_open(each, day):
            yield ALIVE.reason(f"{each} is closed on {long_date(day)}")


def _limits(row: Delegation, matter: Matter, day: date) -> Iterator[Reason]:
    if not row.valid_on(day):
        what = f"What {row.organisation} delegates to {row.body} is not in force on {long_date(day)}"
        yield SCHEME.reason(what, row.source or "its scheme")
    yield from _beyond(row, matter)


def _beyond(row: Delegation, matter: Matter) -> Iterator[Reason]:
    if row.limit is not None and matter.value > row.limit:
        # how much it is worth is not for all
        text = f"{row.organisation} lets {row.body} decide up to {in_pounds(row.limit)}, and this is worth more"
        yield SCHEME.reason(text, row.source or "its scheme")
    if row.months_limit and matter.months > row.months_limit:
        text = (
            f"{row.organisation} lets {row.body} commit for {row.months_limit} months, and this is for {matter.months}"
        )
        yield SCHEME.reason(text, row.source or "its scheme")
