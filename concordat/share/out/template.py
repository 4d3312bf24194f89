"""Fills in a template that may be a stranger's: Jinja's words for choice and repetition, and nothing that runs.

A template is checked before it is compiled: only the nodes in `_ALLOWED` pass, so that there is no call, no method, no
arithmetic, no other file and no way from a value to its class. What is left runs in Jinja's immutable sandbox all the
same. Values are escaped, a name that is not there is an error, and size, loops and output are bounded. Time itself
cannot be bounded from within a process; the bounds make it short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any

from concordat.core.refusal import Refusal
from concordat.share.out.meter import COUNTED, WORDED, Meter
from concordat.share.out.source import LONGEST, BadTemplate, Source

if TYPE_CHECKING:
    from jinja2.nodes import Node, Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

__all__ = ["FILTERS", "LONGEST", "TESTS", "BadTemplate", "Literal", "Source", "filled", "literals"]

NODES, DEEPEST = 6_000, 16
"""The most of a template's parts, and of parts within parts; `source` and `meter` hold the other bounds."""

_PLAIN = ("default", "first", "last", "length")  # Jinja's own, whose work does not grow with what they are given
FILTERS = tuple(sorted((*_PLAIN, *WORDED, "join")))
TESTS = ("defined", "undefined")
_ALLOWED = (
    "Template", "Output", "TemplateData", "If", "CondExpr", "For", "Name", "Const", "Getattr", "Filter", "Test",
    "Compare", "Operand", "And", "Or", "Not",
)  # fmt: skip
_LOOP = ("first", "last", "index", "length")
_MAY = (
    "use {{ value }}, {% if %}, {% for %}, and, or, not, ==, !=, "
    f"and the filters {', '.join(FILTERS)}; nothing can be called"
)
_FILE = "<template>"  # as Jinja names what came from no file, in tracebacks too


@dataclass(frozen=True, kw_only=True)
class Literal:
    """A stretch of a template that is written out as it stands, and the line on which it begins."""

    line: int
    text: str


@lru_cache(maxsize=16)
def literals(source: Source) -> tuple[Literal, ...]:
    """Everything a template writes of itself, in order. Raises BadTemplate."""
    from jinja2.nodes import TemplateData

    tree = _checked(source, _environment(Meter(source)))
    return tuple(Literal(line=each.lineno, text=each.data) for each in tree.find_all(TemplateData))


def filled(source: Source, context: Mapping[str, Any]) -> str:
    """The template with its values, as HTML in which every value is text.

    `context` holds strings, tuples and dicts, at any depth, and no other object. Raises BadTemplate.
    """
    from jinja2 import TemplateError

    meter = Meter(source)
    environment = _environment(meter)
    try:
        template = environment.template_class.from_code(environment, _compiled(source), {})
        return "".join(meter.written(template.generate(**context)))
    except (TemplateError, SyntaxError, RecursionError, MemoryError, TypeError, ValueError) as problem:
        what = getattr(problem, "message", None) or str(problem) or type(problem).__name__
        remedy = f"Use only names that the manual lists for this document: {', '.join(sorted(context))}"
        raise source.refused(f"The template cannot be filled in: {what}", _line(problem), remedy) from problem


@lru_cache(maxsize=16)  # a reader of one document soon asks for the next, and reading a template is slow
def _compiled(source: Source) -> CodeType:
    """The template checked and compiled, the turns of its loops to be counted by whichever environment runs it."""
    environment = _environment(Meter(source))
    return environment.compile(_counting(_checked(source, environment)))


