"""Unpacks gz and zip within bounds: what a broken one still holds is kept up to its last whole record, and told."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import count
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from concordat.core.bounds import Limits, Unreadable
from concordat.data.formats.source import SourceSpec

EXTRACT = Limits(file_size=64 << 30, unpacked_size=64 << 30, ratio=250, entries=1_000)
REASONS = {
    "broken": "The archive breaks off or is damaged here; what came before was read",
    "checksum": "The archive's checksum does not match: it came through whole in length, but something in it changed",
    "unreadable": "This file of the archive could not be read",
}
_GZ, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_LOCAL = struct.Struct("<4s5H3I2H")  # a zip's local header: APPNOTE 4.3.7
_STORED, _DEFLATED = 0, 8
_CHUNK = 1 << 16
_TAIL = 32 << 20  # how far back the last whole record is looked for
_ALLOWED_SWELL = 64 << 20  # below this a high ratio harms nobody
_DEEP = 2
_AGAIN = "Ask for it to be exported and sent again"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file that was unpacked. `trouble` is blank, or a kind of REASONS met at `line`."""

    path: Path
    trouble: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """Where in an archive the bytes of a file begin, and how many there are (None: until they say they end)."""

    name: str
    start: int
    size: int | None
    bits: int  # as zlib counts a window: 31 gzip, -15 bare, 0 not packed
    crc: int | None = None


def is_archive(path: Path) -> bool:
    """Whether it is a gz, or a zip that is not a workbook; told from its bytes, never from its name."""
    with path.open("rb") as stream:
        start = stream.read(4)
    return start.startswith(_GZ) or (start == _ZIP and not _is_workbook(path))


def unpacked(
    path: Path, spec: SourceSpec, *, work: Path, begins: bytes = b"", limits: Limits = EXTRACT
) -> Iterator[Member]:
    """The files in it that `spec.path` names, each in a folder of its own below `work`. Raises Unreadable, OutOfBounds.

    One that breaks off is cut back to before the last `begins` at the start of a line, or else to its last whole line.
    """
    budget = _Budget(path, limits)
    found = False
    numbers = count(1)
    for member in _walk(path, work, numbers, budget, begins, _DEEP):
        if not spec.path or fnmatch(member.path.name.casefold(), spec.path.casefold()):
            found = True
            yield member
    if not found:
        remedy = f"Check what the archive holds against the path '{spec.path}'" if spec.path else _AGAIN
        raise Unreadable("The archive holds no such file", where=path.name, remedy=remedy)


def _walk(
    path: Path, work: Path, numbers: Iterator[int], budget: _Budget, begins: bytes, deep: int
) -> Iterator[Member]:
    for entry in _entries(path, budget.limits):
        folder = work / f"{next(numbers):04}"
        folder.mkdir(parents=True)
        member = _unpack(path, entry, folder / _plain(entry.name), budget, begins)
        if not is_archive(member.path):
            yield member
        elif deep == 1:
            raise Unreadable("It is an archive in an archive in an archive", where=path.name, remedy="Send it unpacked")
        else:
            yield from _walk(member.path, work, numbers, budget, begins, deep - 1)


class _BrokeOff(Exception):
    """The packed bytes end, or make no sense, before they say that they are at their end."""


class _Budget:
    """What may still be unpacked from one landed file, however its directory lies."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.name = path.name
        self.packed = max(path.stat().st_size, 1)
        self.total = 0

    def spend(self, size: int) -> None:
        self.total += size
        what = "The archive unpacks to too many bytes"
        self.limits.check("unpacked_size", self.total, where=self.name, what=what)
        if self.total > _ALLOWED_SWELL:
            what = "The archive unpacks to too many times its size"
            self.limits.check("ratio", self.total // self.packed, where=self.name, what=what)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return not {"[Content_Types].xml", "content.xml"}.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _plain(name: str) -> str:
    """The last part of a name in an archive, fit to be a file's here: it never leads anywhere."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(each if each.isalnum() or each in "._-+() " else "_" for each in last).strip(". ")
    while len(plain.encode()) > 200:
        plain = plain[1:]
    return plain or "extract"


def _entries(path: Path, limits: Limits) -> Iterator[_Entry]:
    with path.open("rb") as stream:
        if stream.read(2) == _GZ:
            yield _Entry(name=path.name.removesuffix(".gz"), start=0, size=None, bits=31)
            return
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        listed = None  # its directory, which comes last, is cut off or damaged
    if listed is None:
        yield from _found(path, limits)
        return
    limits.check("entries", len(listed), where=path.name, what=f"The archive holds {len(listed):,} files")
    for each in listed:
        if not each.is_dir() and not each.filename.startswith("__MACOSX/"):
            yield _listed(path, each)


