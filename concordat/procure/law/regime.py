"""Under which procurement law a purchase stands, and why; what a person must look at is said apart.

The law of health care services goes first, under an older framework too, then a framework's own law; the day a purchase
began decides between the old law and the new, and its value whether either applies in full. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.finding import Severity
from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.core.reason import Reason
from concordat.core.rule import Rule
from concordat.procure.law.cpv import Kind, kind_of
from concordat.register.contract import Regime
from concordat.register.ocds.regime import PA_COMMENCED
from concordat.register.procurement import Authority, Subject
from concordat.register.threshold import NoThreshold, threshold, thresholds

CHECKED = date(2026, 11, 23)
PSR_COMMENCED = date(2024, 1, 1)
_REGULATIONS_COMMENCED = date(2015, 2, 26)

FRAMEWORK = Rule(
    id="PR-03-FRAMEWORK",
    text="A call-off, and a change to a contract, stay under the law that the framework or contract was made under,"
    " unless health care services are bought.",
    source="Procurement Act 2023 (Commencement No. 3 and Transitional and Saving Provisions) Regulations 2024 reg 5(1)"
    " and (3)(a); PSR Regulations 2023 reg 29(2)-(3)",
    severity=Severity.ERROR,
    in_force_from=PA_COMMENCED,
    checked_on=CHECKED,
)
HEALTH = Rule(
    id="PR-03-PSR",
    text="Health care services for people are bought under the Provider Selection Regime, whatever they are worth and"
    " whatever law their framework was made under.",
    source="Health Care Services (Provider Selection Regime) Regulations 2023 regs 3 and 29(3) and Sch 1; NHS Act 2006"
    " s12ZB",
    severity=Severity.ERROR,
    in_force_from=PSR_COMMENCED,
    checked_on=CHECKED,
)
SOFTWARE = Rule(
    id="PR-03-SOFTWARE",
    text="Software (CPV 48) and IT services (CPV 72) are no health care services, whoever uses them.",
    source="PSR Regulations 2023 Sch 1, which lists none of them; notices of record systems cite the other laws",
    severity=Severity.ERROR,
    in_force_from=PSR_COMMENCED,
    checked_on=CHECKED,
)
MIXED = Rule(
    id="PR-03-MIXED",
    text="What is partly health care is bought under the Provider Selection Regime if the health care is worth more"
    " than the rest, and the rest could not reasonably be supplied by itself; a person must look.",
    source="PSR Regulations 2023 reg 3(1)-(4)",
    severity=Severity.WARNING,
    in_force_from=PSR_COMMENCED,
    checked_on=CHECKED,
)
BEGUN = Rule(
    id="PR-03-BEGUN",
    text="What began in law before 24 February 2025 stays under the regulations of 2015 to its end; what begins from"
    " then on is under the Procurement Act.",
    source="Procurement Act 2023 (Commencement No. 3 and Transitional and Saving Provisions) Regulations 2024 regs 2(2)"
    " and 5(3)-(4)",
    severity=Severity.ERROR,
    in_force_from=_REGULATIONS_COMMENCED,
    checked_on=CHECKED,
)
STATED = Rule(
    id="PR-03-STATED",
    text="The law on the record is the law its facts lead to; where they differ a person must look.",
    source="A check of our own",
    severity=Severity.WARNING,
    in_force_from=_REGULATIONS_COMMENCED,
    checked_on=CHECKED,
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What decides the law of a purchase. `value` is in pence, whole life, with VAT; 0 where not known.

    `begun_on` is the day of its first notice, or of the contract it changes, and where it has not `begun` the day on
    which it is judged; `inherited` the law of the framework it is called off, or of the contract it changes; `stated`
    the law somebody put on the record.
    """

    begun_on: date
    begun: bool = True
    value: int = 0
    authority: Authority = Authority.CENTRAL
    subject: Subject = Subject.SERVICES
    cpv: str = ""
    inherited: Regime | None = None
    stated: Regime | None = None


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """The law of a purchase, why it is that one, and what a person must look at before relying on it."""

    regime: Regime
    reasons: tuple[Reason, ...]
    review: tuple[Reason, ...] = ()


def ruling(facts: Facts) -> Ruling:
    """Under which law a purchase stands."""
    regime, reason = _decided(facts)
    reasons = (reason, *_software(facts))
    return Ruling(regime=regime, reasons=reasons, review=tuple(_review(facts, regime)))


