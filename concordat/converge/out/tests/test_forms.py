"""What must hold for every form in which a roadmap leaves the tool, whichever forms there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from concordat.converge.out.chart import chart
from concordat.converge.out.form import Form, forms
from concordat.converge.out.tests.planned import CONFLICT, planned, unplanned
from concordat.converge.out.tests.told import told
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import small
from concordat.core.money import in_pounds
from concordat.core.picture import png
from concordat.register.contract import Contract
from concordat.register.intake import read_record
from concordat.register.record import Record
from concordat.register.succession import successor_of

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "three_rivers"
REASON = "The chair of Ouse & Wharfe <Pathology> accepts the risk; paper F26/118"
HOSTILE = '=HYPERLINK("x") </text><script>\x1b[31m\x00 ]]> & "quoted" \ud800'
RECORD = small(E3={"override_until": date(2035, 3, 31), "override_reason": REASON})

every_form = pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return planned(RECORD)


@pytest.fixture(scope="module")
def three_rivers() -> Roadmap:
    """The example, its prices made odd: a round amount may stand for something else."""
    rows = enumerate(read_record(EXAMPLE).record)
    odd = [replace(row, annual_licence=row.annual_licence + n) if isinstance(row, Contract) else row for n, row in rows]
    return planned(Record.of(odd))


def readable(form: Form, roadmap: Roadmap, reader: str | None = None) -> str:
    """What the form tells; a picture in pixels tells what the drawing tells that it was made from."""
    made = form.made(roadmap, reader)
    if form.name == "png":
        assert made == png(chart(roadmap, reader), width=2400)
        return told("svg", chart(roadmap, reader).encode())
    return told(form.name, made)


def test_the_forms_asked_for_are_found() -> None:
    assert {form.name for form in forms()} >= {"svg", "png", "ics", "xlsx", "docx", "txt", "json"}


@every_form
def test_an_override_is_shown_with_its_reason(form: Form, roadmap: Roadmap) -> None:
    for reader in (None, "RZ2"):
        shown = readable(form, roadmap, reader)
        assert "".join(REASON.split()) in "".join(shown.split())
        assert "E3" in shown


@every_form
def test_the_same_roadmap_gives_the_same_bytes(form: Form) -> None:
    assert form.made(planned(RECORD), None) == form.made(planned(RECORD), None)


@every_form
def test_pounds_of_others_are_not_told(form: Form, roadmap: Roadmap) -> None:
    tells_no_pounds_of_others(roadmap, "RZ2", readable(form, roadmap, "RZ2"))


@pytest.mark.parametrize("name", ["xlsx", "json", "ics"])
@pytest.mark.parametrize("reader", ["Z3R4V", "RZ8", "QZ3"])
def test_pounds_of_a_joint_contract_are_its_customers(name: str, reader: str, three_rivers: Roadmap) -> None:
    """QZ3 signed QZ3-PHR-23; what it costs is not told to Z3R4V and RZ8, whose systems it serves."""
    form = next(form for form in forms() if form.name == name)
    users = {cell.organisation for cell in three_rivers.problem.cells if cell.contract.contract == "QZ3-PHR-23"}
    assert {"Z3R4V", "RZ8"} <= users
    tells_no_pounds_of_others(three_rivers, reader, readable(form, three_rivers, reader))


def tells_no_pounds_of_others(roadmap: Roadmap, reader: str, shown: str) -> None:
    """Neither what another's move costs, nor what a month's delay costs it, nor any reason that tells of prices."""
    assert roadmap.plan is not None
    words = f" {shown} "
    own: set[str] = set()
    others: set[str] = set()
    for move in roadmap.plan.moves:
        explanation = roadmap.explanations[move.number]
        customer = successor_of(roadmap.record, move.cell.contract.customer, roadmap.as_of)
        told = {
            each
            for pence in (move.today, explanation.month_late, move.cell.annual)
            if pence
            for each in (in_pounds(pence), str(pence), str(pence / 100))
        }
        reasons = {reason.text.casefold() for reason in explanation.priced}
        if customer == reader:
            own |= told | reasons
        else:
            others |= told | reasons
    found = [each for each in others - own if f" {each} " in words or (len(each) > 20 and each in shown.casefold())]
    assert not found


@pytest.mark.parametrize("name", ["xlsx", "json"])
def test_ones_own_pounds_are_told(name: str, roadmap: Roadmap) -> None:
    form = next(form for form in forms() if form.name == name)
    assert roadmap.plan is not None
    own = next(move for move in roadmap.plan.moves if move.cell.organisation == "RZ2")
    shown = readable(form, roadmap, "RZ2")
    assert str(own.today) in shown or str(own.today / 100) in shown
    told = shown.casefold()  # where a reason is a sentence it begins with a capital
    assert all(reason.text.casefold() in told for reason in roadmap.explanations[own.number].priced)


@every_form
def test_no_name_breaks_a_form(form: Form) -> None:
    hostile = {"name": HOSTILE}
    record = small(RZ1=hostile, newepr=hostile, EPR=hostile, E1={"title": HOSTILE})
    assert readable(form, planned(record))


@every_form
def test_where_there_is_no_plan_the_form_says_so(form: Form) -> None:
    shown = readable(form, unplanned(RECORD))
    assert "no lawful plan" in shown.lower() or CONFLICT.what in shown
    assert REASON in " ".join(shown.split())


@every_form
def test_a_plan_of_nothing_can_be_written(form: Form) -> None:
    empty = small(without=("E1-sys", "E2-sys", "E3-sys", "O1-sys", "O2-sys"))
    assert form.made(unplanned(empty), None)
