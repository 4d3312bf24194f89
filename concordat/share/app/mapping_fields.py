"""The questions of a mapping's form: where each column of a table comes from, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from concordat.data.model import ColumnModel, TableModel
from concordat.share.mapping.written import HOW, Said
from concordat.share.standardise.clean import CLEANERS
from concordat.share.standardise.dates import FORMS
from concordat.share.standardise.said import in_words
from concordat.web.field import Field, Option

_HOW: tuple[Option, ...] = (
    ("", "Not said"),
    ("from", "From the source"),
    ("expression", "Worked out"),
    ("absent", "Not sent"),
)
_PARTS = ("how", "what", "date", "clean", "codes", "level")
_LONGEST = 4_000


@dataclass(frozen=True, kw_only=True)
class ColumnForm:
    """The questions about one column: `how` and `what` first, `more` where they are seldom asked."""

    column: ColumnModel
    name: str
    key: bool
    fields: tuple[Field, ...]
    more: tuple[Field, ...]

    @property
    def more_is_open(self) -> bool:
        """Whether something of the rest is said or wrong."""
        return any(each.value or each.error for each in self.more)


def column_form(column: ColumnModel, said: Said, key: bool, error: str) -> ColumnForm:
    """The questions about a column, holding what is said of it, and what is wrong with that."""
    name = column.name
    how = Field(name=f"how-{name}", label="How it comes", widget="select", value=said.how, options=_HOW)
    what = Field(
        name=f"what-{name}",
        label="Columns of the source, the expression, or why it is not sent",
        widget="textarea",
        value=said.what,
        error=error,
    )
    return ColumnForm(column=column, name=in_words(name), key=key, fields=(how, what), more=tuple(_more(column, said)))


def posted_of(table: TableModel, posted: Mapping[str, str]) -> dict[str, Said]:
    """What was posted, by column; a column of which nothing is said is not in it."""
    found = {}
    for each in table.columns:
        values = {part: _tidy(posted.get(f"{part}-{each.name}", "")) for part in _PARTS}
        how = values["how"] if values["how"] in HOW else "from" if values["what"] else ""
        if how:
            found[each.name] = Said(**{**values, "how": how})
    return found


def _tidy(value: str) -> str:
    """What was typed, without what cannot be seen, its lines ended as a file's are."""
    plain = "\n".join(line.strip() for line in value.replace("\t", " ").splitlines())
    return "".join(each for each in plain if each == "\n" or each.isprintable()).strip()[:_LONGEST]


def _more(column: ColumnModel, said: Said) -> Iterator[Field]:
    name = column.name
    if column.type in ("date", "timestamp"):
        known = tuple((each, each) for each in FORMS)
        own = () if said.date in ("", *FORMS) else ((said.date, said.date),)
        options = (("", "As 2026-10-05 (iso)"), *own, *known)
        yield Field(name=f"date-{name}", label="Days written as", widget="select", value=said.date, options=options)
    hint = f"Separated by commas: {', '.join(CLEANERS)}."
    yield Field(name=f"clean-{name}", label="Cleaned first", hint=hint, value=said.clean)
    if column.value_set or column.type == "string":
        yield Field(name=f"codes-{name}", label="Codes", hint=_codes_hint(column), widget="textarea", value=said.codes)
    if column.value_set and column.value_set.levels:
        levels = tuple((each, each.capitalize()) for each in column.value_set.levels)
        yield Field(
            name=f"level-{name}", label="Level", widget="select", value=said.level,
            options=(("", "As finely as the shared tables have it"), *levels),
        )  # fmt: skip


def _codes_hint(column: ColumnModel) -> str:
    how = "One on each line, as: theirs = shared. Or the name of one code map beside the mapping."
    if column.value_set is None:
        return how
    listed = "; ".join(f"{code} {meaning}" for code, meaning in list(column.value_set.codes.items())[:20])
    return f"{how} The shared codes are {listed}."
