"""A verdict as a notebook has it: permit, review or deny, and every ground for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One rule and whether it holds: the fact, its source, and what would change a failure."""

    rule: str
    source: str
    fact: str
    holds: bool
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """May they see it? `word` is PERMIT, REVIEW or DENY; `columns` are those that may be seen, `until` the last day."""

    word: str
    agreement: str
    version: int | None
    columns: tuple[str, ...]
    conditions: tuple[str, ...]
    until: date | None
    reasons: tuple[Ground, ...]

    @property
    def permitted(self) -> bool:
        """Whether it is a permit."""
        return self.word == "PERMIT"

    @property
    def failing(self) -> tuple[Ground, ...]:
        """What stands against it."""
        return tuple(each for each in self.reasons if not each.holds)

    def __repr__(self) -> str:
        under = f" under {self.agreement} version {self.version}" if self.agreement else ""
        until = f" until {self.until:%Y-%m-%d}" if self.until else ""
        against = "".join(f"\n  {each.rule}: {each.fact}. {each.remedy}" for each in self.failing)
        return f"<{self.word}{under}{until}: {len(self.columns)} columns>{against}"


def verdict_of(told: Mapping[str, Any]) -> Verdict:
    """What `concordat share may --json` prints, as a Verdict."""
    names = ("rule", "source", "fact", "holds", "remedy")
    return Verdict(
        word=told["verdict"],
        agreement=told["agreement"],
        version=told["version"],
        columns=tuple(told["columns"]),
        conditions=tuple(each["text"] for each in told["conditions"]),
        until=date.fromisoformat(told["until"]) if told["until"] else None,
        reasons=tuple(Ground(**{name: each[name] for name in names}) for each in told["reasons"]),
    )
