"""Any file of people as the linkage takes it: columns by the names a map gives them, and where each row stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from concordat.core.refusal import Refusal
from concordat.data.engine import Engine, Input, name_of, text
from concordat.data.formats.reader import read, readers
from concordat.data.formats.relation import Relation
from concordat.data.formats.source import SourceSpec
from concordat.share.linkage.standardise import COLUMNS


class BadMap(Refusal):
    """A map of columns that does not fit the people or their files; all that is wrong with it is told at once."""


@dataclass(frozen=True, kw_only=True)
class PeopleFiles:
    """People as Parquet: COLUMNS by their names, with `file` and `row`. `rejected`: rows that could not be read."""

    path: Path
    rows: int
    rejected: int


def gather(files: Sequence[Path], columns: Mapping[str, str], *, engine: Engine, work: Path) -> PeopleFiles:
    """Read the files below `work`, an empty folder. Raises BadMap, Unreadable or EngineFailed.

    Without a record_id a row is named for where it stands; of several files, ids are told apart by their file. Without
    a member, each file is one.
    """
    _check_map(columns)
    relations = [_read(path, work / str(number)) for number, path in enumerate(files)]
    _check_columns(files, relations, columns)
    names = _names(files)
    inputs: dict[str, Input] = {}
    parts = []
    for number, relation in enumerate(relations):
        (only,) = relation.inputs
        inputs[f"extract_{number}"] = relation.inputs[only]
        sql = relation.sql.replace(f'"{only}"', f'"extract_{number}"')
        parts.append(_part(sql, columns, names[number], alone=len(files) == 1))
    written = engine.write(" UNION ALL ".join(parts), work / "people.parquet", inputs)
    rejected = sum(each.rejected for each in relations)
    return PeopleFiles(path=work / "people.parquet", rows=written.rows, rejected=rejected)


def _check_map(columns: Mapping[str, str]) -> None:
    strange = sorted(set(columns) - set(COLUMNS))
    if strange or not set(columns) - {"record_id", "member", "nhs_number_status"}:
        what = f"The map names {', '.join(strange)}, which the linkage does not know" if strange else (
            "The map names nothing to link by")  # fmt: skip
        raise BadMap(what, remedy=f"Give the file's column for any of {', '.join(COLUMNS)}")


def _read(path: Path, work: Path) -> Relation:
    suffixes = [each.lstrip(".").lower() for each in path.suffixes if each.lower() not in (".gz", ".zip")]
    kind = suffixes[-1] if suffixes else "csv"
    if kind not in readers():
        raise BadMap("Its name does not say how it is written", where=path.name, remedy=f"Give .{' .'.join(readers())}")
    work.mkdir()
    return read(path, SourceSpec(format=kind), work=work)


def _check_columns(files: Sequence[Path], relations: Sequence[Relation], columns: Mapping[str, str]) -> None:
    missing = [
        f"{path.name} has no column {name!r} for {target}"
        for path, relation in zip(files, relations, strict=True)
        for target, name in columns.items()
        if name not in relation.columns
    ]
    if missing:
        raise BadMap("; ".join(missing), remedy="Write the columns as the files' headings have them")


def _names(files: Sequence[Path]) -> list[str]:
    """What each file is called in ids: its name, or, where two have one name, its place too."""
    many = Counter(each.name for each in files)
    return [each.name if many[each.name] == 1 else f"{at} {each.name}" for at, each in enumerate(files, 1)]


def _part(sql: str, columns: Mapping[str, str], file: str, *, alone: bool) -> str:
    given = {target: f"CAST({name_of(name)} AS VARCHAR)" for target, name in columns.items()}
    place = "CAST(_row AS VARCHAR)"
    record = given.get("record_id", place)
    texts = {
        **dict.fromkeys(COLUMNS, "CAST(NULL AS VARCHAR)"),
        **given,
        "record_id": record if alone else f"{text(file + ':')} || {record}",
        "member": given.get("member", text(file)),
    }
    chosen = ", ".join(f"{value} AS {target}" for target, value in texts.items())
    return f"SELECT {chosen}, {text(file)} AS file, _row AS row FROM ({sql})"
