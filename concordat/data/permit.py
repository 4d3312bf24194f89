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
from concordat.data.rules import decision_rules, law_stands_until
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


class _Outcome(NamedTuple):
    """What one agreement answers, whoever asks it in these words: all of a verdict but the question itself."""

    kind: type[Permit] | type[Review] | type[Refusal]
    bundle: Bundle
    reasons: tuple[Ground, ...]
    rank: tuple[Any, ...]
    opened: bool = False
    columns: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    opt_outs: tuple[tuple[OptOut, int], ...] = ()
    until: date | None = None

    def answer(self, question: Question, as_of: date) -> Permit | Review | Refusal:
        """The verdict on one question."""
        return self.kind(
            question=question,
            as_of=as_of,
            agreement=self.bundle.agreement.agreement,
            version=self.bundle.agreement.version,
            columns=self.columns,
            conditions=(*self.conditions, break_glass(question)) if self.opened else self.conditions,
            opt_outs=self.opt_outs,
            until=self.until,
            reasons=self.reasons,
        )


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
        groups = [_Group(place, asks, rules) for place, (asks, rules) in enumerate(_grouped(as_of).items())]
        self._usual = [each for each in groups if USUAL.issuperset(each.asks)]
        self._own = [each for each in groups if not USUAL.issuperset(each.asks)]
        self._kept: dict[str, dict[Any, Any]] = {}

    def decide(self, question: Question) -> Permit | Refusal | Review:
        """The best answer any agreement gives: a permit before a review before a refusal."""
        found = [self._outcome(each, question) for each in self._candidates(question)]
        if not found:
            return self._without(question)
        best = found[0] if len(found) == 1 else min(found, key=_rank)
        return best.answer(question, self.facts.as_of)

    def under(self, bundle: Bundle, question: Question) -> Permit | Refusal | Review:
        """The answer one version of one agreement gives."""
        return self._outcome(bundle, question).answer(question, self.facts.as_of)

    def _candidates(self, question: Question) -> Iterator[Bundle]:
        """The agreements by which the asker gets data of any of those it is about."""
        only = question.agreement
        for bundle, whose in self._receiving.get(question.organisation, ()):
            if not whose.isdisjoint(question.whose) and only in ("", bundle.agreement.agreement, bundle.key):
                yield bundle

    def _outcome(self, bundle: Bundle, question: Question) -> _Outcome:
        """What an agreement answers. Parts are kept, so the same parts are the same objects: they name the outcome."""
        case = Case(question, bundle, self.facts)
        kept = self._kept.setdefault(bundle.key, {})
        parts = self._parts(case, kept)
        key = tuple(map(id, parts))
        outcome = kept.get(key)
        if outcome is None:
            outcome = kept[key] = _outcome(case, _joined(parts))
        return outcome

    def _parts(self, case: Case, kept: dict[Any, Any]) -> list[_Part]:
        """What every rule says; what the usual parts of a question settle is kept as a whole as well."""
        key = _USUAL(case.question)
        usual = kept.get(key)
        if usual is None:
            usual = kept[key] = _joined([_judged(each, case, kept) for each in self._usual])
        return [usual, *[_judged(each, case, kept) for each in self._own]]

    def _without(self, question: Question) -> Refusal | Review:
        """The answer where no agreement could give what is asked."""
        grounds = (*no_agreement(question, self.facts), *duty(question, self.facts))
        answer: dict[str, Any] = {"question": question, "as_of": self.facts.as_of, "reasons": grounds}
        if not owes_duty(question, self.facts):
            return Refusal(**answer)
        return Review(**answer, columns=question.columns, conditions=(break_glass(question),))


USUAL = frozenset({"organisation", "role", "whose", "purpose", "form", "territory", "automated", "linked_with"})
"""The parts of a question in which few differ: who asks whom, for what, and how."""

_USUAL = attrgetter(*sorted(USUAL))
_rank = attrgetter("rank")


class _Group:
    """The rules that look at the same parts of a question."""

    def __init__(self, place: int, asks: tuple[str, ...], rules: list[DecisionRule]) -> None:
        self.place, self.asks, self.rules = place, asks, rules
        self.looks_at = attrgetter("organisation", *asks)


def _judged(group: _Group, case: Case, kept: dict[Any, Any]) -> _Part:
    key = (group.place, group.looks_at(case.question))
    part: _Part | None = kept.get(key)
    if part is None:
        part = kept[key] = _part(group.rules, case)
    return part


def _joined(parts: list[_Part]) -> _Part:
    return _Part(
        grounds=tuple(ground for each in parts for ground in each.grounds),
        denies=any(each.denies for each in parts),
        hard=any(each.hard for each in parts),
        warns=any(each.warns for each in parts),
        lost=frozenset().union(*(each.lost for each in parts)),
        until=min((each.until for each in parts), default=date.max),
    )


def _outcome(case: Case, found: _Part) -> _Outcome:
    """What follows from the grounds; nearest to a permit is what has the fewest against it, and the most columns."""
    permitted = tuple(each for each in case.question.columns if each not in found.lost)
    denied = found.denies or not permitted
    opened = denied and not found.hard and owes_duty(case.question, case.facts)
    kind = Refusal if denied and not opened else Review if denied or found.warns else Permit
    columns = case.question.columns if opened else () if denied else permitted
    failing, agreement = sum(not each.holds for each in found.grounds), case.agreement
    rank = (kind.EXIT_CODE, failing, -len(columns), -agreement.version, agreement.agreement)
    if kind is Refusal:
        return _Outcome(kind, case.bundle, found.grounds, rank)
    oldest = case.basis.oldest_list if case.basis else 0
    until = min(found.until, law_stands_until(case.as_of))
    return _Outcome(
        kind,
        case.bundle,
        found.grounds,
        rank,
        opened=opened,
        columns=columns,
        conditions=conditions(case, permitted),
        opt_outs=tuple((register, oldest) for register, _ in case.opt_outs),
        until=None if until == date.max else until,
    )


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
