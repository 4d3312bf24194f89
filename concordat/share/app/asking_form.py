"""The form of the May page: what may be chosen, from the record, with what was given and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.http import QueryDict

from concordat.register.agreement import Agreement, Automated, Territory
from concordat.register.noun import Kind
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Form, Purpose
from concordat.share.app.asking import DAYS
from concordat.web.field import Field, Option, Problem, field_for, problems_of

_LISTS_HINT = (
    "Only when data are handed over. One list on each line: register; ODS code; date as 2026-11-20; people on it; "
    "people not checked. For example, national data opt-out; RZ1; 2026-11-20; 48211; 0"
)


@dataclass(frozen=True, kw_only=True)
class Boxes:
    """Things to tick: `options` under a `title`; `ticked` are those that are."""

    name: str
    title: str
    options: tuple[Option, ...]
    ticked: frozenset[str] = frozenset()

    @property
    def any_ticked(self) -> bool:
        """Whether one of them is."""
        return any(value in self.ticked for value, _ in self.options)

    @property
    def items(self) -> list[dict[str, object]]:
        """As the design system's macro takes them."""
        return [{"value": value, "text": text, "checked": value in self.ticked} for value, text in self.options]


@dataclass(frozen=True, kw_only=True)
class AskingForm:
    """The form in the order it is shown; `errors` are what is wrong, by field."""

    who: tuple[Field, ...]
    whose: Boxes
    other_whose: Field
    tables: tuple[Boxes, ...]
    other_columns: Field
    what_for: tuple[Field, ...]
    more: tuple[Field, ...]
    errors: Mapping[str, str]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The error summary."""
        boxes = (Problem(text=self.errors[name], href=f"#{name}") for name in ("whose", "columns") if self.wrong(name))
        return (*problems_of(self.who), *boxes, *problems_of((*self.what_for, *self.more)))

    def wrong(self, name: str) -> str:
        """What is wrong with a field; blank for nothing."""
        return self.errors.get(name, "")

    @property
    def more_is_open(self) -> bool:
        """Whether something that is seldom asked is."""
        return any(each.error or each.value or any(each.parts) for each in self.more)


def form_of(record: Record, as_of: date, given: QueryDict, errors: Mapping[str, str], *, asker: str) -> AskingForm:
    """The form, holding what was given; `asker` is who asks unless it says otherwise."""
    make = _Maker(given, errors, fresh=not given)
    organisations = _organisations(record, as_of)
    whose, tables = frozenset(given.getlist("whose")), frozenset(given.getlist("columns"))
    names = dict(organisations)
    return AskingForm(
        who=(
            make.select("organisation", "Who asks", "", _first_blank(organisations), default=asker),
            make.text("role", "As what (optional)", f"A role that agreements let see data: {_roles(record, as_of)}."),
            make.day("trained_on"),
        ),
        whose=Boxes(name="whose", title="Whose data", options=_controllers(record, as_of, names), ticked=whose),
        other_whose=make.lines("other_whose", "Others (optional)", "ODS codes, one on each line."),
        tables=tuple(_tables(record, as_of, tables)),
        other_columns=make.lines("other_columns", "Other columns (optional)", "table.column, one on each line."),
        what_for=(
            make.choice("purpose", "What for", "", Purpose, "Choose one"),
            make.choice("form", "In which form", "", Form, default=Form.IDENTIFIABLE.value),
            make.day("as_of"),
        ),
        more=(
            make.select("agreement", "Only under", "Blank: any agreement.", _agreements(record, as_of)),
            make.choice("territory", "Held or seen from", "", Territory, "United Kingdom, unless said otherwise"),
            make.choice("automated", "Automated decisions about people", "", Automated, "None, unless said otherwise"),
            make.lines("linked_with", "Linked with data of", "Agreements, one on each line."),
            make.lines("lists", "Opt-out lists", _LISTS_HINT),
            make.day("recorded_on"),
        ),
        errors=errors,
    )


@dataclass(frozen=True)
class _Maker:
    """Makes fields that hold what was given; `fresh` where nothing was, and so defaults stand."""

    given: QueryDict
    errors: Mapping[str, str]
    fresh: bool

    def text(self, name: str, label: str, hint: str) -> Field:
        return Field(name=name, label=label, hint=hint, value=self._value(name), error=self._error(name), width="20")

    def lines(self, name: str, label: str, hint: str) -> Field:
        value, error = self._value(name), self._error(name)
        return Field(name=name, label=label, hint=hint, widget="textarea", value=value, error=error)

    def select(self, name: str, label: str, hint: str, options: tuple[Option, ...], default: str = "") -> Field:
        value, error = self._value(name, default), self._error(name)
        return Field(name=name, label=label, hint=hint, widget="select", value=value, options=options, error=error)

    def choice(self, name: str, label: str, hint: str, of: type[StrEnum], blank: str = "", default: str = "") -> Field:
        options = tuple((each.value, each.value[:1].upper() + each.value[1:]) for each in of)
        if blank:
            return self.select(name, label, hint, (("", blank), *options))
        value, error = self._value(name, default) or default, self._error(name)
        return Field(name=name, label=label, hint=hint, widget="radios", value=value, options=options, error=error)

    def day(self, name: str) -> Field:
        column = DAYS[name]
        assert column.kind is Kind.DATE
        return field_for(column, posted=self.given, error=self._error(name))

    def _value(self, name: str, default: str = "") -> str:
        return default if self.fresh else str(self.given.get(name, ""))

    def _error(self, name: str) -> str:
        return self.errors.get(name, "")


def _first_blank(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return (("", "Choose one"), *options)


def _organisations(record: Record, as_of: date) -> tuple[Option, ...]:
    """Every organisation there ever was, by name; that one is not open on the day is said."""
    latest = {each.code: each for each in record.all(Organisation)}
    shut = {code for code in latest if record.get(Organisation, code, as_of) is None}
    named = ((code, f"{each.name} ({code}{', not open' if code in shut else ''})") for code, each in latest.items())
    return tuple(sorted(named, key=lambda each: each[1]))


def _controllers(record: Record, as_of: date, names: Mapping[str, str]) -> tuple[Option, ...]:
    """Those whose data flow under any agreement."""
    codes = {code for each in record.all(Flow, as_of) for code in each.whose}
    return tuple(sorted(((code, names.get(code, code)) for code in codes), key=lambda each: each[1]))


def _tables(record: Record, as_of: date, ticked: frozenset[str]) -> Iterator[Boxes]:
    """The columns that agreements list, by table."""
    found: dict[str, set[str]] = {}
    for each in record.all(DataItem, as_of):
        found.setdefault(each.table, set()).add(each.name)
    for table, named in sorted(found.items()):
        options = tuple((name, name.removeprefix(f"{table}.")) for name in sorted(named))
        yield Boxes(name="columns", title=table, options=options, ticked=ticked)


def _agreements(record: Record, as_of: date) -> tuple[Option, ...]:
    """Each agreement, in any version or in one."""
    versions: dict[str, list[Agreement]] = {}
    for each in record.all(Agreement, as_of):
        versions.setdefault(each.agreement, []).append(each)
    return (("", "Any agreement"), *(option for each in versions.values() for option in _versions(each)))


def _versions(found: Iterable[Agreement]) -> Iterator[Option]:
    ordered = sorted(found, key=lambda each: each.version)
    yield ordered[0].agreement, f"{ordered[0].agreement}, any version"
    for each in ordered:
        yield each.key, f"{each.agreement} version {each.version}: {each.title}"


def _roles(record: Record, as_of: date) -> str:
    roles = sorted({role for each in record.all(Agreement, as_of) for role in each.recipients})
    return ", ".join(roles) or "none yet"
