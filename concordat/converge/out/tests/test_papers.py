"""The workbook, the annex and the plain text: what stands where, and that a long plan stays readable."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from concordat.converge.out.annex import docx
from concordat.converge.out.sentences import overrides
from concordat.converge.out.terse import aligned, text
from concordat.converge.out.tests.planned import planned
from concordat.converge.out.workbook import tables, xlsx
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import AS_OF, small
from concordat.register.example.three_rivers import three_rivers


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return planned(three_rivers())


@pytest.fixture(scope="module")
def annex(roadmap: Roadmap) -> bytes:
    return docx(roadmap)


def test_the_annex_has_its_parts_in_a_boards_order(annex: bytes) -> None:
    found = [each.text for each in Document(BytesIO(annex)).paragraphs if each.style and each.style.name == "Heading 1"]
    assert found == [
        "Purpose", "Recommendation", "The plan in one picture", "What must be decided by when", "Money",
        "What it means for each organisation", "Risks and overrides", "How sure this is", "Appendix: every move",
    ]  # fmt: skip


def test_an_override_stands_before_the_recommendation(annex: bytes, roadmap: Roadmap) -> None:
    told = [each.text for each in Document(BytesIO(annex)).paragraphs]
    assert roadmap.overrides
    for each in overrides(roadmap):
        assert next(at for at, words in enumerate(told) if each in words) < told.index("Recommendation")


def test_tables_repeat_their_headings_and_pictures_have_words(annex: bytes) -> None:
    document = Document(BytesIO(annex))
    for table in document.tables:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 2 and all(len(each.get("descr", "")) > 40 for each in pictures)


def test_the_annex_is_in_british_english_and_dated_as_of_the_plan(annex: bytes) -> None:
    document = Document(BytesIO(annex))
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    about = document.core_properties
    assert (about.created.date(), about.modified.date(), about.language) == (AS_OF, AS_OF, "en-GB")
    with zipfile.ZipFile(BytesIO(annex)) as parts:
        assert len({each.date_time for each in parts.infolist()}) == 1


def test_the_board_sees_what_is_due_in_twelve_months_soonest_first(annex: bytes, roadmap: Roadmap) -> None:
    table = next(each for each in Document(BytesIO(annex)).tables if each.rows[0].cells[0].text == "Date")
    assert roadmap.plan is not None
    last = date(AS_OF.year + 1, AS_OF.month, AS_OF.day)
    due = {move.decide_by for move in roadmap.plan.changed if move.decide_by and move.decide_by <= last}
    due |= {notice.by for move in roadmap.plan.changed for notice in move.notices if notice.by <= last}
    shown = [row.cells[0].text for row in table.rows[1:]]
    assert list(dict.fromkeys(shown)) == [f"{day.day} {day:%B %Y}" for day in sorted(due)]


def test_the_workbook_has_a_sheet_for_each_table_with_all_its_rows(roadmap: Roadmap) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx(roadmap)))
    for table in tables(roadmap):
        rows = book.get_sheet_by_name(table.title).to_python(skip_empty_area=False)
        assert tuple(rows[0]) == table.headings
        assert len(rows) == 1 + len(table.rows)
    assert book.sheet_names[0] == "Summary"


def test_money_in_the_workbook_is_in_pounds(roadmap: Roadmap) -> None:
    assert roadmap.plan is not None
    rows = CalamineWorkbook.from_filelike(BytesIO(xlsx(roadmap))).get_sheet_by_name("Summary").to_python()
    assert next(row[2] for row in rows if str(row[0]).startswith("Converge")) == roadmap.plan.cost / 100


def test_the_plain_answer_fits_a_screen_or_so(roadmap: Roadmap) -> None:
    lines = text(roadmap).splitlines()
    assert len(lines) <= 60
    assert any("more: --xlsx" in line for line in lines)


def test_a_terminal_is_told_nothing_to_obey() -> None:
    shown = text(planned(small(RZ1={"name": "Trust \x1b[2J\x07\u202e"})))
    assert "Trust" in shown
    assert all(character.isprintable() for character in shown.replace("\n", ""))


def test_columns_stand_under_each_other() -> None:
    rows = [("a", "b" * 50, "c"), ("aaa", "b", "c" * 50)]
    found = list(aligned(rows))
    assert found[0].index("b") == found[1].index("b")
    assert not list(aligned([]))
