"""The health of agreements: which are in force, what each rests on that is missing or overdue, and what is due next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.finding import Finding
from concordat.core.period import long_date
from concordat.data.case import Case
from concordat.data.facts import Facts
from concordat.data.ground import DecisionRule, Ground
from concordat.data.question import Question
from concordat.data.rules import decision_rules
from concordat.register.agreement import Party
from concordat.register.bundle import Bundle
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import Purpose, Transform
from concordat.share.stage import Stage, stage, told

OF_THE_PURPOSE = frozenset(f"IG-{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 12, 13, 27, 30))
"""Rules whose failure is mended in the row of the purpose."""

OF_ANY_AGREEMENT = ("IG-15", "IG-16", "IG-17", "IG-18", "IG-28", "IG-31")
"""Rules that speak of an agreement without flows as well, such as a protocol."""

OF_THE_PERSON = "training"
"""What only a person's question can show; it says nothing of the agreement."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One version of an agreement on a day: its stage, every ground that fails with the rule it is of, and until when.

    `told` is the stage in words. `ends` is what ceases to hold first, as things stand; None where something fails
    already, or no end is known.
    """

    bundle: Bundle
    stage: Stage
    told: str
    failing: tuple[tuple[DecisionRule, Ground, Noun], ...] = ()
    ends: Ground | None = None

    @property
    def until(self) -> date | None:
        """The last day on which all of it still holds, as things stand."""
        return self.ends.until if self.ends else None

    @property
    def key(self) -> str:
        """The agreement's key, such as `DSA-01 / 2`."""
        return self.bundle.key

    @property
    def against(self) -> tuple[str, ...]:
        """Every fact that fails, once."""
        return tuple(dict.fromkeys(ground.fact for _, ground, _ in self.failing))

    def as_dict(self) -> dict[str, Any]:
        """The standing for JSON."""
        agreement = self.bundle.agreement
        return {
            "agreement": agreement.agreement,
            "version": agreement.version,
            "title": agreement.title,
            "kind": agreement.kind.value,
            "state": self.stage.value,
            "until": self.until.isoformat() if self.until else None,
            "ends_first": self.ends.fact if self.ends else None,
            "failing": [ground.as_dict() for _, ground, _ in self.failing],
        }

    def __str__(self) -> str:
        return f"{self.key} ({self.bundle.agreement.title}): {self.told}"


def standings(record: Record, as_of: date, *, private: Collection[str] = ()) -> tuple[Standing, ...]:
    """Every version of every agreement on a day, in the order of the register; `private`: the keys of drafts."""
    facts = Facts(record, as_of)
    return tuple(standing_of(each, facts, private=each.key in private) for each in facts.bundles)


def standing_of(bundle: Bundle, facts: Facts, *, private: bool = False) -> Standing:
    """One version on the day of the facts; `private`: it is a draft, which only its organisation sees."""
    judged = list(_judged(bundle, facts))
    faults = {(rule.id, row, ground.remedy): (rule, ground, row) for rule, ground, row in judged if not ground.holds}
    lasting = [ground for _, ground, _ in judged if ground.until and not faults]
    ends = min(lasting, key=lambda each: each.until or date.max, default=None)
    found = stage(bundle, facts, private=private, sound=not faults)
    said = told(found, bundle, facts, ends)
    return Standing(bundle=bundle, stage=found, told=said, failing=tuple(faults.values()), ends=ends)


def findings(record: Record, stand: Iterable[Standing], as_of: date) -> tuple[Finding, ...]:
    """Everything wrong with the agreements that are, or should be, in force: each with its rule, row and remedy.

    `stand` are their standings on the day. Versions that have ended or been replaced are history, and say nothing.
    """
    found = [
        _finding(record, each, rule, ground, row)
        for each in stand
        if not each.stage.past
        for rule, ground, row in each.failing
    ]
    return (*found, *duties(record, as_of))


def _judged(bundle: Bundle, facts: Facts) -> Iterator[tuple[DecisionRule, Ground, Noun]]:
    """Every rule applied to every question the agreement is meant to answer, with the row that is at fault."""
    rules = [each for each in decision_rules() if each.in_force(facts.as_of)]
    asked = questions(bundle, facts.as_of)
    for question in asked or [_bare(bundle)]:
        case = Case(question, bundle, facts)
        for rule in rules:
            if asked or rule.id in OF_ANY_AGREEMENT:
                for ground in rule.grounds(case):
                    if ground.about != OF_THE_PERSON:
                        yield rule, ground, _row(rule, ground, bundle, question)


def questions(bundle: Bundle, as_of: date) -> list[Question]:
    """What an agreement is meant to allow on a day: for each flow and purpose, the receiver asking for all it lists.

    What it leaves out on purpose is not asked for, and those who have left neither ask nor are asked.
    """
    left = {each.party for each in bundle.parties if each.left_on and each.left_on <= as_of}
    agreement = bundle.agreement
    return [
        Question(
            organisation=flow.receiver,
            whose=whose,
            columns=tuple(each.name for each in bundle.items[flow.key] if each.transform is not Transform.DROP),
            purpose=basis.purpose,
            form=basis.form,
            territory=agreement.territory,
            automated=agreement.automated,
            linked_with=agreement.links_with,
            role=next(iter(agreement.recipients), ""),
            trained_on=as_of,
            agreement=bundle.key,
        )
        for flow in bundle.flows
        for basis in bundle.purposes.values()
        if flow.serves(basis.purpose) and flow.receiver not in left
        if (whose := tuple(each for each in flow.whose if each not in left))
    ]


def _bare(bundle: Bundle) -> Question:
    """For an agreement without flows, such as a protocol: a question about its parties, so that they are looked at."""
    left = {each.party for each in bundle.parties if each.left_on}
    parties = tuple(dict.fromkeys(each.party for each in bundle.parties if each.party not in left))
    asker = next(iter(parties), bundle.agreement.organisation)
    return Question(organisation=asker, whose=parties or (asker,), columns=(), purpose=Purpose.REGULATION)


def _row(rule: DecisionRule, ground: Ground, bundle: Bundle, question: Question) -> Noun:
    """The row in which a failure is mended: a purpose, a data item, a party, or else the agreement itself."""
    if rule.id in OF_THE_PURPOSE:
        return bundle.purposes.get(question.purpose, bundle.agreement)
    to_asker = [each for each in bundle.flows if each.receiver == question.organisation]
    flows = [each for each in to_asker if {*each.whose} & {*question.whose}]
    items = (each for flow in flows for each in bundle.items[flow.key] if rule.partial and each.name == ground.about)
    parties = (each for each in bundle.parties if ground.about and each.party == ground.about.split()[0])
    return next(items, None) or next(parties, None) or bundle.agreement


def _finding(record: Record, standing: Standing, rule: DecisionRule, ground: Ground, row: Noun) -> Finding:
    what = ground.fact if standing.key in ground.fact else f"{standing.key}: {ground.fact}"
    return record.finding(row, "", what, ground.remedy, rule=rule.id, severity=rule.severity)


def duties(record: Record, as_of: date) -> Iterator[Finding]:
    """Leavers that have not yet shown that their data were returned or deleted."""
    for party in record.all(Party, as_of):
        if party.left_on and party.left_on <= as_of and party.owes:
            what = f"{party.agreement}: {party.party} left on {long_date(party.left_on)} and has not yet shown that it"
            next = "ask for the certificate, and record the day in Duty done on"
            yield record.finding(party, "duty_done_on", f"{what} did this: {party.owes.value}", next, rule="IG-28")
