"""An agreement's impact assessment in words: itself, its risks on the 5 x 5 scale, and each organisation's addendum."""

from __future__ import annotations

from concordat.register.assurance import DpiaAddendum, DpiaRisk
from concordat.register.bundle import Bundle
from concordat.share.out.context.said import Said, Speaker

LEVELS = ((15, "high"), (8, "medium"), (4, "low"), (1, "very low"))
"""The least score (likelihood times impact) of each level."""


def dpia(say: Speaker, bundle: Bundle) -> dict[str, Said]:
    """The assessment, and whether it covers this version; nothing where the record has none."""
    row = bundle.dpia
    return {**say.row(row), "covers_this": "yes" if bundle.key in row.covers else ""} if row else {}


def risks(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """Its risks, the worst first, each scored before and after what is done about it."""
    found = [each for each in say.record.all(DpiaRisk, say.as_of) if bundle.dpia and each.dpia == bundle.dpia.dpia]
    found.sort(key=lambda each: -each.likelihood * each.impact)
    return tuple(
        {
            **say.row(each),
            "before": scored(each.likelihood, each.impact),
            "after": scored(each.residual_likelihood, each.residual_impact),
        }
        for each in found
    )


def scored(likelihood: int, impact: int) -> str:
    """ "3 x 4 = 12, medium"; blank where it is not judged."""
    score = likelihood * impact
    level = next((name for least, name in LEVELS if score >= least), "")
    return f"{likelihood} x {impact} = {score}, {level}" if score else ""


def addenda(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """One for each organisation that has added its own, then a blank one for each controller that has not."""
    of = bundle.dpia.dpia if bundle.dpia else ""
    rows = [each for each in say.record.all(DpiaAddendum, say.as_of) if of and each.dpia == of]
    given = {each.organisation for each in rows}
    controllers = [each.party for each in bundle.active(say.as_of) if each.role.controls]
    blank = [code for code in dict.fromkeys(controllers) if code not in given]
    return (*(_addendum(say, each) for each in rows), *(_blank(say, code) for code in blank))


def _addendum(say: Speaker, row: DpiaAddendum) -> dict[str, Said]:
    return {**say.row(row), "code": row.organisation, "name": say.name(row.organisation), "given": "yes"}


def _blank(say: Speaker, code: str) -> dict[str, Said]:
    empty = dict.fromkeys(("differences", "asset_register", "approved_on", "approved_by", "given"), "")
    return {**empty, "code": code, "name": say.name(code), "organisation": say.organisation(code)}
