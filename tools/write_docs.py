"""Writes the generated parts of the documents: the reference whole, and in other files what stands between markers."""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a file, this finds its own package and not another's

from concordat.capability import capabilities  # noqa: E402
from concordat.cli import _parser  # noqa: E402
from concordat.converge.cli import PRINTED  # noqa: E402
from concordat.converge.out.form import forms  # noqa: E402
from concordat.converge.out.overview import overview  # noqa: E402
from concordat.converge.roadmap import roadmap  # noqa: E402
from concordat.converge.spec import manual  # noqa: E402
from concordat.core.command import Command  # noqa: E402
from concordat.core.rule import NOT_LEGAL_ADVICE, Rule, rules  # noqa: E402
from concordat.data.spec import examples  # noqa: E402
from concordat.data.spec.markdown import in_short, sections  # noqa: E402
from concordat.procure import spec as buying  # noqa: E402
from concordat.register.intake import read_record  # noqa: E402
from concordat.register.noun import Column, columns, noun_named, nouns  # noqa: E402
from concordat.register.programme import DEFAULTS  # noqa: E402
from tests.acceptance.mission import ROWS  # noqa: E402

MADE = "Written by `make docs` from {source}; change that and not this."
ACCEPTANCE = ROOT / "tests" / "acceptance"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def verbs() -> str:
    """Each verb and the question it answers."""
    return table(("verb", "the question it answers"), ((f"`{each.verb}`", each.question) for each in capabilities()))


def nouns_page() -> str:
    """Every sheet and every column."""
    parts = ["# Sheets and columns", MADE.format(source="the nouns in `concordat/register`")]
    parts.append(
        "A workbook holds a sheet for each; a folder of CSV files holds a file for each. The order of columns does not "
        "matter. **Key** columns together name the row; **required** ones must be filled in; **confidential** ones are "
        "shown to the row's owner and the programme office alone."
    )
    for noun in sorted(nouns(), key=lambda noun: noun.SHEET):
        parts += [f"## {noun.SHEET}", noun.MEANS]
        parts.append(table(("column", "holds", "note"), (_column(each) for each in columns(noun))))
    return "\n\n".join(parts) + "\n"


def _column(each: Column) -> tuple[str, str, str]:
    flags = [name for name in ("key", "required", "confidential") if getattr(each, name)]
    holds = f"key of {noun_named(each.to).SHEET}" if each.to else str(each.kind)
    if each.choices:
        holds = "one of: " + "; ".join(str(choice) for choice in each.choices)
    emphasis = f" **{', '.join(flags).capitalize()}.**" if flags else ""
    return each.heading, holds, each.note + emphasis


def every_rule() -> tuple[Rule, ...]:
    """The rules of the register, of the data and of every verb, by id."""
    places = ["concordat.register", "concordat.data", *(each.package for each in capabilities())]
    found = {rule.id: rule for place in places for rule in rules(importlib.import_module(place))}
    return tuple(found[id] for id in sorted(found))


def rules_page() -> str:
    """Every rule with its source, its dates and its standing; those with examples also by example."""
    shown = {each.rule for each in examples()}
    told = [each for each in every_rule() if each.id in shown]
    bought = {each.rule for each in buying.examples()}
    return "\n\n".join(
        (
            "# Rules",
            MADE.format(source="every `Rule` in the register, the data and the verbs"),
            RULES_ARE,
            "- [May they see it?](#may-they-see-it): what decides on every question about patient-level data\n"
            "- [How may it be bought?](#how-may-it-be-bought): the law of buying and of changing what was bought\n"
            "- [Everything else](#everything-else): what plans and rows of the register are checked by",
            "## May they see it?",
            RULES_BY_EXAMPLE,
            table(("rule", "in short"), ((f"[{each.id}](#{each.id.lower()})", in_short(each)) for each in told)),
            sections(told, examples()),
            "## How may it be bought?",
            BUYING_BY_EXAMPLE,
            buying.manual(),
            "## Everything else",
            RULES_IN_A_TABLE,
            table(RULE_HEADINGS, (_rule(each) for each in every_rule() if each.id not in shown | bought)) + "\n",
        )
    )


RULES_ARE = (
    f"{NOT_LEGAL_ADVICE} A rule of status *enacted* is law as we read it on the day it was checked; *guidance* is good "
    "practice or a check of our own; a *bill* binds nobody yet."
)
RULES_BY_EXAMPLE = (
    "Every question is put to all of these but IG-11, which is for a file, and every failure is told. Each stands here "
    "with an example each way, answered by the rule itself: one agreement between two trusts, an ICB and a practice, "
    "with one thing changed. They are run as tests, and more of them stand in `concordat/data/spec`."
)
BUYING_BY_EXAMPLE = (
    "Each rule with facts under which it holds and others, often a day or a penny away, under which it does not, "
    "answered by the code itself. They are run as tests, and stand in `concordat/procure/spec`."
)
RULES_IN_A_TABLE = "An error makes a plan or a row impossible; a warning or a note is shown and stops nothing."
RULE_HEADINGS = ("id", "what it says", "source", "in force", "severity", "status", "checked on")


