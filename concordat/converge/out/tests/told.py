"""What a reader of an output can read in it, as one string."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from docx import Document
from icalendar import Calendar
from python_calamine import CalamineWorkbook

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
ALT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def told(name: str, made: bytes) -> str:
    """The text of a form's file, alternatives of pictures included."""
    return {"svg": _svg, "ics": _ics, "xlsx": _xlsx, "docx": _docx}.get(name, bytes.decode)(made)


def _svg(made: bytes) -> str:
    return " ".join(" ".join(ElementTree.fromstring(made).itertext()).split())


def _ics(made: bytes) -> str:
    parts = [Calendar.from_ical(made), *Calendar.from_ical(made).walk()]
    return " ".join(str(value) for part in parts for value in part.values())


def _xlsx(made: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    return " ".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


def _docx(made: bytes) -> str:
    body = Document(BytesIO(made)).element.body
    paragraphs = ["".join(run.text or "" for run in each.iter(WORD)) for each in body.iter(WORD[:-1] + "p")]
    return " ".join([*paragraphs, *(each.get("descr", "") for each in body.iter(ALT))])
