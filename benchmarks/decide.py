"""Decisions per CPU second, against Cedar (cedarpy) on the same agreements and questions in one run.

Claim: at least 20 times as many as Cedar, and 100,000, with every reason where Cedar only says yes or no. No question
is asked twice. Cedar gets its policies and entities parsed once and its requests encoded beforehand, in one batch; what
it cannot work out (whether the signed text is unchanged, who signed, the law on a purpose) it is given as attributes of
entities. Both must agree on what is permitted. cedarpy is not in requirements.lock: `.venv/bin/pip install cedarpy`.

Run `python benchmarks/decide.py [--questions N] [--seed N]`. Exit 1: a bar is missed, or the two disagree.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from concordat.core.finding import Severity
from concordat.core.period import months_later
from concordat.data.case import Case
from concordat.data.facts import PUBLIC_AUTHORITIES, Facts
from concordat.data.ground import DecisionRule
from concordat.data.opt_out import OptOut
from concordat.data.permit import Desk, Permit, Refusal, Review, decide
from concordat.data.question import ListState, Question
from concordat.data.rules import decision_rules
from concordat.register.agreement import Automated, Territory
from concordat.register.bundle import Bundle
from concordat.register.example.three_rivers import three_rivers
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.sharing import Flow, Form, OptOutPosition, Purpose, Transform

AS_OF = date(2026, 11, 22)
PEOPLE = 200
FASTER, PER_SECOND = 20, 100_000
Decision = Permit | Refusal | Review


class Draw:
    """Questions as they come, no two the same: about a flow that an agreement lists, some with something amiss.

    They come from so many people, each in a role and trained on a day; and a controller has a list for each opt-out in
    use. With nobody in particular, person and lists are new with every question.
    """

    def __init__(self, facts: Facts, seed: int, people: int) -> None:
        self.facts, self.rng = facts, random.Random(seed)
        self.flows = [(bundle, flow) for bundle in facts.bundles for flow in bundle.flows]
        self.codes = [each.code for each in facts.record.all(Organisation, AS_OF)]
        self.trained = [self._day(375) for _ in range(people)]
        whose = sorted({code for _, flow in self.flows for code in flow.whose})
        self.in_use = {(each, code): self._state(each, code) for each in OptOut for code in whose}
        self.seen: set[Question] = set()

    def take(self, many: int) -> list[Question]:
        """So many questions that were not drawn before."""
        before = len(self.seen)
        found = []
        while len(self.seen) < before + many:
            each = self._question(*self.rng.choice(self.flows))
            if each not in self.seen:
                self.seen.add(each)
                found.append(each)
        return found

    def _question(self, bundle: Bundle, flow: Flow) -> Question:
        rng, mostly = self.rng, self._mostly
        basis = rng.choice(list(bundle.purposes.values()))
        to_asker = [each for each in bundle.flows if each.receiver == flow.receiver]
        controllers = sorted({code for each in to_asker for code in each.whose})
        columns = sorted({each.name for each in bundle.items[flow.key]})
        whose = tuple(sorted(rng.sample(controllers, rng.randint(1, len(controllers)))))
        return Question(
            organisation=mostly(flow.receiver, self.codes),
            role=mostly(rng.choice(bundle.agreement.recipients), ("porter", "")),
            trained_on=rng.choice(self.trained) if self.trained else self._day(375),
            whose=mostly(whose, [(each,) for each in self.codes]),
            columns=tuple(sorted(rng.sample([*columns, "patient.religion"], rng.randint(1, len(columns))))),
            purpose=mostly(basis.purpose, list(Purpose)),
            form=mostly(basis.form, list(Form)),
            territory=mostly(Territory.UK, list(Territory)),
            automated=mostly(Automated.NONE, list(Automated)),
            linked_with=mostly((), [(each,) for each in self.facts.versions]),
            lists=self._lists(whose) if rng.random() < 0.3 else None,
        )

    def _mostly(self, usual: Any, others: Sequence[Any]) -> Any:
        return usual if self.rng.random() < 0.97 else self.rng.choice(others)

    def _day(self, within: int) -> date:
        return AS_OF - timedelta(days=self.rng.randint(0, within))

    def _lists(self, whose: tuple[str, ...]) -> tuple[ListState, ...]:
        wanted = [(register, code) for register in OptOut for code in whose]
        return tuple(self.in_use[each] if self.trained else self._state(*each) for each in wanted)

    def _state(self, register: OptOut, code: str) -> ListState:
        """A list, most likely fresh, and of everybody to be disclosed."""
        as_at, unchecked = self._mostly(self._day(7), [self._day(14)]), self._mostly(0, (3,))
        people = self.rng.randint(1_000, 90_000)
        return ListState(register=register, controller=code, as_at=as_at, people=people, unchecked=unchecked)


def policies(facts: Facts) -> str:
    """One permit for each version, who may ask and what for; and what nobody is permitted without."""
    permits = [
        _permit(bundle, receiver, purpose, facts)
        for bundle in facts.bundles
        for receiver in sorted({each.receiver for each in bundle.flows})
        for purpose in bundle.purposes
    ]
    assured = """
        forbid (principal, action, resource) unless { principal.toolkit && principal.led };
        forbid (principal, action, resource) unless { resource.assured.containsAll(context.whose) };"""
    return "\n".join([*permits, assured])


def _permit(bundle: Bundle, receiver: str, purpose: Purpose, facts: Facts) -> str:
    when = " &&\n  ".join(_conditions(bundle, receiver, purpose, facts))
    scope = f'principal == Organisation::"{receiver}", action == Action::"{purpose.value}", resource'
    return f"permit ({scope}) when {{\n  {when}\n}};"


def _conditions(bundle: Bundle, receiver: str, purpose: Purpose, facts: Facts) -> Iterator[str]:
    agreement, basis, it = bundle.agreement, bundle.purposes[purpose], f'Agreement::"{bundle.key}"'
    flows = [each for each in bundle.flows if each.receiver == receiver and each.serves(purpose)]
    yield f"{it}.stands && {it}.parties.contains(principal.code) && {it}.parties.containsAll(context.whose)"
    yield f"{it}.roles.contains(context.role) && {it}.trained_since <= context.trained_on"
    yield "context.trained_on <= context.today"
    yield f"context.form <= {_most_identifying(bundle, purpose, facts)}"
    yield f"context.territory <= {it}.territory && context.automated <= {it}.automated"
    if basis.article_6 and basis.article_6.value.startswith(("6(1)(f)", "6(1)(ea)")):
        yield "(context.form < 2 || !(principal.public || resource.public.containsAny(context.whose)))"
    if not purpose.is_care:
        yield f"{it}.counts_withheld && {json.dumps(_linkable(bundle, receiver))}.containsAll(context.linked_with)"
        if not basis.type_1:
            yield "(context.form < 2 || !resource.practices.containsAny(context.whose))"
        if agreement.links_with and not _may_link(bundle, receiver):
            yield "false"
    lists = _list_conditions(bundle, flows, purpose, facts)
    if lists:
        yield "(context.planning || (" + " &&\n    ".join(lists) + "))"
    yield f"({' || '.join(_columns(bundle, flows)) or 'false'})"


def _may_link(bundle: Bundle, receiver: str) -> bool:
    linking = bundle.dpia and bundle.dpia.linking
    return bool(linking and bundle.agreement.key_holder not in ("", receiver))


def _linkable(bundle: Bundle, receiver: str) -> list[str]:
    named = bundle.agreement.links_with if _may_link(bundle, receiver) else ()
    return [*named, *(each.rpartition(" / ")[0] for each in named)]


def _list_conditions(bundle: Bundle, flows: list[Flow], purpose: Purpose, facts: Facts) -> list[str]:
    basis = bundle.purposes[purpose]
    beyond = not purpose.is_care
    applied = (
        (OptOut.NATIONAL, beyond and basis.opt_out is OptOutPosition.APPLIES),
        (OptOut.TYPE_1, beyond and basis.type_1),
        (OptOut.CARE_OBJECTION, basis.objections and purpose is Purpose.INDIVIDUAL_CARE),
    )
    found = []
    for code in sorted({code for flow in flows for code in flow.whose}):
        for register, applies in applied:
            if applies and (register is not OptOut.TYPE_1 or facts.kind(code) is OrganisationKind.PRIMARY_CARE):
                found.append(_list_condition(f"{register.value} {code}", code, basis.oldest_list, beyond))
    return found


def _list_condition(name: str, code: str, oldest: int, beyond: bool) -> str:
    state = f'context.lists["{name}"]'
    usable = f"{state}.age >= 0 && {state}.age <= {oldest} && {state}.people > 0 && {state}.unchecked == 0"
    spared = ("context.form < 2 || " if beyond else "") + f'!context.whose.contains("{code}")'
    return f'({spared} || (context.lists has "{name}" && {usable}))'


def _columns(bundle: Bundle, flows: list[Flow]) -> list[str]:
    """Columns by whose they may be seen of: one is enough, but of everybody asked about."""
    whose: dict[str, set[str]] = {}
    for flow in flows:
        for item in bundle.items[flow.key]:
            if item.justification and item.transform is not Transform.DROP:
                whose.setdefault(item.name, set()).update(flow.whose)
    groups: dict[tuple[str, ...], list[str]] = {}
    for column, codes in whose.items():
        groups.setdefault(tuple(sorted(codes)), []).append(column)
    return [
        f"({json.dumps(codes)}.containsAll(context.whose) && context.columns.containsAny({json.dumps(columns)}))"
        for codes, columns in groups.items()
    ]


PERSON_WIDE, CASE_WIDE = {"IG-17", "IG-18"}, {"IG-16", "IG-21", "IG-25", "IG-31"}
LAWFUL = {"IG-01", "IG-02", "IG-04", "IG-05", "IG-06", "IG-07", "IG-13", "IG-14", "IG-24", "IG-27"}


def _most_identifying(bundle: Bundle, purpose: Purpose, facts: Facts) -> int:
    """The rank of the most identifying form that is lawful for a purpose; -1 where none is."""
    asked = replace(_PROBE, purpose=purpose, automated=bundle.agreement.automated)
    lawful = [each.rank for each in Form if _holds(LAWFUL, replace(asked, form=each), bundle, facts)]
    return min(max(lawful, default=-1), bundle.purposes[purpose].form.rank)


_PROBE = Question(organisation="-", whose=("-",), columns=("-.-",), purpose=Purpose.PLANNING)


def _holds(ids: set[str], question: Question, bundle: Bundle, facts: Facts, about: str | None = None) -> bool:
    case = Case(question, bundle, facts)
    judged = [each for rule in _rules() if rule.id in ids for each in rule.grounds(case)]
    return all(each.holds for each in judged if about in (None, each.about))


def _rules() -> list[DecisionRule]:
    return [each for each in decision_rules() if each.in_force(AS_OF) and each.severity is not Severity.NOTE]


def _stands(bundle: Bundle, facts: Facts) -> bool:
    """Whether all holds that lies in the agreement alone: in force, with its terms, and its processors in order."""
    agreement, rule = bundle.agreement, {each.id: each for each in _rules()}
    case = Case(_PROBE, bundle, facts)
    alone = [*rule["IG-28"].grounds(case), *rule["IG-15"].grounds(case), *rule["IG-17"].grounds(case)]
    abroad = agreement.territory is not Territory.UK and not agreement.transfer_safeguard
    of_itself = all(each.holds for each in alone if each.about not in ("-", "- party"))
    return of_itself and not abroad and _holds(CASE_WIDE, _PROBE, bundle, facts) and _run_by_parties(bundle, facts)


def _run_by_parties(bundle: Bundle, facts: Facts) -> bool:
    parties = {each.party for each in bundle.active(AS_OF)}
    return all(facts.system_owner(each.system) in parties for each in bundle.flows if each.system)


def entities(facts: Facts) -> str:
    """What the policies look at, as Cedar's JSON."""
    codes = [each.code for each in facts.record.all(Organisation, AS_OF)]
    any_bundle = next(iter(facts.bundles))

    def meets(code: str, rule: str) -> bool:
        return _holds({rule}, replace(_PROBE, organisation=code, whose=(code,)), any_bundle, facts, about=code)

    practices = [each for each in codes if facts.kind(each) is OrganisationKind.PRIMARY_CARE]
    public = [each for each in codes if facts.kind(each) in PUBLIC_AUTHORITIES]
    met = {code: {"toolkit": meets(code, "IG-17"), "led": meets(code, "IG-18")} for code in codes}
    about = {code: {**met[code], "code": code, "public": code in public} for code in codes}
    assured = [code for code, each in about.items() if each["toolkit"] and each["led"]]
    found = [("Organisation", code, each) for code, each in about.items()]
    found += [("Agreement", each.key, _agreement(each, facts)) for each in facts.bundles]
    found += [("Data", "Three Rivers", {"assured": assured, "practices": practices, "public": public})]
    return json.dumps([{"uid": {"type": kind, "id": id}, "attrs": it, "parents": []} for kind, id, it in found])


