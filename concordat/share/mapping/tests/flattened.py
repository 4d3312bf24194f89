"""Rows of a view over resources, by way of a file, as a user gets them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from concordat.data.formats.fhir import Reject, flatten
from concordat.share.mapping.view_sql import compile_view

Row = dict[str, Any]


def rows(view: Any, resources: Iterable[Any]) -> list[Row]:
    """The rows; that nothing was rejected is checked."""
    given = "".join(f"{json.dumps(each)}\n" for each in resources)
    made, rejects = rows_of_text(view, given.encode())
    assert not rejects
    return made


def rows_of_text(view: Any, content: bytes) -> tuple[list[Row], list[Reject]]:
    """The rows of a file's bytes, and what was rejected."""
    compiled = compile_view(view)
    rejects: list[Reject] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given.ndjson"
        path.write_bytes(content)
        made = flatten([path], compiled, to=Path(folder) / "made", reject=rejects.append, threads=1)
        return [row for batch in made.batches() for row in batch.to_pylist()], rejects


def of(path: str, resource: Row, **more: Any) -> Any:
    """What one path gives for one resource; `more` is of the column or, as constant=[…], of the view."""
    constant = more.pop("constant", [])
    column = {"name": "it", "path": path, **more}
    view = {"resource": resource["resourceType"], "constant": constant, "select": [{"column": [column]}]}
    (row,) = rows(view, [resource])
    return row["it"]
