"""Fit in words and as JSON: which lot is chosen and why, why not the others, and what the requirements lack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concordat.core.period import long_date
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.core.sheet_xml import printable
from concordat.procure.fit import Answer, Candidate, Comparison
from concordat.procure.frameworks import Tested
from concordat.procure.out.fit_table import holds
from concordat.procure.requirements import Coverage
from concordat.register.procurement import Priority


def headline(found: Comparison) -> str:
    """The answer in a sentence."""
    if found.chosen:
        return f"{_named(found.chosen)} can be used, and meets every requirement that must be met"
    if found.nearest is None:
        return "No lot of a framework on the record is open for it"
    refused = found.nearest.refusals[0].text
    return f"No lot can be used as it is; the nearest is {_named(found.nearest)}: {refused[:1].lower()}{refused[1:]}"


def as_words(found: Comparison, covered: Coverage) -> str:
    """The whole answer, for a terminal."""
    return "\n".join(printable(each) for each in _lines(found, covered))


def as_dict(found: Comparison, covered: Coverage) -> dict[str, Any]:
    """The whole answer for JSON; days as YYYY-MM-DD."""
    return {
        "procurement": found.purchase.key,
        "as_of": found.as_of.isoformat(),
        "award_by": found.award_by.isoformat(),
        "answer": headline(found),
        "chosen": found.chosen.lot.key if found.chosen else None,
        "lots": [_lot(each) for each in found.candidates],
        "forgotten": [{"head": each.standard.value, "asks": each.asks} for each in covered.forgotten],
        "findings": [each.as_dict() for each in covered.findings],
        "caveat": NOT_LEGAL_ADVICE,
    }


def _lot(found: Candidate) -> dict[str, Any]:
    return {
        "lot": found.lot.key,
        "framework": found.framework.name,
        "usable": found.usable,
        "tests": [
            {"rule": each.rule.id, "source": each.rule.source, "holds": each.holds, "why": each.reason.text,
             "facts": list(each.reason.facts), "remedy": each.remedy}
            for each in found.tests
        ],
        "requirements": [
            {"requirement": each.requirement.requirement, "priority": each.requirement.priority.value,
             "fit": each.fit.value, "evidence": each.evidence, "gap": each.gap}
            for each in found.answers
        ],
    }  # fmt: skip


def _lines(found: Comparison, covered: Coverage) -> Iterator[str]:
    yield f"{found.purchase.title} ({found.purchase.key}), to be awarded by {long_date(found.award_by)}"
    yield f"{headline(found)}."
    for each in found.candidates:
        yield ""
        yield f"{_named(each)}: {'can be used' if each.usable else 'cannot be used as it is'}"
        yield from (f"  {holds(test)}: {_told(test)} [{test.rule.id}]" for test in each.tests)
        yield f"  {_count(each)}"
        yield from (f"  gap: {_gap(answer)}" for answer in each.gaps)
    if covered.findings:
        yield ""
        yield "What the requirements lack"
        yield from (f"  {each.rule}: {each}" for each in covered.findings)
    yield ""
    yield NOT_LEGAL_ADVICE


def _named(found: Candidate) -> str:
    return f"{found.framework.name}, lot {found.lot.lot}"


def _count(found: Candidate) -> str:
    musts = sum(each.requirement.priority is Priority.MUST for each in found.answers)
    return f"meets {musts - len(found.gaps)} of {musts} that must be met"


def _gap(answer: Answer) -> str:
    return f"{answer.requirement.requirement} {answer.fit.value}: {answer.requirement.text}"


def _told(test: Tested) -> str:
    return f"{test.reason.text}. {test.remedy}" if test.remedy else test.reason.text
