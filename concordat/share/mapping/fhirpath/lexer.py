"""The words of FHIRPath: a text becomes tokens, each with its kind, its value and where it stands.

Grammar: FHIRPath 2.0, https://hl7.org/fhirpath/N1/grammar.html. Comments are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from concordat.share.mapping.fhirpath.refused import BadPath

LONGEST = 4_000
"""Characters of a path; a longer one is a mistake or an attack."""
MOST = 300
"""Words of a path: each may be a level of the tree, which is walked recursively."""

_TIME = r"\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ZONE = r"(?:Z|[+-]\d{2}:\d{2})"
_PATTERNS = {
    "space": r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)+",
    "time": rf"@T{_TIME}",
    "dateTime": rf"@\d{{4}}(?:-\d{{2}}(?:-\d{{2}})?)?T(?:{_TIME}{_ZONE}?)?",
    "date": r"@\d{4}(?:-\d{2}(?:-\d{2})?)?",
    "decimal": r"\d+\.\d+",
    "integer": r"\d+",
    "string": r"'(?:[^'\\]|\\.)*'",
    "quoted": r"`(?:[^`\\]|\\.)*`",
    "constant": r"%(?:[A-Za-z_]\w*|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*')",
    "special": r"\$(?:this|index|total)\b",
    "word": r"[A-Za-z_][A-Za-z0-9_]*",
    "sign": r"<=|>=|!=|!~|[-.()\[\]{},+*/&|=<>~]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.DOTALL | re.ASCII)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", **{each: each for each in "'\"`\\/"}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A word: its kind (a key of the patterns, or "end"), its value without quotes and escapes, and its place."""

    kind: str
    value: str
    at: int


def tokens(text: str) -> list[Token]:
    """Every token, the last of kind "end". Raises BadPath."""
    if len(text) > LONGEST:
        raise BadPath(f"A path of {len(text):,} characters is not read", f"Write it in at most {LONGEST:,}")
    found = [*_tokens(text), Token(kind="end", value="", at=len(text))]
    if len(found) > MOST:
        raise BadPath(f"A path of {len(found):,} words is not read", f"Write it in at most {MOST}")
    return found


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadPath(f"Character {at + 1} is not understood", "Texts stand in single quotes, names without any")
        kind = str(match.lastgroup)
        if kind != "space":
            yield Token(kind=kind, value=_value(kind, match[0]), at=at)
        at = match.end()


def _value(kind: str, text: str) -> str:
    if kind == "constant":
        text = text[1:]
        return _unescaped(text[1:-1]) if text[0] in "`'" else text
    if kind in ("string", "quoted"):
        return _unescaped(text[1:-1])
    return text.removeprefix("@").removeprefix("T") if kind == "time" else text.removeprefix("@")


def _unescaped(text: str) -> str:
    value = _ESCAPE.sub(_character, text)
    if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
        raise BadPath("A text holds a character that no FHIR text holds", "Leave it out")
    return value


def _character(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    if code not in _ESCAPES:
        raise BadPath("A text holds an escape that FHIRPath does not know", r"Write \\ for a backslash")
    return _ESCAPES[code]