def _agreement(bundle: Bundle, facts: Facts) -> dict[str, Any]:
    agreement = bundle.agreement
    months = agreement.training_months
    since = min(
        day for days in range(31 * months + 40) if months_later(day := AS_OF - timedelta(days=days), months) >= AS_OF
    )
    return {
        "stands": _stands(bundle, facts),
        "parties": [each.party for each in bundle.active(AS_OF) if facts.open(each.party)],
        "roles": [each.casefold() for each in agreement.recipients],
        "trained_since": since.toordinal() if months else 0,
        "territory": list(Territory).index(agreement.territory),
        "automated": list(Automated).index(agreement.automated),
        "counts_withheld": agreement.least_count >= 5 and agreement.rounding >= 1,
    }


def request(question: Question) -> dict[str, str]:
    """A question as Cedar is asked it."""
    lists = {
        f"{each.register.value} {each.controller}": {
            "age": (AS_OF - each.as_at).days if each.as_at else -1,
            "people": each.people,
            "unchecked": -1 if each.unchecked is None else each.unchecked,
        }
        for each in question.lists or ()
    }
    context = {
        "today": AS_OF.toordinal(),
        "role": question.role.casefold(),
        "trained_on": question.trained_on.toordinal() if question.trained_on else AS_OF.toordinal() + 1,
        "whose": question.whose,
        "columns": question.columns,
        "form": question.form.rank,
        "territory": list(Territory).index(question.territory),
        "automated": list(Automated).index(question.automated),
        "linked_with": question.linked_with,
        "planning": question.lists is None,
        "lists": lists,
    }
    return {
        "principal": f'Organisation::"{question.organisation}"',
        "action": f'Action::"{question.purpose.value}"',
        "resource": 'Data::"Three Rivers"',
        "context": json.dumps(context),
    }


