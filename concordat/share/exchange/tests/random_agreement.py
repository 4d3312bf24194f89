"""Random agreements with everything they can have, for round trips."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from concordat.register.agreement import Agreement, Clause, Party, Section75, Signature
from concordat.register.noun import Column, Kind, Noun, columns
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Operator, Purpose, PurposeBasis, RowCondition

AS_OF = date(2026, 11, 22)
KEY = "DSA-01 / 2"
CODES = ("RZ1", "RZ4", "QZ3", "098", "GB-COH-123 4")
_TEXT = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12).map(str.strip).filter(bool)
_DAYS = st.dates(date(2018, 5, 25), date(2030, 1, 1))
_DATES = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1)}
_OWN: dict[str, st.SearchStrategy[Any]] = {
    "clauses": st.lists(st.sampled_from([each.value for each in Clause]), unique=True).map(tuple),
    "purposes": st.lists(st.sampled_from([each.value for each in Purpose]), unique=True).map(tuple),
    "valid_from": st.dates(date(2018, 5, 25), AS_OF),
    "valid_to": st.dates(date(2026, 11, 23), date(2030, 1, 1)),
    "oldest_list": st.integers(0, 31),
    "table": st.sampled_from(["encounter", "waiting_list"]),
    "item": st.sampled_from(["ward", "started_on", "nhs_number"]),
}
_NEVER = ("resumed_on", "joined_on", "left_on")


def _value(column: Column) -> st.SearchStrategy[Any]:
    if column.name in _OWN:
        return _OWN[column.name]
    if column.to == "Organisation":
        one: st.SearchStrategy[Any] = st.sampled_from(CODES)
    else:
        one = {
            Kind.DATE: _DAYS,
            Kind.WHOLE: st.integers(0, 1200),
            Kind.MONEY: st.integers(0, 10**9),
            Kind.YES_NO: st.booleans(),
            Kind.CHOICE: st.sampled_from(list(column.choices or ())) if column.choices else st.nothing(),
            Kind.AMOUNTS: st.lists(st.tuples(st.sampled_from(CODES), st.floats(0, 1e9)), max_size=3).map(tuple),
        }.get(column.kind, _TEXT)
    if column.kind in (Kind.LIST, Kind.LINKS):
        return st.lists(one, min_size=int(column.required), max_size=3, unique=True).map(tuple)
    return one


@st.composite
def _row(draw: st.DrawFn, noun: type[Noun], **fixed: Any) -> Noun:
    """A row; what need not be filled in sometimes is."""
    values = {}
    for each in columns(noun):
        if each.name not in (*_NEVER, *fixed) and (each.required or draw(st.booleans())):
            values[each.name] = draw(_value(each))
    return noun(**values | fixed)


def _rows(noun: type[Noun], most: int, **fixed: Any) -> st.SearchStrategy[list[Noun]]:
    return st.lists(_row(noun, **fixed), max_size=most, unique_by=lambda each: each.key)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record with one agreement, of which some organisations are known by name."""
    rows = [draw(_row(Agreement, agreement="DSA-01", version=2, organisation="RZ1", **_DATES))]
    kept = {"agreement": KEY, "organisation": "RZ1"}
    rows += draw(_rows(Party, 4, **kept)) + draw(_rows(PurposeBasis, 3, **kept))
    rows += draw(_rows(Signature, 3, agreement=KEY)) + draw(_rows(Section75, 1, **kept))
    for flow in draw(_rows(Flow, 3, **kept)):
        rows += [flow, *draw(_rows(DataItem, 3, flow=flow.key, organisation="RZ1"))]
        for operator in draw(st.lists(st.sampled_from(list(Operator)), max_size=2, unique=True)):
            several = operator in (Operator.ONE_OF, Operator.NONE_OF)
            values = draw(st.lists(_TEXT, min_size=1, max_size=3 if several else 1, unique=True).map(tuple))
            rows += draw(_rows(RowCondition, 1, flow=flow.key, operator=operator, organisation="RZ1", values=values))
    known = draw(st.lists(st.sampled_from(CODES), unique=True))
    named = [Organisation(code=code, name=f"Trust {code}", kind=OrganisationKind.OTHER) for code in known]
    return Record.of([*named, *rows])
