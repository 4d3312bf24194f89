"""SQL without its values, for the log: known words and punctuation stay, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection

_TOKEN = re.compile(r"'(?:[^']|'')*'?|\"(?:[^\"]|\"\")*\"?|\w+|[^\w\s]")
KEYWORDS = frozenset((
    "select", "distinct", "from", "where", "group", "by", "having", "order", "limit", "offset", "join", "inner",
    "left", "right", "full", "outer", "on", "using", "as", "and", "or", "not", "in", "is", "null", "between", "like",
    "case", "when", "then", "else", "end", "with", "union", "all", "intersect", "except", "asc", "desc", "nulls",
    "first", "last", "filter", "over", "partition", "rows", "range", "preceding", "following", "unbounded", "current",
    "row", "qualify", "true", "false", "exists",
))  # fmt: skip


def redacted(sql: str, names: Collection[str]) -> str:
    """SQL with every word that is not one of SQL's or of the `names` given as a question mark, and every value so.

    What is left is made of known words and punctuation alone, so that nothing else can slip through.
    """
    known = {*KEYWORDS, *(each.casefold() for each in names)}
    words = (each.group() for each in _TOKEN.finditer(sql))
    return " ".join(each if each.strip('"').casefold() in known or not _wordlike(each) else "?" for each in words)


def _wordlike(token: str) -> bool:
    return len(token) > 1 or token.isalnum() or token in "'\"_" or not token.isascii()
