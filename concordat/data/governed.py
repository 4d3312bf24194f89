"""What a permit lets through, as SQL over the lake: which rows, which columns, and what is done to each. Pure text.

No key, and no list of people, is ever part of it: keys are parameters, or a table that is an input, and lists are
tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from concordat.core.refusal import Refusal
from concordat.data.condition import Condition, ConditionKind
from concordat.data.dialects.on_duckdb import DUCKDB
from concordat.data.dialects.primitives import SPACES, Dialect
from concordat.data.model import ColumnModel, shared_model
from concordat.data.permit import Permit
from concordat.data.rollup import GROUP, group_sql, grouped
from concordat.register.sharing import Form, Operator, Transform

PERSON_KEY = "person_key"
"""Whose row it is, at whichever member: put into the lake by the linkage, and never shown as it is."""

EVERYWHERE = frozenset(("nhs_number", PERSON_KEY))
"""Identifiers that mean the same person whoever's rows they are in; all others mean something to one member alone."""

MEMBER = "organisation"
"""As a column of any table: whose row it is."""

PERSON = "_person"
"""In a store that only answers by counts: who a row is of, keyed. Where SQL may be asked there is no such column."""

KEYED_DIGITS = 32
"""Hexadecimal digits of a keyed identifier: 128 bits, so that of a billion two alike are not to be expected."""


class CannotBuild(Refusal):
    """A permit whose conditions cannot be carried out; nothing is then built, since none may be skipped."""


@dataclass(frozen=True, kw_only=True)
class Governed:
    """One table of a store: its columns, and the SQL of its rows over `source` and `people`.

    `people` is the join to those who are let go, "" where no list is due; `where` the rows that are permitted of them.
    """

    table: str
    columns: tuple[str, ...]
    sql: str
    people: str
    where: str
    keyed: bool


def governed(
    permit: Permit,
    held: Mapping[str, Iterable[str]],
    as_of: date,
    *,
    wishes: bool,
    unlinked: Collection[str] = (),
    to: Dialect = DUCKDB,
) -> tuple[Governed, ...]:
    """The tables of a permit's store. `held` is what the lake has, table by table; `as_of` the day ages are told for.

    With `wishes`, rows are only of those in `people`. Of `unlinked` tables some rows have their person's key and some
    do not yet. The SQL is `to` a dialect. Raises CannotBuild with every reason.
    """
    wanted: dict[str, list[str]] = {}
    for each in permit.columns:
        table, _, column = each.partition(".")
        wanted.setdefault(table, []).append(column)
    problems = [problem for table in wanted for problem in _problems(permit, table, wanted[table], held, wishes)]
    problems += [problem for table in wanted for problem in _unlinked(permit, table, wanted[table], unlinked)]
    if problems:
        raise CannotBuild("; ".join(problems), remedy="Put the agreement right, or ask for other columns")
    people = {table: _person(permit, held[table]) for table in wanted}
    return tuple(_governed(permit, table, wanted[table], people[table], as_of, wishes, to) for table in sorted(wanted))


_WHO = "(_member, patient_id)"
_PATIENTS = "(SELECT DISTINCT _member, patient_id FROM source)"


def _person(permit: Permit, held: Iterable[str]) -> str:
    """The column by which people are counted, where nothing but counts may be asked: across members, if it is known."""
    if permit.question.form.personal:
        return ""
    return PERSON_KEY if PERSON_KEY in held else "patient_id"


def _governed(
    permit: Permit, table: str, columns: list[str], person: str, as_of: date, wishes: bool, to: Dialect
) -> Governed:
    keys = {each for each in columns if _is_keyed(permit, table, each)}
    groups = {each + GROUP: group_sql(model, to) for each in columns if (model := _coarsened(permit, table, each))}
    shown = [f"{_shown(permit, table, each, as_of, to)} AS {to.name(each)}" for each in columns]
    shown += [f"{sql} AS {to.name(name)}" for name, sql in groups.items()]
    order = [f"{columns.index(each) + 1} NULLS LAST" for each in sorted(columns, key=lambda each: each in keys)]
    if person:
        shown.append(f"{keyed(person, to)} AS {PERSON}")
        order.append(f"{len(shown)} NULLS LAST")
    people = going = f" {to.semi_join} people USING {_WHO}" if wishes else ""
    own = keyed("patient_id", to)
    if table != "patient" and any(own in each for each in shown):  # each patient once, not every row
        shown = [each.replace(own, "_keyed") for each in shown]
        joined, known = ("JOIN", "people") if wishes else ("LEFT JOIN", f"{_PATIENTS} AS known")
        people = f" {joined} (SELECT _member, patient_id, {own} AS _keyed FROM {known}) AS once USING {_WHO}"
    where = " AND ".join(_limits(permit, table, to))
    return Governed(
        table=table,
        columns=(*columns, *groups),
        sql=f"SELECT {', '.join(shown)} FROM source{people} WHERE {where} ORDER BY {', '.join(order)}",
        people=going,
        where=where,
        keyed=bool(keys or person),
    )


