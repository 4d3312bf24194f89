"""Reads a contract of the Open Data Contract Standard, version 3, as tables; tells all that is wrong, with its line.

https://bitol-io.github.io/open-data-contract-standard/. What is not about tables and columns is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.located import Located, Way, read_yaml
from concordat.data.model import CHECKS, CLASSIFICATIONS, TYPES, ColumnModel, Model, TableModel, ValueSet


class BadContract(Refusal):
    """A contract that cannot be read as tables; `findings` are all that is wrong with it, each with its line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        super().__init__(f"{first.what}{more}", where=f"{first.file}, line {first.row}", remedy=first.next)


def read_model(path: Path) -> Model:
    """The tables of a contract in a file. Raises BadContract or BadYaml."""
    content = given_bytes(path, COMMAND_LINE).decode("utf-8-sig", errors="replace")
    return model_of(read_yaml(content, file=path.name))


def model_of(given: Located) -> Model:
    """The tables of a contract that was read. Raises BadContract, with all that is wrong."""
    reading = _Reading(given)
    model = reading.model()
    if reading.wrong:
        raise BadContract(reading.wrong)
    return model


class _Reading:
    """Reads a contract, noting what is wrong and going on."""

    def __init__(self, given: Located) -> None:
        self.given, self.wrong = given, list[Finding]()
        self.more: Mapping[str, Any] = {}
        self.value_sets: Mapping[str, ValueSet] = {}

    def model(self) -> Model:
        top = self._mapping(self.given.value)
        if top.get("kind") != "DataContract":
            self._wrong(
                "This is no data contract", "Write `kind: DataContract` at the top, as the standard has it", "kind"
            )
        if not str(top.get("apiVersion", "")).startswith("v3."):
            self._wrong("Only version 3 of the standard is read", "Write `apiVersion: v3.1.0`", "apiVersion")
        self.more = _custom(top)
        self.value_sets = dict(self._value_sets())
        tables = tuple(self._tables(top))
        if not tables:
            self._wrong("It has no tables", "List them below `schema:`, each with its `properties:`", "schema")
        return Model(tables=tables, version=str(top.get("version", "")))

    def _value_sets(self) -> Iterator[tuple[str, ValueSet]]:
        for name, given in self._mapping(self.more.get("valueSets")).items():
            codes = self._mapping(self._mapping(given).get("codes"))
            levels = {
                level: {group: tuple(map(str, members)) for group, members in self._mapping(groups).items()}
                for level, groups in self._mapping(self._mapping(given).get("levels")).items()
            }
            source = str(self._mapping(given).get("source", ""))
            if not codes:
                self._wrong(f"The value set {name} has no codes", "List them below `codes:`, each with its meaning")
            if any(set(codes) - {code for group in groups.values() for code in group} for groups in levels.values()):
                self._wrong(f"A level of {name} leaves codes out", "Put each code of the finest level in a group")
            yield name, ValueSet(name=name, source=source, codes=codes, levels=levels)

    def _tables(self, top: Mapping[str, Any]) -> Iterator[TableModel]:
        for place, given in enumerate(self._listed(top.get("schema"))):
            way = ("schema", place)
            table = self._mapping(given)
            properties = [self._mapping(each) for each in self._listed(table.get("properties"))]
            columns = tuple(self._column(each, (*way, "properties", at)) for at, each in enumerate(properties))
            names = [each.name for each in columns]
            for name in sorted({each for each in names if names.count(each) > 1}):
                self._wrong(f"{name} is there twice", "Give each column a name of its own", *way)
            keys = sorted(
                (each.get("primaryKeyPosition", 1), each["name"])
                for each in properties
                if each.get("primaryKey") and each.get("name")
            )
            if not keys:
                self._wrong(
                    f"{table.get('name')} has no key",
                    "Mark the columns that tell its rows apart with `primaryKey: true`",
                    *way,
                )
            yield TableModel(
                name=self._name(table, way),
                columns=tuple(one for one, each in zip(columns, properties, strict=True) if not _is_made(each)),
                made=tuple(one for one, each in zip(columns, properties, strict=True) if _is_made(each)),
                key=tuple(str(name) for _, name in keys),
                description=str(table.get("description", "")),
                orders=tuple(self._orders(table, names, way)),
            )

    def _column(self, given: Mapping[str, Any], way: Way) -> ColumnModel:
        name, kind = self._name(given, way), given.get("logicalType", "string")
        if kind not in TYPES:
            self._wrong(
                f"{name}: logicalType {kind} is not read", f"Write one of {', '.join(TYPES)}", *way, "logicalType"
            )
        sensitivity = given.get("classification", "plain")
        if sensitivity not in CLASSIFICATIONS:
            self._wrong(
                f"{name}: classification {sensitivity} is not known",
                f"Write one of {', '.join(CLASSIFICATIONS)}",
                *way,
                "classification",
            )
        return ColumnModel(
            name=name,
            type=kind,
            required=given.get("required") is True,
            unique=given.get("unique") is True,
            value_set=self._values(name, given, way),
            nhs_name=str(given.get("businessName", "")),
            sensitivity=sensitivity,
            description=str(given.get("description", "")),
            check=self._check(name, given, way),
            references=next((str(each.get("to", "")) for each in self._listed(given.get("relationships"))), ""),
            synonyms=tuple(self._mapping(self.more.get("synonyms")).get(name, ())),
        )

    def _values(self, name: str, given: Mapping[str, Any], way: Way) -> ValueSet | None:
        """The value set it names, or the valid values of its own that its quality lists (ODCS 3.1, invalidValues)."""
        named = _custom(given).get("valueSet")
        if named is not None and named not in self.value_sets:
            self._wrong(f"{name}: there is no value set {named}", "Add it to valueSets, at the end of the file", *way)
        own = next(
            (
                each["arguments"].get("validValues")
                for each in self._quality(given)
                if each.get("metric") == "invalidValues" and isinstance(each.get("arguments"), dict)
            ),
            None,
        )
        if named is None and isinstance(own, list):
            return ValueSet(name=name, source="", codes={str(each): str(each) for each in own})
        return self.value_sets.get(str(named))

    def _check(self, name: str, given: Mapping[str, Any], way: Way) -> str:
        for each in self._ours(given):
            if each not in CHECKS:
                self._wrong(f"{name}: there is no check {each}", f"Write one of {', '.join(CHECKS)}", *way, "quality")
            else:
                return each
        return ""

    def _orders(self, table: Mapping[str, Any], names: list[str], way: Way) -> Iterator[tuple[str, str]]:
        for each in self._ours(table):
            first, _, second = (part.strip() for part in each.partition("<="))
            if first in names and second in names:
                yield first, second
            else:
                self._wrong(
                    f"{each} compares no two columns", 'Write it as "birth_date <= death_date"', *way, "quality"
                )

    def _ours(self, given: Mapping[str, Any]) -> Iterator[str]:
        yield from (
            str(each.get("implementation")) for each in self._quality(given) if each.get("engine") == "concordat"
        )

    def _quality(self, given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [each for each in self._listed(given.get("quality")) if isinstance(each, dict)]

    def _name(self, given: Mapping[str, Any], way: Way) -> str:
        name = given.get("name")
        if not isinstance(name, str) or not name.isidentifier() or not name.islower() or len(name) > 60:
            self._wrong(
                "A name is missing, or not small letters, digits and underscores",
                "Write it as treatment_function_code",
                *way,
            )
            return ""
        return name

    def _mapping(self, given: Any) -> Mapping[str, Any]:
        return given if isinstance(given, dict) else {}

    def _listed(self, given: Any) -> list[Any]:
        return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []

    def _wrong(self, what: str, next: str, *way: Any) -> None:
        self.wrong.append(self.given.finding(what, next, *way))


def _is_made(given: Mapping[str, Any]) -> bool:
    """Whether a column is worked out here: it then says what makes it."""
    return "madeBy" in _custom(given)


def _custom(given: Mapping[str, Any]) -> dict[str, Any]:
    """The custom properties of something, by name."""
    listed = given.get("customProperties")
    pairs = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {str(each.get("property")): each.get("value") for each in pairs}
