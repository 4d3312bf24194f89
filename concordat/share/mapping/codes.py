"""Code maps: a FHIR ConceptMap, or a table of source, target and equivalence; a source code has one target, or none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal

EXACT = frozenset({"equal", "equivalent"})
"""What says that nothing is lost. HL7 FHIR R4 concept-map-equivalence; R5 keeps the word equivalent."""
NO_TARGET = frozenset({"unmatched", "disjoint", "not-related-to"})
LOSSY = frozenset({"relatedto", "related-to", "wider", "subsumes", "narrower", "specializes", "inexact",
                   "source-is-narrower-than-target", "source-is-broader-than-target"})  # fmt: skip
_COLUMNS = ["source", "target", "equivalence"]
_ONE_TARGET = "Choose one target: two would double the rows; if neither is right, map it to nothing as unmatched"


class BadCodeMap(Refusal):
    """A code map that cannot be followed; `findings` are all that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first, more = self.findings[0], len(self.findings) - 1
        rest = f" (and {more} more)" if more else ""
        super().__init__(f"{first.what}{rest}", where=first.place, remedy=first.next)


@dataclass(frozen=True, kw_only=True)
class CodeMap:
    """`targets` by source code, "" where there is none; `lossy` are the source codes of which something is lost."""

    name: str
    targets: Mapping[str, str]
    lossy: frozenset[str]
    source_system: str = ""
    target_system: str = ""

    @property
    def all_targets(self) -> tuple[str, ...]:
        """The codes it maps to."""
        return tuple(sorted({each for each in self.targets.values() if each}))


@dataclass(frozen=True)
class _Line:
    source: str
    target: str
    equivalence: str
    row: int | None = None


def read_codes(text: str, *, file: str) -> CodeMap:
    """A ConceptMap in JSON, or a CSV with the headings source, target, equivalence. Raises BadCodeMap."""
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        return _concept_map(text, file)
    return _made(list(_csv_lines(text, file)), file)


def code_map(pairs: Mapping[str, str], *, file: str) -> CodeMap:
    """A map written in the feed itself, each source with its one equivalent target."""
    return _made([_Line(source, target, "equivalent") for source, target in pairs.items()], file)


def _csv_lines(text: str, file: str) -> Iterator[_Line]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        headings = [each.strip().casefold() for each in next(reader, [])]
        if headings != _COLUMNS:
            what = "A code map has the headings source, target and equivalence, in this order"
            raise BadCodeMap([Finding(what, "Write them in the first row", file=file, row=1)])
        for row in reader:
            if any(each.strip() for each in row):
                source, target, equivalence = (each.strip() for each in [*row, "", "", ""][:3])
                yield _Line(source, target, equivalence.casefold(), reader.line_num)
    except csv.Error:
        what, remedy = "The code map is not a table", "Save it as CSV with commas"
        raise BadCodeMap([Finding(what, remedy, file=file, row=reader.line_num)]) from None


def _concept_map(text: str, file: str) -> CodeMap:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise BadCodeMap([Finding("It cannot be read as JSON", "Check that it is whole", file=file)]) from None
    if given.get("resourceType") != "ConceptMap":
        raise BadCodeMap([Finding("It is not a ConceptMap", "Give a FHIR ConceptMap, or a CSV", file=file)])
    groups = _listed(given.get("group"))
    if any(_dict(each.get("unmapped")).get("mode", "provided") != "provided" for each in groups):
        what = "The map gives every code it does not know the same target, which would hide what is incompatible"
        raise BadCodeMap([Finding(what, "Leave `unmapped` out: such codes are counted and told", file=file)])
    lines = [each for group in groups for each in _elements(group)]
    systems = (_first(groups, "source"), _first(groups, "target"))
    return _made(lines, file, str(given.get("name") or file), *systems)


def _elements(group: Mapping[str, Any]) -> Iterator[_Line]:
    for element in _listed(group.get("element")):
        source = str(element.get("code", ""))
        targets = _listed(element.get("target"))
        if not targets:
            yield _Line(source, "", "unmatched")
        for each in targets:
            equivalence = each.get("equivalence") or each.get("relationship") or ""
            yield _Line(source, str(each.get("code", "")), str(equivalence))


def _made(lines: list[_Line], file: str, name: str = "", source: str = "", target: str = "") -> CodeMap:
    wrong = list(_problems(lines, file))
    if wrong:
        raise BadCodeMap(wrong)
    return CodeMap(
        name=name or file,
        targets={each.source: "" if each.equivalence in NO_TARGET else each.target for each in lines},
        lossy=frozenset(each.source for each in lines if each.equivalence not in EXACT),
        source_system=source,
        target_system=target,
    )


def _problems(lines: list[_Line], file: str) -> Iterator[Finding]:
    if not lines:
        yield Finding("The code map has no codes", "Write a row for each code the source uses", file=file)
    first: dict[str, _Line] = {}
    for each in lines:
        at = {"file": file, "row": each.row}
        if not each.source:
            yield Finding("A source code is blank", "Write the code as the source has it", **at)  # type: ignore[arg-type]
        if each.equivalence not in EXACT | NO_TARGET | LOSSY:
            words = "equivalent, wider, narrower, inexact or unmatched"
            yield Finding(f"{each.source}: it is not said how alike the codes are", f"Write {words}", **at)  # type: ignore[arg-type]
        elif not each.target and each.equivalence not in NO_TARGET:
            yield Finding(f"{each.source} has no target", "Give one, or write unmatched", **at)  # type: ignore[arg-type]
        stood = first.setdefault(each.source, each)
        if stood.target != each.target or stood.equivalence != each.equivalence:
            yield Finding(f"{each.source} has two targets", _ONE_TARGET, **at)  # type: ignore[arg-type]


def _listed(given: Any) -> list[Mapping[str, Any]]:
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _dict(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _first(groups: Iterable[Mapping[str, Any]], key: str) -> str:
    return next((str(each[key]) for each in groups if each.get(key)), "")
