"""The lines of a FHIR file, packed or not, in blocks that fit in memory; what cannot be read is told with its line."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from concordat.data.formats.lines import decodes

LONGEST = 64 << 20
"""Bytes of a line, or of a Bundle over several lines; a longer one is told and left out."""
AT_ONCE = 8 << 20
"""Bytes of lines given at a time."""
REASONS = {
    "too_long": f"The line, or Bundle, is longer than {LONGEST >> 20} MB; write a resource a line",
    "encoding": "The line is not UTF-8, which all of FHIR is",
    "broken": "The packed file breaks off or is damaged here; what came before was read",
}
_PACKED = 1 << 14
_MARK = b"\xef\xbb\xbf"

Lines = list[tuple[int, bytes]]
Told = Callable[[int, str], None]


def is_packed(path: Path) -> bool:
    """Whether it is a gz, by its bytes."""
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def whole(path: Path) -> bytes | None:
    """All of a file that may be one Bundle over several lines; None if it is too long, broken or not UTF-8."""
    parts: list[bytes] = []
    try:
        for chunk in _chunks(path):
            parts.append(chunk)
            if sum(map(len, parts)) > LONGEST:
                return None
    except _Broken:
        return None
    text = b"".join(parts)
    return text if decodes(text) else None


def blocks(path: Path, told: Told) -> Iterator[Lines]:
    """Lines with their numbers from 1, without blank ones; `told` hears of each that cannot be read, and why."""
    given: Lines = []
    size = 0
    for number, line in _lines(path, told):
        given.append((number, line))
        size += len(line)
        if size >= AT_ONCE:
            yield _sound(given, told)
            given, size = [], 0
    if given:
        yield _sound(given, told)


def _sound(lines: Lines, told: Told) -> Lines:
    """Those that are UTF-8 and not blank."""
    kept = [each for each in lines if each[1] and not each[1].isspace()]
    if decodes(b"\n".join(line for _, line in kept)):
        return kept
    for number, line in kept:
        if not decodes(line):
            told(number, "encoding")
    return [each for each in kept if decodes(each[1])]


def _lines(path: Path, told: Told) -> Iterator[tuple[int, bytes]]:
    number, rest, skipping = 1, b"", False
    try:
        for chunk in _chunks(path):
            first, *others = chunk.split(b"\n")
            rest = b"" if skipping else rest + first
            if len(rest) > LONGEST:
                told(number, "too_long")
                rest, skipping = b"", True
            for line in others:
                if not skipping:
                    yield number, rest
                number, rest, skipping = number + 1, line, False
    except _Broken:
        told(number, "broken")
        return
    if rest and not skipping:
        yield number, rest


class _Broken(Exception):
    """A packed file that does not go on."""


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of the file, unpacked and without a mark."""
    pieces = _unpacked(path) if is_packed(path) else _plain(path)
    yield next(pieces, b"").removeprefix(_MARK)
    yield from pieces


def _plain(path: Path, size: int = 1 << 20) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(size):
            yield chunk


def _unpacked(path: Path) -> Iterator[bytes]:
    """One gz after another, as the format allows; in small steps, so that little is lost where one breaks off."""
    inflate, begun = zlib.decompressobj(31), False
    for chunk in _plain(path, _PACKED):
        while chunk:
            begun = True
            try:
                yield inflate.decompress(chunk)
            except zlib.error:
                raise _Broken from None
            chunk = inflate.unused_data
            if inflate.eof:
                inflate, begun = zlib.decompressobj(31), False
    if begun:
        raise _Broken