def _environment(meter: Meter) -> ImmutableSandboxedEnvironment:
    """Jinja with nothing in it but the filters and tests above; made anew for each template, as its loops are counted.

    It is imported here, so that the rest of the verb runs where the extra `papers` is not installed.
    """
    try:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as missing:
        remedy = "Install concordat[papers]"
        raise Refusal("Documents need an extra that is not installed", remedy=remedy) from missing

    class KeysOnly(ImmutableSandboxedEnvironment):
        """A dot looks up a key of a dict, or one of a loop's four numbers: never an attribute of an object."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, dict) and attribute in obj:
                return obj[attribute]
            if type(obj).__name__ == "LoopContext" and attribute in _LOOP:
                return getattr(obj, attribute)
            known = f"only {', '.join(map(str, obj))}" if isinstance(obj, dict) else "as it is a text or a list"
            return self.undefined(hint=f"there is no '{attribute}' in this, {known}", obj=obj, name=attribute)

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    made = KeysOnly(
        autoescape=True, undefined=StrictUndefined, finalize=_words, loader=None, optimized=False, cache_size=0
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _PLAIN} | meter.filters()
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def _checked(source: Source, environment: ImmutableSandboxedEnvironment) -> Template:
    """The template as a tree of which every node is allowed."""
    from jinja2 import TemplateSyntaxError

    if len(source.text) > LONGEST:
        what = f"The template has {len(source.text):,} characters; the most is {LONGEST:,}"
        raise source.refused(what, None, "Leave out what is not words, or split it")
    try:
        tree = environment.parse(source.text)
    except TemplateSyntaxError as problem:
        raise source.refused(f"The template cannot be read: {problem.message}", problem.lineno, _MAY) from problem
    except (RecursionError, MemoryError, ValueError, OverflowError) as problem:
        raise source.refused("The template cannot be read", None, "Nest less, and write shorter numbers") from problem
    _walk(source, tree)
    return tree


def _walk(source: Source, tree: Template) -> None:
    """Raises BadTemplate at the first node that is not allowed; without recursion, as a stranger may nest at will."""
    waiting: list[tuple[Node, int]] = [(tree, 0)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > NODES:
            raise source.refused(f"The template has more than {NODES:,} parts", node.lineno, "Shorten it, or split it")
        if depth > DEEPEST:
            what = f"Its parts stand more than {DEEPEST} deep within each other"
            raise source.refused(what, node.lineno, "Nest fewer of {% if %} and {% for %}")
        if problem := _wrong(node):
            raise source.refused(problem, node.lineno, _MAY)
        waiting += [(each, depth + 1) for each in reversed(list(node.iter_child_nodes()))]


def _wrong(node: Any) -> str:
    """What is not allowed about a node; blank where nothing is."""
    kind = type(node).__name__
    if kind not in _ALLOWED:
        return f"A template may not hold '{_SPOKEN.get(kind, kind.lower())}'"
    name = str(getattr(node, "attr", getattr(node, "name", "")))
    if kind in ("Getattr", "Name") and (name.startswith("_") or name == "self"):
        return f"'{name}' is not a name that a template may use"
    if kind == "Filter" and (name not in FILTERS or node.node is None):
        return f"There is no filter '{name}' here"
    if kind == "Test" and name not in TESTS:
        return f"There is no test '{name}' here"
    return "A loop may not call itself" if kind == "For" and node.recursive else ""


_SPOKEN = {
    "Call": "(…): a call", "Include": "include", "Import": "import", "FromImport": "from … import",
    "Extends": "extends", "Getitem": "[…]: an index", "FilterBlock": "filter", "AssignBlock": "set", "Assign": "set",
}  # fmt: skip


def _counting(tree: Template) -> Any:
    """The tree with the turns of every loop counted."""
    from jinja2.nodes import Const, Filter, For, Node

    for loop in list(tree.find_all(For)):
        told = [Const(each, lineno=loop.lineno) for each in (loop.lineno, sum(1 for _ in loop.find_all(Node)))]
        loop.iter = Filter(loop.iter, COUNTED, told, [], None, None, lineno=loop.lineno)
    return tree


def _words(value: Any) -> Any:
    """What may be written out: a list or a dict would show how it is kept, and belongs in a loop."""
    if isinstance(value, (tuple, dict)):
        raise TypeError("a list is written out as a text; loop over it, or use join")
    return value


def _line(problem: BaseException) -> int | None:
    """The line of the template in which a problem arose: Jinja writes it into the traceback."""
    found: int | None = getattr(problem, "lineno", None)
    trace: TracebackType | None = problem.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == _FILE:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
