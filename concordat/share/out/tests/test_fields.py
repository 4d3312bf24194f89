"""Every column of every noun of an agreement reaches a document: change it, and what is read changes with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.register.agreement import (
    Agreement,
    AgreementKind,
    Automated,
    Clause,
    LeaverDuty,
    Party,
    PartyRole,
    Section75,
    Signature,
    Territory,
)
from concordat.register.assurance import CagApproval, CagOptOut, Dpia, DpiaAddendum, DpiaRisk, DpiaStatus
from concordat.register.noun import Column, Kind, Noun, columns
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.sharing import (
    Confidentiality,
    DataItem,
    Flow,
    Form,
    Operator,
    OptOutPosition,
    Purpose,
    PurposeBasis,
    RowCondition,
    Transform,
)
from concordat.share.out import ropa, word
from concordat.share.out.document import blocks_of
from concordat.share.out.form import own
from concordat.share.out.renewals import renewals
from concordat.share.out.word import Drawn
from concordat.share.tests.sample import AS_OF, CAG, DPIA, KEY, ORGANISATIONS, Row, sample

PLANNING = f"{KEY} / waiting-list"
ROWS: dict[type[Noun], str] = {
    Agreement: KEY,
    Party: f"{KEY} / RZ1 / joint controller",
    Signature: f"{KEY} / RZ1 / Caldicott Guardian",
    PurposeBasis: f"{KEY} / planning and commissioning",
    Flow: PLANNING,
    DataItem: f"{PLANNING} / waiting_list / date_of_birth",
    RowCondition: f"{PLANNING} / waiting_list / specialty / is one of",
    Dpia: DPIA,
    DpiaRisk: f"{DPIA} / R1",
    DpiaAddendum: f"{DPIA} / RZ1",
    Section75: KEY,
    CagApproval: CAG,
}
"""The row of each noun that is changed; `OTHER_ROWS` where a column means something on another row only."""
LATE, LEFT, SUB = f"{KEY} / RZ4 / joint controller", f"{KEY} / 098 / controller", f"{KEY} / 8KX22 / sub-processor"
OTHER_ROWS = {
    "Party.joined_on": LATE,
    "Party.deed": LATE,
    "Party.left_on": LEFT,
    "Party.leaver_duty": LEFT,
    "Party.duty_done_on": LEFT,
    "Party.authorised_on": SUB,
    "Party.acts_for": f"{KEY} / 8KX21 / processor",
}
LINKS = (
    "Agreement.agreement", "Agreement.version", "Party.agreement", "Signature.agreement", "Signature.organisation",
    "PurposeBasis.agreement", "Flow.agreement", "Flow.flow", "DataItem.flow", "RowCondition.flow",
    "Section75.agreement", "Dpia.dpia", "DpiaRisk.dpia", "DpiaAddendum.dpia", "CagApproval.reference",
)  # fmt: skip
"""Keys by which rows belong together: changed, a row would belong elsewhere, so that only its words are looked for."""
SCHEDULES = (Party, PurposeBasis, Flow, DataItem, RowCondition)
_KEPT = "who keeps the agreement, which the agreement's own column says"
_TRUE = "which rows are true on the day, and the documents name the day"
NOT_THERE = {
    **{f"{noun.__name__}.{column}": _TRUE for noun in ROWS for column in ("valid_from", "valid_to")},
    **{
        f"{each.__name__}.organisation": _KEPT
        for each in (Party, PurposeBasis, Flow, DataItem, RowCondition, Section75)
    },
    "DpiaRisk.organisation": "who keeps the DPIA, which the DPIA's own column says",
}
"""What is in no document, and why."""
VALUES: dict[str, Any] = {
    "Agreement.kind": AgreementKind.PROTOCOL,
    "Agreement.starts_on": date(2026, 5, 3),
    "Agreement.ends_on": date(2028, 4, 27),
    "Agreement.suspended_on": date(2026, 7, 1),
    "Agreement.terminated_on": date(2026, 11, 20),
    "Agreement.clauses": (Clause.AUDIT.value,),
    "Agreement.territory": Territory.ELSEWHERE,
    "Agreement.automated": Automated.SOLELY,
    "Party.role": PartyRole.CONTROLLER,
    "Party.signs_as": OfficeRole.CHIEF_EXECUTIVE,
    "Party.left_on": date(2026, 10, 3),
    "Party.leaver_duty": LeaverDuty.NONE,
    "Party.joined_on": date(2026, 9, 3),
    "Signature.office": OfficeRole.COMPANY_SECRETARY,
    "PurposeBasis.purpose": Purpose.REGULATION,
    "PurposeBasis.form": Form.AGGREGATE,
    "PurposeBasis.confidentiality": Confidentiality.COURT,
    "PurposeBasis.opt_out": OptOutPosition.EXEMPT,
    "PurposeBasis.oldest_list": 29,
    "Flow.purposes": (Purpose.INDIVIDUAL_CARE.value,),
    "DataItem.transform": Transform.AREA,
    "RowCondition.operator": Operator.NONE_OF,
    "Dpia.covers": ("TR-DSA-07 / 1",),
    "Dpia.status": DpiaStatus.REJECTED,
    "DpiaRisk.likelihood": 5,
    "DpiaRisk.impact": 5,
    "DpiaRisk.residual_likelihood": 5,
    "DpiaRisk.residual_impact": 5,
    "DpiaRisk.owner_office": OfficeRole.FINANCE_LEAD,
    "Section75.contributions": (("ZZ9", 123_456.0),),
    "CagApproval.regulation": Confidentiality.SECTION_251_2,
    "CagApproval.opt_out": CagOptOut.DISAPPLIED,
    "CagApproval.expires_on": date(2029, 2, 27),
}
"""What a column is changed to where any value of its kind would not do."""
BESIDE: dict[str, dict[str, Any]] = {
    "Agreement.resumed_on": {"suspended_on": date(2026, 7, 1)},
    "Agreement.end_reason": {"suspended_on": date(2026, 7, 1)},
    "Agreement.transfer_safeguard": {"territory": Territory.ELSEWHERE},
    "Agreement.automated_safeguards": {"automated": Automated.INVOLVED},
}
"""What must hold besides, in both of the records that are compared."""
ANY: dict[Kind, Any] = {
    Kind.TEXT: "Marker of its own", Kind.DATE: date(2027, 2, 17), Kind.WHOLE: 37, Kind.MONEY: 987_654_00,
    Kind.LIST: ("Marker one", "Marker two"),
}  # fmt: skip
COLUMNS = [(noun, each) for noun in ROWS for each in columns(noun)]


def name(noun: type[Noun], column: Column) -> str:
    return f"{noun.__name__}.{column.name}"


def value(noun: type[Noun], column: Column, now: Any) -> Any:
    """Another value for a column than it has."""
    if (given := VALUES.get(name(noun, column))) is not None:
        return given
    if column.kind is Kind.CHOICE and column.choices:
        return next(each for each in column.choices if each is not now)
    if column.kind is Kind.YES_NO:
        return not now
    if column.kind in (Kind.LINK, Kind.LINKS):
        to = "ZZ9" if column.to == "Organisation" else "MARK-1 / 1"
        return (to,) if column.kind is Kind.LINKS else to
    return ANY[column.kind]


def words(column: Column, given: Any) -> Iterator[str]:
    """The words that stand for a value, all of which must be read."""
    for each in given if isinstance(given, tuple) else (given,):
        if isinstance(each, tuple):
            yield from (each[0], in_pounds(round(each[1] * 100)))
        elif isinstance(each, date):
            yield long_date(each)
        elif column.kind is Kind.MONEY:
            yield in_pounds(each)
        elif not isinstance(each, bool):
            yield str(getattr(each, "value", each))


def read(record: Record) -> str:
    """All that the documents tell, as one text; their pictures' pixels left out, as drawing them is slow."""
    pictures = {"flows": Drawn(png=b"", says="", caption="")}
    templates = [own(each) for each in ("dsa.html", "dpia.html", "notice.html")]
    told = [word.text(blocks_of(record, KEY, AS_OF, each, pictures)) for each in templates]
    told += [cell for code in ("RZ1", "8KX21") for table in ropa.tables(record, code, AS_OF)
             for row in table.words() for cell in row]  # fmt: skip
    lapses = (each.lapse for each in renewals(record, KEY, AS_OF))
    told += [f"{long_date(each.day)} {each.what} {each.why} {each.next}" for each in lapses]
    return " ".join(" ".join(told).split())


