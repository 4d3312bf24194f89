"""Is the agreement in force: dates, review, text, signatures, parties, its protocol, and no later version of it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from concordat.core.period import long_date
from concordat.data.case import Case
from concordat.data.facts import Facts
from concordat.data.ground import Ground, earliest, fails, holds, rule
from concordat.data.question import Question
from concordat.register.agreement import Agreement, Party, Signature
from concordat.register.bundle import Bundle


@rule(
    "IG-28",
    "ICO Data sharing code of practice (Data Protection Act 2018 section 121); NHS England data sharing agreement",
    asks=("organisation", "whose"),
)
def in_force(case: Case) -> Iterator[Ground]:
    """An agreement decides nothing unless it is in force: all who must have signed this very text, it has begun and
    not ended, its review is not overdue, no party has gone, its protocol is in force, and no later version has taken
    its place. Who asks, and those whose data it is about, are parties to it."""
    yield from standing(case.bundle, case.facts)
    yield from _replaced(case.bundle, case.facts)
    yield from _protocol(case.agreement, case.facts)
    for code in case.asked:
        yield _is_party(case, code)


def stands(bundle: Bundle, facts: Facts) -> bool:
    """Whether an agreement is in force by itself: its dates, text, signatures and parties."""
    return all(each.holds for each in standing(bundle, facts))


def binds(bundle: Bundle, facts: Facts) -> bool:
    """Whether it is in force: by itself, under its protocol, and with no later version in its place."""
    others = (*_replaced(bundle, facts), *_protocol(bundle.agreement, facts))
    return stands(bundle, facts) and all(each.holds for each in others)


def standing(bundle: Bundle, facts: Facts) -> tuple[Ground, ...]:
    """Everything an agreement's being in force rests on, but for other agreements; worked out once for the facts."""
    if facts.by_key.get(bundle.key) is not bundle:
        return tuple(_standing(bundle, facts))
    found: tuple[Ground, ...] | None = facts.standing.get(bundle.key)
    if found is None:
        found = facts.standing[bundle.key] = tuple(_standing(bundle, facts))
    return found


def _standing(bundle: Bundle, facts: Facts) -> Iterator[Ground]:
    yield _term(bundle.agreement, facts.as_of)
    yield _review(bundle.agreement, facts.as_of)
    if bundle.agreement.suspended_on:
        yield _suspended(bundle.agreement, facts.as_of)
    yield _text(bundle, facts)
    for party in bundle.active(facts.as_of):
        if party.role.signs:
            yield _signed(bundle, party, facts)
    yield from _to_join(bundle, facts.as_of)


def _term(agreement: Agreement, day: date) -> Ground:
    ended = agreement.terminated_on
    if day < agreement.starts_on:
        starts = long_date(agreement.starts_on)
        return fails(
            f"It does not begin before {starts}", "wait until it begins, or agree an earlier day", about="term"
        )
    if ended and ended <= day:
        return fails(f"It was terminated on {long_date(ended)}", "agree and sign a new version", about="term")
    if agreement.ends_on < day:
        return fails(f"It ended on {long_date(agreement.ends_on)}", "agree and sign a new version", about="term")
    last = min(agreement.ends_on, ended - timedelta(days=1)) if ended else agreement.ends_on
    return holds(f"It runs from {long_date(agreement.starts_on)} to {long_date(last)}", about="term", until=last)


def _review(agreement: Agreement, day: date) -> Ground:
    last = agreement.last_day_by_review
    if last is None:
        return fails("No review is set for it", "agree a day by which it is reviewed", about="review")
    if last < day:
        grace = f", {agreement.review_grace} days of grace included" if agreement.review_grace else ""
        return fails(
            f"Its review was due by {long_date(last)}{grace}", "review it, and record the next", about="review"
        )
    return holds(f"Its review is due by {long_date(last)}", about="review", until=last)


def _suspended(agreement: Agreement, day: date) -> Ground:
    assert agreement.suspended_on
    since = long_date(agreement.suspended_on)
    if agreement.suspended(day):
        return fails(f"It has been suspended since {since}", "settle why, and resume it", about="suspended")
    last = agreement.suspended_on - timedelta(days=1) if day < agreement.suspended_on else None
    return holds(f"It is not suspended; the suspension is of {since}", about="suspended", until=last)


def _text(bundle: Bundle, facts: Facts) -> Ground:
    if not bundle.agreement.text_hash:
        remedy = (
            f"record the hash of the signed document, or release it for signing: its terms are {bundle.text_hash()}"
        )
        return fails("Nothing says which text was signed", remedy, about="text")
    if not bundle.unchanged():
        remedy = "undo the change, or make a new version and have it signed"
        return fails("Its terms are not those that were signed", remedy, about="text")
    return holds("Its terms are those that were signed", about="text", until=facts.steady_until(bundle))


def _to_join(bundle: Bundle, day: date) -> Iterator[Ground]:
    """Those who join later: from then on it rests on them too."""
    days = [each.joined_on for each in bundle.parties if each.joined_on and each.joined_on > day]
    if days:
        first = min(days)
        yield holds(f"Another party joins on {long_date(first)}", about="joining", until=first - timedelta(days=1))


