"""YAML that remembers its lines: texts, whole numbers, true and false only; so 01, NO and 1:30 stay as written."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal

Way: TypeAlias = tuple[Hashable, ...]
MOST = 2_000_000
"""Characters of a file, beyond which it is not one that a person wrote."""


class BadYaml(Refusal):
    """A file that is not YAML, or uses more of YAML than is needed here."""


@dataclass(frozen=True, kw_only=True)
class Located:
    """What a file says, and on which line it says each thing: `lines` by the keys and places that lead there."""

    value: Any
    lines: Mapping[Way, int]
    file: str

    def line(self, *way: Hashable) -> int:
        """The line of what is there, or of the nearest thing that leads there."""
        while way and way not in self.lines:
            way = way[:-1]
        return self.lines.get(way, 1)

    def finding(self, what: str, next: str, *way: Hashable) -> Finding:
        """A Finding at that line."""
        return Finding(what, next, file=self.file, row=self.line(*way))


class _Loader(yaml.SafeLoader):
    """Texts, whole numbers, true and false, and null; YAML 1.1 would take NO for false and 012 for ten."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):  # of which a small file can be made very large
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="an alias, which is not read here", problem_mark=mark)
        return super().compose_node(parent, index)


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"0|-?[1-9][0-9]{0,17}", "-0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


def read_yaml(text: str, *, file: str) -> Located:
    """What a YAML text says. Raises BadYaml."""
    if len(text) > MOST:
        raise BadYaml(
            "The file is too large to be written by a person", where=file, remedy="Check that it is the right one"
        )
    try:
        node = _Loader(text).get_single_node()
        lines: dict[Way, int] = {}
        value = None if node is None else _value(node, (), lines)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f"{file}, line {mark.line + 1}" if mark else file
        what = f"This is not YAML: {problem.problem or 'it breaks off'}"
        raise BadYaml(what, where=where, remedy="Check the indentation, the colons and the quotation marks") from None
    except (yaml.YAMLError, RecursionError):
        raise BadYaml(
            "This is not YAML", where=file, remedy="Check that it is plain text, and nested less deeply"
        ) from None
    return Located(value=value, lines=MappingProxyType(lines), file=file)


def _value(node: yaml.Node, way: Way, lines: dict[Way, int]) -> Any:
    lines.setdefault(way, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*way, place), lines) for place, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, way, lines)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, way: Way, lines: dict[Way, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, each in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name is None or name in found:
            problem = "a key that is no plain word" if name is None else f"{name} is said twice"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
        lines[(*way, name)] = key.start_mark.line + 1
        found[name] = _value(each, (*way, name), lines)
    return found


def _scalar(node: yaml.Node) -> str | int | bool | None:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return bool(node.value == "true")
    if kind == "str" or not node.tag.startswith("tag:yaml.org,2002:"):
        return str(node.value)
    return int(node.value) if kind == "int" else str(node.value)
