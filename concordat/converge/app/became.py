"""What became of what a plan put forward: on whose agenda it is, and how it was decided, from the register's rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from concordat.converge.app.pages.around import row_href
from concordat.core.period import long_date
from concordat.register.app.permission import Person
from concordat.register.authority import Body
from concordat.register.meeting import AgendaItem, Decision, Outcome, Purpose
from concordat.register.noun import Noun
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.web.scope import entries, labels, row_of

_AGREED = (Outcome.APPROVED, Outcome.CONDITIONS)


@dataclass(frozen=True, kw_only=True)
class Became:
    """How far a proposal has come, in a word and its colour, and in a sentence; `href` is its row's."""

    href: str
    word: str
    colour: str
    text: str


def became(by: Person, as_of: date, keys: Sequence[str]) -> tuple[Became | None, ...]:
    """That of each proposal, in the same order; None for one that was never put forward."""
    kept = {each.key: each for each in _rows(by, Proposal, key__in=keys) if isinstance(each, Proposal)}
    items = [each for each in _rows(by, AgendaItem, values__proposal__in=keys) if isinstance(each, AgendaItem)]
    taken = [each for each in _rows(by, Decision, values__proposal__in=keys) if isinstance(each, Decision)]
    bodies = {each.body for each in items} | {each.body for each in taken}
    names = labels(by, ((Body, each) for each in bodies))
    told = _Told({key: name for (_, key), name in names.items()}, as_of)
    return tuple(
        told.of(
            kept[key],
            [each for each in items if each.proposal == key and each.valid_on(as_of)],
            [each for each in taken if each.proposal == key and each.decided_on <= as_of],
        )
        if key in kept
        else None
        for key in keys
    )


@dataclass(frozen=True)
class _Told:
    names: dict[str, str]
    as_of: date

    def of(self, proposal: Proposal, items: Iterable[AgendaItem], decisions: Iterable[Decision]) -> Became:
        """By what was decided, else by what is coming."""
        taken = sorted(decisions, key=lambda each: each.decided_on)
        coming = [each for each in items if each.on >= self.as_of]
        asked = [each for each in coming if each.purpose in (Purpose.APPROVE, Purpose.RECOMMEND)]
        bound = {code for each in taken if each.outcome in _AGREED for code in each.binds}
        left = [code for code in proposal.members if code not in bound]
        last = taken[-1] if taken else None
        if last and last.outcome in (Outcome.REFUSED, Outcome.DEFERRED) and not asked:
            return _made(proposal, last.outcome.value, "red", self._taken(last))
        if last and bound and not left:
            return _made(proposal, last.outcome.value, "green", self._taken(last))
        if proposal.status is ProposalStatus.WITHDRAWN:
            return _made(proposal, "withdrawn", "grey", "It is put forward no longer.")
        before = f" {self._taken(last)} Still to be bound: {', '.join(left)}." if last and left else ""
        if asked:
            return _made(proposal, "on agendas", "blue", f"{self._coming(asked)}{before}")
        return _made(proposal, "on no agenda", "yellow", f"Nobody is asked to decide it yet.{before}")

    def _taken(self, decision: Decision) -> str:
        return f"{self._name(decision.body)}, {long_date(decision.decided_on)}: {decision.outcome.value}."

    def _coming(self, asked: Sequence[AgendaItem]) -> str:
        """The next meeting, and the last, which decides."""
        ordered = sorted(asked, key=lambda each: each.on)
        first, last = ordered[0], ordered[-1]
        final = f"{self._name(last.body)} is to {last.purpose.value} on {long_date(last.on)}"
        return f"{final}." if first is last else f"{final}; first {self._name(first.body)} on {long_date(first.on)}."

    def _name(self, body: str) -> str:
        return self.names.get(body, body)


def _made(proposal: Proposal, word: str, colour: str, text: str) -> Became:
    return Became(href=row_href(Proposal, proposal.key), word=word, colour=colour, text=text)


def _rows(by: Person, noun: type[Noun], **asked: object) -> Iterable[Noun]:
    return [row_of(each) for each in entries(by, noun).filter(private=False, **asked).order_by("pk")]
