"""A mapping as it is written, column by column: read from its text, and changed there, all else left as it stands.

What a person wrote around the columns (who they are, how the file is written, comments) is theirs and is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concordat.core.refusal import Refusal
from concordat.data.located import Located, read_yaml

HOW = ("from", "expression", "absent")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?: [A-Za-z0-9_]+)*")
_WORDS = ("true", "false", "null")


class CannotRewrite(Refusal):
    """A text in which columns cannot be changed one by one."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of one column. `how` is one of HOW, "" where nothing is; `what` are lines: columns of the source, an
    expression, or the reason; `codes` are lines "source = target", or the one name of a code map."""

    how: str = ""
    what: str = ""
    date: str = ""
    clean: str = ""
    codes: str = ""
    level: str = ""


def said_in(text: str, *, file: str) -> dict[str, Said]:
    """What a mapping says, by column of the table. Raises BadYaml."""
    return _said_in(read_yaml(text, file=file))


def rewritten(text: str, said: Mapping[str, Said], *, file: str) -> str:
    """The text with these columns and no others; a line that says what it said stays as it is.

    Raises BadYaml, or CannotRewrite where the columns do not stand each on lines of its own.
    """
    given = read_yaml(text, file=file)
    before, wanted = _said_in(given), {name: each for name, each in said.items() if each.how}
    lines = text.splitlines()
    start, end = _block(given, lines)
    kept = dict(_pieces(given, lines, start, end))
    body = [line for name, each in wanted.items() for line in _piece(name, each, before.get(name), kept.get(name, []))]
    made = "\n".join([*lines[:start], "columns:", *body, *lines[end:]]) + "\n"
    if _said_in(read_yaml(made, file=file)) != wanted:
        raise CannotRewrite("The columns cannot be changed one by one here", where=file, remedy="Change it as a text")
    return made


def lines_of(text: str, *, file: str) -> dict[int, str]:
    """The column of the table that each line of a text is about, by line from 1. Raises BadYaml."""
    given = read_yaml(text, file=file)
    starts = sorted((given.line("columns", name), name) for name in _columns(given))
    ends = [*(start for start, _ in starts[1:]), len(text.splitlines()) + 1]
    return {line: name for (start, name), end in zip(starts, ends, strict=False) for line in range(start, end)}


def _columns(given: Located) -> Mapping[str, Any]:
    columns = given.value.get("columns") if isinstance(given.value, dict) else None
    return columns if isinstance(columns, dict) else {}


def _said_in(given: Located) -> dict[str, Said]:
    return {name: _said(each) for name, each in _columns(given).items()}


def _said(given: Any) -> Said:
    if not isinstance(given, dict):
        return Said(how="from", what=_lines(given))
    how = next((each for each in ("from", "priority", "expression", "absent") if given.get(each) is not None), "")
    codes = given.get("codes")
    pairs = "\n".join(f"{source} = {target}" for source, target in codes.items()) if isinstance(codes, dict) else codes
    return Said(
        how="from" if how == "priority" else how,
        what=_lines(given.get(how)),
        date=", ".join(_lines(given.get("date")).splitlines()),
        clean=", ".join(_lines(given.get("clean")).splitlines()),
        codes=str(pairs or ""),
        level=str(given.get("level") or ""),
    )


def _lines(given: Any) -> str:
    return "\n".join(map(str, given)) if isinstance(given, list) else "" if given is None else str(given)


def _block(given: Located, lines: list[str]) -> tuple[int, int]:
    """The first line of the columns, and the one after the last, from 0; where there are none, the end of the text."""
    if "columns" not in (given.value if isinstance(given.value, dict) else {}):
        return len(lines), len(lines)
    start = given.line("columns") - 1
    if not lines[start].startswith("columns:"):
        raise CannotRewrite("The columns do not begin on a line", where=given.file, remedy="Change it as a text")
    after = (at for at in range(start + 1, len(lines)) if lines[at][:1] not in ("", " ", "\t", "#"))
    return start, next(after, len(lines))


def _pieces(given: Located, lines: list[str], start: int, end: int) -> Iterator[tuple[str, list[str]]]:
    """The lines of each column that has lines of its own, and the comments after it."""
    places = sorted((given.line("columns", name) - 1, name) for name in _columns(given))
    for at, (place, name) in enumerate(places):
        following = places[at + 1][0] if at + 1 < len(places) else end
        if start < place < following:
            yield name, lines[place:following]


def _piece(name: str, said: Said, before: Said | None, kept: list[str]) -> list[str]:
    """A column's lines: as they are if they say it, else written anew, with the comments that came after them."""
    if kept and said == before:
        return kept
    comments = [each for each in kept[1:] if each.strip().startswith("#")]
    return [f"  {name}: {_written(said)}", *comments]


def _written(said: Said) -> str:
    what = [each.strip() for each in said.what.splitlines() if each.strip()]
    if said.how != "from":
        what = [" ".join(what)]
    parts = [(said.how, _one_or_list(what))]
    for key, value in (("date", said.date), ("clean", said.clean)):
        if listed := [each.strip() for each in value.split(",") if each.strip()]:
            parts.append((key, _one_or_list(listed)))
    if said.codes.strip():
        parts.append(("codes", _codes(said.codes)))
    if said.level:
        parts.append(("level", _scalar(said.level)))
    if len(parts) == 1 and said.how == "from":
        return parts[0][1]
    return f"{{{', '.join(f'{key}: {value}' for key, value in parts)}}}"


def _codes(text: str) -> str:
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    if len(lines) == 1 and "=" not in lines[0]:
        return _scalar(lines[0])
    pairs = (each.partition("=") for each in lines)
    return f"{{{', '.join(f'{_scalar(source.strip())}: {_scalar(target.strip())}' for source, _, target in pairs)}}}"


def _one_or_list(values: list[str]) -> str:
    return _scalar(values[0]) if len(values) == 1 else f"[{', '.join(map(_scalar, values))}]"


def _scalar(value: str) -> str:
    """A text as YAML: bare where nothing could take it for anything else, else in double quotation marks."""
    bare = _PLAIN.fullmatch(value) and value not in _WORDS
    return value if bare else json.dumps(value, ensure_ascii=False)
