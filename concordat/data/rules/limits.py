"""What an agreement limits: where data go, which columns, how long, linked with what, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from concordat.core.finding import Severity
from concordat.core.rule import Status
from concordat.data.case import Case
from concordat.data.ground import Ground, fails, holds, judged, rule
from concordat.register.agreement import Automated, Territory
from concordat.register.sharing import Article9, DataItem, Transform

_WHERE = {
    Territory.UK: "the United Kingdom",
    Territory.ADEQUATE: Territory.ADEQUATE.value,
    Territory.ELSEWHERE: "any country",
}

LEAST_COUNT = 5
"""Counts of 1 to 4 are never published."""


@rule("IG-19", "UK GDPR Chapter V (Articles 44A to 49)", asks=("territory",), hard=True)
def within_territory(case: Case) -> Iterator[Ground]:
    """Data stay within the territory agreed, and leave the United Kingdom only under adequacy regulations or a
    transfer agreement with its risk assessment."""
    yield judged(f"Data stay in {_WHERE[case.agreement.territory]}", _astray(case))


def _astray(case: Case) -> Iterator[tuple[str, str]]:
    agreed, asked, order = case.agreement.territory, case.question.territory, list(Territory)
    if order.index(asked) > order.index(agreed):
        yield (
            f"They are asked for from {_WHERE[asked]}, and the agreement keeps them in {_WHERE[agreed]}",
            f"see them from {_WHERE[agreed]}, or agree on the transfer in a new version",
        )
    if agreed is not Territory.UK and not case.agreement.transfer_safeguard:
        yield (
            f"The agreement lets data go to {_WHERE[agreed]} and names no safeguard",
            "name the adequacy regulations, or the transfer agreement with its risk assessment, in a new version",
        )


@rule(
    "IG-20",
    "UK GDPR Article 5(1)(c); Caldicott Principles 2 and 3",
    asks=("organisation", "whose", "purpose", "columns"),
    each=("columns", "whose"),
    partial=True,
)
def columns_needed(case: Case) -> Iterator[Ground]:
    """A column is seen only where the schedule lists it for this purpose with its justification, for everybody whose
    data it is, and does not leave it out. What is not is taken away, and the rest may be seen."""
    schedules = {code: _schedule(case, code) for code in case.question.whose}
    for name in dict.fromkeys(case.question.columns):
        yield _column(name, schedules)


def _schedule(case: Case, controller: str) -> dict[str, DataItem]:
    """What the asker gets of a controller, by column; of several flows that list one, the one that shows it."""
    items = [each for flow in case.flows(controller) for each in case.bundle.items[flow.key]]
    return {each.name: each for each in sorted(items, key=_shown)}


def _shown(item: DataItem) -> bool:
    return bool(item.justification) and item.transform is not Transform.DROP


def _column(name: str, schedules: Mapping[str, Mapping[str, DataItem]]) -> Ground:
    found = {code: schedule.get(name) for code, schedule in schedules.items()}
    if all(item and _shown(item) for item in found.values()):
        return holds(f"{name} is in the schedule, with its justification", about=name)
    told = [(code, _kept_back(item)) for code, item in found.items() if not (item and _shown(item))]
    facts = "; ".join(f"{name} of {code} {why}" for code, (why, _) in told)
    return fails(facts, "; ".join(dict.fromkeys(remedy for _, (_, remedy) in told)), about=name)


def _kept_back(item: DataItem | None) -> tuple[str, str]:
    """Why a column is not shown, and what would change it."""
    if item is None:
        return "is not in the schedule for this purpose", "leave it out, or agree on it in a new version and say why"
    if item.transform is Transform.DROP:
        return "is left out by the agreement", "do without it, or agree on a form in which it may be seen"
    return "is in the schedule without a justification", "justify it in a new version, or do without it"


@rule(
    "IG-21",
    "UK GDPR Article 5(1)(e); NHS Records Management Code of Practice",
    severity=Severity.WARNING,
)
def kept_for_a_time(case: Case) -> Iterator[Ground]:
    """It is agreed how long the recipient keeps the data, by a class of the Records Management Code, or for a stated
    reason where the Code has none, as for audit logs."""
    agreed = case.agreement
    why = agreed.retention_class or agreed.retention_reason
    yield judged(f"Kept for {agreed.retention_months} months: {why}", _open_ended(agreed.retention_months, why))


def _open_ended(months: int, why: str) -> Iterator[tuple[str, str]]:
    if not months:
        yield "Nothing says how long the recipient keeps the data", "agree on a number of months"
    if not why:
        yield (
            "The retention has neither a class of the Records Management Code nor a reason",
            "name the class, or the reason where the Code has none",
        )


@rule(
    "IG-22",
    "UK GDPR Articles 4(5) and 35; NHS England DPIA template, question 3.6",
    asks=("organisation", "purpose", "linked_with"),
)
def linked_as_agreed(case: Case) -> Iterator[Ground]:
    """Beyond care, data are linked only with those of the agreements named, by the key of somebody else than who asks,
    and once the impact assessment has said whether linking makes people identifiable."""
    asked, agreed, dpia = case.question, case.agreement, case.bundle.dpia
    if asked.purpose.is_care or not (asked.linked_with or agreed.links_with):
        return
    held = f"Linked only with {', '.join(agreed.links_with)}, by a key that {agreed.key_holder} holds"
    yield judged(held, _mislinked(case), until=dpia.valid.last_day if dpia else None)


def _mislinked(case: Case) -> Iterator[tuple[str, str]]:
    agreed, asker = case.agreement, case.question.organisation
    named = {*agreed.links_with, *(each.rpartition(" / ")[0] for each in agreed.links_with)}
    strange = [each for each in case.question.linked_with if each not in named]
    if strange:
        yield (
            f"It is not agreed to link them with {', '.join(strange)}",
            "use them unlinked, or agree on the linkage in a new version",
        )
    if not agreed.key_holder:
        yield "Nobody is named to hold the linkage key", "name a body that does not use the data to hold the key"
    elif agreed.key_holder == asker:
        yield (
            f"{case.facts.name(asker)} would hold the key to data it sees under another name",
            "have another body hold the linkage key",
        )
    if case.bundle.dpia is None or not case.bundle.dpia.linking:
        told = f"{agreed.dpia} does not say" if agreed.dpia else "No impact assessment says"
        yield (
            f"{told} whether linking makes people identifiable",
            "answer that question in the impact assessment, and have it approved again",
        )


@rule(
    "IG-23",
    "ISB 1523 Anonymisation Standard for Publishing Health and Social Care Data",
    asks=("purpose",),
    status=Status.GUIDANCE,
)
def small_numbers_withheld(case: Case) -> Iterator[Ground]:
    """Beyond care, the agreement says from which count on numbers may be published, never below 5, and to what they
    are rounded."""
    if not case.question.purpose.is_care:
        least, rounding = case.agreement.least_count, case.agreement.rounding
        rounded = f"rounded to {rounding}" if rounding > 1 else "not rounded"
        yield judged(f"No count below {least} is published, and counts are {rounded}", _revealing(least, rounding))


def _revealing(least: int, rounding: int) -> Iterator[tuple[str, str]]:
    if least < LEAST_COUNT:
        fact = f"Counts from {least} on might be published" if least else "No smallest count is agreed"
        yield f"{fact}; those of 1 to 4 tell of people", f"agree on a smallest count of {LEAST_COUNT} or more"
    if not rounding:
        yield "It is not agreed to what counts are rounded", "agree on it: 5 is usual, 1 is not at all"


@rule(
    "IG-24",
    "UK GDPR Articles 22A to 22D (Data (Use and Access) Act 2025 section 80)",
    asks=("purpose", "form", "automated"),
    since=date(2026, 2, 5),
    hard=True,
)
def decided_by_people(case: Case) -> Iterator[Ground]:
    """No more of a significant decision about a person is left to a machine than is agreed; where any is, people are
    told, are heard and can contest it; and none rests solely on a machine and on data on health, but with explicit
    consent or where substantial public interest demands it."""
    yield judged(f"Automated decisions: {case.agreement.automated.value}", _left_to_machines(case))


_MAY_DECIDE_ALONE = (Article9.EXPLICIT_CONSENT, Article9.SUBSTANTIAL_PUBLIC_INTEREST)


def _left_to_machines(case: Case) -> Iterator[tuple[str, str]]:
    agreed, asked, order = case.agreement.automated, case.question.automated, list(Automated)
    if order.index(asked) > order.index(agreed):
        yield (
            f"Decisions are to be automated ({asked.value}), and the agreement says: {agreed.value}",
            "have a person decide, or agree on it in a new version",
        )
    if agreed is not Automated.NONE and not case.agreement.automated_safeguards:
        yield (
            f"Decisions may be automated ({agreed.value}), and nothing says how people are told and may contest them",
            "agree on the safeguards of Article 22C",
        )
    condition = case.basis.article_9 if case.basis else None
    if agreed is Automated.SOLELY and case.question.form.personal and condition not in _MAY_DECIDE_ALONE:
        resting = condition.value if condition else "no condition of Article 9"
        yield (
            f"Decisions rest solely on a machine, and the data on {resting}",
            "have a person take part in each decision, or rest it on explicit consent (Article 22B)",
        )


@rule(
    "IG-25",
    "Data Protection Act 2018 section 164A (Data (Use and Access) Act 2025 section 103); UK GDPR Articles 13 and 14",
    severity=Severity.WARNING,
    since=date(2026, 6, 19),
)
def people_are_told(case: Case) -> Iterator[Ground]:
    """The agreement says where people complain, and where the privacy notice is that tells them of it."""
    route, notice = case.agreement.complaints_route, case.agreement.privacy_notice
    wanted = (
        (route, "It does not say where people complain", "add the complaints route"),
        (notice, "It names no privacy notice", "add the address of the privacy notice"),
    )
    problems = ((what, remedy) for given, what, remedy in wanted if not given)
    yield judged(f"People complain at {route}; they are told at {notice}", problems)
