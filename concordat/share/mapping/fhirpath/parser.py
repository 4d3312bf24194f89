"""The grammar of FHIRPath: tokens become a tree, by a Pratt parser (each operator knows how tightly it binds)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from concordat.share.mapping.fhirpath.lexer import Token, tokens
from concordat.share.mapping.fhirpath.refused import BadPath, shown

DEEPEST = 40
"""How deeply brackets and functions may stand within one another."""

BINDS = {
    "implies": 1, "or": 2, "xor": 2, "and": 3, "in": 4, "contains": 4,
    "=": 5, "~": 5, "!=": 5, "!~": 5, "<": 6, "<=": 6, ">": 6, ">=": 6, "|": 7,
    "is": 8, "as": 8, "+": 9, "-": 9, "&": 9, "*": 10, "/": 10, "div": 10, "mod": 10,
}  # fmt: skip
"""How tightly each operator binds, FHIRPath 2.0 section 6.8; all of them bind to the left."""
_LITERALS = frozenset({"string", "integer", "decimal", "date", "dateTime", "time"})


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the path; `kind` is its type, or "empty" for {}."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Constant:
    """%name."""

    name: str


@dataclass(frozen=True, slots=True)
class This:
    """$this: what a path begins from, which is left unwritten before a first name."""


@dataclass(frozen=True, slots=True)
class Member:
    """of.name"""

    of: Node
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """of.name(given, …)"""

    of: Node
    name: str
    given: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """of[at]"""

    of: Node
    at: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """left sign right"""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Minus:
    """-of"""

    of: Node


Node: TypeAlias = Literal | Constant | This | Member | Call | Index | Binary | Minus


def parse(text: str) -> Node:
    """The tree of a path. Raises BadPath, naming it."""
    try:
        return _Parser(tokens(text)).whole()
    except BadPath as bad:
        raise bad.of(text) from None


class _Parser:
    """Reads tokens from left to right, once."""

    def __init__(self, given: list[Token]) -> None:
        self._tokens = given
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression(0)
        if self._next.kind != "end":
            raise self._unexpected()
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, sign: str) -> bool:
        return self._next.kind == "sign" and self._next.value == sign

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise self._unexpected(f"there should be {sign}")
        self._take()

    def _unexpected(self, instead: str = "it cannot stand there") -> BadPath:
        found = "The end" if self._next.kind == "end" else f'"{shown(self._next.value, 20)}"'
        return BadPath(f"{found} at character {self._next.at + 1} is not understood: {instead}", "Mend the path there")

    def _expression(self, floor: int) -> Node:
        """Everything from here that binds tighter than `floor`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadPath(f"The path is nested more than {DEEPEST} deep", "Split it over several columns")
        left = self._signed()
        while (sign := self._operator()) and (binds := BINDS[sign]) > floor:
            self._take()
            left = Binary(sign, left, self._expression(binds))
        self._depth -= 1
        return left

    def _operator(self) -> str:
        return self._next.value if self._next.kind in ("sign", "word") and self._next.value in BINDS else ""

    def _signed(self) -> Node:
        if self._is("-") or self._is("+"):
            minus = self._take().value == "-"
            operand = self._steps(self._term())
            return Minus(operand) if minus else operand
        return self._steps(self._term())

    def _steps(self, node: Node) -> Node:
        while True:
            if self._is("."):
                self._take()
                node = self._named(node)
            elif self._is("["):
                self._take()
                node = Index(node, self._expression(0))
                self._expect("]")
            else:
                return node

    def _term(self) -> Node:
        token = self._next
        act: dict[str, Callable[[], Node]] = {"(": self._bracket, "{": self._empty}
        if token.kind == "sign" and token.value in act:
            return act[token.value]()
        if token.kind in ("word", "quoted") and token.value not in ("true", "false"):
            return self._named(This())
        self._take()
        if token.kind == "word":
            return Literal("boolean", token.value)
        if token.kind in _LITERALS:
            return Literal(token.kind, token.value)
        if token.kind == "constant":
            return Constant(token.value)
        if token.kind == "special" and token.value == "$this":
            return This()
        self._at -= 1
        raise self._unexpected()

    def _bracket(self) -> Node:
        self._take()
        node = self._expression(0)
        self._expect(")")
        return node

    def _empty(self) -> Node:
        self._take()
        self._expect("}")
        return Literal("empty", "")

    def _named(self, of: Node) -> Node:
        """A name, or a function with what it is given."""
        if self._next.kind not in ("word", "quoted"):
            raise self._unexpected("there should be the name of an element or a function")
        token = self._take()
        if token.kind == "word" and self._is("("):
            return Call(of, token.value, self._given())
        return Member(of, token.value)

    def _given(self) -> tuple[Node, ...]:
        self._expect("(")
        given: list[Node] = []
        while not self._is(")"):
            if given:
                self._expect(",")
            given.append(self._expression(0))
        self._expect(")")
        return tuple(given)
