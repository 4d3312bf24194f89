"""FHIR read with care, block by block: bad lines are told and left out, Bundles opened, wrong types emptied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from concordat.data.formats import fhir_lines
from concordat.data.formats.fhir_lines import Lines
from concordat.data.formats.fhir_mend import mended
from concordat.data.formats.fhir_typed import fits, typed
from concordat.data.formats.fhir_view import TOO_MANY, FhirView, literal, quoted

REASONS = {
    **fhir_lines.REASONS,
    "not_json": "The line is not JSON, or is nested too deeply; it is left out",
    "not_a_resource": "The line does not say which resourceType it is; it is left out",
    "wrong_type": "The value is of another type than FHIR gives it, and is read as empty",
}
Told = Callable[[int, str, str, str], None]  # line, column, kind, reason


_TYPE = "CASE WHEN json_valid(text) THEN coalesce(json_extract_string(text, '$.resourceType'), '') END"


class Careful:
    """Reads files for one view, in one session. `told` hears of every line and value that is left out.

    A block's good lines are read the fast way; only if that fails is each resource looked into.
    """

    def __init__(self, session: duckdb.DuckDBPyConnection, view: FhirView, told: Told, temp: Path) -> None:
        self.session = session
        self.view = view
        self.told = told
        self.block = temp / "block.ndjson"
        self._sound: set[tuple[str, str]] = set()  # (field, structure) that has been seen to fit

    def tables(self, path: Path) -> Iterator[pa.Table]:
        """The rows of a file, block by block; one empty table if it has none."""
        any_lines = False
        for lines in self._blocks(path):
            any_lines = True
            yield self._rows(lines)
        if not any_lines:
            yield self._rows([])

    def _blocks(self, path: Path) -> Iterator[Lines]:
        """One Bundle over several lines is one line; it shows in that the first line is not JSON by itself."""
        blocks = fhir_lines.blocks(path, lambda line, kind: self._reject(line, kind))
        first = next(blocks, [])
        if first and not self._is_json(first[0][1]) and (text := fhir_lines.whole(path)) and self._is_json(text):
            yield [(1, text)]
            return
        if first:
            yield first
        yield from blocks

    def _is_json(self, text: str) -> bool:
        return bool(self.session.execute("SELECT json_valid(?)", [text]).fetchall()[0][0])

    def _reject(self, line: int, kind: str, column: str = "") -> None:
        self.told(line, column, kind, REASONS[kind])

    def _rows(self, lines: Lines) -> pa.Table:
        numbers, texts = zip(*lines, strict=True) if lines else ((), ())
        given = pa.table({"line": pa.array(numbers, pa.int64()), "text": pa.array(texts, pa.large_string())})
        self.session.register("given", given)
        try:
            others = self._others()
            if (table := self._fast(lines, others)) is not None:
                return table
            self._resources()
            self._mend()
            return self._flatten()
        finally:
            self.session.unregister("given")

    def _others(self) -> dict[int, str]:
        """The lines that are not a resource of the view's type, by number, and what they are."""
        query = f"SELECT line, {_TYPE} AS type FROM given WHERE type IS DISTINCT FROM {literal(self.view.resource)}"
        others = dict(sorted(self.session.execute(query).fetchall()))
        for line, kind in others.items():
            if not kind:
                self._reject(line, "not_json" if kind is None else "not_a_resource")
        return others

    def _fast(self, lines: Lines, others: dict[int, str]) -> pa.Table | None:
        """The rows of the block, if it holds nothing unexpected but whole lines."""
        if "Bundle" in others.values() or not fits(self.view):
            return None
        good = [text for number, text in lines if number not in others] if others else [text for _, text in lines]
        self.block.write_text("\n".join(good), encoding="utf-8", newline="\n")
        if not good:
            return None
        try:
            return self.session.sql(typed(self.view, self.block)).to_arrow_table()
        except duckdb.Error as problem:
            if TOO_MANY in str(problem):
                raise
            return None

    def _resources(self) -> None:
        """Those of the view's type, from lines and from Bundles; `fields` is what the view reads, each as JSON."""
        fields = ",".join(f'"{name}":"JSON"' for name in self.view.shape.children)
        resource = literal(self.view.resource)
        self.session.execute(
            f"""CREATE OR REPLACE TEMP TABLE resources AS
            SELECT line, text, from_json(text, {literal(f"{{{fields}}}")}) AS fields FROM (
                WITH typed AS NOT MATERIALIZED (SELECT line, text, {_TYPE} AS type FROM given)
                SELECT line, text FROM typed WHERE type = {resource}
                UNION ALL SELECT line, text FROM (
                    SELECT line, unnest(json_extract(text, '$.entry[*].resource')) AS text
                    FROM typed WHERE type = 'Bundle')
                WHERE json_extract_string(text, '$.resourceType') = {resource})"""
        )

    def _mend(self) -> None:
        """Replaces the resources in which a value is of the wrong type.

        What a field's JSON is made of is known from its structure, of which a file has few; each is looked at once.
        """
        doubtful = [test for name in self.view.shape.children for test in self._doubts(name)]
        if not doubtful:
            return
        found = self.session.execute(
            f"DELETE FROM resources WHERE {' OR '.join(doubtful)} RETURNING line, text"
        ).fetchall()
        kept = [(line, text) for line, given in found if (text := self._mended(line, given))]
        whole = pa.table(
            {
                "line": pa.array([line for line, _ in kept], pa.int64()),
                "text": pa.array([text for _, text in kept], pa.large_string()),
            }
        )
        self.session.register("mended", whole)
        self.session.execute("INSERT INTO resources SELECT line, text, NULL FROM mended")
        self.session.unregister("mended")

    def _doubts(self, name: str) -> Iterator[str]:
        """SQL of which resources may hold something wrong in a field."""
        structure = f"TRY(json_structure(fields.{quoted(name)})::VARCHAR)"
        query = f"SELECT {structure} AS s, any_value(fields.{quoted(name)}::VARCHAR) FROM resources GROUP BY s"
        bad: list[str] = []
        for found, sample in self.session.execute(query).fetchall():
            if sample is None or (name, found) in self._sound:
                continue
            if found is None:
                yield f"({structure} IS NULL AND fields.{quoted(name)} IS NOT NULL)"
            elif '"JSON"' in found or self._is_wrong(name, sample):
                bad.append(literal(found))
            else:
                self._sound.add((name, found))
        if bad:
            yield f"{structure} IN ({', '.join(bad)})"

    def _is_wrong(self, name: str, sample: str) -> bool:
        try:
            return bool(mended({name: json.loads(sample)}, self.view.shape)[1])
        except (ValueError, RecursionError):
            return True

    def _mended(self, line: int, text: str) -> str | None:
        try:
            value, wrong = mended(json.loads(text), self.view.shape)
            made = json.dumps(value)
        except (ValueError, RecursionError):
            self._reject(line, "not_json")
            return None
        for path in wrong:
            self._reject(line, "wrong_type", path)
        return made

    def _flatten(self) -> pa.Table:
        shape = literal(self.view.shape.of_json())
        self.session.execute(
            f"CREATE OR REPLACE TEMP VIEW source AS SELECT from_json(text, {shape}) AS r FROM resources"
        )
        return self.session.sql(self.view.sql).to_arrow_table()
