"""A Word document: opened again it says what was written, the same bytes each time, whatever the words are."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from concordat.core.paper import Paper
from concordat.core.picture import png
from concordat.core.shown import DATE, MONEY, Table, column

AS_OF = date(2026, 11, 22)
DRAWING = png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
TABLE = Table(
    title="Costs",
    columns=(column("What"), column("By", DATE), column("Cost", MONEY)),
    rows=(("Hosting", date(2027, 3, 31), 123_456_700), ("Exit", None, None)),
)


def written() -> bytes:
    paper = Paper("Sharing agreement", AS_OF, "For signature")
    paper.foot("Draft.")
    paper.heading("Purpose")
    paper.say("To share.", bold="In short.")
    paper.points(["one", "two"], numbered=True)
    paper.warn("Not signed yet.", "Draft.")
    paper.picture(DRAWING, "What flows where", "Flows")
    paper.table(TABLE, (3, 2, 1))
    return paper.done()


@pytest.fixture(scope="module")
def document() -> Any:
    return Document(BytesIO(written()))


def test_it_says_what_was_written_in_order(document: Any) -> None:
    told = [(each.style.name, each.text) for each in document.paragraphs if each.text]
    assert told == [
        ("Title", "Sharing agreement"), ("Heading 1", "Purpose"), ("Normal", "In short. To share."),
        ("List Number", "one"), ("List Number", "two"), ("Normal", "Draft. Not signed yet."), ("Caption", "Flows"),
    ]  # fmt: skip


def test_a_table_reads_as_people_do_and_its_figures_stand_on_the_right(document: Any) -> None:
    cells = [list(row.cells) for row in document.tables[0].rows]
    assert [[cell.text for cell in row] for row in cells] == [
        ["What", "By", "Cost"], ["Hosting", "31 March 2027", "£1.2m"], ["Exit", "", ""],
    ]  # fmt: skip
    sides = [cell.paragraphs[0].alignment for cell in cells[1]]
    assert sides == [WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT]


def test_a_picture_says_what_it_shows(document: Any) -> None:
    assert [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))] == ["What flows where"]


def test_the_same_content_has_the_same_bytes() -> None:
    assert written() == written()


def test_words_that_xml_cannot_hold_are_replaced() -> None:
    paper = Paper("a\x00b", AS_OF, "\ud800")
    paper.heading("c\x07")
    paper.say("<w:p>&amp;\ufffe", bold="\x1b[2J")
    told = [each.text for each in Document(BytesIO(paper.done())).paragraphs]
    assert told[1:] == ["c\ufffd", "\ufffd[2J <w:p>&amp;\ufffd"]


def test_words_of_several_faces_a_page_of_its_own_and_room_to_write() -> None:
    paper = Paper("Sharing agreement", AS_OF, "For signature")
    paper.runs([("Signed ", False, False), ("today", True, False), (" or\nlater", False, True)], keep=True)
    paper.heading("Sheet", new_page=True)
    paper.table(TABLE, (3, 2, 1), least=1.2)
    made = Document(BytesIO(paper.done()))
    words = next(each for each in made.paragraphs if each.text.startswith("Signed"))
    assert [(run.text, run.bold, run.italic) for run in words.runs] == [
        ("Signed ", None, None),
        ("today", True, None),
        (" or\nlater", None, True),
    ]
    assert words.paragraph_format.keep_with_next
    sheet = next(each for each in made.paragraphs if each.text == "Sheet")
    assert sheet.paragraph_format.page_break_before
    heights = [row.height and round(row.height.cm, 1) for row in made.tables[0].rows]
    assert heights == [None, 1.2, 1.2]
