"""Reason: why an answer is what it is, with the facts it rests on and the rule that was applied."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in plain words. `facts` are its evidence, `rule` a Rule's id, `source` that rule's citation."""

    text: str
    facts: tuple[str, ...] = ()
    rule: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("A Reason says why; 'text' is empty.")
        if isinstance(self.facts, str):
            raise TypeError("A Reason's facts are a tuple of sentences, not one string.")
        object.__setattr__(self, "facts", tuple(self.facts))

    def without_pounds(self, instead: str) -> Reason:
        """The same where it tells no pounds, else `instead`: for a reader to whom what it follows from is not shown."""
        return replace(self, text=instead, facts=()) if "£" in f"{self.text} {' '.join(self.facts)}" else self

    def as_dict(self) -> dict[str, str | list[str]]:
        """The Reason for JSON."""
        return {"text": self.text, "facts": list(self.facts), "rule": self.rule, "source": self.source}

    def __str__(self) -> str:
        cited = ", ".join(part for part in (self.rule, self.source) if part)
        return f"{self.text} [{cited}]" if cited else self.text
