"""Patterns: the part of RE2's that Java's and Python's engines read alike, told in their words; the rest is refused.

RE2 never goes back, so no text can make it slow. Java and Python do: where a repeated group itself repeats, a hostile
text could take hours, so such patterns are refused too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from concordat.core.refusal import Refusal

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\{\d+(?:,\d*)?\}|.", re.DOTALL)
_BLANK = r"\t\n\f\r "  # what \s is to RE2; to Java and Python it is more
_CLASSES = {r"\d": "0-9", r"\w": "0-9A-Za-z_", r"\s": _BLANK}
_OPPOSITES = {r"\D": "^0-9", r"\W": "^0-9A-Za-z_", r"\S": f"^{_BLANK}"}
_REPEATS = ("*", "+", "?", "{")
_PLAIN_ESCAPE = re.compile(r"\\[^0-9A-Za-z]")


class NotCarried(Refusal):
    """Something in a mapping that another engine than DuckDB would not read alike, so that it is not asked to."""


@lru_cache(1_000)
def portable(pattern: str, end: str) -> str:
    """A pattern for an engine to which the very end of a text is `end`. Raises NotCarried."""
    told: list[str] = []
    endless = [False]  # of the groups that are open, and of the whole: whether something in it repeats without end
    group, last = False, ""  # of the group that was closed just now
    for token in _TOKEN.findall(pattern):
        if token.startswith(_REPEATS) and token != "{":
            if last in ("", "(", "(?:", "|") or (last.startswith(_REPEATS) and token != "?"):
                raise _refused(f"holds {token} where it repeats nothing")
            if group and token != "?":
                raise _refused("repeats a group that itself repeats without end")
            endless[-1] |= token in ("*", "+") or token.endswith(",}")
            told.append(token)
            group = False
        else:
            group = token == ")" and len(endless) > 1 and endless.pop()
            endless[-1] |= group
            endless += [False] if token in ("(", "(?:") else []
            told.append(_told(token, end))
        last = token
    return "".join(told)


def _told(token: str, end: str) -> str:
    """One part of a pattern."""
    if token == "$":
        return end
    if token in _CLASSES or token in _OPPOSITES:
        return f"[{_CLASSES.get(token) or _OPPOSITES[token]}]"
    if token.startswith("[") and token != "[":
        return _class(token)
    if len(token) == 2 and token.startswith("\\") and not _PLAIN_ESCAPE.fullmatch(token):
        raise _refused(f"holds {token}")
    if token in ("[", "{"):
        raise _refused(f"holds {token} where it says nothing")
    if token == ".":
        return "[^\\n]"
    return token


def _class(token: str) -> str:
    inside = token[1:-1]
    if "[" in inside or "&&" in inside or inside in ("", "^") or inside.lstrip("^").startswith("]"):
        raise _refused("has a class of characters within another, or an empty one")
    told = [_CLASSES.get(each, each) for each in re.findall(r"\\?.", inside, re.DOTALL)]
    if any(re.fullmatch(r"\\[0-9A-Za-z]", each) for each in told):
        raise _refused("has a class of characters that is not read alike")
    return f"[{''.join(told)}]"


def _refused(what: str) -> NotCarried:
    remedy = "Write it more simply: letters, classes, ^, $, |, ( ), and ? * + { } on what does not itself repeat"
    return NotCarried(f"A pattern {what}, which only DuckDB reads as it is meant", remedy=remedy)
