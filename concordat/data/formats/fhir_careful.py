"""FHIR read with care, block by block: bad lines are told and left out, Bundles opened, wrong types emptied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from concordat.data.formats import fhir_lines
from concordat.data.formats.fhir_lines import Lines
from concordat.data.formats.fhir_mend import mended
from concordat.data.formats.fhir_typed import fits, typed
from concordat.data.formats.fhir_view import LINE, TOO_MANY, FhirView, literal

REASONS = {
    **fhir_lines.REASONS,
    "not_json": "The line is not JSON, or is nested too deeply; it is left out",
    "not_a_resource": "The line does not say which resourceType it is; it is left out",
    "wrong_type": "The value is of another type than FHIR gives it, and is read as empty",
}
Told = Callable[[int, str, str, str], None]  # line, column, kind, reason
_TYPE = "coalesce(json_extract_string(text, '$.resourceType'), '')"


class Careful:
    """Reads files for one view, in one session. `told` hears of every line and value that is left out.

    A block's good lines are read the fast way; only if that fails is each resource looked into.
    """

    def __init__(self, session: duckdb.DuckDBPyConnection, view: FhirView, told: Told, temp: Path) -> None:
        self.session = session
        self.view = view
        self.told = told
        self.block = temp / "block.ndjson"

    def tables(self, path: Path) -> Iterator[pa.Table]:
        """The rows of a file, block by block; one empty table if it has none."""
        any_lines = False
        for lines in self._blocks(path):
            any_lines = True
            yield self._rows(lines)
        if not any_lines:
            yield self._read([])

    def _blocks(self, path: Path) -> Iterator[Lines]:
        """One Bundle over several lines is one line; it shows in that the first line is not JSON by itself."""
        blocks = fhir_lines.blocks(path, self._reject)
        first = next(blocks, [])
        if first and not self._is_json(first[0][1]) and (text := fhir_lines.whole(path)) and self._is_json(text):
            yield [(1, text)]
            return
        if first:
            yield first
        yield from blocks

    def _is_json(self, text: bytes) -> bool:
        return bool(self.session.execute("SELECT json_valid(?)", [text.decode()]).fetchall()[0][0])

    def _reject(self, line: int, kind: str, column: str = "") -> None:
        self.told(line, column, kind, REASONS[kind])

    def _rows(self, lines: Lines) -> pa.Table:
        others = self._others(lines)
        if fits(self.view) and "Bundle" not in others.values():
            try:
                return self._read([self._lined(*each) for each in lines if each[0] not in others], guarded=True)
            except duckdb.Error as problem:
                if TOO_MANY in str(problem):
                    raise
        left_out = {number for number, kind in others.items() if kind != "Bundle"}
        kept = (each for each in lines if each[0] not in left_out)
        return self._read([text for number, line in kept for text in self._mended(number, line)])

    def _others(self, lines: Lines) -> dict[int, str | None]:
        """The lines that are not a resource of the view's type, by number, and what they are."""
        numbers, texts = [number for number, _ in lines], [text for _, text in lines]
        given = pa.table({"line": pa.array(numbers, pa.int64()), "text": pa.array(texts, pa.large_string())})
        resource = literal(self.view.resource)
        begins = literal(
            f'{{"resourceType":"{self.view.resource}"'
        )  # as nearly all do, which spares reading them again
        kind = f"CASE WHEN starts_with(text, {begins}) THEN {resource} ELSE {_TYPE} END"
        valid = f"CASE WHEN json_valid(text) THEN {kind} END"
        query = f"SELECT line, {valid} AS type FROM given WHERE type IS DISTINCT FROM {resource}"
        self.session.register("given", given)
        others = dict(sorted(self.session.execute(query).fetchall()))
        self.session.unregister("given")
        for line, kind in others.items():
            if not (kind and kind.isalpha()):  # a list of types, say, is given as its JSON
                self._reject(line, "not_json" if kind is None else "not_a_resource")
        return others

    def _mended(self, line: int, text: bytes) -> Iterator[bytes]:
        """The resources of the view's type in a line, what is of the wrong type taken out."""
        try:
            for resource in self._resources(json.loads(text)):
                value, wrong = mended(resource, self.view.shape)
                for path in wrong:
                    self._reject(line, "wrong_type", path)
                yield json.dumps({**value, LINE: line} if self.view.numbered else value, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            self._reject(line, "not_json")

    def _lined(self, line: int, text: bytes) -> bytes:
        """A resource with the line that it is on in it, if the view asks for that."""
        return b'{"%s":%d,%s' % (LINE.encode(), line, text.lstrip()[1:]) if self.view.numbered else text

    def _resources(self, value: Any) -> Iterator[dict[str, Any]]:
        if value.get("resourceType") == self.view.resource:
            yield value
        elif value.get("resourceType") == "Bundle" and isinstance(entries := value.get("entry"), list):
            for each in entries:
                if isinstance(each, dict) and isinstance(within := each.get("resource"), dict):
                    yield from self._resources(within)

    def _read(self, texts: list[bytes], *, guarded: bool = False) -> pa.Table:
        """The rows of resources, the fast way. Raises duckdb.Error, if `guarded` at a text that looks like JSON too."""
        self.block.write_bytes(b"\n".join(texts))
        return self.session.sql(typed(self.view, self.block, guarded=guarded)).to_arrow_table()
