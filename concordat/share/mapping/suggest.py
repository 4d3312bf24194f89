"""Proposes a mapping for an unseen file from its names and the look of its values; a person mends and signs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from concordat.data.model import ColumnModel, Model, TableModel
from concordat.share.mapping.assignment import best_pairs
from concordat.share.mapping.names import alike, likeness, words
from concordat.share.mapping.profile import Profile, fit, profile

_LEAST = 0.45
"""A pair below this is not proposed: it would be as often wrong as right."""


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A column of the table and the source column proposed for it; `confidence` from 0 to 1, and `why`."""

    column: ColumnModel
    source: Profile
    confidence: float
    why: str


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A proposal for one table: its guesses in the table's order, and the source columns that nothing was found for."""

    table: TableModel
    guesses: tuple[Guess, ...]
    unused: tuple[str, ...]

    @property
    def score(self) -> float:
        """How well the file suits the table: the columns found, with those of the key counting thrice."""
        found = {each.column.name: each.confidence for each in self.guesses}
        weight = {each.name: 3.0 if each.name in self.table.key else 1.0 for each in self.table.columns}
        return sum(weight[name] * found.get(name, 0.0) for name in weight) / sum(weight.values())


def suggest(sample: Mapping[str, Sequence[str | None]], model: Model, table: str = "") -> Suggestion:
    """The best proposal for a file of which `sample` has some values by column; for `table`, if it is named."""
    profiles = [profile(name, values) for name, values in sample.items()]
    tables = [model.table(table)] if table else list(model.tables)
    return max((_for_table(profiles, each) for each in tables), key=lambda each: each.score)


def as_yaml(suggestion: Suggestion, *, file: str, format: str, member: str = "", system: str = "") -> str:
    """The proposal as a feed file, with a comment for each line that a person must look at. It holds no value."""
    guesses = {each.column.name: each for each in suggestion.guesses}
    missing = sorted({each for guess in suggestion.guesses for each in guess.source.missing})
    lines = [
        f"# Proposed for {_quoted(file)}. Check every line against the supplier's specification, and sign it by name:",
        "# agreed by:            on:",
        f"member: {member or 'ODS code of the member'}",
        f"system: {_quoted(system or 'its key in the register')}",
        f"table: {suggestion.table.name}",
        f"source: {{format: {format}{f', missing: [{_listed(missing)}]' if missing else ''}}}",
        "columns:",
        *(line for column in suggestion.table.columns for line in _line(column, guesses.get(column.name))),
    ]
    unused = [f"# Not used: {_listed(suggestion.unused)}"] if suggestion.unused else []
    return "\n".join([*lines, *unused]) + "\n"


def _for_table(profiles: list[Profile], table: TableModel) -> Suggestion:
    scores = [[_score(each, column) for each in profiles] for column in table.columns]
    pairs = best_pairs([[confidence for confidence, _ in row] for row in scores], least=_LEAST)
    guesses = tuple(
        Guess(column=table.columns[row], source=profiles[at], confidence=scores[row][at][0], why=scores[row][at][1])
        for row, at in pairs
    )
    used = {each.source.name for each in guesses}
    return Suggestion(
        table=table, guesses=guesses, unused=tuple(each.name for each in profiles if each.name not in used)
    )


def _score(source: Profile, column: ColumnModel) -> tuple[float, str]:
    """Names count for most, values decide between what is named alike, and rule out what cannot be."""
    named, (fits, said) = likeness(source.name, column), fit(source, column)
    if fits <= -1.0 and source.values:
        return 0.0, said
    strong = column.check in ("check digit", "postcode") and fits > 0.8
    confidence = max(
        0.0, min(0.99, (0.85 * named + 0.15 * fits) if not strong else max(0.6 + 0.35 * fits, 0.85 * named))
    )
    return confidence, f"{_name_said(source.name, column, named)}; {said}"


def _name_said(name: str, column: ColumnModel, named: float) -> str:
    if alike(name, column):
        return "its name is known for it"
    shared = set(words(name)) & {word for each in (column.name, *column.synonyms) for word in words(each)}
    return "its name is like it" if named > 0.5 or shared else "its name says little"


def _line(column: ColumnModel, guess: Guess | None) -> Iterator[str]:
    if guess is None:
        yield f"  # {column.name}: not found. Map it, or say why it is absent: {{absent: the reason}}"
        return
    how = [f"from: {_quoted(guess.source.name)}"]
    if column.type in ("date", "timestamp") and guess.source.forms and guess.source.forms != ("iso",):
        how.append(f"date: {guess.source.forms[0]}")
    if column.value_set and guess.source.codes - set(column.value_set.codes):
        how.append(f"codes: {column.name}.csv")
    yield f"  # {guess.confidence:.0%}: {guess.why}"
    yield f"  {column.name}: {{{', '.join(how)}}}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    """A text as YAML in double quotation marks, on one line."""
    plain = "".join(each if each.isprintable() else "?" for each in name)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
