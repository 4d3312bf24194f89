"""The physical lines of a text file in any encoding, as blocks of UTF-8; memory grows with neither file nor line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from concordat.core.bounds import Unreadable
from concordat.core.finding import Finding, Severity

MOST_LINE = 4 << 20
"""The most bytes of a line, as UTF-8; longer ones are told, not read."""
REASONS = {
    "line_too_long": f"The line is longer than {MOST_LINE >> 20} MB",
    "encoding": "The line holds bytes that its encoding does not have",
}
_CHUNK = 1 << 20
_HEAD = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_LOST = "\N{REPLACEMENT CHARACTER}".encode()


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as valid UTF-8, the last perhaps without an end; `number` is the first one's, from 1."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is not in any block; `kind` is one of REASONS."""

    number: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text file: how it is encoded, found or declared, how its lines end, and what was guessed."""

    path: Path
    encoding: str
    mark: int  # how many bytes its byte order mark has
    old_ends: bool  # lines end as on a Macintosh before 2001, by carriage returns alone
    notes: tuple[Finding, ...] = ()

    def head(self) -> str:
        """Its beginning, up to 65,536 bytes, its lines ended by \\n or \\r\\n."""
        with self.path.open("rb") as stream:
            stream.seek(self.mark)
            text = stream.read(_HEAD).decode(self.encoding, "replace")
        return text.replace("\r", "\n") if self.old_ends else text

    def blocks(self) -> Iterator[Block | Fault]:
        """All of its lines, those that cannot be read as faults."""
        number, waiting, skipping = 1, b"", False
        for chunk in self._utf8():
            if skipping:
                _, found, chunk = chunk.partition(b"\n")
                if not found:
                    continue
                number, skipping = number + 1, False
            whole, found, rest = (waiting + chunk).rpartition(b"\n")
            if whole or found:
                yield from self._sound(number, whole + found)
                number += whole.count(b"\n") + 1
            if len(rest) > MOST_LINE:
                yield Fault(number, "line_too_long")
                rest, skipping = b"", True
            waiting = rest
        if waiting:
            yield from self._sound(number, waiting)

    def _utf8(self) -> Iterator[bytes]:
        decoder = None if self.encoding == "utf-8" else codecs.getincrementaldecoder(self.encoding)("replace")
        with self.path.open("rb") as stream:
            stream.seek(self.mark)
            while chunk := stream.read(_CHUNK):
                piece = decoder.decode(chunk).encode() if decoder else chunk
                yield piece.replace(b"\r", b"\n") if self.old_ends else piece
            if decoder:
                yield decoder.decode(b"", True).encode()

    def _sound(self, number: int, data: bytes) -> Iterator[Block | Fault]:
        """The lines in runs that are valid and short enough, and the others."""
        first_end = data.find(b"\n")  # only the first line can be longer than a chunk, which no other spans
        if max(first_end, len(data) if first_end < 0 else 0) <= MOST_LINE and self._is_sound(data):
            yield Block(number, data)
            return
        first = number
        pieces: list[bytes] = []
        for at, line in enumerate(data.split(b"\n"), number):
            kind = "line_too_long" if len(line) > MOST_LINE else "" if self._is_sound(line) else "encoding"
            if not kind:
                pieces.append(line)
                continue
            if pieces:
                yield Block(first, b"\n".join(pieces) + b"\n")
            yield Fault(at, kind)
            first, pieces = at + 1, []
        if any(pieces):
            yield Block(first, b"\n".join(pieces))

    def _is_sound(self, data: bytes) -> bool:
        if self.encoding != "utf-8":
            return _LOST not in data
        return data.isascii() or decodes(data)


def text_of(path: Path, declared: str = "") -> Text:
    """How a file is encoded: by its mark, as declared, or as its bytes show. Raises Unreadable if it is empty."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b" \t\r\n\0"):
        remedy = "Ask for the export again; a month without rows still has its headings"
        raise Unreadable("The file is empty", where=path.name, remedy=remedy)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", ""))
    found, said = encoding or _by_noughts(head), codecs.lookup(declared or "utf-8").name
    notes: tuple[Finding, ...] = ()
    if found and declared and not found.startswith(said):
        notes = (_note(path, f"The file is {found}, not {declared}", "Correct the encoding that is declared"),)
    elif not found and not declared and (found := _by_bytes(path)) == "cp1252":
        notes = (_note(path, "The text is not UTF-8 and was read as Windows-1252", "Declare its encoding"),)
    encoding = found or said
    start = head[len(mark) :].decode(encoding, "replace")
    return Text(
        path=path,
        encoding=encoding,
        mark=len(mark),
        old_ends="\r" in start[:-1] and "\n" not in start,
        notes=notes,
    )


def _note(path: Path, what: str, next: str) -> Finding:
    return Finding(what, next, file=path.name, severity=Severity.NOTE)


def _by_noughts(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain English is nought."""
    half = max(len(head) // 2, 1)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    return "utf-16-le" if odd > 0.4 and even < 0.05 else "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def _by_bytes(path: Path) -> str:
    """UTF-8 if most of what is not ASCII is UTF-8, so that one bad byte spoils one line; else Windows-1252."""
    good = bad = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if not chunk.isascii():
                left, found = _SEQUENCE.subn(b"", chunk)
                good, bad = good + found, bad + len(_HIGH.findall(left))
    return "utf-8" if good > bad or not bad else "cp1252"


def decodes(data: bytes) -> bool:
    """Whether it is UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
