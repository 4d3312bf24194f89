"""A gap as a sentence: who does not give what, how much of it, and from which system, supplier and contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from concordat.share.standardise.kind import GapKind

if TYPE_CHECKING:
    from concordat.share.standardise.gaps import Gap

SENTENCES: Mapping[GapKind, str] = {
    GapKind.NOT_MAPPED: "{member} has no mapping for {field}",
    GapKind.DECLARED_ABSENT: "{member} does not send {field}: {note}",
    GapKind.COLUMN_MISSING: "{member} should send {field}, but its last file has no column {note}",
    GapKind.EMPTY: "{member} sends nothing at all in {field}, though it is mapped: all {rows} rows are blank",
    GapKind.PARTIAL: "{member} leaves {field} blank in {count} of {rows} rows ({share})",
    GapKind.UNPARSEABLE: "{member} sends {field} that cannot be read in {count} of {rows} values ({share})",
    GapKind.UNMAPPED_CODE: "{member} sends {field} in {note} in no code map, in {count} of {rows} values ({share})",
    GapKind.NOT_IN_VALUE_SET: "{member} sends {field} outside its value set in {count} of {rows} values ({share})",
    GapKind.LOSSY_CODE: "{member}'s codes for {field} lose something when mapped in {count} of {rows} values ({share})",
    GapKind.COARSER: "{member} sends {field} in part only, as {part}, in {count} of {rows} values ({share})",
    GapKind.DUPLICATE_KEY: "{member} repeats the key of {table}s in {count} of {rows} rows ({share}); the last stands",
    GapKind.ORPHAN_REFERENCE: "{member} sends {field} that leads nowhere in {count} of {rows} rows ({share})",
    GapKind.STALE: "{member} has sent no {table}s for {count} days, though its feed is due every {note}",
    GapKind.UNIT_CONFLICT: "{member} sends {count} codes of {table}s in several units, so that they cannot be pooled",
    GapKind.FAILS_CHECK: "{member} sends {field} that cannot be right in {count} of {rows} values ({share})",
    GapKind.CONTRADICTED: "{member} declares {field} absent, but its file has {count} values under {note}",
}
_LEVEL = "{member} sends {field} only as {note}, more coarsely than the shared tables have it"
_OTHER_UNITS = (
    "{member} sends {count} of the tests that it shares with {note} in other units, so that they cannot be pooled"
)
_NEVER = "{member} has sent no {table}s yet"
_PLAIN = {"nhs": "NHS", "gp": "GP", "rtt": "RTT", "id": "identifier"}


def sentence(gap: Gap) -> str:
    """The gap in English, ending with what is behind it."""
    words = {
        "member": f"{gap.behind.member} ({gap.member})" if gap.behind.member else gap.member,
        "table": gap.table,
        "column": gap.column,
        "field": f"{in_words(gap.column)} of {gap.table}s",
        "count": f"{gap.count:,}",
        "rows": f"{gap.rows:,}",
        "share": share(gap.count, gap.rows),
        "part": "a day without its time" if gap.column.endswith("_at") else "a year or month alone",
        "note": _codes(gap.note) if gap.kind is GapKind.UNMAPPED_CODE else gap.note.rstrip("."),
    }
    return f"{_form(gap).format(**words)}{_behind(gap)}."


def in_words(column: str) -> str:
    """A column as people say it: nhs_number is NHS number."""
    return " ".join(_PLAIN.get(each, each) for each in column.split("_"))


def share(count: int, rows: int) -> str:
    """A part of a whole as a percentage that is never rounded to none or to all."""
    if not rows:
        return "0%"
    part = 100 * count / rows
    if 0 < part < 0.1:
        return "less than 0.1%"
    return f"{part:.1f}%" if part < 99.95 or count == rows else "more than 99.9%"


def _form(gap: Gap) -> str:
    if gap.kind is GapKind.COARSER and gap.declared:
        return _LEVEL
    if gap.kind is GapKind.UNIT_CONFLICT and gap.note:
        return _OTHER_UNITS
    if gap.kind is GapKind.STALE and not gap.batch:
        return _NEVER
    return SENTENCES[gap.kind]


def _codes(number: str) -> str:
    return "1 code" if number == "1" else f"{number} codes"


def _behind(gap: Gap) -> str:
    """The system, its supplier, and the contract with its end: who can put it right, and until when they must."""
    supplier = f" of {gap.behind.supplier}" if gap.behind.supplier else ""
    said = f"; its system is {gap.behind.system or gap.system}{supplier}"
    if gap.behind.contract:
        said += f", under contract {gap.behind.contract}"
    if gap.behind.ends_on:
        said += f", which ends on {gap.behind.ends_on:%-d %B %Y}"
    return said
