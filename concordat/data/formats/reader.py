"""Reads a landed file, packed or not, by the reader of its format; the readers are found by being here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from concordat.core.bounds import Limits, Unreadable
from concordat.core.discovery import modules
from concordat.data import formats
from concordat.data.engine import Input
from concordat.data.formats.archive import EXTRACT, REASONS, Member, is_archive, unpacked
from concordat.data.formats.relation import ROWS, Relation, reject_alone
from concordat.data.formats.source import BY_VIEW, BadSource, SourceSpec


class Reader(Protocol):
    """A module that reads some formats.

    FORMATS are their names, OPTIONS what of SourceSpec it looks at beside `format`. BEGINS, if it has one, is what each
    record begins with; a file that broke off is read up to its last whole record (or line, where there is no BEGINS).
    """

    FORMATS: tuple[str, ...]
    OPTIONS: tuple[str, ...]

    def read(self, path: Path, spec: SourceSpec, *, work: Path) -> Relation:
        """The rows of one file; `work` is an empty folder of its own. Raises Unreadable or OutOfBounds."""


@cache
def readers() -> Mapping[str, Reader]:
    """Every reader by the name of its format."""
    return {name: module for module in modules(formats) for name in getattr(module, "FORMATS", ())}


def read(path: Path, spec: SourceSpec, *, work: Path, limits: Limits = EXTRACT) -> Relation:
    """The rows of a file, or of those in a gz or zip that `spec.path` names; written below `work`.

    Raises Unreadable, OutOfBounds, or BadSource.
    """
    reader = readers().get(spec.format)
    if spec.format in BY_VIEW:
        raise BadSource([("format", f"{spec.format} is read by a view", "Name the ViewDefinition of the feed (view)")])
    if reader is None:
        raise BadSource([("format", "no such format is read", f"Write one of {', '.join(readers())}")])
    if not is_archive(path):
        return reader.read(path, spec, work=work)
    begins = getattr(reader, "BEGINS", b"")
    members = unpacked(path, spec, work=work, begins=begins, limits=limits)
    return _together([each for member in members for each in _member(reader, member, spec)], path)


def _member(reader: Reader, member: Member, spec: SourceSpec) -> Iterator[Relation | Path]:
    """What one file of an archive gives: its rows unless it is unreadable, and a reject for any trouble of its own."""
    folder = member.path.parent
    trouble, line = member.trouble, member.line
    try:
        yield reader.read(member.path, spec, work=folder / "read")
    except Unreadable:
        trouble, line = trouble or "unreadable", line or 1
    if trouble:
        yield reject_alone(folder, member.path.name, line, trouble, REASONS[trouble])


def _together(parts: list[Relation | Path], archive: Path) -> Relation:
    """The files of one source as one relation; a column that one of them lacks is blank for it. Raises Unreadable."""
    relations = [each for each in parts if isinstance(each, Relation)]
    alone = tuple(each for each in parts if isinstance(each, Path))
    if not relations:
        remedy = "Open it and look; then ask for it to be exported and sent again"
        raise Unreadable("None of the files in the archive can be read", where=archive.name, remedy=remedy)
    return replace(
        relations[0],
        inputs={ROWS: tuple(file for each in relations for file in _files(each.inputs[ROWS]))},
        columns=tuple(dict.fromkeys(name for each in relations for name in each.columns)),
        rows=sum(each.rows for each in relations),
        rejects=(*(path for each in relations for path in each.rejects), *alone),
        rejected=sum(each.rejected for each in relations) + len(alone),
        notes=tuple(note for each in relations for note in each.notes),
    )


def _files(given: Input) -> Iterable[Path]:
    """The Parquet files of an input."""
    if isinstance(given, Path):
        return (given,)
    if isinstance(given, pa.Table):
        raise TypeError("What is read from an archive is kept in files")
    return given
