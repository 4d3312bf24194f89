"""Parts a stream of bytes into HL7 v2 messages, however their lines end and whatever they are framed in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_MESSAGE = 16 << 20
"""The most bytes of a message; a longer one is told, not read."""
_CHUNK = 1 << 20
_START = re.compile(rb"\r(?=MSH[^A-Za-z0-9\s])")
_BATCH = (b"FHS", b"BHS", b"BTS", b"FTS")
_RAW_START = re.compile(rb"[\r\n\x0b]MSH[^A-Za-z0-9\s]")
_BLOCK_START = re.compile(rb"(?:(?<=\r)|\A)\x0b(?=MSH|FHS|BHS)")  # MLLP frames a message in VT and FS (HL7 v2.5.1, C)
_BLOCK_MARKS = re.compile(rb"\x0b(?=MSH|FHS|BHS)")
# HL7 table 0211, as Python knows them; what is not here is tried as UTF-8 and then as Windows-1252.
_CHARACTER_SETS = {
    b"8859/1": "latin-1",
    b"8859/15": "iso8859-15",
    b"UNICODE UTF-8": "utf-8",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as text, its segments ended by \\r; `number` is the line where it begins, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Lines that are no message that can be read: from which on, and what kind of problem."""

    number: int
    kind: str


def messages(path: Path, encoding: str = "") -> Iterator[Message | Gone]:
    """Every message of a file in order; `encoding` is declared, or blank: as each message says or shows."""
    number, told = 1, False
    for piece in _pieces(path):
        plain = _plain(piece)
        goes_on = told and not plain.startswith((b"MSH", *_BATCH))  # the rest of one that was told to be too long
        if told := len(piece) > MOST_MESSAGE:
            if not goes_on:
                yield Gone(number, "too_long")
            number += plain.count(b"\r")
            continue
        parts = _START.split(plain)
        for place, part in enumerate(parts):
            if part.startswith((b"MSH", *_BATCH)):
                yield _decoded(number, part, encoding)
            elif part.strip() and not (goes_on and place == 0):
                yield Gone(number + len(part) - len(part.lstrip(b"\r")), "no_msh")
            number += part.count(b"\r") + 1
        number -= 1  # the end of the last one's last line was not taken away with it


def _pieces(path: Path) -> Iterator[bytes]:
    """The bytes of some whole messages at a time, or of the beginning of one that is too long."""
    waiting = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            data = waiting + chunk
            cut = _last_start(data)
            if cut or len(data) > MOST_MESSAGE:
                yield data[: cut or len(data)]
                data = data[cut:] if cut else b""
            waiting = data
    if waiting:
        yield waiting


def _last_start(data: bytes) -> int:
    """Where the last message begins; 0 where that is at the beginning or nowhere."""
    at = data.rfind(b"MSH")
    while at > 0 and not _RAW_START.match(data, at - 1):
        at = data.rfind(b"MSH", 0, at)
    return max(at, 0)


def _plain(data: bytes) -> bytes:
    """The bytes with each line ended by one \\r, without a mark of byte order and without frames."""
    plain = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\r").replace(b"\n", b"\r")
    if b"\x0b" in plain or b"\x1c" in plain:
        plain = _BLOCK_MARKS.sub(b"\r", _BLOCK_START.sub(b"", plain)).replace(b"\x1c", b"")
    return plain


def _decoded(number: int, part: bytes, encoding: str) -> Message | Gone:
    if part.isascii():
        return Message(number, part.decode("ascii"))
    for each in [encoding] if encoding else _encodings(part):
        try:
            return Message(number, part.decode(each))
        except UnicodeDecodeError:
            continue
    return Gone(number, "encoding")


def _encodings(part: bytes) -> tuple[str, ...]:
    """What MSH-18 says a message is in, or what it may be."""
    fields = part.partition(b"\r")[0].split(part[3:4], 18)
    said = _CHARACTER_SETS.get(fields[17].split(b"~")[0]) if len(fields) > 17 else None
    return (said,) if said else ("utf-8", "cp1252")
