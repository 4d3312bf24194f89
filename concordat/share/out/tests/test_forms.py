"""What must hold for every form in which an agreement leaves the tool, whichever forms there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, AgreementKind, Party, PartyRole, Section75
from concordat.register.assurance import Dpia
from concordat.register.intake import read_record
from concordat.register.noun import Kind, Noun, columns
from concordat.register.outtake import without_confidential
from concordat.register.record import Record
from concordat.share.out.document import blocks_of
from concordat.share.out.form import About, Form, forms, made, own
from concordat.share.out.source import BadTemplate, Source
from concordat.share.out.tests.told import told
from concordat.share.out.word import Drawn
from concordat.share.tests.sample import AS_OF, DPIA, KEY, ORGANISATIONS, sample

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "three_rivers"
HOSTILE = "=HYPERLINK(1) </p><script>alert(1)</script>{{ 7*7 }}\x1b[31m\x00 ]]> & \"quoted\" '%s' \ud800"
PICTURES = {"flows": Drawn(png=b"", says="", caption="")}

every_form = pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)


def key_of(form: Form, agreement: str = KEY, organisation: str = "QZ3") -> str:
    return organisation if form.about is About.ORGANISATION else agreement


def readable(form: Form, record: Record, as_of: date = AS_OF) -> str:
    return told(form.ending, form.made(record, key_of(form), as_of))


def test_the_forms_asked_for_are_found() -> None:
    assert {form.name for form in forms()} >= {"dsa", "dpia", "ropa", "flows", "notice", "notice-html", "renewals"}


@every_form
def test_the_same_record_gives_the_same_bytes(form: Form) -> None:
    assert form.made(sample(), key_of(form), AS_OF) == form.made(sample(), key_of(form), AS_OF)


@every_form
def test_the_order_of_rows_of_other_agreements_is_of_no_matter(form: Form) -> None:
    other = Agreement(
        agreement="AA-01", version=1, title="Another", kind=AgreementKind.SHARING, organisation="RZ1",
        starts_on=AS_OF, ends_on=AS_OF,
    )  # fmt: skip
    assert form.made(Record.of([other, *sample()]), key_of(form), AS_OF) == form.made(sample(), key_of(form), AS_OF)


@every_form
def test_an_unknown_key_is_told_what_there_is(form: Form) -> None:
    with pytest.raises(Refusal) as caught:
        form.made(sample(), "nowhere", AS_OF)
    assert "'nowhere'" in str(caught.value)
    assert key_of(form) in caught.value.remedy


@every_form
def test_a_record_of_nothing_is_refused_with_advice(form: Form) -> None:
    with pytest.raises(Refusal) as caught:
        form.made(Record.of([]), "X", AS_OF)
    assert caught.value.remedy


def hostile(row: Noun) -> Noun:
    """The row with every free text that is no key replaced."""
    texts = [each.name for each in columns(type(row)) if each.kind in (Kind.TEXT, Kind.LIST) and not each.key]
    closed = {"purposes", "clauses"}  # lists of closed words
    change: dict[str, Any] = {
        name: (HOSTILE,) if isinstance(getattr(row, name), tuple) else HOSTILE for name in texts if name not in closed
    }
    return replace(row, **change)


@every_form
def test_no_text_of_the_record_breaks_a_form_or_runs_in_it(form: Form) -> None:
    record = Record.of(hostile(row) for row in sample())
    shown = form.made(record, key_of(form), AS_OF)
    assert readable(form, record)
    if form.ending in ("txt", "html"):
        assert b"\x1b" not in shown and b"\x00" not in shown
    if form.ending in ("html", "svg"):
        assert b"<script" not in shown
    if form.ending == "docx":
        assert "<script>alert(1)</script>{{ 7*7 }}" in told("docx", shown)


@every_form
def test_an_agreement_of_nothing_can_be_written(form: Form) -> None:
    bare = Agreement(
        agreement="X", version=1, title="Bare", kind=AgreementKind.SHARING, organisation="RZ1",
        starts_on=AS_OF, ends_on=AS_OF,
    )  # fmt: skip
    party = Party(agreement="X / 1", organisation="RZ1", party="RZ1", role=PartyRole.CONTROLLER)
    assert form.made(Record.of([bare, party]), key_of(form, "X / 1", "RZ1"), AS_OF)
    if form.about is About.AGREEMENT:
        assert form.made(Record.of([bare]), "X / 1", AS_OF)


@every_form
def test_what_is_confidential_is_not_told_to_others(form: Form) -> None:
    record = Record.of(without_confidential(row, "RZ1") for row in sample())
    shown = readable(form, record)
    assert not [pounds for pounds in ("4,200,000", "4200000", "2,600,000", "1,600,000", "£0") if pounds in shown]


def test_pounds_that_are_withheld_are_said_to_be() -> None:
    record = Record.of(without_confidential(row, "RZ1") for row in sample())
    shown = told("docx", made("dsa", record, KEY, AS_OF))
    assert shown.count("ot for this reader, or not recorded") == 2
    own = told("docx", made("dsa", Record.of(without_confidential(row, "QZ3") for row in sample()), KEY, AS_OF))
    assert "£4,200,000.00" in own and "NHS Three Rivers Integrated Care Board (QZ3): £2,600,000.00" in own


def test_without_partnership_terms_there_is_no_section_for_them() -> None:
    assert "section 75" not in told("docx", made("dsa", sample(without=[(Section75, KEY)]), KEY, AS_OF))


@pytest.mark.parametrize("form", [each for each in forms() if each.template], ids=lambda form: form.name)
def test_a_member_may_bring_its_own_template(form: Form) -> None:
    heading = "<h1>Our own</h1>" if form.ending == "docx" else ""
    text = heading + "<p>{{ agreement.title }}: {% for each in parties %}{{ each.code }} {% endfor %}</p>"
    source = Source(name="ours.html", text=text)
    shown = told(form.ending, made(form.name, sample(), KEY, AS_OF, source))
    assert "Waiting lists across Three Rivers: QZ3 RZ1 RZ8 RZ4 8KX21 8KX22 098" in shown
    with pytest.raises(BadTemplate, match=r"ours\.html, line 2"):
        made(form.name, sample(), KEY, AS_OF, Source(name="ours.html", text=heading + "\n<p>{{ agreement.owner }}</p>"))


def test_a_document_of_ones_own_has_a_title_and_its_pictures() -> None:
    with pytest.raises(BadTemplate, match="Begin it with <h1>"):
        made("dsa", sample(), KEY, AS_OF, Source(name="ours.html", text="<p>x</p>"))
    with pytest.raises(BadTemplate, match="Use one of flows"):
        made("dsa", sample(), KEY, AS_OF, Source(name="ours.html", text='<h1>x</h1><img src="logo">'))


def test_a_template_is_refused_where_none_is_taken_and_so_is_an_unknown_name() -> None:
    with pytest.raises(Refusal, match="not written by a template"):
        made("ropa", sample(), "QZ3", AS_OF, Source(name="x", text=""))
    with pytest.raises(Refusal, match="Ask for one of"):
        made("deed", sample(), KEY, AS_OF)


def test_a_document_says_what_was_true_on_its_day() -> None:
    earlier = replace(next(each for each in sample().all(Dpia) if each.dpia == DPIA), need="What was thought at first")
    rows = [each for each in sample() if each.key != DPIA or not isinstance(each, Dpia)]
    first = replace(earlier, valid_to=date(2026, 6, 1))
    then = replace(earlier, need="What is known now", valid_from=date(2026, 6, 1))
    record = Record.of([*rows, first, then])
    assert "What was thought at first" in told("docx", made("dpia", record, KEY, date(2026, 5, 31)))
    assert "What is known now" in told("docx", made("dpia", record, KEY, date(2026, 6, 1)))


def test_every_agreement_of_the_example_can_be_written() -> None:
    record = read_record(EXAMPLE).record
    agreements = [each.key for each in record.all(Agreement, AS_OF)]
    assert len(agreements) >= 10
    for key in agreements:
        for form in forms():
            if form.ending == "docx":  # its blocks alone: the same writer writes them all
                assert len(blocks_of(record, key, AS_OF, own(form.template), PICTURES)) > 20, (key, form.name)
            elif form.about is About.AGREEMENT:
                assert len(told(form.ending, form.made(record, key, AS_OF))) > 40, (key, form.name)
    for key in {each.party for each in record.all(Party, AS_OF)}:
        assert "Art 30(1)(b)" in told("xlsx", made("ropa", record, key, AS_OF)), key


def test_everybody_in_the_sample_is_named_in_the_agreement() -> None:
    shown = told("docx", made("dsa", sample(), KEY, AS_OF))
    assert all(name in shown for name, _ in ORGANISATIONS.values())
