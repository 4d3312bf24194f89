"""The decision: may they see it? A permit, a refusal or a review, with every reason and what would change it.

Pure: a question and a record in, a verdict out, the same for the same. Nothing else in Concordat decides who may see
patient-level data, and nothing gives any without a `Permit` made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple

from concordat.core.finding import Severity
from concordat.core.period import long_date
from concordat.core.refusal import Refusal as CannotAnswer
from concordat.data.case import Case, owes_duty
from concordat.data.condition import Condition, break_glass, conditions
from concordat.data.facts import Facts
from concordat.data.ground import GDPR, DecisionRule, Ground
from concordat.data.opt_out import OptOut
from concordat.data.question import Question
from concordat.data.rules import decision_rules
from concordat.data.rules.duty import duty
from concordat.data.rules.force import no_agreement
from concordat.register.bundle import Bundle
from concordat.register.record import Record


class Word(StrEnum):
    """The three answers of the Multi-Agency Information Sharing standard."""

    PERMIT = "PERMIT"
    REVIEW = "REVIEW"
    DENY = "DENY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An answer to a question: under which version of which agreement, for how long, and every ground for it.

    `columns` are those that may be seen, `conditions` what limits and alters them, `opt_outs` the registers that must
    be applied, each with the most days since its list was made, and `until` the last day its grounds speak for.
    """

    WORD: ClassVar[Word]
    EXIT_CODE: ClassVar[int]

    question: Question
    as_of: date
    agreement: str = ""
    version: int | None = None
    columns: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    opt_outs: tuple[tuple[OptOut, int], ...] = ()
    until: date | None = None
    reasons: tuple[Ground, ...] = ()

    @property
    def failing(self) -> tuple[Ground, ...]:
        """The grounds that do not hold."""
        return tuple(each for each in self.reasons if not each.holds)

    def as_dict(self) -> dict[str, Any]:
        """The verdict for JSON."""
        return {
            "verdict": self.WORD.value,
            "agreement": self.agreement,
            "version": self.version,
            "columns": list(self.columns),
            "conditions": [each.as_dict() for each in self.conditions],
            "opt_outs": [{"register": register.value, "oldest_list": days} for register, days in self.opt_outs],
            "until": self.until.isoformat() if self.until else None,
            "reasons": [each.as_dict() for each in sorted(self.reasons, key=attrgetter("rule"))],
        }


class Permit(Verdict):
    """Yes: these columns, under these conditions, until that day. The only key to the door of `concordat.data`."""

    __slots__ = ()
    WORD = Word.PERMIT
    EXIT_CODE = 0


class Review(Verdict):
    """A person must look: a warning stands, or it is for somebody's care and may be opened with a recorded reason."""

    __slots__ = ()
    WORD = Word.REVIEW
    EXIT_CODE = 4


class Refusal(Verdict):
    """No, and what would change it. A value, not to be confused with the exception `core.refusal.Refusal`."""

    __slots__ = ()
    WORD = Word.DENY
    EXIT_CODE = 5


class TooLongAgo(CannotAnswer):
    """A question about a day before the rules that are held here."""


def decide(question: Question, record: Record, as_of: date) -> Permit | Refusal | Review:
    """May they see it, under the rules, agreements and signatures of that day? Raises TooLongAgo before the GDPR.

    For many questions about one record and day, make a `Desk` once.
    """
    return Desk(record, as_of).decide(question)


class _Part(NamedTuple):
    """What a group of rules says of a case, and what follows from it."""

    grounds: tuple[Ground, ...]
    denies: bool = False
    hard: bool = False
    warns: bool = False
    lost: frozenset[str] = frozenset()
    until: date = date.max


class _Yield(NamedTuple):
    """What an agreement gives where nothing stands against it."""

    columns: tuple[str, ...]
    conditions: tuple[Condition, ...]
    opt_outs: tuple[tuple[OptOut, int], ...]


