"""A Word document by a small set of functions: headings, paragraphs, lists, tables and pictures, in British English."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from concordat.core.money import in_short
from concordat.core.prose import Heading, Part, Points, Said
from concordat.core.sheet_xml import SteadyZip, printable
from concordat.core.shown import Table

INK, HEADING_FILL, RULE = RGBColor(0x12, 0x43, 0x6D), "E8EDEE", "B1B4B6"
BODY = ("Normal", "List Bullet", "List Number")
SIZES = {**dict.fromkeys(BODY, 10.5), "Title": 22, "Heading 1": 15, "Heading 2": 12, "Caption": 9}
WIDTH = 17.0  # centimetres between the margins of A4


Element = Any  # python-docx gives its elements no types


class Paper:
    """A document being written from top to bottom; `done` gives its bytes, the same for the same content."""

    def __init__(self, title: str, as_of: date, subject: str) -> None:
        self._document = Document()
        self._dress()
        about = self._document.core_properties
        about.title, about.subject = printable(title), printable(subject)
        about.author = about.last_modified_by = "Concordat"
        about.created = about.modified = datetime(as_of.year, as_of.month, as_of.day)
        about.language, about.revision, about.comments, about.keywords = "en-GB", 1, "", ""
        self._document.add_paragraph(printable(title), style="Title")

    def heading(self, words: str, level: int = 1, *, new_page: bool = False) -> None:
        """A heading, kept with what follows it; `new_page` begins a page with it."""
        paragraph = self._document.add_heading(printable(words), level)
        paragraph.paragraph_format.page_break_before = new_page or None

    def say(self, words: str, *, style: str = "Normal", bold: str = "", keep: bool = False) -> None:
        """A paragraph, after a few words in bold; `keep` keeps it on the page of what follows."""
        paragraph = self._document.add_paragraph(style=style)
        if bold:
            paragraph.add_run(f"{printable(bold)} ").bold = True
        paragraph.add_run(printable(words))
        paragraph.paragraph_format.keep_with_next = keep or None

    def runs(self, parts: Iterable[tuple[str, bool, bool]], *, style: str = "Normal", keep: bool = False) -> None:
        """A paragraph of (words, bold, italic), line ends as line breaks; `keep` keeps it with what follows."""
        paragraph = self._document.add_paragraph(style=style)
        for words, bold, italic in parts:
            run = paragraph.add_run(printable(words))
            run.bold, run.italic = bold or None, italic or None
        paragraph.paragraph_format.keep_with_next = keep or None

    def points(self, found: Iterable[str], *, numbered: bool = False) -> None:
        """A list."""
        for each in found:
            self.say(each, style="List Number" if numbered else "List Bullet")

    def warn(self, words: str, bold: str) -> None:
        """A paragraph that cannot be missed: in a frame, on a tint."""
        self.say(words, bold=bold)
        _framed(self._document.paragraphs[-1])

    def picture(self, png: bytes, says: str, caption: str) -> None:
        """A picture as wide as the text, with what it says for those who do not see it, and a caption."""
        shape = self._document.add_picture(BytesIO(png), width=Cm(WIDTH))
        shape._inline.docPr.set("descr", printable(says))
        shape._inline.docPr.set("title", printable(caption))
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.say(caption, style="Caption")

    def table(self, table: Table, widths: Sequence[float], *, least: float = 0) -> None:
        """A table; pounds in short, headings again on each page, no row split, figures on the right.

        `least` is the height in centimetres that each row has at least, to write in by hand.
        """
        made = self._document.add_table(rows=1, cols=len(table.columns))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _ruled(made._tbl)
        _again(made.rows[0]._tr)
        for column, width in zip(made.columns, _scaled(widths), strict=True):
            column.width = Cm(width)
        rows = [table.headings, *table.words(in_short)]
        for number, row in enumerate(rows):
            cells = (made.rows[0] if number == 0 else made.add_row()).cells
            for cell, words, figures, width in zip(cells, row, table.figures, _scaled(widths), strict=True):
                _write(cell, words, heading=number == 0, right=figures, width=width)
        for row in made.rows:
            _whole(row._tr)
        for row in made.rows[1:] if least else ():
            row.height = Cm(least)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def hold(self, parts: Iterable[Part]) -> None:
        """Everything that a short paper holds."""
        for each in parts:
            if isinstance(each, Heading):
                self.heading(each.words, each.level)
            elif isinstance(each, Said):
                self.say(each.words, bold=each.bold)
            elif isinstance(each, Points):
                self.points(each.items, numbered=each.numbered)
            else:
                self.say("", bold=each.table.title, keep=True)
                self.table(each.table, each.widths)

    def done(self) -> bytes:
        """The document as bytes, every part dated alike."""
        loose, steady = BytesIO(), BytesIO()
        self._document.save(loose)
        with zipfile.ZipFile(loose) as parts, SteadyZip(steady, {}) as archive:
            for part in parts.namelist():
                archive.writestr(part, parts.read(part))
        return steady.getvalue()

    def foot(self, words: str) -> None:
        """What stands at the foot of every page, with its number."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        run = paragraph.add_run(f"{printable(words)}    Page ")
        run.font.size = Pt(8)
        number = paragraph.add_run()
        number.font.size = Pt(8)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            number._r.append(_field(kind, text))

    def _dress(self) -> None:
        """A4, Arial, headings in one blue, and the language."""
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        for name, size in SIZES.items():
            style = self._document.styles[name]
            style.font.size = Pt(size)
            _face(style.element, "Arial")
            if name not in BODY:
                style.font.color.rgb = INK
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")


def _face(style: Element, name: str) -> None:
    """One typeface, not the theme's."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def _write(cell: _Cell, words: str, *, heading: bool, right: bool, width: float) -> None:
    cell.width = Cm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.keep_with_next = heading or None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(printable(words))
    run.font.size, run.bold = Pt(8.5), heading
    if heading:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=HEADING_FILL))


def _framed(paragraph: Paragraph) -> None:
    about = paragraph._p.get_or_add_pPr()
    edges = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edges.append(_element(f"w:{side}", val="single", sz="12", space="4", color="F46A25"))
    about.append(edges)
    about.append(_element("w:shd", val="clear", color="auto", fill="FEF0E8"))


def _ruled(table: Element) -> None:
    """A thin grey line under each row, and no upright ones."""
    edges = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        edges.append(_element(f"w:{side}", val="single", sz="4", space="0", color=RULE))
    table.tblPr.append(edges)


def _again(row: Element) -> None:
    row.get_or_add_trPr().append(_element("w:tblHeader", val="true"))


def _whole(row: Element) -> None:
    row.get_or_add_trPr().insert(0, _element("w:cantSplit", val="true"))


def _scaled(widths: Sequence[float]) -> list[float]:
    """Shares of the page's width as centimetres."""
    return [WIDTH * width / sum(widths) for width in widths]


def _element(name: str, **attributes: str) -> Element:
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def _field(kind: str, text: str) -> Element:
    if kind:
        return _element("w:fldChar", fldCharType=kind)
    found = OxmlElement("w:instrText")
    found.text = text
    return found
