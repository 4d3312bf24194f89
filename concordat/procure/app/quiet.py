"""What gates, ways out and the law say, without pounds: for readers to whom a value it follows from is not shown."""

from __future__ import annotations

from dataclasses import replace

from concordat.core.finding import Finding
from concordat.core.reason import Reason
from concordat.procure.fit import Comparison
from concordat.procure.frameworks import Tested
from concordat.procure.gate import Gates
from concordat.procure.law.account import Account
from concordat.procure.possible import Possible
from concordat.register.outtake import without_confidential

INSTEAD = "It follows from a value that is for its owner to see"


def quiet_gates(found: Gates, reader: str) -> Gates:
    """The same days; rows as an organisation may see them."""
    bought = found.buying
    rows = {
        "procurement": without_confidential(bought.procurement, reader),
        "contracts": tuple(without_confidential(each, reader) for each in bought.contracts),
        "proposal": bought.proposal and without_confidential(bought.proposal, reader),
        "reasons": _reasons(bought.reasons),
    }
    return replace(
        found,
        buying=replace(bought, **rows),  # type: ignore[arg-type]
        gates=tuple(replace(each, reason=each.reason.without_pounds(INSTEAD)) for each in found.gates),
        findings=_findings(found.findings),
    )


def quiet_way(found: Possible) -> Possible:
    """The same way, open or not, until the same day."""
    return replace(found, reasons=_reasons(found.reasons))


def quiet_account(found: Account, reader: str) -> Account:
    """The same law and days, for a reader who does not see what the purchase is worth."""
    return replace(
        without_contracts(found),
        procurement=without_confidential(found.procurement, reader),  # type: ignore[arg-type]
        purchase=replace(found.purchase, value=0),
        ruling=replace(found.ruling, reasons=_reasons(found.ruling.reasons), review=_reasons(found.ruling.review)),
        dues=tuple(replace(each, reason=each.reason.without_pounds(INSTEAD)) for each in found.dues),
        duties=tuple(replace(each, reason=each.reason.without_pounds(INSTEAD)) for each in found.duties),
    )


def without_contracts(found: Account) -> Account:
    """The same for its buyer, who does not see what each contract it replaces is worth, nor so its room to change."""
    return replace(found, rooms=(), findings=_findings(found.findings))


def quiet_comparison(found: Comparison, reader: str) -> Comparison:
    """The same lots in the same order, each test by the words of its rule where it would tell pounds."""
    return replace(
        found,
        purchase=without_confidential(found.purchase, reader),  # type: ignore[arg-type]
        candidates=tuple(replace(each, tests=tuple(map(_test, each.tests))) for each in found.candidates),
    )


def _test(found: Tested) -> Tested:
    return replace(found, reason=found.reason.without_pounds(found.rule.text))


def _reasons(found: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(each.without_pounds(INSTEAD) for each in found)


def _findings(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(replace(each, what=INSTEAD) if "£" in each.what else each for each in found)