@cache
def base(spelt: str) -> tuple[Record, str]:
    """The sample with what BESIDE says of a column, and all it tells; no change of terms changes its hash."""
    other = Organisation(code="ZZ9", name="Marker Hospitals", kind=OrganisationKind.ACUTE)
    changes: dict[Row, dict[str, Any]] = {(Agreement, KEY): {"text_hash": "a1b2c3", **BESIDE.get(spelt, {})}}
    record = sample(other, changes=changes)
    return record, read(record)


@pytest.mark.parametrize(("noun", "column"), COLUMNS, ids=[name(*each) for each in COLUMNS])
def test_every_column_reaches_a_document(noun: type[Noun], column: Column) -> None:
    spelt = name(noun, column)
    before, told_before = base(spelt if spelt in BESIDE else "")
    row = before.get(noun, OTHER_ROWS.get(spelt, ROWS[noun]))
    assert row is not None, "the row of this test is not in the sample"
    if spelt in LINKS:
        held = str(getattr(row, column.name)).removeprefix(f"{KEY} / ")
        assert held in told_before
    elif spelt not in NOT_THERE:
        given = value(noun, column, getattr(row, column.name))
        told = read(Record.of(replace(each, **{column.name: given}) if each is row else each for each in before))
        assert told != told_before, f"{spelt} changes, and no document does"
        assert all(each.casefold() in told.casefold() for each in words(column, given))


def test_the_list_of_what_is_not_there_names_columns_that_are() -> None:
    every = {name(*each) for each in COLUMNS}
    assert {*NOT_THERE, *LINKS, *VALUES, *BESIDE, *OTHER_ROWS} <= every


def test_organisations_are_named_in_full_and_by_code() -> None:
    told = read(sample())
    assert all(code in told and name in told for code, (name, _) in ORGANISATIONS.items())
