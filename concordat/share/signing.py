"""Signing a version: whose signature is wanting, what stops one from being given, and how far the version has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from concordat.core.period import long_date
from concordat.data.facts import Facts
from concordat.data.rules.executable import not_executable
from concordat.data.rules.force import has_begun, signature_of, standing, stands
from concordat.register.agreement import Party
from concordat.register.bundle import Bundle


class Stage(StrEnum):
    """How far a version has come."""

    DRAFT = "private draft"
    SHOWN = "not yet put forward for signing"
    AWAITING = "awaiting signatures"
    NOT_BEGUN = "signed, not begun"
    IN_FORCE = "in force"
    STOPPED = "not in force"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a version stands on a day: its stage, that in a sentence, and every fact that stops it."""

    stage: Stage
    told: str
    stops: tuple[str, ...] = ()


def unsigned(bundle: Bundle, day: date) -> tuple[Party, ...]:
    """The parties, today's and those yet to join, that must still sign."""
    parties = [each for each in bundle.parties if each.role.signs and (each.left_on is None or day < each.left_on)]
    return tuple(each for each in parties if signature_of(bundle, each) is None)


def against_release(bundle: Bundle, day: date) -> tuple[str, ...]:
    """Why a version cannot be put forward for signing, each a sentence with what to do."""
    wanting = [f"{each}: write it as a condition, a transform or a limit" for each in not_executable(bundle)]
    if not any(each.role.signs for each in bundle.parties):
        wanting.append("Nobody would sign it: add its parties")
    if bundle.agreement.ends_on < day:
        wanting.append(f"It ended on {long_date(bundle.agreement.ends_on)}: give it a later last day")
    return tuple(wanting)


def against_signing(bundle: Bundle) -> tuple[str, ...]:
    """Why a version can be signed by nobody as it stands, each a sentence with what to do."""
    wanting = [f"{each}: its keeper must write it as a condition, a transform or a limit, in a new version"
               for each in not_executable(bundle)]  # fmt: skip
    if not bundle.agreement.text_hash:
        wanting.append("It is not put forward for signing yet: ask its keeper to release it")
    elif not bundle.unchanged():
        wanting.append("Its terms have changed since it was put forward: ask its keeper to put it forward again")
    return tuple(wanting)


def progress(bundle: Bundle, facts: Facts, *, private: bool) -> Progress:
    """How far a version has come on the day of the facts."""
    stops = tuple(each.fact for each in standing(bundle, facts) if not each.holds)
    stage = next(_stages(bundle, facts, private=private))
    return Progress(stage=stage, told=_told(stage, bundle, facts), stops=() if stage is Stage.DRAFT else stops)


def _stages(bundle: Bundle, facts: Facts, *, private: bool) -> Iterator[Stage]:
    """Every stage that can be said of it, the one that matters most first."""
    agreement, day = bundle.agreement, facts.as_of
    later = [each for each in facts.versions[agreement.agreement] if each.agreement.version > agreement.version]
    said = {
        Stage.DRAFT: private,
        Stage.ENDED: agreement.over(day),
        Stage.REPLACED: any(has_begun(each, day) for each in later),
        Stage.SUSPENDED: agreement.suspended(day),
        Stage.SHOWN: not agreement.text_hash,
        Stage.AWAITING: any(each.active(day) for each in unsigned(bundle, day)),
        Stage.IN_FORCE: stands(bundle, facts),
        Stage.NOT_BEGUN: day < agreement.starts_on,
    }
    yield from (stage for stage, so in said.items() if so)
    yield Stage.STOPPED


def _told(stage: Stage, bundle: Bundle, facts: Facts) -> str:
    agreement, day = bundle.agreement, facts.as_of
    if stage is Stage.AWAITING:
        return f"Awaiting the signatures of {', '.join(facts.name(each.party) for each in unsigned(bundle, day))}"
    if stage is Stage.IN_FORCE:
        ends = [each.until for each in standing(bundle, facts) if each.until]
        return f"In force until {long_date(min([agreement.ends_on, *ends]))}, as things stand"
    if stage is Stage.SUSPENDED and agreement.suspended_on:
        return f"Suspended since {long_date(agreement.suspended_on)}: {agreement.end_reason or 'no reason recorded'}"
    if stage is Stage.ENDED:
        gone = agreement.terminated_on if agreement.terminated_on and agreement.terminated_on <= day else None
        return f"Terminated on {long_date(gone)}" if gone else f"Ended on {long_date(agreement.ends_on)}"
    return _FIXED.get(stage) or f"Signed; it begins on {long_date(agreement.starts_on)}"


_FIXED = {
    Stage.DRAFT: "Private draft: only your organisation sees it",
    Stage.SHOWN: "All members see it; it is not put forward for signing yet",
    Stage.REPLACED: "A later version has taken its place",
    Stage.STOPPED: "Signed, but not in force",
}