def timed(work: Callable[[], list[Any]]) -> tuple[list[Any], float]:
    """What it gives, and how many of it a CPU second; without pauses for garbage, as timeit measures."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    found = work()
    rate = len(found) / (time.process_time() - start)
    gc.enable()
    return found, rate


def cedar(asked: list[Question], facts: Facts) -> tuple[list[bool], float] | None:
    """Whether Cedar allows each, and how many a CPU second; None where cedarpy is not installed."""
    try:
        cedarpy = importlib.import_module("cedarpy")
    except ModuleNotFoundError:
        return None
    parsed = cedarpy.PolicySet.from_str(policies(facts))
    known = cedarpy.Entities.from_json_str(entities(facts))
    requests = [request(each) for each in asked]
    results, rate = timed(lambda: cedarpy.is_authorized_batch(requests, parsed, known))
    errors = {error for each in results for error in each.diagnostics.errors}
    assert not errors, f"Cedar could not evaluate: {sorted(errors)[:3]}"
    return [each.allowed for each in results], rate


def main() -> int:
    """Print the rates and the ratio, and say which bars were missed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--questions", type=int, default=20_000)
    ask.add_argument("--seed", type=int, default=1)
    options = ask.parse_args()
    record, many = three_rivers(), options.questions
    facts, desk = Facts(record, AS_OF), Desk(record, AS_OF)
    draw = Draw(facts, options.seed, people=PEOPLE)
    first, later = draw.take(many), draw.take(many)
    strange = Draw(facts, options.seed, people=0).take(many)
    _, opening = timed(lambda: [desk.decide(each) for each in first])
    ours, rate = timed(lambda: [desk.decide(each) for each in later])
    _, unlike = timed(lambda: [desk.decide(each) for each in strange])
    _, alone = timed(lambda: [decide(each, record, AS_OF) for each in first[:200]])
    words = [each.WORD.value for each in ours]
    told = ", ".join(f"{words.count(word):,} {word}" for word in sorted(set(words)))
    print(f"{len(facts.bundles)} agreement versions, {len(later):,} questions, all different: {told}")
    print(f"Concordat  {rate:10,.0f} a CPU second, at a desk that has had {many:,} others")
    print(f"           {opening:10,.0f} for those, the first at that desk")
    print(f"           {unlike:10,.0f} where each comes from somebody else, with lists never seen before")
    print(f"           {alone:10,.0f} one at a time, each with the record read anew")
    theirs = cedar(later, facts)
    missed = [f"{rate:,.0f} decisions a CPU second, bar {PER_SECOND:,}"] if rate < PER_SECOND else []
    missed += _against(ours, rate, theirs) if theirs else []
    if theirs is None:
        print("Cedar      not measured: install it with .venv/bin/pip install cedarpy")
    print("\n".join(["missed:", *missed]) if missed else "every bar held")
    return 1 if missed else 0


def _against(ours: list[Decision], rate: float, theirs: tuple[list[bool], float]) -> list[str]:
    allowed, their_rate = theirs
    pairs = list(zip(ours, allowed, strict=True))
    same = sum(isinstance(each, Permit) == theirs for each, theirs in pairs)
    print(f"Cedar      {their_rate:10,.0f}; {rate / their_rate:.0f} × as many; agreed on {same:,} of {len(pairs):,}")
    missed = [f"{len(pairs) - same:,} answers differ"] if same < len(pairs) else []
    slower = rate < FASTER * their_rate
    return missed + ([f"{rate / their_rate:.1f} × Cedar, bar {FASTER} ×"] if slower else [])


if __name__ == "__main__":
    sys.exit(main())
