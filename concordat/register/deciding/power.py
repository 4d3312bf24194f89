"""Power: what lets a body decide a matter for an organisation on a day, and what stands against every other body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.money import in_pounds
from concordat.core.reason import Reason
from concordat.register.authority import Body, BodyForm, Delegation, ReservedMatter
from concordat.register.deciding.matter import Matter
from concordat.register.deciding.rules import FORM, QUORUM, RESERVED, SCHEME, SUB_DELEGATION
from concordat.register.deciding.standing import Standing

BINDS_OTHERS = frozenset({BodyForm.JOINT, BodyForm.INDIVIDUALS, BodyForm.IN_COMMON, BodyForm.LEAD})
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
    def source(self) -> str:
        """Where it is written."""
        if isinstance(self.row, Body):
            return self.row.established_under or "Every power that is not kept to another body is the board's"
        return self.row.source or f"The scheme of {self.organisation}"

    def besides(self, day: date) -> tuple[ReservedMatter, ...]:
        """What else must be approved by whom after it, as by governors."""
        return tuple(each for each in self.reserved if each.besides and each.valid_on(day))

    def stands_against(self, matter: Matter, standing: Standing, day: date) -> Iterator[Reason]:
        """Why the body cannot decide it on a day; nothing where it can."""
        body = standing.bodies.get(self.body)
        if body is None or not body.valid_on(day):
            yield FORM.reason(f"There is no body {self.body} on that day")
            return
        yield from self._form(body)
        yield from self._kept_back(day)
        if isinstance(self.row, Delegation):
            yield from _limits(self.row, matter, day)
            yield from self._passed_on(self.row, matter, standing, day)
        if short := standing.short_of(self.body, day):
            yield QUORUM.reason(f"{body.name} cannot make a quorum: it has {short}")

    def _form(self, body: Body) -> Iterator[Reason]:
        if body.form is BodyForm.ADVISORY:
            yield FORM.reason(f"{body.name} is an advisory group: it recommends, and decides nothing")
        elif body.organisation != self.organisation and body.form not in BINDS_OTHERS:
            yield FORM.reason(f"{body.name} is no body of {self.organisation}, and none that could bind it")

    def _kept_back(self, day: date) -> Iterator[Reason]:
        if isinstance(self.row, ReservedMatter) and not self.row.valid_on(day):
            yield RESERVED.reason(f"{self.organisation} does not keep this to {self.body} on that day", self.source)
        kept = [each for each in self.reserved if not each.besides and each.valid_on(day)]
        if kept and self.body not in {each.body for each in kept}:
            yield RESERVED.reason(f"{self.organisation} keeps this to {kept[0].body}", kept[0].source or "its scheme")

    def _passed_on(self, row: Delegation, matter: Matter, standing: Standing, day: date) -> Iterator[Reason]:
        """Power that another body passes on: that one must have it, and be allowed to pass it on."""
        seen = {row.body}
        while row.delegated_by and row.delegated_by not in seen:
            seen.add(row.delegated_by)
            scheme = standing.delegations(self.organisation, matter.function, matter.decision_class)
            above = [each for each in scheme if each.body == row.delegated_by and each.valid_on(day)]
            if not any(each.may_sub_delegate for each in above):
                yield SUB_DELEGATION.reason(f"{row.delegated_by} may not pass this power on to {row.body}")
                return
            row = next(each for each in above if each.may_sub_delegate)
            yield from _limits(row, matter, day)
        if row.delegated_by in seen and row.delegated_by:
            yield SUB_DELEGATION.reason(f"{row.body} and {row.delegated_by} have their power from one another")


def powers(organisation: str, matter: Matter, standing: Standing) -> tuple[Power, ...]:
    """Everything that might let a body decide a matter for an organisation, whatever may stand against it."""
    reserved = standing.reserved(organisation, matter.function, matter.decision_class, matter.value)
    scheme = standing.delegations(organisation, matter.function, matter.decision_class)
    rows: list[tuple[str, Delegation | ReservedMatter | Body]] = [(each.body, each) for each in scheme]
    rows += [(each.body, each) for each in reserved if not each.besides]
    named = {body for body, _ in rows}
    rows += [(each.key, each) for each in standing.boards(organisation) if each.key not in named]
    return tuple(Power(organisation=organisation, body=body, row=row, reserved=reserved) for body, row in rows)


def _limits(row: Delegation, matter: Matter, day: date) -> Iterator[Reason]:
    if not row.valid_on(day):
        yield SCHEME.reason(f"The delegation to {row.body} is not in force on that day", row.source or "its scheme")
    if row.limit is not None and matter.value > row.limit:
        text = f"The limit of {row.body} is {in_pounds(row.limit)}, and this is worth {in_pounds(matter.value)}"
        yield SCHEME.reason(text, row.source or "its scheme")
    if row.months_limit and matter.months > row.months_limit:
        text = f"{row.body} may commit for {row.months_limit} months, and this is for {matter.months}"
        yield SCHEME.reason(text, row.source or "its scheme")
