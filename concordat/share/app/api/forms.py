"""The forms in which an answer leaves for a program: JSON, an Arrow stream, Parquet; by what it says it accepts."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.http import HttpRequest, HttpResponse

from concordat.core.refusal import Refusal
from concordat.data.answer import Answer

JSON, ARROW, PARQUET = "application/json", "application/vnd.apache.arrow.stream", "application/vnd.apache.parquet"

METADATA = b"concordat"
"""Where an Arrow or Parquet schema tells of which answer it is, as JSON."""


class NotAccepted(Refusal):
    """A form in which an answer cannot be given."""

    status = 406


def in_form(request: HttpRequest, answer: Answer) -> HttpResponse:
    """An answer in the first of our forms that the program accepts most. Raises NotAccepted."""
    wanted = form_wanted(request)
    try:
        content = FORMS[wanted](answer)
    except pa.ArrowNotImplementedError:
        raise NotAccepted("A column of it has no place in this form", remedy=f"Accept {ARROW}") from None
    return HttpResponse(content, content_type=wanted, headers={"Cache-Control": "no-store", "Vary": "Accept"})


def form_wanted(request: HttpRequest) -> str:
    """The form to answer in, known before a question is asked. Raises NotAccepted."""
    wanted = request.get_preferred_type(list(FORMS))
    if wanted is None:
        raise NotAccepted("An answer is given in none of these forms", remedy=f"Accept one of {', '.join(FORMS)}")
    return str(wanted)


def head_of(answer: Answer) -> dict[str, Any]:
    """All of an answer that tells nothing of its rows."""
    return {
        "agreement": answer.agreement,
        "version": answer.version,
        "snapshot": answer.snapshot,
        "line": answer.line,
        "isolation": answer.isolation,
        "protected": answer.protected,
    }


def as_json(answer: Answer) -> bytes:
    """Its head, `columns` and `rows`; days and exact decimals as text."""
    rows = [{name: _plain(value) for name, value in row.items()} for row in answer.table.to_pylist()]
    told = {**head_of(answer), "columns": answer.table.column_names, "rows": rows}
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode()


def _arrow(answer: Answer) -> bytes:
    sink = pa.BufferOutputStream()
    table = _labelled(answer)
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _parquet(answer: Answer) -> bytes:
    sink = io.BytesIO()
    pq.write_table(_labelled(answer), sink)
    return sink.getvalue()


FORMS: Mapping[str, Callable[[Answer], bytes]] = {JSON: as_json, ARROW: _arrow, PARQUET: _parquet}


def _labelled(answer: Answer) -> pa.Table:
    own = answer.table.schema.metadata or {}
    return answer.table.replace_schema_metadata({**own, METADATA: json.dumps(head_of(answer)).encode()})


def _plain(value: Any) -> Any:
    """A value as JSON has one."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, (date, time)):  # a moment is a date too
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return {str(name): _plain(each) for name, each in value.items()} if isinstance(value, dict) else str(value)
