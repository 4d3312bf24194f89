"""What a program sent, read: one JSON object, bounded, and the question in it with everything that is wrong at once."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, NoReturn

from django.http import HttpRequest

from concordat.core.refusal import Refusal
from concordat.data.answer import Query
from concordat.data.counted import from_json as counted_from_json
from concordat.data.guard import LONGEST
from concordat.data.question import BadQuestion
from concordat.data.question import from_json as question_from_json


class NoJson(Refusal):
    """What is not one JSON object."""

    status = 400


@dataclass(frozen=True, kw_only=True)
class ToAsk:
    """What is asked at the door, and of which snapshot; 0 is the last."""

    query: Query
    snapshot: int


def json_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises NoJson."""
    try:
        found = json.loads(request.body, parse_constant=_no_constant, parse_float=_number)
        json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair cannot be written down
    except (ValueError, RecursionError):  # a wrong encoding and a number too long to read are ValueErrors
        found = None
    if not isinstance(found, dict):
        raise NoJson("What was sent cannot be read as JSON", remedy="Send one JSON object, in UTF-8")
    return found


def to_ask(given: dict[str, Any]) -> ToAsk:
    """A question for the door: `question`, and `sql` or `count`, and a `snapshot`. Raises BadQuestion, BadCounting."""
    sql, count, snapshot = (given.get(name) for name in ("sql", "count", "snapshot"))
    wrong = [(name, "is not known", "use question, sql or count, and snapshot") for name in given if name not in _PARTS]
    if (sql is None) == (count is None):
        wrong.append(("sql", "or count is missing, or both are given", "give SQL, or what to count"))
    if sql is not None and (not isinstance(sql, str) or not 0 < len(sql.strip()) <= LONGEST):
        wrong.append(("sql", "is not a text", f"write it in quotation marks, in at most {LONGEST:,} letters"))
    if snapshot is not None and (type(snapshot) is not int or not 0 <= snapshot < 1 << 31):
        wrong.append(("snapshot", "is not a number", "give the number of a snapshot, or leave it out"))
    try:
        question = question_from_json(given.get("question"))
    except BadQuestion as bad:
        raise BadQuestion([*wrong, *bad.problems]) from None
    if wrong:
        raise BadQuestion(wrong)
    counted = counted_from_json(count) if count is not None else None
    return ToAsk(query=Query(question=question, sql=sql or "", counted=counted), snapshot=snapshot or 0)


def counts_of(given: dict[str, Any]) -> tuple[str, ...]:
    """The columns of an answer that count people, to be checked before it leaves. Raises BadQuestion."""
    counts = given.get("counts", [])
    wrong = [(name, "is not known", "use counts") for name in given if name != "counts"]
    if not isinstance(counts, list) or not all(isinstance(each, str) for each in counts) or len(counts) > _MOST:
        wrong.append(("counts", "is not a list of texts", 'write it as ["…", "…"]'))
    if wrong:
        raise BadQuestion(wrong)
    return tuple(counts)


_PARTS = ("question", "sql", "count", "snapshot")
_MOST = 200


def _number(text: str) -> float:
    """A number; 5.0 is the whole number 5, as JSON Schema has it. One beyond what can be held is none."""
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return int(found) if found.is_integer() else found


def _no_constant(name: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError(name)