def _decided(facts: Facts) -> tuple[Regime, Reason]:
    health = _is_health(facts) and HEALTH.in_force(facts.begun_on)
    if facts.inherited and not (health and kind_of(facts.cpv) is not Kind.PERHAPS_HEALTH):
        text = f"What it is called off, or changes, was made under {facts.inherited.value}, and it stays so"
        return facts.inherited, FRAMEWORK.reason(text)
    if health:
        return Regime.PSR, HEALTH.reason("Health care services are bought", *_bought(facts))
    if not _is_above(facts):
        return Regime.BELOW_THRESHOLD, _compared(facts, "below")
    order = "before" if facts.begun_on < PA_COMMENCED else "not before"
    regime = Regime.PCR2015 if facts.begun_on < PA_COMMENCED else Regime.PA2023
    day = long_date(facts.begun_on)
    when = f"It begins in law on {day}," if facts.begun else f"It has not begun in law, and {day} is"
    text = f"{when} {order} {long_date(PA_COMMENCED)}"
    return regime, BEGUN.reason(text, *_worth(facts))


def _is_health(facts: Facts) -> bool:
    """By its CPV code where it has one, else by what the record says is bought."""
    kind = kind_of(facts.cpv)
    if kind is Kind.PERHAPS_HEALTH:
        return facts.subject is not Subject.LIGHT_TOUCH
    return kind is Kind.HEALTH if kind else facts.subject is Subject.HEALTH


def _is_above(facts: Facts) -> bool:
    """Whether the law applies in full; so it is taken to be while the value or the threshold is not known."""
    try:
        return facts.value == 0 or facts.value >= _threshold(facts)
    except NoThreshold:
        return True


def _threshold(facts: Facts) -> int:
    """Software bought for a health care service has the threshold of services."""
    subject = Subject.SERVICES if facts.subject is Subject.HEALTH else facts.subject
    return threshold(facts.begun_on, facts.authority, subject)


def _compared(facts: Facts, order: str) -> Reason:
    """Without the value itself, which is confidential."""
    limit = in_pounds(_threshold(facts))
    return thresholds(facts.begun_on).rule.reason(f"Its value with VAT is {order} the threshold of {limit}")


def _worth(facts: Facts) -> Iterator[str]:
    try:
        if facts.value:
            yield _compared(facts, "not below").text
    except NoThreshold:
        return


def _bought(facts: Facts) -> Iterator[str]:
    if facts.cpv:
        yield f"CPV {facts.cpv}"
    else:
        yield f"The record says: {facts.subject.value}"


def _software(facts: Facts) -> Iterator[Reason]:
    if kind_of(facts.cpv) is Kind.SOFTWARE and SOFTWARE.in_force(facts.begun_on):
        yield SOFTWARE.reason("Software or IT services are bought, so it is not under PSR", f"CPV {facts.cpv}")


def _review(facts: Facts, regime: Regime) -> Iterator[Reason]:
    kind = kind_of(facts.cpv)
    if _disagree(kind, facts.subject):
        text = "Its CPV code and its subject disagree whether health care is bought: settle which is the main subject"
        yield MIXED.reason(text, f"CPV {facts.cpv}", f"Subject: {facts.subject.value}")
    if kind is Kind.PERHAPS_HEALTH:
        text = "Some services of this kind are under PSR and some are not: see whether Schedule 1 lists the code"
        yield HEALTH.reason(text, f"CPV {facts.cpv}")
    if facts.stated and facts.stated is not regime:
        text = f"The record says {facts.stated.value}, its facts say {regime.value}: ask a lawyer which it is"
        yield STATED.reason(text)
    if not facts.value and regime is not Regime.PSR and not facts.inherited:
        text = "Its value is not on the record, so it is taken to be above the threshold: estimate it"
        yield BEGUN.reason(text)


def _disagree(kind: Kind | None, subject: Subject) -> bool:
    """Whether code and subject speak of different things; a row that says nothing says services."""
    if kind is Kind.HEALTH:
        return subject in (Subject.GOODS, Subject.WORKS, Subject.LIGHT_TOUCH)
    return kind in (Kind.SOFTWARE, Kind.OTHER) and subject is Subject.HEALTH
