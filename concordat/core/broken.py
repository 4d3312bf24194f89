"""Cells of an .xlsx that show an error or were never worked out, which its fast parser reports only as blank."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

# ECMA-376 part 1, 18.3.1.4: a cell is <c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c>; nothing here can backtrack far.
_FORMULA = rb"<(?:\w+:)?f[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>)"
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt=\"e\"[^<>]*)>(?:" + _FORMULA + rb")?<(?:\w+:)?v>([^<>]*)<")
_NO_VALUE = rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
_UNWORKED = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>" + _FORMULA + _NO_VALUE)
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS, _BOOK = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Broken:
    """What stands in a cell that has no usable value: the text it shows, what is wrong, and what to do next."""

    text: str
    what: str
    next: str


def error_value(text: str) -> Broken:
    """An Excel error such as #REF!."""
    return Broken(text, f"The cell shows the error {text}", "Mend the formula, or type the value in its place")


NOT_WORKED_OUT = Broken(
    "", "The cell holds a formula that has not been worked out", "Open the file in Excel, save it, and send it again"
)


def broken_cells(parts: Mapping[str, bytes]) -> dict[str, dict[tuple[int, int], Broken]]:
    """By sheet name, the broken cells by (row index, column index), both from 0. Needs parts without document types."""
    suspects = {part for part, xml in parts.items() if b't="e"' in xml or b"<f" in xml or b":f" in xml}
    if not suspects or not {_RELATIONS, _BOOK} <= parts.keys():
        return {}
    return {sheet: dict(_in_sheet(parts[part])) for sheet, part in _sheet_parts(parts) if part in suspects}


def _sheet_parts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(sheet name, part name), as the workbook's relations have it."""
    try:
        relations = {each.get("Id"): each.get("Target", "") for each in ElementTree.fromstring(parts[_RELATIONS])}
        for sheet in ElementTree.fromstring(parts[_BOOK]).iterfind(".//{*}sheet"):
            target = relations.get(sheet.get(_RELATION_ID), "")
            yield sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    except ElementTree.ParseError:  # the parser proper will say so, in a sentence
        return


def _in_sheet(xml: bytes) -> Iterator[tuple[tuple[int, int], Broken]]:
    for match in _ERROR.finditer(xml):
        yield from _placed(match[1], error_value(html.unescape(match[2].decode("utf-8", "replace"))))
    for match in _UNWORKED.finditer(xml):
        if b't="str"' not in match[1]:  # a formula may rightly give no text
            yield from _placed(match[1], NOT_WORKED_OUT)


def _placed(attributes: bytes, broken: Broken) -> Iterator[tuple[tuple[int, int], Broken]]:
    if place := _PLACE.search(attributes):
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        yield (int(place[2]) - 1, column - 1), broken
