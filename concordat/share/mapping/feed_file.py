"""Reads feed files: YAML with code maps and views beside it; tells all that is wrong at once, each with its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from concordat.core import ods
from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.data.formats.source import BadSource, SourceSpec
from concordat.data.located import Located, read_yaml
from concordat.data.model import ColumnModel, Model, TableModel, shared_model
from concordat.share.mapping.codes import BadCodeMap, CodeMap, code_map, read_codes
from concordat.share.mapping.expression import Expression, read_expression
from concordat.share.mapping.feed import PERIODS, BadFeed, Feed, FeedColumn
from concordat.share.standardise.clean import CLEANERS
from concordat.share.standardise.dates import ALIASES, FORMS

_KEYS = ("member", "system", "contract", "table", "source", "files", "every", "filter", "grain", "view", "columns")
_OF_COLUMN = ("from", "priority", "expression", "absent", "date", "clean", "codes", "level")
_LONGEST_NAME = 200
_ORIGINS = ("from", "priority", "expression", "absent")


@dataclass(frozen=True, kw_only=True)
class Unsound:
    """A mapping that cannot be followed: the `member` in whose folder it stands, and all that is wrong with it.

    What is wrong quotes the mapping and its codes, which are that member's own.
    """

    member: str
    findings: tuple[Finding, ...]


def read_feed(path: Path, model: Model | None = None) -> Feed:
    """The feed in a file. Raises BadFeed, or data.located.BadYaml."""
    text = given_bytes(path, COMMAND_LINE).decode("utf-8-sig", errors="replace")
    return feed_of(text, file=path.name, beside=reads_beside(path.parent), model=model)


def reads_beside(folder: Path) -> Callable[[str], bytes]:
    """What reads the files that a feed of this folder names: beside it, or in the folder of all feeds; those beside
    another member's are that member's own. It raises Refusal."""
    own = folder.resolve()

    def beside(name: str) -> bytes:
        if not name.isprintable() or len(name) > _LONGEST_NAME:
            raise Refusal("That is no name of a file", remedy="Name the file beside the feed")
        found = (own / name).resolve()
        if not found.is_relative_to(own) and found.parent != own.parent:
            raise Refusal("It is not beside the feed, nor for all feeds", remedy="Put the file beside the feed")
        return given_bytes(found, COMMAND_LINE)

    return beside


def read_feeds(home: Path, model: Model | None = None) -> tuple[Feed, ...]:
    """Every feed of a workspace, by member and name. Raises BadFeed with what is wrong in any of them."""
    feeds, wrong = sound_feeds(home, model)
    if wrong:
        raise BadFeed(finding for each in wrong for finding in each.findings)
    return feeds


def sound_feeds(home: Path, model: Model | None = None) -> tuple[tuple[Feed, ...], tuple[Unsound, ...]]:
    """The feeds of a workspace that can be followed, by member and name; and what is wrong with the others."""
    feeds, wrong = list[Feed](), list[Unsound]()
    for path in sorted((home / "feeds").glob("*/*.y*ml")):
        try:
            feeds.append(_in_its_place(read_feed(path, model), path))
        except BadFeed as bad:
            wrong.append(_unsound(path, bad.findings))
        except Refusal as bad:
            wrong.append(_unsound(path, [Finding(bad.what, bad.remedy, file=bad.where)]))
    return tuple(feeds), tuple(wrong)


def _in_its_place(feed: Feed, path: Path) -> Feed:
    """The feed, where it stands in the folder of its member. Raises BadFeed."""
    if feed.member != path.parent.name:
        what = f"The feed is of {feed.member} and stands in the folder of {path.parent.name}"
        raise BadFeed([Finding(what, "Move it to the folder of its member", file=path.name, row=1)])
    return feed


def _unsound(path: Path, findings: Iterable[Finding]) -> Unsound:
    """With the member in every place: most members have a patient.yaml."""
    member = path.parent.name
    return Unsound(member=member, findings=tuple(replace(each, file=f"{member}/{each.file}") for each in findings))


def feed_of(
    content: str, *, file: str, beside: Callable[[str], bytes] | None = None, model: Model | None = None
) -> Feed:
    """The feed that a text says; `beside` reads the files it names. Raises BadFeed, or data.located.BadYaml."""
    reading = _Reading(read_yaml(content, file=file), beside or _nothing_beside, model or shared_model())
    feed = reading.feed(content)
    if reading.wrong:
        raise BadFeed(sorted(reading.wrong, key=lambda each: each.row or 0))
    return feed


def _nothing_beside(name: str) -> bytes:
    raise Refusal("No files are read here", remedy="Write the codes in the feed itself")


class _Reading:
    """Reads a feed, noting what is wrong and going on."""

    def __init__(self, given: Located, beside: Callable[[str], bytes], model: Model) -> None:
        self.given, self.beside, self.model = given, beside, model
        self.wrong = list[Finding]()
        self.top: Mapping[str, Any] = given.value if isinstance(given.value, dict) else {}
        self.hashed = hashlib.sha256()

    def feed(self, content: str) -> Feed:
        self._unknown(self.top, _KEYS)
        self.hashed.update(content.encode())
        table = self._table()
        columns = tuple(self._columns(table))
        self._keys(table, columns)
        return Feed(
            name=self.given.file.rpartition(".")[0],
            file=self.given.file,
            member=self._member(),
            system=self._word("system", "Write the system's key in the register"),
            contract=self._word("contract", "", needed=False),
            table=table.name,
            source=self._source(),
            columns=columns,
            filter=self._expression(self.top.get("filter"), "filter"),
            grain=self._names(self.top.get("grain"), "grain"),
            view=self._view(),
            files=self._word("files", "", needed=False) or "*",
            every=self._one_of("every", tuple(PERIODS), "month"),
            hash=self.hashed.hexdigest(),
        )

    def _table(self) -> TableModel:
        name = self._one_of("table", self.model.names, "")
        return self.model.table(name) if name else TableModel(name="", columns=(), key=())

    def _columns(self, table: TableModel) -> Iterator[FeedColumn]:
        given = self.top.get("columns")
        if not isinstance(given, dict) or not given:
            self._says("It does not say where the columns come from", "List them below `columns:`", "columns")
            return
        for target, said in given.items():
            if target in table.names:
                yield self._column(table.column(target), {"from": said} if isinstance(said, str | list) else said)
            elif table.name:
                near = get_close_matches(target, table.names, 1)
                next = f"Write {near[0]}" if near else f"It has {', '.join(table.names)}"
                self._says(f"The table {table.name} has no column {target}", next, "columns", target)

    def _column(self, column: ColumnModel, said: Any) -> FeedColumn:
        way = ("columns", column.name)
        if not isinstance(said, dict):
            self._says(f"{column.name}: it is not said where it comes from", "Write a column of the source", *way)
            said = {"from": "x"}
        self._unknown(said, _OF_COLUMN, *way)
        if sum(said.get(each) is not None for each in _ORIGINS) != 1:
            self._says(f"{column.name} needs one of {', '.join(_ORIGINS)}", "Write just one of them", *way)
        absent = said.get("absent")
        if absent is not None and (not isinstance(absent, str) or not absent.strip()):
            self._says(f"{column.name}: say why it is absent", "Write the reason: it is shown to whoever asks", *way)
        return FeedColumn(
            target=column.name,
            line=self.given.line(*way),
            sources=self._names(said["from"] if said.get("from") is not None else said.get("priority"), *way),
            expression=self._expression(said.get("expression"), *way, "expression"),
            absent=str(absent).strip() if absent else "",
            dates=self._dates(column, said.get("date"), *way, "date"),
            clean=self._listed(said.get("clean"), CLEANERS, "cleaner", *way, "clean"),
            codes=self._codes(column, said, *way, "codes"),
            level=self._level(column, said.get("level"), *way, "level"),
        )

    def _keys(self, table: TableModel, columns: tuple[FeedColumn, ...]) -> None:
        given = {each.target for each in columns if not each.absent}
        for name in table.key:
            if columns and name not in given:
                self._says(f"{name} is the key of {table.name} and is not mapped", "Say where it comes from", "columns")

    def _dates(self, column: ColumnModel, said: Any, *way: Hashable) -> tuple[str, ...]:
        if said is not None and column.type not in ("date", "timestamp"):
            self._says(f"{column.name} is not a date", "Leave `date` out", *way)
        return self._listed(said, {**FORMS, **ALIASES}, "way to write a date", *way)

    def _level(self, column: ColumnModel, said: Any, *way: Hashable) -> str:
        known = tuple(column.value_set.levels) if column.value_set else ()
        if said is not None and said not in known:
            next = f"Write {' or '.join(known)}" if known else "Leave `level` out"
            self._says(f"{column.name} has no such level", next, *way)
            return ""
        return said or ""

    def _codes(self, column: ColumnModel, said: Mapping[str, Any], *way: Hashable) -> CodeMap | None:
        given = said.get("codes")
        if given is None:
            return None
        try:
            codes = self._code_map(given)
        except BadCodeMap as bad:
            self.wrong += bad.findings if isinstance(given, str) else [self._moved(each, *way) for each in bad.findings]
            return None
        except Refusal as refusal:
            self._says(f"{column.name}: {refusal.what}", refusal.remedy, *way)
            return None
        level = said.get("level") or ""
        if column.value_set and level in ("", *column.value_set.levels):
            strange = sorted(set(codes.all_targets) - set(column.value_set.at(level)))
            if strange:
                what = f"{column.name}: {', '.join(strange[:5])} in {codes.name} is not in the value set"
                self._says(what, f"Use the codes of {column.value_set.name}", *way)
        return codes

    def _code_map(self, given: Any) -> CodeMap:
        if isinstance(given, dict):
            return code_map({source: str(target) for source, target in given.items()}, file=self.given.file)
        if not isinstance(given, str):
            raise Refusal("codes is neither a file nor a list of codes", remedy="Name a file beside the feed")
        content = self.beside(given)
        self.hashed.update(content)
        return read_codes(content.decode("utf-8-sig", errors="replace"), file=given)

    def _view(self) -> Mapping[str, object] | None:
        given = self.top.get("view")
        if given is None:
            return None
        try:
            content = self.beside(str(given))
            view = json.loads(content)
        except Refusal as refusal:
            self._says(f"The view cannot be read: {refusal.what}", refusal.remedy, "view")
            return None
        except (ValueError, RecursionError):
            self._says("The view is not JSON", "Give a ViewDefinition of SQL on FHIR", "view")
            return None
        self.hashed.update(content)
        if not isinstance(view, dict):
            self._says("The view is no ViewDefinition", "Give a ViewDefinition of SQL on FHIR", "view")
            return None
        return view

    def _source(self) -> SourceSpec:
        try:
            return SourceSpec.of(self.top.get("source"))
        except BadSource as bad:
            for option, what, next in bad.problems:
                self._says(f"source: {option}: {what}", next, "source", option)
            return SourceSpec(format="")

    def _member(self) -> str:
        said = self._word("member", "Write its ODS code")
        try:
            return ods.parse(said) if said else ""
        except ods.NotAnOdsCode as problem:
            self._says(problem.what, problem.remedy, "member")
            return ""

    def _expression(self, given: Any, *way: Hashable) -> Expression | None:
        if given is None:
            return None
        try:
            return read_expression(given if isinstance(given, str) else "")
        except Refusal as refusal:
            self._says(refusal.what, refusal.remedy, *way)
            return None

    def _word(self, key: str, next: str, *, needed: bool = True) -> str:
        said = self.top.get(key)
        if said is None and not needed:
            return ""
        if not isinstance(said, str) or not said.strip() or not said.isprintable() or len(said) > 200:
            self._says(f"{key} is missing or no plain name", next or "Write a name, or leave it out", key)
            return ""
        return said.strip()

    def _one_of(self, key: str, known: tuple[str, ...], default: str) -> str:
        said = self.top.get(key, default or None)
        if said not in known:
            what = f"There is no {key} of that name" if said else f"{key} is missing"
            self._says(what, f"Write one of {', '.join(known)}", key)
            return default
        return str(said)

    def _names(self, given: Any, *way: Hashable) -> tuple[str, ...]:
        listed = [given] if isinstance(given, str) else given
        if listed is None:
            return ()
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) and each for each in listed):
            self._says("Columns of the source are named as texts", "Write one name, or a list of names", *way)
            return ()
        return tuple(listed)

    def _listed(self, given: Any, known: Mapping[str, object], kind: str, *way: Hashable) -> tuple[str, ...]:
        names = self._names(given, *way)
        for each in names:
            if each not in known:
                self._says(f"There is no {kind} {each}", f"Write one of {', '.join(known)}", *way)
        return tuple(each for each in names if each in known)

    def _unknown(self, given: Mapping[str, Any], known: tuple[str, ...], *way: Hashable) -> None:
        for each in given:
            if each not in known:
                near = get_close_matches(each, known, 1) or [f"one of {', '.join(known)}"]
                self._says(f"{each} means nothing here", f"Write {near[0]}", *way, each)

    def _moved(self, finding: Finding, *way: Hashable) -> Finding:
        return self.given.finding(finding.what, finding.next, *way)

    def _says(self, what: str, next: str, *way: Hashable) -> None:
        self.wrong.append(self.given.finding(what, next, *way))