def _listed(path: Path, info: zipfile.ZipInfo) -> _Entry:
    if info.flag_bits & 1:
        raise Unreadable("The archive is protected by a password", where=path.name, remedy="Send it without one")
    if info.compress_type not in (_STORED, _DEFLATED):
        remedy = "Pack it as an ordinary zip, or as gz"
        raise Unreadable("The archive is packed in a way that is not read here", where=path.name, remedy=remedy)
    header = _local(path, info.header_offset)
    start = info.header_offset + _LOCAL.size + (header[9] + header[10] if header else 0)
    bits = -15 if info.compress_type == _DEFLATED else 0
    return _Entry(name=info.filename, start=start, size=info.compress_size, bits=bits, crc=info.CRC)


def _local(path: Path, offset: int) -> tuple[int, ...] | None:
    with path.open("rb") as stream:
        stream.seek(offset)
        given = stream.read(_LOCAL.size)
    if len(given) < _LOCAL.size or not given.startswith(_ZIP):
        return None
    return _LOCAL.unpack(given)


def _found(path: Path, limits: Limits) -> Iterator[_Entry]:
    """The files of a zip without its directory, by the headers before each; a file of unknown length is the last."""
    offset, seen = 0, 0
    while header := _local(path, offset):
        seen += 1
        limits.check("entries", seen, where=path.name)
        _, _, flags, method, _, _, crc, size, _, name_size, extra_size = header
        with path.open("rb") as stream:
            stream.seek(offset + _LOCAL.size)
            name = stream.read(name_size).decode("cp437", "replace")
        start = offset + _LOCAL.size + name_size + extra_size
        if flags & 1 or method not in (_STORED, _DEFLATED):
            return
        told = not flags & 8  # else its size and checksum follow the data
        yield _Entry(
            name=name,
            start=start,
            size=size if told else None,
            bits=-15 if method else 0,
            crc=crc if told else None,
        )
        if not told:
            return
        offset = start + size


def _unpack(path: Path, entry: _Entry, to: Path, budget: _Budget, begins: bytes) -> Member:
    crc = 0
    try:
        with path.open("rb") as stream, to.open("wb") as out:
            stream.seek(entry.start)
            for piece in _inflated(stream, entry):
                budget.spend(len(piece))
                crc = zlib.crc32(piece, crc)
                out.write(piece)
    except _BrokeOff:
        _cut_back(to, begins)
        return Member(path=to, trouble="broken", line=_lines(to) + 1)
    if entry.crc not in (None, crc):
        return Member(path=to, trouble="checksum", line=_lines(to))
    return Member(path=to)


def _inflated(stream: BinaryIO, entry: _Entry) -> Iterator[bytes]:
    """What it unpacks to, piece by piece. Raises _BrokeOff where it does not come to its end."""
    if not entry.bits:
        left = entry.size or 0
        for chunk in _packed(stream, left):
            left -= len(chunk)
            yield chunk
        if left:
            raise _BrokeOff
        return
    inflate = zlib.decompressobj(entry.bits)
    for chunk in _packed(stream, entry.size):
        while True:
            if inflate.eof:  # a gz may hold several one after the other, and then noughts (RFC 1952, 2.2) or rubbish
                if entry.bits < 0 or not chunk.startswith(_GZ[:1]):
                    return
                inflate = zlib.decompressobj(entry.bits)
            before = inflate.copy()
            try:
                piece = inflate.decompress(chunk, _CHUNK)
            except zlib.error:
                yield from _up_to_the_fault(before, chunk)
                raise _BrokeOff from None
            yield piece
            chunk = inflate.unused_data or inflate.unconsumed_tail
            if not chunk and len(piece) < _CHUNK:
                break
    if not inflate.eof:
        raise _BrokeOff


def _up_to_the_fault(inflate: Any, chunk: bytes) -> Iterator[bytes]:
    """What comes before a fault, byte by byte: zlib gives nothing of the call that meets it."""
    for each in chunk:
        try:
            piece = inflate.decompress(bytes([each]), _CHUNK)
        except zlib.error:
            return
        yield piece


def _packed(stream: BinaryIO, size: int | None) -> Iterator[bytes]:
    left = size
    while chunk := stream.read(_CHUNK if left is None else min(_CHUNK, left)):
        yield chunk
        left = None if left is None else left - len(chunk)


def _cut_back(path: Path, begins: bytes) -> None:
    """Drop what may be half a record: half a value would be read as a whole one."""
    with path.open("r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        start = max(0, size - _TAIL)
        stream.seek(start)
        tail = stream.read()
        if begins:
            cut = max(tail.rfind(mark + begins) for mark in (b"\r", b"\n", b"\x0b")) + 1
        else:
            cut = max(tail.rfind(b"\n"), tail.rfind(b"\r") if b"\n" not in tail else -1) + 1
        stream.truncate(start + cut)


def _lines(path: Path) -> int:
    """How many lines a file has, whether they end by \\n, \\r\\n or, as in HL7 v2, by \\r alone."""
    new = old = 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            new, old = new + chunk.count(b"\n"), old + chunk.count(b"\r")
    return new or old