def _signed(bundle: Bundle, party: Party, facts: Facts) -> Ground:
    """Whether one party is bound: it is open, and the right office has signed this text for it."""
    code, wanted = party.party, f"have the {party.signs_as.value} of {party.party} sign this version"
    if not facts.open(code):
        return fails(*facts.gone(code), about=code)
    if party.joined_on and not party.deed:
        return fails(
            f"{facts.name(code)} joined on {long_date(party.joined_on)} without a deed of adherence",
            "record the deed by which it joined",
            about=code,
        )
    signature = signature_of(bundle, party, facts.as_of)
    if signature is None:
        return fails(f"{facts.name(code)} has not signed it", wanted, about=code)
    until = earliest(_before(party.left_on), facts.last_open(code))
    when = long_date(signature.signed_on)
    return holds(f"{facts.name(code)} signed on {when} by its {signature.office.value}", about=code, until=until)


def signature_of(bundle: Bundle, party: Party, day: date = date.max) -> Signature | None:
    """The signature that binds a party: by its office, of this text, and not of a later day."""
    text = bundle.agreement.text_hash
    return next(
        (
            each
            for each in bundle.signatures
            if each.organisation == party.party
            and each.office is party.signs_as
            and each.signed_on <= day
            and text
            and each.text_hash == text
        ),
        None,
    )


def _replaced(bundle: Bundle, facts: Facts) -> Iterator[Ground]:
    own = bundle.agreement
    later = [each for each in facts.versions[own.agreement] if each.agreement.version > own.version]
    newer = [each for each in later if has_begun(each, facts.as_of)]
    if newer:
        by = max(each.agreement.version for each in newer)
        yield fails(f"Version {by} has taken its place", f"ask under version {by}", about="version")
    elif later:
        waiting = f"Version {max(each.agreement.version for each in later)} has not begun yet"
        days = [day for each in later for day in _turning(each) if day > facts.as_of]
        until = min(days) - timedelta(days=1) if days else None
        yield holds(waiting, about="version", until=until)


def has_begun(bundle: Bundle, day: date) -> bool:
    """Whether a version has come into force. Suspended, ended or overdue since, it does not bring back the one before:
    whoever suspends a version after an incident means the data to stop."""
    first = [each for each in bundle.active(day) if each.role.signs and not each.joined_on]
    text, started = bundle.agreement.text_hash, bundle.agreement.starts_on <= day
    return bool(text and first) and started and all(signature_of(bundle, each, day) for each in first)


def _turning(bundle: Bundle) -> Iterator[date]:
    """The days on which a version may come into force, as things stand: it begins, resumes, is signed, or loses one."""
    dates = (bundle.agreement.starts_on, bundle.agreement.resumed_on, *(each.left_on for each in bundle.parties))
    yield from (each.signed_on for each in bundle.signatures)
    yield from (each for each in dates if each)


def _protocol(agreement: Agreement, facts: Facts) -> Iterator[Ground]:
    if not agreement.under:
        return
    over = facts.by_key.get(agreement.under)
    failing = [each for each in standing(over, facts) if not each.holds] if over else []
    if over is None:
        yield fails(f"Its protocol {agreement.under} is not on the record", "add the protocol", about="protocol")
    elif failing:
        fact = f"Its protocol {over.key} is not in force: {failing[0].fact}"
        yield fails(fact, failing[0].remedy, about="protocol")
    else:
        ends = [each.until for each in standing(over, facts) if each.until]
        yield holds(f"Its protocol {over.key} is in force", about="protocol", until=min(ends, default=None))


def _is_party(case: Case, code: str) -> Ground:
    about = f"{code} party"
    if not case.facts.open(code):
        return fails(*case.facts.gone(code), about=about)
    found = [each for each in case.bundle.active(case.as_of) if each.party == code]
    if not found:
        remedy = f"have {code} join by a deed of adherence, or agree with it separately"
        return fails(f"{case.facts.name(code)} is not a party to {case.bundle.key}", remedy, about=about)
    until = earliest(*(_before(each.left_on) for each in found), case.facts.last_open(code))
    return holds(f"{case.facts.name(code)} is a party to {case.bundle.key}", about=about, until=until)


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None


def no_agreement(question: Question, facts: Facts) -> Iterator[Ground]:
    """What to say where no agreement on the record gives the asker anything of those it is about."""
    asker, whose = question.organisation, ", ".join(question.whose)
    which = question.agreement or "No agreement on the record"
    lets = f"lets {asker} see nothing" if question.agreement else f"lets {asker} see anything"
    remedy = f"agree with {whose} on the purpose, the flow and its columns, and have it signed"
    yield in_force.cited(fails(f"{which} {lets} of {whose}", remedy))
    for code in dict.fromkeys((asker, *question.whose)):
        if not facts.open(code):
            yield in_force.cited(fails(*facts.gone(code), about=f"{code} party"))
