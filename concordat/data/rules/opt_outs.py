"""Whose data stay out of it? Three registers of wishes: each applied where it is due, nowhere else, and up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from concordat.core.period import long_date
from concordat.core.rule import Status
from concordat.data.case import Case
from concordat.data.ground import Ground, fails, holds, rule
from concordat.data.opt_out import OptOut
from concordat.data.question import ListState
from concordat.register.assurance import CagOptOut
from concordat.register.sharing import OptOutPosition, Purpose

POLICY = (
    "National Data Opt-Out operational policy guidance (DCB3058, under Health and Social Care Act 2012 section 250)"
)
TYPE_1 = "Type 1"
"""What the grounds of IG-27 that tell of Type 1 opt-outs are about."""


@rule("IG-06", f"{POLICY}, section 5.1", asks=("purpose", "form"), status=Status.GUIDANCE)
def national_opt_out_where_due(case: Case) -> Iterator[Ground]:
    """Beyond individual care, where confidential patient information rests on section 251 regulation 2 or 5, the
    National Data Opt-Out is applied, unless CAG has disapplied it or the policy exempts the use."""
    if case.basis is None or case.question.purpose.is_care:
        return
    if case.national_opt_out_due:
        yield _position(case)
    else:
        yield holds("The National Data Opt-Out is not due: no personal data rest on section 251 regulation 2 or 5")


def _position(case: Case) -> Ground:
    """What the agreement says of the National Data Opt-Out where it is due."""
    basis = case.basis
    assert basis
    support = case.facts.cag(basis.cag)
    fact, met, remedy = {
        OptOutPosition.APPLIES: ("is applied", True, ""),
        OptOutPosition.DISAPPLIED: (
            f"is disapplied by CAG in {basis.cag or 'an approval that is not named'}",
            support is not None and support.opt_out is CagOptOut.DISAPPLIED,
            "record the approval that disapplies it, or apply it",
        ),
        OptOutPosition.EXEMPT: (
            f"is exempt by policy{basis.opt_out_reason and f' ({basis.opt_out_reason})'}",
            bool(basis.opt_out_reason),
            "name the exemption in the policy, or apply it",
        ),
        OptOutPosition.NOT_DUE: ("does not apply", False, "apply it, or record why it is disapplied or exempt"),
    }[basis.opt_out]
    if met:
        return holds(f"The National Data Opt-Out {fact}")
    return fails(
        f"The agreement says that the National Data Opt-Out {fact}; nothing on the record bears that out", remedy
    )


@rule("IG-07", POLICY, asks=("purpose",), status=Status.GUIDANCE)
def no_national_opt_out_in_care(case: Case) -> Iterator[Ground]:
    """The National Data Opt-Out is not applied to a person's own care. To do so keeps from a clinician what they need
    to know: it is a danger to the patient, and so an error."""
    if case.basis is None or not case.question.purpose.is_care:
        return
    purpose = case.question.purpose.value
    if case.basis.opt_out is OptOutPosition.APPLIES:
        remedy = "say that it does not apply, and honour objections to sharing for care instead"
        yield fails(f"The National Data Opt-Out is applied to {purpose}: clinicians would not see those people", remedy)
    else:
        yield holds(f"The National Data Opt-Out is not applied to {purpose}")


@rule("IG-08", POLICY, asks=("whose", "purpose", "form", "lists"), each=("lists",), status=Status.GUIDANCE)
def wishes_of_the_day(case: Case) -> Iterator[Ground]:
    """A wish is judged as at the day of disclosure, whenever the care took place: no list is of a day to come."""
    due = [register for register, _ in case.opt_outs]
    for each in case.question.lists or ():
        if each.register not in due or each.as_at is None:
            continue
        told = f"{_list(case, each.register, each.controller)} is of {long_date(each.as_at)}"
        if each.as_at > case.as_of:
            remedy = "correct its day, or have everybody checked on the day of disclosure"
            yield fails(f"{told}, which is yet to come", remedy, about=each.controller)
        else:
            yield holds(told, about=each.controller)


@rule(
    "IG-09",
    "House rule, after the seven days that London's data service states; UK GDPR Article 5(1)(d) on accuracy",
    asks=("whose", "purpose", "form", "lists"),
    each=("whose", "lists"),
    status=Status.GUIDANCE,
)
def lists_are_fresh(case: Case) -> Iterator[Ground]:
    """Nothing is disclosed but with each list that must be applied, no older than the agreement lets it be, and of
    people. While data are only planned for, this tells which lists will be needed."""
    for register, whose in case.opt_outs:
        if case.question.lists is None:
            oldest = case.basis.oldest_list if case.basis else 0
            told = f"The {register.value} must be applied for {', '.join(whose)}, by lists of at most {oldest} days"
            yield holds(told, about=register.value)
        else:
            yield from (_fresh(case, register, each) for each in whose)


def _fresh(case: Case, register: OptOut, controller: str) -> Ground:
    assert case.basis
    about, named = f"{register.value} {controller}", _list(case, register, controller)
    oldest, found = timedelta(days=case.basis.oldest_list), _given(case, register, controller)
    wrong = [_unusable(each, case.as_of - oldest) for each in found] or ["was not given"]
    if any(wrong):
        told = next(each for each in wrong if each)
        return fails(f"{named} {told}", "have everybody checked again, and use that list", about=about)
    until = min(each.as_at + oldest for each in found if each.as_at)
    return holds(f"{named} counts up to {long_date(until)}", about=about, until=until)


def _unusable(state: ListState, first: date) -> str:
    """What keeps a list from being used, where it may be of `first` or a later day."""
    if state.as_at is None:
        return "is of no known day"
    if state.as_at < first:
        return f"is of {long_date(state.as_at)}, and counts only from {long_date(first)} on"
    return "" if state.people > 0 else "covers nobody"


@rule(
    "IG-10",
    f"House rule, after {POLICY}: it covers everybody, wherever registered",
    asks=("whose", "purpose", "form", "lists"),
    each=("whose", "lists"),
    status=Status.GUIDANCE,
)
def everybody_checked(case: Case) -> Iterator[Ground]:
    """Everybody disclosed was checked. A list built from the registrations of local practices does not know those who
    come from elsewhere, and not to be on it is then no answer."""
    for register, whose in case.opt_outs:
        for controller in whose:
            found = _given(case, register, controller)
            if found:
                yield _checked(case, register, controller, found)


def _checked(case: Case, register: OptOut, controller: str, found: list[ListState]) -> Ground:
    about, named = f"{register.value} {controller}", _list(case, register, controller)
    unchecked = [each.unchecked for each in found]
    remedy = "have them checked, or leave them out"
    if None in unchecked:
        return fails(f"Nobody counted how many {named[0].lower()}{named[1:]} does not know", remedy, about=about)
    people = sum(each or 0 for each in unchecked)
    if people:
        return fails(f"{named} does not know {people:,} of those to be disclosed", remedy, about=about)
    return holds(f"{named} knows everybody to be disclosed", about=about)


@rule(
    "IG-12",
    "Type 1 opt-out, recorded by GP practices as SNOMED CT 827241000000103; NHS England on opting out",
    asks=("whose", "purpose", "form"),
    status=Status.GUIDANCE,
)
def type_1_where_due(case: Case) -> Iterator[Ground]:
    """Beyond individual care, no personal data leave a GP practice of somebody who has a Type 1 opt-out there."""
    if case.personal_basis is None or case.question.purpose.is_care or not case.practices:
        return
    names = ", ".join(map(case.facts.name, case.practices))
    if case.personal_basis.type_1:
        yield holds(f"Type 1 opt-outs are applied to the data of {names}")
    else:
        yield fails(f"Type 1 opt-outs are not applied to the data of {names}", "apply them, in a new version")


@rule(
    "IG-27",
    f"Health and Social Care Act 2012 section 251B on objections; {POLICY}; NHS England on Type 1 opt-outs",
    asks=("purpose",),
    status=Status.GUIDANCE,
)
def three_registers(case: Case) -> Iterator[Ground]:
    """There are three registers with three scopes. Objections to sharing for care, and they alone, are honoured in
    individual care; Type 1 opt-outs, like the National Data Opt-Out, keep nobody's data from their own care."""
    basis, purpose = case.basis, case.question.purpose
    if basis is None:
        return
    if purpose is Purpose.INDIVIDUAL_CARE and basis.objections:
        yield holds("Objections to sharing for care are honoured")
    elif purpose is Purpose.INDIVIDUAL_CARE:
        yield fails("Objections to sharing for care are not honoured", "honour them, in a new version")
    if purpose.is_care and basis.type_1:
        remedy = "apply Type 1 opt-outs only to what is beyond individual care"
        yield fails(f"Type 1 opt-outs are applied to {purpose.value}", remedy, about=TYPE_1)


def _list(case: Case, register: OptOut, controller: str) -> str:
    return f"The {register.value} list of {case.facts.name(controller)}"


def _given(case: Case, register: OptOut, controller: str) -> list[ListState]:
    given = case.question.lists or ()
    return [each for each in given if each.register is register and each.controller == controller]
