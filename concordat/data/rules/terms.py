"""Terms between the parties: the joint controllers' arrangement, Article 28 terms, and authorised sub-processors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from concordat.core.period import ONE_DAY, long_date
from concordat.data.case import Case
from concordat.data.facts import Facts
from concordat.data.ground import Ground, earliest, fails, holds, judged, rule
from concordat.data.rules.force import standing
from concordat.register.agreement import ARTICLE_26, ARTICLE_28, Clause, Party, PartyRole
from concordat.register.bundle import Bundle


@rule("IG-15", "UK GDPR Articles 26 and 28", asks=("organisation", "whose", "purpose"))
def terms_between_parties(case: Case) -> Iterator[Ground]:
    """Joint controllers have the arrangement of Article 26, and every processor, a trust that only hosts among them,
    is bound by the terms of Article 28 to all it acts for: in this agreement or in another that is in force. Whoever
    runs a system that the data flow through is a party."""
    joint = _codes(case.bundle, case.as_of, PartyRole.JOINT_CONTROLLER)
    if len(joint) > 1:
        yield _arranged(case, joint)
    for party in _in_role(case.bundle, case.as_of, PartyRole.PROCESSOR):
        yield _bound(case, party)
    yield from _strangers(case)


def _arranged(case: Case, joint: set[str]) -> Ground:
    def arranges(other: Bundle) -> bool:
        return joint <= {each.party for each in other.active(case.as_of)}

    who = ", ".join(sorted(joint))
    where, last, missing = _where(case, ARTICLE_26, arranges)
    if where:
        return holds(f"The arrangement of the joint controllers {who} is in {where}", until=last)
    remedy = f"agree on {missing} here, or sign a joint controller arrangement between {who}"
    return fails(f"{who} are joint controllers, and no arrangement in force says who answers for what", remedy)


def _bound(case: Case, processor: Party) -> Ground:
    code, name = processor.party, case.facts.name(processor.party)
    if not processor.acts_for:
        return fails(
            f"{name} is a processor, and nothing says for whom", f"say for which controllers {code} acts", about=code
        )

    def binds(other: Bundle) -> bool:
        controllers = {each.party for each in other.active(case.as_of) if each.role.controls}
        return code in _codes(other, case.as_of, PartyRole.PROCESSOR) and controllers.issuperset(processor.acts_for)

    whom = ", ".join(processor.acts_for)
    where, last, missing = _where(case, ARTICLE_28, binds)
    if where:
        return holds(f"{name} is bound by Article 28 terms in {where}", about=code, until=last)
    remedy = f"add {missing} here, or sign a processing agreement between {code} and {whom}"
    return fails(f"{name} holds data for {whom} without the terms of Article 28", remedy, about=code)


def _where(case: Case, wanted: tuple[Clause, ...], fits: Callable[[Bundle], bool]) -> tuple[str, date | None, str]:
    """Which agreement contains these clauses, until when (of several in force, the last); else what is missing here."""
    missing = [each.value for each in wanted if each.value not in case.agreement.clauses]
    if not missing:
        return case.bundle.key, None, ""
    others = [each for each in case.facts.bundles if each.key != case.bundle.key]
    complete = [each for each in others if set(wanted).issubset(each.agreement.clauses) and fits(each)]
    in_force = [(last, each.key) for each in complete if (last := _last_day(each, case.facts))]
    last, key = max(in_force, default=(None, ""))
    return key, last, ", ".join(missing)


def _last_day(bundle: Bundle, facts: Facts) -> date | None:
    """The last day on which an agreement is in force as things stand; None where it is not."""
    grounds = standing(bundle, facts)
    return earliest(*(each.until for each in grounds)) if all(each.holds for each in grounds) else None


def _strangers(case: Case) -> Iterator[Ground]:
    """Those who run a system that the data flow through, and are no party; each once."""
    parties = {each.party for each in case.bundle.active(case.as_of)}
    strangers: dict[str, list[str]] = {}
    flows = (flow for code in case.question.whose for flow in case.flows(code))
    for system in dict.fromkeys(flow.system for flow in flows if flow.system):
        owner = case.facts.system_owner(system)
        if owner not in parties:
            strangers.setdefault(owner or system, []).append(system)
    for who, systems in strangers.items():
        through = f"Data flow through {', '.join(systems)}"
        if who in systems:
            yield fails(f"{through}, which is not on the record", "add the system, or correct the flow", about=who)
        else:
            remedy = f"make {who} a processor by a deed of adherence, or correct who runs it"
            yield fails(f"{through}, run by {case.facts.name(who)}, which is not a party", remedy, about=who)


@rule("IG-16", "UK GDPR Article 28(2) and (4)")
def sub_processors_authorised(case: Case) -> Iterator[Ground]:
    """Every sub-processor is authorised by the controllers, and works for processors of this agreement: the supplier
    of a host's system is a sub-processor of every member."""
    processors = _codes(case.bundle, case.as_of, PartyRole.PROCESSOR)
    for party in _in_role(case.bundle, case.as_of, PartyRole.SUB_PROCESSOR):
        held = f"{case.facts.name(party.party)} is an authorised sub-processor of {', '.join(party.acts_for)}"
        until = party.left_on - ONE_DAY if party.left_on else None
        yield judged(held, _unauthorised(party, processors, case), about=party.party, until=until)


def _unauthorised(party: Party, processors: set[str], case: Case) -> Iterator[tuple[str, str]]:
    code, name = party.party, case.facts.name(party.party)
    if party.authorised_on is None:
        yield f"The controllers have not authorised {name}", f"have the controllers authorise {code}, or drop it"
    elif case.as_of < party.authorised_on:
        yield (
            f"The controllers authorised {name} only from {long_date(party.authorised_on)}",
            f"use {code} from that day, or have it authorised earlier",
        )
    strange = ", ".join(each for each in party.acts_for if each not in processors)
    if not party.acts_for:
        yield f"Nothing says for which processor {name} works", f"say for which processor {code} works"
    elif strange:
        yield (
            f"{name} works for {strange}, no processor of this agreement",
            f"make {strange} a processor, or correct it",
        )


def _in_role(bundle: Bundle, day: date, role: PartyRole) -> list[Party]:
    return [each for each in bundle.active(day) if each.role is role]


def _codes(bundle: Bundle, day: date, role: PartyRole) -> set[str]:
    return {each.party for each in _in_role(bundle, day, role)}