class Desk:
    """A record on one day, ready for any number of questions.

    Rules that look at the same parts of a question are asked together, and once for the same parts: most questions
    differ in a part or two, and the agreement itself is judged once a day.
    """

    def __init__(self, record: Record, as_of: date) -> None:
        if as_of < GDPR:
            raise TooLongAgo(f"The rules before {long_date(GDPR)} are not held here", remedy="ask for a later day")
        self.facts = Facts(record, as_of)
        self._receiving = _by_receiver(self.facts.bundles)
        self._groups = [(attrgetter("organisation", *asks), rules) for asks, rules in _grouped(as_of).items()]
        self._kept: dict[Any, Any] = {}

    def decide(self, question: Question) -> Permit | Refusal | Review:
        """The best answer any agreement gives: a permit before a review before a refusal."""
        found = [self.under(each, question) for each in self._candidates(question)]
        if not found:
            return self._without(question)
        return found[0] if len(found) == 1 else min(found, key=order)

    def under(self, bundle: Bundle, question: Question) -> Permit | Refusal | Review:
        """The answer one version of one agreement gives."""
        parts = self._parts(bundle, question)
        gives = self._gives(bundle, question, frozenset().union(*[each.lost for each in parts]))
        denied = not gives.columns or any(each.denies for each in parts)
        answer: dict[str, Any] = {
            "question": question,
            "as_of": self.facts.as_of,
            "agreement": bundle.agreement.agreement,
            "version": bundle.agreement.version,
            "reasons": tuple([ground for each in parts for ground in each.grounds]),
        }
        if denied and not (owes_duty(question, self.facts) and not any(each.hard for each in parts)):
            return Refusal(**answer)
        last = min([each.until for each in parts])
        answer["until"] = None if last == date.max else last
        answer["opt_outs"] = gives.opt_outs
        if denied:
            opened = (*gives.conditions, break_glass(question))
            return Review(**answer, columns=question.columns, conditions=opened)
        kind = Review if any(each.warns for each in parts) else Permit
        return kind(**answer, columns=gives.columns, conditions=gives.conditions)

    def _candidates(self, question: Question) -> Iterator[Bundle]:
        """The agreements by which the asker gets data of any of those it is about."""
        only = question.agreement
        for bundle, whose in self._receiving.get(question.organisation, ()):
            if not whose.isdisjoint(question.whose) and only in ("", bundle.agreement.agreement, bundle.key):
                yield bundle

    def _parts(self, bundle: Bundle, question: Question) -> list[_Part]:
        found = []
        for place, (looked_at, rules) in enumerate(self._groups):
            key = (bundle.key, place, looked_at(question))
            part = self._kept.get(key)
            if part is None:
                part = self._kept[key] = _part(rules, Case(question, bundle, self.facts))
            found.append(part)
        return found

    def _gives(self, bundle: Bundle, question: Question, lost: frozenset[str]) -> _Yield:
        key = (bundle.key, _LOOKED_AT_FOR_YIELD(question), lost)
        found: _Yield | None = self._kept.get(key)
        if found is None:
            case = Case(question, bundle, self.facts)
            columns = tuple(each for each in question.columns if each not in lost)
            oldest = case.basis.oldest_list if case.basis else 0
            opt_outs = tuple((register, oldest) for register, _ in case.opt_outs)
            found = self._kept[key] = _Yield(columns, conditions(case, columns), opt_outs)
        return found

    def _without(self, question: Question) -> Refusal | Review:
        """The answer where no agreement could give what is asked."""
        grounds = [*no_agreement(question, self.facts), *duty(question, self.facts)]
        if owes_duty(question, self.facts):
            opened = (break_glass(question),)
            return Review(
                question=question,
                as_of=self.facts.as_of,
                columns=question.columns,
                conditions=opened,
                reasons=tuple(grounds),
            )
        return Refusal(question=question, as_of=self.facts.as_of, reasons=tuple(grounds))


_LOOKED_AT_FOR_YIELD = attrgetter("organisation", "whose", "purpose", "form", "columns")
_RANK = {Permit: 0, Review: 1, Refusal: 2}


def order(verdict: Verdict) -> tuple[Any, ...]:
    """Which answer is nearest to a permit: then the one with the fewest grounds against it, and the most columns."""
    failing, version = len(verdict.failing), verdict.version or 0
    return (_RANK[type(verdict)], failing, -len(verdict.columns), -version, verdict.agreement)


def _by_receiver(bundles: Iterable[Bundle]) -> dict[str, list[tuple[Bundle, frozenset[str]]]]:
    found: dict[str, list[tuple[Bundle, frozenset[str]]]] = {}
    for bundle in bundles:
        for receiver in {each.receiver for each in bundle.flows}:
            whose = frozenset(code for each in bundle.flows if each.receiver == receiver for code in each.whose)
            found.setdefault(receiver, []).append((bundle, whose))
    return found


def _grouped(as_of: date) -> dict[tuple[str, ...], list[DecisionRule]]:
    """The rules in force on a day, by what of a question they look at."""
    found: dict[tuple[str, ...], list[DecisionRule]] = {}
    for each in decision_rules():
        if each.in_force(as_of):
            found.setdefault(each.asks, []).append(each)
    return found


def _part(rules: Iterable[DecisionRule], case: Case) -> _Part:
    judged = [(rule, ground) for rule in rules for ground in rule.grounds(case)]
    failing = [(rule, ground) for rule, ground in judged if not ground.holds]
    errors = [rule for rule, _ in failing if rule.severity is Severity.ERROR and not rule.partial]
    return _Part(
        grounds=tuple(ground for _, ground in judged),
        denies=bool(errors),
        hard=any(rule.hard for rule in errors),
        warns=any(rule.severity is Severity.WARNING for rule, _ in failing),
        lost=frozenset(ground.about for rule, ground in failing if rule.partial),
        until=min((ground.until for _, ground in judged if ground.holds and ground.until), default=date.max),
    )
