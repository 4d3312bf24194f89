"""Changes to contracts, under the law that each was made under."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from concordat.procure.law.modification import Answer, judge
from concordat.procure.law.modifying.change import Basis, Change, Made
from concordat.procure.spec.example import change, stated
from concordat.register.contract import Regime
from concordat.register.procurement import Subject

_ON = date(2026, 11, 22)
_ACT = Made(regime=Regime.PA2023, value=1_000_000_00, months=60)
_OLD = replace(_ACT, regime=Regime.PCR2015)
_HEALTH = Made(regime=Regime.PSR, subject=Subject.HEALTH, value=4_000_000_00, months=60)
_WRITTEN = "advice of 3 November 2026"


def _answers(made: Made, wanted: Change, *answers: Answer) -> bool:
    return judge(made, wanted, _ON).answer in answers


EXAMPLES = (
    change(
        "PR-07-PA2023",
        "Five years are prolonged by six months",
        kept=True,
        made=_ACT,
        wanted=Change(months=6),
        on=_ON,
    ),
    change(
        "PR-07-PA2023",
        "They are prolonged by six months, after one month a year ago",
        kept=False,
        made=replace(_ACT, months_changed=1),
        wanted=Change(months=6),
        on=_ON,
    ),
    change(
        "PR-07-SUBSTANTIAL",
        "Terms of reporting are changed",
        kept=True,
        made=_ACT,
        wanted=Change(),
        on=_ON,
    ),
    change(
        "PR-07-SUBSTANTIAL",
        "A risk passes from the supplier to the trust",
        kept=False,
        made=_ACT,
        wanted=Change(favours_supplier=True),
        on=_ON,
    ),
    change("PR-07-SLIGHT", "£100,000 is added to £1m", kept=True, made=_ACT, wanted=Change(value=100_000_00), on=_ON),
    change(
        "PR-07-SLIGHT",
        "A penny more is added",
        kept=False,
        made=_ACT,
        wanted=Change(value=100_000_01),
        on=_ON,
    ),
    change(
        "PR-07-PERMITTED",
        "Half the value is added for a risk that the tender notice named",
        kept=True,
        made=_ACT,
        wanted=Change(value=500_000_00, months=24, basis=Basis.KNOWN_RISK, evidence=_WRITTEN),
        on=_ON,
    ),
    change(
        "PR-07-PERMITTED",
        "A penny more is added",
        kept=False,
        made=_ACT,
        wanted=Change(value=500_000_01, months=24, basis=Basis.KNOWN_RISK, evidence=_WRITTEN),
        on=_ON,
    ),
    change(
        "PR-07-PERMITTED",
        "Nothing is written down",
        kept=False,
        made=_ACT,
        wanted=Change(value=500_000_00, months=24, basis=Basis.KNOWN_RISK),
        on=_ON,
    ),
    stated(
        "PR-07-NOTICE",
        "Six months are added to five years without a notice",
        kept=True,
        holds=lambda: _answers(_ACT, Change(months=6, value=100_000_00), Answer.ALLOWED),
        said="No notice is owed.",
    ),
    stated(
        "PR-07-NOTICE",
        "Two years that the contract provides for, at £400,000, are added without one",
        kept=False,
        holds=lambda: _answers(
            _ACT, Change(months=24, value=400_000_00, basis=Basis.PROVIDED, evidence=_WRITTEN), Answer.ALLOWED
        ),
        said="It is allowed with UK10 before it.",
    ),
    stated(
        "PR-07-LIGHT-TOUCH",
        "A light touch contract is doubled",
        kept=True,
        holds=lambda: _answers(
            replace(_ACT, subject=Subject.LIGHT_TOUCH), Change(months=60, value=1_000_000_00), Answer.ALLOWED
        ),
        said="It is allowed.",
    ),
    stated(
        "PR-07-LIGHT-TOUCH",
        "An ordinary contract is doubled",
        kept=False,
        holds=lambda: _answers(_ACT, Change(months=60, value=1_000_000_00), Answer.ALLOWED),
        said="It is not allowed.",
    ),
    change(
        "PR-07-PCR2015",
        "A penny less than £100,000 is added to £1m",
        kept=True,
        made=_OLD,
        wanted=Change(value=99_999_99),
        on=_ON,
    ),
    change("PR-07-PCR2015", "£100,000 is added", kept=False, made=_OLD, wanted=Change(value=100_000_00), on=_ON),
    change(
        "PR-07-REG72",
        "What only this supplier can add comes to half the value",
        kept=True,
        made=_OLD,
        wanted=Change(value=500_000_00, basis=Basis.ADDITIONAL, evidence=_WRITTEN),
        on=_ON,
    ),
    change(
        "PR-07-REG72",
        "It rests on a risk that was known, which only the Act knows as a ground",
        kept=False,
        made=_OLD,
        wanted=Change(value=500_000_00, basis=Basis.KNOWN_RISK, evidence=_WRITTEN),
        on=_ON,
    ),
    change(
        "PR-07-REG72-SUBSTANTIAL",
        "Terms of reporting are changed",
        kept=True,
        made=_OLD,
        wanted=Change(),
        on=_ON,
    ),
    change(
        "PR-07-REG72-SUBSTANTIAL",
        "It is prolonged by a month",
        kept=False,
        made=_OLD,
        wanted=Change(months=1),
        on=_ON,
    ),
    stated(
        "PR-07-REG72-NOTICE",
        "A change that the contract provides for is made without a notice after it",
        kept=True,
        holds=lambda: _answers(_OLD, Change(value=300_000_00, basis=Basis.PROVIDED, evidence=_WRITTEN), Answer.ALLOWED),
        said="None is owed; a VEAT before it is wise.",
    ),
    stated(
        "PR-07-REG72-NOTICE",
        "A change that nobody foresaw is made without one",
        kept=False,
        holds=lambda: _answers(
            _OLD, Change(value=300_000_00, basis=Basis.UNFORESEEABLE, evidence=_WRITTEN), Answer.ALLOWED
        ),
        said="A modification notice follows it.",
    ),
    change(
        "PR-07-PSR",
        "A penny less than a quarter of £4m is added",
        kept=True,
        made=_HEALTH,
        wanted=Change(value=999_999_99),
        on=_ON,
    ),
    change(
        "PR-07-PSR", "A quarter of £4m is added", kept=False, made=_HEALTH, wanted=Change(value=1_000_000_00), on=_ON
    ),
    change(
        "PR-07-REG13",
        "Twice as many people come, at the price agreed",
        kept=True,
        made=_HEALTH,
        wanted=Change(value=4_000_000_00, basis=Basis.EXTERNAL, evidence=_WRITTEN),
        on=_ON,
    ),
    change(
        "PR-07-REG13",
        "It becomes another service by that",
        kept=False,
        made=_HEALTH,
        wanted=Change(value=4_000_000_00, basis=Basis.EXTERNAL, evidence=_WRITTEN, alters_nature=True),
        on=_ON,
    ),
    change(
        "PR-07-REG14",
        "A ward must be staffed tomorrow",
        kept=True,
        made=_HEALTH,
        wanted=Change(value=2_000_000_00, basis=Basis.URGENCY, evidence=_WRITTEN),
        on=_ON,
    ),
    change(
        "PR-07-REG14",
        "Nobody has written down why it could not be foreseen",
        kept=False,
        made=_HEALTH,
        wanted=Change(value=2_000_000_00, basis=Basis.URGENCY),
        on=_ON,
    ),
    stated(
        "PR-07-REG13-NOTICE",
        "By its own decision an authority adds a penny less than £500,000 without a notice",
        kept=True,
        holds=lambda: _answers(_HEALTH, Change(value=499_999_99), Answer.ALLOWED),
        said="None is owed.",
    ),
    stated(
        "PR-07-REG13-NOTICE",
        "It adds £500,000 without one",
        kept=False,
        holds=lambda: _answers(_HEALTH, Change(value=500_000_00), Answer.ALLOWED),
        said="A notice follows within 30 days.",
    ),
    stated(
        "PR-07-HEALTH",
        "£400,000 are added to a health care contract of £1m made in 2022",
        kept=True,
        holds=lambda: _answers(replace(_OLD, subject=Subject.HEALTH), Change(value=400_000_00), Answer.ALLOWED),
        said="Regulation 13 allows it, as it stays below £500,000.",
    ),
    stated(
        "PR-07-HEALTH",
        "They are added to a software contract made then",
        kept=False,
        holds=lambda: _answers(_OLD, Change(value=400_000_00), Answer.ALLOWED),
        said="Regulation 72 does not allow it.",
    ),
)
