"""State tables: what may become what, by which act and why; a table refuses the rest and draws itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from concordat.core.refusal import Refusal

T = TypeVar("T")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*")


class NotAllowed(Refusal):
    """An act for which the thing is in the wrong state."""


class BadStateTable(ValueError):
    """A table that contradicts itself: a mistake of ours, not the user's."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a table: a thing in state `from_` becomes `to` by the act `by`; `why` cites what allows it."""

    from_: str
    to: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class StateTable:
    """The states of one kind of thing (`name`, such as "proposal"), where it starts, and every move it may make."""

    name: str
    states: tuple[str, ...]
    start: str
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "states", tuple(self.states))
        object.__setattr__(self, "moves", tuple(self.moves))
        wrong = tuple(self._wrong())
        if wrong:
            raise BadStateTable(f"The states of a {self.name} cannot be so: {'; '.join(wrong)}.")

    def _wrong(self) -> list[str]:
        named = {self.start, *(state for move in self.moves for state in (move.from_, move.to))}
        acts = [(move.from_, move.by) for move in self.moves]
        names = {*self.states, *(move.by for move in self.moves)}
        return [
            *(f"'{name}' is not a plain name" for name in sorted(names) if not _NAME.fullmatch(name)),
            *(f"'{state}' is listed twice" for state in sorted(_repeated(self.states))),
            *(f"'{state}' is not a state" for state in sorted(named - set(self.states))),
            *(f"'{by}' leads from '{state}' twice" for state, by in sorted(_repeated(acts))),
            *(f"'{state}' is never reached" for state in self.states if state not in self._reached()),
        ]

    def _reached(self) -> set[str]:
        reached, waiting = {self.start}, [self.start]
        while waiting:
            state = waiting.pop()
            new = {move.to for move in self.moves if move.from_ == state} - reached
            reached |= new
            waiting += new
        return reached

    @property
    def ends(self) -> tuple[str, ...]:
        """The states that nothing leads out of."""
        return tuple(state for state in self.states if not self.allowed(state))

    def allowed(self, state: str) -> tuple[Move, ...]:
        """The moves that lead out of `state`. Raises BadStateTable for a state that is not in the table."""
        if state not in self.states:
            raise BadStateTable(f"A {self.name} is never '{state}', only: {', '.join(self.states)}.")
        return tuple(move for move in self.moves if move.from_ == state)

    def after(self, state: str, by: str) -> str:
        """The state that a thing in `state` is in after the act `by`. Raises NotAllowed, naming the acts that are."""
        moves = self.allowed(state)
        for move in moves:
            if move.by == by:
                return move.to
        possible = ", ".join(f"{move.by} (to {move.to})" for move in moves)
        raise NotAllowed(
            f"A {self.name} that is {state} does not allow: {by}",
            remedy=f"From here it can: {possible}" if moves else f"Nothing follows {state}; start a new {self.name}",
        )

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram (https://mermaid.js.org/syntax/stateDiagram.html)."""
        key = {state: f"s{number}" for number, state in enumerate(self.states)}  # names may hold blanks, keys may not
        return "\n".join(
            [
                "stateDiagram-v2",
                *(f'    state "{state}" as {key[state]}' for state in self.states),
                f"    [*] --> {key[self.start]}",
                *(f"    {key[move.from_]} --> {key[move.to]}: {move.by}" for move in self.moves),
                *(f"    {key[state]} --> [*]" for state in self.ends),
            ]
        )

    def text(self) -> str:
        """The table in plain text, a line a state and under it a line a move: what a screen reader is given."""
        lines = [f"{self.name}: starts {self.start}"]
        for state in self.states:
            moves = self.allowed(state)
            lines.append(state if moves else f"{state} (end)")
            lines += [f"  {move.by} -> {move.to}{f' ({move.why})' if move.why else ''}" for move in moves]
        return "\n".join(lines)


def _repeated(items: Sequence[T]) -> set[T]:
    return {item for item in items if items.count(item) > 1}
