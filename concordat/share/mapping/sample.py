"""Some values of each column of a file, from all over it and the same ones each time, for a proposal of a mapping."""

from __future__ import annotations

from pathlib import Path

from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB, name_of
from concordat.data.formats.reader import read
from concordat.data.formats.source import SourceSpec
from concordat.share.mapping.profile import SAMPLE

_FORMATS = {".xlsx": "xlsx", ".xls": "xlsx", ".parquet": "parquet"}
_OTHERS = {".ndjson": "FHIR", ".json": "FHIR", ".hl7": "HL7 v2"}


class NoTable(Refusal):
    """A file that has no columns by itself, so that nothing can be proposed for it."""


def format_of(name: str) -> str:
    """The format of a table by the ending of its file's name. Raises NoTable."""
    ending = Path(name).suffix.casefold()
    if other := _OTHERS.get(ending):
        remedy = "Write a ViewDefinition or the paths of its fields, and bring the mapping in as a text"
        raise NoTable(f"Nothing can be proposed for {other}", where=name, remedy=remedy)
    return _FORMATS.get(ending, "csv")


def sample_of(path: Path, source: SourceSpec, work: Path) -> dict[str, list[str | None]]:
    """Some values of each column of a file; it is read below `work`. Raises Refusal."""
    relation = read(path, source, work=work)
    every = max(1, relation.rows // SAMPLE)
    columns = ", ".join(map(name_of, relation.columns))
    sql = f"SELECT {columns} FROM ({relation.sql}) WHERE _row % {every} = 0 ORDER BY _file, _row LIMIT {SAMPLE}"
    table = DuckDB(temp=work).run(sql, relation.inputs)
    return {name: table.column(at).to_pylist() for at, name in enumerate(relation.columns)}
