"""The bounds on a file a stranger hands over: its bytes, and a zipped workbook unpacked before any parser sees it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from concordat.core.refusal import Refusal

_CHUNK = 1 << 20
_SMALL = 16 << 20  # below this a high ratio harms nobody: a tidy sheet of one repeated word compresses very well
_SAVE_AGAIN = "Open it in Excel, save it again as an Excel workbook (.xlsx), and try again"
_SPLIT_IT = "Send only the sheets and columns that are needed, or split the file"
_UNLOCK = "Remove the password and try again"
_SWELLS = "The workbook unpacks to too many times its size"
_BARE_DIGITS = bytes.maketrans(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'", b"0" * 10 + b"A" * 52 + b'"'
)
_FAR_RIGHT = re.compile(rb'"AA+0')
_ROW = re.compile(rb"<(?:[^<>\s/:]*:)?row(?=[\s/>])")
_CELL = re.compile(rb"<(?:[^<>\s/:]*:)?c(?=[\s/>])")
_EMPTY_CELL = re.compile(rb"<(?:[^<>\s/:]*:)?c(?:\s[^<>]*)?(?:/>|></(?:[^<>\s/:]*:)?c>)")
_EMPTY_ROW = re.compile(rb"<(?:[^<>\s/:]*:)?row(?:\s[^<>]*)?(?:/>|></(?:[^<>\s/:]*:)?row>)")
_AT = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)")


class Unreadable(Refusal):
    """A file that is not a table, is locked, or is damaged."""


class OutOfBounds(Refusal):
    """A file beyond a bound; the sentence names the bound."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most a file may hold. Sizes are bytes; `ratio` is unpacked over packed; `cells` is rows times columns.

    `old_formats` lets .xls and .ods in: their size cannot be known before they are parsed, so only a trusted user's.
    """

    file_size: int = 20 << 20
    unpacked_size: int = 200 << 20
    ratio: int = 150
    entries: int = 2_000
    sheets: int = 150
    rows: int = 20_000
    columns: int = 200
    cells: int = 5_000_000
    cell_length: int = 32_767
    old_formats: bool = False

    def check(self, bound: str, amount: int, *, where: str, what: str = "") -> None:
        """Raises OutOfBounds if `amount` is more than the bound of that name."""
        if amount > (most := getattr(self, bound)):
            said = what or f"It has {amount:,} {bound.replace('_', ' ')}"
            raise OutOfBounds(f"{said}; the most taken is {most:,}", where=where, remedy=_SPLIT_IT)


UPLOAD = Limits()
COMMAND_LINE = Limits(
    file_size=500 << 20, unpacked_size=2 << 30, rows=200_000, columns=1_000, cells=40_000_000, old_formats=True
)


def given_bytes(path: Path, limits: Limits) -> bytes:
    """The whole of a file somebody gave, never more than `limits.file_size`. Raises Unreadable or OutOfBounds."""
    if not path.is_file():  # nor a folder, a pipe or a device, which may have no end
        what = "This is not a file" if path.exists() else "There is no such file"
        raise Unreadable(what, where=path.name, remedy="Check its name and its folder, and that it is one file")
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_size + 1)
    except OSError as problem:
        what = f"The file cannot be read: {problem.strerror or problem}"
        raise Unreadable(what, where=path.name, remedy="Check that you may open it") from problem
    limits.check("file_size", len(data), where=path.name, what="The file is too large")
    return data


def unpack(data: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """The parts of a zipped workbook by name, counted as they are unpacked: its own directory is not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, name, limits)
            return _unpacked(archive, name, limits, packed=len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as problem:
        raise Unreadable("The workbook is damaged or cut short", where=name, remedy=_SAVE_AGAIN) from problem


def _check_directory(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """What can be refused before a byte is unpacked."""
    entries = archive.infolist()
    limits.check("entries", len(entries), where=name, what=f"The workbook holds {len(entries):,} parts")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("The workbook is protected by a password", where=name, remedy=_UNLOCK)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unreadable("The workbook is packed in a way Excel never does", where=name, remedy=_SAVE_AGAIN)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):  # two parsers might each see another one
        raise Unreadable("The workbook holds two parts of one name", where=name, remedy=_SAVE_AGAIN)


def _unpacked(archive: zipfile.ZipFile, name: str, limits: Limits, *, packed: int) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in archive.infolist():
        chunks = []
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                limits.check("unpacked_size", total, where=name, what="The workbook unpacks to too many bytes")
                if total > _SMALL:
                    limits.check("ratio", total // packed, where=name, what=_SWELLS)
                chunks.append(chunk)
        parts[entry.filename] = b"".join(chunks)
    return parts


def repack(parts: Mapping[str, bytes]) -> bytes:
    """A plain zip of exactly the parts that were counted, so that the parser cannot find other ones."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return stream.getvalue()


def checked_parts(parts: Mapping[str, bytes], name: str, limits: Limits) -> dict[str, bytes]:
    """The parts of an .xlsx, each sheet known to be within `limits.cells`.

    One value in cell XFD1048576 of a 5 kB file makes calamine ask for 550 GB and end the process, so how far a
    sheet reaches is measured first. Document types, which workbooks may not have (ECMA-376 part 2), are refused.
    """
    return {part: _checked(part, content, name, limits) for part, content in parts.items()}


def _checked(part: str, content: bytes, name: str, limits: Limits) -> bytes:
    if not part.lower().endswith((".xml", ".rels")) and b"sheetData" not in content:
        return content
    if b"<!DOCTYPE" in content or b"\0" in content:
        raise Unreadable("The workbook holds XML that Excel never writes", where=name, remedy=_SAVE_AGAIN)
    if _is_surely_small(content):
        return content
    if _reach(content) > limits.cells:  # perhaps only because blank rows far below were given a colour
        content = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content))
        limits.check("cells", _reach(content), where=name, what="A sheet reaches too far down or to the right")
    return content


def _is_surely_small(xml: bytes) -> bool:
    """At most 99,999 rows by 26 columns, told from the shape of its references; a twentieth of the time of `_reach`."""
    shape = xml.translate(_BARE_DIGITS)
    if b"A000000" in shape or b'"000000' in shape or _FAR_RIGHT.search(shape):
        return False
    rows = xml.split(b"<row")
    return len(rows) < 100_000 and max(row.count(b"<") for row in rows) <= 26 * 8


def _reach(xml: bytes) -> int:
    """Rows times columns of the block a parser would make of this sheet, never too few."""
    places = set(_AT.findall(xml))
    lowest = max((int(row.lstrip(b"0")[:10] or 0) for row in {row for _, row in places}), default=0)
    rows = lowest + len(_ROW.findall(xml))  # those without a number of their own follow the one before
    widest = max((_column_number(letters) for letters in {letters for letters, _ in places}), default=0)
    return rows * max(widest, max(len(_CELL.findall(row)) for row in _ROW.split(xml)))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - ord("A") + 1
    return number
