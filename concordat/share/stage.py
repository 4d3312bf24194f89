"""Where a version of an agreement stands on a day: its stage, and that in words."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from concordat.core.period import long_date
from concordat.data.facts import Facts
from concordat.data.ground import Ground
from concordat.data.rules.force import has_begun, stands
from concordat.register.bundle import Bundle
from concordat.share.signing import unsigned


class Stage(StrEnum):
    """How far a version has come, in the order in which people look for it."""

    IN_FORCE = "in force"
    WANTING = "in force, with gaps"
    STOPPED = "not in force"
    SUSPENDED = "suspended"
    AWAITING = "awaiting signatures"
    NOT_BEGUN = "signed, not begun"
    SHOWN = "not yet put forward for signing"
    DRAFT = "private draft"
    REPLACED = "replaced"
    ENDED = "ended"

    @property
    def holds(self) -> bool:
        """Whether it is in force, whatever it rests on."""
        return self in (Stage.IN_FORCE, Stage.WANTING)

    @property
    def past(self) -> bool:
        """Whether it is history."""
        return self in (Stage.REPLACED, Stage.ENDED)


def stage(bundle: Bundle, facts: Facts, *, private: bool, sound: bool) -> Stage:
    """The stage that matters most; `sound`: whether nothing that it rests on fails."""
    return next(_stages(bundle, facts, private=private, sound=sound))


def told(stage: Stage, bundle: Bundle, facts: Facts, ends: Ground | None) -> str:
    """A stage in words; `ends`: of all that it rests on, what ceases to hold first as things stand."""
    agreement, day = bundle.agreement, facts.as_of
    if stage is Stage.AWAITING:
        return f"awaiting the signatures of {', '.join(facts.name(each.party) for each in unsigned(bundle, day))}"
    if stage is Stage.IN_FORCE:
        last, why = (ends.until, f"; what ends first: {ends.fact}") if ends and ends.until else (agreement.ends_on, "")
        return f"in force until {long_date(last)}, as things stand{why}"
    if stage is Stage.SUSPENDED and agreement.suspended_on:
        return f"suspended since {long_date(agreement.suspended_on)}: {agreement.end_reason or 'no reason recorded'}"
    if stage is Stage.ENDED:
        gone = agreement.terminated_on if agreement.terminated_on and agreement.terminated_on <= day else None
        return f"terminated on {long_date(gone)}" if gone else f"ended on {long_date(agreement.ends_on)}"
    return _FIXED.get(stage) or f"it is signed and begins on {long_date(agreement.starts_on)}"


def _stages(bundle: Bundle, facts: Facts, *, private: bool, sound: bool) -> Iterator[Stage]:
    """Every stage that can be said of it, the one that matters most first."""
    agreement, day = bundle.agreement, facts.as_of
    later = [each for each in facts.versions[agreement.agreement] if each.agreement.version > agreement.version]
    said = {
        Stage.DRAFT: private,
        Stage.REPLACED: any(has_begun(each, day) for each in later),
        Stage.ENDED: agreement.over(day),
        Stage.SUSPENDED: agreement.suspended(day),
        Stage.SHOWN: not agreement.text_hash,
        Stage.AWAITING: any(each.active(day) for each in unsigned(bundle, day)),
        Stage.IN_FORCE: sound and stands(bundle, facts),
        Stage.WANTING: stands(bundle, facts),
        Stage.NOT_BEGUN: day < agreement.starts_on,
    }
    yield from (stage for stage, so in said.items() if so)
    yield Stage.STOPPED


_FIXED = {
    Stage.WANTING: "in force, but something it rests on is missing",
    Stage.DRAFT: "private draft: only your organisation sees it",
    Stage.SHOWN: "all members see it; it is not put forward for signing yet",
    Stage.REPLACED: "a later version has taken its place",
    Stage.STOPPED: "signed but not in force",
}
