"""Reads a landed file, packed or not, by the reader of its format; the readers are found by being here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol

from concordat.core.bounds import Limits
from concordat.data import formats
from concordat.data.engine import Input
from concordat.data.formats.archive import EXTRACT, is_archive, unpacked
from concordat.data.formats.relation import ROWS, Relation
from concordat.data.formats.source import BadSource, SourceSpec


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
    modules = (import_module(f"{formats.__name__}.{each.name}") for each in iter_modules(formats.__path__))
    return {name: module for module in modules for name in getattr(module, "FORMATS", ())}


def read(path: Path, spec: SourceSpec, *, work: Path, limits: Limits = EXTRACT) -> Relation:
    """The rows of a file, or of those in a gz or zip that `spec.path` names; written below `work`.

    Raises Unreadable, OutOfBounds, or BadSource.
    """
    reader = readers().get(spec.format)
    if reader is None:
        raise BadSource([("format", "no such format is read", f"Write one of {', '.join(readers())}")])
    if not is_archive(path, spec.format):
        return reader.read(path, spec, work=work)
    begins = getattr(reader, "BEGINS", b"")
    relations = [
        reader.read(each, spec, work=each.parent / "read")
        for each in unpacked(path, spec, work=work, begins=begins, limits=limits)
    ]
    return _together(relations)


def _together(relations: list[Relation]) -> Relation:
    """The relations of several files of one source as one; a column that one of them lacks is blank for it."""
    first = relations[0]
    return Relation(
        inputs={ROWS: tuple(chain.from_iterable(_files(each.inputs[ROWS]) for each in relations))},
        columns=tuple(dict.fromkeys(name for each in relations for name in each.columns)),
        rows=sum(each.rows for each in relations),
        rejects=tuple(path for each in relations for path in each.rejects),
        rejected=sum(each.rejected for each in relations),
        notes=tuple(note for each in relations for note in each.notes),
        sql=first.sql,
        merges=first.merges,
    )


def _files(given: Input) -> Iterable[Path]:
    if isinstance(given, Path):
        return (given,)
    raise TypeError("A reader gives one file of rows")