def _problems(
    permit: Permit, table: str, columns: list[str], held: Mapping[str, Iterable[str]], wishes: bool
) -> Iterator[str]:
    """What stands in the way of a table, all of it."""
    has = set(held.get(table, ()))
    if not has:
        yield f"the lake has no {table} of those whose data it is about"
        return
    limited = [each["column"] for each in _conditions(permit, ConditionKind.ROWS, table)]
    for column in dict.fromkeys((*columns, *limited)):
        if column not in has and column != MEMBER:
            yield f"{table} has no {column}"
    if "patient_id" not in has and (wishes or not permit.question.form.personal):
        yield f"{table} does not say whose rows they are: opt-outs cannot be applied to it, nor its people counted"
    for column in columns:
        yield from _ill_shown(permit, table, column)
    for each in _conditions(permit, ConditionKind.ROWS, table):
        yield from _ill_limited(each)


def _unlinked(permit: Permit, table: str, columns: list[str], unlinked: Collection[str]) -> Iterator[str]:
    """People who are told by two kinds of key at once would be counted twice, or not at all."""
    if table in unlinked and (PERSON_KEY in columns or not permit.question.form.personal):
        yield f"{table} has rows that came after people were linked: run concordat share link first"


def _ill_shown(permit: Permit, table: str, column: str) -> Iterator[str]:
    transforms, model = _transforms(permit, table, column), _model(table, column)
    if Transform.AREA in transforms and column != "postcode":
        yield f"no larger area is known for {table}.{column}"
    if Transform.AGE_BAND in transforms and not column.endswith("_date"):
        yield f"{table}.{column} is no date to tell an age from"
    named = model is not None and model.sensitivity == "identifier"
    if named and permit.question.form is not Form.IDENTIFIABLE and Transform.PSEUDONYM not in transforms:
        yield f"{table}.{column} tells who a person is, and the data are to be {permit.question.form.value}"


def _ill_limited(limit: Mapping[str, object]) -> Iterator[str]:
    try:
        _compared(str(limit["table"]), limit, DUCKDB)
    except ValueError:
        yield f"the limit on {limit['table']}.{limit['column']} cannot be compared"


def _transforms(permit: Permit, table: str, column: str) -> set[Transform]:
    found = _conditions(permit, ConditionKind.ITEM, table)
    return {Transform(str(each["transform"])) for each in found if each["column"] == column}


def _coarsened(permit: Permit, table: str, column: str) -> ColumnModel | None:
    """A column that is shown as it is, if it has coarser levels: what tells less of it needs no leave of its own."""
    model = _model(table, column)
    return model if grouped(model) and _transforms(permit, table, column) <= {Transform.KEEP} else None


def _is_keyed(permit: Permit, table: str, column: str) -> bool:
    """Whether a column is an identifier that is shown keyed: every key, unless people are identifiable anyway."""
    model, transforms = _model(table, column), _transforms(permit, table, column)
    key = column.endswith(("_id", "_key")) or (model is not None and model.sensitivity == "key")
    return Transform.PSEUDONYM in transforms or (key and permit.question.form is not Form.IDENTIFIABLE)


def _shown(permit: Permit, table: str, column: str, as_of: date, to: Dialect) -> str:
    if column == MEMBER:
        return "_member"
    if _is_keyed(permit, table, column):
        return keyed(column, to)
    transforms = _transforms(permit, table, column)
    for transform, shown in _SHOWN.items():
        if transform in transforms:
            return shown(to.name(column), as_of, to)
    return to.name(column)


def keyed(column: str, to: Dialect = DUCKDB) -> str:
    """HMAC-SHA256 (RFC 2104) of what kind of identifier it is, whose, and the identifier."""
    name = to.name(column)
    whose = "''" if column in EVERYWHERE else "_member"
    message = (to.text(column), whose, to.cast(name, "VARCHAR"))
    return f"CASE WHEN {name} IS NULL THEN NULL ELSE {to.keyed(message, KEYED_DIGITS)} END"


