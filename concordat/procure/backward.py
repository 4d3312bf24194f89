"""The walk backward: from the last step to the first, the latest day of each and the day by which it must begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from concordat.core.calendar import working_day_on_or_before
from concordat.core.period import ONE_DAY, long_date
from concordat.core.reason import Reason
from concordat.procure.approval import Approvals
from concordat.procure.buying import Buying
from concordat.procure.law.periods import minimum
from concordat.procure.standstill import ends_on, notice_by
from concordat.procure.steps import STEPS, rule_of, waits_for
from concordat.procure.usual import Pace
from concordat.register.deciding.route import Step as Sitting
from concordat.register.procurement import GateKind

WAITS_FOR_NOBODY = frozenset(kind for kind, step in STEPS.items() if not step.after)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A step's latest day, the day by which all it waits for must be done, and why."""

    latest: date
    begin_by: date
    why: Reason
    sittings: tuple[Sitting, ...] = ()


@dataclass(frozen=True)
class Backward:
    """One walk from the last step to the first."""

    bought: Buying
    pace: Pace
    left: dict[GateKind, str]
    meetings: Approvals
    shortest: bool = False

    def spans(self) -> dict[GateKind, Span]:
        """The span of every step, in the usual order."""
        found: dict[GateKind, Span] = {}
        for kind in reversed(STEPS):
            if kind not in self.left:
                found[kind] = self._span(kind, found)
        return {kind: found[kind] for kind in STEPS if kind in found}

    def _span(self, kind: GateKind, later: dict[GateKind, Span]) -> Span:
        waiting = {each: span for each, span in later.items() if kind in waits_for(each, self.left)}
        if not waiting:
            return self._last(kind)
        binds = min(waiting, key=lambda each: waiting[each].begin_by)
        deadline, why = waiting[binds].begin_by, self._before(binds, waiting[binds])
        if kind is GateKind.APPROVALS:
            return self._approved(deadline, why)
        if kind is GateKind.STANDSTILL:
            return self._standstill(deadline)
        if kind is GateKind.SIGNED and self.bought.sign_by and self.bought.sign_by < deadline:
            deadline = self.bought.sign_by
            why = (f"The framework lets a contract be awarded until {long_date(deadline)}",)
        latest = working_day_on_or_before(deadline)
        reason = rule_of(kind, self.bought).reason(*why)
        return Span(latest=latest, begin_by=self._begin(kind, latest), why=reason)

    def _last(self, kind: GateKind) -> Span:
        """The last step: in use by the day the option is lost, on any day; signed by it on a working day."""
        day = self.bought.live_by
        latest = day if kind is GateKind.LIVE else working_day_on_or_before(day)
        first, *others = self.bought.reasons
        reason = Reason(first.text, (*first.facts, *map(str, others)), first.rule, first.source)
        return Span(latest=latest, begin_by=self._begin(kind, latest), why=reason)

    def _begin(self, kind: GateKind, latest: date) -> date:
        if kind in WAITS_FOR_NOBODY:
            return latest
        begin = self.pace.length(kind).before(latest, shortest=self.shortest)
        if kind is GateKind.EVALUATION:  # suppliers are given no less time than the law gives them
            least = minimum(self.bought.regime, self.bought.route, light_touch=self.bought.light_touch).days
            begin = min(begin, latest - timedelta(days=least + 1))
        return begin

    def _standstill(self, deadline: date) -> Span:
        """Ended by a day: the last notice that still lets it end, and the day on which it does."""
        bought = self.bought
        route, light = bought.route, bought.light_touch
        signed = deadline + ONE_DAY
        noticed = working_day_on_or_before(notice_by(bought.regime, signed, route=route, light_touch=light))
        stands = ends_on(bought.regime, noticed, route=route, light_touch=light)
        assert stands, "without a representation a standstill always ends"
        text = f"A standstill that begins on {long_date(noticed)} is over on {long_date(stands.last_day)}"
        return Span(latest=stands.last_day, begin_by=noticed, why=stands.rule.reason(text))

    def _approved(self, deadline: date, why: tuple[str, ...]) -> Span:
        by = self.bought.decide_by
        if by and by < deadline:
            deadline, why = by, (f"Deciding after {long_date(by)} would lose the option, as the proposal says",)
        found = self.meetings.by(deadline, self.pace.length(GateKind.APPROVALS), shortest=self.shortest)
        held = (
            f"{each.body} on {long_date(each.meeting_on)}, papers by {long_date(each.papers_due)}"
            for each in found.steps
        )
        reason = rule_of(GateKind.APPROVALS, self.bought).reason(*why, found.why, *held)
        return Span(latest=found.ends_on, begin_by=found.begin_by, why=reason, sittings=found.steps)

    def _before(self, kind: GateKind, span: Span) -> tuple[str, ...]:
        """Why something is due: what waits for it, and how long that takes."""
        due = f"“{kind.value[0].upper()}{kind.value[1:]}” is due by {long_date(span.latest)}"
        if kind is GateKind.APPROVALS:
            return f"{due}, and all must be ready by {long_date(span.begin_by)}", str(span.why.facts[0])
        if kind is GateKind.STANDSTILL:
            return due, span.why.text
        length = self.pace.length(kind)
        source = (f"where that length is from: {length.source}",) if length.source else ()
        return f"{due} and takes {length}", *source
