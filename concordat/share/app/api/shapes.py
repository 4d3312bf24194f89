"""The shapes of what programs send and are given, as OpenAPI describes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, TypeAdapter

from concordat.data.counted import Counted
from concordat.data.guard import LONGEST
from concordat.data.question import MOST, Question
from concordat.share.app.api.forms import ARROW, JSON, PARQUET


class GroundShape(Schema):
    """One rule and whether it holds: the fact, its source, and what would change a failure."""

    rule: str
    source: str
    fact: str
    holds: bool
    remedy: str


class ConditionShape(Schema):
    """What limits or alters the data, in words, with its parts by name for whoever carries it out."""

    model_config = ConfigDict(extra="allow")

    kind: Literal["rows", "item", "output", "retention", "break-glass"]
    text: str


@dataclass(frozen=True)  # a class of pydantic's has no place for the name `register`
class OptOutShape:
    """A register of opt-outs that must be applied, and the most days since its list was made."""

    register: str
    oldest_list: int


class VerdictShape(Schema):
    """The verdict, as `concordat share may --json` prints it."""

    verdict: Literal["PERMIT", "REVIEW", "DENY"]
    agreement: str
    version: int | None
    columns: list[str]
    conditions: list[ConditionShape]
    opt_outs: list[OptOutShape]
    until: date | None
    reasons: list[GroundShape]


class AnswerShape(Schema):
    """An answer: under which agreement, from which snapshot, its line on the log, and its rows.

    `protected`: small numbers are left out and the rest rounded. Days and exact decimals are texts in `rows`; an Arrow
    stream keeps their types, and has all but `columns` and `rows` in its schema's metadata, as JSON under `concordat`.
    """

    agreement: str
    version: int
    snapshot: int
    line: int
    isolation: str
    protected: bool
    columns: list[str]
    rows: list[dict[str, Any]]


class HeadShape(Schema):
    """A kept answer without its rows. `by` is the sign-in name of who asked."""

    line: int
    by: str
    at: datetime
    organisation: str
    whose: list[str]
    agreement: str
    version: int
    rows: int
    protected: bool
    released: bool


class FeedShape(Schema):
    """One member's feed of a table: when it came and is due, the rows of its last batch and how many are left out."""

    feed: str
    member: str
    system: str
    table: str
    every: str
    batches: int
    last_received: datetime | None
    due_on: date | None
    late: bool
    rows: int
    left_out: int


class BehindShape(Schema):
    """Who is behind a feed, by name; blank where the register has none."""

    member: str
    system: str
    supplier: str
    contract: str
    ends_on: date | None


class GapShape(Schema):
    """What a member does not give, in a sentence and in parts."""

    kind: str
    member: str
    system: str
    table: str
    column: str
    count: int
    rows: int
    note: str
    declared: bool
    feed: str
    batch: str
    behind: BehindShape
    severity: Literal["error", "warning", "note"]
    sentence: str


class StandingShape(Schema):
    """An agreement that the person may read, how far it is, and every ground that fails."""

    agreement: str
    version: int
    title: str
    kind: str
    state: str
    until: date | None
    failing: list[GroundShape]
    keeper: str
    private: bool


def body(schema: dict[str, Any]) -> dict[str, Any]:
    """What OpenAPI says of a request whose body has this schema."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def given_as_answer() -> dict[str, Any]:
    """What OpenAPI says of the other forms of an answer."""
    binary: dict[str, Any] = {form: {"schema": {"type": "string", "format": "binary"}} for form in (ARROW, PARQUET)}
    return {"responses": {200: {"content": binary}}}


def _described(kind: type[Any]) -> dict[str, Any]:
    """The JSON Schema of a dataclass that is read from JSON, with nothing else in it and no reference elsewhere."""
    schema = TypeAdapter(kind).json_schema()
    return _inlined(schema, schema.pop("$defs", {}))


def _inlined(part: Any, named: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_inlined(each, named) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(named[part["$ref"].rpartition("/")[2]], named)
    found = {name: _inlined(each, named) for name, each in part.items() if name != "default"}
    return found | ({"additionalProperties": False} if found.get("type") == "object" else {})


def _question() -> dict[str, Any]:
    found = _described(Question)
    parts = found["properties"]
    lists = next(each["items"]["properties"] for each in parts["lists"]["anyOf"] if "items" in each)
    for name in ("whose", "columns"):
        parts[name] |= {"minItems": 1, "maxItems": MOST}
    for each in (parts["organisation"], parts["whose"]["items"], lists["controller"]):
        each["pattern"] = _NOT_BLANK
    parts["columns"]["items"]["pattern"] = r"^[a-z_]+\.[a-z_]+$"
    lists["people"]["minimum"] = 0
    next(each for each in lists["unchecked"]["anyOf"] if each["type"] == "integer")["minimum"] = 0
    return found


_NOT_BLANK = "[!-~]"
QUESTION = _question()
TO_ASK: dict[str, Any] = {
    "type": "object",
    "description": "A question, and either SQL over the columns it is permitted, or what to count.",
    "required": ["question"],
    "additionalProperties": False,
    "properties": {
        "question": QUESTION,
        "sql": {"type": "string", "pattern": _NOT_BLANK, "maxLength": LONGEST},
        "count": _described(Counted),
        "snapshot": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1, "description": "0, or none: the last."},
    },
    "oneOf": [{"required": ["sql"]}, {"required": ["count"]}],
}
TO_RELEASE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "counts": {
            "type": "array",
            "items": {"type": "string"},
            "maxItems": 200,
            "description": "Of an answer to SQL, the columns that count people: they are checked before it leaves.",
        }
    },
}
