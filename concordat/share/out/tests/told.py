"""What a reader of a document can read in it, as one string with single spaces."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from docx import Document
from icalendar import Calendar
from python_calamine import CalamineWorkbook

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def told(ending: str, made: bytes) -> str:
    """The text of a file with this ending, alternatives of pictures included."""
    return " ".join(_READERS.get(ending, bytes.decode)(made).split())


def _svg(made: bytes) -> str:
    return " ".join(ElementTree.fromstring(made).itertext())


def _ics(made: bytes) -> str:
    return " ".join(str(value) for part in Calendar.from_ical(made).walk() for value in part.values())


def _xlsx(made: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    return " ".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


def _docx(made: bytes) -> str:
    body = Document(BytesIO(made)).element.body
    found = [
        "".join("\n" if run.tag == _WORD + "br" else run.text or "" for run in each.iter(_WORD + "t", _WORD + "br"))
        for each in body.iter(_WORD + "p")
    ]
    return " ".join([*found, *(each.get("descr", "") for each in body.iter(_ALT))])


_READERS = {"svg": _svg, "ics": _ics, "xlsx": _xlsx, "docx": _docx}
