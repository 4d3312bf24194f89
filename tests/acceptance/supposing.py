"""Three Rivers with a fact changed, as its programme office would change a cell and ask again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from concordat.register.noun import Noun
from concordat.register.outtake import write_record
from concordat.register.record import Record


def changed(record: Record, noun: type[Noun], key: str, **facts: Any) -> Record:
    """The record with these facts of one row changed. The row must be there: a supposition about nothing fails."""
    assert record.versions(noun, key), f"{noun.SHEET} has no {key}"
    return Record.of(replace(each, **facts) if _is(each, noun, key) else each for each in record)


def without(record: Record, noun: type[Noun], key: str) -> Record:
    """The record with one row left out."""
    assert record.versions(noun, key), f"{noun.SHEET} has no {key}"
    return Record.of(each for each in record if not _is(each, noun, key))


def with_more(record: Record, *rows: Noun) -> Record:
    """The record with more rows."""
    return Record.of([*record, *rows])


def written(record: Record, folder: Path) -> Path:
    """The record as a folder of CSV files, for a command to read."""
    write_record(record, folder)
    return folder


def _is(row: Noun, noun: type[Noun], key: str) -> bool:
    return type(row) is noun and row.key == key
