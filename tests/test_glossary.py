"""The glossary: every noun of the register has its row, and every row a meaning and a source that is listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from concordat.register.noun import Noun, nouns

GLOSSARY = Path(__file__).resolve().parent.parent / "GLOSSARY.md"


def tables(text: str) -> dict[str, list[list[str]]]:
    """The rows of each table, without its heading, under the title above it."""
    found: dict[str, list[list[str]]] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
        elif line.startswith("|"):
            found.setdefault(title, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {title: rows[2:] for title, rows in found.items()}


TABLES = tables(GLOSSARY.read_text(encoding="utf-8"))
SOURCES = {row[0] for row in TABLES["Sources"]}
TERMS = [row for title, rows in TABLES.items() if title != "Sources" for row in rows]


def words(noun: type[Noun]) -> str:
    """A class's name as it is written in the glossary: DigitalCapability is "Digital capability"."""
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", noun.__name__).capitalize()


def unlisted(sources: str) -> list[str]:
    """Which of a row's sources, separated by semicolons, are not among those listed."""
    return [source for source in sources.split(";") if source.partition(":")[0].strip() not in SOURCES]


@pytest.mark.parametrize("noun", nouns(), ids=words)
def test_every_noun_of_the_register_has_a_row(noun: type[Noun]) -> None:
    listed = {row[0] for row in TABLES["Nouns of the register"]}
    assert words(noun) in listed, f"Add a row for {words(noun)} to GLOSSARY.md, with the standard that has the word"


def test_the_register_has_every_noun_that_the_glossary_says_it_has() -> None:
    assert {row[0] for row in TABLES["Nouns of the register"]} == {words(noun) for noun in nouns()}


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row[0])
def test_every_row_has_a_noun_a_meaning_and_listed_sources(row: list[str]) -> None:
    assert len(row) == 3 and all(row)
    assert not unlisted(row[2]), "Begin a source with a name from the table of sources, then a colon"


def test_a_word_means_one_thing() -> None:
    terms = [row[0].casefold() for row in TERMS]
    assert len(terms) == len(set(terms))


def test_every_source_is_used_and_says_where_it_is() -> None:
    used = {source.partition(":")[0].strip() for row in TERMS for source in row[2].split(";")}
    assert used == SOURCES
    assert all(re.fullmatch(r"https://\S+|\[.+\]\(.+\)", row[2]) for row in TABLES["Sources"])


def test_a_source_from_nowhere_is_noticed() -> None:
    assert unlisted("FHIR: Organization; Hearsay") == [" Hearsay"]