def _band(name: str, as_of: date, to: Dialect) -> str:
    years = to.years(to.as_date(name), as_of)
    low = f"({to.whole(years, 5)} * 5)"
    return (
        f"CASE WHEN {years} < 0 THEN NULL WHEN {years} >= 90 THEN '90 and over' "
        f"ELSE {to.cast(low, 'VARCHAR')} || ' to ' || {to.cast(f'({low} + 4)', 'VARCHAR')} END"
    )


def _outward(name: str, as_of: date, to: Dialect) -> str:
    closed = f"replace({to.upper(to.stripped(name, SPACES))}, ' ', '')"
    return f"CASE WHEN length({closed}) BETWEEN 5 AND 7 THEN substr({closed}, 1, length({closed}) - 3) END"


_SHOWN: Mapping[Transform, Callable[[str, date, Dialect], str]] = {
    Transform.AREA: _outward,
    Transform.AGE_BAND: _band,
    Transform.YEAR: lambda name, as_of, to: to.year(to.as_date(name)),
    Transform.MONTH: lambda name, as_of, to: to.month(to.as_date(name)),
}
"""What each transform makes of a column; where several are agreed, the first of these, which tells the least."""


def _limits(permit: Permit, table: str, to: Dialect) -> Iterator[str]:
    """Whose rows, and each limit on those it limits. A value that is not known is within no limit."""
    yield f"_member IN ({_listed(permit.question.whose, to)})"
    for each in _conditions(permit, ConditionKind.ROWS, table):
        controllers = [str(code) for code in each["controllers"]]  # type: ignore[attr-defined]
        yield f"(_member NOT IN ({_listed(controllers, to)}) OR coalesce({_compared(table, each, to)}, false))"


def _compared(table: str, limit: Mapping[str, object], to: Dialect) -> str:
    """A limit as SQL. Raises ValueError where its values are not of the column's type."""
    column, operator = str(limit["column"]), Operator(str(limit["operator"]))
    values = [str(each) for each in limit["values"]]  # type: ignore[attr-defined]
    model = _model(table, column)
    ordered = operator in (Operator.AT_LEAST, Operator.AT_MOST)
    kind = model.type if model and model.type != "string" else _kind(values) if ordered else "string"
    read, literal = _TYPED[kind]
    name = to.name("_member" if column == MEMBER else column)
    return COMPARED[operator].format(read(to, name), ", ".join(literal(to, each) for each in values))


def _kind(values: list[str]) -> str:
    """What values that are compared by order are, where the column does not say: numbers or days."""
    return "date" if all(each.count("-") == 2 for each in values) else "number"


_YES_NO = {"true": "true", "false": "false", "yes": "true", "no": "false"}
_DAY = (lambda to, name: to.as_date(name), lambda to, value: to.day(date.fromisoformat(value)))
_TYPED: Mapping[str, tuple[Callable[[Dialect, str], str], Callable[[Dialect, str], str]]] = {
    "string": (lambda to, name: to.cast(name, "VARCHAR"), lambda to, value: to.text(value)),
    "date": _DAY,
    "timestamp": _DAY,
    "number": (lambda to, name: to.number(name, "DOUBLE"), lambda to, value: repr(float(value))),
    "integer": (lambda to, name: to.number(name, "BIGINT"), lambda to, value: str(int(value))),
    "boolean": (lambda to, name: to.cast(name, "BOOLEAN"), lambda to, value: _YES_NO[value.lower()]),
}
"""By type, how a column is read to be compared, and how a value is written."""

COMPARED: Mapping[Operator, str] = {
    Operator.IS: "{} = {}",
    Operator.IS_NOT: "{} <> {}",
    Operator.ONE_OF: "{} IN ({})",
    Operator.NONE_OF: "{} NOT IN ({})",
    Operator.AT_LEAST: "{} >= {}",
    Operator.AT_MOST: "{} <= {}",
}
"""Each operator as SQL: of a column, and of the value or values it is compared with."""


def _conditions(permit: Permit, kind: ConditionKind, table: str) -> list[dict[str, object]]:
    found: Iterable[Condition] = (each for each in permit.conditions if each.kind is kind)
    return [details for each in found if (details := dict(each.detail))["table"] == table]


def _model(table: str, column: str) -> ColumnModel | None:
    return _models().get((table, column))


@cache
def _models() -> Mapping[tuple[str, str], ColumnModel]:
    return {(each.name, one.name): one for each in shared_model().tables for one in each.whole}


def _listed(codes: Iterable[str], to: Dialect) -> str:
    return ", ".join(map(to.text, codes))
