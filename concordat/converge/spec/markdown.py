"""Examples as Markdown: prose, the rows as tables, the question, and the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from concordat.core.period import long_date
from concordat.register.cell import blank, shown
from concordat.register.noun import Column, Noun, columns

if TYPE_CHECKING:
    from concordat.converge.spec.example import Example


def page(ground: Sequence[Noun], on: date, concepts: Iterable[tuple[str, Sequence[Example]]]) -> str:
    """The whole manual; each concept is its docstring and its examples."""
    opening = (
        f"Each is run as a test. All stand on this ground, and are asked on {long_date(on)}. "
        "Columns left out are blank, or as the empty template has them."
    )
    parts = ["## Examples", opening]
    parts += _tables(ground)
    for heading, examples in concepts:
        title, _, rest = heading.partition("\n")
        parts += [f"### {title.rstrip('.')}", *_paragraphs(rest)]
        for example in examples:
            parts += _example(example, on)
    return "\n\n".join(parts) + "\n"


def _example(example: Example, on: date) -> Iterator[str]:
    yield f"#### {example.title}"
    yield from _paragraphs(example.says)
    yield from _tables(example.rows)
    asked = "" if example.on == on else f" (asked on {long_date(example.on)})"
    yield f"**{example.question.text}**{asked}"
    yield "\n".join(_bullet(line) for line in example.answer)


def _bullet(line: str) -> str:
    """An answer's line as a list item; one that is set in belongs to the item above."""
    depth = len(line) - len(line.lstrip())
    return f"{' ' * depth}- {line.strip()}"


def _paragraphs(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.strip().split("\n\n") if each.strip()]


def _tables(rows: Sequence[Noun]) -> Iterator[str]:
    for noun in dict.fromkeys(type(row) for row in rows):
        yield _table([row for row in rows if type(row) is noun])


def _table(rows: Sequence[Noun]) -> str:
    """The rows of one sheet; columns that nobody fills in are left out."""
    noun = type(rows[0])
    used = [each for each in columns(noun) if any(_text(each, row) for row in rows)]
    lines = [[each.heading for each in used], ["---"] * len(used)]
    lines += [[_text(each, row) for each in used] for row in rows]
    return f"*{noun.SHEET}*\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _text(column: Column, row: Noun) -> str:
    value = getattr(row, column.name)
    usual = not column.required and value == blank(type(row), column.name)
    return "" if usual else shown(column, value).replace("|", "\\|")