def _rule(each: Rule) -> tuple[str, ...]:
    until = f" to {each.in_force_to}" if each.in_force_to else ""
    force = f"from {each.in_force_from}{until}"
    return each.id, each.text, each.source, force, each.severity, each.status, str(each.checked_on)


def commands_page() -> str:
    """What `--help` says of every command."""
    parts = ["# Commands", MADE.format(source="what `--help` says of each")]
    for name, parser in _commands("concordat", _parser()):
        rows = [_argument(each) for each in parser._actions if each.dest != "help"]
        parts += [f"## {name}", parser.description or "", table(("argument", "what it does"), rows)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _commands(name: str, parser: Command) -> Iterator[tuple[str, Command]]:
    """A command, and then each that may follow it, all described."""
    yield name, parser.described()
    following = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    for word, below in (pair for each in following for pair in each.choices.items()):
        yield from _commands(f"{name} {word}", below)


def _argument(each: argparse.Action) -> tuple[str, str]:
    if isinstance(each, argparse._SubParsersAction):
        helps = "; ".join(f"`{choice.dest}` {choice.help}" for choice in each._choices_actions)
        return f"`{each.metavar}`", helps
    value = each.metavar or ("|".join(each.choices) if each.choices else each.dest.upper())
    shown = " ".join([*each.option_strings[:1], *([] if each.nargs == 0 else [str(value)])])
    return f"`{shown}`", (each.help or "").replace("%%", "%")


def mission_page() -> str:
    """Each need of the mission, and the tests that show it is served."""
    parts = ["# What is served, need by need", MADE.format(source="`tests/acceptance`")]
    parts.append(
        "Each row is something a provider collaborative needs. A row is served when acceptance tests, written as its "
        "user would act, pass; in part, where it names verbs that this release does not have. The others are **not "
        "served yet**: this release makes no claim on them."
    )
    rows = ((each.row, each.need, each.verbs, _served(each.row)) for each in ROWS)
    parts.append(table(("row", "need", "verb", "shown by"), rows))
    return "\n\n".join(parts) + "\n"


def _served(row: str) -> str:
    found = sorted(ACCEPTANCE.glob(f"test_{row.lower()}_*.py"))
    links = (f"[{path.stem}](../../tests/acceptance/{path.name}): {_says(path)}" for path in found)
    return "; ".join(links) or "**not served yet**"


def _says(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].rstrip(".").partition(": ")[2]


def outputs() -> str:
    """The forms in which a roadmap leaves."""
    files = (each for each in forms() if each.name not in PRINTED)
    rows = [
        ("nothing", "prints the answer in plain text"),
        ("`--json`", "prints the answer as JSON, for other programs"),
    ]
    return table(
        ("option", "what it does"), [*rows, *((f"`--{each.name} FILE`", f"writes the {each.what}") for each in files)]
    )


def assumptions() -> str:
    """The figures that stand where the sheet has no row."""
    rows = ((name.value, f"{value:g}", source) for name, (value, source) in DEFAULTS.items())
    return table(("assumption", "if you say nothing", "where that comes from"), rows)


WHOLE = {
    "docs/reference/nouns.md": nouns_page,
    "docs/reference/rules.md": rules_page,
    "docs/reference/commands.md": commands_page,
    "docs/reference/mission.md": mission_page,
}
PARTS = {
    "README.md": {"verbs": verbs},
    "docs/converge.md": {"outputs": outputs, "assumptions": assumptions, "examples": lambda: manual().strip()},
}


def marked(text: str, name: str, part: str) -> str:
    """The text with what stands between the markers of this name put in anew; a marker is a comment of Markdown."""
    begin, end = f"[//]: # (begin {name})", f"[//]: # (end {name})"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise SystemExit(
            f"Mark where {name} goes, once, with the lines {begin!r} and {end!r}, a blank line around each."
        )
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{begin}\n\n{part}\n\n{end}", text)


def generated() -> dict[str, str]:
    """Each file that is generated, or has parts that are, as it should be."""
    found = {name: page() for name, page in WHOLE.items()}
    for name, parts in PARTS.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        for part, write in parts.items():
            text = marked(text, part, write())
        found[name] = text
    return found


def picture() -> str:
    """The example's roadmap in one picture; the only part that has to be planned for."""
    return overview(roadmap(read_record(ROOT / "examples" / "three_rivers").record, date(2026, 11, 22))) + "\n"


def main() -> int:
    """Write them all."""
    for name, text in (*generated().items(), ("docs/roadmap.svg", picture())):
        (ROOT / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
